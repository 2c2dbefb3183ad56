"""Whether somebody decides nothing yet about what lies before them: 我再想哈, 要是能少一千我就报, 都不合适."""

import re

from assistant.language.segment import fold

_HELD_BACK = re.compile(
    r"再(?:想|看看|看哈|考虑|商量|说吧?$|来找你|联系|决定)|等我|考虑(?:哈|一下|看看|清楚)|商量(?:哈|一下|好)"
    r"|问(?:哈|一?下|过|问)?我?(?:们)?(?:屋头|屋里|家里|家头|爸|妈|老公|老婆|老汉|男人|婆娘|堂客|老板|领导)"
    r"|(?<![人他她个])不(?:学|报|去|读)了|(?:先|暂时)(?:不|莫|别)(?:报|学|忙|慌)|都(?:不(?!错)|没)(?:太)?(?:合适|行|要|得行|方便|想)"
    r"|拿不定|没(?:得)?想好|纠结|犹豫|打退堂鼓"
)
_CONDITION = re.compile(
    r"(?:要是|如果|假如|倘若|只要|除非|等到?)[^。！!?？]{2,24}(?:就|才|马上|立马|再)[^,，。]{0,3}(?:报|学|来|读|考虑)"
    r"|[^,，。]{2,12}的话[,，]?我?(?:就|才|马上)(?:报|学|来|读)"
)
#: An order after it stands all the same (再想哈…算了还是报第一个).
_ORDERS_AFTER = re.compile(r"(?:还是|算了|就|那就|干脆)[^,，。]{0,6}(?:报(?!名费)|登|定|选|整)[^,，。]{1,12}$")


def is_held_back(text: str) -> bool:
    """Whether nothing is ordered, whatever of what was shown is named."""
    folded = fold(text)
    if _CONDITION.search(folded) is not None:
        return True
    held = list(_HELD_BACK.finditer(folded))
    return bool(held) and _ORDERS_AFTER.search(folded[held[-1].end() :]) is None
