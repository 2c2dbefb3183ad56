"""Which trade a wish for a course describes without naming it (学拍产品照片, 打石头刻菩萨那个班)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.language.course_asks import clauses_of
from assistant.language.likely_trades import LikelyTrades
from assistant.language.segment import fold

_SHORTEST = 2
#: What stands before the thing itself: who wishes, and how they say that they want to learn it.
_BEFORE = re.compile(
    r"^.*?(?:学(?!历|校|费|员|生|徒|位|期|得|完|过)(?:习|会)?|教(?!师|室|育|练|学点)|培训|报(?:名|个|一个)?|考(?:个|一个|一张|张)?|会|搞|整|改)"
    r"(?:一?(?:下|哈|点|些|个|门))?(?:怎么|咋个|啷个|如何|别人|我们|人)?"
)
_WISH = re.compile(
    r"^(?:那|就|还|也|都|我|他|她|们|是|想|要|有|没得|没有|没|得|哪里|哪点|哪儿|找|问|请|请问|的|个|门|样|去|先)+"
)
_AFTER = re.compile(
    r"(?:的|那|这|种|个|样|些|门|班|课|培训|手艺|技术|证|有没|有|没|得|吗|嘛|吧|不|噻|哈|哦|呢|啥|一类|之类|地方|在|哪"
    r"|里|点|开|教|学|招|收|还|人|行|可以)+$"
)
_JOINTS = re.compile(r"还有|或者|以及|跟|和|、|啊|呀|/")


@dataclass(frozen=True)
class TaughtTrades:
    """Trade → how people describe it, and by which words titles of courses name it."""

    described: LikelyTrades = field(default_factory=lambda: LikelyTrades({}))
    title_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, text: str) -> tuple[str, ...]:
        """The trades that the clauses of a message describe, in its order; none where none is near."""
        found = (self.described.find(said) for said in candidates(text))
        return tuple(dict.fromkeys(one for one in found if one is not None))


def candidates(text: str) -> tuple[str, ...]:
    """What the clauses of a message may name, with and without the words of the wish."""
    parts = (part for clause in clauses_of(fold(text)) for part in _JOINTS.split(clause))
    return tuple(dict.fromkeys(one for part in parts for one in _of_a_clause(part)))


def _of_a_clause(clause: str) -> tuple[str, ...]:
    """The clause, and what is left of it without the words of the wish."""
    core = _AFTER.sub("", _BEFORE.sub("", clause))
    plain = _AFTER.sub("", _WISH.sub("", clause))
    return tuple(one for one in dict.fromkeys((core, plain, clause)) if len(one) >= _SHORTEST)
