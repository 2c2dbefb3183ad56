"""What the command line costs, and that every setting is explained."""

import re
import subprocess
import sys

import pytest

from assistant.settings import Settings
from tests.small_knowledge_base import ROOT

HEAVY = ("tantivy", "sklearn", "scipy", "numpy", "fastapi", "uvicorn", "sqlalchemy", "alembic", "opencc", "rjieba",
         "langchain", "openai", "chromadb")  # fmt: skip
READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "--help"], ["converse", "--help"], ["serve", "--help"], ["kb", "--help"],
                  ["kb", "check", "--help"], ["cases", "--help"], ["ask"]], ids=" ".join,
)  # fmt: skip
def test_help_does_not_pay_for_what_it_does_not_use(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom assistant.__main__ import main\n"
        "try:\n    main(sys.argv[2:])\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *(name for name in sys.argv[1].split(',') if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, ",".join(HEAVY), *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "LOADED"


@pytest.mark.parametrize("name", READMES)
def test_every_setting_is_explained_with_its_default(name: str) -> None:
    if not (ROOT / name).exists():
        pytest.skip(f"{name} is not written yet")
    text = (ROOT / name).read_text(encoding="utf-8")
    explained = {row[0]: row[1] for row in re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| .+ \|$", text, re.MULTILINE)}
    fields = {field.upper(): info.default for field, info in Settings.model_fields.items()}
    assert explained.keys() == fields.keys()
    for field, default in fields.items():
        shown = explained[field].strip("`")
        assert shown.lower() == str(default).lower() if str(default) else "`" not in explained[field], field


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
