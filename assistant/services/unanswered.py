"""What was asked and not answered well, grouped by likeness, so that staff see what is worth an answer."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.errors import NotAllowedError
from assistant.domain.staff import StaffMember
from assistant.language.likeness import bigrams, closeness
from assistant.services.clock import Clock
from assistant.services.teaching_ports import UnansweredQuestion, UnansweredSource

#: From which share of pairs of characters in common on two questions are shown together.
SAME_GROUP = 0.5
MOST_GROUPS = 100
_EXAMPLES = 5
_NOT_ALLOWED = "您的岗位没有这项权限。需要的话请找主管。"


@dataclass(frozen=True)
class UnansweredGroup:
    """Questions alike. `question`: the one asked most; `others`: some of the other wordings; `whys`: how often which
    status, feedback reason or hand-over there was; `comments`: what people wrote of the answers."""

    question: str
    count: int
    last_seen: datetime
    whys: tuple[tuple[str, int], ...]
    others: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass
class _Group:
    pairs: Counter[str]
    questions: list[UnansweredQuestion] = field(default_factory=list)


class Unanswered:
    """For those who review answers. `mask`: a text without personal numbers."""

    def __init__(self, source: UnansweredSource, clock: Clock, mask: Callable[[str], str]) -> None:
        self._source, self._clock, self._mask = source, clock, mask

    def groups(self, member: StaffMember, days: int) -> tuple[UnansweredGroup, ...]:
        """Of the last so many days, the largest first. Raises NotAllowedError."""
        if not may_in_office(member, OfficeAction.REVIEW_ANSWER):
            raise NotAllowedError(_NOT_ALLOWED)
        since = self._clock.now() - timedelta(days=days)
        groups = group_alike(self._source.list_unanswered(since))
        found = sorted((self._told(group) for group in groups), key=lambda group: (group.count, group.last_seen))
        return tuple(found[::-1][:MOST_GROUPS])

    def _told(self, group: _Group) -> UnansweredGroup:
        questions = group.questions
        wordings = Counter(self._mask(one.question) for one in questions)
        ordered = [wording for wording, _ in wordings.most_common()]
        comments = dict.fromkeys(self._mask(one.comment) for one in questions if one.comment)
        return UnansweredGroup(
            question=ordered[0],
            count=len(questions),
            last_seen=max(one.asked_at for one in questions),
            whys=tuple(Counter(why for one in questions for why in _whys(one)).most_common()),
            others=tuple(ordered[1 : _EXAMPLES + 1]),
            comments=tuple(comments)[:_EXAMPLES],
        )


def group_alike(questions: Sequence[UnansweredQuestion]) -> list[_Group]:
    """Each question goes to the group whose first question it shares the most pairs of characters with.

    Only groups with a pair in common are compared, so that thousands of questions take no longer than a page may.
    """
    groups: list[_Group] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for one in questions:
        pairs = bigrams(one.question)
        shared = Counter(index for pair in pairs for index in holding[pair])
        likely = [index for index, _ in shared.most_common(8)]
        best = max(likely, key=lambda index: closeness(groups[index].pairs, pairs), default=None)
        if best is None or closeness(groups[best].pairs, pairs) < SAME_GROUP:
            best = len(groups)
            groups.append(_Group(pairs))
            for pair in pairs:
                holding[pair].append(best)
        groups[best].questions.append(one)
    return groups


def _whys(one: UnansweredQuestion) -> tuple[str, ...]:
    """Names of words: a status that is no answer, `feedback-…`, `failed_twice`."""
    status = (one.status.value,) if one.status.startswith(("unanswerable", "error")) else ()
    said = (f"feedback-{one.feedback_reason}",) if one.feedback_reason is not None else ()
    return (*status, *said, *((one.handover_reason,) if one.handover_reason == "failed_twice" else ()))
