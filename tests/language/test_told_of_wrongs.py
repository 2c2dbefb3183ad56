"""A death in the family, a firm's wrong, the day of an injury, a probation and one's own average wage, as people tell."""

from datetime import date

import pytest

from assistant.language.bereavement import survivors_question, tells_of_death, with_death_named
from assistant.language.injury_told import injury_question, told_day_of_injury
from assistant.language.own_average import with_own_average
from assistant.language.probation_told import told_of_probation
from assistant.language.wrongs_told import tells_of_a_firms_wrong

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize("text", ["我爸前天走了，失业金还没领完", "老汉上个月过世了", "我姐因病走了", "我弟弟人没了"])
def test_a_death_is_heard_in_whichever_words(text: str) -> None:
    assert tells_of_death(text)


@pytest.mark.parametrize(
    "text", ["我老公去广东走了一趟", "我老婆工作没了", "要是我爸死了能领吗", "儿子走了三家公司", "公司没了"]
)
def test_who_has_left_a_place_or_lost_a_job_is_not_dead(text: str) -> None:
    assert not tells_of_death(text)


def test_a_death_is_called_by_its_name_and_what_is_left_is_asked_for() -> None:
    assert with_death_named("我爸前天走了，失业金还没领完") == "我爸前天去世了，失业金还没领完"
    assert "剩下" in (survivors_question("失业金还没领完") or "")
    assert survivors_question("他在社区上班") is None


@pytest.mark.parametrize(
    "text",
    [
        "主管说不交服装费就不签离职单",
        "要我先把工衣钱三百块交了才盖章",
        "经理把我毕业证扣起的",
        "老板没给我买过社保，走了三年了",
    ],
)
def test_a_firms_wrong_is_told(text: str) -> None:
    assert tells_of_a_firms_wrong(text)


@pytest.mark.parametrize(
    "text", ["想找个不收押金的厂", "收银员要健康证吗", "找个人事的工作，280一天", "有驾驶证，想找开车的活"]
)
def test_whoever_looks_for_work_tells_of_none(text: str) -> None:
    assert not tells_of_a_firms_wrong(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今年四月初九上班", None),
        ("今年5月12日早上骑车去厂里，路口遭一辆货车撞翻了", "2026-05-12"),
        ("六月二十那天下夜班，在路上摔断了手", "2026-06-20"),
        ("去年12月3号在车间被机器压到手", "2025-12-03"),
        ("8月15号进的厂，手被夹了", None),
        ("9月在工地摔伤了", None),
    ],
)
def test_the_day_of_an_injury_is_taken_where_it_is_told_to_the_day(text: str, day: str | None) -> None:
    assert told_day_of_injury(text, TODAY) == day


def test_a_story_of_the_road_to_work_asks_whether_it_counts() -> None:
    assert "上下班路上" in (injury_question("早班骑车到路口被三轮撞了，厂里说不关他们的事") or "")
    assert injury_question("送外卖在路上被撞了，平台不管，公司说不算") is None
    assert injury_question("我心里很受伤") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("试用期写了半年，合同才一年", {"person.probation_months": 6}),
        ("约定试用期3个月，转正后7500", {"person.probation_months": 3, "person.contract_wage_yuan": 7500}),
        ("转正说好的六千", {"person.contract_wage_yuan": 6000}),
        ("试用期做了四个月还没转正", {}),
        ("三个月转正", {}),
    ],
)
def test_a_probation_is_told_by_its_length_and_the_wage_after_it(text: str, found: dict[str, int]) -> None:
    assert told_of_probation(text) == found


def test_ones_own_average_wage_is_none_of_the_city() -> None:
    assert with_own_average("我平均工资5200，做了四年") == "我月工资5200，做了四年"
    assert with_own_average("重庆平均工资是多少") == "重庆平均工资是多少"
