"""What is wanted of courses shown in words that no table knows: what is learnt from messages decides, or nothing does."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, Turn
from tests.services.test_shown_turn import Shown


@pytest.fixture
def shown(loaded: LoadedKnowledge) -> Shown:
    return Shown(loaded)


def drafts(turn: Turn) -> list[str]:
    return [str(card["title"]) for card in turn.cards if card["kind"] == "enrolment_draft"]


@pytest.mark.parametrize("text", ["行，给我也弄一份", "就按这个来，我没意见", "那我跟着去学", "把我名字写上嘛"])
def test_an_order_for_the_one_talked_of_is_drafted_in_whatever_words(shown: Shown, text: str) -> None:
    shown.talk.say("编织那个好多钱")
    assert drafts(shown.talk.say(text)) == ["手工编织公益班"]


@pytest.mark.parametrize("text", ["我先跟屋头人打个商量", "等我考虑清楚再回你", "今天先这样，回头再讲"])
def test_who_puts_it_off_gets_no_draft(shown: Shown, text: str) -> None:
    shown.talk.say("编织那个好多钱")
    assert not drafts(shown.talk.say(text))


@pytest.mark.parametrize("text", ["老板拖了我三个月工资不给", "谢谢你哈，你忙", "失业金什么时候打到卡上"])
def test_another_matter_is_no_word_on_the_courses(shown: Shown, text: str) -> None:
    turn = shown.talk.say(text)
    assert not drafts(turn) and not [card for card in turn.cards if card["kind"] == "course"]


def test_what_is_cheaper_is_told_of_those_shown(shown: Shown) -> None:
    turn = shown.talk.say("这几个里头哪个最划算")
    assert "学费最低的是“手工编织公益班”" in turn.text and "760" in turn.text and not drafts(turn)


def test_of_each_means_every_one_of_them(shown: Shown) -> None:
    text = shown.talk.say("分别是啥子时候上课").text
    assert all(title in text for title in ("手工编织公益班", "CAD绘图班", "工业机器人操作员"))


def test_whether_two_collide_is_told_and_orders_nothing(shown: Shown) -> None:
    turn = shown.talk.say("编织和机器人我两个一起学，时间冲不冲突")
    assert "不冲突" in turn.text and not drafts(turn)


def test_what_no_record_holds_is_said_to_be_missing(shown: Shown) -> None:
    shown.talk.say("编织那个好多钱")
    assert "没有写" in shown.talk.say("中午管不管一顿，毛线是不是自己买").text


def test_a_guess_of_another_intent_yields_to_a_sure_order(shown: Shown) -> None:
    shown.talk.say("编织那个好多钱")
    turn = shown.talk.say("不说了，算我一个")
    assert turn.status is not AnswerStatus.HANDED_OVER and drafts(turn) == ["手工编织公益班"]


def test_who_has_only_looked_is_asked_which_run_and_never_drafted_by_a_guess(shown: Shown) -> None:
    turn = shown.talk.say("随便给我整一个都要得")
    assert turn.status is AnswerStatus.CLARIFICATION and not drafts(turn)


@pytest.mark.parametrize("text", ["就报古筝这个", "算了，编织来钱慢，换成古筝的看看", "给我报个古筝班"])
def test_what_was_not_shown_is_never_drafted_as_what_was(shown: Shown, text: str) -> None:
    shown.talk.say("编织那个好多钱")
    assert not drafts(shown.talk.say(text))


def test_a_day_on_which_nothing_shown_begins_is_not_drafted_as_another(shown: Shown) -> None:
    shown.talk.say("编织那个好多钱")
    assert not drafts(shown.talk.say("不是说3号还有一批么？把我塞进去嘛"))
