"""Addresses on this site, told from all others."""

from urllib.parse import urlsplit

HOME = "/"


def own_path(text: str) -> str:
    """Path and query of an address on this site; home for any other, so that a form never sends anyone elsewhere."""
    try:
        parts = urlsplit(text.replace("\\", "/"))
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return HOME
    return parts.path + (f"?{parts.query}" if parts.query else "")
