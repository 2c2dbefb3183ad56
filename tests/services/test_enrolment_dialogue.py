"""给我报名第一个: words after courses were shown become a draft of an enrolment; other words do not."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.cases import PERSON
from assistant.domain.conversation import AnswerStatus, ConversationState, Fact, Turn, TurnContext
from assistant.domain.courses import Course, CoursePrerequisite
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import EnrolmentEventKind
from assistant.domain.vacancies import Education
from assistant.services.draft import Draft
from assistant.services.enrolling import DraftOfEnrolment
from assistant.services.rule_replier import RuleReplier
from assistant.services.shown_courses import pick_intakes, shown_in
from assistant.services.turn_tools import TurnTools
from tests.enrolment_office import EnrolmentOffice, course, intake
from tests.fakes.clock import NIGHT
from tests.services.talking import Talk
from tests.vacancy_office import desk_over

CARD_KEYS = ["kind", "draft_id", "intake_id", "title", "starts_on", "expires_at", "form_url", "declares"]
SENIOR = CoursePrerequisite("高中以上学历", education=Education.SENIOR)
WELDER = replace(
    course(
        "welder",
        intake("welding-1", "welder", starts_on=date(2026, 12, 10), schedule="每周六、日 9:00—16:00", weekly_times=()),
        intake("welding-2", "welder", starts_on=date(2027, 1, 9), schedule="每周一至五 19:00—21:00", weekly_times=()),
    ),
    title="焊工（初级）",
)


def card_of(one: Course) -> dict[str, object]:
    intakes = [
        {"id": each.id, "starts_on": str(each.starts_on), "schedule": each.schedule, "place": each.place}
        for each in one.intakes
    ]
    return {"kind": "course", "id": one.id, "title": one.title, "intakes": intakes}


@dataclass
class Enrolled:
    """A conversation in which courses were shown."""

    loaded: LoadedKnowledge
    office: EnrolmentOffice = field(default_factory=EnrolmentOffice)

    def __post_init__(self) -> None:
        desk = desk_over(self.loaded.knowing, NIGHT.date())
        replier = RuleReplier(lambda: self.loaded.knowing, lambda: desk, enrolling=self.office.enrolling)
        self.talk = Talk(self.loaded, replier, store=self.office.talks)  # type: ignore[arg-type]
        self.office.catalogue.put(WELDER)

    def show(self, *courses: Course, state: ConversationState | None = None) -> None:
        turn = Turn("这些课可以报：", AnswerStatus.ANSWERED, cards=tuple(map(card_of, courses)), asked_at=NIGHT)
        self.office.talks.add_turn(self.talk.id, turn, state or ConversationState(turns=1))

    def drafted(self, text: str) -> str | None:
        """The intake drafted by the message."""
        cards = [card for card in self.talk.say(text).cards if card["kind"] == "enrolment_draft"]
        return str(cards[0]["intake_id"]) if cards else None

    @property
    def electrician(self) -> Course:
        return self.office.catalogue.courses["electrician"]


@pytest.fixture
def here(loaded: LoadedKnowledge) -> Enrolled:
    return Enrolled(loaded)


def test_a_draft_has_the_card_of_the_contract_and_enrols_nobody(here: Enrolled) -> None:
    here.show(here.electrician, WELDER)
    turn = here.talk.say("给我报名第一个")
    (card,) = turn.cards
    assert list(card) == CARD_KEYS and [tool.name for tool in turn.tools] == ["draft_enrolment"]
    assert (card["title"], card["starts_on"], card["intake_id"]) == ("电工（初级）", "2026-12-08", "evening")
    assert card["expires_at"] == (NIGHT + timedelta(minutes=30)).isoformat(timespec="seconds")
    address = f"/courses/electrician/intakes/evening/enrol?c={here.talk.id}&draft={card['draft_id']}"
    assert card["form_url"] == address
    assert "现在还没有报上" in turn.text and "12月8日" in turn.text and turn.citations
    assert here.office.store.count_seats() == {}
    draft = here.office.store.find_draft(str(card["draft_id"]))
    assert draft is not None and draft.conversation_id == here.talk.id


@pytest.mark.parametrize(
    "text",
    ["给我报名第一个", "就报这个", "帮我报上", "我要报名", "报名吧", "那就报这个吧", "帮我报第一个", "我就报这个班", "要得，报名嘛", "给我报一个嘛",
     "可以帮我报上吗", "我想报这个班", "就要第一个", "那给我报一哈嘛", "好，给我报起", "帮我报名吧谢谢", "我决定报这个了", "选第一个"],
)  # fmt: skip
def test_it_is_understood_in_many_wordings(here: Enrolled, text: str) -> None:
    here.show(here.electrician)
    assert here.drafted(text) == "evening"


@pytest.mark.parametrize(
    "text",
    ["怎么报名", "报名要什么材料", "失业登记怎么报", "报名要多少钱", "这个班有补贴吗", "第一个在哪里上课", "我要报警", "公司不给我报销", "老板不给我报工伤",
     "失业金怎么申报", "什么时候报名截止", "创业担保贷款我要报名", "给我报销车费", "我想报考公务员"],
)  # fmt: skip
def test_other_words_draft_nothing(here: Enrolled, text: str) -> None:
    here.show(here.electrician)
    assert here.drafted(text) is None


@pytest.mark.parametrize(
    ("text", "intake_id"),
    [("帮我报第二个的第一期", "welding-1"), ("给我报12月10号那个", "welding-1"), ("帮我报焊工1月9日开班的", "welding-2"),
     ("就报那个电工的", "evening"), ("帮我报名焊工那个，周末的", "welding-1"), ("帮我报焊工晚上那个", "welding-2")],
)  # fmt: skip
def test_which_one_is_meant_is_told_by_place_title_day_and_time(here: Enrolled, text: str, intake_id: str) -> None:
    here.show(here.electrician, WELDER)
    assert here.drafted(text) == intake_id


def test_where_several_are_meant_it_is_asked_which_and_the_answer_drafts(here: Enrolled) -> None:
    here.show(here.electrician, WELDER)
    turn = here.talk.say("帮我报名")
    assert turn.status is AnswerStatus.CLARIFICATION and turn.cards == ()
    assert turn.suggestions[0] == "报名“电工（初级）”12月8日开班的" and len(turn.suggestions) == 3
    assert here.drafted("1月9号开班的") == "welding-2"


def test_every_suggestion_means_one_intake(here: Enrolled) -> None:
    here.show(here.electrician, WELDER)
    suggestions = here.talk.say("帮我报名").suggestions
    assert [here.drafted(words) for words in suggestions] == ["evening", "welding-1", "welding-2"]


def test_of_one_course_with_several_intakes_the_first_is_not_guessed(here: Enrolled) -> None:
    here.show(WELDER)
    assert here.talk.say("就报这个").status is AnswerStatus.CLARIFICATION
    assert here.drafted("第二期") == "welding-2"


def test_who_has_looked_at_one_of_a_list_still_counts_in_the_list(here: Enrolled) -> None:
    other = replace(course("gardener", intake("garden-1", "gardener")), title="园林绿化工")
    here.office.catalogue.put(other)
    here.show(other, replace(WELDER, intakes=WELDER.intakes[:1]))
    here.show(replace(WELDER, intakes=WELDER.intakes[:1]))
    assert here.drafted("给我报第一个") == "garden-1"
    assert here.drafted("就报这个") == "welding-1"


def test_where_nothing_was_shown_it_is_asked_what_to_learn(here: Enrolled) -> None:
    turn = here.talk.say("帮我报名吧")
    assert turn.status is AnswerStatus.CLARIFICATION and "想学什么" in turn.text


def test_after_the_question_another_matter_is_another_matter(here: Enrolled) -> None:
    here.show(here.electrician, WELDER)
    here.talk.say("帮我报名")
    assert here.drafted("失业金能领多久？") is None


def test_whoever_does_not_fit_is_told_why_and_what_instead(here: Enrolled) -> None:
    here.office.catalogue.put(course("electrician", intake(), asks=(SENIOR,)))
    state = ConversationState(turns=1, facts=(Fact("person.education", "junior", 1),))
    here.show(here.electrician, state=state)
    turn = here.talk.say("就报这个")
    assert turn.cards == () and "高中以上学历" in turn.text and "不限学历" in turn.text.replace("没有要求", "不限学历")
    assert not turn.tools[0].ok


def test_what_is_not_known_is_said_to_be_declared_on_the_form(here: Enrolled) -> None:
    here.office.catalogue.put(course("electrician", intake(), asks=(SENIOR,)))
    here.show(here.electrician)
    turn = here.talk.say("就报这个")
    assert turn.cards and "要您在表单里自己确认：高中以上学历" in turn.text


def test_a_full_intake_is_said_to_be_a_waiting_list(here: Enrolled) -> None:
    for who in range(3):
        here.office.enrol(who)
    here.show(here.electrician)
    turn = here.talk.say("就报这个")
    assert turn.cards and "1人在候补" in turn.text


def test_what_has_closed_since_it_was_shown_is_not_drafted(here: Enrolled) -> None:
    here.show(here.electrician)
    here.office.catalogue.put(course("electrician", intake(enrol_by=date(2026, 11, 22))))
    turn = here.talk.say("就报这个")
    assert turn.cards == () and "11月22日已经截止" in turn.text
    here.office.catalogue.courses.pop("electrician")
    assert "下架" in here.talk.say("就报这个").text


def test_a_name_and_a_number_in_the_chat_are_not_used_and_the_number_is_masked(here: Enrolled) -> None:
    here.show(here.electrician)
    turn = here.talk.say("帮我报这个，我叫王示例，电话13912345678")
    assert turn.cards and "只填在表单里" in turn.text
    stored = repr(here.office.talks.list_turns(here.talk.id))
    assert "13912345678" not in stored and "王示例" not in stored


def drafted_and_enrolled(here: Enrolled, text: str, who: int = 0) -> None:
    """Says it, and sends the form of the draft off."""
    (card,) = here.talk.say(text).cards
    here.office.enrol(who, str(card["intake_id"]), DraftOfEnrolment(here.talk.id, str(card["draft_id"])))


def test_a_clash_with_a_place_taken_is_told_with_the_draft(here: Enrolled) -> None:
    here.show(here.electrician)
    drafted_and_enrolled(here, "就报这个")
    here.office.catalogue.put(course("gardener", intake("garden", "gardener")))
    here.show(replace(here.office.catalogue.courses["gardener"], title="园林绿化工"))
    turn = here.talk.say("就报这个")
    assert turn.cards and "和您已报的“电工（初级）”冲突" in turn.text and "再勾选确认" in turn.text


def test_a_place_taken_in_this_conversation_is_not_drafted_twice(here: Enrolled) -> None:
    here.show(here.electrician)
    drafted_and_enrolled(here, "就报这个")
    turn = here.talk.say("帮我报这个")
    assert turn.cards == () and "已经报了" in turn.text and not turn.tools[0].ok


@pytest.mark.parametrize("text", ["我排到好多号了", "轮到我没得", "候补排到第几了"])
def test_ones_place_in_the_queue_is_the_databases(here: Enrolled, text: str) -> None:
    for who in range(1, 5):
        here.office.enrol(who)
    here.show(here.electrician)
    drafted_and_enrolled(here, "就报这个")
    assert "候补里排第3位，前面还有2人" in here.talk.say(text).text
    first = here.office.store.list_enrolments("evening")[0].number
    step = EnrolmentHappening(EnrolmentEventKind.WITHDRAWN, PERSON, here.office.clock.now())
    here.office.store.take_step(first, step)
    assert "候补里排第2位" in here.talk.say(text).text


def test_where_no_place_was_taken_none_is_made_up(here: Enrolled) -> None:
    turn = here.talk.say("我那个汽车美容班候补排到第几个了")
    assert turn.status is AnswerStatus.UNANSWERABLE_PERSONAL_RECORD
    assert "回执" in turn.text and not re.search(r"第\d+位", turn.text)


def test_how_to_give_a_place_back_is_told_with_where_it_stands(here: Enrolled) -> None:
    here.show(here.electrician)
    drafted_and_enrolled(here, "就报这个")
    turn = here.talk.say("屋头有事，我去不成了，咋个退")
    assert "您现在有名额" in turn.text and "取消" in turn.text
    assert "没法预先知道" in here.talk.say("前头的人一般会退不？").text


def test_what_is_met_is_said_with_the_draft(here: Enrolled) -> None:
    here.office.catalogue.put(course("electrician", intake(), asks=(SENIOR,)))
    here.show(here.electrician)
    turn = here.talk.say("就报这个，我高中毕业")
    assert turn.cards and "您符合：高中以上学历" in turn.text


@pytest.mark.parametrize(
    ("text", "intake_id"), [("那就一月的嘛", "welding-2"), ("那下一期", "welding-2"), ("换成周末那个", "welding-1")]
)
def test_a_choice_after_a_draft_drafts_the_other(here: Enrolled, text: str, intake_id: str) -> None:
    here.show(WELDER)
    here.talk.say("帮我报名")
    assert here.drafted(text) == intake_id


def test_a_model_drafts_of_what_it_has_just_searched_and_never_more_than_drafts(loaded: LoadedKnowledge) -> None:
    office = EnrolmentOffice()
    begun = Draft((), AnswerStatus.CLARIFICATION, ConversationState(turns=1))
    desk = desk_over(loaded.knowing, NIGHT.date())
    context = TurnContext(NIGHT.date(), conversation_id=office.talk())
    tools = TurnTools(loaded.knowing, lambda: desk, begun, "想学电工，直接报名", context, enrolling=office.enrolling)
    assert "没有查到" in tools.draft_enrolment("第一个")
    found = Draft((), AnswerStatus.ANSWERED, begun.state, cards=(card_of(office.catalogue.courses["electrician"]),))
    tools.drafts.append(found)
    shown = tools.draft_enrolment("第一个，王示例 13912345678")
    assert "报名草稿" in shown and "13912345678" not in shown
    assert list(tools.drafts[-1].cards[0]) == CARD_KEYS
    assert office.store.count_seats() == {}


def test_what_was_not_shown_is_not_picked() -> None:
    shown = shown_in([card_of(WELDER), {"kind": "vacancy", "id": "v"}, {"kind": "course", "id": "c", "title": "空"}])
    assert [one.id for one in shown] == ["welder"]
    assert pick_intakes("帮我报3月3号开班的", shown) == ()
    assert pick_intakes("帮我报第五期", shown) == ()


@pytest.mark.parametrize("text", ["就它", "要这个，报", "可以，就报这个班", "那就要这门吧", "报嘛"])
def test_a_short_choice_of_the_one_course_shown_drafts_it(here: Enrolled, text: str) -> None:
    here.show(here.electrician, state=ConversationState(turns=1, is_choosing_course=True))
    assert here.drafted(text) == "evening"


@pytest.mark.parametrize("text", ["就这样吧", "要不要钱", "报销吗", "来不及了"])
def test_other_short_words_choose_nothing(here: Enrolled, text: str) -> None:
    here.show(here.electrician, state=ConversationState(turns=1, is_choosing_course=True))
    assert here.drafted(text) is None


def test_a_short_choice_of_something_else_drafts_nothing(here: Enrolled) -> None:
    here.show(here.electrician)
    assert here.drafted("就它") is None


@pytest.mark.parametrize("text", ["帮我登起嘛", "写我名字嘛", "给我填个表", "表呢"])
def test_words_that_alone_might_order_anything_draft_the_one_course_shown(here: Enrolled, text: str) -> None:
    here.show(here.electrician, state=ConversationState(turns=1, is_choosing_course=True))
    assert here.drafted(text) is not None


@pytest.mark.parametrize("text", ["莫给我整周末的", "先莫给我弄", "表上要填些啥子"])
def test_words_that_refuse_or_ask_draft_nothing(here: Enrolled, text: str) -> None:
    here.show(here.electrician, state=ConversationState(turns=1, is_choosing_course=True))
    assert here.drafted(text) is None


def test_the_following_intake_is_the_one_that_begins_later() -> None:
    turned = replace(WELDER, intakes=tuple(reversed(WELDER.intakes)))
    assert [one.id for _, one in pick_intakes("就后头那一期", shown_in([card_of(turned)]))] == ["welding-2"]
