"""A conversation as plain text, to keep or to print."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from assistant.domain.conversation import Citation, Turn
from assistant.services.clock import CHONGQING
from assistant.services.live_talk import STAFF
from web.answer_text import plain_text


def write_transcript(turns: Sequence[Turn], texts: Mapping[str, str]) -> str:
    """Questions, answers and their sources in order, under the label that AI-made text must carry."""
    head = (texts["service-name"], texts["conversation-note"])
    return "\n".join([*head, *(line for turn in turns for line in _lines(turn, texts))]) + "\n"


def _lines(turn: Turn, texts: Mapping[str, str]) -> Iterator[str]:
    yield ""
    asked_at = turn.asked_at.astimezone(CHONGQING).strftime(" %Y-%m-%d %H:%M") if turn.asked_at else ""
    if turn.question:
        yield f"【{texts['you-asked']}】{asked_at}"
        yield turn.question
    if turn.replier == STAFF:
        yield f"【{texts['live-staff-says']}】"
        yield turn.text
        return
    label = texts[f"status-{turn.status}"]
    yield f"【{texts['answer-label']}】{label}"
    yield plain_text(turn.text)
    if turn.citations:
        yield f"【{texts['sources-title']}】"
        yield from (_source(citation, texts) for citation in turn.citations)


def _source(citation: Citation, texts: Mapping[str, str]) -> str:
    period = describe_period(citation, texts)
    parts = (citation.title, citation.document_number, citation.clause, period, citation.region, citation.url)
    return f"[{citation.number}] " + "；".join(part for part in parts if part) + f"\n    “{citation.quote}”"


def describe_period(citation: Citation, texts: Mapping[str, str]) -> str:
    """From when to when a source holds, in words; says so where the document is silent."""
    start, end = chinese_date(citation.effective_from), chinese_date(citation.effective_to)
    if start and end:
        return f"{texts['source-period-from']}{start}{texts['source-period-to']}{end}"
    if start:
        return f"{texts['source-period-from']}{start}{texts['source-period-open']}"
    if end:
        return f"{texts['source-period-to']}{end}"
    return texts["source-period-unknown"]


def chinese_date(iso: str | None) -> str:
    """2025-07 → 2025年7月; anything that is not such a date stays as it is."""
    parts = (iso or "").split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return iso or ""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def chinese_moment(iso: str) -> str:
    """2026-11-24T17:30 → 11月24日 17:30; a plain date as `chinese_date`, anything else as it is."""
    if "T" not in iso:
        return chinese_date(iso)
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    local = moment.astimezone(CHONGQING) if moment.tzinfo else moment
    return f"{local.month}月{local.day}日 {local:%H:%M}"
