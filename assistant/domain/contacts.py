"""How to reach the person of a case: given by form with consent, shown masked, revealed for a reason."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.domain.errors import InvalidInputError


class RevealReason(StrEnum):
    """Why staff look at contact details in full; the audit log names it."""

    CALL_BACK = "call_back"
    FOLLOW_UP = "follow_up"
    DISPATCH = "dispatch"
    RECOVER_CODE = "recover_code"
    DANGER = "danger"
    ROSTER = "roster"


@dataclass(frozen=True)
class ContactDetails:
    """`name`: how to address the person, not necessarily in full. At least one of `phone` and `email` is there.

    `when`: when they would like to be called.
    """

    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    when: str = field(default="", repr=False)


@dataclass(frozen=True)
class LeftContact:
    """Details, when they were agreed to, and the digest of the wording the person agreed to."""

    details: ContactDetails
    consented_at: datetime
    wording: str


@dataclass(frozen=True)
class MaskedContact:
    """Enough to recognise one's own details by, and to see that there are some."""

    name: str
    phone: str
    email: str
    when: str
    consented_at: datetime


_LONGEST_NAME, _LONGEST_EMAIL, _LONGEST_WHEN = 30, 120, 60
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(0[0-9]{2,3})?([2-9][0-9]{6,7})")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_BESIDE_FIGURES = re.compile(r"[\s()\-–—]")


def as_contact(name: str, phone: str, email: str, when: str) -> ContactDetails:
    """Details as they are kept: narrow letters, figures without gaps. Raises InvalidInputError, in words for the
    person."""
    name, phone, email, when = (_plain(text) for text in (name, phone, email, when))
    phone = _as_phone(phone) if phone else ""
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidInputError(f"请写怎么称呼您，最多 {_LONGEST_NAME} 个字，写“王女士”这样也可以。")
    if not phone and not email:
        raise InvalidInputError("请留一个电话或者邮箱，工作人员才能联系到您。")
    if email and (len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise InvalidInputError("邮箱好像不对，请再看一眼。")
    if len(when) > _LONGEST_WHEN:
        raise InvalidInputError(f"“方便的时间”最多写 {_LONGEST_WHEN} 个字。")
    return ContactDetails(name, phone, email, when)


def masked(left: LeftContact) -> MaskedContact:
    """张** · 138****0000 · z***@example.org"""
    details = left.details
    name = details.name[0] + "*" * (len(details.name) - 1)
    phone = details.phone
    if phone:
        shown = 3 if len(phone) >= 11 else 0
        phone = phone[:shown] + "*" * (len(phone) - shown - 4) + phone[-4:]
    email = details.email
    if email:
        user, _, domain = email.rpartition("@")
        email = f"{user[0]}***@{domain}"
    return MaskedContact(name, phone, email, details.when, left.consented_at)


def _as_phone(text: str) -> str:
    figures = _BESIDE_FIGURES.sub("", text)
    mobile = _MOBILE.fullmatch(figures)
    if mobile is not None:
        return mobile[1]
    if _LANDLINE.fullmatch(figures) is None:
        raise InvalidInputError("电话号码好像不对：手机号是 11 位，座机请带上区号。")
    return figures


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in narrow).split())
