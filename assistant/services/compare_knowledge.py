"""What an edit changes: documents and passages that were added, removed or say something else."""

from collections.abc import Mapping
from dataclasses import fields

from assistant.domain.knowledge import PolicyDocument


def compare_documents(before: Mapping[str, PolicyDocument], after: Mapping[str, PolicyDocument]) -> tuple[str, ...]:
    """One line per change, in the order of ids."""
    changes: list[str] = []
    for document_id in sorted(before.keys() | after.keys()):
        old, new = before.get(document_id), after.get(document_id)
        if old is None:
            changes.append(f"added    {document_id}")
        elif new is None:
            changes.append(f"removed  {document_id}")
        elif old != new:
            changes.extend(_inside(old, new))
    return tuple(changes)


def _inside(old: PolicyDocument, new: PolicyDocument) -> list[str]:
    head = [f.name for f in fields(old) if f.name != "passages" and getattr(old, f.name) != getattr(new, f.name)]
    changes = [f"changed  {old.id}: {', '.join(head)}"] if head else []
    was, now = ({passage.id: passage for passage in document.passages} for document in (old, new))
    for passage_id in sorted(was.keys() | now.keys()):
        if passage_id not in was:
            changes.append(f"added    {passage_id}")
        elif passage_id not in now:
            changes.append(f"removed  {passage_id}")
        elif was[passage_id] != now[passage_id]:
            changes.append(f"changed  {passage_id}")
    return changes
