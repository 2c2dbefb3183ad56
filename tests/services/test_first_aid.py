"""Whoever tells what befell them without asking for a rule is told what can be done; what is not ours gets no aid."""

from pathlib import Path

import pytest

from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.domain.conversation import AnswerStatus
from assistant.services.first_aid import question_for
from tests.fakes.clock import FixedClock
from tests.services.talking import Talk


@pytest.fixture(scope="module")
def shipped(shipped_knowledge: tuple[Path, Path]) -> LoadedKnowledge:
    source, data = shipped_knowledge
    return KnowledgeStore(source, data, FixedClock()).open_current()


@pytest.mark.parametrize(
    "text",
    [
        "我们五个人在江津一个工地做木工，包工头跑了，差我们八万多，两个月了一分没给",
        "我在茶园贴砖，老板电话打不通了，工钱三万二一分没得",
    ],
)
def test_unpaid_wages_told_beside_a_trade_are_no_search_for_work(shipped: LoadedKnowledge, text: str) -> None:
    told = Talk(shipped).say(text)
    assert told.status is AnswerStatus.ANSWERED and told.citations
    assert {tool.name for tool in told.tools} == {"search_policies"}


@pytest.mark.parametrize(
    "text",
    [
        "退租了，房东扣着押金不给，我该找哪个",
        "失业金要什么材料",
        "想找个木工的活",
        "我不想活了，工资也没拿到",
    ],
)
def test_what_is_not_ours_what_befell_nobody_and_danger_get_no_question(shipped: LoadedKnowledge, text: str) -> None:
    assert question_for(text, shipped.knowing) is None


def test_a_trick_is_told_by_its_signs_and_not_gone_through_as_a_benefit(shipped: LoadedKnowledge) -> None:
    told = Talk(shipped).say("群里招在家抄书的，一天两百，要先交150会员费，做满一个月退，靠谱不")
    assert "不要交" in told.text
    assert {tool.name for tool in told.tools} == {"search_policies"}
