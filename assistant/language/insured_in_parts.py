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
_IN_ALL = re.compile(r"一共|总共|合计|累计|加起来|拢共|全部加")


def tells_a_part(text: str) -> bool:
    """Whether what is told leaves open how much was paid in all."""
    if _IN_ALL.search(text):
        return False
    return _ONE_OF_SEVERAL.search(text) is not None or _ONLY_HERE.search(text) is not None
