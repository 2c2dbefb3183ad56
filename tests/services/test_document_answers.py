"""The sentence that answers is told with its clause; what was repealed of it is told as history, with what repealed it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.content.document_words_file import read_document_words
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.domain.added_documents import DocumentKind, DocumentStanding
from assistant.services.added_documents import AddedDocuments
from assistant.services.document_answers import AddedDocumentAnswers, DocumentHit
from tests.documents import notice
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import SHIPPED

TODAY = date(2026, 11, 29)
LEAVE = "职工享受护理假的，应当提前申请。\n有下列情形之一的，可以延长护理假：\n（一）双方异地工作的；\n（二）家中有重病患者的；\n（三）从事井下作业的。"
LAW = notice(
    "doc-law", "示例护理假条例", "2024-01-01", ("第一条", "为了规范护理假，制定本条例。"), ("第二条", LEAVE),
    ("第三条", "护理假申请应当自收到之日起五个工作日内答复。"), ("第四条", "骑摩托车上班的，发给头盔补助。"), kind=DocumentKind.STATUTE,
)  # fmt: skip
CHANGE = notice(
    "doc-change", "示例修改决定", "2026-03-01", ("第一条", "有关条款予以废止。"), kind=DocumentKind.STATUTE,
    repealed=(("示例护理假条例", "第二条第（三）项"), ("示例护理假条例", "第四条")),
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AddedDocumentAnswers]:
    folder = tmp_path_factory.mktemp("documents")
    engine = open_engine(f"sqlite:///{folder / 'assistant.db'}")
    migrate(engine)
    collections, store = open_collections(engine, Path(folder), SHIPPED), SqlDocumentStore(engine)
    AddedDocuments(store, collections, FixedClock()).add([LAW, CHANGE], "bian")
    regions = read_regions(SHIPPED)
    yield AddedDocumentAnswers(store, collections, lambda: regions)
    engine.dispose()


def ask(answers: AddedDocumentAnswers, question: str, day: date = TODAY) -> DocumentHit:
    hit = answers.find(question, None, day)
    assert hit is not None
    return hit


def test_the_sentence_that_answers_is_told_with_its_clause(answers: AddedDocumentAnswers) -> None:
    hit = ask(answers, "护理假申请多久要答复？")
    assert (hit.passage.clause, hit.standing) == ("第三条", DocumentStanding.IN_FORCE)
    assert hit.sentences == ("护理假申请应当自收到之日起五个工作日内答复。",)


def test_nothing_is_told_where_nothing_answers(answers: AddedDocumentAnswers) -> None:
    assert answers.find("上市公司独立董事的任期几年？", None, TODAY) is None
    assert answers.find("示例护理假条例里房屋拆迁补偿标准是多少？", None, TODAY) is None


def test_a_repealed_item_alone_is_left_out_of_its_clause(answers: AddedDocumentAnswers) -> None:
    hit = ask(answers, "示例护理假条例第二条怎么规定？")
    assert hit.standing is DocumentStanding.IN_FORCE
    assert "（二）家中有重病患者的；" in hit.sentences
    assert not any("井下" in sentence for sentence in hit.sentences)
    assert [(part.name, str(part.since), part.by) for part in hit.repealed] == [
        ("第（三）项", "2026-03-01", "示例修改决定")
    ]


def test_the_repealed_item_itself_is_history(answers: AddedDocumentAnswers) -> None:
    hit = ask(answers, "示例护理假条例第二条第三项怎么规定？")
    assert (hit.standing, hit.sentences) == (DocumentStanding.REPEALED, ("（三）从事井下作业的。",))


def test_before_the_repeal_the_item_holds(answers: AddedDocumentAnswers) -> None:
    hit = ask(answers, "示例护理假条例第二条第三项怎么规定？", date(2025, 6, 1))
    assert (hit.standing, hit.repealed) == (DocumentStanding.IN_FORCE, ())


def test_a_repealed_clause_is_history_with_what_repealed_it(answers: AddedDocumentAnswers) -> None:
    hit = ask(answers, "示例护理假条例第四条怎么规定？")
    assert hit.standing is DocumentStanding.REPEALED
    assert hit.printed is not None
    assert (hit.printed.repealed_by, str(hit.printed.repealed_from)) == ("示例修改决定", "2026-03-01")


def test_an_article_may_be_named_by_a_figure(answers: AddedDocumentAnswers) -> None:
    assert ask(answers, "示例护理假条例第3条怎么规定？").passage.clause == "第三条"


def test_a_clause_is_found_by_its_subject_where_no_word_of_it_is_said(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'assistant.db'}")
    migrate(engine)
    collections, store = open_collections(engine, tmp_path, SHIPPED), SqlDocumentStore(engine)
    law = notice(
        "doc-work", "示例用工条例", "2024-01-01", ("第一条", "为了规范用工，制定本条例。"),
        ("第二条", "任何单位不得扣押劳动者的居民身份证和其他证件，不得以其他名义向劳动者收取财物。"),
        ("第三条", "住房公积金管理等单位应当配合查询家庭收入状况。"), kind=DocumentKind.STATUTE,
    )  # fmt: skip
    AddedDocuments(store, collections, FixedClock()).add([law], "bian")
    regions = read_regions(SHIPPED)
    answers = AddedDocumentAnswers(store, collections, lambda: regions, words=read_document_words(SHIPPED))
    assert ask(answers, "进厂遭老板把毕业证押起了，要得不").passage.clause == "第二条"
    assert answers.find("公积金辞职了怎么取出来", None, TODAY) is None, "it is named in passing only"
    engine.dispose()


def test_how_far_ones_own_case_is_no_clause_tells(tmp_path: Path) -> None:
    topics = read_document_words(SHIPPED).topics_in
    for question in ("我交的申请帮我查哈", "申请走到哪一步了", "想查进度"):
        assert topics(question), question
    assert not topics("申请交上去几天要答复")


@pytest.mark.parametrize("written", ["示人社发〔2026〕5号", "示人社发[2026]5号", "示人社发（2026）5号"])
def test_a_document_is_named_by_its_number_in_any_brackets(tmp_path: Path, written: str) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'assistant.db'}")
    migrate(engine)
    collections, store = open_collections(engine, tmp_path, SHIPPED), SqlDocumentStore(engine)
    night = notice("doc-night", "关于月嫂夜校的通知", "2026-10-01", ("一、", "学员迟到三次的，补课一次。"))
    night = replace(night, head=replace(night.head, number="示人社发〔2026〕5号"))
    AddedDocuments(store, collections, FixedClock()).add([LAW, night], "bian")
    regions = read_regions(SHIPPED)
    hit = AddedDocumentAnswers(store, collections, lambda: regions).find(f"{written}里迟到三次怎么办", None, TODAY)
    engine.dispose()
    assert hit is not None and (hit.document.id, hit.is_named) == ("doc-night", True)
