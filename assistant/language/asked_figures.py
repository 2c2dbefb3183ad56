"""Which kind of figure, or of place, a question asks for, and whether words hold one of that kind."""

import re

_NUMBER = r"(?:[0-9.]+|[一二两三四五六七八九十百千万]+|半)个?"
_SHARE = rf"{_NUMBER}%|百分之|分之"
_MONEY_TOLD = rf"{_NUMBER}[元倍]|{_SHARE}|{_NUMBER}月(?:的|本人)?工资|平均工资|免费|不收费|不缴纳|不得(?:超过|低于)"
#: (how it is asked for, what a figure of that kind looks like); both in folded text.
_KINDS = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in (
        (
            r"几个?(?:天|日|月|年|小时|工作日)|多少个?(?:天|日|月|年|小时|工作日)|多久|好久|多长|时效|期限",
            rf"{_NUMBER}(?:工作)?(?:日|天|月|年|小时|周)",
        ),
        (r"几倍|多少倍", rf"{_NUMBER}倍|{_SHARE}"),
        (r"比例|百分之几|费率|多大", _SHARE),
        (
            r"(?:多少|好多|几多)钱|几块|多少元|[赔扣拿发罚领补贷]多少|要多少|按多少|(?:多少|好多)(?:补|滞|罚|工资|算|租)",
            _MONEY_TOLD,
        ),
        (r"收费|要钱|交费|花钱|门票", r"免费|收费|收取|费用|负担|元"),
        (
            r"哪里|哪儿|去哪|到哪|向哪|往哪|哪个(?:部门|单位|窗口)|什么部门|找谁",
            r"(?:向|到|由).{1,24}(?:提出|申请|投诉|举报|报案|办理|登记|报到|负责|管辖|核发|发放|受理|提起)|所在地|履行地",
        ),
        (r"多少岁|几岁", rf"{_NUMBER}周?岁"),
        (r"几点|几时", rf"{_NUMBER}[:时点]"),
        (r"星期几|礼拜几|周几", r"(?:星期|礼拜|周)[一二三四五六日天末]|工作日"),
        (r"(?:几|多少|好多)[次回趟]", rf"{_NUMBER}[次回趟]"),
    )
)
#: An amount or a level as it is today; told in money or by a year, as rules seldom do.
_ASKS_FOR_TODAY = re.compile(
    r"(?:现在|今年|目前|当前|最新|20[0-9]{2}年?).{0,12}(?:多少|好多|标准|基数|涨)|"
    r"(?:多少|好多|标准|基数).{0,6}(?:现在|今年|目前|最新)|"
    r"(?:平均工资|最低工资|社平工资|低保标准|低保金|缴费基数)(?:标准)?(?:一个月|每月)?(?:是|有)?(?:多少|好多)"
)
_TOLD_TODAY = re.compile(rf"{_NUMBER}万?元|20[0-9]{{2}}年")


def lacks_figure(question: str, text: str) -> bool:
    """Whether a folded question asks for a figure or a place, and none of that kind stands in a folded text."""
    return not all(told.search(text) for told in figures_asked(question))


def asks_for_today(question: str) -> bool:
    """Whether a folded question asks for a figure that changes from year to year: 重庆最低工资现在是多少."""
    return _ASKS_FOR_TODAY.search(question) is not None


def tells_today(text: str) -> bool:
    return _TOLD_TODAY.search(text) is not None


def figures_asked(question: str) -> tuple[re.Pattern[str], ...]:
    """A pattern for each kind of figure that the folded question asks for; none where it asks for no figure."""
    return tuple(told for asked, told in _KINDS if asked.search(question))
