"""Tokens with which a source pushes adverts: shown once, kept as a digest."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from assistant.services.vacancy_ports import Feed

_NO_DIGEST = "0" * 64


@dataclass(frozen=True)
class NewToken:
    token: str = field(repr=False)
    digest: str


def make_token() -> NewToken:
    """A token nobody can guess, and what is kept of it."""
    token = secrets.token_urlsafe(32)
    return NewToken(token, token_digest(token))


def token_digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def token_opens(feed: Feed | None, token: str) -> bool:
    """Whether the token is the feed's; takes as long where there is no such feed."""
    kept = feed.token_digest if feed is not None else None
    return hmac.compare_digest(token_digest(token), kept or _NO_DIGEST) and kept is not None
