"""Which kind of figure a question asks for, and whether words hold one of that kind."""

import re

_NUMBER = r"(?:[0-9.]+|[一二两三四五六七八九十百千万]+|半)个?"
_SHARE = rf"{_NUMBER}%|百分之|分之"
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
            r"[多好]少?钱|几块|多少元|[赔扣拿发罚领补]多少|要多少|按多少|(?:多少|好多)(?:补|滞|罚|工资|算)",
            rf"{_NUMBER}[元倍]|{_SHARE}|免费|不收费",
        ),
        (r"收费|要钱|交费|花钱|门票", r"免费|收费|收取|费用|负担|元"),
        (r"多少岁|几岁", rf"{_NUMBER}周?岁"),
    )
)


def figures_asked(question: str) -> tuple[re.Pattern[str], ...]:
    """A pattern for each kind of figure that the folded question asks for; none where it asks for no figure."""
    return tuple(told for asked, told in _KINDS if asked.search(question))
