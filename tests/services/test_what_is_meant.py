"""What a question means beside its topic: another city, what it leaves out, what it only supposes, what it names."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.knowledge import Aspect
from assistant.language.understanding import QuestionPart, understand
from assistant.services.asked_elsewhere import asks_about_place
from assistant.services.find_topics import OVERVIEW, without_overviews
from assistant.services.knowing import Knowing
from assistant.services.labour_dialogue import _ASKS
from assistant.services.search_policies import Finding
from assistant.services.sections import _answers

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "elsewhere", "is_asked"),
    [
        ("我在贵阳干过两年 贵阳失业金一个月好多", "贵阳", True),
        ("想回遵义,遵义那边给毕业生的租房钱是好多", "遵义", True),
        ("重庆跟四川那边合作办的社保转移要几天", "四川", False),
        ("我在温州交了三年社保,转回来接到算不", "温州", False),
        ("上海市人社局怎么帮企业留人", "上海市", True),
        ("深圳人才引进补贴发好多", "深圳", True),
        ("贵州人社保断了两年接得起不", "贵州", False),
        ("四川人大学毕业在这边找事", "四川", False),
    ],
)
def test_the_rule_of_another_city_is_asked_for_by_its_name_in_the_question(
    text: str, elsewhere: str, is_asked: bool
) -> None:
    assert asks_about_place(QuestionPart(text, question=text, elsewhere=elsewhere)) is is_asked


def test_of_two_other_places_the_one_pointed_at_is_asked_about(knowing: Knowing) -> None:
    part = understand("我哥在杭州参保四年没班上了，湖南那边的失业金发好多", knowing.lexicon, TODAY).parts[0]
    assert part.elsewhere == "湖南"
    assert asks_about_place(part)


def test_months_of_a_benefit_left_over_are_no_months_insured(knowing: Knowing) -> None:
    part = understand("新单位给我买社保，剩下的五个月是不是没了", knowing.lexicon, TODAY).parts[0]
    assert "person.unemployment_insured_months" not in dict(part.facts)


@pytest.mark.parametrize("text", ["除了找劳动监察还能找谁", "除了打12333还有哪里可以问", "不是失业金,是那个补助"])
def test_what_is_left_out_is_not_what_is_asked_about(knowing: Knowing, text: str) -> None:
    before = {name for name in ("失业金", "12333", "劳动监察") if name in text}
    assert any(name not in knowing.search._without_denied(text) for name in before) or not before & {
        name for name, _ in knowing.search._names
    }


@pytest.mark.parametrize(
    ("text", "months"), [("要是我再等一年 交满四年才走呢", 48), ("如果凑满五年,能多领几个月", 60), ("那八年的呢", 96)]
)
def test_a_length_that_is_supposed_counts_before_the_ones_told(knowing: Knowing, text: str, months: int) -> None:
    assert understand(text, knowing.lexicon, TODAY).parts[0].months == months


def test_a_benefit_named_in_full_goes_before_an_overview(knowing: Knowing) -> None:
    rules = tuple(
        replace(rule, documents=("what-there-is",)) if rule.tool == OVERVIEW else rule
        for rule in knowing.lexicon.intents
    )
    lexicon = replace(knowing.lexicon, intents=rules)
    overview = Finding("what-there-is", 0.9, 0.9, 0.9, 0.5, 0, ())
    named = Finding("unemployment-benefit", 0.7, 0.7, 0.0, 1.0, 4, ())
    assert without_overviews((overview, named), lexicon) == (named,)
    half_named = replace(named, named=3)
    assert without_overviews((overview, half_named), lexicon) == (overview, half_named)


def test_a_choice_put_to_us_is_a_question_and_no_order_for_workers() -> None:
    assert _ASKS.search("要招十个短工,去市场登记收不收钱")
    assert not _ASKS.search("招十个短工,包吃住")


def test_how_much_is_not_answered_without_a_figure_where_the_document_has_none(knowing: Knowing) -> None:
    passage = knowing.knowledge.get_document("unemployment-benefit").passages[0]
    plain = replace(passage, aspect=Aspect.NOTE, statements=(replace(passage.statements[0], text="费用由自己交。"),))
    assert not _answers(plain, Aspect.HOW_MUCH, 0.9, knowing.lexicon, set())
    assert _answers(plain, Aspect.HOW_MUCH, 0.9, knowing.lexicon, {Aspect.HOW_MUCH})
