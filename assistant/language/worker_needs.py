"""What an employer needs of workers beside the trade (要看得懂图纸, 会开叉车, 有焊工证), and by when (元旦前到岗).

The words are kept as they were said; by what nobody is chosen is no need.
"""

import re
from datetime import date

from assistant.language.worker_limits import find_worker_limits

_CLAUSE = re.compile(r"[,，。;；!！?？\n]+")
#: What opens a clause that tells a need.
_OPENS = re.compile(
    r"^(?:再加|加上|再?补(?:充|上)?|加|写上|注明|另外|还有|还|要求|条件|技能)*[一个条点句:：]*(?:是)?"
    r"(?P<need>(?:最好|必须|一定|需要|要)*(?:得)?(?:看得?懂|会(?!计|议|所|馆|展)|能(?!不能|否"
    r"|找|招|来|到岗|发|帮|领|享|给)|懂|熟悉|熟练|持有?|有(?!没|不|补|啥|什么|哪|人)|做过|干过"
    r"|吃得苦|不抽烟|不喝酒|不怕|手脚|踏实)"
    r"[^,，。]{1,16})$"
)
#: A need by what it names, wherever it stands: 三年以上经验, 电工证, 大专以上.
_NAMES = re.compile(
    r"(?:证书?|经验|手艺|基础|图纸|驾照|学历|文凭|英语|电脑|软件|夜班|加班|倒班|出差|体力|高处"
    r"|重物)(?:的|优先|都?行)?$"
    r"|(?:大专|本科|中专|高中|初中)(?:及)?(?:以上|毕业)(?:学历)?(?:的|优先)?$"
)
_NOT_NEEDED = re.compile(
    r"包[吃住]|五险|社保|工资|底薪|补贴|补助|月薪|多少|好多|怎么|[?？]|吗|嘛$|元|块|人$|联系|电话|[0-9]{11}|要人|到岗"
)
_UNPAID_BOARD = re.compile(r"不包(?:吃住|吃|住|餐|食宿)|(?:吃住|食宿)自理")
_PIECEWORK = re.compile(r"计件|按件|多劳多得")
_LONGEST, _MOST = 18, 4
_FEAST = (
    r"元旦|春节|过年|过完年|端午|中秋|国庆|五一|清明|年底|年前|年后|开年|月底|月初"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}[号日]?|初|底|中旬)?|[0-9]{1,2}[号日]"
)
_BY = re.compile(
    rf"(?:{_FEAST})(?:节)?(?:之前|以前|前|之后|以后|后)?(?:就|必须|要|得|能)*(?:到岗|上班|上岗"
    rf"|进场|进厂|到位|报到|开工|来人)"
    rf"|(?:{_FEAST})(?:节)?(?:之前|以前|前|之后|以后|后)(?:就|必须)?要(?:人)?(?=$|[,，。])"
)
_FIXED_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
_BEFORE = re.compile(r"前")


def read_needs(text: str) -> tuple[str, ...]:
    """The clauses that say what a worker has to be able to, in the employer's words; at most four."""
    needs = []
    for clause in _CLAUSE.split(text):
        clause = clause.strip()
        found = _OPENS.match(clause)
        words = found["need"] if found is not None else clause if _NAMES.search(clause) else ""
        is_fit = 2 <= len(words) <= _LONGEST and _NOT_NEEDED.search(words) is None and not find_worker_limits(clause)
        if is_fit:
            needs.append(words)
    return tuple(dict.fromkeys(needs))[:_MOST]


def read_conditions(text: str) -> tuple[str, ...]:
    """That the pay is by the piece, and board or lodging is not given."""
    found = (_PIECEWORK.search(text), _UNPAID_BOARD.search(text))
    return tuple("计件" if match.re is _PIECEWORK else match.group() for match in found if match is not None)


def read_due(text: str) -> str:
    """By when workers are needed where a day is a limit and no start (元旦前到岗, 春节后上班); empty where none is."""
    found = _BY.search(text)
    if found is None:
        return ""
    is_limit = _BEFORE.search(found.group()) or re.search(
        r"后|过年|过完年|春节|年底|端午|中秋|清明|开年", found.group()
    )
    return found.group() if is_limit else ""


def read_feast(text: str, today: date) -> date | None:
    """The next feast of a fixed day from which workers are needed (元旦开始上班)."""
    found = _BY.search(text)
    feast = next((day for word, day in _FIXED_FEASTS.items() if found is not None and word in found.group()), None)
    if feast is None:
        return None
    day = date(today.year, *feast)
    return day if day >= today else day.replace(year=today.year + 1)
