"""Finding the documents a question is about, and saying how sure that is. The tool `search_policies`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.knowledge import Aspect, Audience, KnowledgeBase, PolicyDocument
from assistant.language.segment import fold
from assistant.language.synonyms import Synonyms
from assistant.language.text import HAN
from assistant.services.numbered_sections import SectionNumbers
from assistant.services.ports import PassageIndex, PassageQuery

PASSAGES = 24
#: Texts whose topics are remembered: one turn asks for the same text several times. The prediction is pure.
_REMEMBERED = 512
#: What it is said not to be; 是不是 asks.
_DENIED = re.compile(r"(?:(?<![是算])不(?:是|算)|除了(?:找|去|向|问|打|办|申请|领|拿)?)$")
_HAN, _FEWEST, _NAMED = re.compile(rf"[{HAN}]"), 4, 3
INTENT = "intent:"
#: How much each sign counts; chosen on the development half of the evaluation set (`python -m evals.tune`).
TOPIC, TEXT, COVERAGE, NAME, AUDIENCE = 0.68, 0.31, 0.30, 0.23, 0.08
#: What the model's opinion of a document for others than the audience counts; it knows no audience itself.
FOR_OTHERS = 0.15


@dataclass(frozen=True)
class RankedPassage:
    """A passage and how well its words match, 1 for the best of the search."""

    passage_id: str
    score: float
    coverage: float


@dataclass(frozen=True)
class Finding:
    """A document with the signs that it is meant. `score` orders; `confidence`, 0 to 1, says whether we have it at all.

    `named`: how many characters of a title or another name of it stand in the question.
    """

    document_id: str
    score: float
    confidence: float
    topic: float
    coverage: float
    named: int
    passages: tuple[RankedPassage, ...]


@dataclass(frozen=True)
class TopicView:
    """The likeliest intent that is no document, and shares: its own, the likeliest document's, of not being ours.

    `document`: the likeliest document, empty for none.
    """

    intent: str
    intent_share: float
    document_share: float
    off_topic_share: float
    document: str = ""


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in the text; a number within a longer one is not that number."""
    place = text.find(name)
    while place >= 0:
        before, after = text[max(place - 1, 0) : place], text[place + len(name) :][:1]
        if not (name[0].isdigit() and before.isdigit()) and not (name[-1].isdigit() and after.isdigit()):
            return True
        place = text.find(name, place + 1)
    return False


