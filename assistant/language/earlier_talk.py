"""What a message says by leaning on those before: an answer to one's own question, a figure put right, a retreat."""

import re
from collections.abc import Iterable, Mapping

from assistant.domain.conversation import FactValue
from assistant.language.clauses import asks, read_clauses
from assistant.language.durations import find_durations
from assistant.language.fact_words import FactCues, FactWords, Phrasing
from assistant.language.numerals import parse_numeral
from assistant.language.polarity import find_bare_polarity

#: What is counted in heads of a firm, and how another number of them is put.
_COUNTS = frozenset({"firm.headcount", "worker.count"})
_OTHER_HEADS = re.compile(
    r"^(?:那|那么)?(?:要是|如果|假如|换成|改成|万一|等到?|明年|后年|以后|今后|年底|下个?月)(?:到了?|等)?(?:明年|后年|以后|年底|下个?月)?"
    r"(?:我们|公司|厂里?|店里?)?(?:只|才|就)?(?:有|是|到了?|变成|增(?:加)?到|涨到|招到|扩到)?了?"
    r"([0-9一二两三四五六七八九十百千]{1,6})(?:多)?(?:个|名)?(?:人|员工|职工)(?:了)?(?:的话)?(?:[呢咧哩喃]?[?？。]*$|(?=[,，]))"
)
_CLAUSE = re.compile(r"[^,，。;；!！?？]+[?？]?")
#: 第二个月: which one, no length of time.
_ORDINAL = re.compile(r"第[一二三四五六七八九十0-9]+(?:个月|个?年)")


def answers_to_own_question(question: str, text: str, words: FactWords) -> dict[str, FactValue]:
    """要不要先办登记? and then 还没办: what is said, without its matter, of what the speaker's question was about.

    Only of matters the question asks to be needful, and only by a word for what is done about them.
    """
    phrasing = words.phrasing
    if phrasing.asks_for_need.search(question) is None or not asks(question, phrasing) or asks(text, phrasing):
        return {}
    asked = [cue for cue in words.find_relevant(question) if cue.acts is not None and _names(cue, question)]
    said: dict[str, FactValue] = {}
    for clause in read_clauses(text, phrasing):
        of_its_own = any(_names(cue, clause.text) for cue in words.find_relevant(clause.text) if cue not in asked)
        if not clause.text or clause.of_kin or of_its_own:
            continue
        for fact, holds in _done_to_one(asked, clause.text, phrasing).items():
            said.setdefault(fact, holds)
    return said


def _done_to_one(asked: list[FactCues], text: str, phrasing: Phrasing) -> dict[str, bool]:
    """What the text says is done; nothing where it fits two matters of one subject."""
    fitting: dict[str, list[tuple[str, bool]]] = {}
    for cue in asked:
        if cue.acts is None or cue.acts.search(text) is None:
            continue
        holds = find_bare_polarity(text, cue.acts, phrasing)
        if holds is not None:
            fitting.setdefault(cue.subject, []).append((cue.fact, holds))
    is_clear = all(len(facts) == 1 for facts in fitting.values())
    return dict(facts[0] for facts in fitting.values()) if is_clear else {}


def months_put_right(text: str, last_said: Iterable[str], words: FactWords) -> dict[str, FactValue]:
    """不对, 只有五个月: the length of time said last, if it was one, is another."""
    plain = _ORDINAL.sub("", text)
    lengths = [cue for fact in last_said if (cue := words.find_cues(fact)) is not None and cue.kind == "months"]
    correction = words.phrasing.corrects.search(plain)
    if correction is None or len(lengths) != 1:
        return {}
    asked = next((one.start() for one in _CLAUSE.finditer(plain) if asks(one.group(), words.phrasing)), len(plain))
    told = {
        length.months
        for length in find_durations(plain)
        if correction.start() <= length.start < asked and not length.approx
    }
    return {lengths[0].fact: told.pop()} if len(told) == 1 else {}


def heads_supposed(text: str, known: Iterable[str]) -> dict[str, FactValue]:
    """那要是35个人呢: another number of the people counted before, where only one such count is known."""
    counted = [fact for fact in known if fact in _COUNTS]
    supposed = _OTHER_HEADS.search(text)
    if supposed is None or len(counted) != 1:
        return {}
    count = parse_numeral(supposed.group(1))
    return {} if count is None or count != int(count) else {counted[0]: int(count)}


def facts_withdrawn(text: str, known: Mapping[str, int], words: FactWords) -> frozenset[str]:
    """Known facts the message takes back: those it names, else for 当我没说 those said last.

    `known`: fact id to the turn it was said in.
    """
    phrasing = words.phrasing
    takes_back = phrasing.withdraws.search(text)
    if takes_back is None and phrasing.confuses.search(text) is None:
        return frozenset()
    named = frozenset(cue.fact for cue in words.find_relevant(text) if cue.fact in known and _names(cue, text))
    if named or takes_back is None or takes_back.group().endswith("核实"):
        return named
    last = max(known.values(), default=0)
    return frozenset(fact for fact, turn in known.items() if turn == last)


def states_again(fact: str, text: str, words: FactWords) -> bool:
    """Whether the message names the fact after it took something back: 当我没说, 合同是一年."""
    cue, takes_back = words.find_cues(fact), words.phrasing.withdraws.search(text)
    return cue is not None and _names(cue, text if takes_back is None else text[takes_back.end() :])


def _names(cue: FactCues, text: str) -> bool:
    """Whether the text has words for the fact, whatever it says of it."""
    patterns = (*cue.about, *cue.holds, *cue.fails, *cue.signs, *(p for named in cue.values.values() for p in named))
    return any(pattern.search(text) for pattern in patterns) and not cue.is_blocked_in(text)
