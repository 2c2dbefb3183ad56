"""`ask` and `converse`: the assistant without the web."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from assistant.domain.conversation import Turn
from assistant.domain.knowledge import Audience
from assistant.services.clock import ChosenDay, SystemClock
from assistant.services.turn_json import turn_as_json
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

#: What `surrogateescape` makes of a byte that is no UTF-8.
_BROKEN_BYTE = re.compile("[\udc80-\udcff]")


def add_talk_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ask = commands.add_parser("ask", help="answer one question")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the turn as JSON")
    ask.add_argument("--audience", choices=[audience.value for audience in Audience], default="job_seeker")
    ask.add_argument("--today", type=date.fromisoformat)
    ask.set_defaults(run=answer_question)
    converse = commands.add_parser("converse", help="answer dialogues from a JSON Lines file")
    converse.add_argument("--input", type=Path, required=True)
    converse.add_argument("--output", type=Path, required=True)
    converse.set_defaults(run=answer_dialogues)


def answer_question(arguments: argparse.Namespace, settings: Settings) -> int:
    """The answer with its sources to stdout."""
    from assistant.bootstrap import build_trial

    today = arguments.today or SystemClock().today()
    assistant = build_trial(settings, ChosenDay(today))
    started = assistant.conversations.start(Audience(arguments.audience))
    turn = assistant.conversations.answer(started.id, arguments.question)
    if arguments.json:
        print(json.dumps({"id": None, "turns": [turn_as_json(turn)]}, ensure_ascii=False))
    else:
        _print_turn(turn)
    return 0


def _print_turn(turn: Turn) -> None:
    print(turn.text)
    if turn.citations:
        print("\n出处：")
    for citation in turn.citations:
        parts = (citation.title, citation.document_number, citation.clause, citation.url)
        print(f"[{citation.number}] " + " · ".join(part for part in parts if part))
    if turn.suggestions:
        print("\n可以接着问：" + " ".join(turn.suggestions))


def answer_dialogues(arguments: argparse.Namespace, settings: Settings) -> int:
    """One output line per input line, in order; a bad line yields {"id","error"} and exit status 1 at the end."""
    from assistant.bootstrap import build_trial

    try:
        lines = arguments.input.read_text(encoding="utf-8", errors="surrogateescape").removeprefix("\ufeff").split("\n")
        output = arguments.output.open("w", encoding="utf-8")
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    clock = ChosenDay(SystemClock().today())
    failed = False
    with output:
        assistant = build_trial(settings, clock)
        for result in _answer_lines(lines, assistant, clock):
            failed = failed or "error" in result
            _write_line(output, result)
    return 1 if failed else 0


def _answer_lines(lines: list[str], assistant: "Assistant", clock: ChosenDay) -> Iterator[dict[str, Any]]:
    for line in lines:
        if not line.strip():
            continue
        identifier: Any = None
        try:
            raw = json.loads(line)
            if not isinstance(raw, dict):
                raise ValueError("the line is no JSON object")
            identifier = raw.get("id")
            if _BROKEN_BYTE.search(line):
                raise ValueError("the line is not UTF-8")
            turns = _answer_dialogue(raw, assistant, clock)
        except RecursionError:
            yield {"id": identifier, "error": "the line is nested too deeply"}
        except (ValueError, TypeError) as error:
            yield {"id": identifier, "error": str(error)}
        else:
            yield {"id": identifier, "turns": [turn_as_json(turn) for turn in turns]}


def _answer_dialogue(raw: dict[str, Any], assistant: "Assistant", clock: ChosenDay) -> list[Turn]:
    texts = raw.get("turns")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("'turns' must be a list of texts")
    today = raw.get("today")
    clock.move_to(date.fromisoformat(today) if today else SystemClock().today())
    started = assistant.conversations.start(Audience(raw.get("audience") or "job_seeker"))
    return [assistant.conversations.answer(started.id, text) for text in texts]


def _write_line(output: TextIO, result: dict[str, Any]) -> None:
    text = json.dumps(result, ensure_ascii=False)
    output.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    output.flush()
