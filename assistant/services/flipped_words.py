"""Whether one small word of a quotation was turned round: 以下 for 以上, 每年 for 每月, 不可以 for 可以.

Looked at letter by letter: what stands beside the small word must stand there in the evidence beside the other one, and
nowhere beside this one.
"""

import re
from functools import lru_cache

from assistant.language.text import HAN

_BESIDE = 3
_WORD = f"[{HAN}A-Za-z0-9%.]"
#: Words said before a figure or a deed, and after it; within a group, one turns the other round.
_BEFORE = (
    ("不超过", "不少于"), ("不高于", "不低于"), ("最多", "最少", "至少"), ("最长", "最短", "至少"), ("最高", "最低"),
    ("每月", "每年", "每天", "每周", "每小时", "每次", "每季度", "每日"), ("按月", "按年", "按季", "按天", "一次性"),
)  # fmt: skip
_AFTER = (("以上", "以下"), ("以前", "以后"), ("之前", "之后"), ("日内", "日后", "日以后", "日之后"))
_DENIAL = r"(?:不(?:再|会|能|可以?|得|用|需要?|必|应当?|准|允许|予)?|没有?|未|无需|无须|免)"
_DENIED = re.compile(rf"(?<![是能否会]){_DENIAL}(?P<deed>[{HAN}]{{4}})")
_NOT_YET = re.compile(f"未([{HAN}]{{3}})")
_NO_DENIAL = re.compile(r"(.)不\1|不(?:超过|少于|高于|低于|满|足|到|同|论|管|仅)|是否|没有规定")


def flips_a_word(said: str, known: str) -> bool:
    """Both in comparable words."""
    return _turns_a_bound(said, known) or _denies_what_stands(said, known) or _forgets_not_yet(said, known)


def _turns_a_bound(said: str, known: str) -> bool:
    for groups, template in ((_BEFORE, r"{word}(?P<beside>{near})"), (_AFTER, r"(?P<beside>{near}){word}")):
        for group in groups:
            for word in group:
                if word in said:
                    found = _pattern(template, word).finditer(said)
                    if any(_stands_beside_another(match, word, group, known) for match in found):
                        return True
    return False


@lru_cache(maxsize=64)
def _pattern(template: str, word: str) -> re.Pattern[str]:
    return re.compile(template.format(word=word, near=f"{_WORD}{{{_BESIDE}}}"))


def _stands_beside_another(match: re.Match[str], word: str, group: tuple[str, ...], known: str) -> bool:
    beside = match["beside"]
    if match.group() in known:
        return False
    is_before = match.group().startswith(word)
    return any((other + beside if is_before else beside + other) in known for other in group if other != word)


def _denies_what_stands(said: str, known: str) -> bool:
    """A deed of four characters that the evidence has word for word, and never behind a denial."""
    for match in _DENIED.finditer(_NO_DENIAL.sub("□", said)):
        deed = match["deed"]
        if deed in known and re.search(f"[不没未无免非][^,。;]{{0,4}}{deed}", known) is None:
            return True
    return False


def _forgets_not_yet(said: str, known: str) -> bool:
    """未就业毕业生 told as 就业毕业生."""
    return any(
        word in said
        and re.search(f"[未没不无非][^,。;]{{0,3}}{word}", said) is None
        and known.count(word) == known.count(f"未{word}")
        for word in _NOT_YET.findall(known)
    )
