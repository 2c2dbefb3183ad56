"""The index on disk: swapped whole, checked when opened, context and size."""

import random
import threading
from pathlib import Path

import pytest

from assistant.adapters.index_directory import WholeFiles, current_generation, read_stamp
from assistant.adapters.tantivy_index import TantivyPassageIndex, build_index
from assistant.domain.errors import UnavailableError
from assistant.language.segment import Segmenter
from assistant.services.ports import IndexedPassage, PassageQuery

ONE = IndexedPassage("a", "a", "工伤认定", "职工在工作时间受伤，应当认定为工伤。")
TWO = IndexedPassage("b", "b", "年休假", "职工享受带薪年休假。")


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.fixture
def folder(tmp_path: Path, segmenter: Segmenter) -> Path:
    assert build_index(tmp_path / "index", [ONE, TWO], segmenter, stamp="first") == 2
    return tmp_path / "index"


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_stamp_says_what_the_index_was_made_from(folder: Path) -> None:
    assert read_stamp(folder) == "first"
    assert read_stamp(folder / "nothing") is None


def test_what_this_process_has_written_is_not_read_through_again_to_be_checked(
    tmp_path: Path, segmenter: Segmenter
) -> None:
    known = WholeFiles()
    build_index(tmp_path / "index", [ONE], segmenter, known=known)
    files = [file for file in current_generation(tmp_path / "index", known).iterdir() if file.name != "MANIFEST.json"]
    assert len(files) > 3
    of_another = (0, 0)
    assert all(known.is_whole(file, of_another) for file in files)
    assert not any(WholeFiles().is_whole(file, of_another) for file in files if file.stat().st_size)


def test_the_best_of_many_passages_are_those_that_all_would_give(tmp_path: Path, segmenter: Segmenter) -> None:
    chance, words = (
        random.Random(7),
        [
            "工伤",
            "认定",
            "养老",
            "失业",
            "补贴",
            "培训",
            "社保",
            "缴费",
            "申请",
            "期限",
            "材料",
            "单位",
            "职工",
            "登记",
            "证明",
            "待遇",
        ],
    )
    subjects = [f"{first}{second}" for first in words for second in words if first != second]
    passages = [
        IndexedPassage(
            f"p{number}",
            f"d{number // 20}",
            f"示例办法{number // 20}",
            f"职工{'，'.join(chance.sample(subjects, 4))}。",
            position=number,
            region_id="chongqing" if number % 7 else "chengdu",
        )
        for number in range(3000)
    ]
    build_index(tmp_path / "index", passages, segmenter)
    whole = TantivyPassageIndex(tmp_path / "index", segmenter, many_passages=10_000)
    narrowed = TantivyPassageIndex(tmp_path / "index", segmenter, many_passages=0)
    for text in ("工伤认定的期限", "失业登记要什么材料", "职工", *chance.sample(subjects, 20)):
        for regions in (None, ("chongqing",), ("chengdu",), ("beijing",)):
            query = PassageQuery(text, limit=8, region_ids=regions)
            wanted, found = whole.search(query), narrowed.search(query)
            assert [round(hit.score, 3) for hit in found] == [round(hit.score, 3) for hit in wanted]


def test_a_missing_index_is_said_to_be_missing(tmp_path: Path, segmenter: Segmenter) -> None:
    with pytest.raises(UnavailableError, match=r"There is no index in .*; build it first"):
        TantivyPassageIndex(tmp_path / "none", segmenter)


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "empty"])
def test_damage_to_any_file_is_noticed_when_the_index_is_opened(
    folder: Path, segmenter: Segmenter, damage: str
) -> None:
    for number in range(len(files_of(folder))):
        build_index(folder, [ONE, TWO], segmenter)
        victim = files_of(folder)[number]
        content = victim.read_bytes()
        if damage == "remove" or not content:
            victim.unlink()
        elif damage == "flip":
            middle = len(content) // 2
            victim.write_bytes(content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :])
        else:
            victim.write_bytes(b"" if damage == "empty" else content[: len(content) // 2])
        with pytest.raises(UnavailableError, match=r"build it|rebuild it"):
            TantivyPassageIndex(folder, segmenter)


def test_a_damaged_index_can_be_built_again_in_place(folder: Path, segmenter: Segmenter) -> None:
    for file in files_of(folder):
        file.write_bytes(b"?")
    build_index(folder, [ONE], segmenter)
    assert len(TantivyPassageIndex(folder, segmenter)) == 1


def test_a_reader_keeps_its_index_while_a_new_one_is_swapped_in(folder: Path, segmenter: Segmenter) -> None:
    reader = TantivyPassageIndex(folder, segmenter)
    build_index(folder, [TWO], segmenter, stamp="second")
    assert [hit.passage_id for hit in reader.search(PassageQuery("工伤认定"))] == ["a"]
    assert len(TantivyPassageIndex(folder, segmenter)) == 1
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_a_build_that_fails_leaves_the_former_index_in_use(folder: Path, segmenter: Segmenter) -> None:
    def passages():  # type: ignore[no-untyped-def]
        yield ONE
        raise RuntimeError("the source broke off")

    with pytest.raises((RuntimeError, UnavailableError)):
        build_index(folder, passages(), segmenter)
    assert read_stamp(folder) == "first"
    assert len(TantivyPassageIndex(folder, segmenter)) == 2
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, segmenter: Segmenter) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnavailableError, match="cannot be written"):
        build_index(tmp_path / "file" / "index", [ONE], segmenter)


def test_a_text_of_a_megabyte_is_indexed_and_found(tmp_path: Path, segmenter: Segmenter) -> None:
    long = IndexedPassage("long", "long", "长文", "职工享受带薪年休假。" * 35_000 + "结尾有珙桐树。")
    build_index(tmp_path, [ONE, long], segmenter)
    index = TantivyPassageIndex(tmp_path, segmenter)
    assert index.search(PassageQuery("珙桐树"))[0].passage_id == "long"
    assert index.search(PassageQuery(long.text, limit=1))[0].passage_id == "long"


def test_of_two_equal_passages_the_one_in_fitting_surroundings_comes_first(
    tmp_path: Path, segmenter: Segmenter
) -> None:
    same = "申请人应当在三十日内提出。"
    document = [
        IndexedPassage("x1", "x", "甲", "城市绿化由园林部门负责。", position=1),
        IndexedPassage("x2", "x", "甲", same, position=2),
        IndexedPassage("y1", "y", "乙", "工伤认定由社会保险部门负责。", position=1),
        IndexedPassage("y2", "y", "乙", same, position=2),
        IndexedPassage("y99", "y", "乙", same, position=99),
    ]
    build_index(tmp_path, document, segmenter)
    found = [
        hit.passage_id for hit in TantivyPassageIndex(tmp_path, segmenter).search(PassageQuery("工伤多少日内提出"))
    ]
    assert found.index("y2") < found.index("x2")
    assert found.index("y2") < found.index("y99")


def test_many_threads_may_search_at_once(folder: Path, segmenter: Segmenter) -> None:
    index = TantivyPassageIndex(folder, segmenter)
    found: list[str] = []

    def search() -> None:
        found.extend(index.search(PassageQuery("工伤认定"))[0].passage_id for _ in range(50))

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["a"] * 400
