"""Sentences of several answers put together, and an answer cut short."""

from assistant.services.draft import DraftSentence


def in_short(sentences: tuple[DraftSentence, ...], most: int) -> tuple[DraftSentence, ...]:
    """At most so many sentences, leading ones before details, in their order; and every notice of how sure it is."""
    plain = [sentence for sentence in sentences if sentence.notice_of is None]
    told = [*(one for one in plain if not one.is_item), *(one for one in plain if one.is_item)][:most]
    return tuple(sentence for sentence in sentences if sentence.notice_of is not None or sentence in told)


def joined(groups: list[tuple[DraftSentence, ...]]) -> tuple[DraftSentence, ...]:
    """All groups in a row; what was said already is not said again."""
    seen: set[str] = set()
    kept: list[DraftSentence] = []
    for sentence in (sentence for group in groups for sentence in group):
        if sentence.text not in seen:
            seen.add(sentence.text)
            kept.append(sentence)
    return tuple(kept)
