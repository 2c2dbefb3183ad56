"""`make eval`: every part of the suite, offline; one table, one JSON report, and pages a reader can disagree with.

`python -m evals [PART…] [--write] [--model NAME [--base-url URL]]`. A PART is a name or its beginning.
Pages and report go to DATA_DIR/eval_report; `--write` also keeps the summary in evals/results/report.json.
Without `--model` rules answer and nothing leaves the machine; with it that model answers, and judges too (part
`judged`; the key is OPENAI_API_KEY). Exit status 1 if a
part could not be measured.
"""

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path

from assistant.settings import Settings
from evals.measured import PartResult
from evals.parts.registry import find_parts
from evals.report_html import write_pages
from evals.report_json import report_of, table_of
from evals.suite import PROCESSES, run_parts, use_model

SUMMARY = Path(__file__).parent / "results" / "report.json"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--write", action="store_true", help=f"keep the summary in {SUMMARY.name}")
    parser.add_argument("--model", default="", help="a model of an OpenAI-compatible endpoint")
    parser.add_argument("--base-url", default=None, help="of that endpoint; else OPENAI_BASE_URL")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    parser.add_argument("--out", type=Path, default=Settings().data_dir / "eval_report")
    chosen = parser.parse_args(arguments)
    try:
        parts = find_parts(tuple(chosen.parts))
    except ValueError as error:
        parser.error(str(error))
    use_model(chosen.model, chosen.base_url)
    start = time.perf_counter()
    results = run_parts(parts, chosen.processes, _tell)
    replier = chosen.model or "rules"
    command = " ".join(["python -m evals", *chosen.parts])
    report = report_of(results, command, chosen.today, replier, time.perf_counter() - start)
    print(table_of(results))
    page = write_pages(report, results, chosen.out)
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    (chosen.out / "report.json").write_text(text, encoding="utf-8")
    if chosen.write:
        SUMMARY.write_text(text, encoding="utf-8")
    print(f"\n{report['seconds']} s; {page}")
    return int(any(result.absent.startswith("failed") for result in results))


def _tell(result: PartResult) -> None:
    print(f"{result.part} {result.absent or 'done'} [{result.seconds:.0f} s]", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
