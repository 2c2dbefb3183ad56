"""Who proposed an agreed ending tells whether a job was left by one's own wish."""

from datetime import date

import pytest

from assistant.language.facts_said import facts_said
from tests.language.fact_lexicon import WordsAndPlaces, read_lexicon

TODAY = date(2026, 11, 30)
FACT = "person.left_job_involuntarily"


@pytest.fixture(scope="module")
def lexicon() -> WordsAndPlaces:
    return read_lexicon()


def said(text: str, lexicon: WordsAndPlaces) -> object:
    return facts_said(text, lexicon.fact_words, lexicon.regions, lexicon.places, TODAY).get(FACT)


@pytest.mark.parametrize(
    "text",
    [
        "厂头喊的协商解除,给了补偿",
        "老板提出来协商走的,赔了我三个月",
        "公司喊我签的协商解除协议",
        "双方协商解除的,但是是单位先开的口",
        "人事找我谈话,让我签协商离职,给了两万",
        "店长通知我们协商解除,我签了",
        "厂里效益不好,动员我们协商解除合同",
        "老板劝我自己走,补了一笔钱",
        "公司给了补偿让我走的",
        "厂子搬起走了我没跟到去",
        "公司裁员,签的是协商解除协议",
    ],
)
def test_an_ending_the_firm_proposed_is_not_ones_own_wish(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon) is True


@pytest.mark.parametrize(
    "text",
    [
        "我自己提的协商解除,公司同意了",
        "协商解除,我先提的",
        "是我主动提出协商走的",
        "公司没提,是我自己提的协商解除",
        "我提的离职,公司还给了我补偿",
        "嫌工资低辞的职",
        "我自己不想干了,辞了",
        "我跟老板说我要离职,他同意了",
    ],
)
def test_an_ending_one_proposed_oneself_is(text: str, lexicon: WordsAndPlaces) -> None:
    assert said(text, lexicon) is False


@pytest.mark.parametrize(
    "text",
    [
        "我是协商离职的",
        "协商一致解除合同,拿了N",
        "离职证明上写的协商一致解除",
        "我跟老板商量好不干了,他补了我半个月",
        "公司逼我写的辞职信",
        "HR喊我自己写辞职报告,我写了",
        "社保一天都没给我买,我就辞职了",
        "公司欠我三个月工资我才辞职的",
        "公司喊我走,我就提了离职",
    ],
)
def test_where_nobody_says_who_proposed_it_or_the_firm_drove_one_to_it_it_is_open(
    text: str, lexicon: WordsAndPlaces
) -> None:
    assert said(text, lexicon) is None


@pytest.mark.parametrize(
    "text", ["最后这家只给我买了五个月社保", "上家交了两年,这家交了五个月", "现在这个厂只交了八个月失业保险"]
)
def test_months_of_one_firm_among_several_are_not_all_there_are(text: str, lexicon: WordsAndPlaces) -> None:
    facts = facts_said(text, lexicon.fact_words, lexicon.regions, lexicon.places, TODAY)
    assert "person.unemployment_insured_months" not in facts


def test_months_of_all_firms_together_count(lexicon: WordsAndPlaces) -> None:
    text = "前头几家加上这家,失业保险一共交了三年"
    facts = facts_said(text, lexicon.fact_words, lexicon.regions, lexicon.places, TODAY)
    assert facts["person.unemployment_insured_months"] == 36
