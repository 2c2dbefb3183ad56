"""What is told for each matter of an employer: words that answer first, then the sections they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.language.employer_matters import EmployerMatter


@dataclass(frozen=True)
class MatterAnswer:
    """`sections`: document → headings, the first document being the topic from now on; the words that come first rest
    on the section named first, and are in the canned replies as `employer_<matter>`. `borne_by_all`: on all of them.

    `is_to_worker`: the sections speak to the worker, which is said.
    """

    sections: Mapping[str, tuple[str, ...]]
    is_to_worker: bool = False
    borne_by_all: bool = False


ANSWERS: Mapping[EmployerMatter, MatterAnswer] = {
    EmployerMatter.PROBATION_DISMISSAL: MatterAnswer(
        {"probation": ("试用期能随便辞退人吗", "试用期被辞退有没有钱"), "dismissal-and-layoffs": ("哪些过错可以辞退",)},
        True,
    ),
    EmployerMatter.PROBATION_PROOF: MatterAnswer(
        {"probation": ("试用期能随便辞退人吗",), "dismissal-and-layoffs": ("不能胜任就能开除吗",)}, True
    ),
    EmployerMatter.PREGNANT_DISMISSAL: MatterAnswer(
        {"maternity-leave": ("怀孕、产假、哺乳期能不能辞退降薪", "怀孕和哺乳期能不能加班、上夜班")}, True
    ),
    EmployerMatter.PREGNANT_EXPIRY: MatterAnswer({"maternity-leave": ("合同在怀孕或产假时到期",)}, True),
    EmployerMatter.MATERNITY_PAY: MatterAnswer({"maternity-leave": ("产假工资谁发、发多少", "生育保险谁交")}, True),
    EmployerMatter.OVERAGE_HIRE: MatterAnswer(
        {"overage-workers": ("要不要签合同", "受伤了有没有保障", "工资有没有底线", "养老和医保怎么办")},
        True,
        borne_by_all=True,
    ),
    EmployerMatter.OVERAGE_PENSION: MatterAnswer(
        {"overage-workers": ("养老和医保怎么办", "受伤了有没有保障")}, True, borne_by_all=True
    ),
    EmployerMatter.OVERAGE_INJURY: MatterAnswer(
        {"overage-workers": ("受伤了有没有保障",), "work-injury-benefits": ("是什么",)}, True, borne_by_all=True
    ),
    EmployerMatter.GOODS_FOR_WAGES: MatterAnswer(
        {"wage-payment-rules": ("能不能用东西抵工资", "是什么"), "job-stabilization-loan": ("谁能申请",)}, True
    ),
    EmployerMatter.FIRM_LOAN: MatterAnswer(
        {"job-stabilization-loan": ("什么条件", "能领多少", "在哪里办", "哪些情况不行")}
    ),
    EmployerMatter.REFUND_OF_OURS: MatterAnswer({"job-stabilization-refund": ("在哪里办", "怎么办")}),
    EmployerMatter.LAYOFF_FORMULA: MatterAnswer({"job-stabilization-refund": ("什么条件",)}),
    EmployerMatter.LAYOFF_COUNT: MatterAnswer({"job-stabilization-refund": ("什么条件",)}),
    EmployerMatter.PAID_BACK: MatterAnswer({"tax-key-groups-employer": ("什么条件",)}),
    EmployerMatter.HIRE_LEFT: MatterAnswer({"employer-hardship-social-insurance-subsidy": ("能领多少", "什么条件")}),
    EmployerMatter.DISABLED_LEFT: MatterAnswer(
        {"disability-fund-reduction": ("能领多少", "怎么办", "什么时候申请")}, borne_by_all=True
    ),
    EmployerMatter.TAX_LEFT_OVER: MatterAnswer({"tax-key-groups-employer": ("能领多少",)}),
    EmployerMatter.TRAINING_ON_SITE: MatterAnswer(
        {"vocational-training-subsidy": ("谁能申请", "什么条件", "能领多少", "在哪里办")}
    ),
    EmployerMatter.COUNTY_PAID_TO: MatterAnswer(
        {"twelve-counties-graduate-subsidy": ("要哪些材料", "能领多少", "什么条件")}
    ),
}
