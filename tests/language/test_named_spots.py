"""Places that no table names are read where the words around them say that they are places."""

import pytest

from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()


@pytest.mark.parametrize(
    ("text", "near", "region_ids"),
    [
        ("渝北区兰馨大道附近找收银", "兰馨大道", ("yubei",)),
        ("垫江新民镇那边的电子厂", "新民镇", ("dianjiang",)),
        ("石柱黄水那边护林员还招人么", "黄水", ("shizhu",)),
        ("荣昌安富镇的陶瓷厂", "安富镇", ("rongchang",)),
        ("渝北回兴工业园 普工", "回兴工业园", ("yubei",)),
        ("在协和医院附近找个保洁", "协和医院", ()),
        ("红星美凯龙附近卖家具", "红星美凯龙", ()),
        ("沙坪坝西南医院护工", "西南医院", ("shapingba",)),
    ],
)
def test_a_place_is_known_by_its_kind_or_by_the_district_before_it(
    text: str, near: str, region_ids: tuple[str, ...]
) -> None:
    wanted = read_wishes(text, CONTEXT)
    assert (wanted.near, wanted.region_ids) == (near, region_ids)


@pytest.mark.parametrize(
    "text",
    [
        "渝北找路边发传单的活",
        "江北区的路上跑外卖",
        "渝北的医院招护士吗",
        "长寿的学校招门卫不",
        "铜梁新城的销售",
        "彭水乡镇卫生院招医生吗",
        "想去工业园上班",
    ],
)
def test_a_word_for_any_place_is_no_spot(text: str) -> None:
    assert read_wishes(text, CONTEXT).near is None


def test_beside_the_light_rail_stays_beside_the_light_rail() -> None:
    assert read_wishes("要在轻轨站边边上的客服", CONTEXT).near == "rail"
