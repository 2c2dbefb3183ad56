"""A job somebody tells of is not the one they look for, and years in it are no experience in another."""

import pytest

from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()


def read(text: str) -> VacancyFilter:
    return read_wishes(text, CONTEXT)


@pytest.mark.parametrize(
    ("text", "occupations"),
    [
        ("我在餐厅当服务员，老板拖欠工资", ()),
        ("我是做保安的，公司欠薪两个月", ()),
        ("我在工地做木工，老板跑了，想找个保洁", ("保洁",)),
        ("在厂里做普工合同刚做满，想换一行，酒店前台可以", ("酒店前台",)),
        ("现在在物业做客服，想换个会计", ("会计",)),
        ("做销售做烦了，想找个客服", ("客服",)),
        ("送外卖太累了，想找收银员", ("收银员",)),
        ("测量员资料员都做过，想找资料员", ("资料员",)),
        ("服务员做了半年，想换一行", ()),
    ],
)
def test_a_job_that_is_told_or_left_is_not_wanted(text: str, occupations: tuple[str, ...]) -> None:
    assert read(text).occupations == occupations


@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("月嫂做了6年，一个月一万二", "月嫂"),
        ("做施工员四年了，想换到高新区", "施工员"),
        ("我一直在做会计，想换个双休的", "会计"),
        ("我是电工，想换个厂", "电工"),
    ],
)
def test_a_trade_that_is_not_left_is_wanted_where_nothing_else_is(text: str, occupation: str) -> None:
    assert read(text).occupations == (occupation,)


def test_pay_after_a_trade_is_wanted_pay() -> None:
    assert read("月嫂做了6年，一个月一万二，永川").pay_floor == PayFloor(12000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我老公开货车，我想找个收银员", VacancyFilter(occupations=("收银员",))),
        ("我老公上夜班，我想找个白班的", VacancyFilter(shifts=(Shift.DAY,))),
        ("我朋友做保安一个月五千，我也想去", VacancyFilter()),
        ("给我妈找个保洁", VacancyFilter(occupations=("保洁",))),
        ("我妈想做家政", VacancyFilter(occupations=("家政",))),
    ],
)
def test_what_others_have_is_no_limit_but_work_for_them_is_sought(text: str, expected: VacancyFilter) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("干保安五年了，想换物业管家", None),
        ("做了三年服务员，想换个收银员", None),
        ("烧电焊八年了，找焊工", 8),
        ("炒了十年川菜，找个厨师", 10),
        ("三年人事经验，人事", 3),
        ("十年电工，有电工证", 10),
        ("塔吊司机，6年", 6),
        ("前端，2 years", 2),
        ("带娃三年没上班了，想找收银员", None),
        ("服务员做了三年，想换一行", None),
    ],
)
def test_years_count_in_the_work_that_is_wanted(text: str, years: int | None) -> None:
    assert read(text).experience_years == years


@pytest.mark.parametrize(
    ("text", "occupations"),
    [
        ("电子厂保安", ("保安",)),
        ("奶茶店店长", ("店长",)),
        ("药店会计", ("会计",)),
        ("给狗狗洗澡美容的宠物护理员", ("宠物护理员",)),
        ("电子厂或者食品厂", ("普工", "食品加工工")),
        ("幼儿园的老师", ("幼师",)),
        ("酒店里做前台", ("酒店前台",)),
        ("养老院当护理员", ("养老护理员",)),
    ],
)
def test_where_the_work_is_done_is_no_second_occupation(text: str, occupations: tuple[str, ...]) -> None:
    assert read(text).occupations == occupations


@pytest.mark.parametrize("text", ["下班要接娃，收银员", "晚上要带娃，收银员", "我在南坪租房陪读，收银员"])
def test_what_is_done_at_home_is_no_work_sought(text: str) -> None:
    wanted = read(text)
    assert (wanted.occupations, wanted.benefits) == (("收银员",), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("扛了十二年水泥，想换个轻松点的当门卫", {"occupations": ("门卫",), "experience_years": None}),
        ("摩的现在不让跑了，找停车收费员", {"occupations": ("停车收费员",)}),
        ("做了三年普工不想进厂了想学理发", {"occupations": ("美发师",)}),
        ("做了十来年厨师，想去解放碑那边", {"occupations": ("厨师",), "experience_years": 10}),
        ("打磨工 熟手三年", {"occupations": ("打磨工",), "experience_years": 3}),
        ("考了二级建造师，想找施工员", {"occupations": ("施工员",), "licences": ("建造师证",)}),
        ("我有锅炉证还在有效期，找锅炉工", {"licences": ("锅炉证",)}),
        ("有叉车正，想开叉车", {"licences": ("叉车证",)}),
        ("塔吊司机，有特种作业证", {"licences": ("塔吊证",)}),
        ("两江新区(以前叫北部新区那块)的法务", {"region_ids": ("liangjiang",)}),
        ("渝北人和的保安", {"region_ids": ("yubei",), "near": "人和"}),
        ("石桥铺街道的保洁", {"near": "石桥铺"}),
        ("在重庆大学城找咖啡店兼职", {"near": "大学城"}),
        ("沙坪坝火车站附近的保安", {"near": "沙坪坝火车站"}),
        ("会挖机，奉节老家那边有活没", {"region_ids": ("fengjie",), "near": None}),
    ],
)
def test_what_one_has_done_and_where_is_told_from_what_one_wants(text: str, expected: dict[str, object]) -> None:
    wanted = read(text)
    assert {name: getattr(wanted, name) for name in expected} == expected
