"""One step of a case: judged by the domain, kept with its event."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from assistant.domain.case_policy import CasePolicy
from assistant.domain.case_steps import Happening, advance
from assistant.domain.cases import Author, Case, CaseMessage
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.outgoing_notices import reply_notice
from assistant.services.case_ports import CaseDeskStore
from assistant.services.clock import Clock
from assistant.services.live_talk import LiveTalk
from assistant.services.notification_ports import NoticeOutbox

#: Symbols that are told apart when read aloud or copied by hand; 24 to the tenth are 45 bits.
_SYMBOLS = "ACEFHJKMNPRTUVWXY2346789"
_CODE_LENGTH = 10
_NO_DIGEST = "0" * 64
_LONGEST_TEXT = 4000
_ATTEMPTS = 5
NO_CASE = "没有找到这张工单。请核对工单号。"


@dataclass(frozen=True)
class CaseParts:
    """What every service around cases needs. `policy`: the terms in force when it is called. `mask`: a text without
    personal numbers. `live`: the conversations staff have taken over; None: nothing is said in the chat.

    `unseen_after`: how long a reply may stay unread in the chat before the person is told of it elsewhere. `outbox`:
    where that waits; None: nobody is told anything.
    """

    store: CaseDeskStore
    policy: Callable[[], CasePolicy]
    clock: Clock
    mask: Callable[[str], str]
    live: LiveTalk | None = None
    unseen_after: timedelta = timedelta(minutes=2)
    outbox: NoticeOutbox | None = None


def take_step(parts: CaseParts, case: Case, happening: Happening, message: CaseMessage | None = None) -> Case:
    """The case after it. Raises ConflictError where its state does not allow it, or somebody else was faster."""
    changed = advance(case, happening, parts.policy())
    event = happening.as_event(case.number)
    notice = reply_notice(changed, event, parts.unseen_after) if parts.outbox is not None else None
    if parts.live is not None:
        return parts.live.keep_step(changed, event, message, case.owner, notice)
    return parts.store.save_case(changed, event, message, notice)


def take_step_anyway(parts: CaseParts, case: Case, happening: Happening, message: CaseMessage | None = None) -> Case:
    """As `take_step`, but what somebody else did meanwhile is no hindrance where the step is still allowed."""
    for _ in range(_ATTEMPTS):
        try:
            return take_step(parts, case, happening, message)
        except ConflictError:
            former, case = case, get_case(parts.store, case.number)
            if case.version == former.version:
                raise
    raise ConflictError("同时有别的操作在进行，这一步没有保存。请再试一次。")


def get_case(store: CaseDeskStore, number: str) -> Case:
    """Raises NotFoundError."""
    case = store.find_case(number.strip().upper())
    if case is None:
        raise NotFoundError(NO_CASE)
    return case


def message_of(
    case: Case, happening: Happening, author: Author, text: str, is_internal: bool = False, shown_name: str = ""
) -> CaseMessage:
    """What is written with the step. `shown_name`: what the person sees of a member of staff."""
    name = happening.actor if author is Author.STAFF else None
    return CaseMessage(case.number, happening.at, author, text, is_internal, name, shown_name)


def as_message_text(text: str) -> str:
    """Raises InvalidInputError for one that is empty or too long."""
    text = text.strip()
    if not text:
        raise InvalidInputError("还没有写内容。")
    if len(text) > _LONGEST_TEXT:
        raise InvalidInputError(f"内容太长了，最多 {_LONGEST_TEXT} 个字。请分几次写。")
    return text


def make_code() -> str:
    """A code that opens one case, in two groups: `ACEFH-2346K`."""
    code = "".join(secrets.choice(_SYMBOLS) for _ in range(_CODE_LENGTH))
    return f"{code[: _CODE_LENGTH // 2]}-{code[_CODE_LENGTH // 2 :]}"


def code_from(key: str) -> str:
    """The code that belongs to a key nobody can guess: the same each time, and it tells nothing of the key."""
    drawn = hashlib.sha256(f"code:{key}".encode("utf-8", "replace")).digest()
    code = "".join(_SYMBOLS[byte % len(_SYMBOLS)] for byte in drawn[:_CODE_LENGTH])
    return f"{code[: _CODE_LENGTH // 2]}-{code[_CODE_LENGTH // 2 :]}"


def code_digest(number: str, code: str) -> str:
    """What is kept of a code. Spaces, hyphens and small letters make no difference."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(f"{number}:{plain}".encode("utf-8", "replace")).hexdigest()


def code_opens(case: Case | None, number: str, code: str) -> bool:
    """Whether the code is the case's; takes as long where there is no such case."""
    kept = case.code_digest if case is not None else None
    given = code_digest(case.number if case is not None else number, code)
    return hmac.compare_digest(given, kept or _NO_DIGEST) and kept is not None
