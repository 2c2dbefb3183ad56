"""Slips in known terms are put right; what is written as it should be is never touched."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.typos import Change, TypoCorrector

QUESTIONS = Path(__file__).parents[3] / "shared" / "data" / "statute_questions" / "questions.jsonl"
TERMS = (
    "失业金",
    "失业保险金",
    "补贴",
    "社保",
    "社保补贴",
    "灵活就业",
    "灵活就业人员",
    "就业困难人员",
    "公益性岗位",
    "稳岗返还",
    "创业担保贷款",
    "技能提升补贴",
    "最低工资",
    "劳动合同",
    "加班费",
    "工伤",
    "仲裁",
    "养老保险",
    "医保",
    "公积金",
    "见习",
    "培训",
    "失业登记",
    "求职登记",
    "渝快办",
    "离职证明",
    "就业局",
    "社保卡",
    "重庆市失业保险条例",
    "失业保险老条例",
    "不签合同",
    "个人交社保",
    "工伤认定",
    "假证",
    "上班族",
    "工伤险",
    "买保险",
    "裁员",
)
CORRECT = (
    "失业今天才来",
    "公社保护农民",
    "结社报名",
    "灵活业务",
    "我要补贴社保",
    "失业保险费由单位和职工一起交",
    "失业保险条例第十七条",
    "补签合同的前一天",
    "公司不交个人社保怎么办",
    "在渝快办办",
    "先学个证再说",
    "上班手被压了",
    "单位工伤想晚点交",
    "不要卖保险的",
    "杨家坪的传菜员",
    "户头上有钱",
    "工商登记在哪里办",
    "见习期间有没有工资",
    "戏剧演员招聘",
    "把保险进行到底",
    "今天去社区报到",
    "公办学校招人",
    "员工餐补",
    "重庆失业保险",
    "12333打不通",
    "hello",
    "",
)
CORRECTOR = TypoCorrector(TERMS, frozenset({"传菜员"}))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("失业今怎么领", "失业金怎么领"),
        ("补帖多少", "补贴多少"),
        ("社堡断交了", "社保断交了"),
        ("灵活就也", "灵活就业"),
        ("零活就业人员", "灵活就业人员"),
        ("最底工资好多", "最低工资好多"),
        ("加班废没给", "加班费没给"),
        ("离职正明", "离职证明"),
        ("工商认定", "工伤认定"),
        ("稳刚返还", "稳岗返还"),
        ("余快办", "渝快办"),
        ("劳动和同", "劳动合同"),
    ],
)
def test_a_term_written_by_its_sound_is_put_right(typed: str, read: str) -> None:
    assert CORRECTOR.correct(typed).text == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("宁活就业", "灵活就业"), ("离自证明", "离职证明"), ("稳干返还", "稳岗返还"), ("老动合同", "劳动合同")],
)
def test_sounds_that_sichuan_speakers_confuse_are_put_right_in_long_terms(typed: str, read: str) -> None:
    assert CORRECTOR.correct(typed).text == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("失业业金怎么领", "失业金怎么领"),
        ("灵活活就业", "灵活就业"),
        ("灵活就人员", "灵活就业人员"),
        ("就业困人员", "就业困难人员"),
    ],
)
def test_a_doubled_or_missing_character_is_put_right(typed: str, read: str) -> None:
    assert CORRECTOR.correct(typed).text == read


def test_a_change_says_where_it_was_made() -> None:
    correction = CORRECTOR.correct("请问,失业今和补帖")
    assert correction.text == "请问,失业金和补贴"
    assert correction.changes == (Change(3, 6, "失业今", "失业金"), Change(7, 9, "补帖", "补贴"))


@pytest.mark.parametrize("text", CORRECT)
def test_correct_sentences_stay_as_they_are(text: str) -> None:
    assert CORRECTOR.correct(text).changes == ()


@settings(deadline=None)
@given(
    st.lists(st.sampled_from((*TERMS, *CORRECT)), min_size=1, max_size=4), st.sampled_from(["，", " ", "。", "、", "1"])
)
def test_terms_and_correct_sentences_stay_as_they_are_in_any_company(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert CORRECTOR.correct(text).text == text


@settings(deadline=None)
@given(st.text(st.sampled_from("失业今金补帖贴社堡保灵零活就也工伤商登纪记，a1"), max_size=20))
def test_the_changes_lead_from_the_text_as_typed_to_the_text_as_read(text: str) -> None:
    correction = CORRECTOR.correct(text)
    rebuilt, position = "", 0
    for change in correction.changes:
        assert text[change.start : change.end] == change.written
        rebuilt += text[position : change.start] + change.corrected
        position = change.end
    assert rebuilt + text[position:] == correction.text


def test_a_meaning_is_never_turned_round() -> None:
    assert CORRECTOR.correct("补签合同").text == "补签合同"


def test_a_word_that_was_handed_in_is_never_changed() -> None:
    assert TypoCorrector(("社保",)).correct("社堡").text == "社保"
    assert TypoCorrector(("社保",), words=frozenset({"社堡"})).correct("社堡").text == "社堡"


@pytest.mark.skipif(not QUESTIONS.exists(), reason="the shared folder with real inputs is not on this machine")
def test_questions_of_real_people_are_left_alone() -> None:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [str(json.loads(line).get("question") or json.loads(line).get("query") or "") for line in lines]
    changed = [question for question in questions if CORRECTOR.correct(question).changes]
    assert len(changed) <= len(questions) * 0.005, changed


def test_an_everyday_word_of_two_characters_is_mended_where_it_is_named_as_a_term() -> None:
    corrector = TypoCorrector(("材料", "期限", "押金"))
    assert corrector.correct("要那些才料").text == "要那些材料"
    assert corrector.correct("申请期线是好久").text == "申请期限是好久"
    assert corrector.correct("人才料理家务").text == "人才料理家务"
