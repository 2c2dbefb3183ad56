"""A turn as a page shows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from urllib.parse import urlsplit

from assistant.domain.conversation import AnswerStatus, Citation, Turn
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.clock import CHONGQING
from assistant.services.evidence import OWN_DIGEST
from assistant.services.filter_chips import Chip
from assistant.services.filter_json import filter_from_json
from assistant.services.live_talk import STAFF
from assistant.services.tell_vacancies import FIND
from assistant.services.turn_json import card_as_json
from web.answer_text import Block, parse_answer
from web.assessment_view import AssessmentView, FindTitle, view_assessment
from web.course_view import CourseView, view_course
from web.vacancy_view import VacancyView, view_vacancy

_TONES = {
    AnswerStatus.CLARIFICATION: "ask",
    AnswerStatus.HANDED_OVER: "person",
    AnswerStatus.WITH_STAFF: "person",
    AnswerStatus.GUARDRAIL_CRISIS: "urgent",
    AnswerStatus.UNANSWERABLE_LAPSED: "lapsed",
}
_OFFICIAL_HOSTS = (".gov.cn",)
_DIGEST_MARK = f"（{OWN_DIGEST}）"
_NOT_ANSWERED_BY_AI = {AnswerStatus.WITH_STAFF}
_ASSESSMENT, _VACANCY, _COURSE = "assessment", "vacancy", "course"
_RECORDS = ("vacancy:", "course:")


def _untitled(_: str) -> str | None:
    return None


def _no_chips(_: VacancyFilter) -> tuple[Chip, ...]:
    return ()


@dataclass(frozen=True)
class CardWords:
    """What cards need to speak: titles of schemes, names of a vacancy's fields, a filter as chips.

    `wanted`: the search under way, whose chips can be taken away; those of an earlier one are only read. `over`: ids
    of vacancies that are not open any more.
    """

    find_title: FindTitle = _untitled
    labels: Mapping[str, str] = field(default_factory=dict)
    chips: Callable[[VacancyFilter], tuple[Chip, ...]] = _no_chips
    wanted: VacancyFilter | None = None
    over: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SourceView:
    """A citation with the place on the page its marks lead to; `url` only where it is a web address.

    `title` leaves out that the text is a digest of our own, which `is_digest` says. `is_official`: the address is a
    government's. Anything else must not be shown under that name.
    """

    anchor: str
    citation: Citation
    title: str
    is_digest: bool
    url: str | None
    is_official: bool


@dataclass(frozen=True)
class TurnView:
    """Everything a turn's macro needs, so that templates decide nothing.

    With cards of vacancies or of several courses, the lines and sources that repeat them stand in `spelled_out` and
    `spelled_sources`, folded below the cards; `blocks` is then what is said before them, `notes` what is said after.
    """

    id: int
    anchor: str
    question: str
    asked_at: str
    blocks: tuple[Block, ...]
    sources: tuple[SourceView, ...]
    assessments: tuple[AssessmentView, ...]
    vacancies: tuple[VacancyView, ...]
    courses: tuple[CourseView, ...]
    chips: tuple[Chip, ...]
    has_live_chips: bool
    notes: tuple[Block, ...]
    spelled_out: tuple[Block, ...]
    spelled_sources: tuple[SourceView, ...]
    cards: tuple[Mapping[str, object], ...]
    suggestions: tuple[str, ...]
    status: str
    status_label: str
    tone: str
    is_ai_made: bool
    said_by_staff: str = ""
    said_by: str = ""


def view_turn(turn: Turn, texts: Mapping[str, str], words: CardWords | None = None) -> TurnView:
    """A turn made ready for its macro."""
    words = words or CardWords()
    cards = _cards(turn)
    anchor = f"turn-{turn.id or 0}"
    asked_at = turn.asked_at.astimezone(CHONGQING).strftime("%H:%M") if turn.asked_at else ""
    vacancies = tuple(
        view_vacancy(card, words.labels, str(card.get("id")) in words.over)
        for card in cards
        if card["kind"] == _VACANCY
    )
    courses = tuple(view_course(card) for card in cards if card["kind"] == _COURSE)
    blocks = parse_answer(turn.text, turn.citations)
    # One course alone is told about in full: its lines say more than its card.
    repeats = bool(vacancies) or len(courses) > 1
    lead = tuple(takewhile(lambda block: block.kind != "list", blocks)) if repeats else blocks
    after = blocks[len(lead) :]
    sources = tuple(_view_source(anchor, citation) for citation in turn.citations)
    searched = _searched(turn)
    return TurnView(
        id=turn.id or 0,
        anchor=anchor,
        question=turn.question,
        asked_at=asked_at,
        blocks=lead,
        sources=tuple(one for one in sources if not (repeats and _is_of_a_record(one))),
        assessments=tuple(view_assessment(card, words.find_title) for card in cards if card["kind"] == _ASSESSMENT),
        vacancies=vacancies,
        courses=courses,
        chips=words.chips(searched) if searched is not None else (),
        has_live_chips=searched is not None and searched == words.wanted,
        notes=tuple(block for block in after if block.kind != "list"),
        spelled_out=tuple(block for block in after if block.kind == "list"),
        spelled_sources=tuple(one for one in sources if repeats and _is_of_a_record(one)),
        cards=tuple(card for card in cards if card["kind"] not in (_ASSESSMENT, _VACANCY, _COURSE)),
        suggestions=turn.suggestions,
        status=turn.status.value,
        status_label=texts[f"status-{turn.status}"],
        tone=_TONES.get(turn.status, "plain"),
        is_ai_made=turn.status not in _NOT_ANSWERED_BY_AI,
        said_by_staff=turn.text if turn.replier == STAFF else "",
        said_by=turn.said_by,
    )


def vacancy_ids(turns: Iterable[Turn]) -> frozenset[str]:
    """The vacancies that the turns show as cards."""
    cards = (card for turn in turns for card in turn.cards if card.get("kind") == _VACANCY)
    return frozenset(str(card.get("id")) for card in cards)


def _searched(turn: Turn) -> VacancyFilter | None:
    """The filter of the turn's search for vacancies, if there was one."""
    for tool in turn.tools:
        if tool.name == FIND:
            return filter_from_json(tool.arguments)
    return None


def _is_of_a_record(source: SourceView) -> bool:
    return source.citation.passage_id.startswith(_RECORDS)


def _cards(turn: Turn) -> tuple[Mapping[str, object], ...]:
    """The turn's cards; a case that was opened without a card of its own is shown all the same."""
    cards = tuple(card_as_json(card) for card in turn.cards)
    if turn.handover is None or turn.handover.case_number is None or any(card["kind"] == "case" for card in cards):
        return cards
    case = {"kind": "case", "number": turn.handover.case_number, "reason": turn.handover.reason.value}
    return (*cards, case)


def _view_source(anchor: str, citation: Citation) -> SourceView:
    address = urlsplit(citation.url or "")
    url = citation.url if address.scheme in ("http", "https") else None
    is_official = url is not None and (address.hostname or "").endswith(_OFFICIAL_HOSTS)
    title = citation.title.removesuffix(_DIGEST_MARK)
    is_digest = title != citation.title
    return SourceView(f"{anchor}-source-{citation.number}", citation, title, is_digest, url, is_official)
