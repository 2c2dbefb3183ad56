"""What a question is about in the words of rules, where it says so in words of its own.

A synonym is one word for another. A subject takes several words together: 收 and 身份证 stand anywhere in the question,
and only together they ask about 扣押居民身份证.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Subject:
    """`said`: all of these stand in a question about it. `terms`: all of these stand in a clause about it, each in one
    of its wordings. `unless`: the question is about something else where this stands in it."""

    said: tuple[re.Pattern[str], ...]
    terms: tuple[tuple[str, ...], ...]
    unless: re.Pattern[str] | None = None

    def is_asked_in(self, folded: str) -> bool:
        if self.unless is not None and self.unless.search(folded):
            return False
        return all(words.search(folded) for words in self.said)

    def stands_in(self, folded: str) -> bool:
        return all(any(wording in folded for wording in term) for term in self.terms)

    def share_in(self, folded: str) -> float:
        """How many of its terms stand in a part of a clause, 0 to 1."""
        return sum(any(wording in folded for wording in term) for term in self.terms) / len(self.terms)


@dataclass(frozen=True)
class TitleField:
    """What documents with such a `title` are about: a question about it has `said` in it. `is_of_people`: rules
    for some people only."""

    title: re.Pattern[str]
    said: re.Pattern[str]
    is_of_people: bool = False


@dataclass(frozen=True)
class DocumentWords:
    """What is needed to read a question to documents. `empty`: words citizens use that say nothing about what is
    asked, folded. `elsewhere`: topics, each in its wordings, that a clause must name to answer a
    question which does."""

    subjects: tuple[Subject, ...] = ()
    empty: Collection[str] = field(default_factory=frozenset)
    elsewhere: tuple[tuple[str, ...], ...] = ()
    fields: tuple[TitleField, ...] = ()

    def asked_in(self, folded: str) -> tuple[Subject, ...]:
        return tuple(subject for subject in self.subjects if subject.is_asked_in(folded))

    def topics_in(self, folded: str) -> tuple[tuple[str, ...], ...]:
        """The topics that a folded question names."""
        return tuple(topic for topic in self.elsewhere if any(wording in folded for wording in topic))

    def fields_besides(self, folded: str, head: str) -> tuple[TitleField, ...]:
        """The fields of a document, by its folded title and heading, that a folded question is not about."""
        return tuple(one for one in self.fields if one.title.search(head) and not one.said.search(folded))


NO_WORDS = DocumentWords()
