"""Edits of knowledge files by staff: change sets, who may publish them, what has been published over shipped files."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from assistant.domain.errors import ConflictError, InvalidInputError

MOST_CHARACTERS = 256 * 1024
MOST_FILES = 20
_LONGEST_TITLE, _LONGEST_REASON = 80, 500
_ID = "[a-z0-9][a-z0-9-]{0,79}"
_NAME = "[a-z0-9][a-z0-9_-]{0,79}"
_EDITABLE = re.compile(
    rf"policies/{_ID}\.md|schemes/{_ID}/(?:scheme\.yaml|guidance\.md|cases\.yaml)|parameters/{_NAME}\.yaml"
    rf"|(?:handover|replies|utterances|utterances/sections|lexicon)/{_NAME}\.yaml"
    r"|facts\.yaml|intents\.yaml|regions\.yaml|places\.yaml"
)
#: Read by the intake of adverts when a process starts, so that an edit here would only half be in force.
_OF_ADVERTS = re.compile(r"lexicon/(?:advert_\w+|vacanc\w+|occupations)\.yaml")
#: Who gets money, and how much.
_MONEY = re.compile(r"schemes/.*|parameters/.*|facts\.yaml")


class ChangeState(StrEnum):
    """draft → proposed → published; a proposal may go back to its author, and what is not published be withdrawn."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class FileForm(StrEnum):
    """What a file is from now on: as written here, not there at all, or again as it is shipped."""

    WRITTEN = "written"
    REMOVED = "removed"
    SHIPPED = "shipped"


@dataclass(frozen=True)
class FileEdit:
    """One file of a change set. `base`: digest of the text it was written from; None where there was no such file.

    `text` is empty unless the form is `written`.
    """

    path: str
    form: FileForm
    text: str
    base: str | None


@dataclass(frozen=True)
class PublishedFile:
    """A file as published. `publication`: the number of the publishing, counted through all.

    `shipped`: digest of the shipped file at that moment, None where there was none.
    """

    path: str
    publication: int
    form: FileForm
    text: str
    shipped: str | None
    published_by: str
    published_at: datetime


@dataclass(frozen=True)
class KnowledgeChange:
    """Several files that are published together or not at all. `revision` changes with every write.

    `back_to`: the publication that it goes back to; 0 is the knowledge as shipped. `returned`: why it was given back.
    """

    title: str
    reason: str
    author: str
    created_at: datetime
    state: ChangeState = ChangeState.DRAFT
    edits: tuple[FileEdit, ...] = ()
    back_to: int | None = None
    proposed_at: datetime | None = None
    returned: str = ""
    closed_by: str | None = None
    closed_at: datetime | None = None
    publication: int | None = None
    id: int = 0
    revision: int = 0

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(edit.path for edit in self.edits)

    @property
    def is_about_money(self) -> bool:
        return any(_MONEY.fullmatch(path) for path in self.paths)

    def find_edit(self, path: str) -> FileEdit | None:
        return next((edit for edit in self.edits if edit.path == path), None)


def digest_of_text(text: str) -> str:
    """By which two states of a file are told apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_editable(path: str) -> bool:
    """Whether staff may edit the file: it is content, and an edit is in force as soon as it is published."""
    return _EDITABLE.fullmatch(path) is not None and _OF_ADVERTS.fullmatch(path) is None


def as_editable(path: str) -> str:
    """The path. Raises InvalidInputError for anything that is no knowledge file staff may edit."""
    if not is_editable(path):
        raise InvalidInputError("这个文件名不能用。请写成列表里那样，例如 policies/wage-arrears.md。")
    return path


def as_file_text(text: str) -> str:
    """The text with plain line ends and one at its end. Raises InvalidInputError where it is empty or too long."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    if not plain.strip():
        raise InvalidInputError("文件不能是空的。不要这个文件了，请用“去掉这个文件”。")
    if len(plain) > MOST_CHARACTERS:
        raise InvalidInputError(f"文件太长，最多 {MOST_CHARACTERS // 1024} 千字。请分成几个文件。")
    return plain


def check_words_of(title: str, reason: str) -> tuple[str, str]:
    """Both without space around. Raises InvalidInputError."""
    title, reason = " ".join(title.split()), reason.strip()
    if not title or len(title) > _LONGEST_TITLE:
        raise InvalidInputError(f"请写标题，最多 {_LONGEST_TITLE} 个字。")
    if not reason or len(reason) > _LONGEST_REASON:
        raise InvalidInputError(f"请写为什么改（依据哪份文件），最多 {_LONGEST_REASON} 个字。")
    return title, reason


