"""The whole knowledge base from its folder."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.content.documents import (
    LocatedDocument,
    LocatedParameters,
    read_facts,
    read_parameters,
    read_policy,
    read_scheme,
)
from assistant.adapters.content.located import Problem
from assistant.adapters.content.word_files import read_regions
from assistant.domain.calculations import Calculation
from assistant.domain.conditions import Rule
from assistant.domain.errors import KnowledgeError
from assistant.domain.facts import FactVocabulary
from assistant.domain.knowledge import KnowledgeBase
from assistant.domain.parameters import ParameterTable
from assistant.domain.schemes import Scheme


@dataclass(frozen=True)
class ReadLibrary:
    """Everything that could be read, and every problem met on the way."""

    documents: tuple[LocatedDocument, ...]
    parameter_files: tuple[LocatedParameters, ...]
    vocabulary: FactVocabulary
    region_ids: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> frozenset[str]:
        """Names of what could not be read: documents' ids, `parameters`, `facts`, `regions`. None of it is missing."""
        parts = [problem.file.removesuffix(".md").removesuffix(".yaml").split("/") for problem in self.problems]
        return frozenset(part[1] if part[0] in ("schemes", "policies") else part[0] for part in parts)

    @property
    def parameters(self) -> ParameterTable:
        return ParameterTable({p.id: p for file in self.parameter_files for p in file.parameters})


@dataclass(frozen=True)
class Library:
    """The knowledge in force: documents, schemes, parameters, facts."""

    knowledge: KnowledgeBase
    schemes: dict[str, Scheme]
    calculations: dict[str, tuple[Calculation, ...]]
    tiers: dict[str, Mapping[str, Rule]]
    parameters: ParameterTable
    vocabulary: FactVocabulary


def files_of(root: Path) -> tuple[Path, ...]:
    """Every file the knowledge is made of, in a fixed order; editors' backups and hidden files are no part of it."""
    found = (path for path in root.rglob("*") if path.suffix in {".yaml", ".md"} and path.is_file())
    return tuple(sorted(path for path in found if _is_ours(path, root)))


def _is_ours(path: Path, root: Path) -> bool:
    return not any(part.startswith((".", "~")) for part in path.relative_to(root).parts)


def digest_of(root: Path) -> str:
    """Changes with any file's name or content."""
    digest = hashlib.sha256()
    for path in files_of(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def read_library(root: Path) -> ReadLibrary:
    """Reads what can be read; a broken file costs its own content only."""
    documents: list[LocatedDocument] = []
    parameter_files: list[LocatedParameters] = []
    problems: list[Problem] = []
    for folder in sorted(path for path in (root / "schemes").glob("*") if path.is_dir() and _is_ours(path, root)):
        _keep(read_scheme(folder, root), documents, problems)
    for path in sorted(path for path in (root / "policies").glob("*.md") if _is_ours(path, root)):
        _keep(read_policy(path, root), documents, problems)
    _read_parameter_files(root, parameter_files, problems)
    vocabulary = read_facts(root / "facts.yaml", root)
    if isinstance(vocabulary, tuple):
        problems.extend(vocabulary)
        vocabulary = FactVocabulary({})
    region_ids = _read_region_ids(root, problems)
    return ReadLibrary(tuple(documents), tuple(parameter_files), vocabulary, region_ids, tuple(problems))


def read_parameter_table(root: Path) -> ParameterTable:
    """The dated figures alone. Raises KnowledgeError naming each file that cannot be read."""
    files: list[LocatedParameters] = []
    problems: list[Problem] = []
    _read_parameter_files(root, files, problems)
    if problems:
        raise KnowledgeError(tuple(str(problem) for problem in sorted(problems)))
    return ParameterTable({parameter.id: parameter for file in files for parameter in file.parameters})


def load_library(root: Path) -> Library:
    """The library, if every file is right. Raises KnowledgeError naming each problem with file and line."""
    from assistant.adapters.content.checks import check_library

    read = read_library(root)
    problems = [problem for problem in (*read.problems, *check_library(read)) if not problem.is_warning]
    if problems:
        raise KnowledgeError(tuple(str(problem) for problem in sorted(problems)))
    return Library(
        knowledge=KnowledgeBase({d.document.id: d.document for d in read.documents}, digest_of(root)),
        schemes={d.document.id: d.scheme for d in read.documents if d.scheme is not None},
        calculations=_calculations(read.documents),
        tiers={d.document.id: d.tiers for d in read.documents if d.tiers},
        parameters=read.parameters,
        vocabulary=read.vocabulary,
    )


def _calculations(documents: Iterable[LocatedDocument]) -> dict[str, tuple[Calculation, ...]]:
    """Those of each document, and of the others whose figures it tells too."""
    own = {located.document.id: located.calculations for located in documents}
    told = {
        located.document.id: (*located.calculations, *(one for name in located.figures_of for one in own[name]))
        for located in documents
    }
    return {name: calculations for name, calculations in told.items() if calculations}


def _read_parameter_files(root: Path, files: list[LocatedParameters], problems: list[Problem]) -> None:
    for path in sorted(path for path in (root / "parameters").glob("*.yaml") if _is_ours(path, root)):
        _keep(read_parameters(path, root), files, problems)


def _read_region_ids(root: Path, problems: list[Problem]) -> frozenset[str]:
    try:
        return frozenset(region.id for region in read_regions(root))
    except KnowledgeError as error:
        for sentence in error.problems:
            file, line, text = sentence.split(":", 2)
            problems.append(Problem(file, int(line), text.strip()))
        return frozenset()


def _keep(result: object, kept: list, problems: list[Problem]) -> None:  # type: ignore[type-arg]
    if isinstance(result, tuple):
        problems.extend(result)
    else:
        kept.append(result)
