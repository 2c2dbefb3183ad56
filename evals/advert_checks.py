"""Are faults of adverts found, and only where they are? `python -m evals.advert_checks [--write] [--verbose]`.

Per check: precision (of what was found, how much is right), recall (of what is there, how much was found), and how many
adverts of the set have the fault. The day, the usual pay of an occupation and everything else a check needs stand here.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assistant.adapters.content.advert_checks_file import read_advert_checks
from assistant.adapters.content.library import load_library
from assistant.adapters.content.word_files import read_regions
from assistant.domain.vacancies import AdvertFinding, EmploymentType, Pay, PayPer, RawAdvert, Vacancy
from assistant.services.advert_checks import AdvertChecks
from assistant.services.minimum_wage import MinimumWages
from assistant.settings import Settings

DATASETS = Path(__file__).parent / "datasets"
#: `dev` and `dev2` were tuned on; `test` was written by somebody who had not read the checks.
SETS = {"dev": "advert_checks", "dev2": "advert_checks_dev2", "test": "advert_checks_test"}
RESULTS = Path(__file__).parent / "results"
TODAY = date(2026, 11, 23)
#: Yuan a month, as our own records might show it.
USUAL_PAY = {"普工": (4500.0, 8000.0)}
_PRINTED = (
    "title", "employer", "description", "place", "tags", "benefits", "pay", "posted_on", "closes_on", "credit_code",
)  # fmt: skip

_PER: dict[str, PayPer] = {"month": "month", "hour": "hour", "day": "day"}

LabelledAdvert = dict[str, object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="dev", choices=list(SETS), help="which set")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="show each advert that is judged wrongly")
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    clean = accused = 0
    for line, findings in judge_adverts(Settings().knowledge_dir, arguments.set):
        wanted, found = set(_codes(line)), {finding.code for finding in findings}
        clean += not wanted
        accused += bool(found) and not wanted
        for code in wanted | found:
            counts[code, "there"] += code in wanted
            counts[code, "found"] += code in found
            counts[code, "right"] += code in wanted & found
        if wanted != found and arguments.verbose:
            print(f"{line['id']} {line['title']}: {line['description']}\n    wanted {sorted(wanted)}")
            print(f"    found  {[(finding.code, finding.quote) for finding in findings]}")
    table = f"{_table(counts)}\n\nOf {clean} adverts without a fault, {accused} have a finding."
    print(table)
    if arguments.write:
        command = f"python -m evals.advert_checks --set {arguments.set} --write"
        text = f"# Checks on adverts: {arguments.set}\n\n`{command}`\n\n{table}\n"
        (RESULTS / f"{SETS[arguments.set]}.md").write_text(text, encoding="utf-8")


def judge_adverts(root: Path, name: str = "dev") -> Iterator[tuple[LabelledAdvert, tuple[AdvertFinding, ...]]]:
    """Each advert of the set with what the checks find."""
    wages = MinimumWages(load_library(root).parameters, read_regions(root))
    checks = AdvertChecks(read_advert_checks(root), USUAL_PAY.get, wages)
    for text in (DATASETS / f"{SETS[name]}.jsonl").read_text(encoding="utf-8").splitlines():
        line: LabelledAdvert = json.loads(text)
        raw, vacancy = advert_of(line)
        yield line, checks.check(raw, vacancy, TODAY)


def advert_of(line: LabelledAdvert) -> tuple[RawAdvert, Vacancy]:
    """The advert as printed and as understood; pay is by the month where nothing is said."""
    raw = RawAdvert(str(line["id"]), **{name: str(line[name]) for name in _PRINTED if name in line})
    least, most = line.get("pay_min"), line.get("pay_max")
    occupations, region = line.get("occupations"), line.get("region_id")
    return raw, Vacancy(
        id=raw.external_id,
        title=raw.title,
        employer=raw.employer,
        description=raw.description,
        region_id=region if isinstance(region, str) else None,
        pay=Pay(
            float(least) if isinstance(least, int) else None,
            float(most) if isinstance(most, int) else None,
            _PER[str(line.get("pay_per", "month"))] if isinstance(least, int) else None,
            text=raw.pay,
        ),
        employment_type=EmploymentType(str(line.get("employment_type", "full_time"))),
        occupations=tuple(map(str, occupations)) if isinstance(occupations, list) else (),
        posted_on=_day(raw.posted_on),
        closes_on=_day(raw.closes_on),
    )


def _day(printed: str) -> date | None:
    try:
        return date.fromisoformat(printed)
    except ValueError:
        return None


def _codes(line: LabelledAdvert) -> list[str]:
    codes = line["codes"]
    return list(map(str, codes)) if isinstance(codes, list) else []


def _table(counts: Counter[tuple[str, str]]) -> str:
    lines = ["| check | adverts with it | found | precision | recall |", "|---|---:|---:|---:|---:|"]
    codes = sorted({code for code, _ in counts})
    total = {kind: sum(counts[code, kind] for code in codes) for kind in ("there", "found", "right")}
    rows = [(code, {kind: counts[code, kind] for kind in total}) for code in codes]
    for code, of_code in [*rows, ("all", total)]:
        precision, recall = _share(of_code["right"], of_code["found"]), _share(of_code["right"], of_code["there"])
        lines.append(f"| {code} | {of_code['there']} | {of_code['found']} | {precision} | {recall} |")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


if __name__ == "__main__":
    main()
