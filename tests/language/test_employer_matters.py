"""Which matter of an employer is meant, by its words and by what was talked about."""

import pytest

from assistant.language.employer_matters import EmployerMatter, find_employer_matter

HARDSHIP, OVERAGE = "employer-hardship-social-insurance-subsidy", "overage-workers"


@pytest.mark.parametrize(
    ("text", "topic", "matter"),
    [
        ("试用期才一个月,干活不行,我把他辞退要给补偿不", None, EmployerMatter.PROBATION_DISMISSAL),
        ("手册没得,只是早会上讲过", "probation", EmployerMatter.PROBATION_PROOF),
        ("出纳有身孕了,能裁吗", None, EmployerMatter.PREGNANT_DISMISSAL),
        ("哺乳期的员工合同下月到期", None, EmployerMatter.PREGNANT_EXPIRY),
        ("年底合同期满了嘛", "maternity-leave", EmployerMatter.PREGNANT_EXPIRY),
        ("她休产假,钱是单位出吗", None, EmployerMatter.MATERNITY_PAY),
        ("想聘个七十来岁的老师傅看大门,要签协议吗", None, EmployerMatter.OVERAGE_HIRE),
        ("退休金他自己有,还要交吗", OVERAGE, EmployerMatter.OVERAGE_PENSION),
        ("搬东西撞到了哪个负责", OVERAGE, EmployerMatter.OVERAGE_INJURY),
        ("发不出钱,用库存货顶工资要得不", None, EmployerMatter.GOODS_FOR_WAGES),
        ("有啥子贷款", "wage-payment-rules", EmployerMatter.FIRM_LOAN),
        ("稳岗返还到账没有,在哪里看", None, EmployerMatter.REFUND_OF_OURS),
        ("裁员率咋算", None, EmployerMatter.LAYOFF_FORMULA),
        ("劝退一个人,裁员率会不会受影响", None, EmployerMatter.LAYOFF_COUNT),
        ("已经领的补贴要不要退", HARDSHIP, EmployerMatter.PAID_BACK),
        ("他做两个月就不干了咋办", HARDSHIP, EmployerMatter.HIRE_LEFT),
        ("那个残疾员工已经离职了", "disability-fund-reduction", EmployerMatter.DISABLED_LEFT),
        ("今年税少抵不满,能不能结转", None, EmployerMatter.TAX_LEFT_OVER),
        ("车间十几个工人想考证,可以上门培训不", None, EmployerMatter.TRAINING_ON_SITE),
        ("12个县的就业补贴是打给个人吗", None, EmployerMatter.COUNTY_PAID_TO),
    ],
)
def test_a_matter_is_known_by_its_words(text: str, topic: str | None, matter: EmployerMatter) -> None:
    assert find_employer_matter(text, topic) is matter


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("试用期最长几个月", None),
        ("产假多少天", "maternity-leave"),
        ("招了个退休返聘的,有补贴吗", None),
        ("补贴退役军人有没有", HARDSHIP),
        ("稳岗返还退多少", "job-stabilization-refund"),
        ("社保怎么交", None),
        ("创业贷款要什么条件", "wage-payment-rules"),
        ("工资多久发一次", None),
    ],
)
def test_other_questions_are_left_to_the_general_rules(text: str, topic: str | None) -> None:
    assert find_employer_matter(text, topic) is None
