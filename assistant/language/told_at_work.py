"""Counts people tell of their work without the words facts are stated by: holidays and rest days worked, hours beyond
the day, leave not taken, partners, and a start told by a feast (去年国庆来的).
"""

import re
from datetime import date
from typing import Final

from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.language.dates import find_dates
from assistant.language.durations import find_durations
from assistant.language.holidays_worked import holidays_worked
from assistant.language.injury_told import told_day_of_injury
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.probation_told import told_of_probation
from assistant.language.text import fold_width

_N = rf"(?:{NUMERAL})"
_FEASTS: Final = {"元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "劳动节": (5, 1), "六一": (6, 1), "儿童节": (6, 1),
                  "七一": (7, 1), "八一": (8, 1), "国庆": (10, 1), "十一": (10, 1)}  # fmt: skip
_YEARS: Final = {"今年": 0, "去年": -1, "前年": -2, "大前年": -3, "": 0}
_STARTED_AT_FEAST = re.compile(
    rf"(?P<year>(?:20)?[0-9]{{2}}年|大前年|前年|去年|今年|)的?(?P<feast>{'|'.join(_FEASTS)})节?(?:那天|当天|那会儿?|的时候|过后|以后|之后|后|才|就|我|开始|起|在)*"
    r"(?:来(?!电)|进(?:的|厂|公司|店|单位|来)|到(?:这|的|公司|厂|店|单位)|入职|上的班|开始(?:干|做|上))"
)
_OTHER_STORY = (
    "前|到期|收|拿|毕业|离|走|辞|签|交|缴|参保|办|登记|领|发|培训|考|报|生|结婚|退|停|欠|受伤|摔|没|失业"
    "|开业|回|搬|迁|面试"
)
_PLACE = "公司|厂|单位|店|超市|酒店|馆|餐厅|工地|车间|学校|医院|物业|工厂|集团|企业|园|院|所|队|部|中心|家"
_BEGAN = re.compile(
    rf"^(?:份|那天|那会儿?|的时候)?(?:(?!{_OTHER_STORY})[^,。?!]){{0,8}}?"
    rf"(?:(?:来|进|到|去|入|换|跳|转)(?:了|的|到|进|在)?(?:(?!{_OTHER_STORY})[^,。?!]){{0,6}}?(?:{_PLACE})(?!找|应聘|投|面)"
    r"|(?:来|进|(?<![收拿得领接])到)的(?=[,。!?]|$)|入的?职|开始(?:干|做|上班|在)|[做干]起|上的班|来上班|去上班|到岗的"
    r"|来干|来做)"
)
_LEFT = re.compile(
    r"^(?:份|号|日)?[^,，。]{0,6}(?:离(?:的)?职|走的|走了|辞(?:的)?职|被辞|被裁|被开|辞退|不干了?|不做了?|解除|终止|喊我走|开除|下的?岗)"
)
_WORKED = re.compile(r"(?:来|进|到|干|做|上班?|待|呆|搞|在|端|跑|卖|守|洗|炒|搬|带|开)[^,，。]{0,12}$")
_UNSIGNED = re.compile(
    r"^(?:多|左右)?(?:了|的)?(?:盘子|碗|菜|车|货|店|门|班|活路?|课|餐|地|砖)?[,，]?(?:都|还|也|硬是|一直|到现在|公司|单位|老板|厂里|店里|就是|从来|从)*(?:没|未|不)(?:有|得)?"
    r"(?:给|跟|和|同|与|肯|曾)?(?:我们?)?(?:来)?(?:签|订|劳动合同|合同)"
)
#: 八个月没跟我签合同: so long, with nothing before it that says of what.
_OPENS = re.compile(r"(?:^|[,，。;；!！?？ ])(?:我|我们|都|已经|整整|有)*$")
_NEAR_BY: Final = 14
_SIGNED = re.compile(
    r"^(?:份|号|日)?(?:我们|公司|单位|老板|厂里|店里|他们)?(?:才|就|又|给我|跟我|和我|喊我|让我|来)*(?:补|补给我|去)?签(?!过|不)"
)
_UNTIL = re.compile(r"(?:干|做|上班?|待|呆|搞|一直)[^,，。]{0,4}到$")
_REST_DAY = r"(?:周[六日天]|星期[六日天]|礼拜[六日天]|周末|双休日?|休息日|大礼拜|礼拜天)"
_COUNTED_REST_DAYS = (
    re.compile(rf"{_REST_DAY}[^,，。]{{0,10}}?(?P<n>{_N}) ?天(?!休|补休|调休|假)"),
    re.compile(rf"(?P<n>{_N}) ?个{_REST_DAY}(?<!周末)(?<!双休)(?<!双休日)"),
    re.compile(rf"(?P<n>{_N}) ?天{_REST_DAY}"),
)
_ONE_REST_DAY = re.compile(r"(?:上个?|这个?|那个?|昨天|前天)(?:周|星期|礼拜)[六日天]")
_BOTH_REST_DAYS = re.compile(r"(?:周|星期|礼拜)六(?:和|跟|、|,)?(?:周|星期|礼拜)?[日天]|六日两天")
_OVERTIME = re.compile(r"加[^,，。]{0,12}班|加点|超时|延时|多[干做上]|留[^,，。]{0,6}(?:干|做)")
_HOURS = re.compile(rf"(?P<n>{_N}) ?(?:个)?(?P<half>半)?(?:多)?(?:小时|钟头|钟(?!工)|点钟(?!下))")
_A_DAY = re.compile(r"(?:每天|天天|一天|每晚|每日|一晚|每个?晚上|日日)[^,，。]{0,10}$")
_DAYS_SO = re.compile(rf"(?P<n>{_N}) ?(?:天|个?晚上|晚)(?!多少)")
_NOT_EXTRA = re.compile(r"(?:上班?|工作|干|做)(?:满|了|够)?$|法定|标准|规定|最多|超过|过了|不得|不受|少于|上限")
_CLAUSE_END = re.compile(r"[,，。;；]")
_REGULAR = re.compile(r"(?:的)?(?:上班|制|工作制|管)")
_LEAVE = r"(?:带薪)?(?:年休?假|年假|年休)"
_NOT_TAKEN = (
    r"(?:没得?休|未休|没用|没耍|没请|没歇|不给休|不让休|不准休|没让休|没给休|不批|没批|作废|清零|没休成"
    r"|一天都?没|一天也没|没(?:有)?安排)"
)
#: 年假一天没休: none of it, and no number.
_NONE_TAKEN = re.compile(rf"[一1] ?天(?:的)?(?:{_LEAVE})?(?:都|也|硬是)?(?:没|不|未)")
#: 还剩一天年假没休: one of it.
_ONE_LEFT = re.compile(r"(?:还?剩下?|还?有|差|欠|就|只)(?:了)?$")
_TAKEN_OF = re.compile(
    rf"(?P<n>{_N}) ?天(?:的)?{_LEAVE}[^。]{{0,8}}?(?:只|才|就|总共|一共)?(?:休|耍|用|请)了(?P<m>{_N}) ?天"
)
_LEAVE_LEFT = (
    re.compile(rf"{_LEAVE}[^。]{{0,10}}?(?:还?剩|还有|剩下?|还欠|{_NOT_TAKEN})[^,，。]{{0,6}}?(?P<n>{_N}) ?天"),
    re.compile(rf"(?:还?剩下?|还有|还欠|{_NOT_TAKEN})的?(?:了)?(?P<n>{_N}) ?天(?:的)?{_LEAVE}"),
    re.compile(rf"(?P<n>{_N}) ?天(?:的)?{_LEAVE}[^。]{{0,10}}?{_NOT_TAKEN}"),
    re.compile(rf"{_LEAVE}[^。]{{0,4}}?(?P<n>{_N}) ?天[^。]{{0,8}}?{_NOT_TAKEN}"),
    re.compile(rf"{_NOT_TAKEN}的?{_LEAVE}[^,，。]{{0,6}}?(?P<n>{_N}) ?天"),
)
_TOGETHER = r"(?:合伙|合开|合作开(?!展)|一起开|一起创业|一起搞|一路(?:开|创业|搞)|搭伙|合股|入股开|一块儿?(?:开|创业))"
_COUNT_OF_US = re.compile(
    rf"(?P<with>(?:和|跟|同|与|还有|喊了|约了|拉了|找了)(?:另外|其他|其它|我|那)?)?(?P<n>{_N}|俩|仨)"
    r"(?:(?<=[俩仨])|个|位|名|(?=人))(?:大学|高中|初中|老|好)?"
    rf"(?P<who>人|合伙人|股东|朋友|兄弟|姐妹|同学|老乡|战友|同事|哥们|伙伴|亲戚|室友|校友|工友|表[兄弟哥姐妹]+)?[^,。0-9一二三四五六七八九]{{0,8}}?{_TOGETHER}"
)
_US_AFTER = re.compile(rf"{_TOGETHER}[^。]{{0,14}}?(?:一共|总共|共)?(?P<n>{_N}|俩|仨)(?:个|位)?(?:人|合伙人|股东)")
_ONE_MORE = re.compile(
    rf"[我俺](?:和|跟|同|与)(?![^,，。]*(?:、|还有|以及|和|跟))[^,。0-9一二两三四五六七八九几]{{1,6}}?{_TOGETHER}"
)
_PARTNERS_NAMED = re.compile(rf"(?P<n>{_N})(?:个|位|名)(?:合伙人|股东)")
_BENEFIT_MONTHS = re.compile(
    rf"(?:能|可以|可|批|核定?|说|得|给|该)(?:我|您|你)?(?:领|拿|发|享受)"
    rf"(?:取|到|得到)?(?:满|足)?(?P<n>{_N}) ?个月"
)
#: 就按6个月, after it was said how many months there are.
_BY_MONTHS = re.compile(
    rf"(?:^|[,，。 ]|就|那)(?:就)?按(?:照)?(?P<n>{_N}) ?个月(?:算|来|领|的)?(?=[,，。 !?]|$|总共|一共|共)"
)
_IN_ALL = re.compile(r"总共|一共|合计|加起来|共(?:好?多少|好多|几多)|(?:多少|好多|几多)钱?")
_PAIR: Final = {"俩": 2, "仨": 3}
_MOST_PARTNERS: Final = 50
_LOOSE: Final = re.compile(r"几|多少|好多")


