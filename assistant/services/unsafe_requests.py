"""Requests for help with fraud, forgery or harm that no wording foresaw, as a model has learnt them."""

from collections.abc import Callable, Mapping

UNSAFE, HONEST = "unsafe", "honest"
#: From which share on a message is believed to be one. Learnt from one author and judged on another's 126, half are
#: found there, and three of a thousand honest messages; the wordings of the screening alone found one in ten.
BELIEVED = 0.4


class UnsafeRequests:
    """Reads by a model with the two labels; without one nothing is found."""

    def __init__(self, predict: Callable[[str], Mapping[str, float]] | None = None) -> None:
        self._predict = predict

    def share(self, text: str) -> float:
        """How likely the normalised text asks for such help, 0 to 1."""
        return 0.0 if self._predict is None else self._predict(text).get(UNSAFE, 0.0)

    def asks_for_help_with_fraud(self, text: str) -> bool:
        """Whether the normalised text is believed to."""
        return self.share(text) >= BELIEVED
