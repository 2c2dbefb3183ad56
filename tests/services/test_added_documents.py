"""Documents are looked at before they are kept; what takes the place of what follows from what they say."""

from datetime import date

import pytest

from assistant.domain.added_documents import DocumentKind, DocumentStanding
from assistant.domain.errors import NotFoundError
from assistant.language.synonyms import Synonyms
from assistant.services.added_documents import AddedDocuments
from assistant.services.collections import CollectionService
from assistant.services.document_ports import VersionState
from tests.documents import notice
from tests.fakes.clock import FixedClock
from tests.fakes.collection_store import FakeCollectionStore
from tests.fakes.document_store import FakeDocumentStore
from tests.fakes.passage_index import FakeCollectionIndexes

OLD = notice("doc-old", "示例办法", "2023-03-01", ("第一条", "申请要交身份证。"), kind=DocumentKind.STATUTE)
NEW = notice("doc-new", "示例办法", "2025-06-01", ("第一条", "申请只要报身份证号。"), kind=DocumentKind.STATUTE)


@pytest.fixture
def shelf() -> AddedDocuments:
    passages = FakeCollectionStore()
    collections = CollectionService(passages, FakeCollectionIndexes(), Synonyms({}))
    return AddedDocuments(FakeDocumentStore(passages), collections, FixedClock())


def standing(shelf: AddedDocuments, document_id: str, day: date) -> DocumentStanding:
    return shelf.versions(document_id)[0].document.standing_on(day)


def test_a_preview_changes_nothing(shelf: AddedDocuments) -> None:
    (preview,) = shelf.preview([OLD])
    assert (preview.is_new, preview.standing) == (True, DocumentStanding.IN_FORCE)
    assert shelf.list() == ()


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)], ids=["older first", "newer first"])
def test_a_later_document_of_the_same_office_and_title_takes_the_place_of_the_older_one(
    shelf: AddedDocuments, order: tuple[object, object]
) -> None:
    for document in order:
        shelf.add([document], "bian")  # type: ignore[list-item]
    assert standing(shelf, "doc-old", date(2025, 5, 31)) is DocumentStanding.IN_FORCE
    assert standing(shelf, "doc-old", date(2025, 6, 1)) is DocumentStanding.SUPERSEDED
    assert standing(shelf, "doc-new", date(2025, 6, 1)) is DocumentStanding.IN_FORCE


def test_a_document_says_what_it_takes_the_place_of_whatever_the_title(shelf: AddedDocuments) -> None:
    other = notice("doc-other", "关于示例服务的通知", "2026-01-01", ("一、", "改为网上办。"), replaces=("示例办法",))
    shelf.add([OLD], "bian")
    (preview,) = shelf.add([other], "bian")
    assert [(one.id, str(one.begins)) for one in preview.supersedes] == [("doc-old", "2023-03-01")]
    assert standing(shelf, "doc-old", date(2026, 2, 1)) is DocumentStanding.SUPERSEDED


def test_only_the_articles_named_are_repealed(shelf: AddedDocuments) -> None:
    two = notice("doc-two", "示例条例", "2020-01-01", ("第一条", "甲。"), ("第二条", "乙。"), kind=DocumentKind.STATUTE)
    change = notice("doc-change", "示例决定", "2026-01-01", ("一、", "删去。"), repealed=(("示例条例", "第二条"),))
    shelf.add([two], "bian")
    shelf.add([change], "bian")
    document = shelf.versions("doc-two")[0].document
    today = date(2026, 3, 1)
    assert [document.passage_standing_on(one, today) for one in document.passages] == [
        DocumentStanding.IN_FORCE,
        DocumentStanding.REPEALED,
    ]
    assert document.passage_standing_on(document.passages[1], date(2025, 12, 31)) is DocumentStanding.IN_FORCE


def test_a_part_of_a_notice_is_repealed_by_its_number_and_holds_again_once_the_other_is_taken_out(
    shelf: AddedDocuments,
) -> None:
    two = notice("doc-two", "示例通知", "2026-01-01", ("一、", "甲。"), ("二、（一）", "乙。"), ("二、（二）", "丙。"))
    change = notice("doc-change", "示例新通知", "2026-02-01", ("一、", "删去。"), repealed=(("示例通知", "第二条"),))
    shelf.add([two, change], "bian")
    today = date(2026, 3, 1)

    def standings() -> list[DocumentStanding]:
        document = shelf.versions("doc-two")[0].document
        return [document.passage_standing_on(one, today) for one in document.passages]

    assert standings() == [DocumentStanding.IN_FORCE, DocumentStanding.REPEALED, DocumentStanding.REPEALED]
    shelf.remove("doc-change", "bian")
    assert standings() == [DocumentStanding.IN_FORCE] * 3


def test_the_same_file_again_changes_nothing(shelf: AddedDocuments) -> None:
    shelf.add([OLD], "bian")
    (preview,) = shelf.add([OLD], "bian")
    assert preview.is_unchanged
    assert len(shelf.versions("doc-old")) == 1


def test_a_new_version_says_which_clauses_changed(shelf: AddedDocuments) -> None:
    shelf.add([OLD], "bian")
    edited = notice("doc-old", "示例办法", "2023-03-01", ("第一条", "申请免交。"), ("第二条", "当天办完。"))
    (preview,) = shelf.preview([edited])
    assert preview.changes == (("changed", "第一条"), ("added", "第二条"))


def test_what_was_taken_out_can_be_brought_back_and_gives_its_place_back(shelf: AddedDocuments) -> None:
    shelf.add([OLD, NEW], "bian")
    shelf.remove("doc-new", "bian")
    assert standing(shelf, "doc-old", date(2025, 7, 1)) is DocumentStanding.IN_FORCE
    shelf.roll_back("doc-new", "chen")
    assert standing(shelf, "doc-old", date(2025, 7, 1)) is DocumentStanding.SUPERSEDED
    assert [one.state for one in shelf.versions("doc-new")] == [VersionState.CURRENT, VersionState.REMOVED]


def test_a_document_nobody_knows_is_said_so(shelf: AddedDocuments) -> None:
    with pytest.raises(NotFoundError, match="没有编号"):
        shelf.remove("doc-x", "bian")
    shelf.add([OLD], "bian")
    with pytest.raises(NotFoundError, match="没有更早的版本"):
        shelf.roll_back("doc-old", "bian")


@pytest.mark.parametrize(
    ("day", "until", "expected"),
    [
        (None, None, DocumentStanding.UNDATED),
        ("2020-02-04", None, DocumentStanding.AGED),
        ("2025-02-04", None, DocumentStanding.IN_FORCE),
        ("2020-02-04", "2030", DocumentStanding.IN_FORCE),
        ("2025-02-04", "2026-06", DocumentStanding.EXPIRED),
        ("2027-01-01", None, DocumentStanding.NOT_YET),
    ],
)
def test_a_notice_is_current_only_while_that_is_known(
    day: str | None, until: str | None, expected: DocumentStanding
) -> None:
    document = notice("doc", "示例通知", day, ("一、", "甲。"), until=until)
    assert document.standing_on(date(2026, 11, 29)) is expected


def test_an_editor_is_told_what_could_not_be_read(shelf: AddedDocuments) -> None:
    (preview,) = shelf.preview([notice("doc", "示例通知", None, ("一、", "甲。"), region_id=None)])
    assert [warning[:6] for warning in preview.warnings] == ["没有读到日期", "没有读到适用"]
