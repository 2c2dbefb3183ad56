"""What is asked decides whether a message is a search: a rule, or nothing of ours, against work or a course."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.conversation import ConversationState
from assistant.language.understanding import Understanding, understand
from assistant.services.decide_intent import OFF_TOPIC, decide_intent
from assistant.services.knowing import Knowing
from assistant.services.rule_question import asks_for_a_rule
from assistant.services.search_policies import INTENT, PolicySearch

TODAY = date(2026, 11, 23)
BENEFIT = "unemployment-benefit"
SURE, PERHAPS, UNSURE = {BENEFIT: 0.95}, {BENEFIT: 0.4}, {BENEFIT: 0.1}


def _taken_for(knowing: Knowing, shares: dict[str, float]) -> Knowing:
    """The knowledge with a topic model that takes every text for the same."""
    search = knowing.search
    return replace(
        knowing, search=PolicySearch(knowing.knowledge, search._index, lambda _: shares, knowing.lexicon.synonyms)
    )


def _understood(knowing: Knowing, text: str) -> Understanding:
    return understand(text, knowing.lexicon, TODAY)


def _asks(knowing: Knowing, text: str, shares: dict[str, float], state: ConversationState | None = None) -> bool:
    known = _taken_for(knowing, shares)
    return asks_for_a_rule(_understood(known, text), state or ConversationState(), known)


@pytest.mark.parametrize(
    "text",
    [
        "我们招了两个保安，一个人头补好多",
        "往年边干边学的那个补贴，今年还报得了不",
        "想报名那个创业大赛，比赛叫什么名字",
        "婆娘要生了，男的陪护假放好多天嘛",
    ],
)
def test_a_question_on_one_document_is_no_search_whatever_it_names(knowing: Knowing, text: str) -> None:
    assert _asks(knowing, text, SURE)
    assert not _asks(knowing, text, UNSURE)


@pytest.mark.parametrize(
    "text",
    [
        "叉车证哪里考，要好多钱",
        "有没有周末的会计班",
        "渝中招不招保安",
        "有没有适合孕妇的岗位",
        "想找个双休的前台，有没得",
        "想学电焊，国家补不补钱",
    ],
)
def test_whoever_wishes_for_work_or_a_course_searches(knowing: Knowing, text: str) -> None:
    assert not _asks(knowing, text, SURE)


@pytest.mark.parametrize("text", ["綦江 装配工 不要中介", "万州的护士", "忠县坐月子那类的"])
def test_words_that_ask_nothing_are_left_to_the_search(knowing: Knowing, text: str) -> None:
    assert not _asks(knowing, text, SURE)


def test_what_a_plan_says_needs_less_to_be_a_rule(knowing: Knowing) -> None:
    assert _asks(knowing, "跟山东联手介绍人进厂，方案里有没得提", PERHAPS)
    assert not _asks(knowing, "跟山东联手介绍人进厂，有没得", PERHAPS)


def test_what_is_surely_not_ours_is_no_search_either(knowing: Knowing) -> None:
    assert _asks(knowing, "送外卖闯红灯，驾照扣好多分哦", {f"{INTENT}off_topic": 0.95})


def test_a_right_asked_for_after_a_policy_goes_on_about_it(knowing: Knowing) -> None:
    told = ConversationState(topic_id=BENEFIT)
    assert _asks(knowing, "那失业金给不给", UNSURE, told)
    assert not _asks(knowing, "那失业金给不给", UNSURE)


class TestWhatIsNotOurs:
    def test_a_word_more_on_it_is_not_ours_either(self, knowing: Knowing) -> None:
        known = _taken_for(knowing, {f"{INTENT}off_topic": 0.95})
        understood = _understood(known, "打他电话也不接，我去哪里告他")
        before = ConversationState(last_question="表弟借了我两万块不还怎么办")
        known = replace(known, search=_Twice(known.search, understood.text))
        assert decide_intent(understood, before, known.search, known.lexicon) == OFF_TOPIC
        told = replace(before, topic_id=BENEFIT)
        assert decide_intent(understood, told, known.search, known.lexicon) != OFF_TOPIC

    def test_bad_luck_at_finding_work_is_no_wish_for_work(self, knowing: Knowing) -> None:
        known = _taken_for(knowing, UNSURE)
        for text, is_foreign in (("找工作一直不顺，是不是犯太岁", True), ("想找个工作，不顺好久了，有没得岗位", False)):
            intent = decide_intent(_understood(known, text), ConversationState(), known.search, known.lexicon)
            assert (intent == OFF_TOPIC) is is_foreign


class _Twice(PolicySearch):
    """The first question is surely foreign; of the second, `text`, the model makes nothing."""

    def __init__(self, search: PolicySearch, text: str) -> None:
        first = search._predict_topic
        super().__init__(
            search._knowledge, search._index, lambda said: UNSURE if text in said else first(said), search._synonyms
        )


@pytest.mark.parametrize(
    ("text", "is_of_a_firm"),
    [("人家说渝北没得了，真的假的哦", False), ("大家都说这个政策是真的假的", False), ("这家公司靠谱不靠谱", True)],
)
def test_others_who_say_something_are_no_firm(knowing: Knowing, text: str, is_of_a_firm: bool) -> None:
    assert (_understood(knowing, text).intent == "check_employer") is is_of_a_firm
