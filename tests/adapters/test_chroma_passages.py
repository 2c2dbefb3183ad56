"""Vectors in a real chroma: what is built, what is built again, and what happens when it cannot be reached."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from assistant.adapters.chroma_build import ChromaBuilder, digest_of
from assistant.adapters.chroma_client import ChromaHome
from assistant.adapters.chroma_passages import ChromaPassageIndex, Place, text_of
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.domain.knowledge import Audience
from assistant.services.ports import IndexedPassage, PassageQuery
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passage_index import ListedPassages

PLACE = Place("policies", "first")
START_SECONDS = 20.0


def passage(name: str, text: str) -> IndexedPassage:
    return IndexedPassage(name, f"document-{name}", "", text)


PASSAGES = tuple(passage(f"p{number}", f"第{number}条 工资按月支付") for number in range(150))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ChromaHome]:
    opened = ChromaHome(tmp_path / "chroma")
    yield opened
    opened.close()


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder(dimension=1024)


def found(home: ChromaHome, embedder: FakeEmbedder, text: str, place: Place = PLACE) -> set[str]:
    hits = ChromaPassageIndex(home, place, embedder).search(PassageQuery(text, limit=1000))
    return {hit.passage_id for hit in hits}


def metadata_of(home: ChromaHome, embedder: FakeEmbedder, place: Place = PLACE) -> dict[str, object]:
    return dict(home.client().get_collection(place.collection_name(embedder.name)).metadata or {})


def names(home: ChromaHome) -> list[str]:
    return sorted(one.name for one in home.client().list_collections())


def test_a_set_says_what_it_was_made_from(home: ChromaHome, embedder: FakeEmbedder) -> None:
    assert ChromaBuilder(home, embedder).build(PLACE, PASSAGES) == 150
    assert metadata_of(home, embedder) == {
        "group": "policies", "model": "pairs", "dimension": 1024, "number": 1, "passages": digest_of(PASSAGES),
        "is_complete": True,
    }  # fmt: skip
    assert found(home, embedder, "工资支付") == {one.passage_id for one in PASSAGES}


def test_the_same_passages_are_not_read_again(home: ChromaHome, embedder: FakeEmbedder) -> None:
    builder = ChromaBuilder(home, embedder)
    builder.build(PLACE, PASSAGES)
    assert builder.build(PLACE, PASSAGES[::-1]) == 0
    assert embedder.texts.total() == 150


def test_of_changed_passages_only_what_is_said_otherwise_is_read_again(
    home: ChromaHome, embedder: FakeEmbedder
) -> None:
    builder = ChromaBuilder(home, embedder)
    builder.build(PLACE, PASSAGES)
    moved = replace(PASSAGES[1], region_id="wanzhou")
    changed = (passage("p0", "火锅"), moved, *PASSAGES[2:100], passage("new", "奶茶"))
    assert builder.build(PLACE, changed) == 2
    assert found(home, embedder, "火锅奶茶") == {"p0", "new"}
    assert found(home, embedder, "工资支付") == {one.passage_id for one in PASSAGES[1:100]}
    index = ChromaPassageIndex(home, PLACE, embedder)
    elsewhere = index.search(PassageQuery("工资支付", limit=1000, region_ids=("chongqing",)))
    assert "p1" not in {hit.passage_id for hit in elsewhere}


def test_a_new_state_takes_over_the_vectors_of_the_former_and_one_former_stays(
    home: ChromaHome, embedder: FakeEmbedder
) -> None:
    builder, states = ChromaBuilder(home, embedder), [Place("policies", key) for key in ("first", "second", "third")]
    other = Place("import-law")
    builder.build(other, PASSAGES[:1])
    assert [builder.build(state, PASSAGES) for state in states] == [150, 0, 0]
    assert names(home) == sorted(place.collection_name(embedder.name) for place in (other, *states[1:]))
    assert found(home, embedder, "第7条", states[2]) >= {"p7"}


def test_another_model_builds_anew(home: ChromaHome, embedder: FakeEmbedder) -> None:
    ChromaBuilder(home, embedder).build(PLACE, PASSAGES)
    other = FakeEmbedder("other", dimension=512)
    assert not ChromaBuilder(home, other).is_complete(PLACE, digest_of(PASSAGES))
    assert ChromaBuilder(home, other).build(PLACE, PASSAGES) == 150
    assert metadata_of(home, other)["dimension"] == 512
    assert found(home, other, "工资支付") == {one.passage_id for one in PASSAGES}


def test_a_model_of_the_same_name_with_longer_vectors_builds_anew(home: ChromaHome, embedder: FakeEmbedder) -> None:
    ChromaBuilder(home, embedder).build(PLACE, PASSAGES)
    longer = FakeEmbedder(dimension=2048)
    with pytest.raises(UnavailableError, match="dimension"):
        found(home, longer, "工资支付")
    assert ChromaBuilder(home, longer).build(PLACE, PASSAGES) == 150
    assert found(home, longer, "工资支付") == {one.passage_id for one in PASSAGES}


def test_a_build_that_was_cut_off_is_not_searched_and_the_next_goes_on_with_it(
    home: ChromaHome, embedder: FakeEmbedder
) -> None:
    builder = ChromaBuilder(home, embedder)
    embedder.fails_after = 100
    with pytest.raises(UnavailableError):
        builder.build(PLACE, PASSAGES)
    assert not builder.is_complete(PLACE, digest_of(PASSAGES))
    with pytest.raises(UnavailableError, match="not finished"):
        found(home, embedder, "工资支付")
    embedder.fails_after = None
    assert builder.build(PLACE, PASSAGES) == 150 - 128
    assert set(embedder.texts.values()) == {1}
    assert found(home, embedder, "工资支付") == {one.passage_id for one in PASSAGES}


def test_a_set_that_is_missing_is_an_error_until_it_is_there(home: ChromaHome, embedder: FakeEmbedder) -> None:
    index = ChromaPassageIndex(home, PLACE, embedder)
    with pytest.raises(UnavailableError):
        index.search(PassageQuery("工资"))
    ChromaBuilder(home, embedder).build(PLACE, PASSAGES[:3])
    assert len(index.search(PassageQuery("工资"))) == 3


def test_a_set_that_was_thrown_away_and_made_again_is_found_again(home: ChromaHome, embedder: FakeEmbedder) -> None:
    ChromaBuilder(home, embedder).build(PLACE, PASSAGES[:3])
    index = ChromaPassageIndex(home, PLACE, embedder)
    index.search(PassageQuery("工资"))
    home.client().delete_collection(PLACE.collection_name(embedder.name))
    ChromaBuilder(home, embedder).build(PLACE, PASSAGES[:2])
    with pytest.raises(UnavailableError):
        index.search(PassageQuery("工资"))
    assert len(index.search(PassageQuery("工资"))) == 2


def test_a_question_is_read_by_the_model_once(home: ChromaHome, embedder: FakeEmbedder) -> None:
    ChromaBuilder(home, embedder).build(PLACE, PASSAGES[:3])
    index = ChromaPassageIndex(home, PLACE, embedder)
    for _ in range(3):
        index.search(PassageQuery("工资"))
    assert embedder.queries == 1


def test_what_has_nothing_to_do_with_the_question_is_not_found(home: ChromaHome, embedder: FakeEmbedder) -> None:
    ChromaBuilder(home, embedder).build(PLACE, (*PASSAGES[:3], passage("none", "")))
    assert found(home, embedder, "火锅") == set()


def test_filters_hold_before_anything_is_compared(home: ChromaHome, embedder: FakeEmbedder) -> None:
    """Many passages that fit better, and are not in force, leave the one that is."""
    past = Period(PartialDate(2020), PartialDate(2021))
    better = tuple(replace(passage(f"old{number}", "工资支付"), period=past) for number in range(300))
    right = replace(
        passage("right", "工资什么时候支付要看合同"), period=Period(PartialDate(2026)), audience=(Audience.EMPLOYER,)
    )
    ChromaBuilder(home, embedder).build(PLACE, (*better, right))
    query = PassageQuery("工资支付", limit=5, on_day=PartialDate(2026).last_day, audience=Audience.EMPLOYER)
    assert [hit.passage_id for hit in ChromaPassageIndex(home, PLACE, embedder).search(query)] == ["right"]


def test_the_digest_changes_with_texts_and_filters_and_not_with_the_order() -> None:
    assert digest_of(PASSAGES) == digest_of(PASSAGES[::-1])
    others = (passage("p0", "x"), replace(PASSAGES[0], region_id="a"), replace(PASSAGES[0], passage_id="q"))
    assert len({digest_of(PASSAGES), *(digest_of((one, *PASSAGES[1:])) for one in others)}) == 4
    assert text_of(replace(PASSAGES[0], title="名", heading="节")).startswith("名\n节\n")


def test_a_folder_that_cannot_be_used_leaves_the_search_by_words(tmp_path: Path, embedder: FakeEmbedder) -> None:
    (tmp_path / "file").write_text("in the way")
    dense = DenseRetrieval(ChromaHome(tmp_path / "file"), embedder, timeout_seconds=20)
    assert not dense.build(PLACE, PASSAGES)
    assert not dense.needs_build(PLACE, "")
    assert dense.fuse(ListedPassages(()), PLACE, lambda ids: {}).search(PassageQuery("工资")) == ()
    assert dense.leg.failures == 1


@pytest.mark.parametrize("url", ["chroma:8000", "http://", "ftp://127.0.0.1", "http://a:b", "http://127.0.0.1/x"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidInputError, match="CHROMA_URL"):
        ChromaHome(tmp_path, url)


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A chroma server on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--host", "127.0.0.1"]
    try:
        server = subprocess.Popen(
            [*command, "--port", str(port)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        pytest.skip(f"no chroma server can be started here: {error}")
    url = f"http://127.0.0.1:{port}"
    try:
        if not _answers(url, server):
            pytest.skip("no chroma server can be started here: it did not answer in time")
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _answers(url: str, server: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()
            return True
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.05)
    return False


def test_a_server_holds_the_vectors_as_the_folder_does(server_url: str, tmp_path: Path, embedder: FakeEmbedder) -> None:
    home = ChromaHome(tmp_path / "unused", server_url)
    builder = ChromaBuilder(home, embedder)
    assert builder.build(PLACE, PASSAGES) == 150
    assert builder.build(PLACE, (*PASSAGES[:100], passage("new", "奶茶"))) == 1
    assert builder.build(Place("policies", "second"), PASSAGES) == 50
    again = ChromaHome(tmp_path / "unused", server_url)
    assert found(again, embedder, "奶茶") == {"new"}
    assert found(again, embedder, "工资支付", Place("policies", "second")) == {one.passage_id for one in PASSAGES}
    assert not (tmp_path / "unused").exists()


def test_a_server_that_is_gone_leaves_the_search_by_words(tmp_path: Path, embedder: FakeEmbedder) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        dense = DenseRetrieval(ChromaHome(tmp_path, url), embedder, timeout_seconds=20)
        assert not dense.build(PLACE, PASSAGES)
        assert dense.fuse(ListedPassages(()), PLACE, lambda ids: {}).search(PassageQuery("工资")) == ()
