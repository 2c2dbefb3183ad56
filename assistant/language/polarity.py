"""Whether what a clause speaks of holds or not: negation and its scope, what is done and what is only meant to be."""

import re

from assistant.language.fact_words import Cue, FactCues, Phrasing

#: How far, in characters, a negation or an adverb may stand before a word, an act after or before its matter.
_BEFORE, _AFTER, _ACT_AFTER, _ACT_BEFORE = 16, 14, 20, 12
#: What may stand between an act and its matter right after it: 办了个…, 签的正式….
_BETWEEN = re.compile(
    r"(?:理|取)?(?:好|完|起|到|下|过|齐|成|上|妥)?(?:了|过|的|着)?"
    r"(?:个|张|份|一份|一个|一张|全套|正式|书面|国家|我的|当地的?|市级的?){0,2}"
)
#: A negation within the words of a statement: 单位还没给我上社保.
_NOT_WITHIN = re.compile(r"没|未|莫得|(?<![要差])不(?!但|仅|光|只|管|过)")
#: Words that tell of something done; they are no part of a scheme's name.
_TELLS_OF_DONE = re.compile(r"[了过领拿没]")
_IS_THERE = re.compile(r"^(?:我|我们|也|都|早就|是|还)*有(?:的|了|哈|噻|得)*$")
_AT_THE_END = re.compile(r"^(?:的|了|啊|哈|嘛|哦|呢|得|有|倒是|我)*$")


def is_denied(text: str, start: int, end: int, phrasing: Phrasing) -> bool:
    """Whether the words in characters `start` to `end` are said not to hold: 不是…, 没被认定为…, …没办下来."""
    return (
        phrasing.denies.search(text[max(0, start - _BEFORE) : start]) is not None
        or phrasing.denied.match(text[end : end + _AFTER]) is not None
    )


def is_in_a_name(match: re.Match[str], phrasing: Phrasing) -> bool:
    """Whether the words are part of a scheme's name: 脱贫户那个求职补贴."""
    after = match.string[match.end() : match.end() + _ACT_AFTER]
    return _TELLS_OF_DONE.search(match.group()) is None and phrasing.names_a_scheme.match(after) is not None


def is_negated(match: re.Match[str], cue: Cue, phrasing: Phrasing) -> bool:
    """Whether the words of a cue that states something state the contrary here."""
    if not cue.speaks_of_not and _NOT_WITHIN.search(match.group()):
        return True
    return is_denied(match.string, match.start(), match.end(), phrasing)


def find_polarity(text: str, cue: FactCues, phrasing: Phrasing, follows: str = "") -> bool | None:
    """What the clause says of the matter; `follows` is the next clause, which may hold the act (失业登记嘛, 还没办)."""
    for about in cue.about:
        for match in about.finditer(text):
            if is_in_a_name(match, phrasing) or cue.acts is None:
                continue
            said = _of_matter(text, match.start(), match.end(), cue.acts, phrasing)
            if said is None and follows and _is_open(_without(text, match), cue.acts, phrasing):
                said = find_bare_polarity(follows, cue.acts, phrasing)
            if said is not None:
                return said
    return None


def _is_open(text: str, acts: Cue, phrasing: Phrasing) -> bool:
    """Whether no act is told, or only one to come (街道喊我去办), so that the next clause may tell of it."""
    act = acts.search(text)
    return act is None or phrasing.intends.search(text[: act.start()].rstrip()) is not None


def _without(text: str, match: re.Match[str]) -> str:
    """The text without the words that name the matter."""
    return f"{text[: match.start()]} {text[match.end() :]}"


def find_bare_polarity(text: str, acts: Cue, phrasing: Phrasing) -> bool | None:
    """What a text says that leaves out its matter: 还没去办, 早就弄好了, 没得."""
    act = acts.search(text)
    if act is None or act.start() > 8:
        return False if phrasing.denied.match(text) else None
    return _of_act(text, act.start(), act.end(), act.end(), phrasing)


def _of_matter(text: str, start: int, end: int, acts: Cue, phrasing: Phrasing) -> bool | None:
    low = max(0, start - _ACT_BEFORE)
    before = [(low + act.start(), low + act.end()) for act in acts.finditer(text[low:start])]
    if before and _BETWEEN.fullmatch(text[before[-1][1] : start]):
        said = _of_act(text, *before[-1], end, phrasing)
        if said is not None:
            return said
    if phrasing.denies.search(text[max(0, start - _BEFORE) : start]):
        return False
    for act in acts.finditer(text[end : end + _ACT_AFTER]):
        said = _of_act(text, end + act.start(), end + act.end(), end + act.end(), phrasing)
        if said is not None:
            return said
    if phrasing.denied.match(text[end : end + _AFTER]):
        return False
    if _IS_THERE.match(text[end : end + _AFTER]):
        return True
    for act_start, act_end in reversed(before):
        said = _of_act(text, act_start, act_end, end, phrasing)
        if said is not None:
            return said
    return None


def _of_act(text: str, start: int, end: int, after: int, phrasing: Phrasing) -> bool | None:
    """What one act says; `after` is where the act together with its matter ends."""
    before = text[max(0, start - _BEFORE) : start]
    if phrasing.denies.search(before) or phrasing.undone.match(text[end : end + 6]):
        return False
    if phrasing.intends.search(before):
        return None
    if phrasing.done.match(text[end : end + 6]) or (after > end and phrasing.done.match(text[after : after + 6])):
        return True
    is_last = _AT_THE_END.match(text[after:]) is not None
    return True if is_last and phrasing.already.search(before) else None
