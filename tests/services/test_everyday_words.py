"""Sentences put into the words in which they are compared."""

from assistant.services.everyday_words import EverydayWords

WORDS = EverydayWords.of({"单位": ["老板", "用人单位"], "付": ["支付", "发"], "每月": ["每个月"]})


def test_the_longest_wording_is_replaced() -> None:
    assert WORDS.plain("用人单位按时支付，老板发钱") == "单位按时付，单位付钱"


def test_one_month_is_every_month_where_it_opens_a_clause_and_not_where_it_is_counted() -> None:
    assert WORDS.plain("一个月2330元") == "每月2330元"
    assert WORDS.plain("超过一个月，一个月内") == "超过一个月，一个月内"


def test_no_words_change_nothing() -> None:
    assert EverydayWords.of({}).plain("老板发钱") == "老板发钱"
