"""What a person wants: the table's cues first, then the topic model for what no cue foresaw."""

import re

from assistant.domain.conversation import ConversationState
from assistant.language.employer_names import find_employer_name
from assistant.language.lexicon import Lexicon
from assistant.language.questions import asks
from assistant.language.understanding import Understanding, is_off_topic
from assistant.services.search_policies import PolicySearch, TopicView

#: From which share on the model's opinion counts; chosen on the development half of the evaluation set.
LIKELY, POLICY, FOREIGN, SURE = 0.40, 0.35, 0.36, 0.55
_BEFORE_POLICY = frozenset({"find_vacancies", "find_courses", "personal_record"})
#: From which share of one document on a wish for benefits is a question about that one.
SURELY_ONE = 0.97
#: From which share on a message is surely not ours, so that a word more on it is not, either.
SURELY_FOREIGN = 0.9
#: From which share on a few words after a topic are taken for foreign to us (比赛叫啥名字 is not), and from which any.
FOREIGN_AFTER, _FEW, FOREIGN_IN_TALK = 0.8, 16, 0.97
#: And from which share of one document on a message without any word of ours goes on about no foreign matter.
SURELY_THIS = 0.75
#: A question about us names us; one about one's own record does not ask what will be or what comes of it.
_US = re.compile(r"[你您]|机器|真人|人工|客服")
_WILL_BE = re.compile(r"[还也]会|会不会|还能|能不能|影响|后果|要不要紧|清零|作废")
#: Where something stands that one has applied for: 审核过没过, 批下来没; and what is left in an account.
_STANDS = re.compile(
    r"(?:审核|审批|审|批|受理|到账|到帐)(?:过没过|(?:到|过|好|完|下来)?(?:了)?没(?:有|得)?|到(?:了)?哪)|余额[^,，。]{0,4}[查看]"
    r"|[打汇转发](?:到|进|过来|下来)(?:我)?(?:的)?(?:卡|账|帐|银行)?(?:上|里|头|户)*(?:了)?没(?:有|得)?(?!收)"
    r"|(?:申请|交|报|递)[^。]{0,16}(?:没消息|没下文|没动静|没回音|没结果|没批下?来?)"
    r"|(?:是否(?:已经?)?|有没有|有没得)(?:到账|发放|发下|批|通过)|(?:帮|给|替)我(?:查查|查一?下|查哈)[。!]?$"
)
#: A record of one's own to be looked up (请查询我的档案); how and where one looks it up is a question for the rules.
_LOOK_UP = re.compile(r"^(?:请|麻烦|帮忙|帮我|给我|你)*(?:查询|查一?下|查查|查哈)(?:一下)?我(?:们|自己|本人)?的")
#: Whoever asks about a benefit or the law by the name of a trade looks for no work in it (收银员兼职算补贴的范围不).
_OF_BENEFITS = re.compile(r"补贴|补助|津贴|合不?合?法|违法|犯法")
#: Another case of what was told, by how it begins: it is neither a record to be looked up nor a search.
_ANOTHER_CASE = re.compile(r"^那?(?:要是|如果|假如)?(?:我|我们|他|她)?[^,，。?？]{0,6}呢(?=[,，。?？]|$|她|他|我)")
_STORY = 80
#: From which share of one document on a doubt that names no firm is about a trick (先交198的会员费, 靠谱不).
_SURELY_A_TRICK = 0.75
ASK_POLICY, OFF_TOPIC, UNCLEAR, ASSESS = "ask_policy", "off_topic", "unclear", "assess_subsidies"
CHECK_EMPLOYER = "check_employer"
#: Words of firms: a doubt without any (江北区取消了,真的假的) may be about the rules.
_FIRM = re.compile(r"公司|单位|企业|工厂|[厂店]|[这那哪一]家|老板|集团|中介|平台|招")


def decide_intent(
    understanding: Understanding, state: ConversationState, search: PolicySearch, lexicon: Lexicon
) -> str:
    """A name of intents.yaml, `off_topic` or `unclear`.

    A wish for vacancies, courses or one's own record is believed only where no policy is more clearly meant.
    """
    cue = understanding.intent
    if cue == ASK_POLICY and _asks_for_an_overview(understanding, search, lexicon):
        return ASSESS
    if cue == ASSESS and _is_about_one(understanding.text, search, lexicon):
        return ASK_POLICY
    if cue == CHECK_EMPLOYER and _FIRM.search(understanding.text) is None:
        cue = ASK_POLICY if search.view_topic(understanding.text).document_share >= POLICY else cue
    if cue == CHECK_EMPLOYER and find_employer_name(understanding.text) is None:
        cue = ASK_POLICY if search.view_topic(understanding.text).document_share >= _SURELY_A_TRICK else cue
    if cue == CHECK_EMPLOYER and len(understanding.text) >= _STORY:  # what befell somebody, at whatever firm
        cue = ASK_POLICY if search.view_topic(understanding.text).document_share >= SURE else cue
    if cue not in _BEFORE_POLICY and cue != ASK_POLICY:
        return cue
    if cue == ASK_POLICY and _goes_on(understanding, state):
        return ASK_POLICY
    if cue == ASK_POLICY and _is_too_little(understanding):
        is_foreign = state.topic_id is None and _names_foreign(understanding.text, search, lexicon)
        return OFF_TOPIC if is_foreign else ASK_POLICY
    if search.numbers.find(understanding.text, state.topic_id, before=state.last_question or "") is not None:
        return OFF_TOPIC if _names_foreign(understanding.text, search, lexicon) else ASK_POLICY
    view = search.view_topic(understanding.text)
    if _is_still_foreign(understanding.text, view, state, search) or _is_no_search(understanding, view, lexicon):
        return OFF_TOPIC
    if cue == "personal_record" and (_STANDS.search(understanding.text) or _LOOK_UP.search(understanding.text)):
        return cue
    if cue == "find_vacancies" and _OF_BENEFITS.search(understanding.text) and not _wishes(understanding, lexicon):
        return ASK_POLICY
    if cue in _BEFORE_POLICY:
        return ASK_POLICY if view.document_share >= POLICY and view.intent_share < POLICY else cue
    is_about_us = foreign_from(state) > FOREIGN and view.off_topic_share < FOREIGN  # 我在外地陪家人看病，能线上办吗
    if is_off_topic(understanding.text, lexicon) and view.document_share < POLICY and not is_about_us:
        return OFF_TOPIC
    if _is_no_such(view.intent, understanding.text):
        return ASK_POLICY
    if view.intent == "find_vacancies" and _OF_BENEFITS.search(understanding.text) is not None:
        return ASK_POLICY
    after_a_topic = state.topic_id is not None and len(understanding.text) <= _FEW
    names_aspect = any(part.aspects and not part.guesses_aspect for part in understanding.parts)  # 补贴按什么标准算
    follows_up = any(part.follows_up for part in understanding.parts)
    wants_more = names_aspect or follows_up or asks(understanding.text)
    if after_a_topic and wants_more and view.intent in (OFF_TOPIC, UNCLEAR):
        needed = max(FOREIGN_AFTER, foreign_from(state)) if view.intent == OFF_TOPIC else FOREIGN_AFTER
        return view.intent if view.intent_share >= needed else ASK_POLICY
    needed = {OFF_TOPIC: foreign_from(state), "personal_record": SURE}.get(view.intent, LIKELY)
    return view.intent if view.intent_share >= max(needed, view.document_share) else ASK_POLICY


