"""What a message on the courses just shown points at, and what is done with it, before anything else has it."""

from dataclasses import dataclass, replace
from datetime import date, time

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.adapters.sql.courses import intake_id_of
from assistant.domain.conversation import AnswerStatus, ConversationState, Turn
from assistant.domain.course_filter import CourseFilter
from assistant.domain.courses import CourseLevel, CoursePrerequisite, WeeklyTime
from assistant.domain.vacancies import Education
from assistant.services.rule_replier import RuleReplier
from tests.course_examples import ELECTRICIAN, EVENINGS, WEEKENDS, taken_intake
from tests.course_office import course_desk_over
from tests.enrolment_office import EnrolmentOffice
from tests.fakes.clock import NIGHT
from tests.services.talking import Talk
from tests.vacancy_office import desk_over

PLAIN = replace(
    ELECTRICIAN, certificate=None, licences=(), occupations=(), subjects=(), occupation_code=None, level=None,
    prerequisites=(), outcomes=(), fee_yuan=0.0,
)  # fmt: skip
WEAVING = replace(PLAIN, title="手工编织公益班", provider="示例社区学院", subjects=("手工编织",))
DRAWING = replace(PLAIN, title="CAD绘图班", provider="示例技校", subjects=("CAD制图",), fee_yuan=760.0)
ROBOTS = replace(
    PLAIN, title="工业机器人操作员（中级）班", provider="示例技校", subjects=("工业机器人",), level=CourseLevel.INTERMEDIATE,
    fee_yuan=1980.0, prerequisites=(CoursePrerequisite("高中及以上", education=Education.SENIOR),),
)  # fmt: skip
MORNINGS = replace(
    EVENINGS, schedule="周一至周五 9:00—12:00", starts_on=date(2026, 12, 14), enrol_by=date(2026, 12, 10),
    weekly_times=tuple(WeeklyTime(day, time(9), time(12)) for day in range(1, 6)),
)  # fmt: skip
LATER = replace(EVENINGS, starts_on=date(2026, 12, 28), ends_on=date(2027, 2, 1), enrol_by=date(2026, 12, 22))


@dataclass
class Shown:
    """A conversation in which the three were shown; `drawing` runs twice, in the evening."""

    loaded: LoadedKnowledge

    def __post_init__(self) -> None:
        self.office = EnrolmentOffice()
        desk = course_desk_over(
            self.loaded.knowing,
            taken_intake("weaving", WEEKENDS, WEAVING, "weaving"),
            taken_intake("drawing", EVENINGS, DRAWING, "drawing"),
            taken_intake("drawing-late", LATER, DRAWING, "drawing"),
            taken_intake("robots", MORNINGS, ROBOTS, "robots"),
        )
        self.courses = [desk.named_in(name)[0] for name in ("手工编织", "CAD绘图", "工业机器人操作员")]
        for one in self.courses:
            self.office.catalogue.put(one)
        vacancies = desk_over(self.loaded.knowing, desk.today)
        replier = RuleReplier(lambda: self.loaded.knowing, lambda: vacancies, lambda: desk, self.office.enrolling)
        self.talk = Talk(self.loaded, replier, store=self.office.talks)  # type: ignore[arg-type]
        ids = tuple(one.id for one in self.courses)
        cards = tuple(
            {
                "kind": "course", "id": one.id, "title": one.title,
                "intakes": [
                    {"id": each.id, "starts_on": str(each.starts_on), "schedule": each.schedule, "place": each.place}
                    for each in one.intakes
                ],
            }
            for one in self.courses
        )  # fmt: skip
        state = ConversationState(
            turns=1, is_choosing_course=True, course_wanted=CourseFilter(free=False), courses_shown=ids
        )
        turn = Turn("这些课可以报：", AnswerStatus.ANSWERED, cards=cards, asked_at=NIGHT)
        self.office.talks.add_turn(self.talk.id, turn, state)

    def drafted(self, text: str) -> str | None:
        """The key of the run drafted."""
        cards = [card for card in self.talk.say(text).cards if card["kind"] == "enrolment_draft"]
        keys = {intake_id_of("schools", key): key for key in ("weaving", "drawing", "drawing-late", "robots")}
        return keys[str(cards[0]["intake_id"])] if cards else None


