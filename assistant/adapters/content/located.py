"""Reading YAML so that a problem can be shown with its file and line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.domain.errors import KnowledgeError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a knowledge file, in one sentence. A warning does not stop a build."""

    file: str
    line: int
    text: str
    is_warning: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class _Loader(yaml.CSafeLoader):
    """Dates stay strings: `2025-07` and `2025-07-01` must read alike."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class LocatedYaml:
    """A parsed YAML text with the line of every node."""

    file: str
    value: Any
    _root: yaml.Node | None
    _first_line: int = 1

    def line_of(self, location: Sequence[int | str]) -> int:
        """The line of the node at `location`, or of the nearest one above it."""
        node, line = self._root, self._first_line
        for step in location:
            child = _child(node, step)
            if child is None:
                if _is_label(node, step):
                    continue
                break
            node, line = child, child.start_mark.line + self._first_line
        return line

    def line_with(self, location: Sequence[int | str], key: str, value: str) -> int:
        """The line of the first mapping at or below `location` whose `key` is `value`; else that of the location."""
        waiting: list[yaml.Node | None] = [self._node_at(location)]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, yaml.SequenceNode):
                waiting[:0] = node.value
            if isinstance(node, yaml.MappingNode):
                if any((name.value, held.value) == (key, value) for name, held in node.value):
                    return int(node.start_mark.line) + self._first_line
                waiting[:0] = [held for _, held in node.value]
        return self.line_of(location)

    def problem(self, location: Sequence[int | str], text: str, is_warning: bool = False) -> Problem:
        return Problem(self.file, self.line_of(location), text, is_warning)

    def _node_at(self, location: Sequence[int | str]) -> yaml.Node | None:
        node = self._root
        for step in location:
            node = _child(node, step)
        return node


def _is_label(node: yaml.Node | None, step: int | str) -> bool:
    """pydantic puts the tag of a union member into the location; it is no key of the file."""
    return isinstance(node, yaml.MappingNode | yaml.SequenceNode) and isinstance(step, str)


def _child(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value  # type: ignore[no-any-return]
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None


def read_located(text: str, file: str, first_line: int = 1) -> LocatedYaml | Problem:
    """The parsed text, or what is wrong with it as YAML."""
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            twice = _key_that_stands_twice(root)
            if twice is not None:
                return Problem(file, first_line + twice.start_mark.line, f"The key '{twice.value}' stands twice here.")
            value = loader.construct_document(root) if root is not None else None
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        return Problem(file, line, f"This is not valid YAML: {getattr(error, 'problem', None) or error}.")
    return LocatedYaml(file, value, root, first_line)


def _key_that_stands_twice(root: yaml.Node | None) -> yaml.Node | None:
    """The second of two equal keys of a mapping: YAML would silently forget what the first one says."""
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if str(key.value) in seen:
                    return key  # type: ignore[no-any-return]
                seen.add(str(key.value))
                waiting.append(value)
    return None


def read_file(path: Path, root: Path) -> str | Problem:
    """A knowledge file's text, or why it cannot be read."""
    name = str(path.relative_to(root))
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Problem(name, 1, "This file is not UTF-8; save it as UTF-8.")
    except OSError as error:
        return Problem(name, 1, f"This file cannot be read: {error.strerror}.")


def validation_problems(located: LocatedYaml, error: ValidationError) -> tuple[Problem, ...]:
    """pydantic's complaints as one clear sentence each."""
    return tuple(
        located.problem(item["loc"], _sentence(item["loc"], item["msg"], item["type"])) for item in error.errors()
    )


def _sentence(location: tuple[int | str, ...], message: str, kind: str) -> str:
    where = ".".join(str(step) for step in location) or "the file"
    if kind == "missing":
        return f"'{where}' is missing."
    if kind == "extra_forbidden":
        return f"'{where}' is not a known key; check the spelling against docs/knowledge.md."
    return f"'{where}': {message.removeprefix('Value error, ').rstrip('.')}."


def parse_model(located: LocatedYaml, model: type[Model]) -> Model | tuple[Problem, ...]:
    """The validated content, or the problems it has."""
    try:
        return model.model_validate(located.value)
    except ValidationError as error:
        return validation_problems(located, error)


def read_model(root: Path, name: str, model: type[BaseModel]) -> Any:
    """A validated file. Raises KnowledgeError naming file and line."""
    text = read_file(root / name, root)
    located = text if isinstance(text, Problem) else read_located(text, name)
    if isinstance(located, Problem):
        raise KnowledgeError((str(located),))
    parsed = parse_model(located, model)
    if isinstance(parsed, tuple):
        raise KnowledgeError(tuple(str(problem) for problem in parsed))
    return parsed
