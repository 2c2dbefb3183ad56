"""Change sets, checks and differences made ready for the pages of knowledge editing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from assistant.domain.knowledge import KnowledgeBase
from assistant.domain.knowledge_edits import FileEdit, FileForm, KnowledgeChange, PublishedFile
from assistant.services.knowledge_edit_ports import Found, Preview
from assistant.services.knowledge_shelf import KnowledgeShelf
from web.staff_view import moment

_CONTEXT_LINES, _MOST_LINES = 2, 400
_KINDS = {"added": "added", "removed": "removed", "changed": "changed", "case": "case"}


@dataclass(frozen=True)
class DiffLine:
    """`kind`: kept, added, removed, or gap before a passage further down. `mark` says it without colour."""

    kind: str
    mark: str
    text: str


@dataclass(frozen=True)
class EditRow:
    """One file of a change set. `is_turned`: somebody else has published it since it was written from."""

    path: str
    form: str
    is_turned: bool
    lines: tuple[DiffLine, ...]
    is_cut: bool


@dataclass(frozen=True)
class ProblemRow:
    """`meaning`: in words for editors, if there are any for this sentence."""

    place: str
    meaning: str
    raw: str
    is_warning: bool


@dataclass(frozen=True)
class PreviewView:
    problems: tuple[ProblemRow, ...]
    warnings: tuple[ProblemRow, ...]
    changes: tuple[tuple[str, str, str], ...]


def view_change(change: KnowledgeChange) -> dict[str, object]:
    """The head of a change set, for lists and its page."""
    return {
        "id": change.id,
        "revision": change.revision,
        "state": change.state.value,
        "title": change.title,
        "reason": change.reason,
        "author": change.author,
        "created_at": moment(change.created_at),
        "proposed_at": moment(change.proposed_at) if change.proposed_at else "",
        "returned": change.returned,
        "closed_by": change.closed_by or "",
        "closed_at": moment(change.closed_at) if change.closed_at else "",
        "publication": change.publication,
        "back_to": change.back_to,
        "is_about_money": change.is_about_money,
        "paths": change.paths,
    }


def view_edits(change: KnowledgeChange, turned: tuple[str, ...], shelf: KnowledgeShelf) -> tuple[EditRow, ...]:
    """Each file against what is in force now."""
    rows = []
    for edit in change.edits:
        lines = tuple(diff_lines(shelf.find_text(edit.path) or "", _text_of(edit, shelf)))
        is_turned = edit.path in turned
        rows.append(EditRow(edit.path, edit.form.value, is_turned, lines[:_MOST_LINES], len(lines) > _MOST_LINES))
    return tuple(rows)


def diff_lines(before: str, after: str) -> Iterator[DiffLine]:
    """Changed lines with two lines around them."""
    changes = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_CONTEXT_LINES)
    for at, line in enumerate(changes):
        if at < 2:
            continue  # the names of the files
        if line.startswith("@@"):
            if at > 2:
                yield DiffLine("gap", "…", "")
        elif line.startswith("+"):
            yield DiffLine("added", "+", line[1:])
        elif line.startswith("-"):
            yield DiffLine("removed", "−", line[1:])
        else:
            yield DiffLine("kept", " ", line[1:])


def view_preview(found: Preview, meaning: Callable[[str], str], knowledge: KnowledgeBase) -> PreviewView:
    rows = tuple(_problem(one, meaning) for one in found.problems)
    return PreviewView(
        tuple(row for row in rows if not row.is_warning),
        tuple(row for row in rows if row.is_warning),
        tuple(_change(line, knowledge) for line in found.changes),
    )


def view_versions(versions: Sequence[PublishedFile]) -> list[dict[str, object]]:
    """Published states of one file, as they are given."""
    return [
        {
            "publication": file.publication,
            "form": file.form.value,
            "by": file.published_by,
            "at": moment(file.published_at),
        }
        for file in versions
    ]


def _text_of(edit: FileEdit, shelf: KnowledgeShelf) -> str:
    if edit.form is FileForm.SHIPPED:
        return shelf.find_shipped(edit.path) or ""
    return edit.text


def _problem(found: Found, meaning: Callable[[str], str]) -> ProblemRow:
    return ProblemRow(f"{found.file}:{found.line}", meaning(found.text), found.text, found.is_warning)


def _change(line: str, knowledge: KnowledgeBase) -> tuple[str, str, str]:
    """What happens, to what by its name, and as `kb diff` says it."""
    kind, _, rest = line.partition(" ")
    rest = rest.strip()
    return _KINDS.get(kind, "changed"), _name_of(rest, knowledge), rest


def _name_of(text: str, knowledge: KnowledgeBase) -> str:
    named = text.split(": ")[0]
    passage = knowledge.passages.get(named)
    document = knowledge.documents.get(named.split("#")[0].split("/")[0])
    names = [document.title] if document is not None else []
    return " · ".join((*names, passage.heading)) if passage is not None else " · ".join(names)
