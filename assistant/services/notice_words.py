"""The words of notices that leave the service. They name no person and no matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.case_policy import CasePolicy, Urgency, urgency
from assistant.domain.cases import Case, DeadlineKind
from assistant.services.clock import CHONGQING

_MOST_LINES = 20


@dataclass(frozen=True)
class DigestLine:
    """A case in a digest. `owner`: how colleagues know whoever has it; empty: nobody has."""

    number: str
    due: DeadlineKind
    due_at: datetime
    urgency: Urgency
    owner: str

    @staticmethod
    def of(case: Case, at: datetime, policy: CasePolicy, owner: str) -> "DigestLine | None":
        """None for a case on which nothing is near."""
        how, due = urgency(case, at, policy), case.next_deadline
        if due is None or how is Urgency.CALM or due.kind is DeadlineKind.CLAIM:
            return None
        return DigestLine(case.number, due.kind, due.at, how, owner)


def reply_words(words: Mapping[str, str], number: str, link: str) -> tuple[str, str]:
    """Subject and text for the person of a case."""
    where = words["notice-reply-link"].replace("{link}", link) if link else words["notice-reply-no-link"]
    text = "\n".join((words["notice-reply-text"].replace("{number}", number), where, words["notice-reply-foot"]))
    return words["notice-reply-subject"].replace("{number}", number), text


def digest_words(words: Mapping[str, str], team: str, lines: Sequence[DigestLine], link: str) -> tuple[str, str]:
    """Subject and text for a team."""
    passed = sum(line.urgency is Urgency.OVERDUE for line in lines)
    filled = {"{team}": team, "{near}": str(len(lines) - passed), "{passed}": str(passed)}
    subject = words["notice-deadlines-subject"]
    for name, value in filled.items():
        subject = subject.replace(name, value)
    said = [_line(words, line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        said.append(words["notice-deadlines-more"].replace("{count}", str(len(lines) - _MOST_LINES)))
    if link:
        said.append(link)
    return subject, "\n".join((f"{subject}。", *said))


def _line(words: Mapping[str, str], line: DigestLine) -> str:
    at = line.due_at.astimezone(CHONGQING)
    what, how = words[f"staff-due-{line.due}"], words[f"notice-deadlines-{line.urgency}"]
    owner = line.owner or words["notice-deadlines-nobody"]
    return f"{line.number} · {what} {at.month}月{at.day}日 {at:%H:%M} · {how} · {owner}"
