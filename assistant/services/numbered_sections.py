"""Sections that carry a number of their own: the items of a plan, the articles of a statute.

Whoever asks for 第7项 or 第82条 of a text wants that very section; how well its words match says nothing about it.
"""

import re
from dataclasses import dataclass

from assistant.domain.knowledge import KnowledgeBase, PolicyDocument
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.segment import fold

MAX_NUMBERED = 3
_ASKED = re.compile(rf"第 ?(?P<ordinal>{NUMERAL}) ?(?:大?项|条|点|个?任务)|任务 ?(?P<after>{NUMERAL})(?![个项条])")
_THIS = re.compile(r"[这那该](?:一?[项条]|个任务)")
_HEADING = re.compile(rf"^第(?P<number>{NUMERAL})[项条]")
_CLAUSE = re.compile(r"(?P<law>[^、，（）]*?)(?:（[^）]*）)?第(?P<number>[0-9]+)条")
#: What a plan is called by people who ask for an item of it.
_PLAN, _CALLED = "方案", ("方案", "计划", "规划", "文件", "任务", "号文")
_CITY = "重庆市"
#: More characters than these beside the text's name and the number ask something else than what the article says.
_FEW = 10


@dataclass(frozen=True)
class NumberedSections:
    """Sections of one document, in its order."""

    document_id: str
    passage_ids: tuple[str, ...]


class SectionNumbers:
    """Which sections of the knowledge carry which number; pure once made."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._items = {
            document.id: items for document in knowledge.documents.values() if (items := _numbered_headings(document))
        }
        self._names = {name: _names_of(knowledge.documents[name]) for name in self._items}
        self._plans = tuple(name for name in self._items if knowledge.documents[name].title.endswith(_PLAN))
        self._articles: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for document in knowledge.documents.values():
            for passage in document.passages:
                for law, number in _articles_of(passage.clause or ""):
                    self._articles.setdefault((law, number), []).append((document.id, passage.id))
        self._laws = tuple(sorted({law for law, _ in self._articles}, key=len, reverse=True))

    def find(
        self,
        text: str,
        topic_id: str | None,
        named: tuple[str, ...] = (),
        likely: tuple[str, ...] = (),
        before: str = "",
    ) -> NumberedSections | None:
        """The sections whose numbers are asked for, nothing where no text with such numbers is meant.

        `topic_id`: what was talked about; `named`: documents whose names stand in the text; `likely`: those it may be
        about, the likeliest first; `before`: the question before, whose law 第40条呢 goes on about.
        """
        numbers = find_ordinals(text) or (find_ordinals(before) if _THIS.search(text) else ())
        meant = self._text_meant(text, topic_id, named) if numbers else None
        if meant is not None:
            items = self._items[meant]
            found = tuple(items[number] for number in numbers if number in items)
            if found:
                return NumberedSections(meant, found[:MAX_NUMBERED])
        law = self._law_in(text) or (self._law_in(before) if len(text) <= _FEW else None)
        return self._of_a_law(text, law, numbers, likely) if law is not None else None

    def _text_meant(self, text: str, topic_id: str | None, named: tuple[str, ...]) -> str | None:
        """The document with numbered sections that is spoken of: by name, by its kind, or because it is the topic."""
        for document_id, names in self._names.items():
            if any(name in text for name in names):
                return document_id
        if self._law_in(text) is not None:
            return None
        for document_id in self._plans:
            if document_id in named or (not named and any(word in text for word in _CALLED)):
                return document_id
        return topic_id if topic_id in self._items and not named else None

    def _law_in(self, text: str) -> str | None:
        return next((law for law in self._laws if law in text), None)

    def _of_a_law(
        self, text: str, law: str, numbers: tuple[int, ...], likely: tuple[str, ...]
    ) -> NumberedSections | None:
        if len(_ASKED.sub("", text.replace(law, ""))) > _FEW:
            return None
        found = [place for number in numbers for place in self._articles.get((law, number), ())]
        if not found:
            return None
        documents = [name for name in likely if any(name == document_id for document_id, _ in found)]
        chosen = documents[0] if documents else found[0][0]
        sections = dict.fromkeys(passage_id for document_id, passage_id in found if document_id == chosen)
        return NumberedSections(chosen, tuple(sections)[:MAX_NUMBERED])


def find_ordinals(text: str) -> tuple[int, ...]:
    """The numbers of items or articles named in the text, in its order (第七项, 第82条, 任务15)."""
    values = (parse_numeral(match["ordinal"] or match["after"]) for match in _ASKED.finditer(text))
    return tuple(dict.fromkeys(int(value) for value in values if value is not None))


def asks_for_number_alone(text: str) -> bool:
    """Whether a text asks for an item or article and for little else (民法典第三条)."""
    return bool(find_ordinals(text)) and len(_ASKED.sub("", text)) <= _FEW


def _numbered_headings(document: PolicyDocument) -> dict[int, str]:
    items: dict[int, str] = {}
    for passage in document.passages:
        match = _HEADING.match(passage.heading)
        number = parse_numeral(match["number"]) if match else None
        if number is not None:
            items.setdefault(int(number), passage.id)
    return items


def _names_of(document: PolicyDocument) -> tuple[str, ...]:
    """The number and the title of the text whose items a document tells."""
    basis = document.basis[0] if document.basis else None
    names = (basis.number, basis.title.removeprefix(_CITY)) if basis is not None else (document.title,)
    return tuple(fold(name) for name in names if name)


def _articles_of(clause: str) -> tuple[tuple[str, int], ...]:
    """`劳动合同法第46条、第47条` names two articles of one law; a city's statute is called without the city too."""
    found: list[tuple[str, int]] = []
    law = ""
    for match in _CLAUSE.finditer(clause):
        law = match["law"].removeprefix(_CITY) or law
        if law:
            found.append((law, int(match["number"])))
    return tuple(found)
