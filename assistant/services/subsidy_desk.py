"""The calculator at a desk rather than in talk: forms and programs read facts, see reports and get cards here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.conditions import NO_OTHERS, failed_conditions, leaves
from assistant.domain.conversation import ALL_SCHEMES, ConversationState, FactValue
from assistant.domain.errors import InvalidInputError, NotFoundError
from assistant.domain.facts import FactDefinition, FactType
from assistant.domain.knowledge import Audience
from assistant.domain.regions import Region
from assistant.domain.schemes import facts_of
from assistant.language.fact_reading import ReadFact, read_fact
from assistant.language.staff_groups import GROUPS
from assistant.services.assess_staff import assess_known
from assistant.services.assess_subsidies import SchemeResult, SubsidyReport
from assistant.services.assessment_card import Card, assessment_card
from assistant.services.fact_phrases import group_in_words, value_words
from assistant.services.knowing import Knowing

#: Longer than any answer to a question for one fact, in characters.
LONGEST_ANSWER = 60
#: Of a region fact: somewhere outside the city.
ELSEWHERE = "cn"


@dataclass(frozen=True)
class SubsidyDesk:
    """One state of the knowledge on one day."""

    knowing: Knowing
    today: date

    def report(self, state: ConversationState, audience: Audience, first: str | None = None) -> SubsidyReport:
        """All schemes for what is known; what decides the scheme `first` is asked first."""
        assessing = state.assessing if state.assessing != ALL_SCHEMES else None
        return assess_known(state, self.knowing.subsidies, self.today, audience, first=first or assessing)

    def has_scheme(self, scheme_id: str, audience: Audience) -> bool:
        """Whether there is such a scheme that this audience can answer for."""
        return any(scheme.id == scheme_id for scheme in self.knowing.subsidies.schemes_for(audience))

    def card(self, result: SchemeResult) -> Card:
        return assessment_card(result, self.knowing)

    def reasons_against(self, result: SchemeResult, report: SubsidyReport) -> tuple[str, ...]:
        """The conditions for whose sake somebody is ineligible."""
        assert result.scheme.rule is not None
        failed = failed_conditions(result.scheme.rule, report.facts, report.day)
        return tuple(condition.text for condition in failed)

    def find_title(self, scheme_id: str) -> str | None:
        scheme = self.knowing.subsidies.schemes.get(scheme_id)
        return scheme.document.title if scheme is not None else None

    def find_definition(self, fact_id: str) -> FactDefinition | None:
        return self.knowing.subsidies.vocabulary.definitions.get(fact_id)

    def facts_behind(self, result: SchemeResult) -> frozenset[str]:
        """The facts on which an assessment rests, and those from which they follow."""
        found = set(facts_of(result.scheme))
        derivations = self.knowing.subsidies.vocabulary.derivations
        for count in derivations.elapsed:
            found |= {count.since} if count.fact in found else set()
        for implication in derivations.implications:
            found |= {leaf.fact for leaf in leaves(implication.when)} if implication.fact in found else set()
        return frozenset(found)

    def staff_words(self, state: ConversationState) -> str:
        """A firm's workers as it told of them group by group; empty where it did not."""
        definition = self.knowing.subsidies.vocabulary.get(GROUPS)
        return "、".join(group_in_words(group, definition) for group in state.staff)

    def words(self, fact_id: str, value: FactValue) -> str:
        """The value as a person says it. Raises NotFoundError for a fact that does not exist."""
        definition = self.knowing.subsidies.vocabulary.get(fact_id)
        return value_words(definition, value, self.knowing.lexicon.regions)

    def districts(self) -> tuple[Region, ...]:
        """Where somebody may be, within the city."""
        return self.knowing.lexicon.regions.find_current_districts(self.today)

    def read(self, fact_id: str, told: object) -> ReadFact:
        """The value that a form or a program gives a fact. A list closes a set: what it does not name does not hold.

        Raises InvalidInputError, worded for the person, for a fact that does not exist or a value that it cannot have.
        """
        definition = self.find_definition(fact_id)
        if definition is None:
            raise InvalidInputError(f"没有“{fact_id}”这一项情况，请核对名称后再发。")
        if isinstance(told, list | tuple):
            return self._read_members(definition, told)
        text = _as_text(told)
        if text is None or len(text) > LONGEST_ANSWER:
            raise InvalidInputError(f"“{definition.question}”写得太长或格式不对，请只写答案本身。")
        return read_fact(definition, text, self.knowing.lexicon, self.today)

    def _read_members(self, definition: FactDefinition, members: Sequence[object]) -> ReadFact:
        named = tuple(dict.fromkeys(member for member in members if isinstance(member, str) and member != NO_OTHERS))
        is_one_of_its_own = definition.type is FactType.SET and set(named) <= set(definition.values)
        if not is_one_of_its_own or any(not isinstance(member, str) for member in members):
            raise InvalidInputError(f"“{definition.question}”请从列出的选项里选。")
        return ReadFact((*named, NO_OTHERS))


def get_result(report: SubsidyReport, scheme_id: str) -> SchemeResult:
    """Raises NotFoundError."""
    result = report.find(scheme_id)
    if result is None:
        raise NotFoundError("没有这项政策，可能已经改了名。请回到补贴页面重新打开。")
    return result


def _as_text(told: object) -> str | None:
    """What JSON holds, as somebody would write it; None for what nobody would."""
    if isinstance(told, bool):
        return "是" if told else "不是"
    if isinstance(told, int | float):
        return str(told)
    return told if isinstance(told, str) else None
