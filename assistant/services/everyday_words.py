"""One word for what is said in many: 老板, 公司 and 用人单位 are 单位; 不要钱 and 不收费 are 免费.

A sentence and its evidence are both put into these words before they are compared; nobody sees the result. Figures
are left as they stand.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, eq=False)
class EverydayWords:
    """`stands_for`: what is written → the word it is compared as."""

    stands_for: Mapping[str, str]
    written: re.Pattern[str]

    @classmethod
    def of(cls, groups: Mapping[str, Iterable[str]]) -> "EverydayWords":
        """From word → its other wordings. The longest wording wins; a word stays itself where nothing longer begins."""
        stands_for = {word: word for word in groups} | {
            other: word for word, others in groups.items() for other in others
        }
        longest_first = sorted(stands_for, key=len, reverse=True)
        return cls(stands_for, re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"))

    def plain(self, text: str) -> str:
        """The text in the words that are compared."""
        return _plain(self, text)


#: 一个月最多36小时 is 每月最多36小时; a month that is counted (满一个月, 一个月内) stays.
_EACH = re.compile(r"(?:^|(?<=[,，。;；的]))一(个?(?:月|年|天|日|周|季度))(?![之以内后前])")
_BRACKETS = re.compile(r"[()（）]")


@lru_cache(maxsize=2048)
def _plain(words: EverydayWords, text: str) -> str:
    text = _BRACKETS.sub("", _EACH.sub(r"每\1", text))
    return words.written.sub(lambda found: words.stands_for[found.group()], text)
