"""Server-sent events of one turn, as CONTRACTS names them."""

import json
from collections.abc import AsyncIterator, Callable, Iterable

from assistant.domain.conversation import AnswerStatus, Turn
from assistant.services.events import CardReady, Done, Event, Progress, SentenceReady
from assistant.services.turn_json import card_as_json, citation_as_json, turn_as_json
from web.turns import RunningTurn, TurnTimeoutError

SSE_MEDIA_TYPE = "text/event-stream"
SSE_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def encode_event(event: Event, event_id: str) -> bytes:
    """One event on the wire. JSON keeps the data on a single line."""
    name, data = _name_and_data(event)
    text = f"id: {event_id}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    return text.encode("utf-8", "replace")


async def stream_turn(
    running: RunningTurn, after: int, first: Progress, give_words: Callable[[AnswerStatus], str]
) -> AsyncIterator[bytes]:
    """Events of a running turn, always ending in `done`.

    Ids are `<after>.<n>` while the turn runs and the turn's own id at its end, so `Last-Event-ID` names the last turn
    that was read whole: reading on from it repeats a turn that was cut, and never skips one.
    """
    count = 0
    yield encode_event(first, f"{after}.{count}")
    try:
        async for event in running.events():
            count += 1
            yield encode_event(event, _event_id(event, after, count))
    except TurnTimeoutError:
        yield encode_event(Done(unstored_turn(AnswerStatus.ERROR_TIMEOUT, give_words)), f"{after}.{count + 1}")
    except Exception:  # logged where it was raised; the reader still gets a named status
        yield encode_event(Done(unstored_turn(AnswerStatus.ERROR_INTERNAL, give_words)), f"{after}.{count + 1}")


def stream_turns_again(turns: Iterable[Turn]) -> Iterable[bytes]:
    """Stored turns as `done` events."""
    return [encode_event(Done(turn), str(turn.id)) for turn in turns]


def unstored_turn(status: AnswerStatus, give_words: Callable[[AnswerStatus], str]) -> Turn:
    """A turn that says what happened instead of an answer; it has no id, since it is stored nowhere."""
    return Turn(text=give_words(status), status=status)


def parse_event_id(text: str | None) -> int:
    """The turn an event id stands for; 0, meaning from the beginning, where there is none or it is not ours."""
    head = (text or "").partition(".")[0]
    return int(head) if head.isascii() and head.isdigit() and len(head) < 19 else 0


def _event_id(event: Event, after: int, count: int) -> str:
    if isinstance(event, Done) and event.turn.id is not None:
        return str(event.turn.id)
    return f"{after}.{count}"


def _name_and_data(event: Event) -> tuple[str, dict[str, object]]:
    match event:
        case Progress():
            return "progress", {"step": event.step, "text": event.text}
        case SentenceReady():
            citations = [citation_as_json(citation) for citation in event.citations]
            return "sentence", {"index": event.index, "text": event.text, "citations": citations}
        case CardReady():
            return "card", card_as_json(event.card)
        case Done():
            return "done", turn_as_json(event.turn)
