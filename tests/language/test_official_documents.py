"""Official texts are read as they come: head, clauses, places in the outline; the plan and real statutes among them."""

import re
from pathlib import Path

import pytest

from assistant.domain.added_documents import AddedDocument, DocumentKind, DocumentStanding, takes_place_of
from assistant.domain.dates import PartialDate
from assistant.language.numerals import parse_numeral
from assistant.language.official_lines import join_wrapped, official_lines
from assistant.language.official_repeals import article_name, read_repeals
from assistant.language.official_split import LONGEST, read_official

SHARED = Path(__file__).parents[3] / "shared"
NOTICE = """示例区人力资源和社会保障局
示例区财政局
关于开展稳岗服务
工作的通知
示人社发〔2026〕12号
各镇街，有关单位：
为做好稳岗服务，现就有关事项通知如下。
一、服务对象
在本区登记的用人单位。
二、办理程序
（一）申请。单位向镇街提出申请，提交下列材料：
1.申请表；
2.营业执照。
（二）审核。镇街五个工作日内审核完毕。(责任单位：示例区就业中心、各镇街)
三、附则
本通知自2026年3月1日起施行，有效期2年。《关于做好稳岗工作的通知》（示人社发〔2023〕8号）同时废止。
示例区人力资源和社会保障局
2026年2月10日
"""


def clauses(text: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(passage.clause, passage.headings) for passage in read_official(official_lines(text))[1]]


def test_the_head_of_a_notice_is_read() -> None:
    head, _ = read_official(official_lines(NOTICE))
    assert head.title == "关于开展稳岗服务工作的通知"
    assert (head.number, head.kind) == ("示人社发〔2026〕12号", DocumentKind.NOTICE)
    assert head.issuers == ("示例区人力资源和社会保障局", "示例区财政局")
    assert head.dated == PartialDate(2026, 2, 10)
    assert (head.period.start, head.period.end) == (PartialDate(2026, 3, 1), PartialDate(2028, 2, 29))
    assert head.replaces == ("关于做好稳岗工作的通知",)


def test_a_clause_carries_its_place_in_the_outline_and_the_offices_in_charge() -> None:
    passages = read_official(official_lines(NOTICE))[1]
    reviewed = next(passage for passage in passages if "五个工作日" in passage.text)
    assert (reviewed.clause, reviewed.headings) == ("二、（二）", ("二、办理程序",))
    assert reviewed.responsible == ("示例区就业中心", "各镇街")


def test_short_items_stay_with_the_sentence_that_announces_them() -> None:
    passages = read_official(official_lines(NOTICE))[1]
    papers = next(passage for passage in passages if "申请表" in passage.text)
    assert "提交下列材料" in papers.text
    assert "2.营业执照" in papers.text


def test_a_text_without_line_breaks_is_broken_where_numbering_begins() -> None:
    flat = "关于示例事项的通知 各单位： 现通知如下： 一、加强管理 各单位要按月报送。 二、做好服务 窗口要延时服务。"
    assert [clause for clause, _ in clauses(flat + "请遵照执行。" * 60)] == [None, "一、", "二、"]


def test_an_article_holds_what_is_numbered_inside_it() -> None:
    text = "# 示例条例\n\n## 第一章 总则\n\n第一条 为了示例，制定本条例。\n\n第二条 有下列情形之一的：\n\n（一）甲情形；\n\n（二）乙情形。\n"
    _, passages = read_official(official_lines(text))
    assert [passage.clause for passage in passages] == ["第一条", "第二条"]
    assert passages[1].headings == ("第一章 总则",)
    assert "（二）乙情形。" in passages[1].text


def test_a_reference_to_an_article_does_not_begin_one() -> None:
    text = "# 示例条例\n第一条 甲。\n第二条 依照\n第一条规定执行的，从其规定。\n第三条 丙。"
    assert [clause for clause, _ in clauses(text)] == ["第一条", "第二条", "第三条"]


def test_a_long_clause_is_divided_between_sentences_and_keeps_its_number() -> None:
    sentence = "这是一句不短的话，说明怎样办理这一件示例的事情。"
    _, passages = read_official(official_lines("# 示例办法\n第一条 " + sentence * 80 + "\n第二条 完。"))
    first = [passage for passage in passages if passage.clause == "第一条"]
    assert len(first) > 1
    assert all(len(passage.text) <= LONGEST and passage.text.endswith("。") for passage in first)
    assert "".join(passage.text for passage in first) == sentence * 80


def test_each_part_of_a_long_table_begins_with_its_first_row() -> None:
    rows = "\n".join(f"| 示例单位{number} | 示例路{number}号 |" for number in range(120))
    _, passages = read_official(official_lines(f"示例机构名单\n| 名称 | 地址 |\n{rows}\n"))
    assert len(passages) > 1
    assert all(re.match(r"(?:示例机构名单\n)?\| 名称 \| 地址 \|", passage.text) for passage in passages)
    assert sum(passage.text.count("示例路") for passage in passages) == 120