def told_at_work(text: str, today: date) -> dict[str, FactValue]:
    """Fact id → value, for what is counted here; a figure nobody told is not there."""
    found: dict[str, FactValue] = {}
    text = fold_width(text)
    started = _start(text, today)
    if started is not None:
        found["person.job_started_on"] = started
    hurt = told_day_of_injury(text, today)
    if hurt is not None:
        found["person.injured_on"] = hurt
    found |= told_of_probation(text)
    unsigned = _months_unsigned(text)
    if unsigned is not None:
        found["person.service_months"] = unsigned
    holiday = holidays_worked(text)
    rest = _rest_days(text)
    if holiday is not None:
        found |= {"person.holiday_days_worked": holiday[0]} if holiday[0] else {}
        rest = (rest or 0) + holiday[1] or None
    counts = {
        "person.rest_days_worked": rest,
        "person.overtime_hours": None if holiday is not None or rest is not None else _overtime_hours(text),
        "person.untaken_leave_days": _untaken_leave(text),
        "person.partners": _partners(text),
        "person.unemployment_benefit_months": _benefit_months(text),
    }
    return found | {name: value for name, value in counts.items() if value}


def last_day_at_work(text: str, today: date) -> date | None:
    """The last day in the firm, where the text names it (上个月走的, 干到8月15号); None: it goes on, or nobody said."""
    plain = fold_width(text)
    for mention in find_dates(plain, today):
        ended = _LEFT.match(plain[mention.end :]) or _UNTIL.search(plain[: mention.start])
        if ended and not mention.approx and mention.date.month is not None:
            return min(_not_to_come(mention.date, today).last_day, today)
    return None


