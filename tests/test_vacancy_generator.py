"""Generated adverts: the same call gives the same ones, each with an id of its own, varied enough for a bench."""

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from assistant.adapters.content.word_files import read_regions
from assistant.domain.vacancies import ADVERT_FIELDS
from evals.vacancy_composer import Composer
from evals.vacancy_generator import ROOT, generate, main
from evals.vacancy_material import read_material
from evals.vacancy_pay import printed_pays

TODAY = date(2026, 11, 28)
ADVERTS = list(generate(4_000, seed=7, today=TODAY))


def test_the_same_seed_gives_the_same_adverts_and_another_seed_others() -> None:
    assert list(generate(200, seed=7, today=TODAY)) == ADVERTS[:200]
    assert list(generate(200, seed=8, today=TODAY)) != ADVERTS[:200]


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    assert list(islice(generate(1_000_000, seed=7, today=TODAY), 50)) == ADVERTS[:50]


def test_every_advert_has_an_id_of_its_own() -> None:
    assert len({advert.external_id for advert in ADVERTS}) == len(ADVERTS)


def test_texts_are_long_and_differ() -> None:
    assert all(120 <= len(advert.description) <= 320 for advert in ADVERTS)
    assert len({advert.description for advert in ADVERTS}) > 0.99 * len(ADVERTS)


def test_employers_are_many_and_labelled() -> None:
    assert all("示例" in advert.employer for advert in ADVERTS)
    assert len({advert.employer for advert in ADVERTS}) > 2_000


def test_days_lie_around_today() -> None:
    for advert in ADVERTS:
        assert TODAY - timedelta(days=60) <= date.fromisoformat(advert.posted_on) <= TODAY
        assert not advert.closes_on or date.fromisoformat(advert.closes_on) >= TODAY
        assert not advert.starts_on or date.fromisoformat(advert.starts_on) >= TODAY


def test_large_districts_have_more_adverts_than_small_counties() -> None:
    count = Counter(word for advert in ADVERTS for word in ("渝北", "城口") if word in advert.place)
    assert count["渝北"] > 4 * count["城口"] > 0


def test_no_monthly_pay_of_the_material_is_below_the_minimum_wage() -> None:
    for post in read_material(ROOT).posts:
        if post.per == "month":
            printed = [pay for is_central in (True, False) for pay in printed_pays(post, is_central)]
            assert min(int(digits) for pay in printed for digits in re.findall(r"\d{4,}", pay) or ["2330"]) >= 2330


@pytest.mark.parametrize("name", ["feed.csv", "feed.jsonl"])
def test_a_feed_file_is_written(tmp_path: Path, name: str) -> None:
    main(["--count", "30", "--output", str(tmp_path / name), "--today", TODAY.isoformat()])
    with (tmp_path / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file)) if name.endswith("csv") else [json.loads(line) for line in file]
    assert [row["external_id"] for row in rows] == [f"g1-{number}" for number in range(30)]
    assert set(rows[0]) <= set(ADVERT_FIELDS)


def test_the_command_wants_to_know_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "--samples" in capsys.readouterr().err


def test_a_spot_for_works_is_no_spot_for_shops() -> None:
    composer = Composer(read_material(ROOT), read_regions(ROOT))
    assert all(spot.at == "厂" for spot in composer.spots_at("banan", "厂"))
    assert all(spot.at != "厂" for spot in composer.spots_at("banan", "城"))
