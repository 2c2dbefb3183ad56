"""Official documents that were added as they are: what their head says, their clauses, and how they stand on a day."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from assistant.domain.dates import PartialDate, Period

#: A notice says nothing about its end more often than not. After so many years nobody is told that it holds unless
#: somebody has looked again; statutes hold until they are replaced.
NOTICE_HOLDS_YEARS = 3


class DocumentKind(StrEnum):
    """`STATUTE`: laws, regulations and rules in articles. `NOTICE`: everything else an office sends out."""

    STATUTE = "statute"
    NOTICE = "notice"


class DocumentStanding(StrEnum):
    """How a document may be told: only `IN_FORCE` as what holds now; `AGED` and `UNDATED` must be verified first."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    AGED = "aged"
    UNDATED = "undated"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"


@dataclass(frozen=True)
class DocumentHead:
    """What a document says of itself. None or empty: it does not say.

    `dated`: the day it was adopted or sent out, of a statute that of this version. `period`: as stated. `replaces`:
    titles it repeals or takes the place of. `repealed_articles`: articles of other documents it repeals, or
    parts of them, as (title, clause).
    """

    title: str
    kind: DocumentKind = DocumentKind.NOTICE
    number: str | None = None
    issuers: tuple[str, ...] = ()
    dated: PartialDate | None = None
    period: Period = Period()
    replaces: tuple[str, ...] = ()
    repealed_articles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RepealedPart:
    """A part of a clause (第（三）项, 第一款) that alone stopped to hold, on the day `since`; `by`: the title of what
    repealed it."""

    name: str
    since: PartialDate
    by: str


@dataclass(frozen=True)
class DocumentPassage:
    """A clause. `headings`: from the outermost chapter inwards; `clause`: 第四十条, 二、（二）7.; None: the preamble.

    `responsible`: the offices in charge, where the clause names them. `repealed_from`, `repealed_by`: the day it
    stopped to hold while the rest goes on, and the title of what repealed it; `repealed_parts`: where only parts did.
    """

    text: str
    clause: str | None = None
    headings: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    repealed_from: PartialDate | None = None
    # Digests of versions are made from what is printed here, so what came later stays out of it.
    repealed_by: str | None = field(default=None, repr=False)
    repealed_parts: tuple[RepealedPart, ...] = field(default=(), repr=False)

    def parts_gone_on(self, day: date) -> tuple[RepealedPart, ...]:
        return tuple(part for part in self.repealed_parts if part.since.first_day <= day)


@dataclass(frozen=True)
class AddedDocument:
    """A document with its clauses. `superseded_from`: the day another took its place; `superseded_by`: its id.

    `region_id`: where it holds, if that is a region of ours or the whole country; `place`: the name of another place,
    as printed. Neither: it does not say.
    """

    id: str
    head: DocumentHead
    passages: tuple[DocumentPassage, ...]
    region_id: str | None = None
    place: str | None = None
    url: str | None = None
    source_name: str = ""
    superseded_by: str | None = None
    superseded_from: PartialDate | None = None

    def standing_on(self, day: date, notice_years: int = NOTICE_HOLDS_YEARS) -> DocumentStanding:
        """How the whole document stands on that day. `notice_years`: after so many a notice without an end is aged."""
        head = self.head
        if self.superseded_from is not None and self.superseded_from.first_day <= day:
            return DocumentStanding.SUPERSEDED
        if head.period.ended_before(day):
            return DocumentStanding.EXPIRED
        begins = self.begins
        if begins is None:
            return DocumentStanding.UNDATED
        if begins.first_day > day:
            return DocumentStanding.NOT_YET
        if (
            head.kind is DocumentKind.NOTICE
            and head.period.end is None
            and _is_aged(head.dated or begins, day, notice_years)
        ):
            return DocumentStanding.AGED
        return DocumentStanding.IN_FORCE

    def passage_standing_on(
        self, passage: DocumentPassage, day: date, notice_years: int = NOTICE_HOLDS_YEARS
    ) -> DocumentStanding:
        """How one clause stands: as the document does, unless it alone was repealed."""
        whole = self.standing_on(day, notice_years)
        gone = passage.repealed_from is not None and passage.repealed_from.first_day <= day
        return DocumentStanding.REPEALED if gone and whole is DocumentStanding.IN_FORCE else whole

    @property
    def begins(self) -> PartialDate | None:
        """The day it holds from, as stated; else the day it was sent out."""
        return self.head.period.start or self.head.dated

    def superseded(self, by: "AddedDocument | None") -> "AddedDocument":
        """This document, after `by` has taken its place from the day that one begins; None: nothing has."""
        if by is None:
            return replace(self, superseded_by=None, superseded_from=None)
        return replace(self, superseded_by=by.id, superseded_from=by.begins)


def takes_place_of(newer: AddedDocument, older: AddedDocument) -> bool:
    """Whether `newer` supersedes `older`: it says so, or it has the same issuer and title and a later date.

    Without dates on both sides nothing is concluded. (DESIGN, decision 5.)
    """
    if newer.id == older.id:
        return False
    if plain_title(older.head.title) in {plain_title(title) for title in newer.head.replaces}:
        return newer.head.dated is None or older.head.dated is None or newer.head.dated > older.head.dated
    same_title = plain_title(newer.head.title) == plain_title(older.head.title)
    same_issuer = bool(newer.head.issuers) and set(newer.head.issuers) == set(older.head.issuers)
    dated = newer.head.dated is not None and older.head.dated is not None
    return same_title and same_issuer and dated and newer.head.dated > older.head.dated  # type: ignore[operator]


def plain_title(title: str) -> str:
    """A title for comparing: without spaces, brackets of any width and the country's name before a law."""
    return title.translate(_NO_MARKS).removeprefix("中华人民共和国")


def _is_aged(since: PartialDate, day: date, years: int) -> bool:
    return since.first_day < day.replace(year=day.year - years, day=min(day.day, 28))


_NO_MARKS = {ord(mark): None for mark in ' \u3000\t《》〈〉<>“”"（）()'}
