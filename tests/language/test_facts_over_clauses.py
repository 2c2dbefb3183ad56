"""Facts that are said of a list, over two clauses, by there being none, or in a clerk's shorthand."""

from datetime import date

import pytest

from assistant.domain.conversation import FactValue
from assistant.language.clauses import asks
from assistant.language.facts_said import facts_said
from tests.language.fact_lexicon import WordsAndPlaces, read_lexicon

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def lexicon() -> WordsAndPlaces:
    return read_lexicon()


def said(text: str, lexicon: WordsAndPlaces) -> dict[str, FactValue]:
    return facts_said(text, lexicon.fact_words, lexicon.regions, lexicon.places, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "严重失信 经营异常 注销吊销 啥子都没得",
        "严重失信和经营异常都没得 更莫说注销吊销",
        "失信名单没上过,经营异常也没得",
        "经营异常、严重失信都没有",
    ],
)
def test_what_is_said_of_all_that_was_listed_is_said_of_each(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon)["firm.barred"] is False


def test_where_it_is_done_may_stand_in_a_clause_of_its_own(lexicon: WordsAndPlaces) -> None:
    assert said("公司28个人参保 都在重庆", lexicon)["firm.insured_in_chongqing"] is True
    assert said("失业险连起交了26个月,都在重庆", lexicon)["person.insured_in_chongqing"] is True


def test_a_group_may_be_told_over_two_clauses(lexicon: WordsAndPlaces) -> None:
    assert said("招的大学生 离校一年多 一直没就过业", lexicon)["worker.groups"] == ("graduate_2y",)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("去年一个人都没裁", "firm.layoff_rate_percent"),
        ("去年失业保险12个月交满了 一个人都没裁", "firm.layoff_rate_percent"),
        ("店头除了我没得人上班", "person.business_jobs"),
    ],
)
def test_that_there_is_none_is_a_figure_of_zero(text: str, fact: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon)[fact] == 0


def test_what_did_not_happen_this_year_says_nothing_of_last_year(lexicon: WordsAndPlaces) -> None:
    assert "firm.layoff_rate_percent" not in said("今年一个人都没裁", lexicon)


def test_one_breach_is_enough_whatever_else_was_kept(lexicon: WordsAndPlaces) -> None:
    assert said("还欠起工人两个月工资没发 社保倒是没欠", lexicon)["firm.has_violations"] is True


@pytest.mark.parametrize("text", ["社保均缴", "社保全缴", "社保正常", "五险按月在交"])
def test_a_clerks_shorthand_is_understood(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon)["worker.insured_by_firm"] is True


def test_a_vague_length_is_no_number_of_months(lexicon: WordsAndPlaces) -> None:
    assert "worker.insured_months" not in said("社保买了大半年", lexicon)


def test_a_number_alone_replaces_the_one_taken_back(lexicon: WordsAndPlaces) -> None:
    assert said("今年招了四个脱贫户 哦不 三个", lexicon)["worker.count"] == 3


def test_a_month_after_a_space_begins_a_clause(lexicon: WordsAndPlaces) -> None:
    facts = said("我今年6月本科毕业 8月进了巫溪一家公司", lexicon)
    assert (facts["person.graduated_on"], facts["person.job_started_on"]) == ("2026-06", "2026-08")


def test_who_opens_with_a_bare_number_tells_an_age(lexicon: WordsAndPlaces) -> None:
    assert said("38 当过五年兵 退伍回来的", lexicon)["person.age_years"] == 38
    assert "person.age_years" not in said("38", lexicon)


def test_what_one_does_not_even_plan_is_not_done(lexicon: WordsAndPlaces) -> None:
    assert said("失业登记没办也不打算办", lexicon)["person.registered_unemployed"] is False


@pytest.mark.parametrize("text", ["残保金减免适用否", "职业伤害保障赔得到我不", "失业金能领不", "我们够条件没得"])
def test_a_question_is_known_by_its_form(text: str, lexicon: WordsAndPlaces) -> None:
    assert asks(text, lexicon.fact_words.phrasing)


@pytest.mark.parametrize("text", ["三年", "签了两年", "什么都没有", "都不是"])
def test_an_answer_has_not_the_form_of_a_question(text: str, lexicon: WordsAndPlaces) -> None:
    assert not asks(text, lexicon.fact_words.phrasing)
