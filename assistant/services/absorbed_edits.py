"""Published files that an upgrade has brought word for word: from then on the shipped ones count again."""

from collections.abc import Callable
from dataclasses import replace

from assistant.domain.cases import COMMAND_LINE
from assistant.domain.knowledge_edits import (
    ChangeState,
    FileEdit,
    FileForm,
    KnowledgeChange,
    digest_of_text,
    in_force,
)
from assistant.domain.staff import AuditEvent
from assistant.services.clock import Clock
from assistant.services.knowledge_edit_ports import KnowledgeEditStore
from assistant.services.staff_ports import AuditLog


def give_back_absorbed(
    store: KnowledgeEditStore, find_shipped: Callable[[str], str | None], audit: AuditLog, clock: Clock
) -> tuple[str, ...]:
    """Their paths. What is told does not change by it; without it a later upgrade of such a file would conflict.

    Meant for after an upgrade has reached every machine. Raises ConflictError where somebody publishes meanwhile.
    """
    after, at = store.latest_publication(), clock.now()
    edits = []
    for path, file in sorted(in_force(store.list_published()).items()):
        text = file.text if file.form is FileForm.WRITTEN else None
        if find_shipped(path) == text:
            edits.append(FileEdit(path, FileForm.SHIPPED, "", None if text is None else digest_of_text(text)))
    if not edits:
        return ()
    draft = KnowledgeChange("已随程序带上的文件", "升级带来了同样的内容", COMMAND_LINE, at, edits=tuple(edits))
    added = store.add_change(draft)
    shipped = {edit.path: edit.base for edit in edits}
    ready = replace(added, state=ChangeState.PUBLISHED, closed_by=COMMAND_LINE, closed_at=at)
    done = store.publish(ready, shipped, after)
    paths = tuple(edit.path for edit in edits)
    detail = f"publication={done.publication} author={COMMAND_LINE} {' '.join(paths)}"
    audit.add_event(AuditEvent(at, COMMAND_LINE, "knowledge_published", f"knowledge:{done.id}", detail))
    return paths
