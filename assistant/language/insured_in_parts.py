"""Whether the months of insurance that are told are those of one firm among several, and not all there are."""

import re
from typing import Final

_PAID: Final = r"(?:交|缴|买|参保|上社保)"
_FIRM: Final = r"(?:家|个?(?:公司|单位|工?厂|店|老板|企业))"
#: A firm that is one of several by the word for it: 最后这家, 上一家, 前头那个厂.
_ONE_OF_SEVERAL = re.compile(
    rf"(?:最后|末尾|上|前|先前|头|之前|以前|原来|第[一二三四五])(?:面|头|一|两|几|的|这|那)*{_FIRM}[^。;；!?]{{0,14}}{_PAID}"
)
#: Only so much here: there may be more elsewhere.
_ONLY_HERE = re.compile(
    rf"(?:这|现在这?|目前这?)(?:一)?{_FIRM}[^,，。]{{0,6}}(?:只|才|就)(?:给|帮|跟)?(?:我|我们)?{_PAID}"
)
_LENGTH: Final = r"[0-9零一二两三四五六七八九十百半]{1,5}(?:年零?|个?月)+"
#: So much of what was told is of another place or time: 有两个月是2018年在成都交的, 其中三年是在广东交的.
_OF_WHICH = re.compile(rf"(?:有|其中|里头|里面|中间)[^,，。;；!?]{{0,3}}{_LENGTH}[^,，。;；!?]{{0,16}}{_PAID}(?:的|过)")
#: So much in one place, after what was paid in another: 我在武隆才交了5个月, 重庆这边只买了半年.
_IN_ONE_PLACE = re.compile(
    rf"(?:在[^,，。;；!?]{{2,6}}|这边|那边|这里|那里|这头)(?:才|只|就|又)(?:给我)?{_PAID}(?:了|过|满|到)?{_LENGTH}"
)
_PUT_RIGHT = re.compile(r"不是|不对|搞错|记错|说错|看错|其实|更正")
_IN_ALL = re.compile(r"一共|总共|合计|累计|加起来|拢共|全部加")


def tells_a_part(text: str) -> bool:
    """Whether what is told leaves open how much was paid in all."""
    if _IN_ALL.search(text):
        return False
    return any(one.search(text) is not None for one in (_ONE_OF_SEVERAL, _ONLY_HERE, _OF_WHICH))


def tells_one_place(text: str) -> bool:
    """Whether what is told is paid in one place, so that it takes nothing from more that was told before."""
    return _IN_ALL.search(text) is None and _PUT_RIGHT.search(text) is None and _IN_ONE_PLACE.search(text) is not None
