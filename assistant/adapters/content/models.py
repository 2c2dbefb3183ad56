"""The knowledge files as written: pydantic models; JSON Schemas for editors are made from them."""

import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from assistant.adapters.content.rule_models import ConditionModel, QuantityModel, RuleModel, Strict
from assistant.domain.dates import PartialDate
from assistant.domain.facts import FactSubject, FactType, Sensitivity
from assistant.domain.knowledge import Aspect, Audience, Confidence, SchemeClass, Standing
from assistant.domain.schemes import BenefitKind, BenefitPeriod, Outcome


def _partial(text: str) -> str:
    PartialDate.parse(text)
    return text


DateText = Annotated[str, AfterValidator(_partial)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class SourceModel(Strict):
    """A page (url) or a statute (law, version, articles)."""

    id: str
    note: str | None = None
    url: str | None = None
    date: str | None = None
    law: str | None = None
    version: str | None = None
    articles: list[int | str] = []


class BasisModel(Strict):
    title: str
    number: str | None = None
    issuer: str | None = None


class GapModel(Strict):
    aspect: Aspect
    text: str


class ConflictModel(Strict):
    text: str
    current: list[str]
    others: list[str] = []


class CalculationModel(Strict):
    """A figure code works out; `says` holds `<fact id>` and `<value>`, or what the rule in code named `by` fills in."""

    id: str
    aspects: list[Aspect] = Field(min_length=1)
    value: QuantityModel | None = None
    by: str | None = None
    when: RuleModel | None = None
    also: dict[str, QuantityModel] = {}
    says: str
    source: list[str] = Field(min_length=1)
    clause: str | None = None


class DocumentHead(Strict):
    """What schemes and policies begin with."""

    schema_version: int = 1
    id: Identifier
    title: str
    aliases: list[str] = []
    audience: list[Audience] = Field(min_length=1)
    region: str
    places: list[str] = []
    status: Standing
    confidence: Confidence
    effective_from: DateText | None
    effective_to: DateText | None
    review_after: DateText | None
    last_checked: datetime.date
    covers: list[str] = []
    documents: list[BasisModel] = []
    sources: list[SourceModel] = Field(min_length=1)
    questions: list[str] = Field(min_length=3)
    gaps: list[GapModel] = []
    conflicts: list[ConflictModel] = []
    related: list[str] = []
    calculations: list[CalculationModel] = []
    figures_of: list[str] = []
    tiers: dict[str, RuleModel] = {}


class BenefitModel(Strict):
    kind: BenefitKind
    period: BenefitPeriod | None = None
    amount: QuantityModel | None = None
    persons: QuantityModel | None = None
    months: QuantityModel | None = None
    cap: QuantityModel | None = None
    extra: QuantityModel | None = None
    is_ceiling: bool = False
    formula: str | None = None
    reason: str | None = None
    source: list[str] = []


class SchemeModel(DocumentHead):
    scheme_class: SchemeClass = Field(alias="class")
    conditions: RuleModel | None = None
    staff_checks: list[str] = []
    excludes: list[str] = []
    benefit: BenefitModel | None = None


class PolicyModel(DocumentHead):
    pass


class DatedValueModel(Strict):
    from_: DateText | None = Field(alias="from")
    to: DateText | None
    value: float | int | str
    source: list[str] = Field(min_length=1)
    document_number: str | None = None
    status: Standing
    confidence: Confidence
    review_after: DateText | None = None


class ParameterModel(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title: str
    unit: str
    region: str
    values: list[DatedValueModel] = []
    derive: QuantityModel | None = None
    source: list[str] = []
    valid_from: DateText | None = None


class ParameterFile(Strict):
    schema_version: int = 1
    sources: list[SourceModel]
    parameters: list[ParameterModel]


class FactModel(Strict):
    id: Annotated[str, Field(pattern=r"^(person|firm|worker)\.[a-z0-9_]+$")]
    subject: FactSubject
    type: FactType
    label: str
    question: str
    unit: str | None = None
    values: dict[str, str] = {}
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    means: str | None = None


class ImplicationModel(Strict):
    """`fact` is `value` (or has the member `includes`) where `when` holds, `otherwise` where it does not."""

    fact: str
    when: RuleModel
    value: bool | str | None = None
    otherwise: bool | None = None
    includes: str | None = None


class ShareModel(Strict):
    fact: str
    part: str
    whole: str


class ElapsedModel(Strict):
    fact: str
    since: str
    unit: Literal["years", "months"]


class FactFile(Strict):
    schema_version: int = 1
    facts: list[FactModel]
    elapsed: list[ElapsedModel] = []
    shares: list[ShareModel] = []
    implications: list[ImplicationModel] = []
    too_wide: dict[str, list[str]] = {}


class CaseModel(Strict):
    id: str
    reason: str
    as_of: datetime.date
    facts: dict[str, bool | int | float | str | list[str]]
    outcome: Outcome
    amount_yuan: float | int | None = None
    months: int | float | None = None


__all__ = ["ConditionModel", "QuantityModel", "RuleModel"]
