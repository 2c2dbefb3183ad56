"""The intake of documents under a coverage-guided fuzzer (atheris), bounded in time.

`make fuzz`, or `python -m evals.fuzz_intake [--seconds 60]`: ends with exit status 0 where every input was refused by
name or read as a document; what is not is written to a file whose name is printed.
"""

import argparse
import sys
import tempfile
from pathlib import Path

SEEDS = (
    "关于示例事项的通知\n示人社发〔2026〕7号\n示例市人力资源和社会保障局\n2026年3月1日\n一、内容\n（一）每天七点开门。\n",
    "# 示例办法\n## 第一章 总则\n第一条 为了示例。\n第二条 《旧办法》第三条同时废止。\n"
    "本办法自2026年3月1日起施行，有效期2年。\n",
    "---\ntitle: 示例\ndated: 2026-03\nreplaces: [甲, 乙]\n---\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    import atheris  # type: ignore[import-not-found]  # of the extra `fuzz`; nothing else needs it

    with atheris.instrument_imports(include=["assistant"]):
        from tests.adapters.intake.odd_files import SUFFIXES, check_file

    def one_input(data: bytes) -> None:
        """The first byte chooses what the file is called."""
        if data:
            check_file(data[1:], f"示例{SUFFIXES[data[0] % len(SUFFIXES)]}")

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS):
            Path(corpus, f"seed-{number}").write_bytes(bytes([number % len(SUFFIXES)]) + seed.encode())
        atheris.Setup([sys.argv[0], corpus, f"-max_total_time={seconds}", "-max_len=4096", "-timeout=10"], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
