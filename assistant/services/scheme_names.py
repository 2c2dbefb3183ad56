"""Schemes as people name them: with words left out or put between, in everyday words, two sharing one ending."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from assistant.domain.schemes import Scheme

_SHORTEST_NAME, _SHORTEST_ENDING = 3, 4
#: From this length on, in characters, an ending several titles share may mean another one than the scheme it names.
_SURE_ENDING = 6
#: Words that mean the same in names, and words no name needs.
_SAME = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"社会保险费?", "社保"),
        (r"补助|补帖|补貼|奖补", "补贴"),
        (r"(?:自主就业)?(?:的)?(?:退役|退伍|复员)(?:士兵|军人|老?兵)", "退役士兵"),
        (r"(?:脱贫|贫困)(?:人口|户|家庭|群众)|建卡户", "脱贫人口"),
        (r"税收?(?:的)?(?:扣减|优惠|减免|抵扣|抵减)|[抵减扣]税", "税收扣减"),
        (r"残疾人(?:就业)?保障金", "残保金"),
        (r"(?:没|没有|还没|未)(?:有)?就业", "未就业"),
        (r"招用|吸纳|招收|聘用|录用|招聘|请(?=退役|脱贫|重点)", "招"),
        (r"[(（][^)）]*[)）]|[那这](?:个|种|笔|项|些)|的|一次性|企业(?=招)|高校(?=毕业)|[ ]", ""),
    )
)
#: 在领失业金, 失业金领完了: no question about that scheme.
_HAS_IT = (
    "(?:在|正|已经|刚)领(?:着|到|取)?(?:的)?{0}|领(?:完|着|了|过){0}|{0}(?:都|已经|也)?(?:领完|领着|领了|停|期间|到期)"
)
_AND = "(?:和|跟|与|及|、|还有|加上?|同)"
#: How many characters may stand between the first of two names and the ending both share.
_SHARED = 10
#: How far before a name, in characters, words may stand that tell it from another.
_MODIFIERS = 12


@dataclass(frozen=True)
class _Name:
    """One way to name a scheme, folded. `is_whole`: an own name, and no ending that several titles share."""

    words: str
    scheme_id: str
    title: str
    is_whole: bool


class SchemeNames:
    """The names of some schemes."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        schemes = tuple(schemes)
        whole = [
            _Name(words, scheme.id, _fold(scheme.document.title), True)
            for scheme in schemes
            for name in (scheme.document.title, *scheme.document.aliases)
            if len(words := _fold(name)) >= _SHORTEST_NAME and len(name) > _SHORTEST_NAME
        ]
        self._names = tuple(dict.fromkeys((*whole, *_endings(schemes))))
        self._short = {
            name: scheme.id for scheme in schemes for name in scheme.document.aliases if len(name) == _SHORTEST_NAME
        }

    def find(self, text: str) -> tuple[tuple[str, ...], ...]:
        """For each name in the text, in its order, the schemes it may mean; an own name's scheme stands first."""
        folded = _fold(text)
        spans: dict[tuple[int, int], list[_Name]] = {}
        for name in self._names:
            span = _place(name.words, folded)
            if span is not None:
                spans.setdefault(span, []).append(name)
        outer = [span for span in spans if not any(_is_within(span, other) for other in spans)]
        meant = (_meant(spans[span], folded[max(0, span[0] - _MODIFIERS) : span[0]]) for span in sorted(outer))
        return tuple(dict.fromkeys(meant))

    def find_short(self, text: str) -> tuple[str, ...]:
        """The schemes whose shortest names (失业金) stand in the text, unless as what somebody has already."""
        said = (name for name in self._short if name in text and not re.search(_HAS_IT.format(name), text))
        return tuple(dict.fromkeys(self._short[name] for name in sorted(said, key=text.find)))


def _fold(text: str) -> str:
    for pattern, word in _SAME:
        text = pattern.sub(word, text)
    return text


def _endings(schemes: tuple[Scheme, ...]) -> list[_Name]:
    titles = [(_fold(scheme.document.title), scheme.id) for scheme in schemes]
    shared = {_shared_ending(one, other) for (one, _), (other, _) in combinations(titles, 2)}
    return [
        _Name(ending, scheme_id, title, False)
        for ending in shared
        if len(ending) >= _SHORTEST_ENDING
        for title, scheme_id in titles
        if title.endswith(ending)
    ]


def _shared_ending(one: str, other: str) -> str:
    length = 0
    while length < min(len(one), len(other)) and one[-length - 1] == other[-length - 1]:
        length += 1
    return one[len(one) - length :]


def _place(name: str, text: str) -> tuple[int, int] | None:
    """Where the name stands; in 脱贫人口和退役士兵税收扣减 the first of two names, without the ending they share."""
    start = text.find(name)
    if start >= 0:
        return start, start + len(name)
    for length in (4, 2):
        head, ending = name[:-length], name[-length:]
        match = (
            re.search(f"{re.escape(head)}{_AND}[^,，]{{1,{_SHARED}}}{re.escape(ending)}", text) if head[2:] else None
        )
        if match is not None:
            return match.start(), match.start() + len(head)
    return None


def _is_within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _meant(names: list[_Name], before: str) -> tuple[str, ...]:
    """The schemes of the names; of several, those whose title has most of the words said before them."""
    owners = [name.scheme_id for name in names if name.is_whole]
    may_be_shared = not owners or len(names[0].words) >= _SURE_ENDING
    others = [name.scheme_id for name in names if not name.is_whole] if may_be_shared else []
    shared = {name.scheme_id: _words_shared(name.title, before) for name in names}
    meant = tuple(dict.fromkeys((*owners, *sorted(others))))
    most = max(shared[scheme_id] for scheme_id in meant)
    return tuple(scheme_id for scheme_id in meant if shared[scheme_id] == most)


def _words_shared(title: str, text: str) -> int:
    return sum(text[start : start + 2] in title for start in range(len(text) - 1))
