"""帮我写个辞职信: a letter or an application that somebody wants written, and what it is about."""

import re

_ASKED = re.compile(
    r"(?:^|[,，。!！])(?:请|麻烦|能不能|可不可以|可以|能|你|您|们)*(?:帮|给|替)?(?:我们?|忙)?(?:写(?![明了过着清])|拟(?=一?[份个封篇张下哈])|起草|代写)(?:一?[份个封篇张下哈])?"
    r"(?P<matter>[^,，。?？了的]{0,14}?)(?P<kind>申请书|申请|信|书|报告|简历|合同|协议|证明|诉状|状)"
    r"(?!了|过|怎么|咋|啷个|如何|要|有|里|上)"
)
#: What is asked of these is not how they are worded, but how the matter itself is settled.
_WORDS_ALONE = frozenset({"申请书", "申请", "信", "书", "报告", "诉状", "状", "简历"})


def find_letter_matter(text: str) -> str | None:
    """The matter of the letter somebody wants written (辞职, 仲裁, 劳动合同); empty if it has none of its own.

    None where nobody asks for a letter.
    """
    asked = _ASKED.search(text)
    if asked is None:
        return None
    # Whoever writes themselves that they leave resigns.
    matter, kind = asked["matter"].replace("离职", "辞职"), asked["kind"]
    return matter if kind in _WORDS_ALONE else f"{matter}{kind}"
