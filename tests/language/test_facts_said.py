"""What people state about themselves in passing."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.conversation import FactValue
from assistant.language.facts_said import facts_said
from assistant.language.needed_words import needed_words
from evals.facts_said import read_sentences
from tests.language.fact_lexicon import ROOT, WordsAndPlaces, read_lexicon

TODAY = date(2026, 11, 23)
#: Share of the facts of evals/datasets/facts_said.jsonl that must be read with the right value, and of values read that must be right.
LEAST_SHARE = 0.97


@pytest.fixture(scope="module")
def lexicon() -> WordsAndPlaces:
    return read_lexicon()


def said(text: str, lexicon: WordsAndPlaces) -> dict[str, FactValue]:
    return facts_said(text, lexicon.fact_words, lexicon.regions, lexicon.places, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "要不要办失业登记",
        "失业登记办了没得",
        "我算就业困难人员吗?",
        "残疾人能领多少补贴",
        "合同要签满一年才行吗?",
        "有没有营业执照要紧不?",
        "是不是要社保连续缴满半年才行?",
    ],
)
def test_a_question_states_nothing(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon) == {}


@pytest.mark.parametrize(
    "text",
    ["如果我是残疾人,又办了失业登记,能领多少", "要是我有营业执照就好了", "打算明年办营业执照", "准备招五个应届生"],
)
def test_what_is_supposed_or_planned_is_not_stated(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon) == {}


@pytest.mark.parametrize(
    "text",
    ["我室友是残疾人,人家早就领了", "我表弟被厂里开除了", "听说失业险交满三年能领九个月", "同行说他招了十个退伍兵"],
)
def test_what_happened_to_others_and_what_is_heard_is_not_the_speakers(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon) == {}


def test_the_story_of_another_ends_where_the_speaker_comes_back(lexicon: WordsAndPlaces) -> None:
    facts = said("我老公办了失业登记,我自己还没办", lexicon)
    assert facts["person.registered_unemployed"] is False


def test_a_story_before_a_question_is_stated(lexicon: WordsAndPlaces) -> None:
    facts = said("我交了三年失业险能领几个月", lexicon)
    assert facts["person.unemployment_insured_months"] == 36


@pytest.mark.parametrize("text", ["我52岁,失业一年了", "我五十五,没得工作,腰也不好"])
def test_a_status_an_office_grants_is_never_inferred(text: str, lexicon: WordsAndPlaces) -> None:
    facts = said(text, lexicon)
    assert "person.hardship_recognised" not in facts
    assert "person.groups" not in facts
    assert "person.registered_unemployed" not in facts


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("岗位没经过认定,不是公益性岗位", "firm.public_welfare_post"),
        ("就业帮扶车间没有认定下来", "firm.recognised_workshop"),
        ("单位还没给我上社保", "person.newly_insured_by_firm"),
        ("失业登记我还没去办,没得空", "person.registered_unemployed"),
        ("营业执照没得", "person.has_business_licence"),
        ("没给见习的娃买意外险", "firm.trainee_insurance_bought"),
        ("我们不是国企", "firm.state_owned"),
    ],
)
def test_a_denial_is_heard_before_behind_and_within_what_it_denies(
    text: str, fact: str, lexicon: WordsAndPlaces
) -> None:
    assert said(text, lexicon)[fact] is False


def test_a_denial_reaches_over_a_list(lexicon: WordsAndPlaces) -> None:
    facts = said("不是退役士兵、脱贫户、低保户,啥子重点群体都不沾", lexicon)
    groups = facts["worker.groups"]
    assert isinstance(groups, tuple)
    assert set(groups) == {"not:veteran", "not:lifted_from_poverty", "not:low_income_family", "none"}


@pytest.mark.parametrize(
    "text", ["考核合不合格现在还不晓得", "失业登记办没办我记不清了", "有没有别的贷款不清楚", "好像办了失业登记"]
)
def test_not_being_sure_leaves_a_fact_unknown(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon) == {}


@pytest.mark.parametrize("text", ["失业险交了三年,不对,是四年整", "失业险不是三年,是四年", "失业险三年多,查了是四年整"])
def test_a_correction_replaces_what_was_said(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon)["person.unemployment_insured_months"] == 48


def test_two_figures_of_which_neither_is_corrected_leave_the_fact_unknown(lexicon: WordsAndPlaces) -> None:
    assert "person.contract_months" not in said("合同签了一年,合同签了三年", lexicon)


def test_a_topic_carries_over_to_the_next_clause(lexicon: WordsAndPlaces) -> None:
    assert said("失业保险累计,大概三年半", lexicon)["person.unemployment_insured_months"] == 42
    assert said("失业登记嘛,上周办好了", lexicon)["person.registered_unemployed"] is True


def test_a_number_in_a_name_counts_nobody(lexicon: WordsAndPlaces) -> None:
    facts = said("我们请了个登记失业的4050人员", lexicon)
    assert facts["worker.count"] == 1
    assert "firm.headcount" not in facts


def test_a_schemes_name_states_nothing(lexicon: WordsAndPlaces) -> None:
    assert said("脱贫户那个一次性求职创业补贴", lexicon) == {}


def test_what_is_not_yet_reached_is_no_length_of_time(lexicon: WordsAndPlaces) -> None:
    assert "person.unemployment_insured_months" not in said("失业险交了快三年", lexicon)


def test_the_sentences_of_the_set_are_understood(lexicon: WordsAndPlaces) -> None:
    stated = read = right = 0
    for sentence, facts in read_sentences(ROOT):
        for fact, wanted in sentence["facts"].items():
            value = facts.get(fact)
            stated += 1
            read += value is not None
            right += sorted(value) == sorted(wanted) if isinstance(value, tuple) else value == wanted
        read += sum(fact in facts for fact in sentence["unknown_facts"])
    assert right / stated >= LEAST_SHARE
    assert right / read >= LEAST_SHARE


_PIECES = st.sampled_from(
    [
        "我",
        "没",
        "不是",
        "失业登记",
        "办",
        "了",
        "交",
        "三年",
        "残疾人",
        "4050",
        "合同",
        ",",
        "。",
        "吗",
        "如果",
        "社保",
        "的",
    ]
)
_MESSAGES = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=30).map("".join))


@given(text=_MESSAGES)
def test_any_text_is_read_without_breaking(text: str, lexicon: WordsAndPlaces) -> None:
    said(text, lexicon)


@given(text=_MESSAGES)
def test_nothing_is_named_and_denied_at_once(text: str, lexicon: WordsAndPlaces) -> None:
    for value in said(text, lexicon).values():
        if isinstance(value, tuple):
            assert not any(f"not:{member}" in value for member in value)


@given(words=st.lists(_PIECES.filter(lambda piece: piece not in ",。如果"), max_size=12))
def test_a_message_with_only_a_question_states_nothing(words: list[str], lexicon: WordsAndPlaces) -> None:
    assert said(f"是不是{''.join(words)}吗?", lexicon) == {}


@given(text=_MESSAGES)
def test_a_pattern_matches_only_where_one_of_its_words_stands(text: str, lexicon: WordsAndPlaces) -> None:
    for cue in lexicon.fact_words.cues:
        for pattern in (*cue.about, *cue.holds, *cue.fails, *cue.signs, *cue.blocks):
            if not any(word in text for word in pattern.words):
                assert pattern.matches_nowhere(text)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("失业登记(证)?", {"失业登记"}),
        ("(办理|拿到)(了)?照?", {"办理", "拿到"}),
        ("残疾(?!人)", {"残疾"}),
        ("a|b?", {""}),
        ("[没未]办", {"办"}),
        ("办.{0,4}?证", {"办"}),
    ],
)
def test_the_words_a_pattern_needs_are_told(pattern: str, words: set[str]) -> None:
    assert needed_words(pattern) == words


@pytest.mark.parametrize("piece", ["没", "不是残疾人、", "交了三年", "失业登记", "什么都没有", "我", "1", "重庆"])
def test_reading_a_long_message_takes_a_moment_only(piece: str, lexicon: WordsAndPlaces) -> None:
    text = (piece * 2000)[:2000]
    said(text, lexicon)
    started = time.process_time()
    said(text, lexicon)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("公司连续四个月没有发工资", "person.unemployment_insured_months"),
        ("公司连续四个月没有发工资", "person.service_months"),
        ("我大专同学也在同一个厂", "firm.headcount"),
        ("我大专同学也在同一个厂", "person.education"),
        ("给我一个总数就行", "firm.headcount"),
        ("我们去年少了9个人", "firm.headcount"),
        ("我日工资260", "person.monthly_wage_yuan"),
    ],
)
def test_what_is_of_something_else_is_no_fact_of_theirs(text: str, fact: str, lexicon: WordsAndPlaces) -> None:
    assert fact not in said(text, lexicon)


def test_a_notice_for_unpaid_wages_is_not_simply_ones_own_wish(lexicon: WordsAndPlaces) -> None:
    assert "person.left_job_involuntarily" not in said("公司三个月没有发工资，我自己提的离职", lexicon)
