"""Long texts into passages."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.language.split import LONGEST, clause_number, split_passages, split_title, title_of

NOTICE = (
    "关于稳就业的通知 各单位： 现通知如下： 一、支持企业。"
    + "企业可以申请补贴。" * 40
    + " 二、支持个人。"
    + "个人可以申请培训。" * 40
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_numbered_heading_begins_a_passage() -> None:
    passages = split_passages(NOTICE)
    assert any(passage.startswith("二、支持个人。") for passage in passages)


def test_an_article_begins_a_passage_and_a_mention_of_one_does_not() -> None:
    text = "第一条 " + "为了保护劳动者。" * 50 + "\n第二条 依照本法第三条的规定办理。" + "应当建立制度。" * 30
    passages = split_passages(text)
    assert not any(passage.startswith("第三条") for passage in passages)
    assert any(passage.startswith("第二条") for passage in passages)


def test_no_sentence_is_cut_in_two() -> None:
    assert all(passage.endswith("。") for passage in split_passages("这是一句不长也不短的话。" * 300))


def test_a_sentence_longer_than_a_passage_stays_whole() -> None:
    sentence = "很" * (2 * LONGEST) + "长。"
    assert sentence in split_passages(f"{sentence}短句。")


def test_an_empty_text_has_no_passages() -> None:
    assert split_passages(" \n ") == ()


@given(st.text(st.sampled_from("一二、第条（）1.。；：\n 　工资"), max_size=400), st.integers(5, 60))
def test_nothing_is_lost_and_nothing_added(text: str, longest: int) -> None:
    assert squeezed("".join(split_passages(text, longest // 2, longest))) == squeezed(text)


def test_the_title_is_the_first_line() -> None:
    assert title_of("关于稳就业的通知 各单位： 如下") == "关于稳就业的通知"
    assert title_of("") == ""
    assert len(title_of("长" * 500)) == 80


def test_a_title_that_ends_in_an_article_is_split() -> None:
    assert split_title("劳动法第四十四条") == ("劳动法", "第四十四条")
    assert split_title("刑法第一百二十条之一") == ("刑法", "第一百二十条之一")
    assert split_title("关于第一批企业的通知") == ("关于第一批企业的通知", None)
    assert split_title("") == ("", None)


def test_articles_are_counted() -> None:
    assert clause_number("第一千二百六十条") == 1260
    assert clause_number("第二条之一") == 2
    assert clause_number("附则") is None
