"""Whoever asks for an item or an article by its number gets that section, however the number is written."""

from dataclasses import replace

import pytest

from assistant.domain.knowledge import Aspect, KnowledgeBase, LegalBasis, Passage, PolicyDocument
from assistant.services.knowing import Knowing
from assistant.services.numbered_sections import SectionNumbers, asks_for_number_alone, find_ordinals

PLAN, LAW = "plan", "rights"
NUMERALS = ("1", "一"), ("7", "七"), ("12", "十二"), ("16", "十六")
PHRASES = (
    "计划里第{}项说的啥",
    "方案第{}条",
    "示例发〔2026〕1号第{}项任务是什么",
    "就业方案第{}项谁负责",
    "文件的第{}个任务讲什么",
)


def _section(document_id: str, name: str, heading: str, clause: str | None = None) -> Passage:
    return Passage(f"{document_id}#{name}", document_id, heading, Aspect.RULE, (), clause=clause)


@pytest.fixture(scope="module")
def numbers(knowing: Knowing) -> SectionNumbers:
    pattern = next(iter(knowing.knowledge.documents.values()))
    items = tuple(_section(PLAN, str(n), f"第{n}项 要做的事") for n in range(1, 17))
    plan = _document(pattern, PLAN, "示例就业实施方案", items, LegalBasis("示例就业实施方案", "示例发〔2026〕1号"))
    articles = (
        _section(LAW, "fault", "哪些过错", "示例合同法第39条"),
        _section(LAW, "both", "还要什么", "重庆市示例条例第5条、第6条"),
    )
    rights = _document(pattern, LAW, "示例权利", articles, LegalBasis("示例合同法"))
    return SectionNumbers(KnowledgeBase({PLAN: plan, LAW: rights}, digest=""))


def _document(
    pattern: PolicyDocument, name: str, title: str, passages: tuple[Passage, ...], basis: LegalBasis
) -> PolicyDocument:
    return replace(pattern, id=name, title=title, kind="policy", aliases=(), passages=passages, basis=(basis,))


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize(("arabic", "chinese"), NUMERALS)
def test_an_item_is_found_by_its_number_in_figures_and_in_words(
    numbers: SectionNumbers, phrase: str, arabic: str, chinese: str
) -> None:
    for numeral in (arabic, chinese):
        found = numbers.find(phrase.format(numeral), None)
        assert found is not None
        assert (found.document_id, found.passage_ids) == (PLAN, (f"{PLAN}#{arabic}",))


def test_several_items_are_told_in_the_order_asked(numbers: SectionNumbers) -> None:
    found = numbers.find("方案第8项和第三项说的啥", None)
    assert found is not None
    assert found.passage_ids == (f"{PLAN}#8", f"{PLAN}#3")


def test_a_number_alone_means_the_text_talked_about(numbers: SectionNumbers) -> None:
    assert numbers.find("第三项呢", None) is None
    found = numbers.find("第三项呢", PLAN)
    assert found is not None
    assert found.passage_ids == (f"{PLAN}#3",)


def test_this_item_means_the_one_asked_for_before(numbers: SectionNumbers) -> None:
    found = numbers.find("这项谁负责", PLAN, before="计划第5项讲什么")
    assert found is not None
    assert found.passage_ids == (f"{PLAN}#5",)


def test_an_article_of_a_law_is_found_where_it_is_cited(numbers: SectionNumbers) -> None:
    for text in ("示例合同法第39条", "示例合同法第三十九条说的啥"):
        found = numbers.find(text, None)
        assert found is not None
        assert found.passage_ids == (f"{LAW}#fault",)


def test_a_clause_may_name_several_articles_of_one_law(numbers: SectionNumbers) -> None:
    found = numbers.find("示例条例第六条是什么", None)
    assert found is not None
    assert found.passage_ids == (f"{LAW}#both",)


def test_a_further_number_goes_on_about_the_law_asked_about_before(numbers: SectionNumbers) -> None:
    found = numbers.find("第39条呢", None, before="示例合同法第40条")
    assert found is not None
    assert found.passage_ids == (f"{LAW}#fault",)


def test_a_question_about_more_than_the_article_is_left_to_the_search(numbers: SectionNumbers) -> None:
    assert numbers.find("公司拿示例合同法第39条开除我，一分钱补偿都没有，怎么办", None) is None


def test_numbers_of_a_law_we_do_not_have_mean_no_section_of_another(numbers: SectionNumbers) -> None:
    assert numbers.find("民法典第三条", None) is None
    assert asks_for_number_alone("民法典第三条")


def test_an_item_that_does_not_exist_is_not_found(numbers: SectionNumbers) -> None:
    assert numbers.find("方案第17项是什么", None) is None


@pytest.mark.parametrize("text", ["第一个月工资", "交了3条建议", "第二档最低工资", "失业金领几个月"])
def test_other_numbers_are_no_items(text: str) -> None:
    assert find_ordinals(text) == ()
