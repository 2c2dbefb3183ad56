"""Words of a job title that no occupation of ours covers: 想做糖画师傅 → 糖画; 不要中介的 → 中介."""

import re

from assistant.language.said_words import SaidWords
from assistant.language.text import HAN
from assistant.language.wish_phrases import WishPhrases

#: Short, and nothing recognised in it.
_WORD = re.compile(rf"[a-z{HAN}]{{2,5}}")
#: 酒吧调酒师: the work is what follows the place.
_AT_WORKPLACE = re.compile(rf"[{HAN}]{{1,2}}(?:吧|店|馆|厅|院|厂|园|场)(?=[{HAN}]{{2,3}}[师员手工匠]$)")
#: A place of work is no work: 想找个护理院.
_WORKPLACE = re.compile(r".*(?:院|[工饭食纸药]?厂|店|公司|超市|餐馆|酒楼|单位|学校|车间)")


def read_titles(words: SaidWords, phrases: WishPhrases) -> tuple[str, ...]:
    """What is sought, rather nothing than rubbish."""
    titles = _read(words, phrases.cues.titles, phrases, may_be_place=False)
    return tuple(_AT_WORKPLACE.sub("", title, count=1) for title in titles or _trades(words, phrases))


def _trades(words: SaidWords, phrases: WishPhrases) -> tuple[str, ...]:
    """What its last letter makes a trade (还要调酒师不, 干验光师八年了), where no wording of a search frames it."""
    said = [next(filter(None, match.groups())) for match in phrases.cues.trade_said.finditer(words.skeleton)]
    return tuple(dict.fromkeys(word for word in said if phrases.cues.trade_noun.match(word)))


def read_refused_titles(words: SaidWords, phrases: WishPhrases) -> tuple[str, ...]:
    """What is not wanted: titles, and terms of work that adverts state (不跑长途)."""
    things = _refused_things(words, phrases)
    titles = _read(words, phrases.cues.refused_titles, phrases)
    return tuple(dict.fromkeys((*(one for one in titles if not any(thing in one for thing in things)), *things)))


def _refused_things(words: SaidWords, phrases: WishPhrases) -> list[str]:
    clauses = filter(None, phrases.cues.breaks.split(words.text))
    refused = filter(None, (phrases.cues.refused_things.search(clause) for clause in clauses))
    lists = [next(filter(None, match.groups())) for match in refused]
    return [thing for each in lists for thing in phrases.cues.things.findall(each)]


def _read(
    words: SaidWords, pattern: re.Pattern[str], phrases: WishPhrases, may_be_place: bool = True
) -> tuple[str, ...]:
    found: list[str] = []
    for clause in phrases.cues.breaks.split(words.skeleton):
        match = pattern.search(clause or "")
        named = next((group for group in match.groups() if group), "") if match else ""
        found += [word for word in phrases.cues.title_joints.split(named) if _is_title(word, phrases, may_be_place)]
    return tuple(dict.fromkeys(found))


def _is_title(word: str, phrases: WishPhrases, may_be_place: bool = True) -> bool:
    if not may_be_place and _WORKPLACE.fullmatch(word):
        return False
    if phrases.cues.trade_noun.match(word):
        return True
    return _WORD.fullmatch(word) is not None and not any(other in word for other in phrases.not_titles)