def foreign_from(state: ConversationState) -> float:
    """From which share on a message is not ours: in the middle of a matter nearly all of them go on about it
    (他现在在医院，啷个登记嘛), whatever words they have."""
    is_talking = state.topic_id is not None or state.is_searching or state.is_choosing_course
    return FOREIGN_IN_TALK if is_talking else FOREIGN


def _names_foreign(text: str, search: PolicySearch, lexicon: Lexicon) -> bool:
    """Whether something is named that is none of ours, and no document is surely meant (交警判我全责, 算工伤不)."""
    return is_off_topic(text, lexicon) and search.view_topic(text).document_share < SURE


def _is_about_one(text: str, search: PolicySearch, lexicon: Lexicon) -> bool:
    """Whether somebody asks what there is in one matter (家属能领哪些), and not of everything what they can get."""
    return names_one(text, search, lexicon) and search.is_policy(search.view_topic(text).document)


def _asks_for_an_overview(understanding: Understanding, search: PolicySearch, lexicon: Lexicon) -> bool:
    """Whether a few words that name nothing ask what there is for somebody (那她有啥子可以拿的嘛)."""
    view = search.view_topic(understanding.text)
    is_bare = len(understanding.text) <= _FEW and not search.speaks_our_words(understanding.text)
    return is_bare and view.document_share >= SURELY_THIS and view.document in _overviews(lexicon)


def names_one(text: str, search: PolicySearch, lexicon: Lexicon) -> bool:
    """Whether somebody asks about one document, and for no overview of what there is."""
    view = search.view_topic(text)
    return view.document_share >= SURELY_ONE and view.document not in _overviews(lexicon)


def _overviews(lexicon: Lexicon) -> set[str]:
    return {name for rule in lexicon.intents if rule.name == ASSESS for name in rule.documents}


def _is_still_foreign(text: str, view: TopicView, state: ConversationState, search: PolicySearch) -> bool:
    """Whether a question on what is not ours goes on (打他电话也不接): nothing told yet, no document meant."""
    enough = POLICY if search.speaks_our_words(text) else SURELY_THIS
    if state.topic_id is not None or not state.last_question or view.document_share >= enough:
        return False
    if view.intent in _BEFORE_POLICY or view.intent_share >= LIKELY:
        return False
    return search.view_topic(state.last_question).off_topic_share >= SURELY_FOREIGN


def _is_no_search(understanding: Understanding, view: TopicView, lexicon: Lexicon) -> bool:
    """Whether a question of luck or love only tells that somebody looks for work (找工作不顺，是不是犯太岁)."""
    if understanding.intent != "find_vacancies" or view.document_share >= POLICY:
        return False
    is_foreign = is_off_topic(understanding.text, lexicon) and asks(understanding.text)
    return is_foreign and not _wishes(understanding, lexicon)


def _wishes(understanding: Understanding, lexicon: Lexicon) -> bool:
    """Whether the message has words of somebody who looks for work or a course."""
    return any(wish.search(understanding.text) for wish in lexicon.phrases.wishes)


def _is_no_such(intent: str, text: str) -> bool:
    """Whether the model takes the text for what its words cannot be."""
    if intent == "who_are_you":
        return _US.search(text) is None
    return intent == "personal_record" and _WILL_BE.search(text) is not None


def _goes_on(understanding: Understanding, state: ConversationState) -> bool:
    """Whether the message is a short word on what was talked about, puts another case of it (那我老婆呢), or picks one
    of what was offered."""
    if understanding.choice is not None:
        return True
    if state.topic_id is not None and _ANOTHER_CASE.search(understanding.text) is not None:
        return True
    return state.topic_id is not None and all(not part.residue or part.is_generic for part in understanding.parts)


def _is_too_little(understanding: Understanding) -> bool:
    """Whether there are too few words for the model to judge by."""
    parts = understanding.parts
    return all(part.is_generic for part in parts) or sum(len(part.residue) for part in parts) <= 2
