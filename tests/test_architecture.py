"""The house as DESIGN draws it: what may import what, and what must not happen when something is imported."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "web", "evals")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "handler", "common", "base", "data", "process"}
LONGEST = 350
#: Longer files, and why.
MAY_BE_LONG = {"web/static/css/site.css": "one stylesheet, by decision"}
#: Runs inside Alembic only; and what is imported where a model is set, whose libraries look at the network's kind.
NOT_TO_IMPORT = ("assistant.adapters.sql.migrations", "assistant.agent")
MODEL_LIBRARIES = (
    "langchain",
    "langchain_core",
    "langgraph",
    "openai",
    "chromadb",
    "onnxruntime",
    "tokenizers",
    "ragas",
)
IMPORT_ALL = """
import importlib, sys
root, events = sys.argv[1], []

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path, mode, flags = arguments
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & 3
        ours = path.startswith(root) and not path.endswith((".py", ".pyc", ".so")) and "/.venv/" not in path
        if writes or ours:
            events.append(f"open {path}")
    elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.mkdir", "os.system"):
        events.append(event)
        if event.startswith("socket"):
            raise PermissionError("the network is out of reach")

sys.addaudithook(watch)
for name in sys.argv[2:]:
    importlib.import_module(name)
print(*events, sep="\\n", end="")
"""


def test_dependencies_point_down() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("import-linter is not installed")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


def test_no_module_has_an_empty_name() -> None:
    assert [_shown(path) for path in SOURCES if set(path.stem.split("_")) & EMPTY_WORDS] == []


def test_no_source_file_is_too_long_to_read() -> None:
    files = [*SOURCES, *(path for kind in ("*.js", "*.css", "*.html") for path in (ROOT / "web").rglob(kind))]
    long = {_shown(path) for path in files if path.read_text(encoding="utf-8").count("\n") > LONGEST}
    assert long == set(MAY_BE_LONG)


def test_nothing_happens_at_import(tmp_path: Path) -> None:
    modules = [name for name in map(_module, SOURCES) if not name.startswith((*NOT_TO_IMPORT, "evals"))]
    assert len(modules) > 80
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, str(ROOT), *modules],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == []
    assert list(tmp_path.iterdir()) == []


def test_nothing_but_the_agent_imports_a_model_s_libraries(tmp_path: Path) -> None:
    modules = [name for name in map(_module, SOURCES) if not name.startswith((*NOT_TO_IMPORT, "evals"))]
    program = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; print(*sys.modules)"
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program, *modules],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert set(done.stdout.split()) & set(MODEL_LIBRARIES) == set()


def test_every_module_can_be_imported_alone_in_any_order() -> None:
    modules = [name for name in map(_module, SOURCES) if name.startswith(("assistant.domain", "assistant.language"))]
    program = "import importlib, sys; [importlib.import_module(name) for name in reversed(sys.argv[1:])]"
    subprocess.run([sys.executable, "-c", program, *modules], cwd=ROOT, check=True, timeout=60)


def test_the_environment_is_read_by_the_settings_alone() -> None:
    reading = {_shown(path) for path in SOURCES if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))}
    assert {path for path in reading if not path.startswith("evals/")} == set()


def test_only_the_clock_knows_what_day_it_is() -> None:
    asking = {
        _shown(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("today", "now", "utcnow")
        and getattr(node.func.value, "id", "") in ("date", "datetime")
    }
    assert {path for path in asking if not path.startswith("evals/")} == {"assistant/services/clock.py"}


@pytest.mark.parametrize("package", ["domain"])
def test_the_domain_uses_the_standard_library_alone(package: str) -> None:
    imported = {
        name.split(".")[0]
        for path in (ROOT / "assistant" / package).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imports(node)
    }
    assert imported - {"assistant"} <= set(sys.stdlib_module_names)


def test_every_port_can_be_told_from_what_is_none() -> None:
    unmarked = {
        f"{_shown(path)}: {node.name}"
        for path in SOURCES
        if path.name == "ports.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(getattr(base, "id", "") == "Protocol" for base in node.bases)
        and not any(getattr(mark, "id", "") == "runtime_checkable" for mark in node.decorator_list)
    }
    assert unmarked == set()


def test_no_tracked_file_names_a_registry_or_a_place_on_somebody_s_machine() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: there is no list of tracked files")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    found = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        if match := _OF_A_MACHINE.search(text) or _REGISTRY.search(text):
            found[name] = match.group()
    assert found == {}


_OF_A_MACHINE = re.compile(r"(?<![\w.:/~-])/(?:root|home|work|Users)/[\w.-]+")
_REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.|--(?:extra-)?index-url|--trusted-host|--find-links")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
