"""Vacancies for programs: searched in plain words, read one by one, as the cards of CONTRACTS."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.filter_json import filter_as_json
from web.access import Address
from web.api_schemas import problem_responses
from web.problems import ProblemError, ProblemName
from web.site import SiteDep
from web.vacancies import get_vacancy
from web.vacancy_query import LAST_PAGE, clean, hear, read_visit

router = APIRouter(prefix="/api/vacancies", tags=["vacancies"], responses=problem_responses(422, 429, 500, 503))


class WarningOut(BaseModel):
    code: str
    text: str
    quote: str
    basis: str


class VacancyOut(BaseModel, extra="allow"):
    """The card `vacancy` of the contract."""

    kind: str
    id: str
    title: str
    employer: str
    region_code: str | None
    region: str | None
    place: str | None
    pay_min_yuan: float | int | None
    pay_max_yuan: float | int | None
    pay_per: str | None
    pay_text: str | None
    employment_type: str
    education: str | None
    experience_years: int | None
    shift: list[str]
    licences: list[str]
    benefits: list[str]
    openings: int | None
    posted_on: str | None
    closes_on: str | None
    source: str
    reasons: list[str]
    gaps: list[str]
    warnings: list[WarningOut]


class VacanciesOut(BaseModel):
    total: int
    page: int
    pages: int
    filter: dict[str, Any] = Field(description="What was understood of the sentence, only what is stated")
    text: str = Field(description="What no field of the filter covers, looked for as words")
    items: list[VacancyOut]


@router.get("", response_model=VacanciesOut)
def find_vacancies(
    request: Request,
    site: SiteDep,
    address: Address,
    q: Annotated[str, Query(description="What is looked for, in plain words; empty for everything")] = "",
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
) -> dict[str, Any]:
    """Open vacancies, twenty a page. The fields of the page's own address may be given as well, or instead."""
    site.rate_limits.admit_search(address)
    desk = site.assistant.vacancies
    visit = read_visit(request.query_params, desk.words.regions)
    if sentence := clean(q):
        visit = hear(sentence, visit, desk)
    found = desk.page(visit.wanted, visit.text, page, visit.newest_first)
    return {
        "total": found.total,
        "page": page,
        "pages": min(found.pages, LAST_PAGE),
        "filter": filter_as_json(visit.wanted),
        "text": visit.text,
        "items": [desk.card(match) for match in found.matches],
    }


@router.get("/{vacancy_id}", response_model=VacancyOut, responses=problem_responses(404, 410))
def one_vacancy(vacancy_id: str, site: SiteDep, address: Address) -> dict[str, Any]:
    """One open vacancy. The problem `gone` where it has closed: nobody should be sent there."""
    site.rate_limits.admit_search(address)
    desk = site.assistant.vacancies
    vacancy = get_vacancy(vacancy_id, desk, site)
    if not desk.is_open(vacancy):
        raise ProblemError(ProblemName.GONE)
    return desk.card(desk.match(vacancy, VacancyFilter()))
