"""Turns that went badly, beside the conversations in memory."""

from collections.abc import Sequence
from datetime import datetime

from assistant.services.teaching_ports import UnansweredQuestion


class FakeUnansweredSource:
    """Gives what it was given, the latest first."""

    def __init__(self, *questions: UnansweredQuestion) -> None:
        self.questions = list(questions)

    def list_unanswered(self, since: datetime, limit: int = 5000) -> Sequence[UnansweredQuestion]:
        chosen = [one for one in self.questions if one.asked_at >= since]
        return tuple(sorted(chosen, key=lambda one: one.asked_at, reverse=True)[:limit])
