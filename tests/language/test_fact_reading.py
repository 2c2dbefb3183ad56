"""One fact's value from a bare answer, a form or a cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.conversation import FactValue
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactVocabulary
from assistant.language.fact_reading import FactLexicon, ReadFact, read_fact
from tests.language.fact_lexicon import read_lexicon, read_vocabulary

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def vocabulary() -> FactVocabulary:
    return read_vocabulary()


@pytest.fixture(scope="module")
def lexicon() -> FactLexicon:
    return read_lexicon()


def read(fact: str, text: str, vocabulary: FactVocabulary, lexicon: FactLexicon) -> FactValue | None:
    return read_fact(vocabulary.definitions[fact], text, lexicon, TODAY).value


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("person.registered_unemployed", "办了", True),
        ("person.registered_unemployed", "上个月就去弄好了的", True),
        ("person.registered_unemployed", "还没", False),
        ("person.registered_unemployed", "没得", False),
        ("person.registered_unemployed", "没来得及去", False),
        ("person.registered_unemployed", "嗯", True),
        ("person.has_business_licence", "有的", True),
        ("person.has_business_licence", "没有没有", False),
        ("person.has_labour_contract", "签了，三年的", True),
        ("person.left_job_involuntarily", "是我自己走的", False),
        ("person.left_job_involuntarily", "不是，我自己辞的职", False),
        ("person.left_job_involuntarily", "合同到期没续签", True),
        ("person.left_job_involuntarily", "是的", True),
        ("person.other_loans", "没了", False),
        ("person.other_loans", "还有一笔网贷", True),
        ("worker.insured_by_firm", "在交的", True),
        ("worker.insured_by_firm", "√", True),
        ("worker.insured_by_firm", "否", False),
    ],
)
def test_yes_and_no_are_understood_as_people_say_them(
    fact: str, text: str, value: bool, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    assert read(fact, text, vocabulary, lexicon) is value


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("person.unemployment_insured_months", "三年半", 42),
        ("person.unemployment_insured_months", "大概五年零两个月", 62),
        ("person.unemployment_insured_months", "38", 38),
        ("person.unemployment_insured_months", "没交过", 0),
        ("person.own_insurance_paid_yuan_year", "一万二", 12000),
        ("person.own_insurance_paid_yuan_year", "12,000元", 12000),
        ("person.monthly_wage_yuan", "6k", 6000),
        ("firm.layoff_rate_percent", "5.5%", 5.5),
        ("firm.layoff_rate_percent", "百分之五", 5),
        ("firm.new_hires_share_percent", "两成", 20),
        ("firm.headcount", "十二个人", 12),
        ("worker.count", "俩", 2),
        ("worker.count", "三个", 3),
        ("firm.trainees", "一个都没", 0),
        ("person.age_years", "52岁", 52),
        ("person.age_years", "五十二", 52),
    ],
)
def test_figures_are_read_in_the_unit_of_the_fact(
    fact: str, text: str, value: float, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    assert read(fact, text, vocabulary, lexicon) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026/3/1", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("26年3月", "2026-03"),
        ("2026-03-01 00:00:00", "2026-03-01"),
        ("2026.3", "2026-03"),
        ("去年九月", "2025-09"),
        ("2026年", "2026"),
        ("46082", "2026-03-01"),
    ],
)
def test_dates_are_read_as_written_and_as_exact_as_written(
    text: str, value: str, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    assert read("worker.hired_on", text, vocabulary, lexicon) == value


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("firm.size", "微型", "micro"),
        ("firm.size", "small", "small"),
        ("person.education", "大专毕业", "college"),
        ("person.sex", "女", "female"),
        ("worker.groups", "应届毕业生、残疾", ("graduate_year", "disabled")),
        ("worker.groups", "无", ("none",)),
        ("worker.groups", "都不是", ("none",)),
        ("worker.groups", "不是残疾人", ("not:disabled",)),
        ("person.groups", "残疾人家庭", ("disabled_family",)),
        ("firm.region", "万州", "wanzhou"),
        ("person.household_region", "万县", "wanzhou"),
    ],
)
def test_choices_groups_and_places_are_read_by_key_label_or_lay_word(
    fact: str, text: str, value: FactValue, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    assert read(fact, text, vocabulary, lexicon) == value


@pytest.mark.parametrize("text", ["不清楚", "不晓得哦", "记不清了", "搞不懂", "？", "不详", "", "忘了", "好像办了"])
@pytest.mark.parametrize("fact", ["person.registered_unemployed", "worker.hired_on", "firm.headcount", "person.groups"])
def test_not_knowing_is_neither_yes_nor_no(
    fact: str, text: str, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    assert read_fact(vocabulary.definitions[fact], text, lexicon, TODAY) == ReadFact(None, is_unsure=True)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("person.registered_unemployed", "今天天气好"),
        ("firm.headcount", "很多"),
        ("worker.hired_on", "春天"),
        ("firm.size", "漂亮"),
        ("firm.region", "月球"),
        ("person.age_years", "没有"),
    ],
)
def test_what_cannot_be_read_is_said_kindly_with_an_example_of_an_answer(
    fact: str, text: str, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    with pytest.raises(InvalidInputError, match="请"):
        read(fact, text, vocabulary, lexicon)


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused_but_never_breaks(
    text: str, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    for definition in vocabulary.definitions.values():
        try:
            read_fact(definition, text, lexicon, TODAY)
        except InvalidInputError as error:
            assert "请" in str(error)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("person.left_job_involuntarily", "有三个月是在贵阳交的"),
        ("person.has_business_licence", "要我准备啥子"),
        ("person.registered_unemployed", "能领好多"),
        ("person.age_years", "一百二十万"),
    ],
)
def test_what_only_begins_like_an_answer_is_none(
    fact: str, text: str, vocabulary: FactVocabulary, lexicon: FactLexicon
) -> None:
    with pytest.raises(InvalidInputError):
        read(fact, text, vocabulary, lexicon)
