"""Commas where a message has none: who dictates or hurries writes a story and two questions in one run.

Two things are told by data: with what a clause begins (我, 上个月, 听说), and with what a further question begins once
one has been asked (最多, 要不要, another matter by its name). Where nothing is sure, the run stays as it is.
"""

import re
from collections.abc import Collection
from re import Pattern

from assistant.language.questions import asks

#: A run of so many characters without a mark is told in several clauses; a shorter one may hold two questions.
_LONG, _SHORT = 24, 8
#: A clause has at least so many characters; the name of a matter so many at least and at most.
_CLAUSE = 4
_SHORTEST_NAME, _LONGEST_NAME = 3, 8
_RUN = re.compile(r"[^\s,，。、;；?？!！:：]+")
_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
#: Before a name that is no new matter but the object of what is asked (谁能领失业金, 怎么申请失业金).
_TAKES_IT = re.compile(
    r"[领拿发交办请受的补贷签是算停要买查给有报缴享退吃扣涨"
    r"和跟与及或定到在为个份项笔做搞开没不未准能会想该可以得]$"
)


def with_breaks(text: str, clauses: Pattern[str], questions: Pattern[str], names: Collection[str]) -> str:
    """The text with a comma where a clause or a further question begins.

    `clauses`, `questions`: with what these begin; `names`: of matters, which begin a further question, too.
    """
    broken = _RUN.sub(lambda run: _with_breaks(run.group(), clauses, questions, names), text)
    return _SPACE.sub(lambda space: _at_a_space(broken, space), broken)


def _at_a_space(text: str, space: re.Match[str]) -> str:
    """A comma in place of the space between two runs that both ask: 拿回来行不行 要调档函不."""
    before, after = text[: space.start()], text[space.end() :]
    last, following = list(_RUN.finditer(before))[-1:], _RUN.match(after)
    if not last or following is None or min(len(last[0].group()), len(following.group())) < _CLAUSE:
        return space.group()
    return "," if asks(last[0].group()) and asks(following.group()) else space.group()


def _with_breaks(run: str, clauses: Pattern[str], questions: Pattern[str], names: Collection[str]) -> str:
    if len(run) < _SHORT:
        return run
    told = {match.start() for match in clauses.finditer(run)} if len(run) >= _LONG else set()
    asked = {match.start() for match in questions.finditer(run)}
    pieces: list[str] = []
    begin = 0
    for place in range(_CLAUSE, len(run) - _CLAUSE + 1):
        if place - begin < _CLAUSE:
            continue
        before = run[begin:place]
        begins = place in asked or _names_another(before, run[place : place + _LONGEST_NAME], names)
        if place in told or (begins and asks(before) and asks(run[place:])):
            pieces.append(before)
            begin = place
    return ",".join((*pieces, run[begin:]))


def _names_another(before: str, after: str, names: Collection[str]) -> bool:
    """Whether what follows begins with the name of a matter that what stands before has not named."""
    lengths = range(_SHORTEST_NAME, len(after) + 1)
    name = next((after[:length] for length in lengths if after[:length] in names), None)
    return name is not None and name not in before and _TAKES_IT.search(before) is None
