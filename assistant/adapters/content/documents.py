"""Reading schemes, policies, parameters and facts into domain objects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic

from assistant.adapters.content.located import LocatedYaml, Model, Problem, parse_model, read_file, read_located
from assistant.adapters.content.models import (
    BenefitModel,
    CaseModel,
    DocumentHead,
    FactFile,
    ImplicationModel,
    ParameterFile,
    ParameterModel,
    PolicyModel,
    SchemeModel,
    SourceModel,
)
from assistant.adapters.content.rule_models import Strict, as_fraction
from assistant.adapters.content.sections import LocatedPassage, read_sections
from assistant.domain.calculations import Calculation
from assistant.domain.conditions import Rule
from assistant.domain.dates import PartialDate, Period
from assistant.domain.derived_facts import Derivations, Elapsed, Implication, PartOf
from assistant.domain.facts import FactDefinition, FactVocabulary
from assistant.domain.knowledge import Gap, LegalBasis, PolicyDocument, Source, SourceConflict
from assistant.domain.parameters import DatedValue, Parameter
from assistant.domain.schemes import Benefit, GoldenCase, Scheme

_FACT_IN_WORDS = re.compile(r"<([a-z]+\.[a-z0-9_]+)>")
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


@dataclass(frozen=True)
class LocatedDocument:
    """A document with what is needed to point at a place in its files."""

    document: PolicyDocument
    head: LocatedYaml
    passages: tuple[LocatedPassage, ...]
    text_file: str
    scheme: Scheme | None = None
    calculations: tuple[Calculation, ...] = ()
    figures_of: tuple[str, ...] = ()
    tiers: Mapping[str, Rule] = field(default_factory=dict)
    cases: tuple[GoldenCase, ...] = ()
    cases_file: LocatedYaml | None = None


@dataclass(frozen=True)
class LocatedParameters:
    """The parameters of one file."""

    parameters: tuple[Parameter, ...]
    head: LocatedYaml


class _CaseFile(Strict):
    cases: list[CaseModel]


def read_scheme(folder: Path, root: Path) -> LocatedDocument | tuple[Problem, ...]:
    """One scheme from its three files."""
    read = _read_model(folder / "scheme.yaml", root, SchemeModel)
    if isinstance(read, tuple):
        return read
    located, model = read.located, read.model
    guidance = read_file(folder / "guidance.md", root)
    if isinstance(guidance, Problem):
        return (guidance,)
    file = str((folder / "guidance.md").relative_to(root))
    passages, problems = read_sections(guidance, file, model.id)
    cases, cases_file, case_problems = _read_cases(folder / "cases.yaml", root)
    if problems or case_problems:
        return problems + case_problems
    document = _document(model, "scheme", passages)
    scheme = Scheme(
        document=document,
        rule=model.conditions.to_domain() if model.conditions else None,
        benefit=_benefit(model.benefit) if model.benefit else None,
        staff_checks=tuple(model.staff_checks),
        excludes=tuple(model.excludes),
    )
    return LocatedDocument(
        document,
        located,
        passages,
        file,
        scheme,
        _calculations(model),
        tuple(model.figures_of),
        _tiers(model),
        cases,
        cases_file,
    )


def read_policy(path: Path, root: Path) -> LocatedDocument | tuple[Problem, ...]:
    """One policy: front matter and sections."""
    text = read_file(path, root)
    if isinstance(text, Problem):
        return (text,)
    file = str(path.relative_to(root))
    match = _FRONT_MATTER.match(text)
    if match is None:
        return (Problem(file, 1, "The file must begin with a front matter between two lines '---'."),)
    located = read_located(match[1], file, first_line=2)
    if isinstance(located, Problem):
        return (located,)
    model = parse_model(located, PolicyModel)
    if isinstance(model, tuple):
        return model
    body = text[match.end() :]
    passages, problems = read_sections(body, file, model.id, first_line=match[0].count("\n") + 1)
    if problems:
        return problems
    document = _document(model, "policy", passages)
    return LocatedDocument(
        document,
        located,
        passages,
        file,
        calculations=_calculations(model),
        figures_of=tuple(model.figures_of),
        tiers=_tiers(model),
    )


def read_parameters(path: Path, root: Path) -> LocatedParameters | tuple[Problem, ...]:
    """All parameters of one file."""
    read = _read_model(path, root, ParameterFile)
    if isinstance(read, tuple):
        return read
    located, model = read.located, read.model
    sources = tuple(_source(source) for source in model.sources)
    try:
        return LocatedParameters(tuple(_parameter(item, sources) for item in model.parameters), located)
    except ValueError as error:
        return (Problem(located.file, 1, str(error)),)


def read_facts(path: Path, root: Path) -> FactVocabulary | tuple[Problem, ...]:
    """The vocabulary of facts."""
    read = _read_model(path, root, FactFile)
    if isinstance(read, tuple):
        return read
    model = read.model
    return FactVocabulary(
        {
            fact.id: FactDefinition(
                fact.id,
                fact.subject,
                fact.type,
                fact.question,
                fact.label,
                fact.unit,
                fact.values,
                fact.sensitivity,
                fact.means,
            )
            for fact in model.facts
        },
        Derivations(
            implications=tuple(_implication(item) for item in model.implications),
            elapsed=tuple(Elapsed(item.fact, item.since, item.unit) for item in model.elapsed),
            shares=tuple(PartOf(item.fact, item.part, item.whole) for item in model.shares),
            too_wide={fact: tuple(values) for fact, values in model.too_wide.items()},
        ),
    )


def _implication(model: ImplicationModel) -> Implication:
    """Raises nothing: the model has checked the form; `kb check` looks at the names."""
    value = model.includes if model.includes is not None else model.value
    return Implication(
        model.fact,
        model.when.to_domain(),
        True if value is None else value,
        model.otherwise,
        model.includes is not None,
    )


@dataclass(frozen=True)
class _Read(Generic[Model]):
    located: LocatedYaml
    model: Model


def _read_model(path: Path, root: Path, kind: type[Model]) -> _Read[Model] | tuple[Problem, ...]:
    text = read_file(path, root)
    if isinstance(text, Problem):
        return (text,)
    located = read_located(text, str(path.relative_to(root)))
    if isinstance(located, Problem):
        return (located,)
    model = parse_model(located, kind)
    return model if isinstance(model, tuple) else _Read(located, model)


def _read_cases(path: Path, root: Path) -> tuple[tuple[GoldenCase, ...], LocatedYaml | None, tuple[Problem, ...]]:
    if not path.exists():
        return (), None, ()
    text = read_file(path, root)
    if isinstance(text, Problem):
        return (), None, (text,)
    located = read_located(text, str(path.relative_to(root)))
    if isinstance(located, Problem):
        return (), None, (located,)
    wrapped = LocatedYaml(located.file, {"cases": located.value or []}, located._root, located._first_line)
    model = parse_model(wrapped, _CaseFile)
    if isinstance(model, tuple):
        return (), located, model
    return tuple(_case(case) for case in model.cases), located, ()


def _case(case: CaseModel) -> GoldenCase:
    return GoldenCase(
        id=case.id,
        reason=case.reason,
        as_of=case.as_of,
        facts={name: tuple(value) if isinstance(value, list) else value for name, value in case.facts.items()},
        outcome=case.outcome,
        amount_yuan=None if case.amount_yuan is None else as_fraction(case.amount_yuan),
        months=None if case.months is None else as_fraction(case.months),
        names_amount="amount_yuan" in case.model_fields_set,
        names_months="months" in case.model_fields_set,
    )


def _document(model: DocumentHead, kind: str, passages: tuple[LocatedPassage, ...]) -> PolicyDocument:
    return PolicyDocument(
        id=model.id,
        title=model.title,
        kind=kind,
        audience=tuple(model.audience),
        region_id=model.region,
        standing=model.status,
        confidence=model.confidence,
        period=Period(_partial(model.effective_from), _partial(model.effective_to)),
        last_checked=model.last_checked,
        passages=tuple(located.passage for located in passages),
        sources=tuple(_source(source) for source in model.sources),
        aliases=tuple(model.aliases),
        basis=tuple(LegalBasis(basis.title, basis.number, basis.issuer) for basis in model.documents),
        review_after=_partial(model.review_after),
        questions=tuple(model.questions),
        gaps=tuple(Gap(gap.aspect, gap.text) for gap in model.gaps),
        conflicts=tuple(SourceConflict(c.text, tuple(c.current), tuple(c.others)) for c in model.conflicts),
        related=tuple(model.related),
        covers=tuple(model.covers),
        places=tuple(model.places),
        scheme_class=model.scheme_class if isinstance(model, SchemeModel) else None,
    )


def _calculations(model: DocumentHead) -> tuple[Calculation, ...]:
    return tuple(
        Calculation(
            id=item.id,
            document_id=model.id,
            aspects=tuple(item.aspects),
            value=item.value.to_domain() if item.value is not None else None,
            says=item.says,
            facts=tuple(dict.fromkeys(_FACT_IN_WORDS.findall(item.says))),
            sources=tuple(item.source),
            clause=item.clause,
            when=item.when.to_domain() if item.when is not None else None,
            also={name: quantity.to_domain() for name, quantity in item.also.items()},
            by=item.by,
        )
        for item in model.calculations
    )


def _tiers(model: DocumentHead) -> dict[str, Rule]:
    return {name: rule.to_domain() for name, rule in model.tiers.items()}


def _partial(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


def _source(model: SourceModel) -> Source:
    return Source(
        id=model.id,
        note=model.note or "",
        url=model.url,
        date=model.date,
        law=model.law,
        version=model.version,
        articles=tuple(str(article) for article in model.articles),
    )


def _benefit(model: BenefitModel) -> Benefit:
    return Benefit(
        kind=model.kind,
        period=model.period,
        amount=model.amount.to_domain() if model.amount else None,
        persons=model.persons.to_domain() if model.persons else None,
        months=model.months.to_domain() if model.months else None,
        cap=model.cap.to_domain() if model.cap else None,
        extra=model.extra.to_domain() if model.extra else None,
        is_ceiling=model.is_ceiling,
        formula=model.formula,
        reason=model.reason,
        sources=tuple(model.source),
    )


def _parameter(model: ParameterModel, sources: tuple[Source, ...]) -> Parameter:
    return Parameter(
        id=model.id,
        title=model.title,
        unit=model.unit,
        region_id=model.region,
        values=tuple(
            DatedValue(
                value=as_fraction(item.value),
                period=Period(_partial(item.from_), _partial(item.to)),
                sources=tuple(item.source),
                document_number=item.document_number,
                standing=item.status,
                confidence=item.confidence,
                review_after=_partial(item.review_after),
            )
            for item in model.values
        ),
        derive=model.derive.to_domain() if model.derive else None,
        derive_sources=tuple(model.source),
        valid_from=_partial(model.valid_from),
        sources=sources,
    )
