"""A wish for a course that names no trade is told by how people describe trades, over the words that are shipped."""

import pytest

from assistant.adapters.content.course_words_file import read_course_words
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.language.described_course import TaughtTrades, candidates
from assistant.language.likely_trades import LikelyTrades
from assistant.settings import Settings


@pytest.fixture(scope="module")
def taught() -> TaughtTrades:
    root = Settings().knowledge_dir
    return read_course_words(root, read_vacancy_words(root)).taught


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("想学修手表，哪里有教", "修表"),
        ("屋头想做米花糖卖，有人教没得", "米花糖制作"),
        ("夜市摆烧烤摊摊的手艺", "烧烤"),
        ("我想学捏泥巴烧罐子", "陶艺"),
    ],
)
def test_a_description_leads_to_its_trade(taught: TaughtTrades, text: str, trade: str) -> None:
    assert trade in taught.find(text)


def test_two_trades_of_one_wish_are_both_found_in_its_order(taught: TaughtTrades) -> None:
    assert taught.find("想学修手表，还有做米花糖") == ("修表", "米花糖制作")


@pytest.mark.parametrize("text", ["失业金要什么材料", "今天天气好", "我想找工作", "你好", ""])
def test_what_describes_no_trade_leads_to_none(taught: TaughtTrades, text: str) -> None:
    assert taught.find(text) == ()


def test_every_trade_has_words_by_which_titles_name_it(taught: TaughtTrades) -> None:
    assert taught.title_words and all(taught.title_words.values())


def test_the_words_of_the_wish_are_left_out_of_what_is_looked_up() -> None:
    assert "修钟表" in candidates("想学修钟表的班有没得")


def test_without_descriptions_nothing_is_found() -> None:
    assert TaughtTrades().find("想学修手表") == ()


def test_candidates_are_ranked_by_nearness_the_nearest_first() -> None:
    trades = LikelyTrades({"修表": ["修手表", "给钟表换电池"], "修鞋": ["补皮鞋", "钉鞋跟"]})
    ranked = trades.rank("修手表")
    assert ranked[0][0] == "修表" and [share for _, share in ranked] == sorted((s for _, s in ranked), reverse=True)
    assert trades.rank("太短"[:1]) == [] and trades.rank("长" * 30) == []
