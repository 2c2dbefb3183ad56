"""What an official document says of itself: title, document number, issuers, dates, and what it takes the place of."""

import re
from dataclasses import dataclass
from datetime import timedelta

from assistant.domain.added_documents import DocumentHead, DocumentKind, plain_title
from assistant.domain.dates import PartialDate, Period
from assistant.language.numerals import parse_numeral
from assistant.language.official_lines import NUMBERING
from assistant.language.official_repeals import read_repeals

_YEAR = r"[〔\[［（(【](?P<year>(?:19|20)[0-9]{2})[〕\]］）)】]"
_YEAR_PLAIN = _YEAR.replace("?P<year>", "?:")
_NUMBER = re.compile(
    rf"(?:^|(?<=[\s　]))(?P<word>[\u4e00-\u9fa5]{{2,14}}){_YEAR}\s*第?(?P<of>[0-9]{{1,5}})号(?=$|[\s　])"
)
_ORDER = re.compile(
    r"(?P<word>[\u4e00-\u9fa5]{2,30}?(?:令|公告))\s*[（(]?第(?P<of>[0-9]{1,4}|[一二三四五六七八九十百零〇]+)号"
)
_KIND = (
    "通知|意见|办法|规定|细则|方案|条例|决定|公告|通告|通报|批复|函|规范|标准|措施|规划|计划|指南|目录|清单|解释(?:（[一二三四五六七八九十]+）)?"
    "|解答|答复|指引|规程|纲要|准则|须知|政策"
)
_TITLE_END = re.compile(rf"(?:{_KIND})(?:[（(][^（）()]{{1,20}}[）)])?$|法$")
_STATUTE = re.compile(r"(?:法|条例|办法|规定|细则|规则|规程|解释|决定)(?:[（(][^（）()]{1,20}[）)])?$")
_PUBLISHES = re.compile(r"(?:印发|公布|发布|转发|颁布)(?P<inner>《(?P<name>[^》]+)》)")
_OFFICE = re.compile(
    r"[\u4e00-\u9fa5（）()、\s]{2,40}(?:局|委员会|委|厅|部|办公室|政府|院|总工会|联合会|中心|银行|总行|署|司|处|组|指挥部|常委会)$"
)
_DAY = (
    r"(?P<year>(?:19|20)[0-9]{2}|[一二][零〇○ＯO九][零〇○ＯO一二三四五六七八九]{2})年"
    r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日"
)
_DATE_LINE = re.compile(rf"[（(]?(?:印发|发布|成文)?(?:日期|时间)?[：:]?\s*{_DAY}(?:印发|发布)?[）)]?$")
_ANY_DATE = re.compile(_DAY)
_ADOPTED = re.compile(rf"{_DAY}.*(?:通过|公布|修正|修订|修改|批准|发布|颁布|令)")
_SELF = r"(?:本|该)?(?:法|条例|办法|规定|细则|解释|通知|意见|方案|措施|政策|决定|公告|标准)"
_STARTS = re.compile(
    rf"(?:{_SELF}|^).{{0,12}}自\s*(?:(?P<here>(?:发布|公布|印发|下发|通过|签发)之日)|{_DAY})\s*起(?:[\u4e00-\u9fa5]{{0,4}})?(?:施行|实施|执行|生效)"
)
_LASTS = re.compile(r"有效期(?:为|至|到)?\s*(?P<years>[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*年")
_UNTIL = re.compile(
    rf"(?:(?:有效期|执行期限?|政策期限|执行时间|实施期限|期限)[^。；]{{0,40}}?(?:至|到)|(?:{_SELF}|上述政策|以上政策)[^。；]{{0,25}}?(?:执行|实施|有效)(?:至|到)|截止到?|截至)\s*{_DAY}"
)
_WHOLE = re.compile(rf"(?:{_SELF}|上述政策|以上政策|有效期|执行期限)")
_ASSEMBLY = (
    ("全国人民代表大会常务委员会", "全国人民代表大会常务委员会"),
    ("全国人民代表大会", "全国人民代表大会"),
    ("国务院", "国务院"),
    ("政务院", "国务院"),
    ("最高人民法院", "最高人民法院"),
)
_LOCAL_ASSEMBLY = re.compile(r"[\u4e00-\u9fa5]{2,6}?[省市]人民代表大会(?:常务委员会)?")
_MINISTRY = re.compile(r"经?(?P<name>[\u4e00-\u9fa5]{2,14}部)(?:第[0-9]+次部务会议|令)")
#: The head stands in the first lines; what comes after the text begins is no head.
_HEAD_LINES, _TITLE_LINES = 40, 14
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class HeadFound:
    """The head, and how many lines it takes at the beginning (what comes after is text)."""

    head: DocumentHead
    lines: int


