"""`feeds add`: an unknown file or address becomes a feed; what is understood of it is shown first."""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.commands.course_words import print_understood_intakes
from assistant.commands.feed_words import printable
from assistant.domain.courses import INTAKE_FIELDS, RawIntake
from assistant.domain.errors import UnavailableError
from assistant.domain.vacancies import ADVERT_FIELDS, RawAdvert, Vacancy
from assistant.services.vacancy_ports import Feed, FeedContent, FeedKind, RejectedRow
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.adapters.feeds.peek import Glance
    from assistant.domain.regions import RegionTable
    from assistant.services.feed_mapping import RawRow
    from assistant.services.propose_columns import ColumnProposal
    from assistant.services.vacancy_ports import FeedStore

UNUSABLE_ARGUMENTS = 2
_PREVIEWED = 3
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_KINDS = [kind.value for kind in FeedKind if kind is not FeedKind.SAMPLES]
_CHANGES_ONLY = (FeedKind.STREAM, FeedKind.PUSH)
_USUAL_SECONDS = 300


def add_adding_command(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    adding = actions.add_parser("add", help="propose how a file or an address is read, and add it as a feed")
    adding.add_argument("location", nargs="?", default="", metavar="FILE|FOLDER|URL", help="nothing for --kind push")
    adding.add_argument("--id", type=_feed_id, help="default: from the name of the file or host")
    adding.add_argument("--label", help="shown with every advert; default: the id")
    adding.add_argument("--kind", choices=_KINDS, help="default: found out")
    adding.add_argument("--carries", choices=[one.value for one in FeedContent], default=FeedContent.VACANCIES.value)
    adding.add_argument(
        "--map", dest="mapped", action="append", default=[], type=_mapped, metavar="FIELD=COLUMN",
        help=f"fields: {', '.join(ADVERT_FIELDS)}; of courses: {', '.join(INTAKE_FIELDS)}; empty leaves a field out",
    )  # fmt: skip
    adding.add_argument(
        "--set", dest="settings", action="append", default=[], type=_pair, metavar="NAME=VALUE",
        help="what this kind of feed needs: items, page_parameter, page_size, total, next, since, header:NAME …",
    )  # fmt: skip
    adding.add_argument("--every", type=_seconds, default=_USUAL_SECONDS, metavar="SECONDS", help="0: only by hand")
    adding.add_argument("--changes-only", action="store_true", help="what a run leaves out has not closed")
    adding.add_argument("--yes", action="store_true", help="add without asking")
    adding.set_defaults(run=add_feed)


def add_feed(arguments: argparse.Namespace, settings: Settings) -> int:
    """Shows the mapping and three adverts as understood, then adds the feed; asks first on a terminal.

    Exit status 2 where the location cannot be read, or its columns do not tell enough.
    """
    try:
        drawn = _draw(arguments, settings)
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    if isinstance(drawn, str):
        print(drawn, file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    _print_mapping(drawn)
    if not drawn.is_complete_enough:
        print(_NOT_ENOUGH, file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    _print_understood(drawn.samples, settings)
    if not arguments.yes and sys.stdin.isatty() and not _agrees(drawn.feed.id):
        print("Not added.", file=sys.stderr)
        return 0
    _put(drawn.feed, settings)
    print(f"Feed '{drawn.feed.id}' is added. Read it with: feeds sync {drawn.feed.id}", file=sys.stderr)
    return 0


_NOT_ENOUGH = (
    "Not added: the columns do not tell enough. A feed needs the title and one of employer, place, pay, description. "
    "Name them: --map title=COLUMN --map pay=COLUMN"
)


@dataclass(frozen=True)
class _Drawn:
    """A feed that has not been added yet, and what it was drawn from."""

    feed: Feed
    proposal: "ColumnProposal | None"
    samples: "tuple[RawRow, ...]" = ()
    is_complete_enough: bool = True


def _draw(arguments: argparse.Namespace, settings: Settings) -> _Drawn | str:
    """The feed, or what is wrong with the arguments. Raises UnavailableError."""
    kind = _kind_of(arguments)
    if not arguments.location and (kind is not FeedKind.PUSH or not arguments.id):
        return "Name a file, a folder or an address; or --kind push with --id."
    location = arguments.location if _is_address(arguments.location) else _absolute(arguments.location)
    store = _store(settings)
    feed_id = arguments.id or _free_id(location, arguments.location, store)
    known = store.find_feed(feed_id)
    if known is not None and known.kind is FeedKind.SAMPLES:
        return f"'{feed_id}' is the feed of the samples; choose another --id."
    feed = Feed(
        id=feed_id,
        kind=kind,
        label=arguments.label or feed_id,
        location=location,
        columns={},
        is_snapshot=kind not in _CHANGES_ONLY and not arguments.changes_only,
        every_seconds=arguments.every,
        settings=dict(arguments.settings),
        carries=FeedContent(arguments.carries),
    )
    mapped = dict(arguments.mapped)
    foreign = [name for name in mapped if name not in fields_of(feed)]
    if foreign:
        return f"A feed of {feed.carries.value} has no field '{foreign[0]}'. There are: {', '.join(fields_of(feed))}."
    if kind is FeedKind.PUSH:
        return _Drawn(replace(feed, columns=mapped), None)
    return _with_columns(feed, mapped, bool(arguments.kind), settings)


def _with_columns(feed: Feed, mapped: Mapping[str, str], is_kind_given: bool, settings: Settings) -> _Drawn | str:
    from assistant.adapters.content.advert_columns_file import read_advert_columns, read_course_columns
    from assistant.adapters.feeds.peek import glance_at
    from assistant.services.propose_columns import is_enough, is_enough_for_courses, propose_columns

    glance = glance_at(feed, is_kind_given)
    feed = replace(feed, kind=glance.kind)
    if glance.kind is FeedKind.JOB_POSTING_PAGES:
        return _Drawn(feed, None)
    missing = [column for column in mapped.values() if column and not _is_in(column, glance)]
    if missing:
        return f"There is no column '{missing[0]}'. There are: {', '.join(glance.header[:60])}."
    is_of_courses = feed.carries is FeedContent.COURSES
    read_words = read_course_columns if is_of_courses else read_advert_columns
    proposal = propose_columns(glance.header, glance.rows, read_words(settings.knowledge_dir))
    proposed = {name: column for name, column in proposal.columns.items() if column not in mapped.values()}
    columns = {name: column for name, column in (proposed | dict(mapped)).items() if column}
    feed = replace(feed, columns=columns)
    suffices = is_enough_for_courses(columns) if is_of_courses else is_enough(columns)
    return _Drawn(feed, proposal, glance.sample(feed, _PREVIEWED), suffices)


def fields_of(feed: Feed) -> tuple[str, ...]:
    """The fields the columns of a feed may be mapped to."""
    return INTAKE_FIELDS if feed.carries is FeedContent.COURSES else ADVERT_FIELDS


def _is_in(column: str, glance: "Glance") -> bool:
    return column in glance.header or any(name.startswith(f"{column}.") for name in glance.header)


def _print_mapping(drawn: _Drawn) -> None:
    print(f"feed {drawn.feed.id} ({drawn.feed.kind.value}): {printable(drawn.feed.location)}")
    if drawn.proposal is None:
        return
    found = {proposed.field: proposed for proposed in drawn.proposal.proposed}
    for name, column in sorted(drawn.feed.columns.items(), key=lambda pair: fields_of(drawn.feed).index(pair[0])):
        proposed = found.get(name)
        is_proposed = proposed is not None and proposed.column == column
        sure = f"{proposed.confidence:.0%}" if proposed is not None and is_proposed else "as told"
        samples = proposed.samples if proposed is not None and is_proposed else ()
        print(f"  {name:<16} ← {printable(column)}  ({sure})  {_shortened(samples)}".rstrip())
    unused = [column for column in drawn.proposal.unused if column not in drawn.feed.columns.values()]
    if unused:
        print(f"  not used: {printable(', '.join(unused[:30]))}{' …' if len(unused) > 30 else ''}")
    if "external_id" not in drawn.feed.columns:
        print("  no column of ids: they are made from what tells one row from another")


def _print_understood(samples: "Sequence[RawRow]", settings: Settings) -> None:
    """What was understood of the first adverts, one a block."""
    if not samples:
        return
    from assistant.adapters.content.word_files import read_regions
    from assistant.bootstrap.openings import open_feed_sync

    intakes = [raw for raw in samples if isinstance(raw, RawIntake)]
    if intakes:
        print_understood_intakes(intakes, open_feed_sync(settings), read_regions(settings.knowledge_dir))
        return
    adverts = [raw for raw in samples if isinstance(raw, RawAdvert)]
    regions = read_regions(settings.knowledge_dir)
    for raw, result in zip(adverts, open_feed_sync(settings).try_out(adverts), strict=True):
        if isinstance(result, RejectedRow):
            print(f"\n{printable(raw.title)}\n  would be rejected: {printable(result.reason)}")
            continue
        print(f"\n{printable(result.vacancy.title)}")
        for name, words in _understood(raw, result.vacancy, regions):
            print(f"  {name:<11} {printable(words)}")


def _understood(raw: RawAdvert, vacancy: Vacancy, regions: "RegionTable") -> list[tuple[str, str]]:
    region = regions.find_region(vacancy.region_id) if vacancy.region_id else None
    pay = vacancy.pay
    ends = "–".join(f"{end:g}" for end in (pay.min_yuan, pay.max_yuan) if end is not None)
    years = vacancy.experience_years
    return [
        ("employer", vacancy.employer or "?"),
        ("place", f"{raw.place or '?'} → {region.name if region else '?'}"),
        ("pay", f"{raw.pay or '?'} → {f'{ends} yuan a {pay.per}' if ends else '?'}"),
        ("education", f"{raw.education or '?'} → {vacancy.education.value if vacancy.education else '?'}"),
        ("experience", f"{raw.experience or '?'} → {f'{years} years' if years is not None else '?'}"),
    ]


def _put(feed: Feed, settings: Settings) -> None:
    """Adds or replaces it; a token it had stays valid."""
    store = _store(settings)
    known = store.find_feed(feed.id)
    store.put_feed(replace(feed, token_digest=known.token_digest) if known is not None else feed)


def _store(settings: Settings) -> "FeedStore":
    from assistant.bootstrap.openings import open_feed_store

    return open_feed_store(settings)


def _free_id(location: str, given: str, store: "FeedStore") -> str:
    """An id from the name of the file or host; another one where a feed of another place has it."""
    plain = _id_from(given)
    known = store.find_feed(plain)
    return plain if known is None or known.location == location else f"{plain}-{_mark(location)}"


def _agrees(feed_id: str) -> bool:
    print(f"\nAdd feed '{feed_id}' so? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "是")


def _kind_of(arguments: argparse.Namespace) -> FeedKind:
    if arguments.kind:
        return FeedKind(arguments.kind)
    if _is_address(arguments.location):
        return FeedKind.HTTP_JSON
    return FeedKind.FOLDER if arguments.location and Path(arguments.location).is_dir() else FeedKind.FILE


def _is_address(location: str) -> bool:
    return location.lower().startswith(("http://", "https://"))


def _absolute(location: str) -> str:
    return str(Path(location).resolve()) if location else ""


def _id_from(location: str) -> str:
    name = (urlsplit(location).hostname or "") if _is_address(location) else Path(location).stem
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48]
    return plain if len(plain) > 1 else f"feed-{_mark(location)}"


def _mark(location: str) -> str:
    return blake2b(location.encode("utf-8", "replace"), digest_size=3).hexdigest()


def _shortened(samples: Sequence[str]) -> str:
    return " · ".join(printable(sample)[:24] for sample in samples)


def _feed_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise argparse.ArgumentTypeError("use small letters, figures, dots and hyphens, at most 64")
    return text


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name.strip():
        raise argparse.ArgumentTypeError("write NAME=VALUE")
    return name.strip(), value.strip()


def _mapped(text: str) -> tuple[str, str]:
    name, column = _pair(text)
    if name not in (*ADVERT_FIELDS, *INTAKE_FIELDS):
        raise argparse.ArgumentTypeError(f"there is no field '{name}'; there are: {', '.join(ADVERT_FIELDS)}")
    return name, column


def _seconds(text: str) -> int:
    seconds = int(text)
    if seconds < 0:
        raise argparse.ArgumentTypeError("give a number of seconds, or 0")
    return seconds
