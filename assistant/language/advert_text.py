"""Fields of an advert as plain text: markup and hidden characters gone, cut before anything else reads them."""

import html
import re

from assistant.language.text import strip_hidden

#: Whatever is not surely visible, the commonest first; `strip_hidden` decides about each.
_SUSPICIOUS = re.compile(
    r"[^\u3400-\u9fff -~\u3000-\u303f\uff00-\uff9f\n\t\r\u2010-\u2027\u00a0-\u00ac\u00ae-\u02ff\u2030-\u205e"
    r"\u20a0-\u27bf\u2900-\u2bff\u3040-\u3130\u3200-\u33ff\uffe0-\uffef\U0001f300-\U0001faff]+"
)
#: An unclosed script reaches to the end: its text is nothing to read either way.
_UNREAD = re.compile(
    r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|section)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*(?:>|\Z)")
_SPACES = re.compile(r"[ \t\r\u00a0\u3000]+")
_BLANK_LINES = re.compile(r" ?\n\s*")
#: Markup may be this many times longer than what it says.
_MARKUP_SHARE = 4


def plain_line(text: str, longest: int) -> str:
    """The field on one line, at most `longest` characters."""
    if not text:
        return ""
    return " ".join(_plain(text, longest).split())[:longest]


def plain_paragraphs(text: str, longest: int) -> str:
    """The field with its lines, at most `longest` characters."""
    if not text:
        return ""
    plain = _SPACES.sub(" ", _plain(text, longest))
    if "\n" in plain:
        plain = _BLANK_LINES.sub("\n", plain)
    return plain.strip()[:longest].rstrip()


def _plain(text: str, longest: int) -> str:
    """Never looks beyond a multiple of `longest` characters, whatever the feed sent."""
    text = text[: longest * _MARKUP_SHARE]
    if "<" in text or "&" in text:
        text = _without_markup(text)
    return _SUSPICIOUS.sub(lambda match: strip_hidden(match.group()), text)


def _without_markup(text: str) -> str:
    text = html.unescape(_without_tags(text)) if "&" in text else _without_tags(text)
    return _without_tags(text)  # escaped twice, it was still markup


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    return _TAG.sub(" ", _BLOCK.sub("\n", _UNREAD.sub(" ", text)))
