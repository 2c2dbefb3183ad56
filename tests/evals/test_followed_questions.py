"""How the shipped service follows a conversation and a story, in words that no rule was written from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import Turn
from assistant.domain.knowledge import Audience
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import ROOT, SHIPPED

#: A question, what is asked after it, and the document both are about.
GOES_ON = [
    ("青年就业见习一个月给好多钱", "那签不签劳动合同", "youth-traineeship"),
    ("公益性岗位哪些人可以去", "那补贴按什么标准算的", "public-welfare-post"),
    ("2026年的就业公共服务方案里怎么支持创业", "大赛叫啥名字", "employment-service-plan-2026"),
]
#: A message, who sends it, and the document that answers it.
IS_ABOUT = [
    ("听别个说江北区取消了，真的假的哦，以后叫啥子名字", "job_seeker", "divisions-2025"),
    ("以工代训补贴今年还发不发，我们公司想带三个新工人", "employer", "work-based-training-subsidy"),
    (
        "我前年当兵回来的，跟屋头商量了好久。现在开了个汽修铺子，办的个体户，退役军人一年能抵多少税",
        "job_seeker",
        "sole-trader-tax-deduction",
    ),
    ("老妈62岁还在商场做保洁，一个月才一千五，经理说超龄了随便他给，得不得行", "job_seeker", "overage-workers"),
]


@pytest.fixture(scope="module")
def assistant(shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The shipped service as a trial, in a folder of its own."""
    folder = tmp_path_factory.mktemp("followed")
    (folder / "knowledge").symlink_to(shipped_knowledge[1] / "knowledge")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"DATA_DIR": folder, "KNOWLEDGE_DIR": SHIPPED, "PROMPTS_DIR": ROOT / "prompts"}.items():
            patch.setenv(name, str(value))
        yield build_trial(Settings(), FixedClock())


def _last_of(assistant: Assistant, audience: str, *texts: str) -> Turn:
    started = assistant.conversations.start(Audience(audience))
    return [assistant.conversations.answer(started.id, text) for text in texts][-1]


def _documents(turn: Turn) -> set[str]:
    return {citation.passage_id.partition("#")[0] for citation in turn.citations}


@pytest.mark.parametrize(("question", "follow_up", "document"), GOES_ON)
def test_a_few_words_after_a_topic_go_on_about_it(
    assistant: Assistant, question: str, follow_up: str, document: str
) -> None:
    assert document in _documents(_last_of(assistant, "job_seeker", question, follow_up))


@pytest.mark.parametrize(("text", "audience", "document"), IS_ABOUT)
def test_a_story_and_a_doubt_are_about_what_they_ask(
    assistant: Assistant, text: str, audience: str, document: str
) -> None:
    assert document in _documents(_last_of(assistant, audience, text))


def test_the_rule_of_the_country_is_told_to_who_asks_for_it_by_that_word(assistant: Assistant) -> None:
    turn = _last_of(assistant, "job_seeker", "按国家统一规定，失业保险交满5年不足10年的，失业金最长领多久")
    assert "18个月" in turn.text


def test_a_span_of_years_is_no_day_in_the_past(assistant: Assistant) -> None:
    turn = _last_of(assistant, "job_seeker", "失业保险交满5年不足10年的，失业金能领几个月")
    assert not any(citation.passage_id.endswith("history") for citation in turn.citations)
    assert "以后的规定" not in turn.text
