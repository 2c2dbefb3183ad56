"""What a single file cannot know of itself: references, silent absences, golden cases, lapses."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from assistant.adapters.content.case_checks import check_cases
from assistant.adapters.content.documents import LocatedDocument
from assistant.adapters.content.library import ReadLibrary
from assistant.adapters.content.located import LocatedYaml, Problem
from assistant.domain.conditions import Condition, leaves
from assistant.domain.dates import PartialDate
from assistant.domain.facts import FactType
from assistant.domain.knowledge import Aspect, Confidence, SchemeClass, Standing
from assistant.domain.parameters import Parameter, Quantity, facts_named, parameters_in
from assistant.domain.schemes import BenefitKind
from assistant.services.coded_rules import CODED_RULES

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")
_REQUIRED = (Aspect.WHAT, Aspect.WHO, Aspect.PAPERS, Aspect.WHERE, Aspect.DEADLINE)
_OLD = {Standing.OLD_BASIS_VERIFY, Standing.LAPSED_UNVERIFIED, Standing.CLOSED_TO_NEW, Standing.EXPIRED}


def check_library(read: ReadLibrary) -> tuple[Problem, ...]:
    """Every problem across files. Warnings are marked and stop nothing."""
    problems: list[Problem] = []
    for located in read.documents:
        problems.extend(_check_identity(located, read))
        problems.extend(_check_regions(located, read))
        problems.extend(_check_sources(located))
        problems.extend(_check_placeholders(located, read))
        problems.extend(_check_calculations(located, read))
        problems.extend(_check_tiers(located, read))
        if located.scheme is not None:
            problems.extend(_check_absences(located))
            wrong = tuple(_check_rule(located, read))
            problems.extend(wrong or check_cases(located, read))
    problems.extend(_check_parameters(read))
    problems.extend(_check_derivations(read))
    return tuple(problems)


def find_lapses(read: ReadLibrary, today: date, days: int = 60) -> tuple[Problem, ...]:
    """Documents and figures whose period or review date ends within `days`, as warnings."""
    until = today + timedelta(days=days)
    found = []
    for located in read.documents:
        document = located.document
        for key, end in (("effective_to", document.period.end), ("review_after", document.review_after)):
            if end is not None and today <= end.last_day <= until:
                found.append(
                    located.head.problem([key], f"'{document.title}': {key} is {end}; look for a successor.", True)
                )
    for file in read.parameter_files:
        for index, parameter in enumerate(file.parameters):
            for key, end in _ends_of(parameter):
                if today <= end.last_day <= until:
                    text = f"'{parameter.title}': {key} is {end}; look for the next figure."
                    found.append(file.head.problem(["parameters", index], text, True))
    return tuple(found)


def _ends_of(parameter: Parameter) -> Iterator[tuple[str, PartialDate]]:
    """When the parameter's figures end without a next one, or are to be looked at again."""
    for dated in parameter.values:
        end = dated.period.end
        if end is not None and not any(o.period.contains(end.last_day + timedelta(days=1)) for o in parameter.values):
            yield "to", end
        if dated.review_after is not None:
            yield "review_after", dated.review_after


