"""Words that hold the characters of a number and mean none: 万一, 千万莫, 一万个不愿意, 百十来个, 乱七八糟."""

import re

_DIGIT = "0-9一二两三四五六七八九十百千几多"
_IDIOM = re.compile(
    rf"(?<![{_DIGIT}])万一(?!千|百|以上|左右|起(?!来|码)|块|元|一?个?月|每月|底薪|打底|保底)"
    rf"|(?<![{_DIGIT}])千万(?=[莫别不要记小注得]|可)|(?<![{_DIGIT}])万万[不没]"
    r"|一(?:百|千|万)个(?=不|放心|愿意|小心|理由|问号|问题|想不|为啥|为什么)|说一千道一万|千[方言难][百万]计?|百分之百"
    rf"|(?<![{_DIGIT}])[百千]?十来(?=个|人|号|户|家|天|块)|[百千]十来?(?=个|人|号|户|家)"
    r"|乱七八糟|七七八八|七上八下|三天两头|一五一十|五花八门|一清二楚|不三不四|三心二意|三番五次|半斤八两|丢三落四|接二连三|三言两语|四面八方|五湖四海|十有八九|八九不离十"
)


def find_number_idioms(text: str) -> tuple[tuple[int, int], ...]:
    """Where such words stand, as characters from and to (not included)."""
    return tuple(match.span() for match in _IDIOM.finditer(text))
