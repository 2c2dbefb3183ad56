"""The index finds exactly what the domain would let through, and follows every change."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.adapters.content.word_files import read_regions
from assistant.adapters.vacancy_index import TantivyVacancyIndex
from assistant.domain.matching import limits_broken
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Education, EmploymentType, Pay, Shift, Vacancy
from assistant.domain.vacancy_filter import NEAR_RAIL, PayFloor, VacancyFilter, VacancyWishes
from assistant.language.segment import Segmenter
from assistant.services.vacancy_ports import VacancyChange, VacancyIndex, VacancyIndexWriter, VacancyQuery
from assistant.services.wanted_regions import refused_regions, wanted_regions
from tests.vacancy_examples import FORKLIFT, TODAY

KNOWLEDGE = Path(__file__).parents[2] / "knowledge_base"


@pytest.fixture(scope="module")
def regions() -> RegionTable:
    return read_regions(KNOWLEDGE)


@pytest.fixture
def index(tmp_path: Path, regions: RegionTable) -> Iterator[TantivyVacancyIndex]:
    index = TantivyVacancyIndex(tmp_path / "0", Segmenter(), regions)
    yield index
    index.close()


def put(index: TantivyVacancyIndex, *vacancies: Vacancy) -> None:
    number = index.applied_number()
    changes = [VacancyChange(number + place, each.id, each) for place, each in enumerate(vacancies, 1)]
    index.apply(changes, number + len(changes))


def found(index: TantivyVacancyIndex, wanted: VacancyFilter, today: date = TODAY, text: str = "") -> list[str]:
    return [hit.vacancy_id for hit in index.search(VacancyQuery(wanted, today, text, limit=100))]


def test_it_is_an_index_and_its_writer(index: TantivyVacancyIndex) -> None:
    assert isinstance(index, VacancyIndex)
    assert isinstance(index, VacancyIndexWriter)


def test_a_vacancy_that_is_gone_is_not_found_any_more(index: TantivyVacancyIndex) -> None:
    put(index, replace(FORKLIFT, id="a"), replace(FORKLIFT, id="b"))
    index.apply([VacancyChange(3, "a", None)], 3)
    assert found(index, VacancyFilter()) == ["b"]


def test_a_changed_vacancy_is_found_once_as_it_is_now(index: TantivyVacancyIndex) -> None:
    put(index, replace(FORKLIFT, id="a"))
    put(index, replace(FORKLIFT, id="a", occupations=("保安",)))
    assert found(index, VacancyFilter(occupations=("保安",))) == ["a"]
    assert not found(index, VacancyFilter(occupations=("叉车司机",)))


def test_the_last_day_is_obeyed_whatever_was_indexed(index: TantivyVacancyIndex) -> None:
    put(index, replace(FORKLIFT, id="a", closes_on=TODAY))
    assert found(index, VacancyFilter(), TODAY) == ["a"]
    assert not found(index, VacancyFilter(), TODAY + timedelta(days=1))


def test_the_new_area_holds_its_former_districts_and_not_the_other_way_round(index: TantivyVacancyIndex) -> None:
    put(index, *(replace(FORKLIFT, id=name, region_id=name) for name in ("jiangbei", "yubei", "liangjiang", "banan")))
    assert sorted(found(index, VacancyFilter(region_ids=("liangjiang",)))) == ["jiangbei", "liangjiang", "yubei"]
    assert found(index, VacancyFilter(region_ids=("jiangbei",))) == ["jiangbei"]
    assert len(found(index, VacancyFilter(region_ids=("chongqing",)))) == 4


def test_words_find_titles_before_texts(index: TantivyVacancyIndex) -> None:
    put(
        index,
        replace(FORKLIFT, id="text", title="招人", description="也要会做糖画"),
        replace(FORKLIFT, id="title", title="糖画师傅"),
    )
    assert found(index, VacancyFilter(), text="糖画") == ["title", "text"]


def test_a_wish_decides_the_order_and_excludes_none(index: TantivyVacancyIndex) -> None:
    put(index, replace(FORKLIFT, id="a", benefits=()), replace(FORKLIFT, id="b", benefits=("包住",)))
    assert found(index, VacancyFilter(wishes=VacancyWishes(benefits=("包住",)))) == ["b", "a"]


def test_a_sample_is_found_on_any_day_whatever_day_it_was_indexed_on(index: TantivyVacancyIndex) -> None:
    tomorrow, later = TODAY + timedelta(days=1), TODAY + timedelta(days=40)
    sample = replace(FORKLIFT, id="a", is_sample=True, employment_type=EmploymentType.CASUAL, starts_on=tomorrow)
    index.apply([VacancyChange(1, "a", sample, TODAY)], 1)
    assert found(index, VacancyFilter(starts_on=later + timedelta(days=1)), later) == ["a"]
    assert not found(index, VacancyFilter(starts_on=later), later)


def test_without_anything_to_score_the_newest_comes_first(index: TantivyVacancyIndex) -> None:
    put(index, *(replace(FORKLIFT, id=str(day), posted_on=date(2026, 11, day)) for day in (3, 20, 11)))
    assert found(index, VacancyFilter(region_ids=("banan",))) == ["20", "11", "3"]


def test_facets_count_what_the_filter_leaves(index: TantivyVacancyIndex) -> None:
    put(index, replace(FORKLIFT, id="a"), replace(FORKLIFT, id="b", region_id="yubei"), replace(FORKLIFT, id="c"))
    counted = index.facets(VacancyQuery(VacancyFilter(occupations=("叉车司机",)), TODAY))
    assert counted["region_ids"] == {"banan": 2, "yubei": 1}
    assert counted["employment_types"] == {"full_time": 3}


def test_an_index_opened_again_goes_on_where_it_was(tmp_path: Path, regions: RegionTable) -> None:
    first = TantivyVacancyIndex(tmp_path / "0", Segmenter(), regions)
    put(first, replace(FORKLIFT, id="a"))
    first.close()
    again = TantivyVacancyIndex(tmp_path / "0", Segmenter(), regions)
    assert again.applied_number() == 1
    assert found(again, VacancyFilter()) == ["a"]


@pytest.mark.parametrize("damage", ["meta.json", "APPLIED"])
def test_a_damaged_index_begins_again_from_nothing(tmp_path: Path, regions: RegionTable, damage: str) -> None:
    first = TantivyVacancyIndex(tmp_path / "0", Segmenter(), regions)
    put(first, replace(FORKLIFT, id="a"))
    first.close()
    (tmp_path / "0" / damage).write_text("damaged")
    again = TantivyVacancyIndex(tmp_path / "0", Segmenter(), regions)
    assert again.applied_number() == 0
    put(again, replace(FORKLIFT, id="b"))
    assert found(again, VacancyFilter()) == ["b"]


def test_the_index_finds_what_the_domain_lets_through(index: TantivyVacancyIndex, regions: RegionTable) -> None:
    """Over random vacancies and filters."""
    chance = random.Random(20261123)
    vacancies = {str(number): _vacancy(chance, str(number)) for number in range(400)}
    put(index, *vacancies.values())
    for _ in range(150):
        wanted = _filter(chance)
        places, refused = wanted_regions(wanted.region_ids, regions), refused_regions(wanted.not_region_ids, regions)
        fitting = {name for name, each in vacancies.items() if not limits_broken(each, wanted, TODAY, places, refused)}
        hits = {hit.vacancy_id for hit in index.search(VacancyQuery(wanted, TODAY, limit=500))}
        assert fitting == hits, wanted
        assert index.count(VacancyQuery(wanted, TODAY)) == len(hits)


def _vacancy(chance: random.Random, name: str) -> Vacancy:
    low = chance.choice([None, *range(2000, 9000, 500)])
    per = chance.choice(["month", "month", "month", "day", "hour", "year", "piece"])
    scale = {"month": 1, "day": 1 / 22, "hour": 1 / 176, "year": 12, "piece": 0.001}[per]
    return replace(
        FORKLIFT,
        id=name,
        title=chance.choice(["叉车司机", "保安员", "客房保洁", "糖画学徒"]),
        occupations=tuple(chance.sample(["叉车司机", "保安", "保洁"], chance.randrange(3))),
        region_id=chance.choice(["banan", "jiangbei", "yubei", "liangjiang", None]),
        pay=Pay(None if low is None else round(low * scale, 2), None, per if low else None),
        employment_type=chance.choice(list(EmploymentType)),
        education=chance.choice([None, *Education]),
        experience_years=chance.choice([None, 0, 1, 3]),
        shifts=tuple(chance.sample(list(Shift), chance.randrange(3))),
        licences=tuple(chance.sample(["叉车证", "健康证"], chance.randrange(3))),
        benefits=tuple(chance.sample(["包吃", "包住", "五险"], chance.randrange(4))),
        closes_on=chance.choice([None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=9)]),
        starts_on=chance.choice([None, None, TODAY, TODAY + timedelta(days=1)]),
        is_near_rail=chance.random() < 0.5,
    )


def _filter(chance: random.Random) -> VacancyFilter:
    def perhaps(values: list[object]) -> tuple[object, ...]:
        return (chance.choice(values),) if chance.random() < 0.3 else ()

    floor = PayFloor(chance.choice([3000, 5000]), "month") if chance.random() < 0.3 else None
    if floor is None and chance.random() < 0.2:
        floor = PayFloor(150, "day")
    return VacancyFilter(
        occupations=perhaps(["叉车司机", "保安"]),
        words=perhaps(["糖画"]) if chance.random() < 0.2 else (),
        region_ids=perhaps(["banan", "liangjiang", "jiangbei"]),
        near=NEAR_RAIL if chance.random() < 0.1 else None,
        pay_floor=floor,
        employment_types=perhaps(list(EmploymentType)),
        shifts=perhaps([Shift.DAY, Shift.WEEKEND_OFF]),
        benefits=perhaps(["包吃", "五险"]),
        not_occupations=perhaps(["保洁"]),
        not_region_ids=perhaps(["banan", "liangjiang"]),
        not_shifts=perhaps([Shift.NIGHT, Shift.ROTATING]),
        not_employment_types=perhaps([EmploymentType.CASUAL]),
        education=chance.choice([None, None, Education.SENIOR]),
        experience_years=chance.choice([None, None, 0, 1]),
        licences=perhaps(["叉车证"]),
        has_no_licence=chance.random() < 0.1,
        starts_on=chance.choice([None, None, None, TODAY + timedelta(days=1)]),
    )
