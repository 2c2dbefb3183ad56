"""What every PassageIndex does, whatever it searches with."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.chroma_client import ChromaHome
from assistant.adapters.chroma_passages import Place
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.tantivy_index import TantivyPassageIndex, build_index
from assistant.domain.dates import PartialDate, Period
from assistant.domain.knowledge import Audience
from assistant.language.segment import Segmenter
from assistant.language.synonyms import Expansion
from assistant.services.ports import IndexedPassage, PassageIndex, PassageQuery
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passage_index import FakePassageIndex

TODAY = date(2026, 11, 23)
Make = Callable[[Iterable[IndexedPassage]], PassageIndex]


def passage(passage_id: str, text: str, title: str = "", **fields: object) -> IndexedPassage:
    given = {"document_id": passage_id, **fields}
    return IndexedPassage(passage_id=passage_id, title=title, text=text, **given)  # type: ignore[arg-type]


PASSAGES = (
    passage("wage", "用人单位应当按月支付劳动报酬，不得克扣。", "工资支付"),
    passage("leave", "职工连续工作一年以上的，享受带薪年休假。", "带薪年休假"),
    passage("injury", "职工在工作时间受到事故伤害的，应当认定为工伤。", "工伤认定"),
)


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(stop_words={"的", "吗", "我", "怎么"})


def make_tantivy(folder: Path, passages: Iterable[IndexedPassage], segmenter: Segmenter) -> PassageIndex:
    build_index(folder / "index", passages, segmenter)
    return TantivyPassageIndex(folder / "index", segmenter)


def make_dense(folder: Path, passages: Iterable[IndexedPassage]) -> DenseRetrieval:
    dense = DenseRetrieval(ChromaHome(folder / "chroma"), FakeEmbedder(), timeout_seconds=60)
    assert dense.build(Place("passages"), tuple(passages))
    return dense


@pytest.fixture(params=["fake", "tantivy", "fused", "chroma"])
def make(request: pytest.FixtureRequest, tmp_path: Path, segmenter: Segmenter) -> Iterator[Make]:
    """Every index."""
    opened: list[DenseRetrieval] = []

    def make_index(passages: Iterable[IndexedPassage]) -> PassageIndex:
        kept = tuple(passages)
        if request.param == "fake":
            return FakePassageIndex(kept)
        if request.param == "tantivy":
            return make_tantivy(tmp_path, kept, segmenter)
        dense = make_dense(tmp_path, kept)
        opened.append(dense)
        if request.param == "chroma":
            return dense.dense(Place("passages"))
        return dense.fuse(make_tantivy(tmp_path, kept, segmenter), Place("passages"), lambda ids: {})

    yield make_index
    for dense in opened:
        dense.close()


#: Of those, the ones that know words: their synonyms, and how much of a question they answer.
by_words = pytest.mark.parametrize("make", ["fake", "tantivy", "fused"], indirect=True)


def ids(index: PassageIndex, text: str, **fields: object) -> list[str]:
    return [hit.passage_id for hit in index.search(PassageQuery(text, **fields))]  # type: ignore[arg-type]


def test_it_is_a_passage_index(make: Make) -> None:
    assert isinstance(make(PASSAGES), PassageIndex)


def test_the_passage_with_the_words_of_the_question_comes_first(make: Make) -> None:
    assert ids(make(PASSAGES), "带薪年休假怎么休")[0] == "leave"


def test_scores_do_not_rise_down_the_list(make: Make) -> None:
    scores = [hit.score for hit in make(PASSAGES).search(PassageQuery("职工工作时间工伤"))]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 1


@by_words
def test_other_names_and_typical_questions_of_the_document_find_a_passage(make: Make) -> None:
    named = passage("a", "每月发放。", "失业保险金", aliases=("失业金",), questions=("丢了饭碗咋个领钱？",))
    index = make((*PASSAGES, named))
    assert ids(index, "失业金")[0] == "a"
    assert ids(index, "饭碗丢了")[0] == "a"


def test_no_more_than_the_limit_is_found_and_fewer_if_fewer_match(make: Make) -> None:
    index = make(PASSAGES)
    assert len(ids(index, "职工", limit=1)) == 1
    assert len(ids(index, "职工", limit=50)) == 2
    assert ids(index, "职工", limit=0) == []


@pytest.mark.parametrize("text", ["", " \n", "？！。", "🙂", "火锅巴适"])
def test_a_text_without_words_or_without_a_match_finds_nothing(make: Make, text: str) -> None:
    assert ids(make(PASSAGES), text) == []


@pytest.mark.parametrize(
    "text",
    ["工伤 AND (", "title:工伤", '"工伤', "工伤^2 -认定", "工伤\x00", "工伤\ud800", "<b>工伤</b>", "工伤" * 3000],
)
def test_no_text_is_read_as_a_command_and_none_breaks_the_search(make: Make, text: str) -> None:
    assert ids(make(PASSAGES), text)[0] == "injury"


def test_an_empty_index_finds_nothing(make: Make) -> None:
    assert ids(make(()), "工伤") == []


def test_another_collection_is_not_searched(make: Make) -> None:
    other = passage("other", "工伤认定", collection="imported")
    index = make((*PASSAGES, other))
    assert "other" not in ids(index, "工伤认定")
    assert ids(index, "工伤认定", collection="imported") == ["other"]


def test_only_the_documents_asked_for_are_searched(make: Make) -> None:
    assert ids(make(PASSAGES), "职工工资", document_ids=("leave",)) == ["leave"]
    assert ids(make(PASSAGES), "职工工资", document_ids=()) == []


def test_a_passage_for_somebody_else_is_not_found_and_one_for_everybody_is(make: Make) -> None:
    index = make(
        (
            passage("firm", "工资补贴", audience=(Audience.EMPLOYER,)),
            passage("person", "工资补贴", audience=(Audience.JOB_SEEKER,)),
            passage("all", "工资补贴"),
        )
    )
    assert set(ids(index, "工资补贴", audience=Audience.EMPLOYER)) == {"firm", "all"}
    assert set(ids(index, "工资补贴")) == {"firm", "person", "all"}


def test_both_ends_of_a_period_belong_to_it(make: Make) -> None:
    period = Period(PartialDate(2025, 7), PartialDate(2026))
    index = make((passage("a", "工资补贴", period=period),))
    found = {day: ids(index, "工资补贴", on_day=day) for day in (date(2025, 6, 30), date(2025, 7, 1))}
    assert found == {date(2025, 6, 30): [], date(2025, 7, 1): ["a"]}
    assert ids(index, "工资补贴", on_day=date(2026, 12, 31)) == ["a"]
    assert ids(index, "工资补贴", on_day=date(2027, 1, 1)) == []


def test_where_the_day_matters_a_passage_without_dates_comes_after_an_equal_one_with_dates(make: Make) -> None:
    undated, dated = passage("undated", "工资补贴"), passage("dated", "工资补贴", period=Period(PartialDate(2020)))
    assert ids(make((undated, dated)), "工资补贴", on_day=TODAY) == ["dated", "undated"]


@by_words
def test_an_official_term_is_found_by_its_lay_word_and_counts_less_than_the_word_said(make: Make) -> None:
    said = passage("said", "工钱按月结清。")
    index = make((*PASSAGES, said))
    expansions = (Expansion("工钱", "劳动报酬"),)
    assert ids(index, "工钱") == ["said"]
    assert ids(index, "工钱", expansions=expansions) == ["said", "wage"]


@by_words
def test_coverage_and_evidence_tell_how_much_of_the_question_is_answered(make: Make) -> None:
    index = make(PASSAGES)
    whole = index.search(PassageQuery("工伤认定"))[0]
    part = index.search(PassageQuery("工伤认定以后电动车上牌照"))[0]
    assert whole.coverage == pytest.approx(1.0)
    assert 0 < part.coverage < 0.7
    assert part.evidence == pytest.approx(whole.evidence)


@by_words
def test_an_expansion_covers_the_word_that_was_said(make: Make) -> None:
    index = make(PASSAGES)
    plain = index.search(PassageQuery("克扣工钱"))[0]
    expanded = index.search(PassageQuery("克扣工钱", expansions=(Expansion("工钱", "劳动报酬"),)))[0]
    assert plain.coverage < expanded.coverage


REGIONS = ("chongqing", "wanzhou", "yubei", None)
STARTS = (None, PartialDate(2024), PartialDate(2025, 7), PartialDate(2026, 3, 1))
ENDS = (None, PartialDate(2025), PartialDate(2026, 6), PartialDate(2026, 11, 23))
GRID = tuple(
    passage(f"{number}", "工资补贴标准", region_id=region, period=Period(start, end))
    for number, (region, start, end) in enumerate(product(REGIONS, STARTS, ENDS))
)
BY_ID = {one.passage_id: one for one in GRID}


@pytest.fixture(scope="module", params=["fake", "tantivy", "chroma"])
def grid(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, segmenter: Segmenter
) -> PassageIndex:
    if request.param == "fake":
        return FakePassageIndex(GRID)
    folder = tmp_path_factory.mktemp("grid")
    if request.param == "chroma":
        return make_dense(folder, GRID).dense(Place("passages"))
    return make_tantivy(folder, GRID, segmenter)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    day=st.dates(date(2023, 1, 1), date(2028, 1, 1)),
    regions=st.sets(st.sampled_from(["chongqing", "wanzhou", "yubei", "nowhere"])),
    text=st.sampled_from(["工资补贴", "标准", "工资 补贴 标准 是多少"]),
)
def test_no_hit_ever_violates_a_filter_and_nothing_that_passes_is_lost(
    grid: PassageIndex, day: date, regions: set[str], text: str
) -> None:
    hits = grid.search(PassageQuery(text, limit=1000, region_ids=tuple(regions), on_day=day))
    passing = {
        one.passage_id
        for one in GRID
        if one.period.contains(day) and (one.region_id is None or one.region_id in regions)
    }
    assert {hit.passage_id for hit in hits} == passing
