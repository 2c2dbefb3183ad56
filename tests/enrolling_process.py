"""A process that enrols for whoever asks it, several at the same moment, and may be killed between any two of its steps.

`python -m tests.enrolling_process DATABASE_URL SEATS`; a line in is `key phone`, a line out `key number code`.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from assistant.adapters.sql.engine import open_engine
from assistant.domain.enrolments import EnrolmentDetails
from assistant.services.enrolling import TypedEnrolment
from tests.enrolment_office import AGREED, EnrolmentOffice, course, intake


def main(url: str, seats: int) -> None:
    office = EnrolmentOffice(open_engine(url))
    office.catalogue.put(course("electrician", intake(seats=seats)))
    print("ready", flush=True)

    def enrol(line: str) -> None:
        key, phone = line.split()
        typed = TypedEnrolment(EnrolmentDetails("示例学员", phone), frozenset(), AGREED, key)
        try:
            kept = office.enrolling.confirm("evening", typed)
        except BaseException:
            os._exit(1)  # as a process that dies: whoever waits for the receipt sends the form again
        sys.stdout.write(f"{key} {kept.enrolment.number} {kept.code}\n")
        sys.stdout.flush()

    with ThreadPoolExecutor(8) as pool:
        for line in sys.stdin:
            pool.submit(enrol, line)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
