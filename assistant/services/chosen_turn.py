"""A choice among the runs shown, by whatever tells one from the others: 三百六那个就行了, 不是永川的那个, 135晚上, 1.

Every clause is held against what was shown; what is left out (周末的那个不要) and when somebody cannot come (我白天要
上班) leave the others. Only where one run is left, and the words order it or say nothing else, a draft is made: it
takes no seat, and the form confirms. Everything else is left to those after.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain.conversation import ConversationState
from assistant.domain.course_times import lesson_times
from assistant.domain.engagements import find_clashes
from assistant.language.busy_times import engaged_parts, without_busy_times
from assistant.language.course_asks import ABOUT_A_COURSE, CourseAct, clauses_of, read_course_ask
from assistant.language.course_orders import ASKS, SURE_ORDER, is_order, without_deadlines
from assistant.language.held_back import is_held_back
from assistant.language.learned_acts import LearnedActs
from assistant.language.questions import asks
from assistant.language.segment import fold
from assistant.language.understanding import Understanding
from assistant.services.course_desk import CourseDesk
from assistant.services.draft import Draft
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.point_at_shown import Pair, PointAtShown, PointedAt

_LEFT_OUT = re.compile(
    r"不是(?!说|有)|(?<![要用])(?:不|莫|别|莫得)(?:给我|帮我|先|忙)?(?:要|消|选|去|报|学|考虑|得行|合适|方便)(?!的话|钱|学?费|证)|算了|除了|划掉|排除|撞|冲突"
    r"|(?:周一到周?五|白天|平时|上午|下午|晚上)[^,，。]{0,4}(?:都|要)(?:上班|上课|干活|有事|忙|带娃)"
    r"|太(?:远|贵|早|晚|长|久|赶)|来不及|赶不(?:上|到|赢)|去不(?:到|了|成)|没(?:得)?空|(?:值|上)(?:大|中)?(?:夜|晚)班?$|值班"
)
#: 就十号的算了 takes the one it names.
_TAKEN_AFTER_ALL = re.compile(r"就[^,，。]{1,14}(?:算了|行了|可以了|要得|得了|够了|对了)")
#: 我要第三期, 就选晚上的.
_WANTS_THE = re.compile(
    r"^(?:我|就|那|还是|想)*(?:要|选)"
    r"(?:[第弟][一二三四五1-5](?:期|批|个|门|家|场|班)|[^,，。不]{1,8}(?:的|那[个班期家])$)"
)
#: The one that is left: 另外那个, 剩下的.
_THE_OTHER = re.compile(
    r"另(?:外|一)?(?:那|的|一)*(?:个|家|期|班|门)|剩(?:下|到起)?的?(?:那|这)?(?:个|家|期)?|换(?:成|到)?另"
)
#: What makes of a name a choice: 妇女培训中心办的, 晚上那班, 第三期.
_END = r"(?:就|也)?(?:行|可以|要得|得行|好|够|对|合适)?(?:了|嘛|吧|噻|哈|哦|呗|咯|撒|啦)*$"
_NOMINAL = re.compile(
    rf"[那这勒嘞](?:一)?(?:个|班|家|期|批|门|场|边|种|款|趟){_END}|的(?=[就也行可要得好够对合嘛吧噻哈呗咯撒]){_END}"
    rf"|第[一二三四五1-5](?:期|批|个|门|家|场|班){_END}"
    r"|[那这勒嘞](?:一)?(?:个|班|家|期|批|门|场)"
)
_ORDER_AT = re.compile(
    r"(?:那就|还是|就|想|要|给我|帮我|我|再)*(?:报(?!名费|好|过|完|警|销)|选|登记|整|占|要(?!是|不|求)|去(?=[^,，]{1,8}(?:那|的)))"
)
_BOTH = re.compile(
    r"(?:两|几|三)(?:个|门|家|样|边)?(?:班|课)?都|都(?:给我|帮我|要|报|学|登)|一起(?:报|学)|和[^,，。]{1,10}(?:都|一起)|也(?:要|报)"
)
#: What was said wrongly before it: 报七号的, 哦不对, 报二十一号的.
_SLIP = re.compile(r"(?:哦|喔|哎|诶)?(?:不对){1,3}|[说搞打写]错了|口误")
#: Whoever says when they cannot come, and this, takes what is left.
_TAKES = re.compile(r"只(?:能|有|得)|才(?:得行|有空|得空|走得开)|选|报|学|上")
#: In characters: a longer clause tells a story before it orders; so few are all that is said; and nearly nothing.
_RUN_ON, _FEW, _BARE, _LITTLE_LEFT, _LONGEST, _PAIR = 10, 14, 5, 3, 40, 2
_FRAME = re.compile(
    r"[的了嘛吧噻哈哦呀啊呢喃嘞哎嗯嗳喔呗咯撒那这就我你要去个班课期家门上学报选]|谢谢?|麻烦|妹儿|可以|要得|得行"
)


@dataclass(frozen=True)
class _Said:
    """`pointed`: what the clause, or the end of it that orders, points at."""

    clause: str
    pointed: PointedAt
    leaves_out: bool
    orders: bool
    asks: bool

    @property
    def tells_one(self) -> bool:
        return self.pointed.is_named and bool(self.pointed.meant)


class ChosenTurn:
    """`point`: the runs shown; `told`: the state with what somebody tells of themselves in passing."""

    def __init__(
        self,
        desk: CourseDesk,
        enrolment: EnrolmentDialogue,
        point: PointAtShown,
        told: Callable[[str, ConversationState], ConversationState],
        learned: LearnedActs,
    ) -> None:
        self._desk, self._enrolment, self._point, self._told = desk, enrolment, point, told
        self._learned = learned

    def answer(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The draft of the one run chosen; None where none or several are, or nothing is chosen."""
        text = _after_slips(without_deadlines(understanding.as_said or understanding.text))
        if not self._point.pairs or is_held_back(text):
            return None
        said = [self._read(clause) for clause in clauses_of(text)]
        is_bare = len(said) == 1 and len(text) <= _FEW and not said[0].asks and self._is_all_told(said[0])
        if not is_bare and self._is_of_another_kind(text, said):
            return None
        if not is_bare and not self._chooses(text, said):
            return self._missed(said, state)
        left = self._left(text, said)
        if len(left) != 1:
            return self._missed(said, state)
        intake_id, told = left[0][1].id, self._told(text, state)
        if self._desk.words.cues.for_another.search(text):
            return self._enrolment.draft_for_another(intake_id, told)
        return self._enrolment.draft_of(intake_id, told)

    def _missed(self, said: Sequence[_Said], state: ConversationState) -> Draft | None:
        """Which one is meant, where what is ordered is said by a mark that nothing shown has (不要钱那个)."""
        ordered = [one for one in said if one.orders and not one.asks]
        if len(ordered) != 1 or any(one.tells_one for one in said):
            return None
        pointed, said_of = ordered[0].pointed, ordered[0].pointed.pointing
        names_another = len(_FRAME.sub("", said_of.rest)) >= _PAIR  # 换周六推拿那个
        by_mark = pointed.misses and said_of.points and said_of.is_by_more and said_of.days is None
        return self._enrolment.which(self._point.pairs, state) if by_mark and not names_another else None

    def _is_of_another_kind(self, text: str, said: Sequence[_Said]) -> bool:
        """A search, money, a place given back, a wish for several, in any clause but those that order by name."""
        if _BOTH.search(fold(text)):
            return True
        ordered = [one.clause for one in said if one.orders and one.tells_one and not one.asks]
        rest = "，".join(one.clause for one in said if one.clause not in ordered)
        cues, folded = self._desk.words.cues, fold(rest)
        others = (cues.seeks_work, cues.money_traps, cues.gives_back, cues.enrolled, cues.exists, cues.subsidy)
        is_right = cues.rights.search(folded) is not None and SURE_ORDER.search(folded) is None  # 给他登记 is an order
        if is_right or any(cue.search(folded) for cue in others):
            return True
        asked, sure = read_course_ask(rest, self._desk.words.asks).acts, self._learned.sure
        seeks = CourseAct.FIND in asked or CourseAct.FIND in sure or CourseAct.PUT_OFF in sure
        return not ordered and seeks and not SURE_ORDER.search(folded)

    def _read(self, clause: str) -> _Said:
        folded = fold(clause)
        pointed = self._point.resolve(without_busy_times(clause))
        orders = SURE_ORDER.search(folded) is not None or is_order(clause, self._desk.words.cues)
        orders = orders or clause in (self._learned.sure.get(CourseAct.ENROL), self._learned.sure.get(CourseAct.SWAP))
        if len(clause) > _RUN_ON and orders:
            end = [found.start() for found in _ORDER_AT.finditer(folded)]
            of_end = self._point.resolve(clause[end[-1] :]) if end and end[-1] and len(folded) == len(clause) else None
            pointed = of_end if of_end is not None and of_end.is_named and of_end.meant else pointed
        takes = _TAKEN_AFTER_ALL.search(folded) is not None or _WANTS_THE.search(folded) is not None
        leaves_out = _LEFT_OUT.search(folded) is not None and not takes
        orders = orders or takes
        return _Said(
            clause, pointed, leaves_out, orders and not leaves_out, ASKS.search(folded) is not None or asks(clause)
        )

    def _chooses(self, text: str, said: Sequence[_Said]) -> bool:
        """Whether the message takes something: an order, a name that ends in 那个, or what is left of one's time."""
        folded = fold(text)
        ordered = [one for one in said if one.orders and not one.asks]
        if not ordered and engaged_parts(text) and len(text) <= _LONGEST and _TAKES.search(folded):
            return not any(one.asks for one in said)
        if any(self._names_another(one) for one in ordered):
            return False
        if self._learned.vetoes_order(is_named=bool(ordered)) and not any(one.tells_one for one in ordered):
            return False
        named = [one for one in said if one.tells_one and not one.asks]
        if ordered:
            return bool(named) or any(one.leaves_out for one in said)
        if any(one.asks for one in said) or self._learned.likely in ABOUT_A_COURSE:
            return False
        if not named:
            return False
        if _THE_OTHER.search(folded) or any(_NOMINAL.search(fold(one.clause)) for one in named):
            return not all(one.leaves_out for one in named) or _NOMINAL.search(folded) is not None
        return False

    def _names_another(self, said: _Said) -> bool:
        """Whether a clause that orders names what was not shown (编织来钱慢, 换成古筝的看看)."""
        if said.tells_one:
            return False
        shown = {pair[0].id for pair in self._point.pairs}
        is_named = any(one.id not in shown for one in self._desk.named_in(said.clause))
        return is_named or (said.pointed.misses and bool(said.pointed.pointing.rest))

    def _is_all_told(self, said: _Said) -> bool:
        """Whether the clause has marks of the run, and little that is none: 135晚上, 数据分析进阶, 2."""
        marks = said.pointed.pointing
        letters = marks.rest
        if marks.marks.number is not None:
            return True
        titles = [one.title for one in said.pointed.courses]
        named = sum(letter in title for title in titles[:1] for letter in letters)
        if marks.marks.weekdays and len(said.clause) <= _BARE:
            return True  # 周四
        told = (bool(marks.times), bool(marks.marks.weekdays), marks.days is not None, named > _LITTLE_LEFT)
        several = sum(told)
        places = sum(letter in pair[1].words for pair in said.pointed.meant[:1] for letter in letters)
        is_explained = len(_FRAME.sub("", letters)) - max(named, places) <= 1
        return is_explained and (several > 1 or named > _LITTLE_LEFT or (several == 1 and places > 1))

    def _left(self, text: str, said: Sequence[_Said]) -> list[Pair]:
        """The runs that everything said leaves."""
        out = [pair for one in said if one.leaves_out and one.tells_one for pair in one.pointed.meant]
        if not out and _THE_OTHER.search(fold(text)) is not None:
            out = [pair for pair in self._point.pairs if pair[1].id == self._point.spoken.intake]
            if not out:
                return []
        pool = [pair for pair in self._point.pairs if pair not in out]
        named = [one for one in said if one.tells_one and not one.leaves_out and not one.asks]
        first = sorted(named, key=lambda one: (one.orders, _NOMINAL.search(fold(one.clause)) is not None))[-1:]
        for one in [*first, *(each for each in reversed(named) if each not in first)]:
            kept = [pair for pair in pool if pair in one.pointed.meant]
            if one in first and one.orders and not kept:
                return []
            pool = kept or pool
        return self._when_free(text, pool) if len(pool) > 1 else pool

    def _when_free(self, text: str, pool: list[Pair]) -> list[Pair]:
        """Those that do not fall into a time in which somebody says they cannot come."""
        busy, parts = self._desk.understand(text).busy, engaged_parts(text)
        if not busy and not parts:
            return pool
        kept = [
            pair
            for pair in pool
            if not find_clashes(self._point.intake(pair), busy) and not lesson_times(self._point.intake(pair)) & parts
        ]
        return kept or pool


def _after_slips(text: str) -> str:
    """What is said after the last slip, where that says something: 报七号的, 不对, 报二十一号的."""
    *_, last = _SLIP.split(text)
    return last if len(last.strip("，,。. ")) >= _BARE else text
