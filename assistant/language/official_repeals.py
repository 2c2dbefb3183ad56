"""What an official document repeals: whole documents, articles of them, or parts of articles."""

import re
from collections.abc import Iterator

from assistant.language.numerals import parse_numeral

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_ARTICLE_NAME = rf"第{_NUMERAL}条(?:之{_NUMERAL})?"
_ARTICLES = (
    rf"{_ARTICLE_NAME}(?:(?:、|和|及|至|到)?(?:{_ARTICLE_NAME}|第{_NUMERAL}款|第[（(]?{_NUMERAL}[）)]?项"
    rf"|第?[（(]{_NUMERAL}[）)]项?))*"
)
_ENDS = r"废止|停止执行|失效"
_REPEALS = re.compile(
    rf"《(?P<title>[^》]{{2,80}})》(?:[（(][^）)]{{0,40}}[）)])?(?:中?的)?(?P<articles>{_ARTICLES})?"
    rf"[^。；]{{0,60}}?(?:同时|即行|自行|一并|予以)?(?:{_ENDS})"
)
_LISTED = re.compile(r"《(?P<title>[^》]{2,80})》")
_NAMED = re.compile(
    rf"(?P<until>[至到])?(?:第(?P<article>{_NUMERAL})条(?P<more>之{_NUMERAL})?|第(?P<paragraph>{_NUMERAL})款"
    rf"|第?[（(]?(?P<item>{_NUMERAL})[）)]?项?)"
)
_CLAUSE = re.compile(rf"(?P<article>{_ARTICLE_NAME})(?P<part>.*)")
_FIGURES = "零一二三四五六七八九"
_LONGEST_RANGE = 200


def read_repeals(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """(titles repealed as a whole, (title, clause) of those of which clauses are: 第三条, 第二条第（三）项)."""
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


def split_clause(name: str) -> tuple[str, str]:
    """(第二条, 第（三）项) of 第二条第（三）项; the second is empty where the whole article is meant."""
    found = _CLAUSE.fullmatch(name)
    return (found["article"], found["part"]) if found is not None else (name, "")


def _clauses(text: str) -> Iterator[str]:
    """Every clause of 第三条、第五条至第八条、第九条第一款第（二）、（三）项, each by its full name."""
    named: list[tuple[str, str, str]] = []
    before = 0
    for match in _NAMED.finditer(text):
        kind = next(name for name in ("article", "paragraph", "item") if match[name])
        number = int(parse_numeral(match[kind]) or 0)
        first = before + 1 if match["until"] and before < number <= before + _LONGEST_RANGE else number
        for one in range(first, number + 1):
            name = f"第{match['article']}条{match['more'] or ''}" if kind == "article" and one == number else ""
            _put(named, kind, name or article_name(one), one)
        before = number
    yield from ("".join(one) for one in named)


def _put(named: list[tuple[str, str, str]], kind: str, article: str, number: int) -> None:
    """A paragraph or an item says more of what was named last, or names another one beside it."""
    if kind == "article":
        named.append((article, "", ""))
        return
    if not named:
        return
    within, paragraph, item = named[-1]
    is_more = not item and (kind == "item" or not paragraph)
    numeral = article_name(number)[1:-1]
    said = (within, paragraph, f"第（{numeral}）项") if kind == "item" else (within, f"第{numeral}款", "")
    if is_more:
        named.pop()
    named.append(said)
