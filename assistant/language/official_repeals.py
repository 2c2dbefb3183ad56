"""What an official document repeals: whole documents, or articles of them."""

import re
from collections.abc import Iterator

from assistant.language.numerals import parse_numeral

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_ARTICLES = rf"第{_NUMERAL}条(?:之{_NUMERAL})?(?:(?:、|和|及|至|到)第{_NUMERAL}条(?:之{_NUMERAL})?)*"
_ENDS = r"废止|停止执行|失效"
_REPEALS = re.compile(
    rf"《(?P<title>[^》]{{2,80}})》(?:[（(][^）)]{{0,40}}[）)])?(?:中?的)?(?P<articles>{_ARTICLES})?"
    rf"[^。；]{{0,60}}?(?:同时|即行|自行|一并|予以)?(?:{_ENDS})"
)
_LISTED = re.compile(r"《(?P<title>[^》]{2,80})》")
_ARTICLE = re.compile(rf"(?P<until>[至到])?第(?P<number>{_NUMERAL})条(?P<more>之{_NUMERAL})?")
_FIGURES = "零一二三四五六七八九"
_LONGEST_RANGE = 200


def read_repeals(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """(titles repealed as a whole, (title, 第三条) of those of which articles are)."""
    whole: list[str] = []
    articles: list[tuple[str, str]] = []
    for line in lines:
        for sentence in re.split(r"(?<=[。；])", line):
            if not re.search(_ENDS, sentence):
                continue
            for match in _REPEALS.finditer(sentence):
                if match["articles"]:
                    articles += [(match["title"], clause) for clause in _clauses(match["articles"])]
                else:
                    head = sentence[: match.end()]
                    whole += [found["title"] for found in _LISTED.finditer(head)]
    named = {title for title, _ in articles}
    return tuple(dict.fromkeys(title for title in whole if title not in named)), tuple(dict.fromkeys(articles))


def article_name(number: int) -> str:
    """第二十三条 for 23; up to 999."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_FIGURES[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _FIGURES[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return f"第{words}{_FIGURES[ones] if ones else ''}条"


def _clauses(text: str) -> Iterator[str]:
    """Every article of 第三条、第五条至第八条."""
    before = 0
    for match in _ARTICLE.finditer(text):
        number = int(parse_numeral(match["number"]) or 0)
        if match["until"] and before < number <= before + _LONGEST_RANGE:
            yield from map(article_name, range(before + 1, number))
        yield f"第{match['number']}条{match['more'] or ''}"
        before = number
