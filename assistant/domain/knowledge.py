"""What the assistant knows: documents, their sections, and how surely each may be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import NotFoundError


class Audience(StrEnum):
    """Who is asking."""

    JOB_SEEKER = "job_seeker"
    EMPLOYER = "employer"


class Aspect(StrEnum):
    """What is asked about a thing; each section of a document answers one."""

    WHAT = "what"
    WHO = "who"
    HOW_MUCH = "how_much"
    CONDITIONS = "conditions"
    PAPERS = "papers"
    WHERE = "where"
    HOW_TO = "how_to"
    HOW_LONG = "how_long"
    PROCESSING_TIME = "processing_time"
    DEADLINE = "deadline"
    WHY_NOT = "why_not"
    EXCLUDES = "excludes"
    HISTORY = "history"
    NOTE = "note"
    RULE = "rule"


class Standing(StrEnum):
    """How a rule stands today, as its sources show it."""

    CURRENT = "current"
    OLD_BASIS_VERIFY = "old_basis_verify"
    LAPSED_UNVERIFIED = "lapsed_unverified"
    CLOSED_TO_NEW = "closed_to_new"
    EXPIRED = "expired"
    DIRECTION_ONLY = "direction_only"
    NO_FIGURES = "no_figures"


class Certainty(StrEnum):
    """How a statement may be told: as it is, as possible and to be verified, or as history."""

    CURRENT = "current"
    TO_VERIFY = "to_verify"
    LAPSED = "lapsed"


_CERTAINTY = {
    Standing.CURRENT: Certainty.CURRENT,
    Standing.OLD_BASIS_VERIFY: Certainty.TO_VERIFY,
    Standing.LAPSED_UNVERIFIED: Certainty.LAPSED,
    Standing.CLOSED_TO_NEW: Certainty.LAPSED,
    Standing.EXPIRED: Certainty.LAPSED,
    Standing.DIRECTION_ONLY: Certainty.CURRENT,
    Standing.NO_FIGURES: Certainty.TO_VERIFY,
}


class Confidence(StrEnum):
    """How well a record is sourced."""

    CONFIRMED = "confirmed"
    SINGLE_SOURCE = "single_source"
    MEMORY_ONLY = "memory_only"


class SchemeClass(StrEnum):
    """How much of a scheme code can decide."""

    COMPUTABLE = "computable"
    CONDITIONS_ONLY = "conditions_only"
    INFORMATION = "information"


@dataclass(frozen=True)
class Source:
    """A page (`url`) or a statute (`law`, `version`, `articles`) a statement rests on."""

    id: str
    note: str
    url: str | None = None
    date: str | None = None
    law: str | None = None
    version: str | None = None
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class LegalBasis:
    """An official document; number and issuer are None where unknown."""

    title: str
    number: str | None = None
    issuer: str | None = None


class Weight(StrEnum):
    """When a statement is said: at once, together with the short answer, or on demand."""

    LEAD = "lead"
    DETAIL = "detail"
    MORE = "more"


@dataclass(frozen=True)
class Statement:
    """One or two sentences that stand alone. `text` may hold `{{parameter}}` placeholders.

    `tier`: for whom it holds, by the name of a rule of its document; None: for everybody.
    """

    text: str
    sources: tuple[str, ...]
    weight: Weight
    tier: str | None = None


@dataclass(frozen=True)
class Passage:
    """A section of a document: the unit that is retrieved and cited."""

    id: str
    document_id: str
    heading: str
    aspect: Aspect
    statements: tuple[Statement, ...]
    clause: str | None = None
    period: Period = Period()
    region_id: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True)
class Gap:
    """Something people ask and no source answers; it is said, never filled."""

    aspect: Aspect
    text: str


@dataclass(frozen=True)
class SourceConflict:
    """Sources that disagree: both stand, the current one is marked."""

    text: str
    current: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class PolicyDocument:
    """One scheme, right, procedure, channel or plan, in sections.

    `review_after`: past this day the document may not be told as current before somebody has looked again.
    `covers`: ids of the fact records it carries. `places`: the only districts it holds in; none: all of its region.
    """

    id: str
    title: str
    kind: str
    audience: tuple[Audience, ...]
    region_id: str
    standing: Standing
    confidence: Confidence
    period: Period
    last_checked: date
    passages: tuple[Passage, ...]
    sources: tuple[Source, ...]
    aliases: tuple[str, ...] = ()
    basis: tuple[LegalBasis, ...] = ()
    review_after: PartialDate | None = None
    questions: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[SourceConflict, ...] = ()
    related: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    scheme_class: SchemeClass | None = None
    places: tuple[str, ...] = ()

    def certainty_on(self, day: date) -> Certainty:
        """How the document may be told on `day`.

        A lapsed rule was current while its period ran; a current one past `review_after` or past its end is not told as
        current any more.
        """
        if self.period.begins_after(day):
            return Certainty.TO_VERIFY
        if self.period.ended_before(day):
            return Certainty.LAPSED
        certainty = _CERTAINTY[self.standing]
        if certainty is Certainty.LAPSED and self._held_on(day):
            return Certainty.CURRENT
        if certainty is Certainty.CURRENT and self.review_after is not None and self.review_after.last_day < day:
            return Certainty.TO_VERIFY
        return certainty

    def _held_on(self, day: date) -> bool:
        """Whether a rule that has lapsed since was in force: up to its end, or the day its basis is good for."""
        last = self.period.end or self.review_after
        return last is not None and day <= last.last_day

    def source(self, source_id: str) -> Source:
        """Raises NotFoundError."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise NotFoundError(f"Document '{self.id}' has no source '{source_id}'.")

    def passages_about(self, aspect: Aspect) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.passages if passage.aspect is aspect)


@dataclass(frozen=True)
class KnowledgeBase:
    """All documents, by id, with the digest of the files they were read from."""

    documents: Mapping[str, PolicyDocument]
    digest: str
    passages: Mapping[str, Passage] = field(init=False)

    def __post_init__(self) -> None:
        passages = {passage.id: passage for document in self.documents.values() for passage in document.passages}
        object.__setattr__(self, "passages", passages)

    def get_document(self, document_id: str) -> PolicyDocument:
        """Raises NotFoundError."""
        try:
            return self.documents[document_id]
        except KeyError:
            raise NotFoundError(f"There is no document '{document_id}' in the knowledge base.") from None
