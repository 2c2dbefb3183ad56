"""Earlier turns as question and answer, for whoever reads on."""

import re
from collections.abc import Iterable

from assistant.domain.conversation import Exchange, Turn

_MARKS = re.compile(r"\[[0-9]{1,3}\]")


def as_exchanges(turns: Iterable[Turn]) -> tuple[Exchange, ...]:
    """Without marks, whose numbers mean nothing any more, and without turns of buttons and forms."""
    return tuple(Exchange(turn.question, _MARKS.sub("", turn.text)) for turn in turns if turn.question and turn.text)
