"""The calculator for programs: facts read and changed, assessments as cards."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from assistant.domain.conversation import AnswerStatus, FactValue
from assistant.domain.errors import InvalidInputError
from assistant.domain.parameters import in_digits
from assistant.services.assess_subsidies import Totals
from assistant.services.facts_by_form import FactChanges
from assistant.services.known_facts import told_facts
from web.access import Address, OpenedConversation
from web.api import require_json
from web.api_schemas import problem_responses
from web.fact_turns import store_facts
from web.problems import ProblemError, ProblemName
from web.site import Site, SiteDep

router = APIRouter(
    prefix="/api/conversations",
    tags=["subsidies"],
    dependencies=[Depends(require_json)],
    responses=problem_responses(400, 403, 404, 413, 415, 422, 429, 500, 503),
)
_Told = StrictBool | StrictInt | StrictFloat | StrictStr | list[StrictStr]
_MOST = 100
_Names = Annotated[list[StrictStr], Field(max_length=_MOST)]


class FactsIn(BaseModel):
    told: Annotated[dict[str, _Told], Field(max_length=_MOST)] = Field(
        default={}, description="Fact id to value; text is read as a person would write it, a list holds all of a set"
    )
    withdrawn: _Names = Field(default=[], description="Ids of facts to forget")
    unsure: _Names = Field(default=[], description="Ids of facts the person does not know either")


class FactOut(BaseModel):
    id: str
    label: str
    value: bool | int | float | str | list[str]
    words: str


class FactsOut(BaseModel):
    id: str
    facts: list[FactOut]
    unsure: list[str]


class ConditionOut(BaseModel):
    text: str
    state: str
    clause: str | None


class AssessmentOut(BaseModel, extra="allow"):
    """The card `assessment` of the contract."""

    kind: str
    scheme_id: str
    title: str
    outcome: str
    certainty: str
    conditions: list[ConditionOut]
    staff_checks: list[str]
    amount_min_yuan: float | int | None
    amount_max_yuan: float | int | None
    amount_period: str | None
    amount_text: str | None
    missing_facts: list[str]
    excludes: list[str]
    materials: list[str]
    channels: list[str]
    deadline: str | None
    as_of: str


class TotalsOut(BaseModel):
    """Yuan by period. Never add one to another, nor what is possible to what is current."""

    once: float | int
    month: float | int
    year: float | int


class AssessmentsOut(BaseModel):
    id: str
    as_of: str
    total: TotalsOut
    possible: TotalsOut
    counted: list[str]
    open_facts: list[str]
    assessments: list[AssessmentOut]


@router.get("/{conversation_id}/facts", response_model=FactsOut)
def list_facts(conversation_id: OpenedConversation, site: SiteDep) -> dict[str, Any]:
    """What is known of the person or the firm, and what they said not to know."""
    return _facts(site, conversation_id)


@router.patch("/{conversation_id}/facts", response_model=FactsOut)
async def change_facts(
    body: FactsIn, conversation_id: OpenedConversation, site: SiteDep, address: Address
) -> dict[str, Any]:
    """Tells, corrects or withdraws facts: all of them, or none where one cannot be read. The facts afterwards."""
    changes = await run_in_threadpool(_read, body, site)
    if not changes.is_empty:
        site.rate_limits.admit_facts(conversation_id, address)
        turn = await store_facts(site, conversation_id, changes)
        if turn.id is None:
            is_late = turn.status is AnswerStatus.ERROR_TIMEOUT
            raise ProblemError(ProblemName.UNAVAILABLE if is_late else ProblemName.INTERNAL, turn.text)
    return await run_in_threadpool(_facts, site, conversation_id)


@router.get("/{conversation_id}/assessments", response_model=AssessmentsOut)
def list_assessments(conversation_id: OpenedConversation, site: SiteDep) -> dict[str, Any]:
    """Every benefit for what is known so far, those that count first."""
    report = site.assistant.conversations.assess(conversation_id)
    return {
        "id": conversation_id,
        "as_of": report.day.isoformat(),
        "total": _totals(report.total),
        "possible": _totals(report.possible),
        "counted": list(report.counted),
        "open_facts": list(report.open_facts),
        "assessments": [site.assistant.subsidies.card(result) for result in report.results],
    }


def _read(body: FactsIn, site: Site) -> FactChanges:
    desk = site.assistant.subsidies
    told: dict[str, FactValue] = {}
    unsure = list(body.unsure)
    for name in (*body.unsure, *body.withdrawn):
        if desk.find_definition(name) is None:
            raise InvalidInputError(f"没有“{name}”这一项情况，请核对名称后再发。")
    for name, value in body.told.items():
        found = desk.read(name, value)
        if found.value is None:
            unsure.append(name)
        else:
            told[name] = found.value
    return FactChanges(told, tuple(body.withdrawn), tuple(unsure))


def _facts(site: Site, conversation_id: str) -> dict[str, Any]:
    desk, state = site.assistant.subsidies, site.assistant.conversations.known(conversation_id)
    known = [(fact, definition) for fact in state.facts if (definition := desk.find_definition(fact.id)) is not None]
    facts = [
        {
            "id": fact.id,
            "label": definition.label,
            "value": told_facts({fact.id: fact.value})[fact.id],
            "words": desk.words(fact.id, fact.value),
        }
        for fact, definition in known
    ]
    return {"id": conversation_id, "facts": facts, "unsure": list(state.unsure)}


def _totals(totals: Totals) -> dict[str, float]:
    return {period: float(in_digits(getattr(totals, period))) for period in ("once", "month", "year")}
