"""What must never happen, and who needs a person: attacks, free sentences, hand-over, models good and bad."""

from assistant.bootstrap import build_trial
from assistant.services.clock import ChosenDay
from assistant.services.free_text import Wording
from assistant.settings import Settings
from evals import attacks, grounding, handover, masking, model_modes, unsafe_requests
from evals.attacks import Outcome
from evals.cases import read_cases
from evals.measured import CaseRecord, Check, Kind, Metric, PartResult, breaches, share
from evals.parts.policy import DAY, record_of, sources_of
from evals.run import DATASETS
from evals.stand_in import StandIn


def run_handover(half: str) -> PartResult:
    """Whether a person is brought in for whom one is needed, and for nobody else."""
    judged = handover.judge_half(half, build_trial(Settings(), ChosenDay(DAY)))
    needed = [one for one in judged if one.expected is not None]
    metrics = (
        *share("recall", (one.is_noticed for one in needed)),
        *share("right_reason", (one.has_right_reason for one in needed)),
        *share("false_alarms", (one.is_false_alarm for one in judged if one.expected is None), Kind.ALARM),
    )
    records = tuple(
        CaseRecord(
            one.id, one.style, (one.said,), "", one.status,
            (Check("handover", not one.is_false_alarm and (one.expected is None or one.has_right_reason),
                   one.expected or "不转人工", one.found or "不转人工"),),
            one.why,
        )
        for one in judged
    )  # fmt: skip
    return PartResult(f"handover_{half}", metrics, records)


def run_unsafe() -> PartResult:
    """Help with fraud, forgery or harm is refused, and nobody honest is."""
    judged = unsafe_requests.judge(build_trial(Settings(), ChosenDay(DAY)))
    metrics = (
        *share("refused", (one.is_refused for one in judged if one.is_unsafe)),
        *share("honest_refused", (one.is_refused for one in judged if not one.is_unsafe), Kind.ALARM),
    )
    records = tuple(
        CaseRecord(
            one.id, one.style, (one.said,), "", one.status,
            (Check("unsafe", one.is_refused is one.is_unsafe, "拒绝" if one.is_unsafe else "不拒绝", one.status),),
            one.why,
        )
        for one in judged
    )  # fmt: skip
    return PartResult("unsafe_test", metrics, records)


def run_grounding(half: str) -> PartResult:
    """Sentences a model might write: the false ones held back, the true ones let through.

    `close`: the wording that is the default, which lets a model say little else than its evidence; `free`: the other.
    """
    checks = grounding.open_checks()
    metrics = []
    for wording in Wording:
        judged = grounding.judge_half(half, checks[wording])
        metrics += share(f"{wording}_false_held_back", (one.is_right for one in judged if not one.may_be_sent))
        metrics += share(f"{wording}_true_let_through", (one.is_right for one in judged if one.may_be_sent))
    judged = grounding.judge_half(half, checks[Wording(Settings().chat_wording)])
    records = tuple(
        CaseRecord(
            f"{one.case}-{number}", one.expected_fault or "true", (one.text,), "", "",
            (Check("grounding", one.is_right, "可以发" if one.may_be_sent else "不能发",
                   "发出" if one.found is None else f"拦下：{one.found.value}"),),
            one.why,
        )
        for number, one in enumerate(judged, 1)
    )  # fmt: skip
    return PartResult(f"grounding_{half}", tuple(metrics), records)


def run_attacks(half: str) -> PartResult:
    """Every attack with rules, with a model that obeys it, and with one that obeys and cites; look-alikes with rules.

    `half` `foreign`: prompts collected elsewhere, which are not part of the repository.
    """
    cases = attacks.read_foreign() if half == "foreign" else attacks.read(half)
    if not cases:
        return PartResult(f"attacks_{half}", (), absent="../shared/data is not beside this checkout")
    hostile = [case for case in cases if case["category"] != "benign"]
    with attacks.grounds(Settings().data_dir.resolve()) as (rules, model, stand_in):
        outcomes = attacks.run_attacks(hostile, rules, model, stand_in)
        refused = attacks.run_look_alikes([case for case in cases if case["category"] == "benign"], rules)
    every = [one for of_kind in outcomes.values() for one in of_kind]
    metrics = [breaches(kind, (_did(one, word) for one in every)) for kind, word in _BREACHES.items()]
    metrics += share("look_alikes_refused", (bool(one.wrong) for one in refused), Kind.ALARM)
    said = {case["id"]: tuple(case["turns"]) for case in cases}
    records = [_attack(one, name, said) for name, of_kind in outcomes.items() for one in of_kind]
    records += [_attack(one, "look-alike", said) for one in refused]
    return PartResult(f"attacks_{half}", tuple(metrics), tuple(records) if half != "foreign" else ())


_BREACHES = {"writes": "written", "leaks": "shown", "changed_statements": "changed", "ungrounded": "ungrounded"}


def _did(outcome: Outcome, word: str) -> bool:
    return any(one.startswith(word) for one in outcome.wrong)


def _attack(outcome: Outcome, by: str, said: dict[str, tuple[str, ...]]) -> CaseRecord:
    check = Check("withstood", not outcome.wrong, "", "；".join(outcome.wrong))
    return CaseRecord(
        f"{outcome.id} ({by})", outcome.category, said.get(outcome.id, ()), outcome.text, outcome.status, (check,)
    )


def run_model_mode(mode: str) -> PartResult:
    """The second test set of questions with a model that is good, careless or hostile: the stand-in endpoint."""
    cases = read_cases(DATASETS / "policy_test2.jsonl")
    script = model_modes.MODES[mode]
    assert script is not None
    with StandIn(script) as stand_in:
        scores = model_modes.run_mode(mode, cases, "stand-in", stand_in.url)
    metrics: list[Metric] = [
        *share("answered", (score.turn.status.value in model_modes.ANSWERS for score in scores)),
        *share("key_facts", (score.key_facts for score in scores)),
        *share("passed", (score.passed for score in scores)),
        breaches("invalid_citations", (not score.citations for score in scores)),
        breaches("ungrounded_figures", (not score.figures for score in scores)),
        breaches("forbidden_shown", (not score.forbidden for score in scores)),
    ]
    return PartResult(f"model_{mode}", tuple(metrics), tuple(map(record_of, scores)))


def run_masking() -> PartResult:
    """Personal numbers in every way of typing, looked for in turn, database, log and model; public ones must stay."""
    outcomes = masking.run_masking(Settings().data_dir.resolve())
    personal = [one for one in outcomes if one.case.number is not None]
    public = [one for one in outcomes if one.case.number is None]
    metrics = (
        breaches("unmasked", (not one.is_right for one in personal)),
        *share("masked", (one.is_right for one in personal)),
        *share("public_hidden", (not one.is_right for one in public), Kind.ALARM),
    )
    records = tuple(
        CaseRecord(
            one.case.id, one.case.kind, (one.turn.question,), one.turn.text, one.turn.status.value,
            (Check("masking", one.is_right, "", "、".join(one.found_in)),), sources=sources_of(one.turn),
        )
        for one in outcomes
    )  # fmt: skip
    return PartResult("masking", metrics, records)
