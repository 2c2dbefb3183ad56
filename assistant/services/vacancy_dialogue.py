"""The search for work within a conversation: what is looked for is kept, narrowed, widened, and shown again."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, OpenQuestion, ToolCall
from assistant.domain.vacancies import PayPer
from assistant.domain.vacancy_filter import NEAR_HERE, PayFloor, VacancyFilter
from assistant.language.lapsed_licences import tells_of_lapsed_licence
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.filter_json import filter_as_json
from assistant.services.known_facts import facts_in
from assistant.services.search_policies import TopicView
from assistant.services.tell_licences import asks_for_licences
from assistant.services.tell_vacancies import FIND, VacancyTeller
from assistant.services.vacancy_desk import VacancyDesk

#: A message that names so many things of a search is one, whatever verb it uses; unless it is a story, which is told
#: for another reason. A few words that name work are one too. Lengths in characters.
RICH, _STORY, _BARE = 2, 60, 8
#: Shares of the topic model from which on a document, or the search, is likely meant; chosen on development sets.
PERHAPS_POLICY, LIKELY, PERHAPS = 0.35, 0.5, 0.3
#: From which share on a message without a trade is about that document (想去见习基地), unless work is sought.
SURELY_POLICY = 0.9
_SAYS_JOB = re.compile(r"(?<!没)(?<!没有)(?<!还没)找[个份点]|岗|职位|招|应聘|活路|日结|兼职|月薪|工资")
_FOREIGN = "off_topic"
#: Words of rights, money and offices, and of questions: a few words with a trade and a place that hold none of these
#: are a wish, whatever document they remind of.
_OF_POLICY = re.compile(
    r"怀孕|孕期|哺乳|降薪|调岗|(?:驿站|窗口|大厅|市场|中心)[^,，。]{0,8}(?:开不开|开没开|开门|关门|放假|几点|休息)|补贴|补助|政策|社保|医保|公积金|失业|待遇|赔|仲裁|合同|工伤|退休|产假|年假|加班费|欠|拖|不发|辞退|开除|裁|解除|离职|贷款|补缴|缴费|申请|申报|申领|领取|领到|报销"
    r"|帮扶|扶持|照顾|优待|帮助|登记|档案|证明|材料|条件|标准|资格|合法|违法|投诉|举报|告|压|扣|押|骗|中介费|培训费|考证|怎么|怎样|如何|咋|啷个|为什么|为啥|属于|算不|哪里|哪儿|在哪|去哪|报名|去培训|参加培训|学过|多少钱|好多钱|[几多]个(?!月)|多少个|名额|能不能|可不可以|可以不|得不得|是不是|算不算|什么是|合不合|最少|最低(?!学历|[0-9])|犯法"
)
#: A program to be written is no post to be filled.
_OF_CODE = re.compile(r"脚本|爬虫|爬下来|抓下来|写(?:个|段|一段|一个)?(?:代码|程序)(?!的)")
#: Whoever asks whether it is lawful tells of the work they have.
_OF_RIGHT = re.compile(r"合不合法|合法(?:吗|不|嘛|么)|违不违法|违法|犯法|犯不犯法")
_PLAIN = 24
#: 他58我53, 你莫嫌老: age decides no order here.
_FEARS_AGE = re.compile(
    r"嫌[^,，。]{0,4}(?:老|年纪|岁数|年龄)|(?:年纪|岁数|年龄)[^,，。]{0,4}(?:大|老)(?:了)?(?:没得|有)?(?:点|些|人)?(?:哦|哈|要不|怕|没人要|$)"
)
_POST = re.compile(r"岗位|职位|招聘|招工|招人|在招|招不招")
_OF_WORK = re.compile(r"找|活|事情?做|工作|上班|招|岗位|职位|钱多")
_SEEKS = re.compile(r"(?:想|要|来)找(?!人|你|您|他|她|老板|公司|单位|政府|个?律师)|找[个份](?!律师)|应聘")
_DESCRIBED = re.compile(
    r"[找要做干](?:一?[个份点些])?[^,，。要求]{2,12}的(?:活|工作|岗位|事做|事情|差事|班)"
    r"|[找要做干](?:一?[个份点些])?(?:轻松|松活|清闲|简单|不累|稳当|省力)(?:点|些)?的?(?:活路?|工作|事情?|班)"
    r"|(?:推荐|介绍|(?:帮|给|替)我?找)[^,，。]{0,8}(?:工作|岗位|活|事做|班上)"
)
_MOST_REMEMBERED = 200
_LAST_SHOWN = 5
#: 再高点 without a floor: to the next multiple of this above what was shown. Yuan.
_RAISE_BY: Mapping[PayPer | None, int] = {"month": 500, "day": 20, "hour": 2, "week": 200, "year": 10_000}
_WHERE, _WHAT, _HOW_MUCH = "vacancies_where", "vacancies_what", "vacancies_how_much"
_HOME = "person.residence_region"
_EXAMPLES = ("包吃住的普工，5000以上", "保安，不上夜班", "今天的日结", "双休的文员")


def describes_work(text: str) -> bool:
    """Whether the message says what the work is to be like (找个坐着干的活), or asks to be shown some."""
    return _DESCRIBED.search(text) is not None


def is_plain_wish(text: str) -> bool:
    """Whether a message is short and holds no word of rights, money owed, offices or how things are done."""
    return len(text) <= _PLAIN and _OF_POLICY.search(text) is None


class VacancyDialogue:
    """What a turn has to do with looking for work."""

    def __init__(self, desk: VacancyDesk, room: EvidenceRoom, canned: CannedReplies) -> None:
        self._desk = desk
        self._room = room
        self._canned = canned
        self._teller = VacancyTeller(desk, room, canned)

    def goes_on(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to a word on the search before (再高点, 换成兼职, 还有吗); None: the message is not about it."""
        if not state.is_searching or state.wanted is None:
            return None
        text = understanding.text
        if (lapsed := self._without_lapsed(text, state)) is not None:
            return lapsed
        if len(text) <= _PLAIN and _FEARS_AGE.search(text):
            kept = replace(state, open_question=None)
            return Draft(self._canned.say("vacancies_whatever_age"), AnswerStatus.ANSWERED, kept, self._room.items)
        refinement = self._desk.refine(state.wanted, text)
        if refinement is None:
            is_on_it = is_plain_wish(text) and (
                asks_for_licences(text) or self._desk.unfilterable(text) or self._desk.elsewhere(text)
            )
            return self._search(state.wanted, state, text=text) if is_on_it else None
        if refinement.needs_figure:
            floor = self._more_than_shown(state)
            if floor is None:
                return self._ask(_HOW_MUCH, refinement.wanted, state, ())
            return self._search(replace(refinement.wanted, pay_floor=floor), state)
        return self._search(refinement.wanted, state, refinement.wants_more, text)

    def _without_lapsed(self, text: str, state: ConversationState) -> Draft | None:
        """The search again, with a licence that is not valid at present as one the person lacks: a gap where it is
        asked for, and nothing dropped. None where none is told of."""
        if state.wanted is None or not tells_of_lapsed_licence(text):
            return None
        named = self._desk.licences_named(text)
        gone = tuple(one for one in state.wanted.licences if not named or one in named)
        if not gone:
            return None
        has = tuple(one for one in state.wanted.licences if one not in gone)
        found = self._search(replace(state.wanted, licences=has), state)
        noted = self._teller.cited(
            self._canned.say("vacancies_licence_lapsed", licence="、".join(gone)), "、".join(gone)
        )
        return replace(found, sentences=(*noted, *found.sentences))

    def begins(self, understanding: Understanding, state: ConversationState) -> Draft:
        """The reply to somebody who looks for work."""
        wanted = self._desk.understand(understanding.text)
        if state.wanted is not None:
            wanted = _with_abilities(wanted, state.wanted)
        return self._search(wanted, state, text=understanding.text)

    def looks_like_one(self, understanding: Understanding, view: TopicView) -> bool:
        """Whether a message without any verb of looking is a search after all: by what it names and by the model."""
        text = understanding.text
        wanted = self._desk.understand(text)
        names_work = bool(wanted.occupations or wanted.employment_types)
        named = len(wanted.limits) + (wanted.wishes != VacancyFilter().wishes)
        if _OF_CODE.search(text) or _OF_RIGHT.search(text):
            return False
        if not wanted.occupations and view.document_share >= SURELY_POLICY and not _SAYS_JOB.search(text):
            return False
        if names_work and is_plain_wish(text) and (named >= RICH or _SEEKS.search(text)):
            return True
        if names_work and named > RICH and len(text) <= _STORY and _OF_POLICY.search(text) is None:
            return True
        if view.document_share >= PERHAPS_POLICY:
            return False
        if view.intent == FIND and view.intent_share >= LIKELY:
            return named > 0 or _OF_WORK.search(text) is not None
        if view.intent == FIND and view.intent_share >= PERHAPS and named:
            return True
        if not names_work or len(text) > _STORY:
            return False
        is_foreign = view.intent == _FOREIGN and view.intent_share >= LIKELY
        return named >= RICH or _POST.search(text) is not None or (len(text) <= _BARE and not is_foreign)

    def search_for(self, wanted: VacancyFilter, state: ConversationState) -> Draft:
        """The reply to a filter that was changed by a button."""
        return self._search(wanted, state)

    def _search(
        self, wanted: VacancyFilter, state: ConversationState, wants_more: bool = False, text: str = ""
    ) -> Draft:
        if wanted.says_nothing:
            asked = self._ask(_WHAT, wanted, state, _EXAMPLES)
            return replace(asked, sentences=(*self._elsewhere(text), *self._not_looked_for(text), *asked.sentences))
        wanted, is_lost = self._located(wanted, state)
        if is_lost:
            return self._ask(_WHERE, wanted, state, ())
        refused = state.vacancies_refused
        exclude = tuple(dict.fromkeys((*refused, *state.vacancies_shown))) if wants_more else refused
        told = self._teller.tell(wanted, exclude, wants_more, text)
        before = state.vacancies_shown if wants_more else ()
        shown = tuple(dict.fromkeys((*before, *told.shown)))[-_MOST_REMEMBERED:]
        return Draft(
            sentences=(*self._elsewhere(text), *told.sentences, *self._not_looked_for(text)),
            status=told.status,
            state=replace(
                _searching(state, wanted),
                vacancies_shown=shown,
                vacancies_listed=told.shown or (state.vacancies_listed if wants_more else ()),
                vacancy_meant=None,
                open_question=None,
                failures=0,
            ),
            evidence=self._room.items,
            tools=(told.tool,),
            cards=told.cards,
            suggestions=told.suggestions,
        )

    def _not_looked_for(self, text: str) -> tuple[DraftSentence, ...]:
        """What was asked for and could not be looked for, so that nobody relies on it."""
        names = self._desk.unfilterable(text)
        return self._canned.say("vacancies_unfilterable", wishes="、".join(names)) if names else ()

    def _elsewhere(self, text: str) -> tuple[DraftSentence, ...]:
        """That a place outside the city, in which work is looked for, is not one of ours."""
        places = self._desk.elsewhere(text) if text else ()
        return self._canned.say("vacancies_elsewhere", places="、".join(places)) if places else ()

    def _located(self, wanted: VacancyFilter, state: ConversationState) -> tuple[VacancyFilter, bool]:
        """附近 as the district the person lives in or has named; whether that is not known yet."""
        if wanted.near != NEAR_HERE:
            return wanted, False
        if wanted.region_ids:
            return replace(wanted, near=None), False
        home = facts_in(state).get(_HOME) or state.region_id
        if not isinstance(home, str):
            return wanted, True
        return replace(wanted, near=None, region_ids=(home,)), False

    def _more_than_shown(self, state: ConversationState) -> PayFloor | None:
        """A floor above what half of the vacancies just shown promise; None where they promise nothing."""
        shown = self._desk.find_shown(state.vacancies_shown[-_LAST_SHOWN:])
        pays = [vacancy.pay for vacancy in shown if vacancy.pay.min_yuan is not None and vacancy.pay.per in _RAISE_BY]
        if not pays:
            return None
        per = Counter(pay.per for pay in pays).most_common(1)[0][0]
        sums = sorted(pay.min_yuan or 0 for pay in pays if pay.per == per)
        assert per is not None
        step = _RAISE_BY[per]
        return PayFloor((sums[(len(sums) - 1) // 2] // step + 1) * step, per)

    def _ask(self, key: str, wanted: VacancyFilter, state: ConversationState, examples: tuple[str, ...]) -> Draft:
        return Draft(
            sentences=self._canned.say(key),
            status=AnswerStatus.CLARIFICATION,
            state=replace(_searching(state, wanted), open_question=OpenQuestion(key)),
            evidence=self._room.items,
            tools=(ToolCall(FIND, filter_as_json(wanted)),),
            suggestions=examples,
        )


def _searching(state: ConversationState, wanted: VacancyFilter) -> ConversationState:
    """The state with the search as what is talked about: a short question after it is not about an earlier policy."""
    return replace(
        state, wanted=wanted, is_searching=True, is_choosing_course=False, assessing=None, topic_id=None, aspects=()
    )


def _with_abilities(wanted: VacancyFilter, before: VacancyFilter) -> VacancyFilter:
    """What the person has, said earlier, still holds in a new search: schooling, licences."""
    return replace(
        wanted,
        education=wanted.education or before.education,
        licences=tuple(dict.fromkeys((*before.licences, *wanted.licences))),
        has_no_licence=wanted.has_no_licence or (before.has_no_licence and not wanted.licences),
    )
