"""Items of a feed into raw adverts: columns and dotted paths looked up, values as plain words of bounded length."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html.parser import HTMLParser

from assistant.domain.vacancies import ADVERT_FIELDS, RawAdvert
from assistant.language.text import strip_hidden
from assistant.services.vacancy_ports import Feed, RejectedRow

Item = Mapping[str, object]
LONGEST_DESCRIPTION, LONGEST_FIELD, LONGEST_ID = 20_000, 500, 200
#: An id that was made here, because the feed gives none, starts with this.
MADE_ID = "made-"
_BROKEN = "\ufffd"
#: Where a character that could not be read may not stand; in longer texts it is left to be seen.
_MUST_BE_WHOLE = ("title", "employer", "pay", "posted_on", "closes_on", "starts_on", "openings", "credit_code", "url")
_DEEPEST = 6
_NAMING = ("label", "name", "text", "value", "title", "#text")
_YES = frozenset(("true", "1", "yes", "y", "是"))
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_SPACES = re.compile(r"[^\S\n]+")
#: What `strip_hidden` takes out, near enough to tell at the speed of a search whether it has to look at all.
_PERHAPS_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U0010ffff]".replace(_BROKEN, "")
)
_BLOCKS = frozenset(("p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"))
_UNSEEN = frozenset(("script", "style", "template", "noscript"))


@dataclass(frozen=True)
class AdvertMapping:
    """How the items of one feed become adverts. `columns`: our field → column or dotted path; `removed`: the path that
    says that an advert is gone."""

    columns: Mapping[str, str]
    removed: str = "removed"

    @classmethod
    def of(cls, feed: Feed) -> "AdvertMapping":
        """A feed without columns uses our own names."""
        columns = feed.columns or {name: name for name in ADVERT_FIELDS}
        return cls(columns, feed.settings.get("removed", "removed"))

    def read(self, item: Item, row: int) -> RawAdvert | RejectedRow:
        """The advert, or why there is none: no title, no id where it is removed, an id too long, broken characters."""
        words = {name: words_of(value_at(item, path), name) for name, path in self.columns.items()}
        is_removed = is_yes(value_at(item, self.removed))
        external_id = words.pop("external_id", "")
        broken = [name for name in _MUST_BE_WHOLE if _BROKEN in (words.get(name) or "")]
        if broken or _BROKEN in external_id:
            reason = f"Holds characters that cannot be read, in {', '.join(broken) or 'external_id'}."
            return RejectedRow(row, external_id[:LONGEST_ID], reason)
        if len(external_id) > LONGEST_ID:
            return RejectedRow(row, external_id[:LONGEST_ID], f"The id is longer than {LONGEST_ID} characters.")
        if is_removed and not external_id:
            return RejectedRow(row, "", "Is marked as removed, but has no id.")
        if not is_removed and not words.get("title"):
            return RejectedRow(row, external_id, "Has no title.")
        return RawAdvert(external_id=external_id or made_id(words), is_removed=is_removed, row=row, **words)


def made_id(words: Mapping[str, str]) -> str:
    """An id for an advert that has none: the same for the same title, employer and place."""
    said = "\x1f".join(words.get(name, "") for name in ("title", "employer", "place"))
    return MADE_ID + blake2b(said.encode(), digest_size=10).hexdigest()


def value_at(item: Item, path: str) -> object:
    """What stands at a dotted path; through a list, what stands there in each of its items. None: nothing."""
    if path in item:
        return item[path]
    found: object = item
    for name in path.split("."):
        found = _step(found, name)
        if found is None:
            return None
    return found


def words_of(value: object, field: str = "description") -> str:
    """A value as it would be printed: markup and hidden characters taken out, cut to what the field may hold.

    Of an object its label; of a list its parts with a comma between.
    """
    if value is None or value == "":  # most fields of most adverts
        return ""
    longest = LONGEST_DESCRIPTION if field == "description" else LONGEST_FIELD
    if field == "external_id":
        longest = LONGEST_ID + 1
    return plain_words(_printed(value, 0)[: 4 * LONGEST_DESCRIPTION])[:longest]


def plain_words(text: str) -> str:
    """The text without markup, scripts and hidden characters; lines stay lines."""
    if "<" in text and _TAG.search(text):
        text = _text_of(text)
    if _PERHAPS_HIDDEN.search(text):
        text = strip_hidden(text)
    return text.strip()


def is_yes(value: object) -> bool:
    """Whether a value of a feed says yes."""
    return value is True or (isinstance(value, str | int) and str(value).strip().lower() in _YES)


def flat_item(item: Item) -> dict[str, str]:
    """Dotted path → words, for every value in the item that can be printed."""
    return {path: words_of(value) for path, value in _leaves(item, "", 0)}


def _leaves(value: object, path: str, depth: int) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping) and depth < _DEEPEST:
        for name, part in value.items():
            yield from _leaves(part, f"{path}.{name}" if path else str(name), depth + 1)
    else:
        yield path, value


def _step(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        if name.isdigit():
            return value[int(name)] if int(name) < len(value) else None
        found = [step for part in value if (step := _step(part, name)) is not None]
        return found or None
    return None


def _printed(value: object, depth: int) -> str:
    if isinstance(value, str):
        return value
    if value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, Mapping):
        return next((text for name in _NAMING if (text := _printed(value.get(name), depth + 1))), "")
    if isinstance(value, Sequence):
        return "，".join(filter(None, (_printed(part, depth + 1) for part in value[:100])))
    return _shown(value)


def _shown(value: object) -> str:
    """Figures and dates; a figure too long to be one is none."""
    try:
        return str(value)
    except ValueError:
        return ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, text: str) -> None:
        if not self._unseen:
            self.parts.append(text)


def _text_of(markup: str) -> str:
    parser = _Words()
    parser.feed(markup)
    parser.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)
