"""An endpoint that fails, in each way one was seen to: the turn ends in time, with what the rules would have said."""

import time
from datetime import date

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.knowledge import Audience
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.measured import CaseRecord, Check, PartResult, breaches, share
from evals.parts.policy import sources_of
from evals.scores import figures_are_grounded
from evals.stand_in import FaultKind, StandIn
from evals.stand_in.scripts import failing, perfect

_QUESTION = "失业金要什么材料？"
#: How late what is slow comes; and how long a call, and all calls of a turn, may take.
_LATE_SECONDS, _CALL_SECONDS, _TURN_SECONDS = 30.0, 0.7, 2.0
#: A turn may take this much longer than its calls.
_MARGIN_SECONDS = 2.0
_DRIP_SECONDS = 0.4


def run_faults() -> PartResult:
    """One question for each fault. Before each the endpoint is well for a turn, so that nobody has given it up; a wrong
    key, after which nobody asks again for a while, comes last."""
    clock = ChosenDay(date(2026, 11, 23))
    with StandIn(perfect) as stand_in:
        settings = Settings(
            chat_model="stand-in", openai_base_url=stand_in.url,
            chat_call_seconds=_CALL_SECONDS, chat_turn_seconds=_TURN_SECONDS,
        )  # fmt: skip
        assistant = build_trial(settings, clock)
        by_rules = _say(build_trial(Settings(chat_model=""), clock))[0].text
        outcomes = []
        for kind in sorted(FaultKind, key=lambda one: one is FaultKind.UNAUTHORISED):
            stand_in.script = perfect
            _say(assistant)
            stand_in.script = failing(kind, {FaultKind.SLOW: _LATE_SECONDS}.get(kind, _DRIP_SECONDS))
            stand_in.forget_requests()
            turn, seconds = _say(assistant)
            outcomes.append(_record(kind, turn, seconds, by_rules, bool(stand_in.requests)))
    held = {name: [check.passed for one in outcomes for check in one.checks if check.name == name] for name in _CHECKS}
    metrics = [metric for name in _CHECKS[:-2] for metric in share(name, held[name])]
    metrics += [breaches(f"not_{name}", (not one for one in held[name])) for name in _CHECKS[-2:]]
    return PartResult("faults", tuple(metrics), tuple(outcomes))


_CHECKS = ("endpoint_asked", "answered", "as_by_rules", "grounded", "in_time")


def _say(assistant: Assistant) -> tuple[Turn, float]:
    """The turn, and the seconds it took."""
    started = time.monotonic()
    turn = assistant.conversations.answer(assistant.conversations.start(Audience.JOB_SEEKER).id, _QUESTION)
    return turn, time.monotonic() - started


def _record(kind: FaultKind, turn: Turn, seconds: float, by_rules: str, was_asked: bool) -> CaseRecord:
    checks = (
        Check("endpoint_asked", was_asked),
        Check("answered", turn.status is AnswerStatus.ANSWERED, "answered", turn.status.value),
        Check("as_by_rules", turn.replier == "rules" and turn.text.startswith(by_rules), by_rules, turn.text),
        Check("grounded", figures_are_grounded(turn)),
        Check("in_time", seconds < _TURN_SECONDS + _MARGIN_SECONDS, "", f"{seconds:.1f} s"),
    )
    return CaseRecord(kind.value, "fault", (_QUESTION,), turn.text, turn.status.value, checks, sources=sources_of(turn))
