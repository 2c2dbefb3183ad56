"""Occupations a message only tells of: somebody else's, the one somebody holds, the one they leave."""

import re

from assistant.language.said_words import Said, SaidKind, SaidWords
from assistant.language.wish_phrases import WishCues

#: What somebody else's work has as well as one's own.
_OF_WORK = (SaidKind.OCCUPATION, SaidKind.SHIFT, SaidKind.PAY, SaidKind.BENEFIT, SaidKind.EMPLOYMENT_TYPE)

#: Whoever works so in households does what is asked for there.
_BY_THE_HOUR = "小时工"
_GIVEN_UP = re.compile(r"O*(?:这行|这个)?(?:我|就|是|都|真的?|再也?)*不[做干开跑当送搞]了")
#: 不做促销员了, 换成收银员.
_GIVES_UP = re.compile(r"(?<!想)不(?:想再?|愿意?)?[做干当]$")
_NO_MORE = re.compile(r"O*了(?=[,。;!? ]?(?:我|就|想|要)*(?:换|改成|改做|改找))")
_DAY_JOB, _BESIDE_A_JOB = (
    re.compile(r"(?:白天|正常班|朝九晚[五六])(?:要|在|得)?(?:上班|工作)?"),
    re.compile(r"晚上|下班|周末|夜|晚班"),
)


class Story:
    """What a message tells beside what it looks for. `is_of_both`: it looks for work for two people."""

    def __init__(self, words: SaidWords, cues: WishCues) -> None:
        self._words, self._cues = words, cues
        self.is_of_both = cues.together.search(words.text) is not None
        self._leaves = [match.start() for match in cues.leaves.finditer(words.skeleton)]

    def tells_of(self, one: Said, clause_start: int) -> bool:
        """我老公上夜班; 我在餐厅当服务员, 老板拖欠工资; 在厂里做普工, 想换一行."""
        if one.kind in _OF_WORK and not self.is_of_both and self._is_anothers(one, clause_start):
            return True
        if one.kind is SaidKind.SHIFT:
            return self._is_day_job(one, clause_start)
        if one.kind is not SaidKind.OCCUPATION:
            return False
        return self.is_left(one) or self._is_held(one, clause_start) or self._is_duty(one)

    def is_trade(self, one: Said, clause_start: int) -> bool:
        """月嫂做了6年; 一直在做会计, 想换个双休的: a trade not left, wanted where nothing else is."""
        if one.kind is not SaidKind.OCCUPATION or self.is_left(one):
            return False
        if self._is_held(one, clause_start) and self._cues.stays.search(self._words.skeleton, one.end):
            return True
        before, after = self._words.skeleton[: one.start], self._words.skeleton[one.end :]
        if self._cues.trade_after.match(after) is not None:
            return True
        worked = self._cues.trade_before.search(
            before
        )  # 做过三年会计 is the trade sought unless something is asked for
        return worked is not None and ("过" not in worked.group() or self._cues.seeks.search(after) is None)

    def is_left(self, one: Said) -> bool:
        """Whether the message speaks of other work after it."""
        return any(one.end <= start for start in self._leaves)

    def is_given_up(self, one: Said) -> bool:
        """快递员不干了, 换个门卫: refused from now on."""
        if one.kind is not SaidKind.OCCUPATION:
            return False
        skeleton = self._words.skeleton
        gives_up_before = _GIVES_UP.search(skeleton, 0, one.start) and _NO_MORE.match(skeleton, one.end)
        return bool(gives_up_before) or _GIVEN_UP.match(skeleton, one.end) is not None

    def _is_anothers(self, one: Said, clause_start: int) -> bool:
        return self._cues.relatives.search(self._words.text[clause_start : one.end]) is not None

    def _is_held(self, one: Said, clause_start: int) -> bool:
        before = self._words.skeleton[clause_start : one.start]
        verb = self._words.text[one.start]  # 做木工 is one word
        return any(self._cues.at_work.search(told) is not None for told in (before, before + verb))

    def _is_day_job(self, one: Said, clause_start: int) -> bool:
        """白天上班, 想晚上做兼职: the hours of the job somebody has."""
        if not _DAY_JOB.fullmatch(self._words.text[one.start : one.end]):
            return False
        is_sought = self._cues.wants.search(self._words.skeleton[clause_start : one.start]) is not None
        return not is_sought and _BESIDE_A_JOB.search(self._words.text, one.end) is not None

    def _is_duty(self, one: Said) -> bool:
        """能照顾老人, 带娃三年没上班: done at home."""
        if self._cues.duties.fullmatch(self._words.text[one.start : one.end]) is None:
            return False
        if any(other.value == _BY_THE_HOUR and other.start < one.start for other in self._words.said):
            return True  # 钟点工, 做饭打扫都得行
        before, after = self._words.skeleton[: one.start], self._words.skeleton[one.end :]
        return self._cues.duty_before.search(before) is not None or self._cues.duty_after.match(after) is not None
