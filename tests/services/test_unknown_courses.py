"""Courses no table knows: found, told of, chosen and left by pieces of their titles, each part of a message answered."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.courses import Course
from assistant.domain.knowledge import Audience
from assistant.services.course_desk import CourseDesk
from assistant.services.rule_replier import RuleReplier
from tests.course_examples import ELECTRICIAN, EVENINGS, WEEKENDS, taken_intake
from tests.course_office import course_desk_over
from tests.enrolment_office import EnrolmentOffice
from tests.services.talking import Talk
from tests.vacancy_office import desk_over

PLAIN = replace(
    ELECTRICIAN, certificate=None, licences=(), occupations=(), subjects=(), occupation_code=None, level=None,
    prerequisites=(), outcomes=(), fee_yuan=0.0,
)  # fmt: skip
BONSAI = replace(PLAIN, title="盆景制作周末班", provider="示例园艺学社")
ZITHER = replace(PLAIN, title="古琴修复班", provider="示例琴社", outcomes=ELECTRICIAN.outcomes)
OPTICS = replace(PLAIN, title="验光员考前培训班", provider="示例眼镜学校")
LATE = replace(EVENINGS, starts_on=date(2026, 11, 25), ends_on=date(2026, 12, 20), enrol_by=date(2026, 11, 20))


def talk_over(loaded: LoadedKnowledge, audience: Audience = Audience.JOB_SEEKER) -> Talk:
    office = EnrolmentOffice()
    desk = course_desk_over(
        loaded.knowing,
        taken_intake("bonsai", WEEKENDS, BONSAI, "bonsai"),
        taken_intake("zither", EVENINGS, ZITHER, "zither"),
        taken_intake("zither-late", LATE, ZITHER, "zither"),
        taken_intake("optics", EVENINGS, OPTICS, "optics"),
    )
    for name in ("盆景制作", "古琴修复", "验光"):
        office.catalogue.put(course_named(desk, name))
    vacancies = desk_over(loaded.knowing, desk.today)
    replier = RuleReplier(lambda: loaded.knowing, lambda: vacancies, lambda: desk, office.enrolling)
    return Talk(loaded, replier, store=office.talks, audience=audience)  # type: ignore[arg-type]


def course_named(desk: CourseDesk, name: str) -> Course:
    (course,) = desk.named_in(name)
    return course


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return talk_over(loaded)


def shown(turn: Turn, kind: str = "course") -> list[object]:
    return [card["title"] for card in turn.cards if card["kind"] == kind]


def drafted(turn: Turn) -> list[object]:
    return shown(turn, "enrolment_draft")


@pytest.mark.parametrize(
    "text",
    ["古琴修复下一期几号开班", "古琴修复的班往期学员有多少人拿到证", "古琴修复那个班我报得起不", "有没有教古琴修复的"],
)
def test_a_course_asked_about_by_its_name_is_told_of_at_once(talk: Talk, text: str) -> None:
    turn = talk.say(text)
    assert shown(turn) == ["古琴修复班"] and turn.status is AnswerStatus.ANSWERED


def test_outcomes_are_those_of_the_course_that_was_asked_about(talk: Talk) -> None:
    assert "27人取证" in talk.say("古琴修复班往期的学员有好多拿到证的").text
    assert "27人取证" not in talk.say("盆景制作那个班的取证率呢").text


def test_a_long_story_is_searched_by_what_it_says_of_courses(talk: Talk) -> None:
    turn = talk.say(
        "我开过小卖部，生意做不走就关了，白天要接送娃儿。表姐开眼镜店，说我去帮忙可以，但要有验光的本本才行。"
        "我住巴南，哪里有教这个的班？"
    )
    assert shown(turn) == ["验光员考前培训班"]
    assert "白天上课" not in turn.text, "when somebody takes children to school is no wish for lessons"


def test_one_course_is_left_for_another_and_the_other_is_drafted(talk: Talk) -> None:
    assert shown(talk.say("有没有学盆景制作的")) == ["盆景制作周末班"]
    left = talk.say("算了，盆景不好找活路，换成古琴修复的看看")
    assert shown(left) == ["古琴修复班"] and drafted(left) == []
    assert drafted(talk.say("就报古琴这个，我26")) == ["古琴修复班"]


def test_a_course_that_was_not_shown_is_never_taken_for_the_one_that_was(talk: Talk) -> None:
    assert drafted(talk.say("盆景制作班给我报一个")) == ["盆景制作周末班"]
    assert drafted(talk.say("古琴修复那个班给我报一个")) == ["古琴修复班"]


def test_what_is_given_back_and_what_is_wanted_are_two_things(talk: Talk) -> None:
    talk.say("盆景制作班给我报一个")
    turn = talk.say("盆景那个我不要了，古琴修复那个帮我报起")
    assert drafted(turn) == ["古琴修复班"]


def test_an_intake_that_takes_nobody_any_more_is_said_to_be_closed_and_never_drafted(talk: Talk) -> None:
    talk.say("有没有教古琴修复的")
    turn = talk.say("11月25号那期再塞我一个进去嘛")
    assert drafted(turn) == [] and "已经截止或者停止" in turn.text


def test_two_wishes_of_one_message_are_both_found(talk: Talk) -> None:
    turn = talk.say("两件事，我想学盆景制作，我妹妹想学古琴修复，哪里有班")
    assert set(shown(turn)) == {"盆景制作周末班", "古琴修复班"}


def test_who_leaves_the_choice_to_us_is_asked_which(talk: Talk) -> None:
    assert len(shown(talk.say("有没有教古琴修复的班，盆景制作的也行"))) == 2
    turn = talk.say("你看到哪个好就给我整哪个")
    assert turn.status is AnswerStatus.CLARIFICATION and drafted(turn) == []


@pytest.mark.parametrize("text", ["我是学电工的，想找活路", "夜班保安有没得", "想找个学徒的工作"])
def test_work_is_looked_for_and_no_course(talk: Talk, text: str) -> None:
    assert shown(talk.say(text)) == []


def test_of_family_the_form_wants_their_own_name(talk: Talk) -> None:
    talk.say("有没有教古琴修复的")
    turn = talk.say("我娃儿也想报")
    assert drafted(turn) == ["古琴修复班"] and "本人的姓名和电话" in turn.text


def test_an_employer_is_told_of_the_course_and_that_each_enrols_for_themselves(loaded: LoadedKnowledge) -> None:
    talk = talk_over(loaded, Audience.EMPLOYER)
    assert shown(talk.say("我们公司想送6个人去学古琴修复，有没有班")) == ["古琴修复班"]
    assert "12月5日前报名" in talk.say("报名截止是几号").text
    turn = talk.say("那你把他们都报上")
    assert drafted(turn) == [] and "我不能替单位整批报名" in turn.text


@pytest.mark.parametrize("text", ["你们现在有哪些培训班", "你这儿都开得有些啥子班嘛", "能报的课有哪些"])
def test_who_asks_what_there_is_at_all_is_shown_it(talk: Talk, text: str) -> None:
    assert len(shown(talk.say(text))) == 3


def test_what_there_is_is_asked_after_a_search_that_found_nothing(talk: Talk) -> None:
    assert shown(talk.say("我想学修钟表这门手艺，有没得教这个的班")) == []
    assert len(shown(talk.say("没得嗦，那你们开得有些啥子班嘛"))) == 3


def test_a_question_on_money_for_training_is_no_search(talk: Talk) -> None:
    assert shown(talk.say("有什么培训补贴")) == []


def test_an_order_for_a_place_is_drafted_beside_a_question(talk: Talk) -> None:
    talk.say("有没有教古琴修复的")
    assert drafted(talk.say("今天就截止了迈？那赶紧的，帮我报")) == ["古琴修复班"]


def test_how_one_enrols_is_no_order(talk: Talk) -> None:
    talk.say("有没有教古琴修复的")
    assert drafted(talk.say("报这个要啥条件")) == []


@pytest.mark.parametrize("text", ["报名以后不想去了怎么退", "培训的名额我不要了，怎么取消", "报了名的班去不成了啷个办"])
def test_how_a_place_is_given_back_is_told_whoever_asks(talk: Talk, text: str) -> None:
    assert "编号和查询码" in talk.say(text).text


def test_that_nothing_is_sorted_by_lodging_is_said(talk: Talk) -> None:
    assert "不能拿来筛选" in talk.say("有没有包住的培训班").text


def test_one_shown_is_shown_again_when_it_is_asked_for_by_name(talk: Talk) -> None:
    talk.say("有没有教古琴修复的")
    assert shown(talk.say("正规的古琴修复班有没有")) == ["古琴修复班"]
