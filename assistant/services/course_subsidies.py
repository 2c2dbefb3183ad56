"""Which subsidies a course may bring the person, judged by the calculator as if the certificate were theirs already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from re import Pattern

from assistant.domain.conversation import ConversationState, FactValue
from assistant.domain.courses import Course, CourseLevel
from assistant.domain.knowledge import Audience, Certainty
from assistant.domain.schemes import Outcome
from assistant.services.assess_subsidies import SubsidyReport, assess_subsidies
from assistant.services.known_facts import facts_in, remember
from assistant.services.subsidy_rules import SubsidyRules


@dataclass(frozen=True)
class CourseScheme:
    """A scheme a course may have to do with. `levels`: level of the course → value of `level_fact` with its
    certificate; empty: any level. `needs_fact`: named only where this is known of the person. `certificate_fact`: true
    once the person has the certificate."""

    id: str
    certificate: Pattern[str]
    level_fact: str | None
    levels: Mapping[CourseLevel, str]
    needs_fact: str | None = None
    certificate_fact: str | None = None


def schemes_of(course: Course, schemes: Sequence[CourseScheme], facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """The schemes that something of the course speaks for."""
    return tuple(
        scheme.id
        for scheme in schemes
        if course.certificate is not None
        and scheme.certificate.search(course.certificate)
        and (not scheme.levels or course.level in scheme.levels)
        and (scheme.needs_fact is None or scheme.needs_fact in facts)
    )


def with_certificate(state: ConversationState, course: Course, schemes: Sequence[CourseScheme]) -> ConversationState:
    """The state as it would be with the certificate of the course, for an assessment and nothing else."""
    level = course.level
    assumed: dict[str, FactValue] = {
        scheme.level_fact: scheme.levels[level]
        for scheme in schemes
        if scheme.level_fact is not None and level is not None and level in scheme.levels
    }
    assumed |= {scheme.certificate_fact: True for scheme in schemes if scheme.certificate_fact is not None}
    return remember(state, assumed, state.turns)


def assess_course(
    course: Course, state: ConversationState, schemes: Sequence[CourseScheme], rules: SubsidyRules, day: date
) -> tuple[str, ...]:
    """Ids of the schemes that are not out of the question for this person and course."""
    named = schemes_of(course, schemes, facts_in(state))
    if not named:
        return ()
    facts = facts_in(with_certificate(state, course, schemes))
    report: SubsidyReport = assess_subsidies(facts, rules, day, Audience.JOB_SEEKER, named, state.unsure)
    return tuple(
        result.id
        for result in report.results
        if result.assessment.outcome is not Outcome.INELIGIBLE and result.assessment.certainty is not Certainty.LAPSED
    )
