"""A process that enrols for whoever asks it, a line at a time, and may be killed between any two of its steps.

`python -m tests.enrolling_process DATABASE_URL SEATS`; a line in is `key phone`, a line out `key number code`.
"""

import sys

from assistant.adapters.sql.engine import open_engine
from assistant.domain.enrolments import EnrolmentDetails
from assistant.services.enrolling import TypedEnrolment
from tests.enrolment_office import AGREED, EnrolmentOffice, course, intake


def main(url: str, seats: int) -> None:
    office = EnrolmentOffice(open_engine(url))
    office.catalogue.put(course("electrician", intake(seats=seats)))
    print("ready", flush=True)
    for line in sys.stdin:
        key, phone = line.split()
        typed = TypedEnrolment(EnrolmentDetails("示例学员", phone), frozenset(), AGREED, key)
        kept = office.enrolling.confirm("evening", typed)
        print(key, kept.enrolment.number, kept.code, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
