"""The marks by which a model names evidence: S1, S2 … in the order in which it saw them, and the words it saw.

An item is written as a block, one empty line between blocks:

    [S3] title｜document number｜clause｜region｜from – to
    the text, line by line

What an advert says in its own words is left out: only fields that code has read are evidence for free text.
"""

from collections.abc import Iterable

from assistant.domain.conversation import Citation
from assistant.services.draft import EvidenceItem

LONGEST = 1200
_FIELDS_ONLY = "vacancy:"


class EvidenceTokens:
    """Tokens of one turn; an item keeps its token."""

    def __init__(self) -> None:
        self._token_of: dict[str, str] = {}
        self._id_of: dict[str, str] = {}

    def give(self, item: EvidenceItem) -> str:
        if item.id not in self._token_of:
            token = f"S{len(self._token_of) + 1}"
            self._token_of[item.id] = token
            self._id_of[token] = item.id
        return self._token_of[item.id]

    @property
    def ids(self) -> list[str]:
        """The items that have been shown, in order."""
        return list(self._token_of)

    def find(self, token: str) -> str | None:
        """The id of the item; None for a token that was never given."""
        return self._id_of.get(token)

    def blocks(self, items: Iterable[EvidenceItem]) -> str:
        """The items as a model reads them."""
        return "\n\n".join(f"[{self.give(item)}] {_head(item.citation)}\n{telling_text(item)}" for item in items)


def telling_text(item: EvidenceItem) -> str:
    """What of an item may be repeated in free words."""
    text = item.text.split("\n", 1)[0] if item.id.startswith(_FIELDS_ONLY) else item.text
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST]


def _head(citation: Citation) -> str:
    dates = " – ".join(part or "" for part in (citation.effective_from, citation.effective_to)).strip(" –")
    since = f"{dates} 起" if dates and not citation.effective_to else dates
    parts = (citation.title, citation.document_number, citation.clause, citation.region, since)
    return "｜".join(part for part in parts if part)