def with_edit(change: KnowledgeChange, edit: FileEdit) -> KnowledgeChange:
    """The draft with this state of the file; one that went back to a publication is now an edit like any other.

    Raises ConflictError, InvalidInputError for too many files.
    """
    _require(change, ChangeState.DRAFT, "只有草稿能改。已经提交的，请先拿回来。")
    edits = (*(one for one in change.edits if one.path != edit.path), edit)
    if len(edits) > MOST_FILES:
        raise InvalidInputError(f"一次最多改 {MOST_FILES} 个文件。请分成几次。")
    return replace(change, edits=tuple(sorted(edits, key=lambda one: one.path)), back_to=None)


def without_edit(change: KnowledgeChange, path: str) -> KnowledgeChange:
    _require(change, ChangeState.DRAFT, "只有草稿能改。已经提交的，请先拿回来。")
    return replace(change, edits=tuple(one for one in change.edits if one.path != path), back_to=None)


def proposed(change: KnowledgeChange, at: datetime) -> KnowledgeChange:
    _require(change, ChangeState.DRAFT, "这次修改已经提交过了。")
    if not change.edits:
        raise InvalidInputError("还没有改任何文件。请先改一个文件。")
    return replace(change, state=ChangeState.PROPOSED, proposed_at=at, returned="")


def returned(change: KnowledgeChange, reason: str) -> KnowledgeChange:
    """A draft again. `reason`: empty where the author takes it back."""
    _require(change, ChangeState.PROPOSED, "这次修改现在不在等发布。")
    return replace(change, state=ChangeState.DRAFT, proposed_at=None, returned=reason.strip()[:_LONGEST_REASON])


def withdrawn(change: KnowledgeChange, by: str, at: datetime) -> KnowledgeChange:
    if change.state not in (ChangeState.DRAFT, ChangeState.PROPOSED):
        raise ConflictError("已经发布或作废的不能再作废。要撤回发布，请用“回到以前的版本”。")
    return replace(change, state=ChangeState.WITHDRAWN, closed_by=by, closed_at=at)


def published(change: KnowledgeChange, by: str, at: datetime, may_alone: bool) -> KnowledgeChange:
    """Published, but for its number. `may_alone`: by somebody who may publish own edits that are not about money.

    Raises ConflictError where it is not waiting for it, or where a second person is needed. Going back to what two
    people have published before takes one who may publish alone.
    """
    _require(change, ChangeState.PROPOSED, "这次修改现在不在等发布。")
    if by == change.author and not (may_alone and (change.back_to is not None or not change.is_about_money)):
        raise ConflictError(needs_another(change))
    return replace(change, state=ChangeState.PUBLISHED, closed_by=by, closed_at=at)


def needs_another(change: KnowledgeChange) -> str:
    """Why the author may not publish it."""
    if change.is_about_money:
        return "这次修改涉及补贴条件或金额，要由另一个人核对后发布，本人不能自己发布。"
    return "自己写的要由另一位编辑或主管发布。"


def in_force(files: Iterable[PublishedFile]) -> dict[str, PublishedFile]:
    """Of published states of files, the latest of each path that stands over the shipped one."""
    latest: dict[str, PublishedFile] = {}
    for file in sorted(files, key=lambda one: one.publication):
        latest[file.path] = file
    return {path: file for path, file in latest.items() if file.form is not FileForm.SHIPPED}


def overlay_of(files: Iterable[PublishedFile], edits: Iterable[FileEdit] = ()) -> dict[str, str | None]:
    """Path → text that stands in place of the shipped file, None for a file that is gone; `edits` go on top."""
    overlay: dict[str, str | None] = {}
    for path, file in in_force(files).items():
        overlay[path] = file.text if file.form is FileForm.WRITTEN else None
    for edit in edits:
        if edit.form is FileForm.SHIPPED:
            overlay.pop(edit.path, None)
        else:
            overlay[edit.path] = edit.text if edit.form is FileForm.WRITTEN else None
    return overlay


def _require(change: KnowledgeChange, state: ChangeState, words: str) -> None:
    if change.state is not state:
        raise ConflictError(words)
