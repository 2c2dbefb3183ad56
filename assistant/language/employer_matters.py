"""What employers ask of a worker of theirs, in the words they ask it: to be let go, pregnant, past retirement, paid in
goods, gone after three months. One matter is one answer; what is asked of it later is told by the topic before.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class EmployerMatter(StrEnum):
    """What is asked; the name of its answer."""

    PROBATION_DISMISSAL = "probation_dismissal"
    PROBATION_PROOF = "probation_proof"
    PREGNANT_DISMISSAL = "pregnant_dismissal"
    PREGNANT_EXPIRY = "pregnant_expiry"
    MATERNITY_PAY = "maternity_pay"
    OVERAGE_HIRE = "overage_hire"
    OVERAGE_PENSION = "overage_pension"
    OVERAGE_INJURY = "overage_injury"
    GOODS_FOR_WAGES = "goods_for_wages"
    FIRM_LOAN = "firm_loan"
    REFUND_OF_OURS = "refund_of_ours"
    LAYOFF_COUNT = "layoff_count"
    LAYOFF_FORMULA = "layoff_formula"
    PAID_BACK = "paid_back"
    HIRE_LEFT = "hire_left"
    DISABLED_LEFT = "disabled_left"
    TAX_LEFT_OVER = "tax_left_over"
    TRAINING_ON_SITE = "training_on_site"
    COUNTY_PAID_TO = "county_paid_to"


@dataclass(frozen=True)
class _Cue:
    """`said`: all of these stand in the message. `after`: one of these topics was told before; empty: any or none.
    `but`: then it is another matter."""

    matter: EmployerMatter
    said: tuple[re.Pattern[str], ...]
    after: frozenset[str] = frozenset()
    but: re.Pattern[str] | None = None


def _all(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


_REFUND, _TAX = "job-stabilization-refund", "tax-key-groups-employer"
_OVERAGE, _MATERNITY, _DISABLED = "overage-workers", "maternity-leave", "disability-fund-reduction"
_HIRING = frozenset({"employer-hardship-social-insurance-subsidy", _TAX, "one-off-hiring-subsidy", "expansion-grant",
                     "expanded-social-insurance-subsidy", "micro-enterprise-graduate-subsidy", "tax-veteran-employer",
                     "employer-hiring-support", "twelve-counties-graduate-subsidy", _REFUND})  # fmt: skip
_OF_PREGNANCY = frozenset({_MATERNITY, "severance-pay", "women-and-young-workers"})
_LET_GO = (
    r"(?:喊|叫|让|请|劝)(?:他|她|人)?(?:走|离开|回家)|辞(?:退|掉|了|他|她)?|开除|开(?:了|掉|他"
    r"|她|人)|解除|炒|不要(?:他|她)|裁|终止|不(?:续|用)(?:他|她|了)?|N\+1|打发"
)
_EXPECTING = r"怀(?:孕|起|上|了)|孕(?:期|妇)|大肚子|身孕|产假|哺乳|坐月子|三期"
_PAST = (
    r"(?<![0-9])(?:6[0-9]|7[0-9])(?:多)?岁|(?:六|七)十(?:来|多|几|[一二三四五六七八九])?岁"
    r"|退了?休(?:的|返聘|了的|人员|老?(?:师傅|工人|同志))|返聘|超龄|(?:过"
    r"|超)了?(?:法定)?退休年龄|(?:领|拿|有)(?:了|着|到)?(?:退休金|养老金|退休工资)的"
)
_ENGAGES = r"请|招|雇|聘|用|找|来了|新来|留(?:用|下|他|她)|返聘|上班"
_LEAVES = (
    r"(?:干|做|上|待|呆)(?:了|个|到)?[^,，。]{0,6}(?:月|天|周|年)[^,，。]{0,4}(?:就)?(?:走"
    r"|不干|不做|离职|辞职|跑)|(?:走|离职|辞职|不干|跑)(?:了|咋|啷|怎|呢|的话)|(?:中途|提前"
    r"|半路)(?:走|离|辞)"
)
_GONE = (
    r"(?:走|离职|辞职|辞|不干|不做|过世|退休|跑)(?:了|的)|(?:没|不)(?:在|做|干)(?:了|我们)"
    r"|离(?:开|职)|没得(?:残疾|了)"
)

_CUES: tuple[_Cue, ...] = (
    _Cue(
        EmployerMatter.PREGNANT_EXPIRY,
        _all(_EXPECTING, r"合同[^,，。]{0,10}到期|到期[^,，。]{0,8}(?:不续|终止|合同)|不(?:再)?续签"),
    ),
    _Cue(EmployerMatter.PREGNANT_EXPIRY, _all(r"到期|期满|不续"), _OF_PREGNANCY),
    _Cue(
        EmployerMatter.MATERNITY_PAY,
        _all(
            r"产假|生育津贴|生娃|生孩子",
            r"(?:工资|津贴|钱)[^,，。]{0,12}(?:哪个|谁|公司|单位|社保|出|发|给|算)|(?:哪个|谁|公司"
            r"|单位)[^,，。]{0,6}(?:出|发|给|付)",
        ),
    ),
    _Cue(EmployerMatter.PREGNANT_DISMISSAL, _all(_EXPECTING, _LET_GO)),
    _Cue(
        EmployerMatter.PROBATION_DISMISSAL,
        _all(r"试用(?:期)?", _LET_GO),
        but=re.compile(r"我被|把我|喊我走|辞(?:退)?(?:了)?我"),
    ),
    _Cue(
        EmployerMatter.PROBATION_PROOF,
        _all(
            r"(?:没得?有?|没有|没|只是|光)[^,，。]{0,6}(?:制度|规定|规章|手册|书面|证据|签字|记录"
            r"|打卡)|(?:制度|规定|手册|书面|证据|记录)(?:都|也)?(?:没得?|没有)|口头|口说|(?:早会|例会|会上)[^,，。]{0,4}(?:说|讲)|开会(?:时)?(?:候)?(?:说|讲)"
        ),
        frozenset({"probation", "dismissal-and-layoffs"}),
    ),
    _Cue(
        EmployerMatter.OVERAGE_INJURY,
        _all(
            r"没(?:有|得)?(?:给他|给她)?(?:买|交|参|上)|不(?:给他|给她)?(?:买|交)",
            r"摔|绊|伤|出(?:了)?事|死|倒|撞|工伤|出(?:了)?意外",
        ),
        frozenset({_OVERAGE}),
    ),
    _Cue(
        EmployerMatter.OVERAGE_INJURY,
        _all(
            r"摔|绊|受(?:了)?伤|出(?:了)?事|撞|晕倒|意外",
            r"算(?:哪个|谁|我|单位|公司)|哪个(?:赔|负责|出)|谁(?:赔|负责|出)|(?:我|单位|公司)们?(?:赔"
            r"|负责|出)",
        ),
        frozenset({_OVERAGE}),
    ),
    _Cue(
        EmployerMatter.OVERAGE_PENSION,
        _all(r"养老|退休金|退休工资|社保|医保|还(?:要)?(?:买|交)"),
        frozenset({_OVERAGE}),
    ),
    _Cue(
        EmployerMatter.OVERAGE_HIRE,
        _all(
            _PAST,
            _ENGAGES,
            r"合同|协议|保险|社保|工伤|买|签|工资|合法|违法|违规|手续|注意|要得|得行|能不能|可不可以"
            r"|可以|怎么|啷个|咋个?",
        ),
        but=re.compile(r"补贴|补助|延迟退休|算(?:不算)?残|个税|抵税|减税"),
    ),
    _Cue(
        EmployerMatter.GOODS_FOR_WAGES,
        _all(
            r"工资|薪水|薪资|提成|奖金",
            r"(?:拿|用|发|给)[^,，。]{0,12}(?:酒|货|产品|东西|米|油|券|卡|实物|样品|库存|车|房"
            r"|代金)[^,，。]{0,8}(?:抵|顶|代|换|冲|折)|(?:抵|顶|折)(?:成|作|当)?[^,，。]{0,4}工资"
            r"|实物(?:发|抵|代)",
        ),
    ),
    _Cue(
        EmployerMatter.FIRM_LOAN,
        _all(r"贷款|借钱|融资|贷(?:得|点|到)"),
        frozenset({"wage-payment-rules", "wage-arrears", "social-insurance-deferral", _REFUND}),
        re.compile(r"创业|个人贷|公积金|房贷"),
    ),
    _Cue(
        EmployerMatter.FIRM_LOAN,
        _all(r"(?:周转不开|周转不过来|资金紧|缺钱|没得?钱发)[^。]{0,20}贷"),
        but=re.compile(r"创业|房贷|公积金|培训贷"),
    ),
    _Cue(
        EmployerMatter.REFUND_OF_OURS,
        _all(
            r"返还|稳岗|返没返|退没退",
            r"查(?!到的)|返没返|退没退|到(?:没到|账|帐|了没)|(?:在)?哪(?:里|儿|点)看|看得到|有没得我们",
        ),
    ),
    _Cue(
        EmployerMatter.REFUND_OF_OURS,
        _all(
            r"(?:去年|今年|前年|我们|公司)[^,，。]{0,10}(?:返|退|到账|到帐|发)(?:没|了没|没有|到|过"
            r"|下来)|(?:怎么|咋个?|啷个|哪里|哪点|在哪)[^,，。]{0,4}(?:查|看)"
        ),
        frozenset({_REFUND}),
        re.compile(r"裁员|公式|比例"),
    ),
    _Cue(
        EmployerMatter.LAYOFF_FORMULA,
        _all(r"裁员率", r"公式|怎么算|咋个?算|啷个算|如何算|算法|计算|分母|分子"),
    ),
    _Cue(
        EmployerMatter.LAYOFF_COUNT,
        _all(r"裁员率|稳岗返还|裁员(?:比例|人数)", r"算(?:不算|进|在|到|入)|计(?:不计|入|算)|影响|进不进"),
    ),
    _Cue(
        EmployerMatter.LAYOFF_COUNT,
        _all(r"(?:辞|裁|开|走|离职|劝退)[^。]{0,12}(?:算不算|算进|算在|影响)"),
        frozenset({_REFUND}),
    ),
    _Cue(EmployerMatter.DISABLED_LEFT, _all(_GONE), frozenset({_DISABLED}), re.compile(r"退役")),
    _Cue(
        EmployerMatter.PAID_BACK,
        _all(
            r"补贴|补助|钱|抵的?税|优惠|领的|拿的",
            r"(?:要不要|用不用|会不会|要|得|该|还|被)?(?:退(?!休|役|伍|税)[不回还给出掉]?|追[回缴讨]"
            r"|收回|还回|吐出|倒扣)(?:去|来)?",
        ),
        _HIRING,
        re.compile(r"退多少|退好多|退几成|稳岗返还"),
    ),
    _Cue(EmployerMatter.HIRE_LEFT, _all(_LEAVES), _HIRING - {_REFUND, "twelve-counties-graduate-subsidy"}),
    _Cue(
        EmployerMatter.TAX_LEFT_OVER,
        _all(
            r"(?:抵|扣|减|用)不(?:完|够|了|满)|没(?:有|得)?(?:抵|扣|用|减)(?:完|满)|(?:剩|多)(?:下"
            r"|出)?[^,，。]{0,4}(?:额度|没抵|的)|税(?:少|不够|没得好多)",
            r"留|结转|转|下(?:一)?年|明年|后(?:年|面|头)|退(?!役)|作废|算了|接到|累",
        ),
    ),
    _Cue(
        EmployerMatter.TRAINING_ON_SITE,
        _all(
            r"(?:我们|厂|公司|企业|单位|车间|店|员工|职工|工人|[0-9一二三四五六七八九十百几]+(?:个|名"
            r"|位))",
            r"培训|考证|学(?:技术|手艺)|上课",
            r"送教|上门|(?:到|来|在)(?:我们)?(?:厂|公司|单位|车间|店|企业)(?:里|头|里头)?(?:来)?(?:教"
            r"|培|上|讲|办|开)|统一(?:培训|考|组织|学)|集中(?:培训|学)|组织(?:员工|工人|职工|大家|起)"
            r"|包(?:个)?班|开班",
        ),
        but=re.compile(r"岗前收费|我想学|帮我报"),
    ),
    _Cue(
        EmployerMatter.COUNTY_PAID_TO,
        _all(
            r"就业补贴|大学生补贴|12个?县|十二个?县",
            r"(?:打|发|给|拨|算)(?:到|给|在)?(?:公司|单位|企业|个人|本人|他|员工|哪个"
            r"|谁)[^。]{0,10}(?:还是|个人|本人|公司|单位|哪个|谁|[?？]|$)",
        ),
    ),
)


def find_employer_matter(text: str, topic_id: str | None) -> EmployerMatter | None:
    """The first matter whose words all stand in the normalised text, after the topic it needs; None for any other."""
    for cue in _CUES:
        if cue.after and topic_id not in cue.after:
            continue
        if cue.but is not None and cue.but.search(text) is not None:
            continue
        if all(pattern.search(text) is not None for pattern in cue.said):
            return cue.matter
    return None
