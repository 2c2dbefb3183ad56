"""The list of vacancies as a page shows it: chips, facets with counts, ways on and, where nothing fits, ways out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.domain.vacancies import Education, EmploymentType
from assistant.domain.vacancy_filter import NEAR_HERE, VacancyFilter
from assistant.services.filter_chips import without
from assistant.services.relax_filter import find_relaxations, find_tightest
from assistant.services.vacancy_desk import VacancyDesk, VacancyPage
from assistant.services.vacancy_phrases import region_words
from assistant.services.wanted_regions import wanted_regions
from web.vacancy_query import LAST_PAGE, ListVisit
from web.vacancy_view import VacancyView, view_vacancy

_TOP = 12
_SCHOOLING = (Education.JUNIOR, Education.SENIOR, Education.COLLEGE, Education.BACHELOR, Education.MASTER)


@dataclass(frozen=True)
class LinkView:
    """A search to go to; `count` is how many it finds, None where that is not counted."""

    label: str
    address: str
    count: int | None = None


@dataclass(frozen=True)
class FacetView:
    """One way to narrow the list. `chosen`: the limits set already, each leading to the list without it.

    `rest` are choices that few look for, behind one more tap.
    """

    name: str
    chosen: tuple[LinkView, ...]
    choices: tuple[LinkView, ...]
    rest: tuple[LinkView, ...] = ()


@dataclass(frozen=True)
class WaysOut:
    """Where nothing fits: the limit that excludes most (`tightest`, with how many fit without it), and steps away."""

    tightest: LinkView | None
    steps: tuple[LinkView, ...]


@dataclass(frozen=True)
class ListView:
    """What `vacancies.html` shows. `needs_place`: near was asked for, and nobody knows of what."""

    visit: ListVisit
    cards: tuple[VacancyView, ...]
    total: int
    pages: int
    chips: tuple[LinkView, ...]
    facets: tuple[FacetView, ...]
    best: str
    newest: str
    earlier: str
    later: str
    ways_out: WaysOut | None
    has_samples: bool
    needs_place: bool


def view_list(visit: ListVisit, found: VacancyPage, desk: VacancyDesk) -> ListView:
    """The view of one page of the list."""
    pages = min(found.pages, LAST_PAGE)
    cards = tuple(view_vacancy(desk.card(match), desk.words.labels) for match in found.matches)
    return ListView(
        visit=visit,
        cards=cards,
        total=found.total,
        pages=pages,
        chips=tuple(_chips(visit, desk)),
        facets=tuple(_facets(visit, found.facets, desk)),
        best=replace(visit, newest_first=False, page=1).address,
        newest=replace(visit, newest_first=True, page=1).address,
        earlier=replace(visit, page=min(visit.page - 1, pages)).address if visit.page > 1 else "",
        later=replace(visit, page=visit.page + 1).address if visit.page < pages else "",
        ways_out=_ways_out(visit, desk) if found.total == 0 else None,
        has_samples=any(card.is_sample for card in cards),
        needs_place=NEAR_HERE in (visit.wanted.near, visit.wanted.wishes.near),
    )


def _chips(visit: ListVisit, desk: VacancyDesk) -> list[LinkView]:
    chips = [
        LinkView(chip.label, visit.with_filter(without(visit.wanted, chip.key)).address)
        for chip in desk.chips(visit.wanted)
    ]
    if visit.text:
        chips.append(LinkView(f"“{visit.text}”", replace(visit, text="", page=1).address))
    return chips


def _facets(visit: ListVisit, counts: Mapping[str, Mapping[str, int]], desk: VacancyDesk) -> list[FacetView]:
    """The four facets. One whose limit is set shows only that: how many others it would find is not counted."""
    choices = {
        "region_ids": _regions(visit, counts.get("region_ids", {}), desk),
        "employment_types": _kinds(visit, counts.get("employment_types", {}), desk),
        "occupations": _occupations(visit, counts.get("occupations", {})),
        "education": _schooling(visit, counts.get("education", {}), desk),
    }
    return [_facet(name, visit, desk, links) for name, links in choices.items()]


def _facet(name: str, visit: ListVisit, desk: VacancyDesk, links: list[LinkView]) -> FacetView:
    chosen = tuple(
        LinkView(chip.label, visit.with_filter(without(visit.wanted, chip.key)).address)
        for chip in desk.chips(visit.wanted)
        if chip.key.partition(".")[0] == name
    )
    if chosen:
        return FacetView(name, chosen, ())
    return FacetView(name, (), tuple(links[:_TOP]), tuple(links[_TOP:]) if name == "region_ids" else ())


def _regions(visit: ListVisit, counts: Mapping[str, int], desk: VacancyDesk) -> list[LinkView]:
    """Districts with what has gone up into them, as the link then finds it; most first."""
    regions, today = desk.words.regions, desk.search.today
    known = [region for name in counts if (region := regions.find_region(name)) is not None]
    ids = dict.fromkeys([*(one.id for one in known), *(one.successor_id for one in known if one.successor_id)])
    links = []
    for region_id in ids:
        meant = wanted_regions((region_id,), regions)
        if meant is not None:
            found = sum(counts.get(name, 0) for name in meant)
            address = visit.with_filter(replace(visit.wanted, region_ids=(region_id,), near=None)).address
            links.append(LinkView(region_words(region_id, regions, today), address, found))
    return sorted(links, key=lambda link: -(link.count or 0))


def _kinds(visit: ListVisit, counts: Mapping[str, int], desk: VacancyDesk) -> list[LinkView]:
    return [
        LinkView(
            desk.words.labels[kind.value],
            visit.with_filter(replace(visit.wanted, employment_types=(kind,))).address,
            counts[kind.value],
        )
        for kind in EmploymentType
        if counts.get(kind.value)
    ]


def _occupations(visit: ListVisit, counts: Mapping[str, int]) -> list[LinkView]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
    return [
        LinkView(name, visit.with_filter(replace(visit.wanted, occupations=(name,))).address, count)
        for name, count in ordered
    ]


def _schooling(visit: ListVisit, counts: Mapping[str, int], desk: VacancyDesk) -> list[LinkView]:
    """What somebody with this schooling may take up: all that asks for no more."""
    links = []
    for schooling in _SCHOOLING:
        found = sum(counts.get(each.value, 0) for each in Education if each.rank <= schooling.rank)
        if found:
            address = visit.with_filter(replace(visit.wanted, education=schooling)).address
            links.append(LinkView(desk.words.labels[schooling.value], address, found))
    return links


def _ways_out(visit: ListVisit, desk: VacancyDesk) -> WaysOut:
    """Without the typed words first, where there are any: what is counted below is counted without them."""
    if visit.text:
        found = desk.search.count(visit.wanted)
        plain = LinkView(f"“{visit.text}”", replace(visit, text="", page=1).address, found)
        return WaysOut(plain if found else None, (plain,) if found else ())
    blamed = find_tightest(visit.wanted, desk.search)
    tightest = LinkView(_limit(visit.wanted, blamed[0], desk), "", blamed[1]) if blamed is not None else None
    steps = tuple(
        LinkView(_step(visit.wanted, step.wanted, desk), visit.with_filter(step.wanted).address, step.count)
        for step in find_relaxations(visit.wanted, desk.search)
    )
    return WaysOut(tightest, steps)


def _limit(wanted: VacancyFilter, name: str, desk: VacancyDesk) -> str:
    labels = (chip.label for chip in desk.chips(wanted) if chip.key.partition(".")[0] == name)
    return "、".join(labels)


def _step(wanted: VacancyFilter, then: VacancyFilter, desk: VacancyDesk) -> str:
    """What a step changes, in words: 改成“月薪5000元以上”, 不限“包吃”."""
    before = [chip.label for chip in desk.chips(wanted)]
    after = [chip.label for chip in desk.chips(then)]
    added = [label for label in after if label not in before]
    gone = [label for label in before if label not in after]
    return f"改成“{'、'.join(added)}”" if added else f"不限“{'、'.join(gone)}”"
