"""What people are told of their enrolment outside of its page: that a seat is theirs now, that it begins tomorrow."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.errors import UnavailableError
from assistant.services.clock import Clock
from assistant.services.enrolment_ports import EnrolmentNotice, EnrolmentStore, FindIntake, NoticeKind
from assistant.services.enrolment_words import dates_words, times_words
from assistant.services.turn_log import log_failure

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PersonNotice:
    """A notice in words, with a link that opens with number and code only; nothing says who the person is."""

    subject: str
    text: str
    link: str


#: Hands a notice over. Raises UnavailableError if it could not within bounded time.
TellPerson = Callable[[PersonNotice], None]


class EnrolmentNotices:
    """`run_once` is a chore of any process: each notice is handed over once, and again where that failed."""

    def __init__(
        self, store: EnrolmentStore, find_intake: FindIntake, tell: TellPerson, clock: Clock, public_url: str
    ) -> None:
        self._store, self._find_intake, self._tell, self._clock = store, find_intake, tell, clock
        self._public_url = public_url.rstrip("/")

    def run_once(self) -> int:
        """Plans the reminders of the day, and hands over what is due; how many were."""
        now = self._clock.now()
        self._store.plan_reminders(now)
        told = 0
        for notice in self._store.claim_notices(now):
            try:
                self._tell(self._in_words(notice))
            except UnavailableError as error:  # due again once the claim has ended
                log_failure(_log, error)
                continue
            self._store.end_notice(notice, self._clock.now())
            told += 1
        return told

    def _in_words(self, notice: EnrolmentNotice) -> PersonNotice:
        link = f"{self._public_url}/enrolments/{notice.number}"
        found = self._find_intake(notice.intake_id, self._clock.today())
        what, when = "", ""
        if found is not None:
            course, intake = found
            what = f"“{course.title}”"
            when = "，".join(part for part in (dates_words(intake, self._clock.today()), times_words(intake)) if part)
        if notice.kind is NoticeKind.MOVED_UP:
            subject, said = "候补成功，有名额了", f"报名 {notice.number}：{what}有名额空出来，已经转为正式名额。{when}"
        else:
            subject, said = "明天开课提醒", f"报名 {notice.number}：{what}明天开课。{when}"
        return PersonNotice(subject, f"{said}。来不了请凭编号和查询码取消，把名额让给下一位：{link}", link)
