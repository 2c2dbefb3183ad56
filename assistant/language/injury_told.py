"""The day on which somebody was hurt, told in a story (今年三月十七那天早上…把我撞翻了)."""

import re
from datetime import date

from assistant.language.dates import find_dates
from assistant.language.text import fold_width

_HURT = re.compile(
    r"(?:把|给)我[^,。]{0,4}(?:撞|砸|压|夹|绊|刮|碾|烫|电|扎)|(?:被|遭|着|让)[^,。]{0,10}(?:撞|砸|压(?!价|工资)|夹|刮|碾|烫|电到|割)(?:了|到|倒|翻|伤|断)"
    r"|摔(?:了|伤|断|倒|下|到|跤|翻)|受(?:的|了)?伤|出(?:的|了)?(?:车祸|事故|工伤)|车祸|(?:手|脚|腰|腿|骨|指头|膝盖|锁骨)[^,。]{0,5}(?:断|伤|折|闪|扭|夹)"
    r"|闪(?:了|到)腰|骨折|工伤"
)
#: 三月十七那天, 3月17早上.
_DAY_WITHOUT_UNIT = re.compile(
    r"(?P<day>(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}))(?=那天|当天|早|晚|上午|下午|中午|凌晨|清早|夜)"
)
#: How far behind the day, in characters, a story may come to what happened on it.
_REACH = 90
_OF_ANOTHER_MATTER = re.compile(
    r"^(?:份|号|日|那天)?(?:我)?(?:就|才)?(?:进|入职|来|到)(?:的|了)?(?:厂|公司|这|单位|店)|^(?:份)?(?:出院|申请|去问|去办|辞|认定|鉴定)"
)

_AT_WORK = re.compile(r"上班|下班|早班|晚班|夜班|工地|车间|厂|单位|公司|店里|干活|做活路|工伤")
_ROAD = re.compile(
    r"(?:上|下)班(?:的)?(?:路|途|回家)|路口|交警|主责|次责|(?:上班|下班|出门|骑车?|坐车)[^。]{0,30}(?:撞|车祸)|去(?:厂|公司|单位|上班)[^。]{0,16}(?:撞|车祸)"
)
_RIDER = re.compile(r"外卖|骑手|网约车|派单|接单|跑单")
_TRAINEE = re.compile(r"见习(?!试用)")
_HURT_AS_TRAINEE = "青年就业见习的时候受了伤，算工伤还是走保险"
_ON_THE_WAY = "上下班路上出车祸，对方主责，算不算工伤"
_HURT_AT_WORK = "上班受了伤怎么申请工伤"


def told_day_of_injury(text: str, today: date) -> str | None:
    """The day, where it is told to the day; None for a month alone, or one still to come."""
    plain = _DAY_WITHOUT_UNIT.sub(r"\g<day>日", fold_width(text))
    for mention in find_dates(plain, today):
        behind = plain[mention.end :]
        if mention.approx or mention.date.day is None or mention.date.first_day > today:
            continue
        if _OF_ANOTHER_MATTER.match(behind) is None and _HURT.search(behind[:_REACH]):
            return str(mention.date)
    return None


def injury_question(text: str) -> str | None:
    """What somebody wants to know who tells in a story how they were hurt at work, or on the way there."""
    plain = fold_width(text)
    if _HURT.search(plain) is None or _AT_WORK.search(plain) is None or _RIDER.search(plain):
        return None
    if _TRAINEE.search(plain):
        return _HURT_AS_TRAINEE
    return _ON_THE_WAY if _ROAD.search(plain) else _HURT_AT_WORK
