"""Wishes no field holds, licences that lapsed, years adverts ask for, stretches of time, numbers that are none."""

from datetime import date

import pytest

from assistant.language.lapsed_licences import tells_of_lapsed_licence
from assistant.language.numerals import find_numerals
from assistant.language.studied_trades import find_studied_trades
from assistant.language.unread_wishes import find_unread_wish
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes, read_words
from assistant.language.vacancy_words import WordKind
from tests.language.wish_words import read_context

CONTEXT = read_context()


@pytest.mark.parametrize(
    "text", ["同事年轻点的", "不是卖保健品那种", "开到晚上九点的也看看", "楼下就有饭馆的优先", "最怕领导骂人"]
)
def test_a_wish_is_known_by_its_form(text: str) -> None:
    assert find_unread_wish(text) == text


@pytest.mark.parametrize("text", ["今天下雨没得", "失业金好多钱一个月", "重庆有几个区"])
def test_a_question_of_fact_is_no_wish(text: str) -> None:
    assert find_unread_wish(text) is None


@pytest.mark.parametrize("text", ["我电工证过期了还没换到", "A2遭扣起的", "叉车证掉了", "证还在补办的嘛", "我正在换证"])
def test_a_licence_that_cannot_be_shown_now_is_told_of(text: str) -> None:
    assert tells_of_lapsed_licence(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("护士，要求五年经验的我够不到，我才干了两年", 2),
        ("会计，要三年经验的就不要了，我做了一年", 1),
        ("焊工，干了三年", 3),
    ],
)
def test_years_that_adverts_ask_for_are_not_ones_own(text: str, years: int) -> None:
    assert read_wishes(text, CONTEXT).experience_years == years


@pytest.mark.parametrize("text", ["万一他不认账呢", "千万莫推夜班", "一万个不愿意", "有百十来个人", "屋头乱七八糟的"])
def test_characters_of_numbers_in_words_are_no_figures(text: str) -> None:
    assert [one for one in find_numerals(text) if not one.is_lone_digit] == []


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("底薪万一以上的销售", 11_000), ("月薪一万一以上的销售", 11_000), ("普工，万一找不到就算了", None)],
)
def test_eleven_thousand_is_read_only_where_a_sum_is_said(text: str, yuan: int | None) -> None:
    floor = read_wishes(text, CONTEXT).pay_floor
    assert (floor.yuan if floor is not None else None) == yuan


def test_a_stretch_of_weeks_is_no_day_of_work() -> None:
    winter = read_context(date(2026, 11, 30))
    assert read_wishes("寒假工，1月12号到2月8号，沙坪坝", winter).starts_on is None
    assert read_wishes("12月5号的临时工，沙坪坝", winter).starts_on == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("学前教育专业应届，找个岗位，渝中", "幼师"),
        ("我女儿学的会计，想在江津上班", "会计"),
        ("我妹她护理专业的，帮她找个活", "护士"),
        ("我妈喜欢带娃娃，在永川", "育婴师"),
        ("大货车开了十八年，长途跑不动了，想找个近的", "货车司机"),
        ("开了九年货车，夜班跑不动了，江津", "货车司机"),
    ],
)
def test_what_was_learnt_or_is_liked_is_the_work_where_no_other_is_named(text: str, trade: str) -> None:
    assert trade in read_wishes(text, CONTEXT).occupations


@pytest.mark.parametrize("text", ["找个地方学护理专业", "我儿子想学软件专业", "去哪读学前教育专业好找工作，想学"])
def test_who_means_to_learn_looks_for_no_such_work(text: str) -> None:
    known = frozenset(CONTEXT.words.names(WordKind.OCCUPATION))
    assert find_studied_trades(read_words(text, CONTEXT), known) == ()


def test_a_smaller_sum_beside_another_limit_lowers_the_floor() -> None:
    before = read_wishes("渝北的保洁，3000以上", CONTEXT)
    refined = refine(before, "2600也行，但是要单休", CONTEXT)
    assert refined is not None
    assert refined.wanted.pay_floor is not None
    assert refined.wanted.pay_floor.yuan == 2600
