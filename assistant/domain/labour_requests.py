"""A labour request (用工需求): workers an employer looks for, in four orders 发单 → 接单 → 派单 → 评单."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from assistant.domain.errors import InvalidInputError
from assistant.domain.vacancies import Pay, Shift

MOST_WORKERS = 5000
_LONGEST = {"employer": 60, "occupation": 40, "place": 60, "more": 500}
_CALLED = {"employer": "单位名称", "occupation": "招什么工种", "place": "具体地点", "more": "其他要求"}
_LONGEST_PAY_YUAN = 1_000_000.0


@dataclass(frozen=True)
class LabourTerms:
    """What an employer looks for. Empty or None: not said.

    `employer` is the firm's name, `occupation` in the employer's words, `occupations` the everyday names of ours that
    it stands for. `starts_on`: from when the workers are needed. `more`: further wishes, free text.
    """

    employer: str = ""
    occupation: str = ""
    occupations: tuple[str, ...] = ()
    headcount: int | None = None
    pay: Pay = field(default_factory=Pay)
    region_id: str | None = None
    place: str = ""
    shifts: tuple[Shift, ...] = ()
    benefits: tuple[str, ...] = ()
    starts_on: date | None = None
    more: str = ""

    @property
    def says_nothing(self) -> bool:
        return self == LabourTerms()


def check_terms(terms: LabourTerms, today: date) -> None:
    """Whether they can be published. Raises InvalidInputError, in words for the employer."""
    for name, words in (
        ("employer", "单位名称"),
        ("occupation", "招什么工种"),
        ("place", "工作地点"),
        ("more", "其他要求"),
    ):
        if len(getattr(terms, name)) > _LONGEST[name]:
            raise InvalidInputError(f"“{words}”最多写 {_LONGEST[name]} 个字。")
    if not terms.employer or not terms.occupation:
        raise InvalidInputError("请写明单位名称和招什么工种。")
    if terms.headcount is None or not 1 <= terms.headcount <= MOST_WORKERS:
        raise InvalidInputError(f"请写明招几个人，1 到 {MOST_WORKERS} 人。")
    ends = [yuan for yuan in (terms.pay.min_yuan, terms.pay.max_yuan) if yuan is not None]
    if any(not 0 < yuan <= _LONGEST_PAY_YUAN for yuan in ends) or (len(ends) == 2 and ends[0] > ends[1]):
        raise InvalidInputError("工资好像不对：最低不能高于最高，单位是元。说不准的可以都不填，就是面议。")
    if not terms.region_id and not terms.place:
        raise InvalidInputError("请选工作在哪个区县，或者写明地点。")
    if terms.starts_on is not None and terms.starts_on < today:
        raise InvalidInputError("要人的日期已经过去了，请另选一天，或者不填。")


class LabourState(StrEnum):
    """Where a request stands."""

    PUBLISHED = "published"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    EVALUATED = "evaluated"
    WITHDRAWN = "withdrawn"


#: Somebody has to do something: the request waits in the queue, or has an owner.
LIVE_LABOUR_STATES = frozenset({LabourState.PUBLISHED, LabourState.ACCEPTED, LabourState.DISPATCHED})


class LabourEventKind(StrEnum):
    """What can happen to a request. `CALLED`: staff asked the employer how it went."""

    PUBLISHED = "published"
    ACCEPTED = "accepted"
    GIVEN_BACK = "given_back"
    TAKEN_OVER = "taken_over"
    DISPATCHED = "dispatched"
    NOTED = "noted"
    CALLED = "called"
    EVALUATED = "evaluated"
    WITHDRAWN = "withdrawn"
    CODE_ISSUED = "code_issued"


class DispatchKind(StrEnum):
    """What a request is answered with (派单)."""

    VACANCIES = "vacancies"
    PROFILES = "profiles"
    TRAINING = "training"
    PARTNER = "partner"


@dataclass(frozen=True)
class Dispatch:
    """`references`: ids of vacancies, or references of consenting profiles. `text`: which training, which partner."""

    kind: DispatchKind
    text: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabourEvent:
    """One line of a request's history. `actor`: the name of an account, or an actor of `cases.py`.

    `is_internal`: the employer never sees its text.
    """

    number: str
    at: datetime
    actor: str
    kind: LabourEventKind
    text: str = ""
    dispatch: Dispatch | None = None
    is_internal: bool = False


@dataclass(frozen=True)
class LabourRequest:
    """A request that was sent off. `owner`: the account that has accepted it; without one it waits in the queue.

    `due_at`: until when the next order is due, never None while the request is live: acceptance, dispatch, or, once
    dispatched, the employer's verdict, after which the owner asks. `draft_id`: of the draft it was made from, if any.
    `mark`: the employer's verdict, 1 to 5. `version` counts the changes: each is one event.
    """

    number: str
    terms: LabourTerms
    published_at: datetime
    due_at: datetime | None
    state: LabourState = LabourState.PUBLISHED
    owner: str | None = None
    mark: int | None = None
    closed_at: datetime | None = None
    draft_id: str | None = None
    code_digest: str | None = field(default=None, repr=False)
    version: int = field(default=1, compare=False)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_LABOUR_STATES


@dataclass(frozen=True)
class LabourDraft:
    """What a conversation has made up so far; nothing of it has been sent off. `turn`: in which it was last told."""

    id: str
    terms: LabourTerms
    turn: int
