"""Work that is described and not named is found by the nearest descriptions; what is no search describes none."""

from datetime import date

import pytest

from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.language.likely_trades import LikelyTrades
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import ROOT, read_context

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "occupation"),
    [
        ("想在冉家坝找个给猫猫狗狗洗澡吹毛的活", "宠物护理员"),
        ("晚上在化龙桥帮喝醉了的人把车开回去", "代驾"),
        ("想在南坪找个帮人收拾衣柜的活", "家政"),
    ],
)
def test_work_is_known_by_what_is_done(said: str, occupation: str) -> None:
    assert read_wishes(said, read_context(TODAY)).occupations == (occupation,)


@pytest.mark.parametrize("said", ["老板不发工资怎么办", "失业金啷个领", "我以前给人家洗过狗"])
def test_what_is_no_search_describes_no_work(said: str) -> None:
    assert read_wishes(said, read_context(TODAY)).occupations == ()


def test_a_named_occupation_goes_before_a_described_one() -> None:
    assert read_wishes("北碚的保安，给狗狗洗澡也会", read_context(TODAY)).occupations[0] == "保安"


def test_between_two_near_occupations_none_is_chosen() -> None:
    trades = LikelyTrades({"甲": ["帮人看店收钱"], "乙": ["帮人看店理货"]})
    assert trades.find("帮人看店") is None
    assert trades.find("帮人看店收钱") == "甲"


def test_every_description_belongs_to_an_occupation_of_the_table() -> None:
    assert read_vacancy_words(ROOT).trades.find("给狗狗洗澡剪毛") == "宠物护理员"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("电焊工，工地莫喊我", "工地"),
        ("切菜的，烧烤店不去", "烧烤店"),
        ("想当保育员，民办的不考虑", "民办"),
        ("普工，璧山，不想进服装厂", "服装厂"),
    ],
)
def test_a_kind_of_workplace_that_is_refused_is_kept(said: str, refused: str) -> None:
    assert read_wishes(said, read_context(TODAY)).not_words == (refused,)
