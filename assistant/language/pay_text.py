"""Pay as adverts print it: 30-60K·16薪, 150-230元/天, 底薪3000+提成, 20块一个小时, 两千八到三千五, 面议."""

import re
import unicodedata

from assistant.domain.vacancies import Pay, PayPer
from assistant.language.numerals import find_numerals, plain_decimal

_LONGEST_READ, _LONGEST_KEPT = 120, 60

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_USUAL = re.compile(
    rf"(?P<low>{_NUMBER})(?P<low_size>[k千万w]?)元?"
    rf"(?:(?:-|~)(?P<high>{_NUMBER})(?P<high_size>[k千万w]?)元?)?"
    r"(?P<open>(?:及以|以)[上下])?(?:/(?P<per>年|月|天|小时|日|时|周))?(?:·(?P<months>1[0-9]|2[0-4])薪)?"
)
_SIZES = {"": 1, "元": 1, "百": 100, "k": 1000, "千": 1000, "w": 10000, "万": 10000}
_PERS: dict[str, PayPer] = {
    "小时": "hour",
    "时": "hour",
    "天": "day",
    "日": "day",
    "周": "week",
    "月": "month",
    "年": "year",
}
#: Below or above these nobody is paid: a slip, a telephone number, or a joke. Yuan.
_PLAUSIBLE: dict[PayPer, tuple[float, float]] = {
    "hour": (3, 3000),
    "day": (20, 20_000),
    "week": (100, 50_000),
    "month": (300, 500_000),
    "year": (3000, 6_000_000),
    "piece": (0.001, 10_000),
}
#: An amount without a period is one by the month only if it can be one.
_LEAST_A_MONTH_UNSAID = 500

_SEPARATORS = str.maketrans(
    {"～": "~", "〜": "~", "–": "-", "—": "-", "－": "-", "﹣": "-", "−": "-", "，": ",", "•": "·", "・": "·"}
)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_SPOKEN = re.compile(
    r"[一二两三四五六七八九十][一二两三四五六七八九]?[十百千万]|[0-9][万千百][0-9零〇]|[一二两三四五六七八九十]{1,2}[块元]"
)
_FOREIGN = re.compile(r"美元|美金|港币|港元|欧元|日元|英镑|usd|eur|hkd|sek|[$€£]")
_NEGATIVE = re.compile(r"负[0-9]|(?:^|[^0-9a-z千万元块/薪天月年日时、-])\s*-\s*[0-9]|--")
_MONTHS = re.compile(r"(1[3-9]|2[0-4])(?:个月工资|薪)")

_PER_AFTER = (
    r"(?:(?:/|每|一|1|\()?(?:个)?(?P<hour>小时|钟头|钟(?!头)|h(?![a-z]))|(?:/|每|一|1)(?P<hour2>时)"
    r"|(?:/|每|一|1|\()?个?(?P<day>天|工日|日(?!结|薪|期)|白班|夜班|晚上?|班)|/(?:8|10|12)个?小时(?P<shift>)"
    r"|(?:/|每|一|1|\()个?(?P<week>周|星期|礼拜)"
    r"|(?:/|每|一|1|\()?个?(?P<month>月)|(?:/|每|一|1|\()?(?P<year>年)"
    r"|(?:/|每|一|1)(?P<piece>件|单|个|份|张|套|趟|车|次|篇|条|公里|斤|平米?|方|吨|米|只|双|箱|筐|瓶|盒|袋|桶|桌|棵|串|打|课时|节课?|台|户|站))"
)
_TO = r"\s?(?:-|~|到|至)+\s?"
_AMOUNT = re.compile(
    rf"(?<![0-9.a-z])(?P<low>{_NUMBER})(?P<low_size>[k千万百w]?)\s?(?P<low_unit>元|块钱|块|rmb)?"
    rf"(?:{_TO}(?P<high>{_NUMBER})(?P<high_size>[k千万百w]?)\s?(?P<high_unit>元|块钱|块|rmb)?)?"
    rf"(?P<about>左右|上下|多|来|出头|不等)?(?P<more>及以上|以上|起步|起|\+|保底|打底)?(?P<less>及以下|以下|以内|之内|封顶)?"
    rf"\s?(?:{_PER_AFTER})?(?P<more2>及以上|以上|起步|起|\+|保底)?(?P<less2>及以下|以下|以内|封顶)?"
)
#: 8小时制, 18岁, 招5人, 13薪, 月休4天: figures that are no pay.
_NO_PAY_AFTER = re.compile(
    r"(?:个)?(?:小时|[hH])(?:制|工作|班|倒|/|一班)|[岁人名位号个班险薪休倒级届%期:点]|制|(?:个)?(?:天|月|年)(?:班|经验|以上|工作|内|休|后|试)"
)
_NO_PAY_BEFORE = re.compile(
    r"(?:休息?|工作|上班|上|做|招聘?|年龄|满|第|电话|微信|每天(?=[0-9.]{1,2}小时)|试用期?(?=[0-9]个))$"
)
_UNIT_PRICE_BEFORE = re.compile(r"(?:时薪|单价|工价|每小时|每件|每单)[为是:约 ]*$")
_ALLOWANCE_BEFORE = re.compile(r"(?:补贴|补助|补|奖金?|津贴|全勤|押金|报名费|服装费|餐费|保险|社保|公积金|扣)[:为]?$")
_BASE_BEFORE = re.compile(r"(?:底薪|保底|基本工资|基础工资|固定工资|责任底薪|无责底薪|无责)[工资薪:为是每月有 ]*$")
_COMMISSION_AFTER = re.compile(
    r"\s?(?:元|块)?(?:/月)?\s?(?:\+|加|另加|外加|和|另有)?\s?[高月业绩项目个人销售(]{0,4}(?:提成|绩效|抽成|计件|奖金|分红|补贴|佣金|加班|全勤|餐补|奖)"
)
_NO_LIMIT_AFTER = re.compile(r"[,;、 ]?(?:上不封顶|不封顶|无上限|无封顶)")
_AT_LEAST_BEFORE = re.compile(r"(?:不低于|不少于|至少|最低|起薪|保底|保证|高于|超过|过|破)[:为 ]?$")
_AT_MOST_BEFORE = re.compile(r"(?:不超过|最高|最多|高达|可达|可至|上限|封顶|达)[:为到 ]?$")
_PER_WORDS: tuple[tuple[PayPer, re.Pattern[str]], ...] = (
    ("month", re.compile(r"月薪|月工资|月收入|月入|月均|每个?月|综合工资|综合薪资|月综合|月保底|/月|底薪")),
    ("year", re.compile(r"年薪|年收入|年入|年包|每年|全年")),
    ("hour", re.compile(r"时薪|每小时|小时工|工时费|小时工资")),
    ("week", re.compile(r"周薪|每周|周结|一周")),
    ("day", re.compile(r"日薪|日工资|每天|每日|一天一结|日结|天结|当天结|现结|一天")),
    ("piece", re.compile(r"计件单价|单价|每件|每单|每个")),
)
_PIECE_WORK = re.compile(r"计件|按件|按单")
_DAY_AT_MOST = 1500


