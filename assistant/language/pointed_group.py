"""Which of the groups an employer told of is meant by 那两个女的, 退伍军人那个, 毕业生那几个."""

import re
from collections.abc import Sequence

from assistant.domain.conversation import StaffGroup
from assistant.language.numerals import NUMERAL, parse_numeral

_COUNT = re.compile(
    rf"(?:那|这|其中|前面|上面|刚才|说的|的)(?:头)?(?:的)?(?P<number>{NUMERAL}|俩|仨) ?"
    rf"(?:个|名|位|人|口)?(?!月|年|天|项|种|样)"
)
_POINTS = re.compile(r"那|这|他们|她们|其中|前面|上面|刚才|刚刚|的(?:话|那)|呢|喃|咧")
_TOGETHER = {"俩": 2, "仨": 3}
#: What points at each kind once it has been told.
_CALLED = {
    "graduate_year": r"应届|毕业生|大学生|本科|大专|今年毕业",
    "graduate_2y": r"往届|毕业生|大学生|离校",
    "youth_16_24": r"年轻|青年|小年轻",
    "age_4050": r"女的|女同志|女工|大姐|嬢嬢|孃孃|阿姨|年纪大|岁数大|四零五零|4050|失业",
    "low_income_family": r"低保",
    "zero_employment_family": r"零就业",
    "lifted_from_poverty": r"脱贫|贫困|建卡|建档|监测",
    "disabled": r"残疾|残障",
    "veteran": r"退役|退伍|当兵|军人|士兵|老兵",
    "unemployed_6m": r"失业",
    "hardship": r"困难",
    "overcapacity_worker": r"产能",
    "none": r"社招|普通|其他|其余|剩下",
}


def find_group_pointed_at(text: str, staff: Sequence[StaffGroup]) -> int | None:
    """The place of the one group meant; None where none or several may be."""
    if _POINTS.search(text) is None:
        return None
    by_kind = [at for at, group in enumerate(staff) if any(_is_called(member, text) for member in group.members)]
    if len(by_kind) == 1:
        return by_kind[0]
    counted = _COUNT.search(text)
    if counted is None:
        return None
    number = _TOGETHER.get(counted["number"]) or parse_numeral(counted["number"])
    by_count = [at for at, group in enumerate(staff) if group.count == number]
    return by_count[0] if len(by_count) == 1 else None


def _is_called(member: str, text: str) -> bool:
    pattern = _CALLED.get(member)
    return pattern is not None and re.search(pattern, text) is not None
