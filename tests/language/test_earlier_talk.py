"""What leans on the message before: an answer to one's own question, a figure put right, a fact taken back."""

import pytest

from assistant.language.earlier_talk import (
    answers_to_own_question,
    facts_withdrawn,
    heads_supposed,
    months_put_right,
    states_again,
)
from tests.language.fact_lexicon import WordsAndPlaces, read_lexicon

GROUPS, MONTHS = "worker.groups", "worker.insured_months"


@pytest.fixture(scope="module")
def lexicon() -> WordsAndPlaces:
    return read_lexicon()


@pytest.mark.parametrize(
    ("question", "answer", "fact", "holds"),
    [
        ("领失业金是不是非要先办失业登记啊?", "还没办登记", "person.registered_unemployed", False),
        ("失业登记要不要先办?", "早就办好了", "person.registered_unemployed", True),
        ("生活费是不是要按月发够?", "都发够了的,意外险也买了", "firm.trainee_allowance_paid", True),
        ("见习的生活费必须按月发吗?", "没有发够", "firm.trainee_allowance_paid", False),
        ("执照是不是必须办?", "还没去办", "person.has_business_licence", False),
    ],
)
def test_a_bare_answer_is_about_what_the_speakers_own_question_named(
    question: str, answer: str, fact: str, holds: bool, lexicon: WordsAndPlaces
) -> None:
    assert answers_to_own_question(question, answer, lexicon.fact_words)[fact] is holds


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("失业登记是不是要先办?", "那去哪里办?"),
        ("失业登记是不是要先办?", "要是还没办呢"),
        ("失业登记是不是要先办?", "我老公办好了"),
        ("失业登记是不是要先办?", "谢谢"),
        ("失业登记在哪里办?", "办好了"),
        ("领失业金是不是非要先办失业登记?", "没有领过"),
    ],
)
def test_a_question_a_supposition_or_somebody_else_answers_nothing(
    question: str, answer: str, lexicon: WordsAndPlaces
) -> None:
    assert answers_to_own_question(question, answer, lexicon.fact_words) == {}


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("不对,第二个月是补的别人,他连续只有五个月", 5),
        ("说错了,八个月", 8),
        ("更正,应该是一年", 12),
        ("记错了,才三个月", 3),
    ],
)
def test_a_length_of_time_put_right_is_of_what_was_said_last(text: str, months: int, lexicon: WordsAndPlaces) -> None:
    assert months_put_right(text, [MONTHS, GROUPS], lexicon.fact_words) == {MONTHS: months}


@pytest.mark.parametrize("text", ["五个月", "不对,是不是五个月?", "不对,是三个月还是五个月都有", "不对"])
def test_without_a_correction_and_one_length_nothing_is_put_right(text: str, lexicon: WordsAndPlaces) -> None:
    assert months_put_right(text, [MONTHS], lexicon.fact_words) == {}


def test_of_two_lengths_said_last_neither_is_put_right(lexicon: WordsAndPlaces) -> None:
    assert months_put_right("不对,五个月", [MONTHS, "worker.contract_months"], lexicon.fact_words) == {}


@pytest.mark.parametrize(
    "text",
    [
        "等下,我搞混了,脱贫户是隔壁厂那个,当我没说",
        "脱贫户那句不作数",
        "他是不是脱贫户还没核实",
        "认错人了,脱贫户是另一个",
        "我说岔了,低保户是他兄弟",
    ],
)
def test_a_fact_taken_back_is_forgotten_and_no_other(text: str, lexicon: WordsAndPlaces) -> None:
    assert facts_withdrawn(text, {GROUPS: 2, MONTHS: 1}, lexicon.fact_words) == {GROUPS}


def test_what_was_said_last_is_taken_back_where_nothing_is_named(lexicon: WordsAndPlaces) -> None:
    words = lexicon.fact_words
    assert facts_withdrawn("算了,当我没说", {GROUPS: 2, MONTHS: 1}, words) == {GROUPS}
    assert facts_withdrawn("材料还没核实", {GROUPS: 2, MONTHS: 1}, words) == frozenset()
    assert facts_withdrawn("合同两年", {GROUPS: 2}, words) == frozenset()
    assert facts_withdrawn("收回刚才那句", {GROUPS: 2}, words) == {GROUPS}
    assert facts_withdrawn("公司把摊位收回了", {GROUPS: 2}, words) == frozenset()
    assert facts_withdrawn("营业执照被收回了", {"person.has_business_licence": 1}, words) == frozenset()


def test_what_is_stated_after_the_retreat_stands(lexicon: WordsAndPlaces) -> None:
    assert states_again("worker.contract_months", "当我没说,合同是一年", lexicon.fact_words)
    assert not states_again(GROUPS, "脱贫户那句当我没说", lexicon.fact_words)


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("那要是35个人呢", 35),
        ("如果只有八个员工呢?", 8),
        ("换成一百二十人的话呢", 120),
        ("明年涨到45个人了，还是没得残疾人，按几成交", 45),
        ("要是年底到了40个员工，比例怎么算", 40),
    ],
)
def test_another_number_of_people_is_another_headcount(text: str, heads: int) -> None:
    assert heads_supposed(text, ["firm.headcount", "firm.region"]) == {"firm.headcount": heads}


@pytest.mark.parametrize("known", [[], ["firm.headcount", "worker.count"], ["firm.region"]])
def test_people_are_counted_anew_only_where_one_count_is_known(known: list[str]) -> None:
    assert heads_supposed("那要是35个人呢", known) == {}


def test_what_asks_for_something_else_supposes_no_headcount() -> None:
    assert heads_supposed("那要是35个人都要参保呢", ["firm.headcount"]) == {}


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("不对，只有四年半，那一共是好多钱", 54),
        ("我翻了下，实际上只有两年，那领得到好久", 24),
        ("其实才八个月", 8),
    ],
)
def test_a_length_is_put_right_though_the_next_clause_asks(lexicon: WordsAndPlaces, text: str, months: int) -> None:
    assert months_put_right(text, [MONTHS], lexicon.fact_words) == {MONTHS: months}


def test_a_length_asked_about_puts_nothing_right(lexicon: WordsAndPlaces) -> None:
    assert months_put_right("不对，是不是要交满一年", [MONTHS], lexicon.fact_words) == {}
