"""A subject takes several words together; a topic of other law and the field of a title say what a clause is not about."""

import re

import pytest

from assistant.language.asked_figures import asks_for_today, lacks_figure
from assistant.language.asked_subjects import DocumentWords, Subject, TitleField

NIGHT = Subject(
    (re.compile("怀孕|大肚子"), re.compile("夜班|通宵")), (("怀孕",), ("夜班劳动", "夜间劳动")), re.compile("罚")
)
WORDS = DocumentWords(
    (NIGHT,), frozenset({"老板"}), (("公租房", "公共租赁住房"),), (TitleField(re.compile("妇女"), re.compile("女|怀")),)
)


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("大肚子还喊我上通宵班", True),
        ("通宵班上到大肚子了", True),
        ("大肚子能不能请假", False),
        ("通宵班有没有补贴", False),
        ("怀孕上夜班老板要遭罚好多", False),
    ],
)
def test_a_subject_is_asked_where_all_its_words_stand_together(question: str, is_asked: bool) -> None:
    assert bool(WORDS.asked_in(question)) is is_asked


def test_a_clause_is_on_a_subject_that_holds_one_wording_of_every_term() -> None:
    assert NIGHT.stands_in("对怀孕七个月以上的女职工，不得安排夜间劳动。")
    assert not NIGHT.stands_in("不得安排未成年工从事夜班劳动。")
    assert NIGHT.share_in("夜班劳动") == 0.5


def test_a_topic_is_named_by_any_of_its_wordings() -> None:
    assert WORDS.topics_in("公共租赁住房怎么申请") == (("公租房", "公共租赁住房"),)
    assert WORDS.topics_in("宿舍怎么申请") == ()


def test_a_title_of_another_field_is_seen() -> None:
    assert WORDS.fields_besides("结婚要带啥", "妇女权益保障法")
    assert not WORDS.fields_besides("怀起娃儿了", "妇女权益保障法")
    assert not WORDS.fields_besides("结婚要带啥", "劳动法")


@pytest.mark.parametrize(
    ("question", "is_for_today"),
    [
        ("重庆最低工资现在是多少", True),
        ("今年低保标准多少", True),
        ("平均工资是多少", True),
        ("今年的年休假还有几天没休怎么办", False),
        ("试用期工资最少多少", False),
    ],
)
def test_a_figure_that_changes_from_year_to_year_is_told_apart(question: str, is_for_today: bool) -> None:
    assert asks_for_today(question) is is_for_today


def test_how_much_money_is_answered_by_an_amount_a_share_or_a_measure_of_it() -> None:
    assert lacks_figure("失业金一个月多少钱", "失业人员符合下列条件的,领取失业保险金")
    assert not lacks_figure("失业金一个月多少钱", "每月800元")
    assert not lacks_figure("产假工资发多少", "按照上年度职工月平均工资的标准支付")
    assert not lacks_figure("没那么多钱可以分期还吗", "可以分期退回")


def test_how_long_and_where_are_answered_by_a_span_and_a_place() -> None:
    assert lacks_figure("这个证几年复审一次", "从事特种作业的劳动者必须取得特种作业资格。")
    assert not lacks_figure("好久要答复", "自收到之日起五个工作日内答复。")
    assert lacks_figure("该去哪里告", "用人单位不得克扣工资。")
    assert not lacks_figure("该去哪里告", "由用工所在地的劳动行政部门管辖。")
