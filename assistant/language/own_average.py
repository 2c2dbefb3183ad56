"""One's own average wage (我平均工资4800), which is nobody's 平均工资 of the city."""

import re

#: A figure behind it, and nobody who asks what the city's is.
_OWN = re.compile(
    r"(?<!社会)(?<!职工)(?<!全市)(?<!重庆)(?<!重庆市)(?<!当地)(?<!社平)(?:的)?(?:月)?平均(?:月)?工资(?=(?:是|有|大概|差不多|才|就|只有|在|也就|算下来|算)*"
    r"(?:[0-9]{4,5}|[一二两三四五六七八九]千|[0-9](?:\.[0-9])?千|[一二]?万))"
)


def with_own_average(text: str) -> str:
    """The text with it called what it is for the rules: a wage of the month."""
    return _OWN.sub("月工资", text)
