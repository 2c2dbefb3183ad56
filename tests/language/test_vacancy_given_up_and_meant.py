"""What belongs to somebody's life and not to the search; what is given up for another; what is meant again."""

import pytest

from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import PayFloor
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()


@pytest.mark.parametrize(
    ("text", "occupations"),
    [
        ("老师您好,我想找涪陵的检验员", ("检验员",)),
        ("尊敬的老师,打扰了,求职渝北文员", ("文员",)),
        ("班主任喊我们自己找地方实习,永川的汽修厂还收人不", ("汽修工",)),
        ("我想当老师,渝北的", ("教师",)),
        ("永川找个宿管,白天还要守铺子", ("物业管理员",)),
        ("渝北的电子厂,质检员", ("质检员",)),
        ("药房还差药师不", ("药师",)),
        ("荣昌流水线上装零件的", ("装配工",)),
        ("电子厂,保安都行,渝北", ("普工", "保安")),
        ("停车场守道闸收费的要不要人", ("停车收费员",)),
        ("南坪那几家超市,上货也行收银也行", ("理货员", "收银员")),
        ("果园剪枝的活路", ("种植工",)),
        ("璧山公园剪枝除草的活路", ("绿化工",)),
    ],
)
def test_only_the_work_looked_for_is_an_occupation(text: str, occupations: tuple[str, ...]) -> None:
    assert set(read_wishes(text, CONTEXT).occupations) == set(occupations)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("外包和996一律过滤,渝北测试工程师", {"外包", "996"}),
        ("驻场的就免了,渝北测试工程师", {"驻场"}),
        ("莫给我推住家的,沙坪坝保姆", {"住家"}),
        ("危化品莫找我,璧山货车司机", {"危化品"}),
    ],
)
def test_terms_of_work_are_refused_however_it_is_said(text: str, words: set[str]) -> None:
    assert set(read_wishes(text, CONTEXT).not_words) == words


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("身高一米七八,渝北保安", None),
        ("身高一米六五体重一百二,渝北保安", None),
        ("我一米八二,渝北保安,五千以上", PayFloor(5000.0)),
        ("贴瓷砖一平米八十,渝北", PayFloor(80.0, "piece")),
        ("低于三百不出门,今天南坪搬货日结", PayFloor(300.0, "day")),
        ("四千五我就满意,渝北文员", PayFloor(4500.0)),
    ],
)
def test_how_tall_and_heavy_somebody_is_is_no_pay(text: str, pay: PayFloor | None) -> None:
    assert read_wishes(text, CONTEXT).pay_floor == pay


@pytest.mark.parametrize(
    ("text", "region_ids", "near"),
    [
        ("我在龙水的五金厂磨了八年,厂子搬成都去了,那一片还有哪家要打磨工", ("dazu",), "龙水"),
        ("我在成都做了五年保安,那边还有哪家要人", (), None),
        ("我在东莞当了七年质检现在回屋头了屏锦那边哪个厂要质检嘛", ("liangping",), "屏锦"),
        ("石柱南宾街道有没得公益性岗位", ("shizhu",), "南宾"),
        ("长寿凤城街道,保洁", ("changshou",), "凤城"),
        ("江北观音桥不去,江北其他地方都行,文员", ("jiangbei",), None),
    ],
)
def test_the_place_meant_is_the_one_for_work(text: str, region_ids: tuple[str, ...], near: str | None) -> None:
    wanted = read_wishes(text, CONTEXT)
    assert (wanted.region_ids, wanted.near) == (region_ids, near)


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("我娃在那儿读中班,找个保育员", ()),
        ("上中班的保洁有没有", (Shift.EVENING,)),
        ("夜班倒班我都得行,双福普工", ()),
        ("开货车哪来的双休哦", ()),
        ("白天上班,只带晚班的课,瑜伽教练", (Shift.EVENING,)),
    ],
)
def test_a_shift_is_one_of_the_work_looked_for(text: str, shifts: tuple[Shift, ...]) -> None:
    assert read_wishes(text, CONTEXT).shifts == shifts


def test_a_spot_given_up_for_another_of_its_district_leaves_the_district() -> None:
    refined = refine(read_wishes("李家沱找个洗车工", CONTEXT), "李家沱那边不看了,改成界石", CONTEXT)
    assert refined is not None
    assert (refined.wanted.region_ids, refined.wanted.near) == (("banan",), "界石")


def test_a_trade_given_up_for_another_is_refused_and_its_pains_are_no_benefit() -> None:
    said = "做促销员站一天脚杆都肿了,不做促销员了,换成收银员"
    refined = refine(read_wishes("万州促销员", CONTEXT), said, CONTEXT)
    assert refined is not None
    wanted = refined.wanted
    assert (wanted.occupations, wanted.not_occupations, wanted.benefits) == (("收银员",), ("促销员",), ())


def test_a_limit_that_may_be_missing_becomes_a_wish() -> None:
    refined = refine(read_wishes("璧山人事,五险一金", CONTEXT), "公积金有最好,没有也能谈,五险必须", CONTEXT)
    assert refined is not None
    assert (refined.wanted.benefits, refined.wanted.wishes.benefits) == (("五险",), ("公积金",))


def test_another_district_added_keeps_the_first() -> None:
    refined = refine(read_wishes("渝中保安", CONTEXT), "把南岸也加进来嘛", CONTEXT)
    assert refined is not None
    assert set(refined.wanted.region_ids) == {"yuzhong", "nanan"}
