"""Lay words and what they mean."""

from pathlib import Path

import pytest

from assistant.adapters.content.lexicon import SYNONYMS, read_stop_words, read_synonyms
from assistant.domain.errors import KnowledgeError
from assistant.language.synonyms import Expansion, Synonyms

KNOWLEDGE = Path(__file__).parents[2] / "knowledge_base"
TABLE = Synonyms({"工钱": ("劳动报酬",), "老板": ("用人单位",), "老板跑路": ("拖欠劳动报酬",)})


def test_a_lay_word_brings_its_official_terms() -> None:
    assert TABLE.expand("我的工钱") == (Expansion("工钱", "劳动报酬"),)


def test_a_longer_lay_word_hides_the_shorter_one_inside_it() -> None:
    assert TABLE.expand("老板跑路了") == (Expansion("老板跑路", "拖欠劳动报酬"),)


def test_a_term_that_is_there_already_is_not_added() -> None:
    assert TABLE.expand("工钱就是劳动报酬") == ()


def test_a_text_without_lay_words_brings_nothing() -> None:
    assert TABLE.expand("") == ()
    assert Synonyms({}).expand("工钱") == ()


def test_the_shipped_words_hold_wages_and_dialect() -> None:
    synonyms = read_synonyms(KNOWLEDGE)
    assert "劳动报酬" in synonyms.meanings["血汗钱"]
    assert any(expansion.meant == "解除劳动合同" for expansion in synonyms.expand("我遭裁了"))
    assert len({term for terms in synonyms.meanings.values() for term in terms}) >= 300


def test_no_shipped_lay_word_is_a_stop_word() -> None:
    synonyms, stop_words = read_synonyms(KNOWLEDGE), read_stop_words(KNOWLEDGE)
    assert not stop_words & set(synonyms.meanings)


@pytest.mark.parametrize(
    ("content", "line"),
    [("- {term: 工资, also: []}\n", 1), ("- {term: 工资\n", 2), ("- {term: 工资, other: [x]}\n", 1)],
)
def test_a_broken_word_file_is_named_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / SYNONYMS).write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"{SYNONYMS}:{line}"):
        read_synonyms(tmp_path)