def read_head(lines: tuple[str, ...], name: str = "") -> HeadFound:
    """The head of a document in lines. `name`: of the file, whose words and date help where the text says nothing.

    Nothing is guessed: what neither the text nor the file's name says stays None.
    """
    begins = _first_of_text(lines)
    top = lines[: min(max(begins, 1), _HEAD_LINES)]
    title, inner = _title(lines, top, name)
    is_statute = _STATUTE.search(inner or title) is not None and any(_article_at(line) for line in lines)
    dated = _dated(lines, top, begins, is_statute, name)
    period = _period(lines, dated)
    replaces, articles = read_repeals(lines)
    used = _end_of_head(lines, begins, title, inner)
    head = DocumentHead(
        title=inner or title,
        kind=DocumentKind.STATUTE if is_statute else DocumentKind.NOTICE,
        number=_number(top),
        issuers=_issuers(top, lines, title, is_statute),
        dated=dated,
        period=period,
        replaces=tuple(found for found in replaces if plain_title(found) != plain_title(inner or title)),
        repealed_articles=articles,
    )
    return HeadFound(head, used)


def as_date(match: re.Match[str]) -> PartialDate | None:
    """The day of a match with the groups year, month and day; None for a day that does not exist."""
    try:
        return PartialDate.parse(f"{_whole(match['year']):04d}-{_whole(match['month']):02d}-{_whole(match['day']):02d}")
    except ValueError:
        return None


def _whole(text: str) -> int:
    plain = text.translate(str.maketrans("○ＯO〇", "零零零零"))
    value = parse_numeral(plain + "年" if len(plain) == 4 and not plain.isdigit() else plain)
    if value is None and len(plain) == 4:
        return int("".join(str("零一二三四五六七八九".index(letter)) for letter in plain))
    if value is None:
        raise ValueError(text)
    return int(value)


def _first_of_text(lines: tuple[str, ...]) -> int:
    """The first line that is numbered, or a long sentence; the head stands before."""
    for number, line in enumerate(lines):
        if NUMBERING.match(line) and not line.startswith("# "):
            return number
        if len(line) > 120 or (line.endswith(("：", ":")) and number > 0):
            return number
    return len(lines)


def _article_at(line: str) -> bool:
    match = NUMBERING.match(line)
    return match is not None and match["article"] is not None


def _title(lines: tuple[str, ...], top: tuple[str, ...], name: str) -> tuple[str, str | None]:
    """(title, the title of what a notice publishes, where that stands in the text as well)."""
    heading = next((line.lstrip("# ").strip() for line in lines[:_TITLE_LINES] if re.match(r"#\s+\S", line)), None)
    title = _bare_title(heading or _joined_title(top) or _first_words(lines) or _stem(name))
    published = _PUBLISHES.search(title)
    if published is None:
        return title, None
    inner = published["name"]
    stands = any(plain_title(line.lstrip("# ")) == plain_title(inner) for line in lines)
    return title, inner if stands else None


def _bare_title(title: str) -> str:
    """Without a document number before or behind it."""
    bare = re.sub(rf"^[\u4e00-\u9fa5]{{2,14}}{_YEAR_PLAIN}\s*第?[0-9]{{1,5}}号\s*", "", title)
    return re.sub(r"[\s　]+\S{2,20}(?:公告|令)?(?:[0-9]{4}年)?第[0-9]{1,4}号$", "", bare) or title


def _joined_title(top: tuple[str, ...]) -> str | None:
    """The title where it stands in lines of its own, printed over several lines or not."""
    for number, line in enumerate(top[:_TITLE_LINES]):
        if line.endswith(("：", ":", "。")) or _NUMBER.search(line):
            continue
        joined = line
        for following in ("", *top[number + 1 : number + 4]):
            joined += following
            if _TITLE_END.search(joined) and len(joined) <= _LONGEST_TITLE and ("关于" in joined or number <= 2):
                return joined[joined.index("关于") :] if "关于" in joined[1:] and _is_offices(joined) else joined
            if _OFFICE.fullmatch(joined) or _DATE_LINE.match(joined):
                break
    return None


def _is_offices(title: str) -> bool:
    """Whether offices stand before 关于, which are no part of the title."""
    before = title[: title.index("关于")].strip()
    return _OFFICE.fullmatch(before) is not None


def _first_words(lines: tuple[str, ...]) -> str:
    """What stands before the first white space of a text whose lines are gone, or its first line if that is short."""
    if not lines:
        return ""
    first = lines[0].lstrip("# ").strip()
    joined = ""
    for word in first.split()[:6]:
        joined = f"{joined} {word}" if joined else word
        if _TITLE_END.search(joined) and len(joined) <= _LONGEST_TITLE:
            return joined
    words = first if len(first) <= _LONGEST_TITLE and not first.endswith("。") else first.split(maxsplit=1)[0]
    return words[:_LONGEST_TITLE]


