"""A turn as a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.domain.conversation import AnswerStatus, Citation, Turn
from assistant.services.clock import CHONGQING
from assistant.services.evidence import OWN_DIGEST
from assistant.services.turn_json import card_as_json
from web.answer_text import Block, parse_answer
from web.assessment_view import AssessmentView, FindTitle, view_assessment

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
_ASSESSMENT = "assessment"


def _untitled(_: str) -> str | None:
    return None


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
    """Everything a turn's macro needs, so that templates decide nothing."""

    id: int
    anchor: str
    question: str
    asked_at: str
    blocks: tuple[Block, ...]
    sources: tuple[SourceView, ...]
    assessments: tuple[AssessmentView, ...]
    cards: tuple[Mapping[str, object], ...]
    suggestions: tuple[str, ...]
    status: str
    status_label: str
    tone: str
    is_ai_made: bool


def view_turn(turn: Turn, texts: Mapping[str, str], find_title: FindTitle = _untitled) -> TurnView:
    """A turn made ready for its macro; `find_title` names the schemes that cards refer to."""
    cards = _cards(turn)
    anchor = f"turn-{turn.id or 0}"
    asked_at = turn.asked_at.astimezone(CHONGQING).strftime("%H:%M") if turn.asked_at else ""
    return TurnView(
        id=turn.id or 0,
        anchor=anchor,
        question=turn.question,
        asked_at=asked_at,
        blocks=parse_answer(turn.text, turn.citations),
        sources=tuple(_view_source(anchor, citation) for citation in turn.citations),
        assessments=tuple(view_assessment(card, find_title) for card in cards if card["kind"] == _ASSESSMENT),
        cards=tuple(card for card in cards if card["kind"] != _ASSESSMENT),
        suggestions=turn.suggestions,
        status=turn.status.value,
        status_label=texts[f"status-{turn.status}"],
        tone=_TONES.get(turn.status, "plain"),
        is_ai_made=turn.status not in _NOT_ANSWERED_BY_AI,
    )


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
