"""Whom an employer looks for, in the employer's own words, and how many of each: 服务员3个、洗碗工2个; 招九个打包工."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.labour_requests import MOST_WORKERS
from assistant.language.labour_terms import WORKERS_AFTER, WORKERS_NOT_AFTER
from assistant.language.numerals import find_numerals
from assistant.language.text import HAN

#: What work is called by its last characters, where the table of occupations does not know it.
_CALLED = (
    r"(?:工|员|师|司机|保安|保洁|师傅|嫂|阿姨|保姆|护士|医生|老师|教师|幼师|主管|经理|店长|班长|组长|助理|会计|出纳|文员|客服|骑手|学徒|帮厨|墩子"
    r"|小妹|小弟|大厨|后厨|主播|设计|运营|程序员|前台|行政|人事|内勤|外勤|跟单|采购|库管|门卫|门童|迎宾|切配|打荷|传菜|洗碗|收银|配送|分拣|打包|装卸|搬运"
    r"|质检|仓管|理货|促销|导购|美容|美发|足疗|按摩|教练|助教|实习生|见习生|大学生|应届生|毕业生|普工|杂工|小工|人手|操作手|技师|焊工|电工)"
)
_AFTER = re.compile(
    rf"(?:能|会|懂|有|持)?(?:[^,，。、的\s]{{0,6}}的)?(?P<word>[{HAN}A-Za-z]{{0,6}}?{_CALLED}(?:[工员师手](?!资))?)(?:人员|师傅)?"
)
_BEFORE = re.compile(rf"(?P<word>[{HAN}A-Za-z]{{0,6}}?{_CALLED}|切菜的?|洗碗的?|打扫的?|煮饭的?|做饭的?)[:：的]?$")
#: What stands before the work itself: 急招, 我们厂里还缺.
_LEADS = re.compile(
    r"^.*(?:招聘|急招|急聘|诚聘|招工|招人|需要|急需|急缺|要求|想要|想找|想请|招|聘|缺|差|找|请|要|和|跟|还有|另外|以及|里|头|们|店|厂|司|馆|铺)"
    rf"(?=[{HAN}]{{2}})"
)
_BELONGS = re.compile(
    r"工(?!资|作|地|厂|期|钱|时)|人员|员(?!工)|师傅|师(?!范)|手(?!续|机|头|里|工|艺)|的(?:阿姨|老?师傅|大姐|小妹|工人)"
)
_END = re.compile(r"[,，。、;；\s]")
_ADJACENT = 4
#: Nobody is chosen by it: 男操作手 is a 操作手, 男工 a worker of whichever kind.
_SEX = re.compile(r"^(?:男|女)(?:性|的)?(?!装|鞋|包|衣)")
_COUNTS_MORE = re.compile(r"[0-9一二两三四五六七八九十]")
_ANY_WORK = frozenset({"工", "生", "员工", "职工"})


@dataclass(frozen=True)
class SoughtGroup:
    """`word`: the work as the employer calls it; `count`: how many, None where the number stands elsewhere."""

    word: str
    count: int | None = None


def read_groups(text: str, known: Sequence[tuple[int, int]]) -> tuple[SoughtGroup, ...]:
    """The work named beside each number of workers. `known`: where words of the table of occupations stand."""
    groups: list[SoughtGroup] = []
    taken: list[tuple[int, int]] = []
    for number in find_numerals(text):
        after = WORKERS_AFTER.match(text, number.end)
        if after is None or WORKERS_NOT_AFTER.search(text[max(0, number.start - 2) : number.start]):
            continue
        if number.high != int(number.high) or not 1 <= number.high <= MOST_WORKERS:
            continue
        span = _beside(text, number.start, after.end(), known, taken)
        if span is not None:
            taken.append(span)
            word = _SEX.sub("", text[span[0] : span[1]])
            groups.append(SoughtGroup("工人" if word in _ANY_WORK else word, int(number.high)))
    return tuple(groups)


def own_words(text: str, known: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The words of the table as the employer has written them, with what belongs to them: 打包工, and not 打包."""
    return tuple(dict.fromkeys(text[start : _whole(text, end)] for start, end in known))


def _beside(
    text: str, start: int, end: int, known: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Where the work stands that is counted in `start` to `end`: after it (九个打包工), or before (打包工九名)."""
    free = [span for span in known if not any(span[0] < other[1] and other[0] < span[1] for other in taken)]
    stop = _END.search(text, end)
    room = text[end : stop.start() if stop is not None else len(text)]
    after = next((span for span in free if end <= span[0] <= end + _ADJACENT and span[1] <= end + len(room)), None)
    if after is not None:
        described = _described(text, after, end + len(room), free) or after
        return described[0], _whole(text, described[1])
    called = _AFTER.match(room)
    if called is not None and called["word"]:
        return end + called.start("word"), end + called.end("word")
    before = next((span for span in free if start - 2 <= _whole(text, span[1]) <= start), None)
    if before is not None:
        return before[0], _whole(text, before[1])
    return _called_before(text, start, max((span[1] for span in taken), default=0))


def _described(text: str, words: tuple[int, int], stop: int, free: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The work that is called by its name after words that say what is done in it: 二十个扫地做清洁的保洁员."""
    later = (span for span in free if words[1] < span[0] and span[1] <= stop and text[span[0] - 1] == "的")
    return next(
        (span for span in later if not re.search(r"[0-9一二两三四五六七八九十]", text[words[1] : span[0]])), None
    )


def _called_before(text: str, start: int, low: int) -> tuple[int, int] | None:
    begin = max((found.end() for found in _END.finditer(text, low, start)), default=low)
    clause = text[begin:start]
    lead = _LEADS.match(clause)
    begin += lead.end() if lead is not None else 0
    called = _BEFORE.search(text[begin:start])
    return (begin + called.start("word"), begin + called.end("word")) if called is not None else None


def _whole(text: str, end: int) -> int:
    """The end of the word with its 工, 员, 师傅: 打包工 where the table has 打包."""
    belongs = _BELONGS.match(text, end)
    return belongs.end() if belongs is not None else end
