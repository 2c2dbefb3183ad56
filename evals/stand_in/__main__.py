"""`python -m evals.stand_in --mode sloppy --port 9009`: the stand-in as an endpoint to try the assistant with."""

import argparse
import threading
from contextlib import suppress

from evals.stand_in.answers import FaultKind, Script
from evals.stand_in.scripts import echo_prompt, failing, hostile, perfect, sloppy
from evals.stand_in.server import MODEL, StandIn

MODES: dict[str, Script] = {"perfect": perfect, "sloppy": sloppy, "hostile": hostile, "echo": echo_prompt}
_AFTER_SECONDS = {FaultKind.SLOW: 30.0, FaultKind.SLOW_DRIP: 1.0}


def main(arguments: list[str] | None = None) -> None:
    """Serves until Ctrl-C."""
    chosen = _parser().parse_args(arguments)
    script = MODES[chosen.mode]
    if chosen.fault:
        kind = FaultKind(chosen.fault)
        script = failing(kind, _AFTER_SECONDS.get(kind, 0.0))
    with StandIn(
        script,
        port=chosen.port,
        dimension=chosen.dimension,
        delay_seconds=chosen.delay,
        chunk_seconds=chosen.chunk_delay,
    ) as stand_in:
        print(introduction(stand_in.url), flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


def introduction(url: str) -> str:
    """The address, and the environment by which the assistant finds it."""
    lines = (f"OPENAI_BASE_URL={url}", "OPENAI_API_KEY=unused", f"CHAT_MODEL={MODEL}")
    return f"The stand-in listens at {url}. Ctrl-C ends it. For the assistant's environment:\n\n" + "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.stand_in", description=__doc__)
    parser.add_argument("--mode", choices=tuple(MODES), default="perfect")
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free one")
    parser.add_argument("--fault", choices=tuple(FaultKind), help="fail in this way, whatever the mode")
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS", help="before every answer")
    parser.add_argument("--chunk-delay", type=float, default=0.0, metavar="SECONDS", help="between chunks of a stream")
    parser.add_argument("--dimension", type=int, default=64, help="of the embeddings")
    return parser


if __name__ == "__main__":
    main()
