"""Units of a text."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.segment import Segmenter, fold, plain_cutter

SEGMENTER = Segmenter(terms=("稳岗返还",), stop_words=("怎么", "的"))


def test_a_domain_term_stays_whole_and_its_parts_are_units_too() -> None:
    words = SEGMENTER.words("申请稳岗返还")
    assert "稳岗返还" in words
    assert "返还" in words


def test_bigrams_stay_within_a_run_of_characters_and_figures_stay_whole() -> None:
    assert SEGMENTER.bigrams("工伤，认定3.5万") == ("工伤", "认定", "3.5", "万")


def test_width_and_case_make_no_difference() -> None:
    assert SEGMENTER.units("ＡＰＰ１２３３３") == SEGMENTER.units("app12333")


def test_stop_words_are_left_out_of_questions_only() -> None:
    assert "怎么" not in SEGMENTER.query_words("怎么申请工伤认定的")
    assert "怎么" in SEGMENTER.words("怎么申请")
    assert SEGMENTER.query_bigrams("怎么申请") == ("申请",)


def test_a_word_of_a_question_counts_once() -> None:
    words = SEGMENTER.query_words("工伤工伤，工伤")
    assert len(words) == len(set(words))


def test_two_segmenters_do_not_share_their_terms() -> None:
    Segmenter(terms=("渝悦就业卡",))
    assert "渝悦就业卡" not in Segmenter().words("领取渝悦就业卡")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud83d", "🙂", "？！"])
def test_what_holds_no_word_has_no_units(text: str) -> None:
    assert SEGMENTER.units(text).bigrams == ()
    assert SEGMENTER.words(text) == ()


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_cut_the_same_way_every_time_into_units_without_spaces(text: str) -> None:
    units = SEGMENTER.units(text)
    assert units == SEGMENTER.units(text)
    assert not any(" " in unit for unit in (*units.bigrams, *units.characters))


@given(st.text(max_size=60))
def test_folding_again_changes_nothing_for_chinese_text(text: str) -> None:
    plain = "".join(letter for letter in text if "\u4e00" <= letter <= "\u9fff" or letter.isascii())
    assert fold(fold(plain)) == fold(plain)


def test_the_dictionary_is_loaded_once_and_terms_of_one_segmenter_change_no_other() -> None:
    plain, with_term = Segmenter(), Segmenter(terms=["稳岗返还"])
    assert plain_cutter() is plain_cutter()
    assert "稳岗返还" in with_term.words("稳岗返还怎么领")
    assert "稳岗返还" not in plain.words("稳岗返还怎么领")


def test_reading_characters_does_not_load_the_phrases_nobody_looks_up() -> None:
    told = "from assistant.language.sounds import SoundTable; SoundTable().readings('重', exact=True);"
    loaded = subprocess.run(
        [sys.executable, "-c", f"{told} import sys; print('pypinyin.phrases_dict' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert loaded.stdout.strip() == "False"
