"""What somebody can be told from what they said, over the knowledge that is shipped: on 23 November 2026."""

from pathlib import Path

import pytest

from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.domain.conversation import Turn
from tests.fakes.clock import FixedClock
from tests.services.talking import Talk


@pytest.fixture(scope="module")
def shipped(shipped_knowledge: tuple[Path, Path]) -> LoadedKnowledge:
    source, data = shipped_knowledge
    return KnowledgeStore(source, data, FixedClock()).open_current()


@pytest.fixture
def talk(shipped: LoadedKnowledge) -> Talk:
    return Talk(shipped)


def lines(turn: Turn) -> list[str]:
    return turn.text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "今年2月1号进的这家店，到今天合同都没签，一个月4500，能要双倍工资不",
        "我二月份进的超市，四千五一个月，到现在都没跟我签合同，可以喊老板赔好多钱",
        "做了九个月没跟我签合同，月薪四千五，双倍工资怎么算",
    ],
)
def test_double_wage_is_told_as_another_wage_on_top(talk: Talk, text: str) -> None:
    first, second = lines(talk.say(text))[:2]
    assert "最多能要8个月" in first
    assert "另外再要一倍，共36000元" in second


def test_double_wage_ends_with_the_day_before_the_contract_was_signed(talk: Talk) -> None:
    text = talk.say("3月15号入职，8月15号才补签的合同，月薪6000，双倍工资怎么算").text
    assert "最多能要4个月" in text
    assert "24000元" in text


def test_a_start_and_a_wage_told_later_complete_the_figure(talk: Talk) -> None:
    assert "在这个单位一共做了多久" in talk.say("没签合同能要双倍工资不").text
    assert "您每月工资多少" in talk.say("今年3月1号来的").text
    assert "另外再要一倍，共28000元" in talk.say("一个月4000").text


def test_rest_days_never_stand_in_for_a_statutory_holiday(talk: Talk) -> None:
    turn = talk.say("国庆1号2号3号都喊我们上班，月工资5400，给三天调休扯平，合法不")
    assert lines(turn)[0].startswith("法定节假日上班，单位不能拿调休（补休）来抵")
    assert "2234.48元" in turn.text


def test_only_the_first_three_days_of_october_are_paid_three_times(talk: Talk) -> None:
    text = talk.say("国庆七天我全在店头上班，工资一个月4350，加班费该给多少").text
    assert "3天的加班费不低于1800元" in text
    assert "休息日上的4天" in text
    assert "1600元" in text


def test_a_wage_that_is_missing_is_asked_for_after_the_rule(talk: Talk) -> None:
    turn = talk.say("国庆三天都在上班，老板说给我们补休算了，要得不要得")
    assert "9天的日工资" in lines(turn)[0]
    assert "您每月工资多少" in turn.text


def test_the_leave_of_the_first_year_is_a_share_of_the_full_one(talk: Talk) -> None:
    first = lines(talk.say("累计工龄11年，今年6月1号到的新公司，今年年假有几天"))[0]
    assert "全年该有10天" in first
    assert "是5天" in first


def test_leave_not_taken_is_paid_two_daily_wages_on_top(talk: Talk) -> None:
    turn = talk.say("我未休年假5天，月工资8700，公司要补好多钱")
    assert "另补200%，是4000元" in lines(turn)[0]
    assert "您累计工作多久" not in turn.text


def test_a_retirement_age_is_our_reckoning_and_the_calculator_decides(talk: Talk) -> None:
    first = lines(talk.say("我妈77年3月生的，车间工人，以前说50岁退，现在好久退"))[0]
    for words in ("51岁2个月", "2028年5月", "按规则推算", "退休年龄计算器为准", "最早到2027年3月", "缴费满最低年限"):
        assert words in first


def test_where_the_post_is_unknown_both_ages_are_told_and_the_post_is_asked_for(talk: Talk) -> None:
    first = lines(talk.say("我妈77年3月生的，好久退休"))[0]
    assert "51岁2个月" in first
    assert "56岁10个月" in first
    assert "工人还是干部岗位" in first
    assert "最早到2027年3月" in talk.say("她是车间工人").text


