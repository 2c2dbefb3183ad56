"""What an added notice tells in words our own answer lacks goes before it; what our guidance answers stays as it is."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.content.document_words_file import read_document_words
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.conversation import Turn
from assistant.services.added_documents import AddedDocuments
from assistant.services.document_answers import AddedDocumentAnswers
from tests.documents import notice
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate
from tests.services.talking import Talk
from tests.small_knowledge_base import SHIPPED

DESK = notice(
    "doc-desk", "关于社区公益性岗位图书管理员考勤的通知", "2026-10-20",
    ("一、", "图书管理员每月可以调休2天，调休须提前一天向社区登记。"),
    ("二、", "同一书屋的图书管理员每满8个月轮换一次，轮换名单由社区张贴。"),
)  # fmt: skip
NIGHT = notice(
    "doc-night", "关于社区夜间烘焙班的通知", "2026-11-02",
    ("一、", "学员旷课2次的，取消结业资格。"), ("二、", "烘焙用的模具、围裙由学校提供，学员不需自备。"),
)  # fmt: skip


@pytest.fixture
def with_notices(loaded: LoadedKnowledge, tmp_path: Path) -> LoadedKnowledge:
    engine = open_engine(f"sqlite:///{tmp_path / 'assistant.db'}")
    migrate(engine)
    collections, store = open_collections(engine, tmp_path, SHIPPED), SqlDocumentStore(engine)
    AddedDocuments(store, collections, FixedClock()).add([DESK, NIGHT], "bian")
    regions, words = read_regions(SHIPPED), read_document_words(SHIPPED)
    answers = AddedDocumentAnswers(store, collections, lambda: regions, words=words)
    return replace(loaded, knowing=replace(loaded.knowing, documents=answers))


def titles_of(turn: Turn) -> str:
    return " ".join(one.title for one in turn.citations)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("公益性岗位的图书管理员一个月能调休几天", "每月可以调休2天"),
        ("社区书屋图书管理员岗位多久轮换一次", "每满8个月轮换一次"),
    ],
)
def test_a_notice_leads_where_the_question_is_in_its_own_words(
    with_notices: LoadedKnowledge, question: str, told: str
) -> None:
    turn = Talk(with_notices).say(question)
    assert told in turn.text
    assert turn.citations[0].title == DESK.head.title


@pytest.mark.parametrize("question", ["公益性岗位补贴多少钱一个月", "哪些人能去公益性岗位", "职业培训补贴怎么领"])
def test_what_our_guidance_answers_stays_as_it_is(with_notices: LoadedKnowledge, question: str) -> None:
    assert "通知" not in titles_of(Talk(with_notices).say(question))
