"""How staff edit knowledge: drafts of files, what they would change, publishing by somebody else, going back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.errors import ConflictError, InvalidInputError, KnowledgeError, NotAllowedError, NotFoundError
from assistant.domain.knowledge_edits import (
    ChangeState,
    FileEdit,
    FileForm,
    KnowledgeChange,
    as_editable,
    as_file_text,
    check_words_of,
    digest_of_text,
    overlay_of,
    proposed,
    published,
    returned,
    with_edit,
    withdrawn,
    without_edit,
)
from assistant.domain.staff import AuditEvent, StaffMember
from assistant.services.clock import Clock
from assistant.services.knowledge_edit_ports import KnowledgeEditStore, KnowledgeWorkshop, Preview
from assistant.services.knowledge_shelf import KnowledgeShelf
from assistant.services.staff_ports import AuditLog

_NOT_ALLOWED = "您的岗位没有这项权限。需要的话请找主管。"
_NO_CHANGE = "没有找到这次修改。"
_NOT_YOURS = "只有写这次修改的人能改它。您可以退回给本人，写明要改什么。"
_BROKEN = "检查没有通过，还不能提交或发布。请按下面列出的地方改好。"
_TURNED = "有文件在您改的时候被别人发布了新内容，见下面标出的文件。您写的都还在，请对照后再提交。"
_WRITTEN_TO = "这次修改刚刚在别处动过，请刷新后再试。"
_NO_FILE = "没有这个文件，不用去掉。"
_SAME = "内容和现在的一样，没有要改的。"
_NO_REASON = "请写退回的原因，好让本人知道要改什么。"
_NOTHING_BACK = "从那以后没有文件变过，不用回去。"


@dataclass(frozen=True)
class KnowledgeEditing:
    """What the desk works with."""

    store: KnowledgeEditStore
    workshop: KnowledgeWorkshop
    audit: AuditLog
    clock: Clock


@dataclass(frozen=True)
class Draft:
    """Into which change set an edit goes: the one that was read, or a new one with this title and reason."""

    change_id: int | None = None
    revision: int = 0
    title: str = ""
    reason: str = ""


class KnowledgeDesk:
    """Every method takes who asks.

    Raises NotAllowedError for a role that may not, NotFoundError, ConflictError where the state does not allow it or
    somebody else was faster, InvalidInputError in words for whoever wrote it.
    """

    def __init__(self, parts: KnowledgeEditing) -> None:
        self._parts, self._store = parts, parts.store
        self._shelf = KnowledgeShelf(parts.store, parts.workshop)

    def shelf(self, member: StaffMember) -> KnowledgeShelf:
        """The files as they are, for reading."""
        self._require(member)
        return self._shelf

    def list_changes(self, member: StaffMember, states: tuple[ChangeState, ...]) -> Sequence[KnowledgeChange]:
        self._require(member)
        return self._store.list_changes(states)

    def get(self, member: StaffMember, change_id: int) -> KnowledgeChange:
        self._require(member)
        change = self._store.find_change(change_id)
        if change is None:
            raise NotFoundError(_NO_CHANGE)
        return change

    def may_publish(self, member: StaffMember, change: KnowledgeChange) -> str:
        """Empty if the member may; otherwise why not."""
        try:
            published(change, member.name, self._now(), self._may_alone(member))
        except ConflictError as error:
            return str(error)
        return ""

    def retitle(self, member: StaffMember, change_id: int, title: str, reason: str, revision: int) -> KnowledgeChange:
        change = self._own(member, change_id, revision)
        title, reason = check_words_of(title, reason)
        return self._save(replace(change, title=title, reason=reason), member, "saved")

    def write(self, member: StaffMember, draft: Draft, path: str, text: str, base: str | None) -> KnowledgeChange:
        """The file's new text into the draft. `base`: digest of the text it was written from, None for a new file.

        What somebody else has published of the file since is no obstacle here: nothing that was written gets lost.
        """
        change, text = self._target(member, draft), as_file_text(text)
        if change.find_edit(as_editable(path)) is None and digest_of_text(text) == self._shelf.digest(path):
            raise InvalidInputError(_SAME)
        return self._put(change, FileEdit(path, FileForm.WRITTEN, text, base), member)

    def remove(self, member: StaffMember, draft: Draft, path: str) -> KnowledgeChange:
        """The file is to be gone."""
        change, base = self._target(member, draft), self._shelf.digest(as_editable(path))
        if base is None:
            raise ConflictError(_NO_FILE)
        return self._put(change, FileEdit(path, FileForm.REMOVED, "", base), member)

    def settle(self, member: StaffMember, draft: Draft, path: str, keeps_ours: bool) -> KnowledgeChange:
        """Where a shipped file has changed under a published one: ours again as it is, or the shipped one."""
        change, file = self._target(member, draft), self._shelf.find_published(as_editable(path))
        base = self._shelf.digest(path)
        if file is None:
            raise ConflictError(_SAME)
        form, text = (file.form, file.text) if keeps_ours else (FileForm.SHIPPED, "")
        return self._put(change, FileEdit(path, form, text, base), member)

    def drop(self, member: StaffMember, change_id: int, path: str, revision: int) -> KnowledgeChange:
        """What was written of the file in this draft is given up."""
        change = without_edit(self._own(member, change_id, revision), path)
        return self._save(change, member, "dropped", path)

    def take_note(self, member: StaffMember, change_id: int, path: str, revision: int) -> KnowledgeChange:
        """The author has seen what somebody else has published of the file, and stays with what stands in the draft."""
        change = self._own(member, change_id, revision)
        edit = change.find_edit(path)
        if edit is None:
            raise NotFoundError(_NO_CHANGE)
        return self._put(change, replace(edit, base=self._shelf.digest(path)), member)

    def preview(self, member: StaffMember, change_id: int) -> Preview:
        """What the whole knowledge says with this change on top of what is published now."""
        change = self.get(member, change_id)
        return self._parts.workshop.preview(overlay_of(self._store.list_published(), change.edits))

    def turned(self, change: KnowledgeChange) -> tuple[str, ...]:
        """Files of which something else is in force than what the edit was written from."""
        return tuple(edit.path for edit in change.edits if edit.base != self._shelf.digest(edit.path))

    def propose(self, member: StaffMember, change_id: int, revision: int) -> KnowledgeChange:
        """Ready to be published by somebody. Nothing that a check refuses is proposed."""
        change = self._own(member, change_id, revision)
        ready = proposed(change, self._now())
        self._require_current(change)
        if not self.preview(member, change_id).is_sound:
            raise ConflictError(_BROKEN)
        kept = self._save(ready, member, "proposed")
        self._parts.workshop.wake()
        return kept

    def give_back(self, member: StaffMember, change_id: int, reason: str, revision: int) -> KnowledgeChange:
        """To its author, who may do so without a reason."""
        change = self._read(member, change_id, revision)
        if member.name != change.author and not reason.strip():
            raise InvalidInputError(_NO_REASON)
        return self._save(returned(change, reason), member, "returned")

    def withdraw(self, member: StaffMember, change_id: int, revision: int) -> KnowledgeChange:
        change = self._own(member, change_id, revision)
        return self._save(withdrawn(change, member.name, self._now()), member, "withdrawn")

    def publish(self, member: StaffMember, change_id: int, revision: int) -> KnowledgeChange:
        """In force from now on. The whole state is built and opened before; may take seconds."""
        change = self._read(member, change_id, revision)
        ready = published(change, member.name, self._now(), self._may_alone(member))
        after = self._store.latest_publication()
        self._require_current(change)
        try:
            self._parts.workshop.prove(overlay_of(self._store.list_published(), change.edits))
        except KnowledgeError as error:
            raise ConflictError(_BROKEN) from error
        shipped = {path: self._shelf.shipped_digest(path) for path in change.paths}
        kept = self._store.publish(ready, shipped, after)
        self._parts.workshop.wake()
        detail = f"publication={kept.publication} author={kept.author} {' '.join(kept.paths)}"
        return self._note(kept, member, "published", detail)

    def go_back(self, member: StaffMember, publication: int, reason: str) -> KnowledgeChange:
        """A proposal that makes every file again what it was after that publication; 0: as shipped."""
        self._require(member)
        if not 0 <= publication < self._store.latest_publication():
            raise NotFoundError(_NO_CHANGE)
        title, reason = check_words_of(f"回到第{publication}次发布" if publication else "回到随程序的版本", reason)
        edits = self._shelf.edits_back_to(publication)
        if not edits:
            raise ConflictError(_NOTHING_BACK)
        at = self._now()
        change = KnowledgeChange(title, reason, member.name, at, edits=edits, back_to=publication)
        kept = self._store.add_change(proposed(change, at))
        self._parts.workshop.wake()
        return self._note(kept, member, "went_back", f"to={publication} {' '.join(kept.paths)}")

    def _put(self, change: KnowledgeChange, edit: FileEdit, member: StaffMember) -> KnowledgeChange:
        return self._save(with_edit(change, edit), member, "saved", edit.path)

    def _target(self, member: StaffMember, draft: Draft) -> KnowledgeChange:
        if draft.change_id is not None:
            return self._own(member, draft.change_id, draft.revision)
        self._require(member)
        title, reason = check_words_of(draft.title, draft.reason)
        return KnowledgeChange(title, reason, member.name, self._now())

    def _read(self, member: StaffMember, change_id: int, revision: int) -> KnowledgeChange:
        """Raises ConflictError where it is not the one that was read."""
        change = self.get(member, change_id)
        if change.revision != revision:
            raise ConflictError(_WRITTEN_TO)
        return change

    def _own(self, member: StaffMember, change_id: int, revision: int) -> KnowledgeChange:
        change = self._read(member, change_id, revision)
        if change.author != member.name:
            raise NotAllowedError(_NOT_YOURS)
        return change

    def _require_current(self, change: KnowledgeChange) -> None:
        if self.turned(change):
            raise ConflictError(_TURNED)

    def _require(self, member: StaffMember) -> None:
        if not may_in_office(member, OfficeAction.EDIT_KNOWLEDGE):
            raise NotAllowedError(_NOT_ALLOWED)

    def _may_alone(self, member: StaffMember) -> bool:
        return may_in_office(member, OfficeAction.PUBLISH_ALONE)

    def _now(self) -> datetime:
        return self._parts.clock.now()

    def _save(self, change: KnowledgeChange, member: StaffMember, step: str, detail: str = "") -> KnowledgeChange:
        """A change without an id is new."""
        kept = self._store.save_change(change) if change.id else self._store.add_change(change)
        return self._note(kept, member, step, detail)

    def _note(self, change: KnowledgeChange, member: StaffMember, step: str, detail: str = "") -> KnowledgeChange:
        event = AuditEvent(self._now(), member.name, f"knowledge_{step}", f"knowledge:{change.id}", detail)
        self._parts.audit.add_event(event)
        return change