def test_who_was_due_before_the_delay_keeps_the_former_age(talk: Talk) -> None:
    assert "不受延迟退休影响" in lines(talk.say("我1964年10月生的男的，延迟退休影响我不"))[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("三个人合伙开店，创业担保贷款合起来最多能贷好多", "合起来最多165万元"),
        ("我跟两个朋友合伙开公司，创业贷款总共能贷好多", "合起来最多165万元"),
        ("十二个人合伙创业担保贷款最多能贷好多", "合起来最多600万元"),
    ],
)
def test_partners_are_told_what_they_may_borrow_together(talk: Talk, text: str, words: str) -> None:
    assert words in lines(talk.say(text))[0]


def test_the_benefit_of_ones_own_place_is_told_first_with_the_total(talk: Talk) -> None:
    first = lines(talk.say("失业金一个月是2097还是1864，我户口酉阳的，失业保险交了八年"))[0]
    assert "每月2097元" in first
    assert "一共35649元" in first


def test_severance_counts_from_the_day_one_began_to_the_day_one_left(talk: Talk) -> None:
    text = talk.say("我18年3月进厂，干到今天，公司要裁我，一个月6000，能赔好多").text
    assert "做了8年8个月" in text
    assert "一共54000元" in text
    left = Talk(talk.loaded).say("2019年3月进的单位，干到今年九月底被辞退，月薪7000，公司该赔我好多").text
    assert "做了7年7个月" in left


def test_months_insured_come_to_a_total_wherever_one_is_registered(talk: Talk) -> None:
    assert "一共22368元" in talk.say("厂子垮了，失业保险交了四年，失业金一共好多钱").text


def test_who_has_told_how_long_they_worked_hears_what_it_comes_to_if_they_were_insured(talk: Talk) -> None:
    turn = talk.say("老板喊的协商解除，我在那个厂做了七年半，失业金领得到好多个月，一个月好多钱")
    assert "都交了失业保险" in turn.text
    assert "16个月" in turn.text
    assert "一共29824元" in turn.text
    assert "对不上" not in turn.text


def test_whoever_left_by_their_own_wish_is_told_no_sum(talk: Talk) -> None:
    turn = talk.say("我自己提的离职，失业保险交了四年，失业金能领好多")
    assert "对不上" in turn.text
    assert "22368" not in turn.text


def test_a_probation_beyond_the_limit_is_paid_for_with_the_wage_after_it(talk: Talk) -> None:
    text = talk.say("合同签的三年，试用期写了八个月，转正后七千，我都做了八个月了，试用期约长了怎么赔").text
    assert "试用期工资就不低于5600元" in text
    assert "超出2个月" in text
    assert "一共14000元" in text


def test_the_last_day_to_report_an_injury_is_a_year_from_it(talk: Talk) -> None:
    text = talk.say("今年6月20号下夜班回家路上遭小车撞了，交警定我次要责任，公司不给报，我还能申请工伤不").text
    assert "2026年7月20日" in text
    assert "2027年6月20日" in text
    assert "120" not in text


def test_ones_own_average_wage_goes_into_the_severance(talk: Talk) -> None:
    assert "一共26000元" in talk.say("公司不给我交社保，我做了四年半，平均工资5200，我走的话能赔好多").text


def test_a_death_is_met_with_sympathy_and_what_the_family_can_claim(talk: Talk) -> None:
    first, second = lines(talk.say("我屋头爸爸上周走了，他正在领失业金，我妈问可以去领点啥子"))[:2]
    assert "节哀" in first
    assert "丧葬补助金和抚恤金" in second


def test_what_a_firm_asks_before_it_stamps_is_no_search_for_work(talk: Talk) -> None:
    turn = talk.say("人事说要我先把工衣钱三百块交了才给盖章")
    assert "vacancy" not in {card["kind"] for card in turn.cards}
    assert "单位招人收钱违法" in turn.text


def test_pension_years_that_fall_short_are_told(talk: Talk) -> None:
    talk.say("我76年3月生的女工人，到年龄了退得成不")
    assert "还差48个月" in talk.say("可是我只交了11年").text