def parse_pay(text: str, default_per: PayPer | None = "month") -> Pay:
    """The pay an advert prints, with the words as printed; unknown where it is 面议, absurd, or not understood.

    An amount without a period is one per `default_per`, if it can be one. Base pay with commission: at least the base,
    no upper end.
    """
    printed = text[: 4 * _LONGEST_READ].strip()
    kept = printed if len(printed) <= _LONGEST_KEPT else printed[:_LONGEST_KEPT].rstrip()
    match = _USUAL.fullmatch(_folded(printed))
    pay = _usual(match, default_per) if match else _spoken(printed, default_per)
    if pay is None:
        return Pay(text=kept)
    return Pay(pay.min_yuan, pay.max_yuan, pay.per, pay.months, kept)


def _folded(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_SEPARATORS)).translate(_SEPARATORS)
    text = text.lower()
    return _THOUSANDS.sub("", text) if "," in text else text


def _usual(match: re.Match[str], default_per: PayPer | None) -> Pay | None:
    low, low_size, high, high_size, opening, per_word, months = match.groups()
    lower, upper = _ends(low, low_size, high, high_size)
    minimum: float | None
    maximum: float | None
    per = _PERS[per_word] if per_word else None
    if opening is None:
        minimum, maximum = lower, upper
    else:
        minimum, maximum = (lower, None) if opening.endswith("上") else (None, upper)
    paid_months = int(months) if months else None
    return _checked(minimum, maximum, per, default_per, paid_months if paid_months and paid_months > 12 else None)


def _ends(low: str, low_size: str, high: str | None, high_size: str | None) -> tuple[float, float]:
    """Both ends in yuan; in 6-8千 the second size is meant for the first too, unless that end would be the larger."""
    if high is None:
        yuan = _yuan(low, low_size)
        return yuan, yuan
    upper = _yuan(high, high_size or "")
    lower = _yuan(low, low_size or high_size or "")
    if not low_size and lower > upper:
        # 8-1万 is 8000 to 10000; 3000-1.2万 is what it says.
        lower = _yuan(low, "千") if float(low) < 100 else float(low)
    elif low_size and not high_size and upper < 100:
        upper = _yuan(high, low_size)  # 5k-8
    return min(lower, upper), max(lower, upper)


def _yuan(number: str, size: str) -> float:
    return round(float(number) * _SIZES[size], 4) if len(number) < 12 else 1e12


def _checked(
    minimum: float | None, maximum: float | None, per: PayPer | None, default_per: PayPer | None, months: int | None
) -> Pay | None:
    """The pay if its figures can be true; a printed 0 is no least."""
    if per is None:
        if default_per is None or (default_per == "month" and (maximum or minimum or 0) < _LEAST_A_MONTH_UNSAID):
            return None
        per = default_per
    minimum = minimum or None
    known = [yuan for yuan in (minimum, maximum) if yuan is not None]
    least, most = _PLAUSIBLE[per]
    if not known or any(not least <= yuan <= most for yuan in known):
        return None
    return Pay(minimum, maximum, per, months)