class PolicySearch:
    """Full text and topic model together over one knowledge base."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        index: PassageIndex,
        predict_topic: Callable[[str], Mapping[str, float]],
        synonyms: Synonyms,
    ) -> None:
        self._knowledge = knowledge
        self.numbers = SectionNumbers(knowledge)
        self._index = index
        self._predict_topic = lru_cache(maxsize=_REMEMBERED)(predict_topic)
        self._synonyms = synonyms
        self._names = tuple(
            (fold(name), document.id)
            for document in knowledge.documents.values()
            for name in (document.title, *document.aliases)
            if len(name) >= 2
        )

    def find(
        self, text: str, audience: Audience, document_ids: tuple[str, ...] | None = None, limit: int = 5
    ) -> tuple[Finding, ...]:
        """Documents for the text, best first. Raises UnavailableError if the index does not answer."""
        folded = self._without_denied(fold(text))
        expansions = self._synonyms.expand(folded)
        query = PassageQuery(text=folded, limit=PASSAGES, document_ids=document_ids, expansions=expansions)
        hits = self._index.search(query)
        topics = self._for_audience(self._topics(folded), audience)
        best = hits[0].score if hits else 1.0
        passages: dict[str, list[RankedPassage]] = {}
        for hit in hits:
            ranked = RankedPassage(hit.passage_id, hit.score / best, hit.coverage)
            passages.setdefault(hit.document_id, []).append(ranked)
        candidates = set(passages) | {label for label, share in topics.items() if share > 0.05}
        named = self._named_in(folded)
        found = [
            self._judge(self._knowledge.documents[name], topics.get(name, 0.0), passages.get(name, []),
                        named.get(name, 0), audience)
            for name in candidates | set(named)
            if name in self._knowledge.documents and (document_ids is None or name in document_ids)
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda finding: (-finding.score, finding.document_id))[:limit])

    def view_topic(self, text: str) -> TopicView:
        """What the model alone takes the text for; nothing where there are too few Chinese words to judge by."""
        if len(_HAN.findall(text)) < _FEWEST:
            return TopicView("", 0.0, 0.0, 0.0)
        topics = self._topics(fold(text))
        intents = {label.removeprefix(INTENT): share for label, share in topics.items() if label.startswith(INTENT)}
        intent = max(intents, key=lambda name: intents[name], default="")
        documents = {label: share for label, share in topics.items() if not label.startswith(INTENT)}
        best = max(documents, key=lambda name: documents[name], default="")
        off_topic = intents.get("off_topic", 0.0)
        return TopicView(intent, intents.get(intent, 0.0), documents.get(best, 0.0), off_topic, best)

    def speaks_our_words(self, text: str) -> bool:
        """Whether the text names anything of this field, officially or in lay words."""
        folded = fold(text)
        return (
            bool(self._named_in(folded))
            or bool(self._synonyms.expand(folded))
            or any(term in folded for term in self._synonyms.terms)
        )

    def is_named(self, document_id: str, text: str) -> bool:
        """Whether a title or another name of the document stands in the text, in three characters at least."""
        return self._named_in(fold(text)).get(document_id, 0) >= _NAMED

    def mentions(self, document_id: str, words: str) -> bool:
        """Whether the document's own text has the words as they stand."""
        passages = self._knowledge.get_document(document_id).passages
        return any(words in f"{p.heading} {s.text}" for p in passages for s in p.statements)

    def tells_of(self, document_id: str, aspect: Aspect) -> bool:
        """Whether the document has a section on the aspect."""
        return any(passage.aspect is aspect for passage in self._knowledge.get_document(document_id).passages)

    def is_policy(self, document_id: str) -> bool:
        """Whether the document tells of rights and procedures, and of no benefit with conditions to go through."""
        document = self._knowledge.documents.get(document_id)
        return document is not None and document.kind == "policy"

    def audience_of(self, document_id: str) -> tuple[Audience, ...]:
        """For whom the document is."""
        return self._knowledge.get_document(document_id).audience

    def is_headed(self, document_id: str, words: str) -> bool:
        """Whether the words are what the document is about by its title, or the name of a benefit."""
        document = self._knowledge.get_document(document_id)
        return document.kind == "scheme" or words in document.title

    def _without_denied(self, folded: str) -> str:
        """The text without what it says is not meant (那个补助,不是失业金)."""
        for name, _ in self._names:
            before, found, after = folded.partition(name)
            denied = _DENIED.search(before) if found else None
            rest = before[: denied.start()] if denied is not None else before
            if denied is not None and any(letter.isalnum() for letter in f"{rest}{after}"):
                folded = f"{rest} {after}"
        return folded

    def _for_audience(self, topics: Mapping[str, float], audience: Audience) -> Mapping[str, float]:
        """The shares as they are for somebody of this audience: an employer seldom means what is for persons alone."""
        if audience is not Audience.EMPLOYER:
            return topics
        known = self._knowledge.documents
        strange = {name for name in topics if name in known and audience not in known[name].audience}
        weighed = {name: share * (FOR_OTHERS if name in strange else 1.0) for name, share in topics.items()}
        whole = sum(weighed.values())
        return {name: share / whole for name, share in weighed.items()} if whole else topics

    def _topics(self, folded: str) -> Mapping[str, float]:
        expansions = self._synonyms.expand(folded)
        return self._predict_topic(" ".join((folded, *dict.fromkeys(e.meant for e in expansions))))

    def _named_in(self, folded: str) -> dict[str, int]:
        """Document → characters of its longest name in the text; a name inside a longer found one does not count."""
        found = [(name, document_id) for name, document_id in self._names if _stands_in(name, folded)]
        longest = [
            (name, document_id)
            for name, document_id in found
            if not any(name != other and name in other for other, _ in found)
        ]
        named: dict[str, int] = {}
        for name, document_id in longest:
            named[document_id] = max(named.get(document_id, 0), len(name))
        return named

    def _judge(
        self, document: PolicyDocument, topic: float, passages: list[RankedPassage], named: int, audience: Audience
    ) -> Finding:
        text = max((passage.score for passage in passages), default=0.0)
        coverage = max((passage.coverage for passage in passages), default=0.0)
        name = min(named / 4, 1.0)
        stranger = audience not in document.audience
        score = TOPIC * topic + TEXT * text + COVERAGE * coverage + NAME * name - AUDIENCE * stranger
        confidence = min(1.0, 0.6 * topic + 0.6 * coverage + 0.15 * name)
        return Finding(document.id, score, confidence, topic, coverage, named, tuple(passages))
