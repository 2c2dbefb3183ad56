"""The employer somebody asks about: 帮我查下示例电子有限公司靠不靠谱 → 示例电子有限公司."""

import re

_ENDINGS = (
    "有限责任公司|股份有限公司|有限公司|分公司|公司|集团|事务所|合作社|经营部|工作室|服务部|服务中心|养老院|幼儿园|酒店"
    "|宾馆|餐厅|火锅店|饭店|超市|医院|学校|工厂|厂|店"
)
_NAME = re.compile(rf"[一-鿿a-z0-9·()（）]{{2,40}}?(?:{_ENDINGS})(?![一-鿿]{{0,3}}(?:{_ENDINGS}))", re.IGNORECASE)
#: What stands before a name and is no part of it.
_BEFORE = re.compile(
    r"^.*?(?:查一查|查查|查一下|查下|查哈|查|打听一?下?|了解一?下?|看看|看一下|请问|听说|关于|去了?|到|在|给|跟|和|叫做?|是|有个|这个|那个"
    r"|这家|那家|一家|我们?|想问问?|问下|问一下)(?=[一-鿿a-z0-9]{2})",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^(?:第|[一二三四五1-5]|这|那|他们|她们|人家|招人的|该|哪|某|什么|啥|一|家|个|的|新|小|大|本|贵)*$"
)
_BARE = re.compile(rf"^(?:{_ENDINGS})$")
_ORDINALS = {"一": 0, "1": 0, "二": 1, "2": 1, "三": 2, "3": 2, "四": 3, "4": 3, "五": 4, "5": 4}
_ORDINAL = re.compile(r"第([一二三四五1-5])(?:个|家|条)?")


def find_employer_name(text: str) -> str | None:
    """The name as it was said, without what leads up to it; None where only 这家公司 or no name at all is said."""
    for match in _NAME.finditer(text):
        name = match.group()
        while (led := _BEFORE.match(name)) is not None:
            name = name[led.end() :]
        stem = re.sub(rf"(?:{_ENDINGS})$", "", name, flags=re.IGNORECASE)
        if not _POINTS.match(stem) and not _BARE.match(name):
            return name
    return None


def find_ordinal(text: str) -> int | None:
    """Which of several is meant, from 0: 第二个靠谱吗 → 1."""
    match = _ORDINAL.search(text)
    return _ORDINALS[match[1]] if match is not None else None
