"""Two lists of passages as one."""

from collections.abc import Mapping, Sequence
from threading import Event

import pytest

from assistant.domain.errors import UnavailableError
from assistant.services.fused_index import FusedPassageIndex, Reranking, fuse
from assistant.services.optional_leg import OptionalLeg
from assistant.services.ports import PassageHit, PassageQuery
from tests.fakes.passage_index import ListedPassages

PATIENT = 20.0


def hit(name: str, score: float, coverage: float = 0.0, evidence: float = 0.0) -> PassageHit:
    return PassageHit(name, f"document of {name}", score, coverage, evidence)


LEXICAL = (hit("a", 20.0, 0.9, 7.0), hit("b", 8.0, 0.5, 3.0), hit("c", 6.0, 0.4, 2.0))
DENSE = (hit("c", 0.9), hit("x", 0.8), hit("b", 0.7))


def fused(
    lexical: ListedPassages, dense: ListedPassages, seconds: float = PATIENT, reranking: Reranking | None = None
) -> FusedPassageIndex:
    return FusedPassageIndex(lexical, dense, OptionalLeg("the dense leg", pause_seconds=3600), seconds, reranking)


def names(hits: Sequence[PassageHit]) -> list[str]:
    return [hit.passage_id for hit in hits]


def test_what_both_find_goes_before_what_one_finds() -> None:
    assert names(fuse(LEXICAL, DENSE)) == ["c", "b", "a", "x"]


def test_of_equals_what_the_words_found_goes_first() -> None:
    assert names(fuse([hit("word", 1.0)], [hit("vector", 1.0)])) == ["word", "vector"]


def test_scores_are_those_of_the_lexical_list_in_the_new_order() -> None:
    hits = fused(ListedPassages(LEXICAL), ListedPassages(DENSE)).search(PassageQuery("工资"))
    assert [(one.passage_id, one.score) for one in hits[:3]] == [("c", 20.0), ("b", 8.0), ("a", 6.0)]
    assert hits[3].passage_id == "x"
    assert 5.8 < hits[3].score < 6.0


def test_coverage_and_evidence_stay_what_the_words_say() -> None:
    hits = fused(ListedPassages(LEXICAL), ListedPassages(DENSE)).search(PassageQuery("工资"))
    told = {one.passage_id: (one.coverage, one.evidence) for one in hits}
    assert told == {"a": (0.9, 7.0), "b": (0.5, 3.0), "c": (0.4, 2.0), "x": (0.0, 0.0)}


def test_what_only_the_vectors_find_comes_with_nothing_known_of_its_words() -> None:
    (found,) = fused(ListedPassages(()), ListedPassages((hit("x", 0.8),))).search(PassageQuery("火锅"))
    assert (found.coverage, found.evidence) == (0.0, 0.0)


def test_no_more_than_the_limit_is_given_though_both_are_looked_at_further_down() -> None:
    lexical, dense = ListedPassages(LEXICAL), ListedPassages(DENSE)
    assert names(fused(lexical, dense).search(PassageQuery("工资", limit=1))) == ["c"]
    assert lexical.limits == dense.limits == [50]


@pytest.mark.parametrize("query", [PassageQuery("？！"), PassageQuery("工资", limit=0)])
def test_without_words_or_wish_nothing_is_asked_by_meaning(query: PassageQuery) -> None:
    lexical, dense = ListedPassages(()), ListedPassages(DENSE)
    assert fused(lexical, dense).search(query) == ()
    assert dense.limits == []


def test_a_dense_leg_that_fails_leaves_exactly_what_the_words_find() -> None:
    lexical, dense = ListedPassages(LEXICAL), ListedPassages(UnavailableError("It is down."))
    index = fused(lexical, dense)
    query = PassageQuery("工资", limit=2)
    assert index.search(query) == LEXICAL[:2]
    assert lexical.limits[-1] == 2
    assert index.search(query) == LEXICAL[:2]
    assert dense.limits == [50]


def test_a_dense_leg_that_finds_nothing_leaves_exactly_what_the_words_find() -> None:
    lexical = ListedPassages(LEXICAL)
    assert fused(lexical, ListedPassages(())).search(PassageQuery("工资", limit=2)) == LEXICAL[:2]
    assert lexical.limits[-1] == 2


def test_a_dense_leg_that_hangs_is_not_waited_for() -> None:
    goes_on = Event()
    try:
        index = fused(ListedPassages(LEXICAL), ListedPassages(DENSE, waits_for=goes_on), seconds=0.0)
        assert index.search(PassageQuery("工资")) == LEXICAL
    finally:
        goes_on.set()


def test_a_lexical_index_that_fails_is_an_error() -> None:
    with pytest.raises(UnavailableError):
        fused(ListedPassages(UnavailableError("It is damaged.")), ListedPassages(DENSE)).search(PassageQuery("工资"))


class Rereading:
    """Scores a text by a table; `error` makes it fail."""

    def __init__(self, scores: Mapping[str, float], error: Exception | None = None) -> None:
        self.scores = scores
        self.error = error

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        if self.error is not None:
            raise self.error
        return [self.scores[text] for text in texts]


def reranking(reader: Rereading) -> Reranking:
    def find_texts(ids: Sequence[str]) -> Mapping[str, str]:
        return {name: f"text of {name}" for name in ids if name != "b"}

    return Reranking(reader, find_texts, OptionalLeg("the reranker"))


def test_a_reranker_has_the_last_word_and_what_it_cannot_read_goes_last() -> None:
    reader = Rereading({"text of x": 3.0, "text of a": 2.0, "text of c": 1.0})
    hits = fused(ListedPassages(LEXICAL), ListedPassages(DENSE), reranking=reranking(reader)).search(PassageQuery("假"))
    assert names(hits) == ["x", "a", "c", "b"]
    assert [one.score for one in hits][:3] == [20.0, 8.0, 6.0]


def test_a_reranker_that_fails_changes_nothing() -> None:
    reader = Rereading({}, UnavailableError("It is down."))
    hits = fused(ListedPassages(LEXICAL), ListedPassages(DENSE), reranking=reranking(reader)).search(PassageQuery("假"))
    assert names(hits) == ["c", "b", "a", "x"]
