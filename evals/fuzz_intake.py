"""The intake of documents under a coverage-guided fuzzer (atheris), bounded in time.

`make fuzz`, or `python -m evals.fuzz_intake [--seconds 60] [--corpus FOLDER] [--findings FOLDER]`: ends with exit
status 0 where every input was refused by name or read as a document; what is not is written to a file whose name is
printed. Put it into tests/adapters/intake/test_odd_files.py once it is mended: the tests need no atheris.

Text, HTML, PDF, DOCX and XLSX are all read to the end, in this process, so that what a reader makes of a container
reaches the part that looks for clauses.
"""

import argparse
import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from tests.adapters.intake.files import docx, pdf, xlsx, zipped

SEEDS = (
    "关于示例事项的通知\n示人社发〔2026〕7号\n示例市人力资源和社会保障局\n2026年3月1日\n一、内容\n（一）每天七点开门。\n",
    "# 示例办法\n## 第一章 总则\n第一条 为了示例。\n第二条 《旧办法》第三条同时废止。\n"
    "本办法自2026年3月1日起施行，有效期2年。\n",
    "---\ntitle: 示例\ndated: 2026-03\nreplaces: [甲, 乙]\n---\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n",
    "<html><head><title>示例</title></head><body><h1>关于示例的通知</h1><p>一、内容。</p>"
    "<table><tr><td>甲</td><td>乙</td></tr></table></body></html>",
)
_SLOW_SECONDS = 30
WHOLE = (
    docx("关于示例的通知", "一、内容。", table=(("甲", "乙"),)),
    xlsx([["甲", "乙"], ["一", 2]]),
    pdf("Notice on services"),
)


def _in_docx(data: bytes) -> bytes:
    return docx(*_words(data).split("\n"))


def _in_docx_as_xml(data: bytes) -> bytes:
    """The bytes stand where the text of the document is: broken, nested or foreign elements."""
    return zipped({"[Content_Types].xml": "<x/>", "_rels/.rels": "<x/>", "word/document.xml": data})


def _in_xlsx(data: bytes) -> bytes:
    return xlsx([[cell[:2_000] for cell in row.split("\t")] for row in _words(data).split("\n")])


def _in_pdf(data: bytes) -> bytes:
    return pdf(data.decode("latin-1").encode("ascii", "replace").decode())


def _words(data: bytes) -> str:
    """Characters that XML can hold."""
    text = data.decode("utf-8", "replace")
    return "".join(one for one in text if one in "\t\n" or (one >= " " and one not in "<&\ufffe\uffff"))


#: What an input becomes: the file itself, or what stands in a sound container. Its first byte chooses among these.
_Shapes = tuple[tuple[str, Callable[[bytes], bytes]], ...]
TEXT: _Shapes = ((".txt", bytes), (".md", bytes), (".html", bytes), ("", bytes))
CONTAINERS: _Shapes = (
    (".docx", bytes), (".docx", _in_docx), (".docx", _in_docx_as_xml),
    (".xlsx", bytes), (".xlsx", _in_xlsx), (".pdf", bytes), (".pdf", _in_pdf),
)  # fmt: skip
#: Containers take a hundred times as long as text, so that each has a run of its own.
RUNS = {"text": TEXT, "containers": CONTAINERS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="of all runs together")
    parser.add_argument("--only", choices=RUNS, help="one of the runs, for all of the time")
    parser.add_argument("--corpus", type=Path, help="keep what was found interesting here, and go on from it")
    parser.add_argument("--findings", type=Path, default=Path(), help="where an input that fails is written")
    asked = parser.parse_args()
    if asked.only:
        _fuzz(asked.only, asked.seconds, asked.corpus, asked.findings)
    each = ["--seconds", str(max(1, asked.seconds // len(RUNS))), "--findings", str(asked.findings)]
    each += ["--corpus", str(asked.corpus)] if asked.corpus else []
    ended = [subprocess.run([sys.executable, "-m", "evals.fuzz_intake", "--only", name, *each]) for name in RUNS]
    sys.exit(max(one.returncode for one in ended))


def _fuzz(run: str, seconds: int, kept: Path | None, findings: Path) -> NoReturn:
    import atheris  # type: ignore[import-not-found]  # of the extra `fuzz`; nothing else needs it

    with atheris.instrument_imports(include=["assistant"]):
        from assistant.adapters.intake.convert import convert_here
        from tests.adapters.intake.odd_files import check_file

    def one_input(data: bytes) -> None:
        if data:
            suffix, shaped = RUNS[run][data[0] % len(RUNS[run])]
            check_file(shaped(data[1:]), f"示例{suffix}", convert_here)

    logging.disable(logging.CRITICAL)  # what the readers of PDF grumble about
    with tempfile.TemporaryDirectory() as folder:
        corpus = (kept or Path(folder)) / run
        corpus.mkdir(parents=True, exist_ok=True)
        _write_seeds(corpus, RUNS[run])
        bounds = [f"-max_total_time={seconds}", "-max_len=4096", f"-timeout={_SLOW_SECONDS}"]
        atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={findings}/", *bounds], one_input)
        atheris.Fuzz()
    raise AssertionError("atheris ends the process")


def _write_seeds(corpus: Path, shapes: _Shapes) -> None:
    for at, (suffix, _) in enumerate(shapes):
        for number, seed in enumerate((*map(str.encode, SEEDS), *WHOLE)):
            (corpus / f"seed-{number}{suffix}-{at}").write_bytes(bytes([at]) + seed)


if __name__ == "__main__":
    main()
