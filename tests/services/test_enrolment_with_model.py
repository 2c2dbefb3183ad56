"""A draft, a clash and a question which one come out the same whether rules answer or a model writes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, ConversationState, Turn
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.free_text import Wording
from assistant.services.model_ports import ModelLimits, WritingTask
from assistant.services.model_replier import ModelParts, ModelReplier
from assistant.services.ports import Replier
from assistant.services.rule_replier import RuleReplier
from tests.enrolment_office import EnrolmentOffice, course, intake
from tests.fakes.clock import NIGHT
from tests.fakes.writer import ScriptedWriter
from tests.services.talking import Talk
from tests.services.test_enrolment_dialogue import WELDER, card_of
from tests.vacancy_office import desk_over

#: What belongs to one draft and no other.
OF_ONE_DRAFT = frozenset({"draft_id", "form_url", "expires_at"})


def says_little(task: WritingTask) -> str:
    """What a model may make of it: the first sentence that holds as it stands, and nothing else."""
    shown = task.tools.show(task.tools.begun)
    return next(line.removeprefix("- ") for line in shown.splitlines() if line.startswith("- "))


def rules_over(loaded: LoadedKnowledge, office: EnrolmentOffice) -> Replier:
    desk = desk_over(loaded.knowing, NIGHT.date())
    return RuleReplier(lambda: loaded.knowing, lambda: desk, enrolling=office.enrolling)


def model_over(loaded: LoadedKnowledge, office: EnrolmentOffice) -> Replier:
    desk = desk_over(loaded.knowing, NIGHT.date())
    writer, breaker = ScriptedWriter(says_little), CircuitBreaker(lambda: 0.0)
    return ModelReplier(
        ModelParts(
            rules_over(loaded, office), writer, breaker, ModelLimits(turn_seconds=5.0, at_once=4), lambda: loaded.knowing,
            lambda: desk, wording=Wording.FREE, enrolling=office.enrolling,
        )
    )  # fmt: skip


def said_by(make: Callable[[LoadedKnowledge, EnrolmentOffice], Replier], loaded: LoadedKnowledge, *words: str) -> Turn:
    """The last turn of a conversation in which two courses were shown and a place in the first is taken."""
    office = EnrolmentOffice()
    office.catalogue.put(WELDER)
    office.catalogue.put(course("plumber", intake("plumbing", "plumber", starts_on=date(2026, 12, 8))))
    talk = Talk(loaded, make(loaded, office), store=office.talks)  # type: ignore[arg-type]
    taken = office.draft(conversation=talk.id)
    office.enrol(draft=taken)
    plumber = replace(office.catalogue.courses["plumber"], title="管道工（初级）")
    shown = Turn("这些课可以报：", AnswerStatus.ANSWERED, cards=(card_of(plumber), card_of(WELDER)), asked_at=NIGHT)
    office.talks.add_turn(talk.id, shown, ConversationState(turns=1, is_choosing_course=True))
    return [talk.say(text) for text in words][-1]


@pytest.mark.parametrize(
    "words",
    [("给我报名第一个",), ("帮我报焊工1月9日开班的",), ("帮我报名", "1月9号开班的"), ("焊工那个给我报起",)],
    ids=["a clash with a place taken", "one of two intakes", "asked which, and answered", "which of two intakes"],
)
def test_what_is_drafted_is_the_same_with_a_model(loaded: LoadedKnowledge, words: tuple[str, ...]) -> None:
    by_rules, by_model = said_by(rules_over, loaded, *words), said_by(model_over, loaded, *words)
    cards = [[{**card, **dict.fromkeys(OF_ONE_DRAFT)} for card in turn.cards] for turn in (by_rules, by_model)]
    assert cards[0] == cards[1] and by_rules.status is by_model.status
    assert [tool.name for tool in by_rules.tools] == [tool.name for tool in by_model.tools]
    if by_rules.status is AnswerStatus.CLARIFICATION:
        assert by_rules.suggestions == by_model.suggestions


def test_a_clash_is_told_also_where_a_model_leaves_it_out(loaded: LoadedKnowledge) -> None:
    for make in (rules_over, model_over):
        turn = said_by(make, loaded, "给我报名第一个")
        assert [card["kind"] for card in turn.cards] == ["enrolment_draft"]
        assert "冲突" in turn.text, make.__name__
        assert "现在还没有报上" in turn.text or "确认报名" in turn.text
