"""Whether a sentence says the opposite of its evidence, in comparable words as they are shipped."""

import pytest

from assistant.services.reversed_meaning import reverses
from tests.services.free_text_check import shipped_free_text

SAME = [
    ("不用交钱。", "办理失业登记不收取任何费用。"),
    ("最多领两年。", "领取期限不超过24个月。"),
    ("满三年的，给9个月。", "缴费3年以上的，领9个月。"),
    ("一个月最多36小时。", "每月不超过36小时。"),
    ("没签合同的，要付双倍工资。", "未订立书面劳动合同的，应当支付二倍工资。"),
    ("单位要在三十天内申请。", "用人单位应当在30日内提出申请。"),
    ("找到工作以后，失业金就停了。", "重新就业的，停止领取失业保险金。"),
    ("不属于重点群体的，不能申请。", "仅限重点群体申请。"),
    ("档案要走机要，自己不能带。", "档案不得由个人携带，须通过机要通信转递。"),
]
TURNED = [
    ("申请要收费。", "申请不收取任何费用。"),
    ("至少领24个月。", "领取期限不超过24个月。"),
    ("不满3年的，领9个月。", "缴费3年以上的，领9个月。"),
    ("每月不少于36小时。", "每月不超过36小时。"),
    ("每月补1500元。", "一次性补贴1500元。"),
    ("单位要在30日以后申请。", "用人单位应当在30日内提出申请。"),
    ("重新就业以后可以继续领失业保险金。", "重新就业的，停止领取失业保险金。"),
    ("单位不用付工资。", "用人单位应当按时支付工资。"),
    ("单位可以收押金。", "用人单位不得以任何名义收取财物。"),
    ("裁员的企业可以返还。", "未裁员的企业可以返还失业保险费。"),
    ("产后可以先休15天。", "产前可以休假15天。"),
    ("每1个月延迟4个月。", "每4个月延迟1个月。"),
    ("护理由家属负责。", "护理由所在单位负责。"),
    ("先补后缴。", "先缴后补，每半年申报一次。"),
    ("不是首次创业的也可以。", "首次创业的，可以申请。"),
    ("企业按月申报。", "企业按季度申报。"),
    ("9月1日以前申请。", "申请时间为9月1日至11月30日。"),
    ("每人600元发给劳动者本人。", "按每人600元给予企业培训补贴。"),
    ("逾期也可以补申请。", "逾期未申请的，视为放弃。"),
]


@pytest.mark.parametrize(("said", "evidence"), SAME)
def test_the_same_in_other_words_is_not_reversed(said: str, evidence: str) -> None:
    assert not _reverses(said, evidence)


@pytest.mark.parametrize(("said", "evidence"), TURNED)
def test_a_denial_bound_order_period_or_actor_turned_round_is_reversed(said: str, evidence: str) -> None:
    assert _reverses(said, evidence)


def _reverses(said: str, evidence: str) -> bool:
    rules = shipped_free_text()
    return reverses(rules.words.plain(said), rules.words.plain(evidence), rules.opposites)


FLIPPED = [
    ("到2027年建零工市场100个以下。", "到2027年建零工市场100个以上。"),
    ("合计不少于职工生前工资。", "合计不超过职工生前工资。"),
    ("单位每年要付您2倍工资。", "单位每月要付您2倍工资。"),
    ("您不可以请求法院撤销。", "一般算数，骗签的不算数。有重大误解的，您可以请求法院撤销。"),
    ("离校2年内就业毕业生可以参加。", "离校2年内未就业毕业生可以参加。"),
    ("成年工不能下矿井。", "未成年工不能下矿井。"),
]


@pytest.mark.parametrize(("said", "evidence"), FLIPPED)
def test_one_small_word_turned_in_a_quotation_is_seen(said: str, evidence: str) -> None:
    assert _reverses(said, evidence)
    assert not _reverses(evidence, evidence)