def _stem(name: str) -> str:
    return re.sub(r"[（(][0-9-]+[）)]$", "", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)).strip()


def _number(top: tuple[str, ...]) -> str | None:
    for line in top:
        match = _NUMBER.search(line)
        if match is not None:
            return f"{match['word']}〔{match['year']}〕{match['of']}号"
    for line in top:
        order = _ORDER.search(line)
        if order is not None:
            word = re.sub(r"^.*日\s*", "", order["word"])
            return f"{word}第{order['of']}号"
    return None


def _issuers(top: tuple[str, ...], lines: tuple[str, ...], title: str, is_statute: bool) -> tuple[str, ...]:
    found: list[str] = []
    for line in top:
        if _OFFICE.fullmatch(line) and "关于" not in line:
            found += [part for part in re.split(r"[\s　]+", line) if part]
    before = title.split("关于")[0]
    if not found and before and before != title and _OFFICE.fullmatch(before.strip()):
        found = [part for part in re.split(r"[\s　]+", before) if part]
    if not found and is_statute:
        said = re.sub(r"第[一二三四五六七八九十]+届", "", " ".join((*top, title)))
        local = _LOCAL_ASSEMBLY.search(said)
        ministry = _MINISTRY.search(said)
        state = next((issuer for words, issuer in _ASSEMBLY if words in said), "")
        found = [local[0] if local else ministry["name"] if ministry else state]
    if not found:
        found = [line for line in lines[-6:] if _OFFICE.fullmatch(line)]
    return tuple(dict.fromkeys(filter(None, found)))


def _dated(
    lines: tuple[str, ...], top: tuple[str, ...], begins: int, is_statute: bool, name: str
) -> PartialDate | None:
    in_name = _date_in(name)
    if is_statute:
        if in_name is not None:  # a collection of statutes names its versions by their day
            return in_name
        adopted = [day for line in top for match in _ADOPTED.finditer(line) if (day := as_date(match)) is not None]
        if adopted:
            return max(adopted)
    alone = [day for line in lines[:_HEAD_LINES] if (m := _DATE_LINE.match(line)) and (day := as_date(m)) is not None]
    last = [day for line in lines[-6:] if (m := _DATE_LINE.search(line)) and (day := as_date(m)) is not None]
    if alone or last:
        return (alone or last)[0]
    if in_name is not None:
        return in_name
    number = next((m for line in top if (m := _NUMBER.search(line)) is not None), None)
    return PartialDate(int(number["year"])) if number is not None else None


def _date_in(name: str) -> PartialDate | None:
    found = re.search(r"((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})", name)
    try:
        return PartialDate.parse(found[1]) if found is not None else None
    except ValueError:
        return None


def _period(lines: tuple[str, ...], dated: PartialDate | None) -> Period:
    """From when to when it says it holds. A version that was adopted after the day named begins with the version."""
    start: PartialDate | None = None
    end: PartialDate | None = None
    for line in lines:
        begins = _STARTS.search(line)
        if begins is not None:
            start = dated if begins["here"] else as_date(begins)
        until = _UNTIL.search(line)
        if until is not None and _WHOLE.search(until[0]):
            end = as_date(until) or end
        lasts = _LASTS.search(line)
        if lasts is not None and end is None and (start or dated) is not None:
            since = start or dated
            assert since is not None
            end = _after_years(since, _whole(lasts["years"]))
    if start is not None and dated is not None and start < dated:
        start = dated
    return Period(start, end)


def _after_years(since: PartialDate, years: int) -> PartialDate:
    """The last day of so many years, as far as the beginning is stated."""
    if since.month is None or since.day is None:
        return PartialDate(since.year + years, since.month)
    last = since.first_day.replace(year=since.year + years, day=min(since.day, 28)) - timedelta(days=1)
    return PartialDate(last.year, last.month, last.day)


def _end_of_head(lines: tuple[str, ...], begins: int, title: str, inner: str | None) -> int:
    """After how many lines the text begins: after what was published begins, or after title, number and offices."""
    if inner is not None:
        for number, line in enumerate(lines):
            if number and plain_title(line.lstrip("# ")) == plain_title(inner):
                return number + 1
    used = 0
    for number, line in enumerate(lines[:begins]):
        bare = line.lstrip("# ").strip()
        is_head = (
            bare in title
            or _OFFICE.fullmatch(bare) is not None
            or _NUMBER.search(bare) is not None
            or _DATE_LINE.match(bare) is not None
            or _ADOPTED.match(bare) is not None
            or len(bare) < 8
        )
        if not is_head:
            break
        used = number + 1
    return used
