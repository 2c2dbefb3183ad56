"""Telling an assessment: verdict and amount, what stands against it, cards, and the one question to ask next."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.domain.conditions import failed_conditions, open_conditions
from assistant.domain.conversation import ConversationState, OpenQuestion, ToolCall, TurnContext
from assistant.domain.facts import FactDefinition, FactType
from assistant.domain.knowledge import Certainty
from assistant.domain.schemes import Outcome
from assistant.language.staff_groups import GROUPS
from assistant.services.amount_words import amount_words, total_words
from assistant.services.assess_staff import assess_known
from assistant.services.assess_subsidies import SchemeResult, SubsidyReport
from assistant.services.assessment_card import Card, assessment_card
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence, EvidenceItem
from assistant.services.evidence import EvidenceRoom
from assistant.services.fact_phrases import group_in_words, quick_replies
from assistant.services.knowing import Knowing
from assistant.services.known_facts import told_facts
from assistant.services.tell_groups import groups_in_words, schemes_of_group

MAX_CARDS, MAX_NAMED = 6, 4
#: From which share of its conditions on a scheme that is still open is named without having been asked about.
NEAR = Fraction(1, 5)
ASK_FACT, ASK_MORE_MEMBERS = "ask_fact", "ask_more_members"
#: The words for an outcome, without and with an amount; and for one by a rule that has lapsed.
_VERDICTS = {
    Outcome.ELIGIBLE: ("assess_eligible", "assess_eligible_amount"),
    Outcome.UNDETERMINED: ("assess_undetermined", "assess_undetermined_amount"),
}
_LIKELY_FIRST = (Outcome.ELIGIBLE, Outcome.UNDETERMINED, Outcome.INELIGIBLE)
_LAPSED = {
    Outcome.ELIGIBLE: "assess_lapsed_eligible",
    Outcome.INELIGIBLE: "assess_lapsed_ineligible",
    Outcome.UNDETERMINED: "assess_lapsed_undetermined",
}


@dataclass(frozen=True)
class ToldAssessment:
    """What is said, shown and asked; `question` None where nothing is left to ask."""

    sentences: tuple[DraftSentence, ...]
    cards: tuple[Card, ...]
    tool: ToolCall
    question: OpenQuestion | None = None
    asks: tuple[DraftSentence, ...] = ()
    suggestions: tuple[str, ...] = ()


class AssessmentTeller:
    """Assesses and tells for one turn."""

    def __init__(self, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext) -> None:
        self._knowing = knowing
        self._room = room
        self._canned = canned
        self._context = context

    def tell_schemes(self, scheme_ids: tuple[str, ...], state: ConversationState) -> ToldAssessment:
        """The schemes somebody asked about by name, in the order asked, and what would decide the first open one."""
        report = self._assess(state, scheme_ids, scheme_ids[0])
        results = [result for name in scheme_ids if (result := report.find(name)) is not None]
        sentences = tuple(sentence for result in results for sentence in self._verdict(result, report))
        cards = tuple(self._card(result) for result in results)
        tool = ToolCall("assess_subsidies", {"scheme_ids": list(scheme_ids)})
        return self._with_question(sentences, cards, tool, report)

    def likeliest(self, scheme_ids: tuple[str, ...], state: ConversationState) -> str:
        """Of schemes one name may mean, the one that fits, or that most speaks for; of equals the first."""
        results = self._assess(state, scheme_ids, None).results
        order = sorted(
            results,
            key=lambda one: (_LIKELY_FIRST.index(one.assessment.outcome), -one.nearness, scheme_ids.index(one.id)),
        )
        return order[0].id if order else scheme_ids[0]

    def tell_all(self, state: ConversationState, goes_on: bool = False) -> ToldAssessment:
        """Everything there is for the person: what fits, what may, and the question that decides most.

        `goes_on`: it was told before; only what fits is said again, the cards show the rest.
        """
        report = self._assess(state, None, None)
        telling = [result for result in report.results if _is_worth_telling(result)]
        sentences = self._what_fits(report)
        if state.staff and not goes_on:
            sentences = (*(() if sentences else self._canned.say("assess_none_yet")), *self._group_by_group(report))
        elif not goes_on:
            sentences = (*(sentences or self._canned.say("assess_none_yet")), *self._what_may_fit(report))
        cards = tuple(self._card(result) for result in telling[:MAX_CARDS])
        tool = ToolCall("assess_subsidies", {"scheme_ids": [result.id for result in telling[:MAX_CARDS]]})
        return self._with_question(sentences, cards, tool, report)

    def _assess(self, state: ConversationState, scheme_ids: tuple[str, ...] | None, first: str | None) -> SubsidyReport:
        day = state.as_of or self._context.today
        return assess_known(state, self._knowing.subsidies, day, self._context.audience, scheme_ids, first)

    def _card(self, result: SchemeResult) -> Card:
        return assessment_card(result, self._knowing)

    def _verdict(self, result: SchemeResult, report: SubsidyReport) -> tuple[DraftSentence, ...]:
        found = result.assessment
        if found.certainty is Certainty.LAPSED:
            return self._noted(result, _LAPSED[found.outcome])
        if found.outcome is Outcome.INELIGIBLE:
            return self._noted(result, "assess_ineligible", reasons=_reasons(result, report))
        amount = amount_words(found)
        plain, with_amount = _VERDICTS[found.outcome]
        sentences = self._noted(result, with_amount, amount=amount) if amount else self._noted(result, plain)
        groups = self._groups_that_fit(result)
        if groups:
            sentences = (*sentences, *self._noted(result, "assess_groups", groups=groups))
        if found.certainty is Certainty.TO_VERIFY:
            sentences = (*sentences, *self._canned.say("assess_to_verify"))
        if result.gives_way_to is not None:
            winner = self._knowing.knowledge.get_document(result.gives_way_to).title
            sentences = (*sentences, *self._noted(result, "assess_gives_way", other=winner))
        return sentences

    def _what_fits(self, report: SubsidyReport) -> tuple[DraftSentence, ...]:
        counted = [result for result in report.results if _fits(result)]
        sentences: list[DraftSentence] = []
        for certainty, key in ((Certainty.CURRENT, "assess_fits"), (Certainty.TO_VERIFY, "assess_may_be")):
            of_kind = [result for result in counted if result.assessment.certainty is certainty]
            if of_kind:
                sentences.extend(self._canned.say(key))
                sentences.extend(self._item(result) for result in of_kind[:MAX_NAMED])
        return (*sentences, *self._total(counted, report))

    def _total(self, counted: list[SchemeResult], report: SubsidyReport) -> tuple[DraftSentence, ...]:
        """What is current and counted, added up; of what only takes off what is due, that it is a ceiling."""
        adding = [result for result in counted if result.id in report.counted and _is_current(result)]
        total = total_words(report.total, all(result.assessment.is_ceiling for result in adding))
        said = self._noted(counted[0], "assess_total", total=total) if total and len(report.counted) > 1 else ()
        has_ceiling = any(result.assessment.is_ceiling for result in counted)
        return (*said, *(self._canned.say("assess_ceiling") if has_ceiling else ()))

    def _what_may_fit(self, report: SubsidyReport) -> tuple[DraftSentence, ...]:
        near = [result for result in report.results if _is_near(result)][:MAX_NAMED]
        if not near:
            return ()
        names = "、".join(result.scheme.document.title for result in near)
        evidence = tuple(self._note(result).id for result in near)
        return tuple(DraftSentence(s.text, evidence) for s in self._canned.say("assess_may_fit", names=names))

    def _group_by_group(self, report: SubsidyReport) -> tuple[DraftSentence, ...]:
        """What there is for each group of workers a firm told of."""
        lines = groups_in_words(report, self._knowing.subsidies.vocabulary.get(GROUPS))
        if not lines:
            return self._what_may_fit(report)
        item = self._room.put_record("assessment#groups", "按您说的逐组对照", "".join(lines))
        said = [DraftSentence(line, (item.id,), is_item=True) for line in lines]
        counted = [result for result in report.results if _fits(result)]
        return (*self._canned.say("assess_by_group"), *said, *(self._total(counted, report) if counted else ()))

    def scheme_of_group(self, at: int, state: ConversationState) -> tuple[str, ...]:
        """The schemes for one of the groups told, the one that fits first."""
        return schemes_of_group(self._assess(state, None, None), at)

    def _item(self, result: SchemeResult) -> DraftSentence:
        note = self._note(result)
        return DraftSentence(note.text, (note.id,), is_item=True)

    def _note(self, result: SchemeResult) -> EvidenceItem:
        """A scheme with what it comes to, as evidence of this turn."""
        document = result.scheme.document
        amount = amount_words(result.assessment)
        groups = self._groups_that_fit(result)
        text = f"{document.title}：{amount}" if amount else document.title
        text += f"（{groups}）。" if groups else "。"
        return self._room.put_note(document, "assessment", text, _clause(result))

    def _groups_that_fit(self, result: SchemeResult) -> str:
        """Of workers told group by group, the groups the outcome is about."""
        if not result.groups:
            return ""
        definition = self._knowing.subsidies.vocabulary.get(GROUPS)
        outcome = result.assessment.outcome
        return "、".join(
            group_in_words(part.group, definition)
            for part in result.groups
            if part.is_meant and part.assessment.outcome is outcome
        )

    def _noted(self, result: SchemeResult, key: str, **words: str) -> tuple[DraftSentence, ...]:
        """Canned words about a scheme, resting on what the rules made of the facts said."""
        document = result.scheme.document
        sentences = self._canned.say(key, title=document.title, **words)
        text = "".join(sentence.text for sentence in sentences)
        note = self._room.put_note(document, f"assessment-{key}", text, _clause(result))
        return tuple(DraftSentence(sentence.text, (note.id,)) for sentence in sentences)

    def _with_question(
        self, sentences: tuple[DraftSentence, ...], cards: tuple[Card, ...], tool: ToolCall, report: SubsidyReport
    ) -> ToldAssessment:
        told = ToldAssessment(sentences, cards, tool)
        if not any(_is_open(result) or _has_a_range(result) for result in report.results):
            return told
        definitions = self._knowing.subsidies.vocabulary.definitions
        definition = next((definitions[name] for name in report.open_facts if name in definitions), None)
        return told if definition is None else self._asking(definition, report, told)

    def ask(self, fact_id: str, state: ConversationState) -> ToldAssessment | None:
        """One question by itself."""
        definition = self._knowing.subsidies.vocabulary.definitions.get(fact_id)
        if definition is None:
            return None
        report = self._assess(state, None, None)
        return self._asking(definition, report, ToldAssessment((), (), ToolCall("assess_subsidies", {})))

    def _asking(self, definition: FactDefinition, report: SubsidyReport, told: ToldAssessment) -> ToldAssessment:
        known = told_facts(report.facts).get(definition.id)
        named = isinstance(known, tuple) and bool(known)
        key = ASK_MORE_MEMBERS if named else ASK_FACT
        return replace(
            told,
            asks=self._canned.say(key, question=definition.question),
            question=OpenQuestion(key, fact_id=definition.id),
            suggestions=quick_replies(definition, _members_that_matter(definition, report)),
        )


def _members_that_matter(definition: FactDefinition, report: SubsidyReport) -> tuple[str, ...]:
    """The members of a set that can still decide something, those that decide most first."""
    if definition.type is not FactType.SET:
        return ()
    counts: Counter[str] = Counter()
    for result in report.results:
        if not _is_open(result) or result.scheme.rule is None:
            continue
        for leaf in open_conditions(result.scheme.rule, report.facts, report.day):
            if leaf.fact == definition.id:
                counts[str(leaf.value)] += 1
    return tuple(member for member, _ in counts.most_common())


def _is_open(result: SchemeResult) -> bool:
    found = result.assessment
    return found.outcome is Outcome.UNDETERMINED and found.certainty is not Certainty.LAPSED


def _has_a_range(result: SchemeResult) -> bool:
    """Whether somebody who qualifies still has to say something for the amount to be one figure."""
    found = result.assessment
    bounds = [one for one in (found.amount, found.month_bounds) if one is not None]
    is_open = any(one.high is not None and one.low != one.high for one in bounds)
    return _fits(result) and bool(found.missing_facts) and is_open


def _is_current(result: SchemeResult) -> bool:
    return result.assessment.certainty is Certainty.CURRENT


def _fits(result: SchemeResult) -> bool:
    found = result.assessment
    return found.outcome is Outcome.ELIGIBLE and found.certainty is not Certainty.LAPSED


def _is_near(result: SchemeResult) -> bool:
    """Whether enough speaks for a scheme that is still open to name it."""
    return _is_open(result) and result.nearness >= NEAR


def _is_worth_telling(result: SchemeResult) -> bool:
    """What fits, and what may fit where something already speaks for it."""
    return _fits(result) or _is_near(result)


def _reasons(result: SchemeResult, report: SubsidyReport) -> str:
    """The conditions that fail; of several ways in, the first few."""
    assert result.scheme.rule is not None
    failed = failed_conditions(result.scheme.rule, report.facts, report.day)
    return "、".join(f"“{condition.text}”" for condition in failed[:MAX_NAMED])


def _clause(result: SchemeResult) -> str | None:
    return next((j.condition.clause for j in result.assessment.conditions if j.condition.clause), None)
