"""Importing into collections and searching them."""

import pytest

from assistant.domain.errors import InvalidInputError, NotFoundError
from assistant.language.synonyms import Synonyms
from assistant.services.collections import LONGEST_ID, LONGEST_TEXT, CollectionService, check_passage
from assistant.services.ports import CollectionIndexes, ImportedPassage
from tests.fakes.collection_store import FakeCollectionStore
from tests.fakes.passage_index import FakeCollectionIndexes

ARTICLES = (
    ImportedPassage("50", "劳动法第五十条", "工资应当以货币形式按月支付给劳动者本人。"),
    ImportedPassage("44", "劳动法第四十四条", "延长工作时间的，支付不低于工资的百分之一百五十的工资报酬。"),
)


@pytest.fixture
def indexes() -> FakeCollectionIndexes:
    return FakeCollectionIndexes()


@pytest.fixture
def service(indexes: FakeCollectionIndexes) -> CollectionService:
    return CollectionService(FakeCollectionStore(), indexes, Synonyms({"加班": ("延长工作时间",)}))


def test_the_fake_indexes_keep_to_the_port(indexes: FakeCollectionIndexes) -> None:
    assert isinstance(indexes, CollectionIndexes)


def test_an_import_counts_what_the_collection_then_holds(service: CollectionService) -> None:
    assert service.import_passages("law", ARTICLES) == 2
    assert service.import_passages("law", ARTICLES[:1]) == 2


def test_a_hit_carries_title_clause_and_text(service: CollectionService) -> None:
    service.import_passages("law", ARTICLES)
    hit = service.open("law").search("工资按月支付")[0]
    assert (hit.passage_id, hit.title, hit.clause) == ("50", "劳动法第五十条", "第五十条")
    assert hit.text == ARTICLES[0].text


def test_a_title_without_an_article_has_no_clause(service: CollectionService) -> None:
    service.import_passages("notices", [ImportedPassage("n", "关于放假的通知", "春节放假八天。")])
    assert service.open("notices").search("春节放假")[0].clause is None


def test_lay_words_find_official_terms(service: CollectionService) -> None:
    service.import_passages("law", ARTICLES)
    assert service.open("law").search("加班")[0].passage_id == "44"


def test_a_missing_collection_is_named_with_the_way_to_make_it(service: CollectionService) -> None:
    with pytest.raises(NotFoundError, match=r"kb import FILE\.jsonl --collection law"):
        service.open("law")


def test_a_damaged_index_is_built_again_from_the_stored_passages(
    service: CollectionService, indexes: FakeCollectionIndexes
) -> None:
    service.import_passages("law", ARTICLES)
    indexes.damage("law")
    assert len(service.open("law").search("工资")) == 2


@pytest.mark.parametrize("name", ["", "../x", "a/b", "-a", "中文", "a" * 65, "a b", "a\x00"])
def test_a_name_that_could_leave_its_folder_is_refused(service: CollectionService, name: str) -> None:
    with pytest.raises(InvalidInputError, match="cannot name a collection"):
        service.import_passages(name, ARTICLES)
    with pytest.raises(InvalidInputError, match="cannot name a collection"):
        service.open(name)


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        (ImportedPassage("", "t", "x"), "'id' is missing"),
        (ImportedPassage("a" * (LONGEST_ID + 1), "t", "x"), "'id' is longer"),
        (ImportedPassage("a", "t", " \n "), "'text' is missing or empty"),
        (ImportedPassage("a", "t", "字" * (LONGEST_TEXT + 1)), "split it into passages"),
    ],
)
def test_a_passage_that_cannot_be_kept_is_refused_with_the_reason(passage: ImportedPassage, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        check_passage(passage)
