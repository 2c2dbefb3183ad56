"""A look inside: how a question is understood, what is found with which scores, what is left out, what would answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.conversation import AnswerStatus, Citation, ConversationState, TurnContext
from assistant.domain.errors import InvalidInputError, NotAllowedError
from assistant.domain.knowledge import Aspect, Audience, Certainty, PolicyDocument
from assistant.domain.regions import Coverage
from assistant.domain.staff import StaffMember
from assistant.language.likeness import ALIKE
from assistant.language.text import plain_words
from assistant.language.understanding import Understanding, understand
from assistant.services.find_topics import find_topics
from assistant.services.grounding import check_draft
from assistant.services.knowing import Knowing
from assistant.services.rule_replier import RuleReplier
from assistant.services.search_policies import Finding
from assistant.services.taught_shelf import TaughtHit
from assistant.services.tell_taught import CITY
from assistant.services.vacancy_desk import VacancyDesk

_LONGEST_TEXT, _MOST_TAUGHT, _MOST_PASSAGES = 300, 5, 4
_NOT_ALLOWED = "您的岗位没有这项权限。需要的话请找主管。"
_NO_TEXT = f"请写一句要检查的话，最多 {_LONGEST_TEXT} 个字。"
_NO_REGION = "请从列表里选地区。"


class LeftOut(StrEnum):
    """Why something that was found is not told as current."""

    LAPSED = "lapsed"
    NOT_YET = "not_yet"
    TO_VERIFY = "to_verify"
    REGION = "region"
    AUDIENCE = "audience"
    UNLIKE = "unlike"


@dataclass(frozen=True)
class SearchQuestion:
    """What is looked into. `region_id` empty: nothing is known of where the person is."""

    text: str
    day: date
    region_id: str = ""
    audience: Audience = Audience.JOB_SEEKER


@dataclass(frozen=True)
class PassageSeen:
    """`score`: 1 for the best of the search."""

    id: str
    heading: str
    score: float
    coverage: float


@dataclass(frozen=True)
class DocumentSeen:
    """A document found, best first. `answers`: the reply cites it. Scores as in `Finding`."""

    id: str
    title: str
    region: str
    score: float
    confidence: float
    topic: float
    coverage: float
    left_out: tuple[LeftOut, ...]
    answers: bool
    passages: tuple[PassageSeen, ...]


@dataclass(frozen=True)
class TaughtSeen:
    """An answer of staff whose question shares words with the text. `answers`: the reply cites it."""

    id: int
    question: str
    score: float
    left_out: tuple[LeftOut, ...]
    answers: bool


@dataclass(frozen=True)
class PartSeen:
    """A question of the message, understood."""

    text: str
    aspects: tuple[Aspect, ...]
    residue: str
    region: str
    as_of: date | None


@dataclass(frozen=True)
class SearchView:
    """All of it. `region`, `day`, `audience`: the filters applied; `reply`: what the rules would say to it."""

    text: str
    intent: str
    parts: tuple[PartSeen, ...]
    region: str
    day: date
    audience: Audience
    documents: tuple[DocumentSeen, ...]
    taught: tuple[TaughtSeen, ...]
    status: AnswerStatus
    reply: str
    citations: tuple[Citation, ...]


class SearchInspector:
    """For those who look after the knowledge; nothing that is asked here is kept."""

    def __init__(self, knowing: Callable[[], Knowing], vacancies: Callable[[], VacancyDesk]) -> None:
        self._knowing, self._vacancies = knowing, vacancies

    def require(self, member: StaffMember) -> None:
        """Raises NotAllowedError."""
        if not may_in_office(member, OfficeAction.INSPECT_SEARCH):
            raise NotAllowedError(_NOT_ALLOWED)

    def inspect(self, member: StaffMember, question: SearchQuestion) -> SearchView:
        """Raises NotAllowedError; InvalidInputError for no text or an unknown region; UnavailableError."""
        self.require(member)
        knowing = self._knowing()
        if not 0 < len(question.text.strip()) <= _LONGEST_TEXT:
            raise InvalidInputError(_NO_TEXT)
        if question.region_id and knowing.lexicon.regions.find_region(question.region_id) is None:
            raise InvalidInputError(_NO_REGION)
        return _Look(knowing, self._vacancies, question).view()


class _Look:
    def __init__(self, knowing: Knowing, vacancies: Callable[[], VacancyDesk], asked: SearchQuestion) -> None:
        self._knowing, self._vacancies, self._asked = knowing, vacancies, asked
        self._regions = knowing.lexicon.regions
        self._understood = understand(plain_words(asked.text), knowing.lexicon, asked.day)
        named = (part.region_id for part in self._understood.parts)
        self._region_id = next((name for name in named if name), None) or asked.region_id or CITY

    def view(self) -> SearchView:
        asked, understood = self._asked, self._understood
        state = ConversationState(region_id=asked.region_id or None)
        context = TurnContext(asked.day, asked.audience)
        replier = RuleReplier(lambda: self._knowing, self._vacancies)
        checked = check_draft(replier.reply(asked.text, state, context))
        cited = {citation.passage_id for citation in checked.citations}
        return SearchView(
            text=understood.text,
            intent=understood.intent,
            parts=self._parts(understood),
            region=self._name(self._region_id),
            day=asked.day,
            audience=asked.audience,
            documents=self._documents(cited),
            taught=self._taught(cited),
            status=checked.status,
            reply=checked.text,
            citations=checked.citations,
        )

    def _parts(self, understood: Understanding) -> tuple[PartSeen, ...]:
        return tuple(
            PartSeen(
                part.text,
                part.aspects,
                part.residue,
                self._name(part.region_id) if part.region_id else part.elsewhere or "",
                part.as_of,
            )
            for part in understood.parts
        )

    def _documents(self, cited: set[str]) -> tuple[DocumentSeen, ...]:
        found: dict[str, Finding] = {}
        for part in self._understood.parts:
            for finding in find_topics(part, self._asked.audience, self._knowing.search):
                found.setdefault(finding.document_id, finding)
        seen = [self._document(finding, cited) for finding in found.values()]
        return tuple(sorted(seen, key=lambda one: -one.score))

    def _document(self, finding: Finding, cited: set[str]) -> DocumentSeen:
        knowledge = self._knowing.knowledge
        document = knowledge.get_document(finding.document_id)
        passages = tuple(
            PassageSeen(one.passage_id, knowledge.passages[one.passage_id].heading, one.score, one.coverage)
            for one in finding.passages[:_MOST_PASSAGES]
            if one.passage_id in knowledge.passages
        )
        own = {passage.id for passage in document.passages}
        answers = any(name in own or name.split("#")[0] == document.id for name in cited)
        return DocumentSeen(
            document.id, document.title, self._name(document.region_id), finding.score, finding.confidence,
            finding.topic, finding.coverage, self._left_out(document), answers, passages,
        )  # fmt: skip

    def _left_out(self, document: PolicyDocument) -> tuple[LeftOut, ...]:
        day = next((part.as_of for part in self._understood.parts if part.as_of), None) or self._asked.day
        found: list[LeftOut] = []
        if document.period.begins_after(day):
            found.append(LeftOut.NOT_YET)
        elif document.certainty_on(day) is Certainty.LAPSED:
            found.append(LeftOut.LAPSED)
        elif document.certainty_on(day) is Certainty.TO_VERIFY:
            found.append(LeftOut.TO_VERIFY)
        places = document.places or (document.region_id,)
        if not any(self._covers(place) for place in places):
            found.append(LeftOut.REGION)
        if self._asked.audience not in document.audience:
            found.append(LeftOut.AUDIENCE)
        return tuple(found)

    def _covers(self, rule_region_id: str) -> bool:
        return self._regions.covers(rule_region_id, self._region_id, self._asked.day) is not Coverage.NOT_COVERED

    def _taught(self, cited: set[str]) -> tuple[TaughtSeen, ...]:
        taught, lexicon = self._knowing.taught, self._knowing.lexicon
        hits = taught.compare(self._understood.text, lexicon)[:_MOST_TAUGHT]
        return tuple(self._taught_one(hit, cited) for hit in hits)

    def _taught_one(self, hit: TaughtHit, cited: set[str]) -> TaughtSeen:
        answer, day = hit.answer, self._asked.day
        holds = self._knowing.taught.holds_in(answer, self._region_id, self._knowing.lexicon, day)
        checks = (
            (LeftOut.UNLIKE, hit.score < ALIKE),
            (LeftOut.LAPSED, not answer.is_in_force(day)),
            (LeftOut.REGION, not holds),
        )
        left_out = tuple(why for why, is_so in checks if is_so)
        return TaughtSeen(answer.id, answer.lesson.question, hit.score, left_out, f"taught:{answer.id}" in cited)

    def _name(self, region_id: str) -> str:
        region = self._regions.find_region(region_id)
        return region.name if region is not None else region_id
