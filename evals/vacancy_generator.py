"""Invented adverts: the samples that are shipped, and as many as a bench wants.

    python -m evals.vacancy_generator --samples                      rewrites knowledge_base/samples/vacancies.jsonl
    python -m evals.vacancy_generator --count 1000000 --output f.csv a feed file, CSV or JSON Lines by its ending

All is drawn with fixed seeds: the same call gives the same adverts.
"""

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

from assistant.adapters.content.word_files import read_regions
from assistant.domain.vacancies import ADVERT_FIELDS, RawAdvert
from assistant.services.clock import SystemClock
from evals.vacancy_composer import Composer, Days
from evals.vacancy_material import Material, Post, WholeAdvert, read_material

ROOT = Path(__file__).parents[1] / "knowledge_base"
SAMPLE_FILE = "samples/vacancies.jsonl"
SAMPLE_SEED = 4
#: Every region has so many sample adverts; the rest goes by size.
_LEAST_IN_A_REGION = 27
_FOR_A_SIZE = 3
#: Every region has at least one advert of each, and its first of this post is for tomorrow.
_FOR_TOMORROW = "day-labour"
_EVERYWHERE = ("guard", "cleaner", "elder-care", "rider", _FOR_TOMORROW, "welfare-assist", "accountant", "teacher")
_TRIES, _BEGINNING = 12, 40


def generate(count: int, seed: int = 1, today: date = date(2026, 11, 28), root: Path = ROOT) -> Iterator[RawAdvert]:
    """`count` adverts with ids of their own and texts of 120 characters and more; days are ISO dates around `today`."""
    composer = _composer(root)
    draw = random.Random(seed)
    material = composer.material
    region_ids, sizes = list(material.sizes), list(accumulate(material.sizes.values()))
    decks = {region_id: _deck(material, region_id) for region_id in region_ids}
    printed: dict[int | None, str] = {day: (today + timedelta(days=day)).isoformat() for day in range(-60, 61)}
    for number in range(count):
        region_id = draw.choices(region_ids, cum_weights=sizes)[0]
        deck = decks[region_id]
        post = deck[int(draw.random() * len(deck))]
        days, work = composer.draw_days(draw, post), composer.draw_work(draw, post)
        yield composer.compose(
            draw, post, work, region_id, days,
            external_id=f"g{seed}-{number}",
            employer=composer.numbered_employer(draw, work),
            printed_days=(printed[days.posted], printed.get(days.closes, ""), printed.get(days.starts, "")),
            is_long=True,
        )  # fmt: skip


def sample_lines(root: Path = ROOT) -> Iterator[str]:
    """The lines of the sample file: whole adverts of the material, then composed ones of every region."""
    composer = _composer(root)
    for whole in (*composer.material.fixed, *composer.material.faults):
        yield _whole_line(whole)
    draw = random.Random(SAMPLE_SEED)
    seen: set[str] = set()
    for region_id, size in composer.material.sizes.items():
        posts = _sample_posts(draw, composer.material, region_id, _LEAST_IN_A_REGION + size * _FOR_A_SIZE)
        for number, post in enumerate(posts, 1):
            is_for_tomorrow = post.id == _FOR_TOMORROW and number <= len(_EVERYWHERE)
            days = Days(0, 1, 1) if is_for_tomorrow else composer.draw_days(draw, post)
            advert = _compose_unlike(composer, draw, post, region_id, days, f"{region_id}-{number}", seen)
            yield _line(_printed_fields(advert), days)


def write_samples(root: Path = ROOT) -> int:
    """Rewrites the sample file; how many lines it has."""
    lines = list(sample_lines(root))
    (root / SAMPLE_FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


def write_feed(path: Path, adverts: Iterator[RawAdvert]) -> None:
    """A feed file: CSV with a heading where the name ends so, JSON Lines otherwise."""
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            rows = csv.writer(file)
            rows.writerow(ADVERT_FIELDS)
            rows.writerows([getattr(advert, name) for name in ADVERT_FIELDS] for advert in adverts)
            return
        for advert in adverts:
            file.write(json.dumps(_printed_fields(advert), ensure_ascii=False) + "\n")


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", action="store_true", help="rewrite the sample file")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args(arguments)
    if options.samples:
        print(f"{write_samples()} adverts in {SAMPLE_FILE}", file=sys.stderr)
    elif options.output:
        write_feed(options.output, generate(options.count, options.seed, options.today or SystemClock().today()))
    else:
        parser.error("Say --samples, or --output with the name of a feed file.")


def _composer(root: Path) -> Composer:
    return Composer(read_material(root), read_regions(root))


def _deck(material: Material, region_id: str) -> tuple[Post, ...]:
    """Every post of the region as often as it weighs."""
    return tuple(post for post in material.posts_in(region_id) for _ in range(post.weight))


def _sample_posts(draw: random.Random, material: Material, region_id: str, count: int) -> list[Post]:
    """Those that are everywhere, then any, none of them more often than it weighs."""
    deck = list(_deck(material, region_id))
    draw.shuffle(deck)
    everywhere = [post for post in material.posts_in(region_id) if post.id in _EVERYWHERE]
    return everywhere + list(islice(deck, count - len(everywhere)))


def _compose_unlike(
    composer: Composer,
    draw: random.Random,
    post: Post,
    region_id: str,
    days: Days,
    external_id: str,
    seen: set[str],
) -> RawAdvert:
    """An advert whose beginning no earlier one has, as far as the material goes."""
    for _ in range(_TRIES):
        work = composer.draw_work(draw, post)
        employer = composer.local_employer(draw, work, region_id)
        advert = composer.compose(draw, post, work, region_id, days, external_id=external_id, employer=employer)
        if advert.description[:_BEGINNING] not in seen:
            break
    seen.add(advert.description[:_BEGINNING])
    return advert


def _printed_fields(advert: RawAdvert) -> dict[str, str]:
    return {name: value for name in ADVERT_FIELDS if (value := getattr(advert, name))}


def _whole_line(whole: WholeAdvert) -> str:
    values = asdict(
        RawAdvert(
            **whole.model_dump(exclude={"posted_days", "closes_days", "starts_days"}),
            tags="示例",
        )
    )
    printed = {name: values[name] for name in ADVERT_FIELDS if values[name]}
    return _line(printed, Days(whole.posted_days, whole.closes_days, whole.starts_days))


def _line(printed: dict[str, str], days: Days) -> str:
    offsets = {"posted_days": days.posted, "closes_days": days.closes, "starts_days": days.starts}
    counted = {name: offset for name, offset in offsets.items() if offset is not None}
    return json.dumps({**printed, **counted}, ensure_ascii=False)


if __name__ == "__main__":
    main()
