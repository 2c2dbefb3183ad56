"""Answers that staff teach: proposed by one, reviewed by another, in force until they expire or are retired."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_SOURCE = 200, 2000, 300
_SHORTEST_QUESTION = 4
_LONGEST_LIFE = timedelta(days=365)
#: What a masked number leaves behind, and words with which somebody is named or a contact is announced.
_PERSONAL = re.compile(
    r"〔[^〕]*已隐去〕|我叫|我姓|我的名字|本人姓名|[\u4e00-\u9fff](?:先生|女士|小姐)|联系我|打我|加我|回我电话"
    r"|我的?(?:电话|手机|微信|邮箱|身份证|银行卡)号?码?[是为:：]|(?:微信|QQ|qq|邮箱|手机号?|身份证号?码?)[是为:：]\s*[A-Za-z0-9]|[^\s@]+@[^\s@]+"
)
_WEB = re.compile(r"https?://[^\s/]+\.[^\s]+")
_NOT_NOW = "这条问答的状态已经变了，请刷新后再看。"
_OWN = "自己提的问答要由另一位同事复核。"


class TaughtState(StrEnum):
    """`retired`: taken back by hand, or its last day has passed."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    RETIRED = "retired"


@dataclass(frozen=True)
class Lesson:
    """What is taught: a question in general words, its answer, on what it rests, where and until when it holds.

    At least one of `source`, `url` and `document_number` is filled; `expires_on` is the last day.
    """

    question: str
    answer: str
    region_id: str
    expires_on: date
    source: str = ""
    url: str = ""
    document_number: str = ""


@dataclass(frozen=True)
class TaughtAnswer:
    """A lesson and its way. `revision` grows with every change of any of them; `id` 0: not kept yet.

    `edited_by`: the reviewer who changed the words before approving. `reason`: why it was refused or retired.
    """

    lesson: Lesson
    state: TaughtState
    proposed_by: str
    proposed_at: datetime
    case_number: str | None = None
    edited_by: str | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    reason: str = ""
    id: int = 0
    revision: int = 0

    def is_in_force(self, day: date) -> bool:
        """From its approval up to and including its last day."""
        return self.state is TaughtState.APPROVED and day <= self.lesson.expires_on

    def has_expired(self, day: date) -> bool:
        return self.state is TaughtState.APPROVED and self.lesson.expires_on < day


#: What is said where nothing tells what the answer rests on.
NO_SOURCE = "请写明依据：文件名、文号或者官方网页，至少一项。"


def check_lesson(lesson: Lesson, today: date) -> Lesson:
    """The lesson without white space around its parts. Raises InvalidInputError, in words for whoever wrote it."""
    clean = replace(
        lesson, question=lesson.question.strip(), answer=lesson.answer.strip(), source=lesson.source.strip(),
        url=lesson.url.strip(), document_number=lesson.document_number.strip(),
    )  # fmt: skip
    if not _SHORTEST_QUESTION <= len(clean.question) <= LONGEST_QUESTION:
        raise InvalidInputError(f"问题要写 {_SHORTEST_QUESTION} 到 {LONGEST_QUESTION} 个字，用大家都会问的说法。")
    if not 1 <= len(clean.answer) <= LONGEST_ANSWER:
        raise InvalidInputError(f"请写答复，最多 {LONGEST_ANSWER} 个字。")
    sources = (clean.source, clean.url, clean.document_number)
    if not any(sources):
        raise InvalidInputError(NO_SOURCE)
    if max(map(len, sources)) > LONGEST_SOURCE:
        raise InvalidInputError(f"依据每一项最多 {LONGEST_SOURCE} 个字。")
    if clean.url and _WEB.fullmatch(clean.url) is None:
        raise InvalidInputError("网页地址要以 http:// 或 https:// 开头。")
    if any(_PERSONAL.search(text) for text in (clean.question, clean.answer, clean.source)):
        raise InvalidInputError("里面还有个人信息（姓名、号码或联系方式）。请改成大家都适用的说法。")
    _check_last_day(clean.expires_on, today)
    return clean


def _check_last_day(expires_on: date, today: date) -> None:
    if expires_on < today:
        raise InvalidInputError("有效期已经过了，请改成今天或以后的日期。")
    if expires_on > today + _LONGEST_LIFE:
        raise InvalidInputError("有效期最长一年。到期以后可以再提一次。")


def edited(answer: TaughtAnswer, lesson: Lesson, by: str, at: datetime) -> TaughtAnswer:
    """With other words; only while it waits for review. Raises ConflictError, InvalidInputError."""
    _require(answer, TaughtState.PROPOSED)
    return replace(answer, lesson=check_lesson(lesson, at.date()), edited_by=by)


def approved(answer: TaughtAnswer, by: str, at: datetime) -> TaughtAnswer:
    """In force from now on. Raises NotAllowedError for the proposer, ConflictError, InvalidInputError."""
    _require(answer, TaughtState.PROPOSED)
    _require_another(answer, by)
    lesson = check_lesson(answer.lesson, at.date())
    return replace(answer, lesson=lesson, state=TaughtState.APPROVED, reviewed_by=by, reviewed_at=at)


def refused(answer: TaughtAnswer, by: str, at: datetime, reason: str) -> TaughtAnswer:
    """Raises NotAllowedError for the proposer, ConflictError, InvalidInputError without a reason."""
    _require(answer, TaughtState.PROPOSED)
    _require_another(answer, by)
    return _ended(answer, TaughtState.REFUSED, by, at, reason)


def retired(answer: TaughtAnswer, by: str, at: datetime, reason: str) -> TaughtAnswer:
    """No longer told, from now on. Raises ConflictError, InvalidInputError without a reason."""
    _require(answer, TaughtState.APPROVED)
    ended = _ended(answer, TaughtState.RETIRED, by, at, reason)
    return replace(ended, reviewed_by=answer.reviewed_by, reviewed_at=answer.reviewed_at)


def _ended(answer: TaughtAnswer, state: TaughtState, by: str, at: datetime, reason: str) -> TaughtAnswer:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_SOURCE:
        raise InvalidInputError(f"请写明原因，最多 {LONGEST_SOURCE} 个字。")
    return replace(answer, state=state, reviewed_by=by, reviewed_at=at, reason=reason)


def _require(answer: TaughtAnswer, state: TaughtState) -> None:
    if answer.state is not state:
        raise ConflictError(_NOT_NOW)


def _require_another(answer: TaughtAnswer, by: str) -> None:
    if answer.proposed_by == by:
        raise NotAllowedError(_OWN)
