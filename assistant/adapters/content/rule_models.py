"""The grammar of conditions and quantities as written in YAML, and its translation into the domain."""

from fractions import Fraction
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from assistant.domain.conditions import AllOf, AnyOf, Condition, Not, Operator, Rule, months_of
from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.domain.parameters import Combined, Constant, OfFact, OfParameter, Quantity, Share, Tier, Tiers

COMBINATIONS = ("sum", "product", "least", "greatest")


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def as_fraction(value: object) -> Fraction:
    """`80%`, `2/3`, `66.7`, `12` as an exact number. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"'{value}' is no number")
    text = str(value).strip()
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"'{value}' is no number; write 12, 66.7, 80% or 2/3") from None


class ConditionModel(Strict):
    """A leaf; inside a tier's `when` neither id, text nor clause is needed."""

    id: str = ""
    text: str = ""
    fact: str
    op: Operator
    value: bool | int | float | str | list[str]
    clause: str | None = None
    source: list[str] = []

    @model_validator(mode="after")
    def _value_fits_operator(self) -> "ConditionModel":
        if self.op is Operator.WITHIN:
            months_of(str(self.value))
        if self.op in (Operator.NOT_BEFORE, Operator.NOT_AFTER):
            PartialDate.parse(str(self.value))
        if (self.op is Operator.ONE_OF) != isinstance(self.value, list):
            raise ValueError("a list of values goes with 'one_of', a single value with every other operator")
        return self

    def to_domain(self) -> Condition:
        value: FactValue = tuple(self.value) if isinstance(self.value, list) else self.value
        clause = None if self.clause == "not_found" else self.clause
        return Condition(self.id, self.text, self.fact, self.op, value, clause, tuple(self.source))


class AllModel(Strict):
    all: list["RuleModel"] = Field(min_length=1)

    def to_domain(self) -> AllOf:
        return AllOf(tuple(part.to_domain() for part in self.all))


class AnyModel(Strict):
    any: list["RuleModel"] = Field(min_length=1)

    def to_domain(self) -> AnyOf:
        return AnyOf(tuple(part.to_domain() for part in self.any))


class NotModel(Strict):
    not_: "RuleModel" = Field(alias="not")

    def to_domain(self) -> Not:
        return Not(self.not_.to_domain())


def _rule_kind(value: Any) -> str:
    for kind in ("all", "any", "not"):
        if isinstance(value, dict) and kind in value:
            return kind
    return "condition"


RuleModel: TypeAlias = Annotated[
    Annotated[AllModel, Tag("all")]
    | Annotated[AnyModel, Tag("any")]
    | Annotated[NotModel, Tag("not")]
    | Annotated[ConditionModel, Tag("condition")],
    Discriminator(_rule_kind),
]


class TierModel(Strict):
    when: RuleModel | None = None
    value: "QuantityModel"

    def to_domain(self) -> Tier:
        rule: Rule | None = self.when.to_domain() if self.when is not None else None
        return Tier(rule, self.value.to_domain())


class QuantityModel(Strict):
    """Exactly one of its keys; a bare number is a constant."""

    constant: Any = None
    parameter: str | None = None
    fact: str | None = None
    share: Any = None
    of: "QuantityModel | None" = None
    sum: list["QuantityModel"] | None = None
    product: list["QuantityModel"] | None = None
    least: list["QuantityModel"] | None = None
    greatest: list["QuantityModel"] | None = None
    whole: "QuantityModel | None" = None
    tiers: list[TierModel] | None = None

    @model_validator(mode="before")
    @classmethod
    def _a_number_is_a_constant(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"constant": value}

    @field_validator("constant", "share")
    @classmethod
    def _is_exact(cls, value: Any) -> Any:
        return None if value is None else as_fraction(value)

    @model_validator(mode="after")
    def _has_one_meaning(self) -> "QuantityModel":
        keys = self.model_fields_set - {"of"}
        if len(keys) != 1 or ("share" in keys) != ("of" in self.model_fields_set):
            raise ValueError(
                "a quantity has exactly one of: a number, parameter, fact, share with of, sum, product, "
                "least, greatest, whole, tiers"
            )
        return self

    def to_domain(self) -> Quantity:
        if self.parameter is not None:
            return OfParameter(self.parameter)
        if self.fact is not None:
            return OfFact(self.fact)
        if self.of is not None:
            return Share(self.share, self.of.to_domain())
        if self.whole is not None:
            return Combined("whole", (self.whole.to_domain(),))
        if self.tiers is not None:
            return Tiers(tuple(tier.to_domain() for tier in self.tiers))
        for how in COMBINATIONS:
            parts = getattr(self, how)
            if parts is not None:
                return Combined(how, tuple(part.to_domain() for part in parts))
        return Constant(self.constant)


for _model in (AllModel, AnyModel, NotModel, TierModel, QuantityModel):
    _model.model_rebuild()
