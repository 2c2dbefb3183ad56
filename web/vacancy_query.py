"""A search for vacancies as an address to keep and send, and back. Nonsense in it is left out, never an error."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from assistant.domain.regions import RegionTable
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.filter_json import filter_as_json, filter_from_json
from assistant.services.vacancy_desk import VacancyDesk
from web.message_text import strip_hidden

PATH = "/vacancies"
#: Further pages are not listed: whoever is still leafing needs a narrower search.
LAST_PAGE = 50
MOST_CHARACTERS = 200
_MOST_VALUES, _VALUE_CHARACTERS = 12, 40
_MOST_YUAN, _MOST_YEARS = 10_000_000, 60
_WISH = "wish_"
#: Name in the address → field of the filter that holds several values.
_SEVERAL: Mapping[str, str] = {
    "job": "occupations",
    "word": "words",
    "place": "region_ids",
    "type": "employment_types",
    "shift": "shifts",
    "benefit": "benefits",
    "not_job": "not_occupations",
    "not_place": "not_region_ids",
    "not_shift": "not_shifts",
    "not_type": "not_employment_types",
    "not_word": "not_words",
    "licence": "licences",
}
_ONE: Mapping[str, str] = {"near": "near", "schooling": "education", "day": "starts_on"}
_SEVERAL_WISHES = ("job", "place", "type", "shift", "benefit")


@dataclass(frozen=True)
class ListVisit:
    """What a page of the list shows. `text`: words no field of the filter covers; `page` counts from 1."""

    wanted: VacancyFilter = field(default_factory=VacancyFilter)
    text: str = ""
    page: int = 1
    newest_first: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether it is anything else than the list of everything from its beginning."""
        return self != ListVisit()

    @property
    def address(self) -> str:
        return f"{PATH}?{urlencode(self.pairs)}" if self.pairs else PATH

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the address, also for the hidden fields of a form."""
        return tuple(_pairs(self))

    def with_filter(self, wanted: VacancyFilter) -> "ListVisit":
        """The same search by another filter, from its first page."""
        return replace(self, wanted=wanted, page=1)


def read_visit(params: QueryParams, regions: RegionTable) -> ListVisit:
    """The search of an address; regions that do not exist are left out of it."""
    values: dict[str, object] = {holder: _texts(params, name) for name, holder in _SEVERAL.items()}
    values |= {holder: _text(params, name) for name, holder in _ONE.items()}
    values |= {
        "pay_floor": _floor(params, "pay"),
        "experience_years": _whole(params, "years", _MOST_YEARS),
        "has_no_licence": _text(params, "no_licence") == "1",
        "wishes": {
            **{_SEVERAL[name]: _texts(params, _WISH + name) for name in _SEVERAL_WISHES},
            "near": _text(params, f"{_WISH}near"),
            "pay_floor": _floor(params, f"{_WISH}pay"),
        },
    }
    return ListVisit(
        wanted=_with_known_regions(filter_from_json(values), regions),
        text=clean(params.get("text", "")),
        page=max(1, _whole(params, "page", LAST_PAGE) or 1),
        newest_first=_text(params, "sort") == "newest",
    )


def hear(sentence: str, before: ListVisit, desk: VacancyDesk) -> ListVisit:
    """The search after a sentence: what is understood narrows or changes the filter, the rest is looked for as words.

    Of a sentence that is understood, only words that stand apart (普工 星光电子) can be such a rest: people also write
    a good deal that is meant for nobody's index.
    """
    refinement = None if before.wanted.says_nothing else desk.refine(before.wanted, sentence)
    wanted = desk.understand(sentence) if refinement is None else refinement.wanted
    if refinement is None and wanted.says_nothing:
        return ListVisit(before.wanted, sentence, newest_first=before.newest_first)
    return ListVisit(wanted, _rest(sentence, desk), newest_first=before.newest_first)


def clean(text: str) -> str:
    """The text on one line, without hidden characters, of bounded length."""
    return " ".join(strip_hidden(text[: MOST_CHARACTERS * 4]).split())[:MOST_CHARACTERS]


def _rest(sentence: str, desk: VacancyDesk) -> str:
    pieces = sentence.split()
    if len(pieces) == 1:
        return ""
    return " ".join(piece for piece in pieces if len(piece) > 1 and desk.understand(piece).says_nothing)


def _pairs(visit: ListVisit) -> Iterator[tuple[str, str]]:
    said = filter_as_json(visit.wanted)
    wishes = said.pop("wishes", {})
    yield from _filter_pairs(said, "")
    if isinstance(wishes, Mapping):
        yield from _filter_pairs(wishes, _WISH)
    if visit.text:
        yield "text", visit.text
    if visit.newest_first:
        yield "sort", "newest"
    if visit.page > 1:
        yield "page", str(visit.page)


def _filter_pairs(said: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, holder in _SEVERAL.items():
        several = said.get(holder)
        if isinstance(several, list):
            yield from ((prefix + name, str(value)) for value in several)
    yield from ((prefix + name, str(said[holder])) for name, holder in _ONE.items() if holder in said)
    floor = said.get("pay_floor")
    if isinstance(floor, Mapping):
        yield f"{prefix}pay", f"{floor['yuan']}-{floor['per']}"
    if "experience_years" in said:
        yield f"{prefix}years", str(said["experience_years"])
    if said.get("has_no_licence"):
        yield f"{prefix}no_licence", "1"


def _texts(params: QueryParams, name: str) -> list[str]:
    values = (clean(value)[:_VALUE_CHARACTERS] for value in params.getlist(name)[: 2 * _MOST_VALUES])
    return list(dict.fromkeys(value for value in values if value))[:_MOST_VALUES]


def _text(params: QueryParams, name: str) -> str:
    return next(iter(_texts(params, name)), "")


def _floor(params: QueryParams, name: str) -> dict[str, object] | None:
    """6000-month; a bare figure is by the month."""
    figure, _, per = _text(params, name).partition("-")
    try:
        yuan = float(figure)
    except ValueError:
        return None
    return {"yuan": yuan, "per": per or "month"} if math.isfinite(yuan) and 0 < yuan <= _MOST_YUAN else None


def _whole(params: QueryParams, name: str, most: int) -> int | None:
    text = _text(params, name)
    if not (text.isascii() and text.isdigit()):
        return None
    return min(int(text), most)


def _with_known_regions(wanted: VacancyFilter, regions: RegionTable) -> VacancyFilter:
    wishes = replace(wanted.wishes, region_ids=_known(wanted.wishes.region_ids, regions))
    return replace(wanted, region_ids=_known(wanted.region_ids, regions), wishes=wishes)


def _known(region_ids: Iterable[str], regions: RegionTable) -> tuple[str, ...]:
    return tuple(region_id for region_id in region_ids if regions.find_region(region_id) is not None)
