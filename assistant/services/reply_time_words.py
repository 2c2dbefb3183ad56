"""When a person answers, in words: 工作人员现在在线, or 下次上班是明天（11月24日 星期二）9:00."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.domain.opening_hours import Moment
from assistant.domain.teams import Commitment
from assistant.services.clock import CHONGQING

_WEEKDAYS = "一二三四五六日"
_NEAR = ("今天", "明天", "后天")
_Reply = tuple[str, Mapping[str, str]]


@dataclass(frozen=True)
class ReplyTime:
    """What may be said about when somebody answers: replies of canned.yaml, each with its words, in order.

    `reply_by` None: nobody can tell.
    """

    replies: tuple[_Reply, ...]
    reply_by: datetime | None


def tell_reply_time(commitment: Commitment, opened_at: datetime, now: datetime, is_example: bool = False) -> ReplyTime:
    """For a case opened at `opened_at`, as seen `now`: just opened where the two are the same."""
    hours, team = commitment.team.hours, commitment.team
    opened_at, now = opened_at.astimezone(CHONGQING), now.astimezone(CHONGQING)
    due, opening = hours.add_working_minutes(opened_at, commitment.first_reply_minutes), hours.next_opening(now)
    notes: list[_Reply] = [("reply_time_example", {})] if is_example else []
    if due is None or opening is None:
        return ReplyTime((("reply_time_unknown", {"team": team.name}), *notes), None)
    words = {
        "team": team.name,
        "reply_by": moment_in_words(due.at, now),
        "opening": moment_in_words(opening.at, now),
        "minutes": str(team.typical_reply_minutes),
    }
    key = _key(commitment, now, due.at) if opened_at == now else _key_of_waiting(due.at, now)
    year = _unknown_year(due, opening)
    if year is not None:
        notes.insert(0, ("reply_time_uncertain", {"year": str(year)}))
    return ReplyTime(((key, words), *notes), due.at)


def moment_in_words(at: datetime, now: datetime) -> str:
    """`明天（11月24日 星期二）9:00`; the year only where it is another one."""
    ahead = (at.date() - now.date()).days
    clock = f"{at.hour}:{at.minute:02d}"
    if ahead == 0:
        return f"今天{clock}"
    plain = _day_in_words(at.date(), now.date())
    return f"{_NEAR[ahead]}（{plain}）{clock}" if 0 < ahead < len(_NEAR) else f"{plain} {clock}"


def _day_in_words(day: date, today: date) -> str:
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def _unknown_year(*moments: Moment) -> int | None:
    """The year whose holidays are not known, where something was worked out over it."""
    return max((moment.at.year for moment in moments if not moment.is_certain), default=None)


def _key(commitment: Commitment, now: datetime, due: datetime) -> str:
    """Out of hours; in hours with time enough for the usual reply; in hours but soon closing."""
    closing = commitment.team.hours.closing(now)
    if closing is None:
        return "reply_time_closed"
    usual = timedelta(minutes=commitment.team.typical_reply_minutes)
    return "reply_time_open" if now + usual <= min(closing, due) else "reply_time_open_late"


def _key_of_waiting(due: datetime, now: datetime) -> str:
    return "reply_time_overdue" if due < now else "reply_time_waiting"
