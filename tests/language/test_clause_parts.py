"""A clause comes apart into paragraphs, items and sentences that can be told by themselves."""

import pytest

from assistant.language.clause_units import units_of
from assistant.language.official_parts import part_of, without_parts
from assistant.language.official_repeals import read_repeals, split_clause

CLAUSE = "下列人员可以申请：\n（一）甲；\n（二）乙；\n（三）丙。\n前款人员要登记。"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("第（二）项", "（二）乙；"),
        ("第二项", "（二）乙；"),
        ("第一款第（三）项", "（三）丙。"),
        ("第二款", "前款人员要登记。"),
        ("第二款第（一）项", ""),
        ("第九项", ""),
    ],
)
def test_a_part_is_found_by_its_name(name: str, words: str) -> None:
    assert part_of(CLAUSE, name) == words


def test_what_is_left_of_a_clause_is_everything_else() -> None:
    assert without_parts(CLAUSE, ["第（二）项"]) == "下列人员可以申请：\n（一）甲；\n（三）丙。\n前款人员要登记。"
    assert without_parts(CLAUSE, []) == CLAUSE


def test_items_on_one_line_come_apart_too() -> None:
    assert part_of("下列人员：（一）甲；（二）乙。", "第（一）项") == "（一）甲；"


def test_an_item_is_told_with_the_sentence_that_announces_it() -> None:
    told = [unit.sentences for unit in units_of(CLAUSE)]
    assert told[2] == ("下列人员可以申请：", "（二）乙；")
    assert told[-1] == ("前款人员要登记。",)


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("《示例办法》第二条第（三）项同时废止。", ("第二条第（三）项",)),
        (
            "《示例办法》第二条第一款第三项、第五条至第七条废止。",
            ("第二条第一款第（三）项", "第五条", "第六条", "第七条"),
        ),
        (
            "《示例办法》第二条第（三）、（五）项和第四条之一废止。",
            ("第二条第（三）项", "第二条第（五）项", "第四条之一"),
        ),
        (
            "《示例办法》第八条第（二）项至第（四）项废止。",
            ("第八条第（二）项", "第八条第（三）项", "第八条第（四）项"),
        ),
        ("《示例办法》第九条第二款停止执行。", ("第九条第二款",)),
    ],
)
def test_a_part_of_an_article_is_repealed_by_its_full_name(sentence: str, clauses: tuple[str, ...]) -> None:
    assert read_repeals((sentence,)) == ((), tuple(("示例办法", clause) for clause in clauses))


def test_the_name_of_a_clause_is_article_and_part() -> None:
    assert split_clause("第二条第一款第（三）项") == ("第二条", "第一款第（三）项")
    assert split_clause("第二条") == ("第二条", "")
