"""What staff teach, in memory."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.errors import ConflictError
from assistant.domain.taught_answers import TaughtAnswer, TaughtState


class FakeTaughtStore:
    def __init__(self) -> None:
        self._kept: dict[int, TaughtAnswer] = {}
        self._revision = 0

    def add_answer(self, answer: TaughtAnswer) -> TaughtAnswer:
        return self._keep(replace(answer, id=len(self._kept) + 1))

    def find_answer(self, answer_id: int) -> TaughtAnswer | None:
        return self._kept.get(answer_id)

    def list_answers(self, states: tuple[TaughtState, ...], limit: int = 500) -> Sequence[TaughtAnswer]:
        chosen = [answer for answer in self._kept.values() if answer.state in states]
        return tuple(sorted(chosen, key=lambda answer: -answer.id)[:limit])

    def save_answer(self, answer: TaughtAnswer) -> TaughtAnswer:
        before = self._kept.get(answer.id)
        if before is None or before.revision != answer.revision:
            raise ConflictError(str(answer.id))
        return self._keep(answer)

    def revision(self) -> int:
        return max((answer.revision for answer in self._kept.values()), default=0)

    def _keep(self, answer: TaughtAnswer) -> TaughtAnswer:
        self._revision += 1
        self._kept[answer.id] = replace(answer, revision=self._revision)
        return self._kept[answer.id]
