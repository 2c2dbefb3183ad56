"""What somebody says while a search for work stands and nothing of ours answers: a wish no advert can be sought by is
told as such, a small question is answered, and the search is kept rather than the message turned away."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, Exchange, HandoverReason, TurnContext
from assistant.domain.knowledge import Audience
from assistant.language.questions import asks
from assistant.language.understanding import Understanding, understand
from assistant.language.unread_wishes import find_unread_wish
from assistant.services.canned_words import CannedReplies
from assistant.services.decide_handover import decide_by_words
from assistant.services.decide_intent import SURELY_FOREIGN
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.filter_chips import chips_of
from assistant.services.first_aid import question_for
from assistant.services.knowing import Knowing
from assistant.services.rule_question import tells_of_a_wrong
from assistant.services.tell_courses import FIND_COURSES
from assistant.services.tell_vacancies import FIND
from assistant.services.turn_statuses import NOT_UNDERSTOOD
from assistant.services.vacancy_dialogue import is_plain_wish

#: Whether looking costs anything; who shall pay is told at once.
_OF_FEES = re.compile(
    r"(?:要|收|得|需要)(?:不要|不收)?(?:先|我)?(?:交|给|收|出|付|花)?(?:好多|多少|什么|啥子?)?(?:钱|费用?)(?:不|吗|嘛|么|没得|[?？]|$)"
    r"|免费(?:的)?(?:不|吗|嘛)|花钱(?:不|吗|嘛)"
)
_SOMETHING_PAID_FOR = re.compile(r"社保|医保|保险|学|培训|考|证|体检|房租|水电|办|登记|贷|押|中介|工资|加班|补贴")
#: How long, or with which papers, without what: 多久能办下来, 那材料呢.
_OF_SOME_MATTER = re.compile(
    r"^(?:那|然后|还有|所以|一般|大概|要|得)*(?:(?:要|得)?(?:多久|好久|几天|好多天|多长时间)[^,，。]{0,8}(?:办|下来|批|到账|好|出来|搞定|完)|(?:要|带|准备|交|需要)?的?(?:啥子?|什么|哪些)?(?:材料|资料|手续|流程)(?:呢|要哪些|有哪些|要啥子?|嘛)?|(?:怎么|咋个?|啷个)办(?:理|手续)?)[?？呢嘛啊哦]*$"
)
_WITHOUT_HEARING = re.compile(r"手语|聋|哑|听不(?:见|到|清)|听力|说不(?:了|出)话|不会说话")
_INTERVIEW = re.compile(r"面试|沟通|交流|说话|上班|怎么办|咋个?办|啷个办|招不招|要不要")
#: 那社保呢, by whoever told before that none is paid: the insurance they pay themselves, and no wish for a job with it.
_OWN_INSURANCE = re.compile(
    r"(?:那|还有|然后)?(?:她|他|我|我妈|我爸)?的?(?:社保|养老保险|养老|医保)(?:那块|这块|方面)?(?:呢|喃|怎么办|咋个?办|啷个办|咋个?整|咋弄)[?？]?"
)
_INSURANCE_LAPSED = re.compile(
    r"(?:没|没有|未|断|停)(?:再)?(?:交|缴|买|续)(?:过|了)?(?:的)?(?:社保|养老|医保|保险)|(?:社保|养老保险|医保|保险)[^,，。]{0,8}(?:断|停|没(?:有)?(?:交|缴|买)|欠起)|自己(?:在)?(?:交|缴|买)(?:社保|养老|医保)"
)
_OWN_QUESTION = "没有单位，按灵活就业自己交社保，有没有社保补贴，怎么领"
#: What the other side may do or say, as asked on after a wrong was told.
_OF_THE_OTHER = re.compile(
    r"万一|要是|如果|假如|(?:他|她|他们|老板|公司|单位|厂里|包工头)[^,，。]{0,6}(?:说|不认|不给|耍赖|跑|躲|赖|咬死|否认)"
)
_ASKS_ON = 30
_WRONGS = frozenset({HandoverReason.WAGE_ARREARS, HandoverReason.WORK_INJURY})
_SEARCHES = frozenset({FIND, FIND_COURSES})


def asks_of_own_insurance(text: str, earlier: Sequence[Exchange]) -> bool:
    """Whether 那社保呢 means the insurance that was told to have lapsed."""
    said = _OWN_INSURANCE.fullmatch(text.strip("。!！ ")) is not None
    return said and any(_INSURANCE_LAPSED.search(one.question) for one in earlier)


class KeptSearch:
    """Looks at a draft last. `tell`: what the documents say."""

    def __init__(
        self,
        knowing: Knowing,
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
        tell: Callable[[Understanding], Draft],
    ) -> None:
        self._knowing, self._room, self._canned = knowing, room, canned
        self._audience, self._today, self._tell = context.audience, context.today, tell

    def instead_of(
        self, draft: Draft, understanding: Understanding, before: ConversationState, earlier: Sequence[Exchange]
    ) -> Draft:
        """The draft, or a kinder one that keeps the search where the draft only turns the message away."""
        is_seeker = self._audience is Audience.JOB_SEEKER
        if not (is_seeker and before.is_searching and before.wanted is not None) or draft.handover is not None:
            return draft
        if draft.status not in NOT_UNDERSTOOD or any(tool.name in _SEARCHES and tool.arguments for tool in draft.tools):
            return draft
        text = understanding.text
        if (told := self._on_the_wrong(text, earlier)) is not None:
            return told
        if asks_of_own_insurance(text, earlier):
            question = understand(_OWN_QUESTION, self._knowing.lexicon, self._today)
            return self._tell(question)
        kept = replace(before, turns=draft.state.turns)
        if (said := self._told(text)) is not None:
            return Draft(said, AnswerStatus.ANSWERED, kept, self._room.items, suggestions=("还有吗",))
        if self._knowing.search.view_topic(text).off_topic_share >= SURELY_FOREIGN and find_unread_wish(text) is None:
            return draft
        return self._unread(draft, text, kept)

    def _on_the_wrong(self, text: str, earlier: Sequence[Exchange]) -> Draft | None:
        """那材料呢, 万一他说我是自己不干的: asked on of what was told to have befallen somebody before the search."""
        if len(text) > _ASKS_ON or not (_OF_SOME_MATTER.match(text) or _OF_THE_OTHER.search(text)):
            return None
        for one in reversed(earlier):
            if self._tells_of_a_wrong(one.question):
                matter = question_for(one.question, self._knowing) or one.question.rstrip("。？?")
                asked = (f"{matter.rstrip('。？?')}，{text}", matter)
                told = (self._tell(understand(each, self._knowing.lexicon, self._today)) for each in asked)
                return next((each for each in told if each.status is AnswerStatus.ANSWERED), None)
        return None

    def _tells_of_a_wrong(self, text: str) -> bool:
        """Whether it was told what befell somebody, though work was wished for beside it (又怕没得事做)."""
        if tells_of_a_wrong(text, self._knowing):
            return True
        fired = decide_by_words(text, "", self._knowing.handover, self._knowing.lexicon.normaliser).fired
        return fired is not None and fired.reason in _WRONGS

    def _told(self, text: str) -> tuple[DraftSentence, ...] | None:
        """The answer to a small question beside the search."""
        if _OF_FEES.search(text) and not _SOMETHING_PAID_FOR.search(text):
            return self._canned.say("vacancies_cost_nothing")
        if _WITHOUT_HEARING.search(text) and _INTERVIEW.search(text):
            return self._canned.say("vacancies_without_hearing")
        if _OF_SOME_MATTER.match(text):
            return self._canned.say("vacancies_which_matter")
        return None

    def _unread(self, draft: Draft, text: str, kept: ConversationState) -> Draft:
        wish = find_unread_wish(text)
        if wish is None or (asks(text) and not is_plain_wish(text)):
            return draft
        assert kept.wanted is not None
        item = self._room.put_said(wish)
        chips = chips_of(kept.wanted, self._knowing.vacancy_labels, self._knowing.lexicon.regions)
        words = "、".join(chip.label for chip in chips) or "不限条件"
        standing = self._room.put_record("vacancies#standing", "刚才的条件", words)
        first, *rest = self._canned.say("vacancies_wish_unread", wish=wish, filter=words)
        said = (DraftSentence(first.text, (item.id,)), *(DraftSentence(one.text, (standing.id,)) for one in rest))
        return Draft(said, AnswerStatus.ANSWERED, kept, self._room.items, suggestions=("还有吗",))
