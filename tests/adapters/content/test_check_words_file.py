"""What `kb check` says, in words for editors; the words the program asks for."""

from pathlib import Path

import pytest

from assistant.adapters.content.check_words_file import read_check_words
from assistant.adapters.content.knowledge_files import KnowledgeFiles
from assistant.adapters.content.reply_checks import check_replies
from assistant.services.check_words import CheckWords
from tests.small_knowledge_base import SHIPPED

SAID = {
    "This line has a figure without a source; end it with [s1].": "却没写出处",
    "There is no region 'mars' in regions.yaml.": "没有“mars”这个地区代号",
    "The id 'a' must equal the name 'b'.": "写的是“a”，要和文件名“b”一样",
    "Two values of 'minimum_wage_tier1' hold on 2026-01-01.": "在 2026-01-01 这一天有两个数值",
    "This is not valid YAML: mapping values are not allowed here.": "缩进、冒号或引号",
    "Case 'poor' expects otherwise: the rules give eligible, 1500 yuan.": "eligible, 1500 yuan",
    "Condition 'age': 'x' is no value of person.sex.": "条件“age”里的“x”不是 person.sex 可以取的值",
    "The entry 'replies.greeting' is missing; the program asks for it.": "“replies.greeting”这一条不能删",
}


@pytest.mark.parametrize("sentence", sorted(SAID))
def test_a_sentence_of_the_check_has_words_for_editors(sentence: str) -> None:
    assert SAID[sentence] in read_check_words(SHIPPED).meaning(sentence)


def test_a_sentence_without_words_has_none_and_so_has_every_one_where_there_is_no_file(tmp_path: Path) -> None:
    assert read_check_words(SHIPPED).meaning("Nobody ever said this") == ""
    assert read_check_words(tmp_path).meaning("There is no region 'mars' in regions.yaml.") == ""


def test_signs_in_a_pattern_stand_for_themselves() -> None:
    words = CheckWords.of([("a (b) [<1>] c.", "得到<1>")])

    assert words.meaning("a (b) [x*] c.") == "得到x*"
    assert words.meaning("a b [x] c.") == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  thanks:\n", "  thankss:\n", "The entry 'replies.thanks' is missing"),
        ("  greeting:\n    - \"您好！", "  greeting:\n    - \"<nobody>您好！", "holds <nobody>, which nothing fills in there"),
        ("  greeting:\n    - \"您好！", "  greeting:\n    - \"您好！{", "holds {, which nothing fills in there"),
        ("  greeting:\n    - \"您好！", "  greeting:\n    - \"欢迎！", ""),
    ],
)  # fmt: skip
def test_edited_replies_keep_their_entries_and_fill_in_nothing_new(old: str, new: str, says: str) -> None:
    text = (SHIPPED / "replies" / "canned.yaml").read_text(encoding="utf-8")
    assert old in text

    found = check_replies(KnowledgeFiles(SHIPPED, {"replies/canned.yaml": text.replace(old, new)}))

    assert ([problem for problem in found if says in problem.text] != []) if says else (found == ())


def test_replies_that_are_not_edited_are_not_compared() -> None:
    assert check_replies(KnowledgeFiles(SHIPPED, {"policies/annual-leave.md": None})) == ()
