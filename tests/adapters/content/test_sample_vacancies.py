"""The sample vacancies as they are shipped: enough, everywhere, labelled, with what demonstrations and journeys need."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.sample_vacancies_file import SAMPLES_FILE, SampleVacancy, read_sample_vacancies
from assistant.adapters.content.vacancy_words_file import read_occupation_groups
from assistant.adapters.content.word_files import read_regions
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import RawAdvert
from assistant.language.places import find_places
from evals.vacancy_generator import sample_lines
from evals.vacancy_material import read_material
from tests.small_knowledge_base import SHIPPED

SAMPLES = read_sample_vacancies(SHIPPED)
FAULTS = [sample for sample in SAMPLES if sample.advert.external_id.startswith("fault-")]
SOUND = [sample for sample in SAMPLES if not sample.advert.external_id.startswith("fault-")]
DESK_FIELDS = {"办公销售", "技术", "教育医疗"}
KINDS_OF_FAULT = {
    "sex", "age", "household", "fee", "deposit", "documents", "loan", "brushing", "vague", "pay", "copy", "dates", "code",
    "injection", "duplicate",
}  # fmt: skip
CENTRAL = {
    "liangjiang",
    "jiangbei",
    "yubei",
    "yuzhong",
    "dadukou",
    "shapingba",
    "jiulongpo",
    "nanan",
    "beibei",
    "banan",
}
LINE = {
    "external_id": "a", "title": "普工", "employer": "示例厂", "description": "装盒。", "place": "巴南区", "pay": "面议",
    "posted_days": 0,
}  # fmt: skip


@cache
def region_of(place: str) -> str | None:
    """The region that the place names first."""
    regions = _regions()
    mentions = [mention for mention in find_places(place, regions, _places()) if mention.region_id != "chongqing"]
    return mentions[0].region_id if mentions else None


@cache
def _regions():
    return read_regions(SHIPPED)


@cache
def _places():
    return read_places(SHIPPED, _regions())


def text_of(advert: RawAdvert) -> str:
    return f"{advert.title} {advert.description} {advert.shift} {advert.benefits} {advert.employment_type}"


def in_regions(samples: list[SampleVacancy], *region_ids: str) -> list[SampleVacancy]:
    return [sample for sample in samples if region_of(sample.advert.place) in region_ids]


def test_there_are_enough_adverts_and_no_id_is_there_twice() -> None:
    assert len(SAMPLES) >= 1_600
    assert len({sample.advert.external_id for sample in SAMPLES}) == len(SAMPLES)
    assert (SHIPPED / SAMPLES_FILE).stat().st_size < 1_500_000


def test_the_file_is_what_the_generator_makes_of_the_material() -> None:
    assert (SHIPPED / SAMPLES_FILE).read_text(encoding="utf-8").splitlines() == list(sample_lines())


def test_every_employer_and_every_advert_is_labelled() -> None:
    assert all("示例" in sample.advert.employer and "示例" in sample.advert.tags for sample in SAMPLES)


def test_every_district_and_county_has_twenty_adverts_under_the_names_people_use() -> None:
    count = Counter(region_of(sample.advert.place) for sample in SOUND)
    wanted = [region.id for region in _regions() if region.kind in ("district", "county", "functional_zone")]
    assert {region_id: count[region_id] for region_id in wanted if count[region_id] < 20} == {}
    assert count[None] == 0


def test_most_adverts_are_for_blue_collar_or_casual_work() -> None:
    fields = {group.name: group.field for group in read_occupation_groups(SHIPPED)}
    by_title = {
        title: fields[post.does]
        for post in read_material(SHIPPED).posts
        for work in post.works
        for title in work.titles
    }
    longest_first = sorted(by_title, key=len, reverse=True)
    of = [next((by_title[t] for t in longest_first if t in sample.advert.title), "?") for sample in SOUND]
    count = Counter(field in DESK_FIELDS for field in of if field != "?")
    assert of.count("?") < 30
    assert count[False] / count.total() >= 0.65


def test_all_kinds_of_fault_are_planted() -> None:
    assert len(FAULTS) >= 60
    assert {sample.advert.external_id.split("-")[1] for sample in FAULTS} >= KINDS_OF_FAULT


def test_no_advert_carries_a_telephone_number_or_a_contact_by_name() -> None:
    for sample in SAMPLES:
        words = " ".join(str(value) for name, value in vars(sample.advert).items() if name != "credit_code")
        assert not re.search(
            r"1[3-9]\d{9}|0?23-?\d{8}|微信号|联系人|[王李张刘陈杨](?:先生|女士|姐|哥|总|经理)", words
        ), words


def test_sound_adverts_close_later_than_they_are_posted_and_never_before_today() -> None:
    for sample in SOUND:
        days = sample.day_offsets
        assert days["posted_on"] <= 0
        assert days.get("closes_on", 0) >= 0
        if "starts_on" in days:
            assert days["closes_on"] >= days["starts_on"]
    assert sum("closes_on" not in sample.day_offsets for sample in SOUND) >= 100


def test_forklift_work_in_banan_asks_for_the_licence() -> None:
    found = [s for s in in_regions(SOUND, "banan") if "叉车" in s.advert.title and "叉车" in s.advert.licences]
    assert len({sample.advert.employer for sample in found}) >= 3


def test_liangjiang_has_frontend_work_for_graduates_and_for_the_experienced() -> None:
    found = [s for s in in_regions(SOUND, "liangjiang") if "前端" in s.advert.title]
    assert sum(bool(re.search("应届|不限|校招", s.advert.experience + s.advert.title)) for s in found) >= 3
    assert any(re.search("[35]年以上", s.advert.experience) for s in found)


def test_liangjiang_has_line_work_with_board_and_lodging_above_six_thousand_without_nights() -> None:
    found = [
        s
        for s in in_regions(SOUND, "liangjiang")
        if "普工" in s.advert.title and re.search("包吃住|包吃包住|包吃，包住", s.advert.benefits)
        and re.search(r"[67]\d{3}|6\.5-8千", s.advert.pay) and not re.search("两班|三班|夜班，", s.advert.shift)
    ]  # fmt: skip
    assert len({sample.advert.employer for sample in found}) >= 6


def test_there_is_day_work_for_tomorrow_in_the_centre_and_in_most_counties() -> None:
    tomorrow = [s for s in SOUND if s.day_offsets.get("starts_on") == 1]
    regions = Counter(region_of(sample.advert.place) for sample in tomorrow)
    assert sum(regions[region_id] for region_id in CENTRAL) >= 25
    assert set(regions) >= CENTRAL
    assert len(regions) >= 35
    assert all("明早" in (words := text_of(s.advert)) or "明天" in words or "明晚" in words for s in tomorrow)


@pytest.mark.parametrize("word", ["保安", "保洁"])
def test_guards_and_cleaners_are_wanted_everywhere(word: str) -> None:
    found = {region_of(s.advert.place) for s in SOUND if word in s.advert.title}
    assert len(found) == len(read_material(SHIPPED).places)


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        ("电工", 15), ("月嫂|护工|陪护", 15), ("骑手|送餐员", 25), ("见习", 15), ("公益性岗位", 40), ("残疾|视障|听障", 12),
        ("妈妈岗|宝妈|接娃", 8), ("会计", 30), ("教师|老师", 30), ("日结|零工|临时", 150),
    ],
)  # fmt: skip
def test_what_demonstrations_need_is_there(pattern: str, least: int) -> None:
    assert sum(bool(re.search(pattern, text_of(sample.advert))) for sample in SOUND) >= least


def test_sound_adverts_hardly_repeat_one_another() -> None:
    texts = Counter(sample.advert.description for sample in SOUND)
    assert len(texts) >= 0.99 * len(SOUND)


def test_days_and_fields_are_read_apart(tmp_path: Path) -> None:
    write(tmp_path, {**LINE, "posted_days": -2, "closes_days": 5, "starts_days": 1})
    (sample,) = read_sample_vacancies(tmp_path)
    assert sample.advert == RawAdvert("a", "普工", "示例厂", "装盒。", place="巴南区", pay="面议", row=1)
    assert dict(sample.day_offsets) == {"posted_on": -2, "closes_on": 5, "starts_on": 1}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_days": -1}, "closes_days"), ({"phone": "1"}, "phone"), ({"employer": "某厂"}, "示例"),
        ({"posted_days": "0"}, "posted_days"), ({"title": ""}, "title"), ({}, "twice"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path: Path, wrong: dict[str, object], said: str) -> None:
    write(tmp_path, LINE, {**LINE, **wrong})
    with pytest.raises(KnowledgeError, match=rf"vacancies\.jsonl:2: .*{said}"):
        read_sample_vacancies(tmp_path)


def test_a_line_cut_in_the_middle_and_a_missing_file_are_knowledge_errors(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"vacancies\.jsonl:1"):
        read_sample_vacancies(tmp_path)
    write(tmp_path, LINE)
    (tmp_path / SAMPLES_FILE).write_text(json.dumps(LINE)[:20], encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"vacancies\.jsonl:1"):
        read_sample_vacancies(tmp_path)


def write(root: Path, *lines: dict[str, object]) -> None:
    (root / SAMPLES_FILE).parent.mkdir(exist_ok=True)
    (root / SAMPLES_FILE).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
