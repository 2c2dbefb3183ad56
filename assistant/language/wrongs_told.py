"""What a firm must not do, told in words that could be taken for a job and its pay (人事说先交280块工服钱才盖章)."""

import re
from typing import Final

_MONEY_FOR: Final = r"(?:工[服装衣]|服装|制服|押金|保证金|培训|体检|办卡|工牌|资料|建档|介绍|管理)"
_PAPERS: Final = r"(?:毕业证|身份证|学历证|学位证|健康证|资格证|驾驶证|证件|户口本|档案|社保卡)"
_KEEPS: Final = r"(?:扣|押|锁|收)(?:了|着|起|到|住|走|在|倒)+|扣"
_ASKS_MONEY = re.compile(
    rf"(?:交|缴|付|扣|拿)[^,，。!?]{{0,8}}{_MONEY_FOR}|{_MONEY_FOR}(?:钱|费|金)?[^,，。!?]{{0,8}}(?:交|缴|付)了?[^,，。!?]{{0,6}}(?:才|再)"
)
_BEFORE = re.compile(
    r"才(?:给|盖|开|放|办|签|肯|准|能|算)|(?:先|要我|喊我|叫我|让我|非要)[^,，。!?]{0,6}(?:交|缴|付|拿)|不(?:交|缴|付)[^,，。!?]{0,8}就"
)
_KEEPS_PAPERS = re.compile(
    rf"(?:{_KEEPS})[^,，。!?]{{0,4}}{_PAPERS}(?!复印)|{_PAPERS}(?:的)?(?:原件)?[^,，。!?]{{0,6}}(?:{_KEEPS})"
)
_NOT_INSURED = re.compile(
    r"(?:老板|公司|单位|厂|店)[^,，。!?]{0,6}没(?:有|得)?(?:给|帮)?(?:我|她|他|我们|她们)?(?:买|交|缴|上)(?:过)?(?:社保|保险|五险|$|[,，。!?])"
)
#: Whoever looks for work tells of what they want none of (不收押金的厂).
_WISHES = re.compile(
    r"(?:想|要|帮我|给我|再)?找[^,，。]{0,12}(?:工作|活路?|岗位|事做|厂|店)|有没有[^,，。]{0,12}(?:工作|岗位|招)|招[人工聘]|推荐|(?:不用|不要|不收|无需)(?:交|缴|付)?[^,，。]{0,3}(?:押金|费|证)"
)


def tells_of_a_firms_wrong(text: str) -> bool:
    """Whether somebody tells that a firm asks money of them, keeps their papers, or has not insured them."""
    if _WISHES.search(text):
        return False
    asks_money = _ASKS_MONEY.search(text) is not None and _BEFORE.search(text) is not None
    return asks_money or _KEEPS_PAPERS.search(text) is not None or _NOT_INSURED.search(text) is not None
