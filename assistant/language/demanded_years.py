"""Years of experience an advert asks for, which are none of one's own: 要求三年经验的我够不到, 要五年的就莫给我看了."""

import re

_BEFORE = re.compile(r"(?:要求|需要|非要|起码要|至少要|写的?(?:是|要)?|要|得)(?:有|得有|满)?$")
_AFTER = re.compile(
    r"^(?:以上)?(?:的)?(?:工作)?(?:经验|经历)?的?(?:那种|那些|岗位|单位)?[,， ]?(?:我|都|就|也|又|还|可能|肯定|是)*"
    r"(?:够不|达不|不够|不得行|不行|不满足|不符合|没得|没有|莫|不要|不看|算了|做不|去不|搞不|排除|除开|就不)"
)


def are_demanded(text: str, start: int, end: int) -> bool:
    """Whether the length of time in these characters is what adverts ask for and somebody has not."""
    return _BEFORE.search(text[max(0, start - 8) : start]) is not None and _AFTER.match(text[end:]) is not None
