"""What staff teach, in SQL."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine, RowMapping, func, insert, select, update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.records import member, storable
from assistant.adapters.sql.tables import taught_answers
from assistant.domain.errors import ConflictError
from assistant.domain.taught_answers import Lesson, TaughtAnswer, TaughtState

_IDS, _REVISIONS = "taught_answers", "taught_revisions"
_LARGEST_ID = 2**31 - 1
_CHANGED = "这条问答刚刚有别人改过，请刷新后再试。"


class SqlTaughtStore:
    """Implements `TaughtStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_answer(self, answer: TaughtAnswer) -> TaughtAnswer:
        with write(self._engine) as connection:
            kept = replace(
                answer, id=take_numbers(connection, _IDS, 1), revision=take_numbers(connection, _REVISIONS, 1)
            )
            connection.execute(insert(taught_answers), {"id": kept.id, **_row(kept)})
        return kept

    def find_answer(self, answer_id: int) -> TaughtAnswer | None:
        if not 0 < answer_id <= _LARGEST_ID:
            return None
        chosen = select(taught_answers).where(taught_answers.c.id == answer_id)
        with read(self._engine) as connection:
            row = connection.execute(chosen).mappings().one_or_none()
        return _answer(row) if row is not None else None

    def list_answers(self, states: tuple[TaughtState, ...], limit: int = 500) -> Sequence[TaughtAnswer]:
        wanted = taught_answers.c.state.in_([state.value for state in states])
        chosen = select(taught_answers).where(wanted).order_by(taught_answers.c.id.desc()).limit(limit)
        with read(self._engine) as connection:
            return tuple(_answer(row) for row in connection.execute(chosen).mappings())

    def save_answer(self, answer: TaughtAnswer) -> TaughtAnswer:
        is_same = (taught_answers.c.id == answer.id) & (taught_answers.c.revision == answer.revision)
        with write(self._engine) as connection:
            kept = replace(answer, revision=take_numbers(connection, _REVISIONS, 1))
            if not connection.execute(update(taught_answers).where(is_same).values(_row(kept))).rowcount:
                raise ConflictError(_CHANGED)
        return kept

    def revision(self) -> int:
        with read(self._engine) as connection:
            return int(connection.execute(select(func.max(taught_answers.c.revision))).scalar_one() or 0)


def _row(answer: TaughtAnswer) -> dict[str, object]:
    lesson = answer.lesson
    return {
        "revision": answer.revision,
        "state": answer.state.value,
        "question": storable(lesson.question),
        "answer": storable(lesson.answer),
        "region_id": storable(lesson.region_id),
        "expires_on": lesson.expires_on,
        "source": storable(lesson.source),
        "url": storable(lesson.url),
        "document_number": storable(lesson.document_number),
        "proposed_by": storable(answer.proposed_by),
        "proposed_at": answer.proposed_at,
        "case_number": answer.case_number,
        "edited_by": answer.edited_by,
        "reviewed_by": answer.reviewed_by,
        "reviewed_at": answer.reviewed_at,
        "reason": storable(answer.reason),
    }


def _answer(row: RowMapping) -> TaughtAnswer:
    """A state that this version does not know is told to nobody."""
    lesson = Lesson(
        row["question"], row["answer"], row["region_id"], row["expires_on"], row["source"], row["url"],
        row["document_number"],
    )  # fmt: skip
    return TaughtAnswer(
        lesson,
        member(TaughtState, row["state"], TaughtState.RETIRED),
        row["proposed_by"],
        row["proposed_at"],
        row["case_number"],
        row["edited_by"],
        row["reviewed_by"],
        row["reviewed_at"],
        row["reason"],
        row["id"],
        row["revision"],
    )
