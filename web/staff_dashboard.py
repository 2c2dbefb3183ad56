"""How the service is doing: pictures with their tables, by days, audience and district; as files, too."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from assistant.domain.knowledge import Audience
from assistant.domain.oversight import ALL
from assistant.domain.regions import Region
from assistant.services.oversight import Figures, Span
from assistant.services.oversight_ports import Picture
from assistant.services.workers_sheets import Sheet
from web.problems import ProblemError, ProblemName
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader
from web.staff_dashboard_view import (
    Words,
    draw_pictures,
    feeds_sheet,
    headline,
    lapsing_sheet,
    rows_as_words,
    tells_something,
)
from web.staff_queue import offices_of
from web.staff_view import moment

router = APIRouter(prefix=f"{CONSOLE}/dashboard", include_in_schema=False)
#: Spans offered by a link, in days up to today; no span is longer than two years.
_OFFERED, _USUAL, _LONGEST = (1, 7, 30, 92, 365), 30, 731
_NOT_KNOWN = "none"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Chosen:
    """What is looked at, and the address it is found under."""

    span: Span
    address: str


def chosen_span(site: SiteDep, first: str = "", last: str = "", audience: str = "", district: str = "") -> Chosen:
    """A day nobody can read, an audience or a district nobody knows set no limit."""
    today = site.assistant.office.clock.today()
    until = _day(last) or today
    since = _day(first) or until - timedelta(days=_USUAL - 1)
    until = max(since, min(until, since + timedelta(days=_LONGEST - 1)))
    regions = {region.id for region in _districts(site, today)}
    of = audience if audience in tuple(Audience) else ""
    where = district if district in (*regions, _NOT_KNOWN) else ""
    span = Span(since, until, of or ALL, "" if where == _NOT_KNOWN else where or ALL)
    query = {"first": since.isoformat(), "last": until.isoformat(), "audience": of, "district": where}
    return Chosen(span, urlencode({name: value for name, value in query.items() if value}))


ChosenDep = Annotated[Chosen, Depends(chosen_span)]


@router.get("")
def dashboard(request: Request, site: SiteDep, who: Reader, chosen: ChosenDep) -> Response:
    """Numbers of the span, each picture with its table, what is stale or about to lapse now."""
    office, words = site.assistant.oversight, _words(site)
    figures = office.figures.figures(who.member, chosen.span)
    today, span = site.assistant.office.clock.today(), chosen.span
    context = {
        "who": who,
        "offices": offices_of(who),
        "headline": headline(figures, words),
        "pictures": [
            (each, rows_as_words(each.sheet, each.is_share) if tells_something(each) else [])
            for each in draw_pictures(figures, words)
        ],
        "sheets": [(each, rows_as_words(each)) for each in _live_sheets(site, who, words)],
        "address": chosen.address,
        "span": span,
        "audiences": [audience.value for audience in Audience],
        "audience": "" if span.audience == ALL else span.audience,
        "districts": [(region.id, region.name) for region in _districts(site, today)],
        "district": "" if span.district == ALL else span.district or _NOT_KNOWN,
        "offered": [(days, _last_days(today, days, chosen.address)) for days in _OFFERED],
        "today": today,
        "counted_until": moment(figures.counted_until) if figures.counted_until is not None else "",
        "is_paused": office.pause.current() is not None,
    }
    return site.pages.render(request, "staff_dashboard.html", context)


@router.get("/{name}.svg")
def picture(name: str, site: SiteDep, who: Reader, chosen: ChosenDep) -> Response:
    """One picture, drawn. Raises 404 for a name nobody knows."""
    drawn = site.assistant.oversight.draw(_get_picture(site, who, chosen, name))
    return Response(drawn, media_type="image/svg+xml")


@router.get("/{name}.csv")
def table(name: str, site: SiteDep, who: Reader, chosen: ChosenDep) -> Response:
    """The table of one picture. Raises 404 for a name nobody knows."""
    found = _get_picture(site, who, chosen, name)
    content = site.assistant.oversight.as_csv(found.sheet)
    return _file(content, "text/csv; charset=utf-8", f"{found.title}.csv", chosen.span)


@router.get("/all.xlsx")
def workbook(site: SiteDep, who: Reader, chosen: ChosenDep) -> Response:
    """All tables, a sheet each."""
    office, words = site.assistant.oversight, _words(site)
    pictures = draw_pictures(office.figures.figures(who.member, chosen.span), words)
    content = office.as_xlsx([*(each.sheet for each in pictures), *_live_sheets(site, who, words)])
    return _file(content, _XLSX, f"{site.assistant.page_texts['staff-nav-dashboard']}.xlsx", chosen.span)


def _get_picture(site: Site, who: LoggedIn, chosen: Chosen, name: str) -> Picture:
    figures: Figures = site.assistant.oversight.figures.figures(who.member, chosen.span)
    found = next((each for each in draw_pictures(figures, _words(site)) if each.id == name), None)
    if found is None:
        raise ProblemError(ProblemName.NOT_FOUND)
    return found


def _live_sheets(site: Site, who: LoggedIn, words: Words) -> tuple[Sheet, Sheet]:
    """What is read now, not counted."""
    figures = site.assistant.oversight.figures
    return feeds_sheet(figures.feeds(who.member), words), lapsing_sheet(figures.lapsing(who.member), words)


def _words(site: Site) -> Words:
    documents, regions = site.assistant.knowledge.documents, site.assistant.oversight.regions()

    def title_of(topic: str) -> str | None:
        document = documents.get(topic)
        return document.title if document is not None else None

    def name_of(district: str) -> str | None:
        region = regions.find_region(district)
        return region.name if region is not None else None

    return Words(site.assistant.page_texts, title_of, name_of)


def _districts(site: Site, today: date) -> tuple[Region, ...]:
    return site.assistant.oversight.regions().find_current_districts(today)


def _last_days(today: date, days: int, address: str) -> str:
    """The address of the same pictures over the last days."""
    kept = [part for part in address.split("&") if not part.startswith(("first=", "last="))]
    first = today - timedelta(days=days - 1)
    return "&".join([f"first={first}", f"last={today}", *kept])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _file(content: bytes, media: str, name: str, span: Span) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(f'{span.first}_{span.last}_{name}')}"
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})