def contract_signed_on(text: str, today: date) -> date | None:
    """The day before which no written contract was signed, where the text names it (8月1号才补签的合同)."""
    plain = fold_width(text)
    for mention in find_dates(plain, today):
        if _SIGNED.match(plain[mention.end :]) and not mention.approx and mention.date.month is not None:
            return min(_not_to_come(mention.date, today).first_day, today)
    return None


def _not_to_come(told: PartialDate, today: date) -> PartialDate:
    """8月15号才签的 has happened, though 才 lets a month without a year sound like one to come."""
    return PartialDate(told.year - 1, told.month, told.day) if told.first_day > today else told


def _start(text: str, today: date) -> str | None:
    """The day or month from which somebody has been in the firm."""
    for mention in find_dates(text, today):
        if mention.approx or mention.date.month is None or _BEGAN.match(text[mention.end :]) is None:
            continue
        is_past = "才" in text[mention.end : mention.end + 4]
        start = _not_to_come(mention.date, today) if is_past else mention.date
        return str(start) if start.first_day <= today else None
    return _feast_of_start(text, today)


def _months_unsigned(text: str) -> int | None:
    """How long somebody has worked without a contract, told in one breath (来这个厂都一年零两个月了没签合同)."""
    for length in find_durations(text):
        before, after = text[: length.start], text[length.end :]
        unsigned = _UNSIGNED.match(after)
        is_bare = _OPENS.search(before) and "合同" in after[:_NEAR_BY]
        if unsigned and (_WORKED.search(before) or is_bare):
            return length.months
    return None