def test_lines_broken_by_a_page_are_joined_and_headings_are_not() -> None:
    lines = ("一、总体要求", "坚持就业优先，健全公共服务体系，提升服务能", "力，推动高质量就业。", "二、重点任务")
    assert join_wrapped(lines) == (
        "一、总体要求",
        "坚持就业优先，健全公共服务体系，提升服务能力，推动高质量就业。",
        "二、重点任务",
    )


@pytest.mark.parametrize("text", ["", " \n\t", "# ", "第", "一、", "（一）", "\u200b\ufeff", "〔2026〕号"])
def test_a_text_that_says_nothing_is_no_error(text: str) -> None:
    head, passages = read_official(official_lines(text), "空.txt")
    assert head.dated is None
    assert all(passage.text for passage in passages)


@pytest.mark.parametrize(
    ("sentence", "titles", "articles"),
    [
        ("《示例办法》同时废止。", ("示例办法",), ()),
        ("《甲办法》《乙办法》（示发〔2020〕1号）同时废止。", ("甲办法", "乙办法"), ()),
        ("《示例办法》第三条、第五条停止执行。", (), ("第三条", "第五条")),
        ("《示例办法》（示发〔2020〕1号）第九条至第十二条同时废止。", (), ("第九条", "第十条", "第十一条", "第十二条")),
        ("《示例办法》第十条之一予以废止；《旧规定》同时废止。", ("旧规定",), ("第十条之一",)),
        ("按照《示例办法》第三条办理。", (), ()),
    ],
)
def test_what_is_repealed_is_read_document_by_document_or_article_by_article(
    sentence: str, titles: tuple[str, ...], articles: tuple[str, ...]
) -> None:
    assert read_repeals((sentence,)) == (titles, tuple(("示例办法", clause) for clause in articles))


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 23, 99, 100, 101, 110, 111, 250, 999])
def test_the_name_of_an_article_is_read_back_as_its_number(number: int) -> None:
    assert parse_numeral(article_name(number)[1:-1]) == number


needs_shared = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the folder of real input is not here")


@needs_shared
def test_the_plan_becomes_sixteen_items_with_the_offices_in_charge() -> None:
    text = (SHARED / "seed" / "plan_2026_1.txt").read_text("utf-8")
    head, passages = read_official(official_lines(text), "plan_2026_1.txt")
    items = [passage for passage in passages if passage.responsible]
    assert (head.title, head.number) == ("重庆市健全就业公共服务体系实施方案", "渝人社发〔2026〕1号")
    assert head.dated == PartialDate(2026, 2, 6)
    assert len(head.issuers) == 5
    assert [item.clause.rpartition(")")[2] for item in items if item.clause] == [f"{n}." for n in range(1, 17)]
    assert items[11].responsible == ("市人力社保局", "市民政局")
    assert items[14].headings == ("二、重点任务", "(五)强化数字赋能的就业公共服务方式")


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "data" / "laws").glob("*.md")), ids=lambda path: path.stem)
def test_every_article_of_a_statute_is_one_clause_in_order(path: Path) -> None:
    head, passages = read_official(official_lines(path.read_text("utf-8")), path.name)
    clauses = list(dict.fromkeys(passage.clause for passage in passages if passage.clause))
    assert head.kind is DocumentKind.STATUTE
    assert clauses[0] == "第一条"
    assert len(clauses) == text_articles(path)
    assert head.dated == PartialDate.parse(path.stem.rpartition("(")[2].rstrip(")"))


def text_articles(path: Path) -> int:
    """The number of the last article, as the text itself counts."""
    numbers = re.findall(r"(?m)^第([一二三四五六七八九十百零]+)条[ 　]", path.read_text("utf-8"))
    return int(parse_numeral(numbers[-1]) or 0)


@needs_shared
def test_of_two_versions_the_one_in_force_on_the_day_is_current() -> None:
    older, newer = (
        document(SHARED / "data" / "laws" / f"妇女权益保障法({day}).md") for day in ("2018-10-26", "2022-10-30")
    )
    assert takes_place_of(newer, older)
    assert not takes_place_of(older, newer)
    gone = older.superseded(newer)
    assert gone.standing_on(PartialDate(2022, 12, 31).first_day) is DocumentStanding.IN_FORCE
    assert gone.standing_on(PartialDate(2023, 1, 1).first_day) is DocumentStanding.SUPERSEDED
    assert newer.standing_on(PartialDate(2022, 12, 31).first_day) is DocumentStanding.NOT_YET


def document(path: Path) -> AddedDocument:
    head, passages = read_official(official_lines(path.read_text("utf-8")), path.name)
    return AddedDocument(path.stem, head, passages)