def _check_identity(located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    document, head = located.document, located.head
    ids = [other.document.id for other in read.documents]
    known = {*ids, *read.unread}
    name = head.file.split("/")[-2] if located.scheme else head.file.split("/")[-1].removesuffix(".md")
    if document.id != name:
        yield head.problem(["id"], f"The id '{document.id}' must equal the name '{name}'.")
    if ids.count(document.id) > 1:
        yield head.problem(["id"], f"The id '{document.id}' is used by two documents.")
    for index, other in enumerate(document.related):
        if other not in known:
            yield head.problem(["related", index], f"There is no document '{other}' to relate to.")
    for index, other in enumerate(located.scheme.excludes if located.scheme else ()):
        if other not in known:
            yield head.problem(["excludes", index], f"There is no scheme '{other}' to exclude.")
    if document.standing in _OLD and document.period.end is None and document.review_after is None:
        yield head.problem(["status"], f"Status '{document.standing}' needs effective_to or review_after.")
    if "\ufffd" in document.title:
        yield head.problem(["title"], "The title holds a broken character.")


def _check_regions(located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    if "regions" in read.unread:
        return
    region_id = located.document.region_id
    if region_id not in read.region_ids:
        yield located.head.problem(["region"], f"There is no region '{region_id}' in regions.yaml.")
    for passage in located.passages:
        named = passage.passage.region_id
        if named is not None and named not in read.region_ids:
            yield Problem(located.text_file, passage.line, f"There is no region '{named}' in regions.yaml.")


def _check_sources(located: LocatedDocument) -> Iterator[Problem]:
    document, head = located.document, located.head
    known = {source.id for source in document.sources}
    for index, source in enumerate(document.sources):
        if source.url is None and source.law is None and document.confidence is not Confidence.MEMORY_ONLY:
            yield head.problem(["sources", index], f"Source '{source.id}' has neither a url nor a law.")
    for passage in located.passages:
        for line, statement in zip(passage.statement_lines, passage.passage.statements, strict=True):
            for source_id in statement.sources:
                if source_id not in known:
                    yield Problem(located.text_file, line, f"There is no source '{source_id}' in this document's head.")
    for index, conflict in enumerate(document.conflicts):
        for source_id in (*conflict.current, *conflict.others):
            if source_id not in known:
                yield head.problem(["conflicts", index], f"There is no source '{source_id}' in this document's head.")
    scheme = located.scheme
    if scheme is not None and scheme.rule is not None:
        for leaf in leaves(scheme.rule):
            if not leaf.sources or not set(leaf.sources) <= known:
                yield _at_leaf(head, leaf, f"Condition '{leaf.id}' needs a source of this document's head.")
    if scheme is not None and scheme.benefit is not None and not set(scheme.benefit.sources) <= known:
        yield head.problem(["benefit", "source"], "The benefit names a source this document's head does not have.")


def _check_placeholders(located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    for passage in located.passages:
        for line, statement in zip(passage.statement_lines, passage.passage.statements, strict=True):
            for name in PLACEHOLDER.findall(statement.text):
                if not _is_defined(name, read):
                    yield Problem(located.text_file, line, f"No file defines the parameter '{name}'.")


def _check_calculations(located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    known = {source.id for source in located.document.sources}
    for index, calculation in enumerate(located.calculations):
        place: list[int | str] = ["calculations", index]
        figure_is_said = "<value>" in calculation.says or calculation.by is not None
        if not figure_is_said or not calculation.facts:
            yield located.head.problem(place, f"'{calculation.id}' must say <value> and at least one <fact id>.")
        if (calculation.value is None) == (calculation.by is None):
            yield located.head.problem(place, f"'{calculation.id}' must have either a value or a rule in code ('by').")
        if calculation.by is not None and calculation.by not in CODED_RULES:
            yield located.head.problem(place, f"There is no rule in code '{calculation.by}'.")
        if not set(calculation.sources) <= known:
            yield located.head.problem(place, f"'{calculation.id}' names a source this head does not have.")
        deciding = [leaf.fact for leaf in leaves(calculation.when)] if calculation.when is not None else []
        looked_at = [name for quantity in calculation.quantities for name in facts_named(quantity)]
        for name in sorted({*calculation.facts, *looked_at, *deciding}):
            if not _is_in_vocabulary(name, read):
                yield located.head.problem(place, f"There is no fact '{name}' in facts.yaml.")
        for name in (name for quantity in calculation.quantities for name in parameters_in(quantity)):
            if not _is_defined(name, read):
                yield located.head.problem(place, f"No file defines the parameter '{name}'.")
    for name in located.figures_of:
        if not any(name == other.document.id for other in read.documents):
            yield located.head.problem(["figures_of"], f"There is no document '{name}'.")


def _check_tiers(located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    for name, rule in located.tiers.items():
        for fact in sorted({leaf.fact for leaf in leaves(rule)}):
            if not _is_in_vocabulary(fact, read):
                yield located.head.problem(["tiers", name], f"There is no fact '{fact}' in facts.yaml.")
    for passage in located.passages:
        for line, statement in zip(passage.statement_lines, passage.passage.statements, strict=True):
            if statement.tier is not None and statement.tier not in located.tiers:
                yield Problem(located.text_file, line, f"The head has no tier '{statement.tier}'.")


def _check_absences(located: LocatedDocument) -> Iterator[Problem]:
    document, head, scheme = located.document, located.head, located.scheme
    assert scheme is not None
    required: tuple[Aspect, ...] = _REQUIRED
    if document.scheme_class is not SchemeClass.INFORMATION:
        required = (*_REQUIRED, Aspect.HOW_MUCH)
        if scheme.rule is None:
            yield head.problem(["class"], f"Class '{document.scheme_class}' needs conditions.")
    present = {passage.passage.aspect for passage in located.passages} | {gap.aspect for gap in document.gaps}
    for aspect in required:
        if aspect not in present:
            yield head.problem(["id"], f"Nothing is said about '{aspect}': write the section, or a gap.")
    computable = document.scheme_class is SchemeClass.COMPUTABLE
    benefit = scheme.benefit
    if computable and (benefit is None or benefit.kind is BenefitKind.NOT_COMPUTABLE or benefit.amount is None):
        yield head.problem(["class"], "Class 'computable' needs a benefit with an amount.")
    if benefit is not None and benefit.kind is BenefitKind.NOT_COMPUTABLE and not benefit.reason:
        yield head.problem(["benefit"], "A benefit that is not computable needs a reason.")
    if computable and not located.cases:
        yield head.problem(["class"], "Class 'computable' needs golden cases in cases.yaml.")


def _check_rule(located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    scheme, head, vocabulary = located.scheme, located.head, read.vocabulary.definitions
    assert scheme is not None
    seen: set[str] = set()
    for leaf in leaves(scheme.rule) if scheme.rule else ():
        if not leaf.id or leaf.id in seen:
            yield _at_leaf(head, leaf, f"Condition '{leaf.id or leaf.text}' needs an id of its own.")
        seen.add(leaf.id)
        if not leaf.text:
            yield _at_leaf(head, leaf, f"Condition '{leaf.id}' needs a text people can read.")
        definition = vocabulary.get(leaf.fact)
        if definition is None:
            if not _is_in_vocabulary(leaf.fact, read):
                yield _at_leaf(head, leaf, f"Condition '{leaf.id}': there is no fact '{leaf.fact}' in facts.yaml.")
        elif definition.type in (FactType.CHOICE, FactType.SET):
            values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
            for value in values:
                if value not in definition.values:
                    yield _at_leaf(head, leaf, f"Condition '{leaf.id}': '{value}' is no value of {leaf.fact}.")
    benefit = scheme.benefit
    for quantity in (benefit.amount, benefit.persons, benefit.months, benefit.cap, benefit.extra) if benefit else ():
        if quantity is not None:
            yield from _check_quantity(quantity, located, read)


def _check_quantity(quantity: Quantity, located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    for name in parameters_in(quantity):
        if not _is_defined(name, read):
            yield located.head.problem(["benefit"], f"No file defines the parameter '{name}'.")
    for name in facts_named(quantity):
        if not _is_in_vocabulary(name, read):
            yield located.head.problem(["benefit"], f"There is no fact '{name}' in facts.yaml.")


def _is_defined(parameter_id: str, read: ReadLibrary) -> bool:
    """Whether a file defines the parameter, or may do: a file that cannot be read is a problem of its own."""
    return parameter_id in read.parameters.parameters or "parameters" in read.unread


def _is_in_vocabulary(fact_id: str, read: ReadLibrary) -> bool:
    return fact_id in read.vocabulary.definitions or "facts" in read.unread


def _at_leaf(head: LocatedYaml, leaf: Condition, text: str) -> Problem:
    return Problem(head.file, head.line_with(["conditions"], "id", leaf.id), text)


def _check_derivations(read: ReadLibrary) -> Iterator[Problem]:
    """Every fact that is derived, or derived from, is in the vocabulary."""
    derivations = read.vocabulary.derivations
    named = [name for item in derivations.elapsed for name in (item.fact, item.since)]
    named += [name for share in derivations.shares for name in (share.fact, share.part, share.whole)]
    for item in derivations.implications:
        named.extend((item.fact, *(leaf.fact for leaf in leaves(item.when))))
    for name in sorted({name for name in named if not _is_in_vocabulary(name, read)}):
        yield Problem("facts.yaml", 1, f"What follows from facts names '{name}', which is not among the facts.")
    documents = {located.document.id for located in read.documents}
    for fact in read.vocabulary.definitions.values():
        if fact.means is not None and fact.means not in documents and not read.unread:
            yield Problem("facts.yaml", 1, f"'{fact.id}' means '{fact.means}', and there is no such document.")


def _check_parameters(read: ReadLibrary) -> Iterator[Problem]:
    names = [parameter.id for file in read.parameter_files for parameter in file.parameters]
    for file in read.parameter_files:
        known = {source.id for parameter in file.parameters for source in parameter.sources}
        for index, parameter in enumerate(file.parameters):
            place: list[int | str] = ["parameters", index]
            if names.count(parameter.id) > 1:
                yield file.head.problem(place, f"The parameter '{parameter.id}' is defined twice.")
            if not parameter.values and parameter.derive is None:
                yield file.head.problem(place, f"'{parameter.id}' has neither values nor a derivation.")
            used = {name for dated in parameter.values for name in dated.sources} | set(parameter.derive_sources)
            for name in sorted(used - known):
                yield file.head.problem(place, f"There is no source '{name}' in this file.")
            if parameter.derive is not None:
                for name in parameters_in(parameter.derive):
                    if not _is_defined(name, read):
                        yield file.head.problem(place, f"No file defines the parameter '{name}'.")
            yield from _check_overlaps(file.head.problem(place, ""), parameter.id, parameter.values)


def _check_overlaps(place: Problem, name: str, values: tuple) -> Iterator[Problem]:  # type: ignore[type-arg]
    ordered = sorted(values, key=lambda dated: dated.period.start.first_day if dated.period.start else date.min)
    for earlier, later in pairwise(ordered):
        start = later.period.start
        if start is not None and earlier.period.contains(start.first_day):
            yield Problem(place.file, place.line, f"Two values of '{name}' hold on {start}.")