def _spoken(printed: str, default_per: PayPer | None) -> Pay | None:
    """Any other wording: the first amount that is pay, with what stands around it."""
    plain = _folded(printed)[:_LONGEST_READ].replace("¥", "").replace("￥", "").replace("人民币", "")
    if _FOREIGN.search(plain) or _NEGATIVE.search(plain):
        return None
    if _SPOKEN.search(plain):
        plain = _in_figures(plain)
    if not any(character.isdigit() for character in plain):
        return None
    if "转正" in plain and _AMOUNT.search(plain, plain.rindex("转正")):
        plain = plain[plain.rindex("转正") + 2 :].lstrip("后 :")
    amounts = [match for match in _AMOUNT.finditer(plain) if _is_pay(plain, match)]
    if not amounts:
        return None
    first = next((match for match in amounts if _BASE_BEFORE.search(plain[: match.start()])), amounts[0])
    return _amount(plain, first, amounts, default_per)


def _in_figures(plain: str) -> str:
    """两千八到三千五 → 2800到3500, 五六千 → 5000-6000; lone digits (一天) stay."""
    parts: list[str] = []
    position = 0
    for number in find_numerals(plain):
        written = plain[number.start : number.end]
        next_to = plain[number.end : number.end + 1]
        if (number.is_lone_digit and next_to not in ("块", "元")) or not re.search(
            "[一二两三四五六七八九十]|[0-9][万千][0-9]", written
        ):
            continue
        low, high = plain_decimal(number.low), plain_decimal(number.high)
        parts += [plain[position : number.start], low if low == high else f"{low}-{high}"]
        position = number.end
    return "".join(parts) + plain[position:]


def _is_pay(plain: str, match: re.Match[str]) -> bool:
    before = plain[max(0, match.start() - 8) : match.start()]
    if _ALLOWANCE_BEFORE.search(before):
        return False
    if match["low_unit"] or match["high_unit"] or match["low_size"] or match["high_size"]:
        return True
    number_end = match.end("high") if match["high"] else match.end("low")
    if _NO_PAY_AFTER.match(plain, number_end) or _NO_PAY_BEFORE.search(before):
        return False
    if float(match["high"] or match["low"]) >= 100 or _per_after(match) is not None:
        return True
    return _UNIT_PRICE_BEFORE.search(before) is not None


def _amount(plain: str, match: re.Match[str], amounts: list[re.Match[str]], default_per: PayPer | None) -> Pay | None:
    minimum: float | None
    maximum: float | None
    minimum, maximum = _ends(match["low"], match["low_size"], match["high"], match["high_size"])
    before = plain[max(0, match.start() - 10) : match.start()]
    rest = plain[match.end() :]
    is_base = _BASE_BEFORE.search(before) is not None
    if is_base and match["high"] is None:
        maximum = max((_top(other) for other in amounts if other is not match and other["high"]), default=None)
    elif match["more"] or match["more2"] or _AT_LEAST_BEFORE.search(before) or _NO_LIMIT_AFTER.match(rest):
        maximum = None if match["high"] is None or _NO_LIMIT_AFTER.match(rest) else maximum
    elif match["high"] is None and _COMMISSION_AFTER.match(rest):
        maximum = None
    if match["less"] or match["less2"] or (_AT_MOST_BEFORE.search(before) and match["high"] is None):
        minimum = None
    months = _MONTHS.search(plain)
    per = _per_after(match) or _per_around(plain, match, minimum or maximum or 0)
    return _checked(minimum, maximum, per, default_per, int(months[1]) if months else None)


def _top(match: re.Match[str]) -> float:
    return _ends(match["low"], match["low_size"], match["high"], match["high_size"])[1]


def _per_after(match: re.Match[str]) -> PayPer | None:
    groups = match.groupdict()
    if groups["shift"] is not None:
        return "day"
    pers: tuple[PayPer, ...] = ("hour", "day", "week", "month", "year", "piece")
    if groups["hour2"]:
        return "hour"
    return next((per for per in pers if groups[per]), None)


def _per_around(plain: str, amount: re.Match[str], yuan: float) -> PayPer | None:
    """The period said elsewhere: nearest before the amount, else anywhere. 日结 with a monthly sum says only when."""
    before = plain[: amount.start()]
    found: list[tuple[int, PayPer]] = []
    for per, words in _PER_WORDS:
        found += [(match.end(), per) for match in words.finditer(before)]
    if not found:
        found = [(0, per) for per, words in _PER_WORDS if words.search(plain)][:1]
    if not found:
        return "piece" if _PIECE_WORK.search(plain) and yuan < 100 else None
    per = max(found, key=lambda one: one[0])[1]
    return None if per in ("day", "hour", "week") and yuan > _DAY_AT_MOST else per