def _feast_of_start(text: str, today: date) -> str | None:
    match = _STARTED_AT_FEAST.search(text)
    if match is None:
        return None
    month, day = _FEASTS[match["feast"]]
    word = match["year"]
    year = today.year + _YEARS[word] if word in _YEARS else int(word[:-1]) + (0 if len(word) == 5 else 2000)
    start = date(year, month, day)
    if start > today and not word:
        start = start.replace(year=year - 1)
    return None if start > today else str(PartialDate(start.year, month, day))


def _rest_days(text: str) -> int | None:
    if (
        _OVERTIME.search(text) is None
        and re.search(rf"{_REST_DAY}[^,，。]{{0,8}}(?:上[^课开,]{{0,3}}班|干活|喊)", text) is None
    ):
        return None
    for pattern in _COUNTED_REST_DAYS:
        match = pattern.search(text)
        if match is not None and (count := _whole(match["n"])) is not None and count <= 120:
            return count
    if _BOTH_REST_DAYS.search(text) and re.search(r"都|两天", text):
        return 2
    return 1 if _ONE_REST_DAY.search(text) and _HOURS.search(text) is None else None


def _overtime_hours(text: str) -> int | float | None:
    """Hours beyond the day on working days; of so many hours a day, for the days that are told."""
    if _OVERTIME.search(text) is None or re.search(_REST_DAY, text):
        return None
    for match in _HOURS.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        hours = parse_numeral(match["n"])
        clause = _CLAUSE_END.split(text[: match.start()])[-1] + _CLAUSE_END.split(text[match.start() :])[0]
        if hours is None or _NOT_EXTRA.search(before) or _OVERTIME.search(clause) is None:
            continue
        if _REGULAR.match(text[match.end() :]):
            continue
        told = float(hours) + (0.5 if match["half"] else 0)
        days = 1
        if _A_DAY.search(text[max(0, match.start() - 16) : match.start()]):
            rest = text[: match.start()].rpartition("每天")[0] + text[match.end() :]
            so = _DAYS_SO.search(rest)
            days = _whole(so["n"]) or 1 if so is not None and so["n"] not in ("一", "1") else 1
        total = told * days
        return int(total) if total == int(total) else total
    return None


def _untaken_leave(text: str) -> int | None:
    if re.search(_LEAVE, text) is None:
        return None
    taken = _TAKEN_OF.search(text)
    if taken is not None:
        full, used = _whole(taken["n"]), _whole(taken["m"])
        return full - used if full is not None and used is not None and full > used else None
    for pattern in _LEAVE_LEFT:
        match = pattern.search(text)
        none_taken = match is not None and (
            _NONE_TAKEN.match(text[match.start("n") :]) and not _ONE_LEFT.search(text[: match.start("n")])
        )
        if match is not None and not none_taken and (days := _whole(match["n"])) is not None and days <= 60:
            return days
    return None


def _benefit_months(text: str) -> int | None:
    match = _BENEFIT_MONTHS.search(text) if re.search(r"失业(?:金|保险)", text) else None
    if match is None and _IN_ALL.search(text):
        match = _BY_MONTHS.search(text)
    return None if match is None else _whole(match["n"])


def _partners(text: str) -> int | None:
    """How many run the business together, whoever speaks included; a list of names is not counted."""
    named = _PARTNERS_NAMED.search(text)
    if named is not None:
        return _whole(named["n"])
    match = _COUNT_OF_US.search(text)
    if match is not None and _LOOSE.search(match.group()) is None:
        count = _PAIR.get(match["n"]) or _whole(match["n"])
        others = match["with"] is not None and match["who"] not in ("人", "合伙人", "股东")
        total = (count or 0) + (1 if others else 0)
        return total if 2 <= total <= _MOST_PARTNERS else None
    after = _US_AFTER.search(text)
    if after is None and _ONE_MORE.search(text) is not None:
        return 2
    of_all = None if after is None else _PAIR.get(after["n"]) or _whole(after["n"])
    return of_all if of_all is not None and 2 <= of_all <= _MOST_PARTNERS else None


def _whole(numeral: str) -> int | None:
    value = parse_numeral(numeral)
    return int(value) if value is not None and value == int(value) else None
