"""What the pages of a case and of a labour request have in common: forms that take a step or say why it is refused."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Form

from assistant.domain.contacts import RevealReason
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError

Text = Annotated[str, Form()]
#: What a step may answer with; the page is shown again, with these words.
REFUSED = (InvalidInputError, NotAllowedError, ConflictError, NotFoundError)
_NO_REASON = "请先选为什么要看完整的联系方式。"

Action = TypeVar("Action", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)
State = TypeVar("State", bound=StrEnum)


def as_reveal_reason(text: str, offered: Collection[RevealReason] = tuple(RevealReason)) -> RevealReason:
    """Why somebody looks at a contact in full. Raises InvalidInputError for no reason, or one that is not offered."""
    if text not in offered:
        raise InvalidInputError(_NO_REASON)
    return RevealReason(text)


def shown_forms(
    rights: Collection[Action],
    steps: Mapping[Action, Step],
    states_for: Mapping[Step, Collection[State]],
    state: State,
) -> frozenset[str]:
    """Which forms to show: where the role allows it, and the state of what it is about, too."""
    return frozenset(right.value for right in rights if (step := steps.get(right)) is None or state in states_for[step])
