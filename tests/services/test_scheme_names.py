"""Schemes are found by the names people give them."""

import pytest

from assistant.domain.knowledge import Audience
from assistant.services.scheme_names import SchemeNames
from tests.services.shipped_rules import shipped_rules

KEY_GROUPS, VETERAN = "tax-key-groups-employer", "tax-veteran-employer"
LEFT_SCHOOL, IN_SCHOOL = "graduate-left-school-subsidy", "graduate-job-seeking-subsidy"
POVERTY, TRANSPORT = "poverty-relief-job-seeking-subsidy", "transport-subsidy"


def found(text: str, audience: Audience) -> tuple[tuple[str, ...], ...]:
    return SchemeNames(shipped_rules().schemes_for(audience)).find(text)


@pytest.mark.parametrize(
    ("text", "scheme_id"),
    [
        ("招重点群体抵税算一下", KEY_GROUPS),
        ("招重点群体的税收扣减我们算不算得上", KEY_GROUPS),
        ("公司招退役士兵的税收扣减一年能扣多少", VETERAN),
        ("稳岗补贴拿得到好多", "job-stabilization-refund"),
        ("小微企业毕业生补贴算得上不", "micro-enterprise-graduate-subsidy"),
        ("那个一次性吸纳就业的补帖", "one-off-hiring-subsidy"),
    ],
)
def test_words_left_out_or_put_between_do_not_hide_a_scheme(text: str, scheme_id: str) -> None:
    assert found(text, Audience.EMPLOYER) == ((scheme_id,),)


@pytest.mark.parametrize(
    "text", ["重点群体抵税和退役士兵抵税能一起用吗", "脱贫人口和退役士兵的税收扣减分别能扣多少", "重点群体、退伍兵抵税"]
)
def test_of_two_schemes_sharing_an_ending_both_are_found(text: str) -> None:
    assert found(text, Audience.EMPLOYER) == ((KEY_GROUPS,), (VETERAN,))


def test_two_schemes_in_one_question_are_found_in_its_order() -> None:
    text = "脱贫户那个一次性求职创业补贴和出门打工的交通补助,我各能领好多"
    assert found(text, Audience.JOB_SEEKER) == ((POVERTY,), (TRANSPORT,))


def test_a_name_within_a_longer_one_names_nothing_by_itself() -> None:
    assert found("脱贫户求职创业补贴有好多", Audience.JOB_SEEKER) == ((POVERTY,),)


@pytest.mark.parametrize("text", ["离校没就业的困难毕业生求职补帖给好多", "离校未就业毕业生那个求职创业补贴"])
def test_the_words_before_a_shared_ending_tell_which_is_meant(text: str) -> None:
    assert found(text, Audience.JOB_SEEKER) == ((LEFT_SCHOOL,),)


def test_an_ending_several_titles_share_may_mean_each_of_them() -> None:
    (names,) = found("交求职创业补贴的材料", Audience.JOB_SEEKER)
    assert names[0] == IN_SCHOOL
    assert set(names) == {IN_SCHOOL, LEFT_SCHOOL, POVERTY}


def test_a_text_that_names_no_scheme_finds_none() -> None:
    assert found("我今年招了三个人,社保都交了", Audience.EMPLOYER) == ()


@pytest.mark.parametrize(
    ("text", "schemes"),
    [
        ("听说有个失业金，帮我算一哈", ("unemployment-benefit",)),
        ("在领失业金，还能领什么", ()),
        ("失业金领完了，还有啥补贴", ()),
        ("帮我算算能领什么", ()),
    ],
)
def test_the_shortest_names_are_found_where_somebody_does_not_have_it_yet(text: str, schemes: tuple[str, ...]) -> None:
    assert SchemeNames(shipped_rules().schemes_for(Audience.JOB_SEEKER)).find_short(text) == schemes