@pytest.fixture
def shown(loaded: LoadedKnowledge) -> Shown:
    return Shown(loaded)


@pytest.mark.parametrize(
    ("text", "run"),
    [("编东西那个嘛，我坐得住", "weaving"), ("就周末那个", "weaving"), ("还是报公益那个", "weaving"), ("免费那个给我占一个", "weaving"),
     ("14号那批", "robots"), ("28号那批", "drawing-late"), ("要得，那就月底那期", "drawing-late"), ("报中级那个", "robots"),
     ("将就嘛，报机器人", "robots"), ("整白天那个嘛，晚上我走不脱", "robots"), ("最贵的那个，报起", "robots"), ("画图的，头一批", "drawing"),
     ("8号我要去吃酒，报画图后头一批", "drawing-late"), ("学画图那个最早的那批", "drawing"), ("第三个", "robots")],
)  # fmt: skip
def test_what_is_pointed_at_by_anything_said_of_it_is_drafted(shown: Shown, text: str, run: str) -> None:
    assert shown.drafted(text) == run


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("要钱的那个白天班好多钱嘛", "1980"),
        ("第三个那个班几点上课", "9:00"),
        ("画图那个最早哪天开", "12月8日"),
        ("编织那个呢，哪天开始", "12月12日"),
    ],
)
def test_a_question_is_answered_of_the_one_pointed_at_and_drafts_nothing(shown: Shown, text: str, told: str) -> None:
    turn = shown.talk.say(text)
    assert told in turn.text and not [card for card in turn.cards if card["kind"] == "enrolment_draft"]


def test_where_several_runs_are_near_it_is_asked_which_of_these(shown: Shown) -> None:
    turn = shown.talk.say("报画图那个")
    assert turn.status is AnswerStatus.CLARIFICATION
    assert [one for one in turn.suggestions if "CAD绘图" in one] == list(turn.suggestions) and turn.suggestions


@pytest.mark.parametrize("text", ["先不报画图那个", "哪个近点嘛", "失业金那个怎么领", "我要报警"])
def test_a_refusal_and_another_matter_draft_nothing(shown: Shown, text: str) -> None:
    assert shown.drafted(text) is None


def test_the_next_run_is_the_one_after_the_run_drafted_and_the_first_is_a_correction(shown: Shown) -> None:
    assert shown.drafted("报画图8号那批") == "drawing"
    assert shown.drafted("前头人太多 换后头一批嘛") == "drawing-late"
    assert shown.drafted("哎不对，改成头一批") == "drawing"


def test_what_one_has_oneself_is_judged_by_the_course_talked_of(shown: Shown) -> None:
    shown.talk.say("机器人那个好多钱")
    assert "您不符合" in shown.talk.say("我没得高中文凭，初中读完的，得行不").text


@pytest.mark.parametrize(
    ("text", "told"),
    [("点了提交说不得行，啷个回事", "还能报"), ("填好了，完了还要做啥子不", "确认报名"), ("我手抖点了几道，算几个人头哦", "只算一个名额"),
     ("名字和电话是打字发给你么", "表单")],
)  # fmt: skip
def test_the_form_is_told_of_from_what_became_of_the_draft(shown: Shown, text: str, told: str) -> None:
    assert shown.drafted("报编织那个") == "weaving"
    assert told in shown.talk.say(text).text


def test_an_order_without_a_name_asks_which_run_of_the_course_talked_of(shown: Shown) -> None:
    shown.talk.say("画图那个好多钱")
    turn = shown.talk.say("要得，给我占一个嘛")
    assert turn.status is AnswerStatus.CLARIFICATION
    assert any("CAD绘图班" in one for one in turn.suggestions)
