"""Requests for help with fraud, forgery or harm that no wording foresaw, as a model has learnt them."""

from collections.abc import Callable, Mapping

from assistant.language.topic_model import shares_of

UNSAFE, HONEST = "unsafe", "honest"
#: From which share on a message is believed to be one. Of 3,943 messages of the sets of policy and hand-over, which ask
#: for no such help, four reach it (seven reach 0.6).
BELIEVED = 0.8


class UnsafeRequests:
    """Reads by a model with the two labels; without one nothing is found."""

    def __init__(self, scores: Callable[[str], Mapping[str, float]] | None = None) -> None:
        """`scores`: label → how far on its side of the border; none where nothing of the text is known."""
        self._scores = scores

    def share(self, text: str) -> float:
        """How likely the normalised text asks for such help, 0 to 1."""
        scores = self._scores(text) if self._scores is not None else {}
        return shares_of(scores).get(UNSAFE, 0.0) if scores else 0.0

    def asks_for_help_with_fraud(self, text: str) -> bool:
        """Whether the normalised text is believed to."""
        return self.share(text) >= BELIEVED
