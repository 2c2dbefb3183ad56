"""How the rows of a feed become what it carries: one row one advert, or one course with its intakes several."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from assistant.domain.courses import INTAKE_FIELDS, RawIntake
from assistant.domain.vacancies import RawAdvert
from assistant.services.advert_items import LONGEST_ID, MADE_ID, AdvertMapping, Item, is_yes, value_at, words_of
from assistant.services.vacancy_ports import Feed, FeedContent, RejectedRow

RawRow = RawAdvert | RawIntake
#: Where the list of a course's intakes stands in nested JSON, unless the feed's settings say otherwise.
_INTAKES = "intakes"
_BROKEN = "\ufffd"
_MUST_BE_WHOLE = ("title", "provider", "fee", "seats", "starts_on", "ends_on", "enrol_by", "url", "course_key")
#: What tells one intake from another where the feed gives no id.
_TELLING = ("title", "provider", "place", "starts_on", "schedule")


def row_reader(feed: Feed) -> Callable[[Item, int], Iterator[RawRow | RejectedRow]]:
    """Gives for an item and its row what the item holds, or why it holds nothing that can be used."""
    if feed.carries is FeedContent.COURSES:
        return IntakeMapping.of(feed).read
    mapping = AdvertMapping.of(feed)
    return lambda item, row: iter((mapping.read(item, row),))


def single_items(feed: Feed, item: Item) -> tuple[Item, ...]:
    """The item with one intake in the place of the list of them, for each; any other item as it is."""
    if feed.carries is not FeedContent.COURSES:
        return (item,)
    path = feed.settings.get("intakes", _INTAKES)
    found = item.get(path)
    if not isinstance(found, list):
        return (item,)
    return tuple({**item, path: one} for one in found if isinstance(one, Mapping))


@dataclass(frozen=True)
class IntakeMapping:
    """How the items of one feed become intakes. `columns`: our field → column or dotted path, in nested JSON
    `intakes.NAME` for what stands in the list; `removed`: the path that says that an intake is gone."""

    columns: Mapping[str, str]
    removed: str
    intakes: str

    @classmethod
    def of(cls, feed: Feed) -> "IntakeMapping":
        """A feed without columns uses our own names."""
        settings = feed.settings
        return cls(feed.columns, settings.get("removed", "removed"), settings.get("intakes", _INTAKES))

    def read(self, item: Item, row: int) -> Iterator[RawIntake | RejectedRow]:
        """One result for each intake of the item."""
        found = item.get(self.intakes)
        if not isinstance(found, list):
            yield self._read_one(item, row, is_nested=False)
            return
        singles = [{**item, self.intakes: one} for one in found if isinstance(one, Mapping)]
        if not singles:
            yield RejectedRow(row, "", "The course has no intake.")
        for single in singles:
            yield self._read_one(single, row, is_nested=True)

    def _read_one(self, item: Item, row: int, is_nested: bool) -> RawIntake | RejectedRow:
        words = {name: words_of(self._value(item, name, is_nested), name) for name in INTAKE_FIELDS}
        is_removed = is_yes(value_at(item, f"{self.intakes}.{self.removed}")) or is_yes(value_at(item, self.removed))
        external_id = words.pop("external_id")
        broken = [name for name in _MUST_BE_WHOLE if _BROKEN in words[name]]
        if broken or _BROKEN in external_id:
            reason = f"Holds characters that cannot be read, in {', '.join(broken) or 'external_id'}."
            return RejectedRow(row, external_id[:LONGEST_ID], reason)
        if len(external_id) > LONGEST_ID or len(words["course_key"]) > LONGEST_ID:
            return RejectedRow(row, external_id[:LONGEST_ID], f"The id is longer than {LONGEST_ID} characters.")
        if is_removed and not external_id:
            return RejectedRow(row, "", "Is marked as removed, but has no id.")
        if not is_removed and not words["title"]:
            return RejectedRow(row, external_id, "Has no title.")
        read = RawIntake(external_id or _made_id(words), is_removed=is_removed, row=row, **words)
        return read if read.course_key else replace(read, course_key=_made_id(words, ("title", "provider", "level")))

    def _value(self, item: Item, name: str, is_nested: bool) -> object:
        if self.columns:
            return value_at(item, self.columns[name]) if name in self.columns else None
        if not is_nested:
            return value_at(item, name)
        inner = value_at(item, f"{self.intakes}.{'id' if name == 'external_id' else name}")
        return inner if inner is not None else value_at(item, "id" if name == "course_key" else name)


def _made_id(words: Mapping[str, str], names: tuple[str, ...] = _TELLING) -> str:
    said = "\x1f".join(words.get(name, "") for name in names)
    return MADE_ID + blake2b(said.encode(), digest_size=10).hexdigest()
