"""Real input: the plan, statutes in old and new versions, notices that are all out of date. Skipped where it is absent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.bootstrap.documents import DocumentReader
from assistant.domain.added_documents import AddedDocument, DocumentStanding
from assistant.language.official_lines import official_lines
from assistant.services.added_documents import AddedDocuments
from assistant.services.document_answers import AddedDocumentAnswers
from assistant.services.read_document import read_document
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate
from tests.small_knowledge_base import SHIPPED

SHARED = Path(__file__).parents[3] / "shared"
TODAY = date(2026, 11, 29)
IN_FORCE, SUPERSEDED = DocumentStanding.IN_FORCE, DocumentStanding.SUPERSEDED
pytestmark = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the folder of real input is not here")


class Shelf:
    """Documents in a database and an index of their own, and what is answered from them."""

    def __init__(self, folder: Path) -> None:
        self._engine = open_engine(f"sqlite:///{folder / 'assistant.db'}")
        migrate(self._engine)
        collections, store = open_collections(self._engine, folder, SHIPPED), SqlDocumentStore(self._engine)
        regions = read_regions(SHIPPED)
        self.documents = AddedDocuments(store, collections, FixedClock())
        self.answers = AddedDocumentAnswers(store, collections, lambda: regions)

    def close(self) -> None:
        self._engine.dispose()


def shelf_with(folder: Path, documents: list[AddedDocument]) -> Iterator[Shelf]:
    shelf = Shelf(folder)
    shelf.documents.add(documents, "bian")
    yield shelf
    shelf.close()


def read_files(paths: list[Path]) -> list[AddedDocument]:
    reader = DocumentReader(SHIPPED)
    return [reader.read(path.read_bytes(), path.name) for path in paths]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    yield from shelf_with(tmp_path_factory.mktemp("plan"), read_files([SHARED / "seed" / "plan_2026_1.txt"]))


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    yield from shelf_with(
        tmp_path_factory.mktemp("laws"), read_files(sorted((SHARED / "data" / "laws").glob("*.md")))
    )  # fmt: skip


def read_notices() -> list[AddedDocument]:
    regions = read_regions(SHIPPED)
    places = read_places(SHIPPED, regions)
    lines = (SHARED / "data" / "notices" / "documents.jsonl").read_text("utf-8").splitlines()
    told = map(json.loads, lines)

    return [read_document(official_lines(one["text"]), {}, f"{one['docid']}.txt", regions, places) for one in told]


def test_the_plan_is_sixteen_passages_that_can_be_cited_with_the_offices_in_charge(plan: Shelf) -> None:
    document = plan.documents.versions(plan.documents.list()[0].document.id)[0].document
    items = [passage for passage in document.passages if passage.responsible]
    assert len(items) == 16
    for item in items:
        first = item.text.split("。")[0]
        hit = plan.answers.find(f"《{document.head.title}》里{first[:30]}怎么说？", None, TODAY)
        assert hit is not None, first
        assert (hit.document.head.number, hit.standing) == ("渝人社发〔2026〕1号", IN_FORCE)
        assert hit.passage.clause is not None
    assert len({item.clause for item in items}) == 16


def test_of_statutes_in_two_versions_exactly_one_is_current(laws: Shelf) -> None:
    by_title: dict[str, list[DocumentStanding]] = {}
    for version in laws.documents.list():
        by_title.setdefault(version.document.head.title, []).append(laws.documents.standing(version.document))
    assert len(by_title) >= 26
    gone = by_title.pop("个体工商户条例")
    assert gone == [SUPERSEDED], "its successor has another title and says so"
    assert {title: found for title, found in by_title.items() if found.count(IN_FORCE) != 1} == {}
    assert sum(found.count(SUPERSEDED) for found in by_title.values()) >= 2


@pytest.mark.parametrize(
    ("question", "day", "standing", "version"),
    [
        ("妇女权益保障法第二十条怎么规定的？", TODAY, IN_FORCE, "2022-10-30"),
        ("妇女权益保障法第二十条怎么规定的？", date(2020, 5, 1), IN_FORCE, "2018-10-26"),
        ("全国年节及纪念日放假办法第二条怎么规定的？", TODAY, IN_FORCE, "2024-11-10"),
        ("全国年节及纪念日放假办法第二条怎么规定的？", date(2024, 5, 1), IN_FORCE, "2013-12-11"),
    ],
)
def test_a_statute_is_cited_in_the_version_of_the_day_asked_about(
    laws: Shelf, question: str, day: date, standing: DocumentStanding, version: str
) -> None:
    hit = laws.answers.find(question, None, day)
    assert hit is not None
    assert (hit.standing, str(hit.document.head.dated)) == (standing, version)


def test_no_clause_of_a_version_that_is_gone_is_ever_current(laws: Shelf) -> None:
    gone = [one.document for one in laws.documents.list() if laws.documents.standing(one.document) is SUPERSEDED]
    for head in gone:
        document = laws.documents.versions(head.id)[0].document
        for passage in document.passages[::4]:
            hit = laws.answers.find(f"{passage.text[:60]}是怎么规定的？", None, TODAY)
            assert hit is None or hit.standing is not IN_FORCE or hit.document.id not in {one.id for one in gone}


def test_a_statute_that_repeals_another_is_told_with_its_successor(laws: Shelf) -> None:
    hit = laws.answers.find("个体工商户条例第二条怎么规定的？", None, TODAY)
    assert hit is not None
    assert (hit.document.head.title, hit.standing) == ("个体工商户条例", SUPERSEDED)
    assert hit.successor is not None
    assert hit.successor.head.title == "促进个体工商户发展条例"


def test_notices_of_years_ago_are_never_told_as_current(tmp_path: Path) -> None:
    documents = read_notices()
    assert len(documents) >= 590
    assert [one.head.title for one in documents if one.standing_on(TODAY) is IN_FORCE] == []
    for shelf in shelf_with(tmp_path, list({one.id: one for one in documents}.values())[:150]):
        questions = (SHARED / "data" / "notices" / "questions.jsonl").read_text("utf-8").splitlines()
        asked = [json.loads(line)["question"] for line in questions[:120]]
        told = [hit for text in asked if (hit := shelf.answers.find(text, None, TODAY)) is not None]
        assert [hit.document.head.title for hit in told if hit.standing is IN_FORCE] == []
        assert told != []


def test_a_notice_of_years_ago_is_current_only_where_it_says_until_when() -> None:
    notice = next(one for one in read_notices() if one.head.dated is not None and one.head.period.end is None)
    assert notice.standing_on(TODAY) is DocumentStanding.AGED
    assert notice.standing_on(TODAY, notice_years=30) is IN_FORCE
    assert replace(notice, head=replace(notice.head, dated=None)).standing_on(TODAY) is not IN_FORCE
