"""Places are found under every name people use, and words that only look like places are not."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.places import PlaceMention, find_places
from tests.language.place_data import shipped_place_names, shipped_regions

TABLE = shipped_regions()
NAMES = shipped_place_names(TABLE)


def find(text: str) -> tuple[PlaceMention, ...]:
    return find_places(text, TABLE, NAMES)


@pytest.mark.parametrize(
    ("text", "region_id"),
    [
        ("我在万州", "wanzhou"),
        ("万州区的补贴", "wanzhou"),
        ("忠县招工", "zhongxian"),
        ("忠州镇上", "zhongxian"),
        ("开州哪里办", "kaizhou"),
        ("万盛还招人不", "wansheng"),
        ("万盛经开区", "wansheng"),
        ("綦江的工作", "qijiang"),
        ("石柱县", "shizhu"),
        ("石柱土家族自治县", "shizhu"),
        ("酉阳失业金", "youyang"),
        ("两江新区", "liangjiang"),
        ("重庆高新区管委会", "gaoxin"),
        ("西部科学城", "gaoxin"),
        ("重庆最低工资", "chongqing"),
        ("全国的政策", "cn"),
    ],
)
def test_districts_are_found_under_their_names(text: str, region_id: str) -> None:
    mention = find(text)[0]
    assert (mention.region_id, mention.former, mention.via_landmark) == (region_id, False, False)


@pytest.mark.parametrize(
    ("text", "region_id"),
    [
        ("开县老家", "kaizhou"),
        ("武隆县", "wulong"),
        ("万县人", "wanzhou"),
        ("梁平县", "liangping"),
        ("双桥区", "dazu"),
        ("巴县", "banan"),
        ("江北区", "jiangbei"),
        ("渝北还在不在", "yubei"),
    ],
)
def test_former_names_are_found_and_marked(text: str, region_id: str) -> None:
    mention = find(text)[0]
    assert (mention.region_id, mention.former) == (region_id, True)


@pytest.mark.parametrize(
    ("text", "region_id"),
    [
        ("观音桥附近的工作", "jiangbei"),
        ("解放碑那边", "yuzhong"),
        ("沙坪坝三峡广场", "shapingba"),
        ("南坪招服务员", "nanan"),
        ("杨家坪步行街", "jiulongpo"),
        ("大学城找兼职", "shapingba"),
        ("江津双福", "jiangjin"),
        ("双福工业园", "jiangjin"),
        ("江北国际机场地勤", "yubei"),
        ("江北机场", "yubei"),
        ("主城有没有岗位", "chongqing"),
        ("解放碑街道办", "yuzhong"),
        ("黑山镇", "wansheng"),
        ("珞璜电厂", "jiangjin"),
    ],
)
def test_landmarks_and_streets_lead_to_their_district(text: str, region_id: str) -> None:
    mentions = find(text)
    assert len(mentions) == 1
    assert (mentions[0].region_id, mentions[0].via_landmark) == (region_id, True)


def test_a_landmark_of_a_dissolved_district_leads_to_its_successor_today() -> None:
    region_id = find("观音桥")[0].region_id
    assert region_id is not None
    current = TABLE.find_current(region_id, date(2026, 11, 23))
    assert current is not None and current.id == "liangjiang"


@pytest.mark.parametrize(
    "text", ["成都", "四川省", "贵阳市", "北京", "上海", "贵州", "在深圳打工", "成都高新区", "成都大学城", "铁岭市"]
)
def test_other_cities_are_elsewhere(text: str) -> None:
    mentions = find(text)
    assert len(mentions) == 1
    assert mentions[0].elsewhere and mentions[0].region_id is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "失业金怎么领",
        "重庆小面店招人",
        "四川话说得好",
        "住在北京路",
        "长寿命电池厂",
        "高新技术企业",
        "两江交汇的地方",
        "北京时间几点",
        "重庆火锅店招服务员",
    ],
)
def test_words_that_only_contain_a_name_are_no_places(text: str) -> None:
    assert find(text) == ()


def test_several_places_are_found_in_order_with_their_positions() -> None:
    text = "从成都回来，户口在开县，人在江北国际机场上班"
    mentions = find(text)
    assert [mention.text for mention in mentions] == ["成都", "开县", "江北国际机场"]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


def test_every_name_of_a_region_leads_to_it() -> None:
    for region in TABLE:
        for name in (region.name, *region.short_names, *region.former_names, *region.landmarks):
            assert [mention.region_id for mention in find(name)] == [region.id], name


@settings(deadline=None)
@given(st.text(st.sampled_from("江北国际机场万州县区成都重庆忠开渝两新小面路"), max_size=30))
def test_mentions_never_overlap_and_always_quote_the_text(text: str) -> None:
    end = 0
    for mention in find(text):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


def test_finding_places_in_a_long_message_is_quick() -> None:
    text = "我在万州上班，想回江北找工作，" * 60
    begun = time.perf_counter()
    find(text)
    assert time.perf_counter() - begun < 1  # some 10 ms; the bound is for a search that goes astray
