"""Official texts as lines: what was folded into one line is unfolded, what a page broke is joined again."""

import re

from assistant.language.text import strip_hidden

_NUMERAL = "[一二三四五六七八九十百零〇]+"
#: Where a numbered part begins: 一、 （一） 1. 第一条 第二章. Group names tell the level.
NUMBERING = re.compile(
    rf"(?:#+\s*)?(?:(?P<part>第{_NUMERAL}[编章])(?=\s|$)|(?P<section>第{_NUMERAL}节)(?=\s|$)"
    rf"|(?P<article>第{_NUMERAL}条(?:之{_NUMERAL})?)(?=[\s　]|[^\s　规]{{4}})"
    rf"|(?P<first>{_NUMERAL})、(?!{_NUMERAL}、)|(?P<second>[（(]{_NUMERAL}[）)])"
    r"|(?P<third>[0-9]{1,2})(?:[.．](?![0-9])|、))"
)
_INLINE = re.compile(
    rf"(?<=[\s　。；：！？])(?=第{_NUMERAL}[编章节条](?:之{_NUMERAL})?[\s　]|{_NUMERAL}、(?!{_NUMERAL}、)"
    rf"|[（(]{_NUMERAL}[）)]|[0-9]{{1,2}}[.．、](?![0-9]))"
)
_WIDE = re.compile(r"[ \t\u00a0]*\u3000{2,}")
_ENDS = "。；：！？…”）)"
_TABLE = re.compile(r"\s*\|")
#: A text with fewer line breaks than one in so many characters has lost them.
_CHARACTERS_A_LINE = 700
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def official_lines(text: str) -> tuple[str, ...]:
    """The lines that say something, stripped. A text without line breaks is broken where numbering begins."""
    plain = _COMMENT.sub("", strip_hidden(re.sub(r"\r\n?|\f|\v", "\n", text)))
    if plain.count("\n") * _CHARACTERS_A_LINE < len(plain):
        plain = _INLINE.sub("\n", _WIDE.sub("\n", plain))
    return tuple(line for raw in plain.split("\n") if (line := raw.replace("\u00a0", " ").strip()))


def join_wrapped(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines of a page (PDF) as paragraphs: a full line that ends in the middle of a sentence goes on in the next."""
    if not lines:
        return ()
    widths = sorted(len(line) for line in lines)
    full = widths[int(len(widths) * 0.9)] * 0.8
    joined: list[str] = []
    goes_on = False
    for line in lines:
        starts = NUMBERING.match(line) is not None or line.startswith("#") or _TABLE.match(line) is not None
        if goes_on and not starts:
            joined[-1] += line
        else:
            joined.append(line)
        goes_on = len(line) >= full and line[-1] not in _ENDS and not line.startswith(("#", "|"))
    return tuple(joined)
