"""One vacancy as its page shows it: every field, and what the advert does not say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from assistant.domain.vacancies import Vacancy, VacancySource
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_phrases import day_words, pay_words, region_words, schooling_words, shift_words
from web.vacancy_view import VacancyView, view_vacancy

_DASHES = re.compile(r"\s*[-~～—–至到]+\s*")


@dataclass(frozen=True)
class RowView:
    """A line of the table. `label` is a key of pages.yaml; `value` "" where the advert does not say."""

    label: str
    value: str


@dataclass(frozen=True)
class SourceLink:
    """A feed that carries the advert; `url` only where it is a web address."""

    feed: str
    url: str | None


@dataclass(frozen=True)
class DetailView:
    """What `vacancy.html` shows. `card` holds title, pay and findings; `rows` the rest of the fields."""

    card: VacancyView
    description: str
    understood_pay: str
    rows: tuple[RowView, ...]
    sources: tuple[SourceLink, ...]
    is_open: bool
    similar: tuple[VacancyView, ...]


def view_detail(vacancy: Vacancy, desk: VacancyDesk, texts: Mapping[str, str]) -> DetailView:
    """The view of a vacancy in any state that may be shown."""
    labels = desk.words.labels
    card = view_vacancy(desk.card(desk.match(vacancy, VacancyFilter())), labels)
    understood = pay_words(vacancy.pay) if vacancy.pay.is_known else ""
    return DetailView(
        card=card,
        description=vacancy.description.strip(),
        understood_pay="" if _same(understood, card.pay + card.pay_unit) else understood,
        rows=tuple(_rows(vacancy, desk, texts)),
        sources=tuple(dict.fromkeys(_source(source) for source in vacancy.sources)),
        is_open=desk.is_open(vacancy),
        similar=tuple(replace(view_vacancy(desk.card(match), labels), reasons=()) for match in desk.similar(vacancy)),
    )


def _same(understood: str, printed: str) -> bool:
    """6500—7800元/月 and 6500-7800元/月 say the same."""
    return _DASHES.sub("-", understood) == _DASHES.sub("-", printed)


def _rows(vacancy: Vacancy, desk: VacancyDesk, texts: Mapping[str, str]) -> Iterator[RowView]:
    """Always there: what decides whether to go. The rest only where it is stated."""
    labels, regions, today = desk.words.labels, desk.words.regions, desk.search.today
    yield RowView("vacancy-row-type", labels[vacancy.employment_type.value])
    if vacancy.starts_on is not None:
        yield RowView("vacancy-row-starts", day_words(vacancy.starts_on))
    yield RowView("vacancy-row-region", region_words(vacancy.region_id, regions, today))
    yield RowView("vacancy-row-place", vacancy.place)
    if vacancy.is_near_rail:
        yield RowView("vacancy-row-rail", texts["vacancy-near-rail"])
    yield RowView("vacancy-row-shift", shift_words(vacancy.shifts, labels))
    schooling = schooling_words(vacancy.education, labels) if vacancy.education is not None else ""
    yield RowView("vacancy-row-education", schooling)
    yield RowView("vacancy-row-experience", _experience(vacancy.experience_years, texts))
    if vacancy.licences:
        yield RowView("vacancy-row-licences", "、".join(vacancy.licences))
    yield RowView("vacancy-row-benefits", "、".join(vacancy.benefits))
    if vacancy.openings is not None:
        yield RowView("vacancy-row-openings", f"{vacancy.openings}{texts['vacancy-people']}")
    if vacancy.occupations:
        yield RowView("vacancy-row-occupation", _occupation(vacancy))
    if vacancy.posted_on is not None:
        yield RowView("vacancy-row-posted", day_words(vacancy.posted_on))
    yield RowView("vacancy-row-closes", day_words(vacancy.closes_on) if vacancy.closes_on else "")
    if vacancy.credit_code:
        yield RowView("vacancy-row-credit-code", vacancy.credit_code)


def _experience(years: int | None, texts: Mapping[str, str]) -> str:
    if years is None:
        return ""
    return f"{years}{texts['vacancy-years']}" if years else texts["vacancy-no-experience"]


def _occupation(vacancy: Vacancy) -> str:
    names = "、".join(vacancy.occupations)
    return f"{names}（{vacancy.occupation_code}）" if vacancy.occupation_code else names


def _source(source: VacancySource) -> SourceLink:
    try:
        is_web = urlsplit(source.url or "").scheme in ("http", "https")
    except ValueError:
        is_web = False
    return SourceLink(source.feed, source.url if is_web else None)
