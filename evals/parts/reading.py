"""What is understood: filters, facts, intents, occupations, faults of adverts."""

from collections import Counter

from assistant.settings import Settings
from evals import facts_said, occupations, vacancy_queries
from evals.advert_checks import judge_adverts
from evals.intents import judge_held_apart
from evals.measured import CaseRecord, Check, Kind, Metric, PartResult, share
from evals.retrieval_sets import DATA
from evals.run import DATASETS


def run_vacancy_queries(half: str) -> PartResult:
    """Plain sentences as filters; a case is exact if every field is."""
    judged = vacancy_queries.judge(
        vacancy_queries.read_queries(DATASETS / f"vacancy_queries_{half}.jsonl"), Settings().knowledge_dir
    )
    fields = (one.expected.get(n) == one.read.get(n) for one in judged for n in {*one.expected, *one.read})
    metrics = (*share("filters_exact", (not one.wrong for one in judged)), *share("fields", fields))
    records = tuple(
        CaseRecord(
            one.query.id, "filter", one.query.turns, "", "",
            tuple(
                Check(name, name not in one.wrong, _plain(one.expected.get(name)), _plain(one.read.get(name)))
                for name in dict.fromkeys((*one.expected, *one.read))
            ),
        )
        for one in judged
    )  # fmt: skip
    return PartResult(f"vacancy_queries_{half}", metrics, records)


def _plain(value: object) -> str:
    if isinstance(value, frozenset):
        return "、".join(sorted(value))
    return "" if value is None else str(value)


def run_facts_said() -> PartResult:
    """Facts read from single sentences."""
    counts: Counter[tuple[str, str]] = Counter()
    records = []
    for number, (sentence, read) in enumerate(facts_said.read_sentences(Settings().knowledge_dir), 1):
        wrong = facts_said.judge(sentence, read, counts)
        checks = [
            Check(fact, fact not in wrong, str(value), str(read.get(fact, "")))
            for fact, value in sentence["facts"].items()
        ]
        checks += [
            Check(fact, fact not in wrong, "（没说）", str(read.get(fact, ""))) for fact in sentence["unknown_facts"]
        ]
        records.append(CaseRecord(f"fs-{number:03}", sentence["audience"], (sentence["text"],), "", "", tuple(checks)))
    right, stated, read_in_all = (
        sum(n for (_, kind), n in counts.items() if kind == k) for k in ("right", "stated", "read")
    )
    metrics = (Metric("recall", right / stated, stated), Metric("precision", right / read_in_all, read_in_all))
    return PartResult("facts_said", metrics, tuple(records))


def run_intents() -> PartResult:
    """Cues and model together on utterances held apart."""
    judged = judge_held_apart(Settings().knowledge_dir)
    records = tuple(
        CaseRecord(
            f"in-{number:03}", one.wanted, (one.text,), "", "", (Check("both", one.is_right, one.wanted, one.found),)
        )
        for number, one in enumerate(judged, 1)
    )
    return PartResult("intents", share("both", (one.is_right for one in judged)), records)


def run_occupations() -> PartResult:
    """Titles given their class, on the half that was only measured."""
    folder = DATA / "occupations"
    if not folder.is_dir():
        return PartResult("occupations", (), absent="../shared/data is not beside this checkout")
    finder = occupations.shipped_finder()
    titles = [title for title in occupations.read_titles(folder) if not title.is_for_development]
    score = occupations.score_of(titles, lambda title: [match.code for match in finder.find(title)])
    metrics = (Metric("first", score.first, len(titles)), Metric("first_five", score.first_five, len(titles)))
    return PartResult("occupations", metrics, notes=("The labels are noisy; 100 % is out of reach.",))


def run_advert_checks(half: str) -> PartResult:
    """Faults of adverts: found, and only where they are."""
    counts: Counter[str] = Counter()
    accused: list[bool] = []
    records = []
    for line, findings in judge_adverts(Settings().knowledge_dir, half):
        codes = line["codes"]
        wanted = set(map(str, codes)) if isinstance(codes, list) else set()
        found = {finding.code for finding in findings}
        counts += Counter(there=len(wanted), found=len(found), right=len(wanted & found))
        if not wanted:
            accused.append(bool(found))
        checks = tuple(Check(code, (code in wanted) == (code in found), "有" if code in wanted else "无",
                             "有" if code in found else "无") for code in sorted(wanted | found))  # fmt: skip
        said = (str(line["title"]), str(line.get("description", "")))
        records.append(CaseRecord(str(line["id"]), "advert", said, "", "", checks or (Check("clean", True),)))
    metrics = (
        Metric("recall", counts["right"] / counts["there"], counts["there"]),
        Metric("precision", counts["right"] / counts["found"], counts["found"]),
        *share("clean_adverts_accused", accused, Kind.ALARM),
    )
    return PartResult(f"advert_checks_{half}", metrics, tuple(records))
