"""The guard before every turn: one message by itself, what the topic model makes of it, and the talk before it."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, Turn
from assistant.language.course_asks import CourseAct
from assistant.language.learned_acts import SURE
from assistant.language.lexicon import Lexicon
from assistant.language.segment import fold
from assistant.language.worker_calls import calls_for_workers
from assistant.language.worker_limits import find_worker_limits
from assistant.services.decide_handover import LONG_STORY, NO_SUSPICION, Suspicion
from assistant.services.decide_intent import SURELY_ONE, UNCLEAR
from assistant.services.knowing import Knowing
from assistant.services.plain_search import seeks_a_trade
from assistant.services.ports import ConversationStore
from assistant.services.screening import Screening, ScreeningRules, alarm_over_turns, screen
from assistant.services.turn_log import log_failure

_log = logging.getLogger("assistant.turns")
#: From which share on the topic model's opinion that somebody is in danger counts: where the words show signs of it,
#: and by itself. In between, the question is answered and the help line named beside it.
IN_DANGER, SURELY_IN_DANGER = 0.45, 0.9
#: From which likelihood on the model that knows the reasons for a person is believed by itself: one look-alike in fifty
#: reaches that, and five of six messages of danger that it had not learnt from. From which on the help line is named
#: beside the answer. And from which on words that take a suspicion away (a film) do not.
PLAIN_DANGER, POSSIBLE_DANGER, DANGER_IN_A_STORY = 0.15, 0.08, 0.5
#: Up to which likelihood on the danger is that of the work somebody looks for (蜘蛛人): the line is named beside.
DANGER_BESIDE_A_TRADE = 0.85
#: Below which likelihood that anybody is needed danger must be likelier than that (累死了, 卷死了).
HARDLY_NEEDED, DANGER_WHERE_HARDLY_NEEDED = 0.1, 0.3
#: From which likelihood on it makes danger out of what else is announced violence.
SECOND_OPINION = 0.3
#: Below which likelihood that model holds danger to be out of the question: then the topic model is not believed, and
#: neither are words that have another meaning (跟表格同归于尽): the help line is named beside the answer.
NOT_EXCLUDED = 0.02
#: Who says so is answered as anybody is; who says nothing of the kind after words of danger is not left alone.
_IS_WELL = re.compile(
    r"没事(?!干|做|可|情)|好(?:些|点|多)了|缓过来|想通了|不(?:得|会)(?:做|干)傻事|开(?:个|的)?玩笑|(?<!不)安全(?:的|了)?$"
)
#: Who is with them answers what was asked, and names no matter of ours (我妈在隔壁, 老公在屋里).
_WHO_IS_NEAR = re.compile(
    r"老公|老婆|爱人|男人|丈夫|妻子|婆娘|堂客|爸|妈|老汉|爹|娘|爷爷|奶奶|婆婆|外公|外婆|[男女]朋友|朋友|室友|邻居|隔壁"
    r"|娃儿?|孩子|儿子|女儿|[哥弟姐妹]+|亲戚|屋头|屋里|家里|家人|寝室|宿舍"
)
#: A longer message than this, in characters, is about something of its own.
_BARE = 40
#: In characters: too few for a model to judge by, where they answer or are polite; and in any case (就这样吧).
_A_FEW_WORDS, _A_WORD_OR_TWO = 10, 5
_COURTESIES = frozenset({"greeting", "thanks", "goodbye"})
#: How many turns before this one are read with it.
EARLIER_TURNS = 4


class MessageGuard:
    """Reads the store for what was said before; everything else is rules."""

    def __init__(
        self, store: ConversationStore, knowing: Callable[[], Knowing], rules: Callable[[], ScreeningRules]
    ) -> None:
        self._store = store
        self._knowing = knowing
        self._rules = rules

    def screen(self, text: str) -> Screening | None:
        """The screened message; None if screening itself failed: what nobody has looked at is not kept."""
        try:
            return screen(text, self._rules(), self._knowing().lexicon.normaliser)
        except Exception as error:  # the same boundary as around a turn: a guard that fails closes
            log_failure(_log, error)
            return None

    def earlier(self, conversation_id: str) -> tuple[Turn, ...]:
        """The last turns that no guard has stopped: what may be read together with this message."""
        turns = self._store.list_last_turns(conversation_id, EARLIER_TURNS)
        return tuple(turn for turn in turns if not turn.status.startswith(("guardrail_", "error_")))

    def is_still_in_danger(self, conversation_id: str, text: str) -> bool:
        """Whether a few words that ask for nothing of ours (不晓得, 没得人帮我) follow words of danger to life."""
        last = self._store.list_last_turns(conversation_id, 1)
        if not last or last[-1].status is not AnswerStatus.GUARDRAIL_CRISIS or len(text) > _BARE:
            return False
        knowing = self._knowing()
        said = knowing.lexicon.normaliser.normalise(text)
        if _IS_WELL.search(said) or knowing.search.speaks_our_words(_WHO_IS_NEAR.sub(" ", said)):
            return False
        tools = (rule for rule in knowing.lexicon.intents if rule.kind == "tool")
        return not any(cue.search(said) for rule in tools for cue in rule.cues)

    def is_of_a_course(self, text: str, state: ConversationState) -> bool:
        """Whether the message, after courses were shown, wants something of them (帮我把位子占到起, 我专心学设计)."""
        if not state.is_choosing_course:
            return False
        knowing = self._knowing()
        act, share = knowing.course_acts.best(text)
        speaks = knowing.course_words.cues.learns.search(fold(text)) is not None
        return act is not CourseAct.OTHER and (share >= SURE or speaks)

    def among_courses(self, suspicion: Suspicion, is_of_a_course: bool) -> Suspicion:
        """The suspicion where courses are shown: what wants something of them is possible danger by the guess of a
        model and no more, as long as another meaning is likelier: the help line is named beside the answer. Words of
        danger stay what they are."""
        is_guess = POSSIBLE_DANGER < suspicion.danger < DANGER_IN_A_STORY
        return replace(suspicion, danger=POSSIBLE_DANGER) if is_of_a_course and is_guess else suspicion

    def look_again(
        self,
        screening: Screening,
        earlier: tuple[Turn, ...],
        suspicion: Suspicion = NO_SUSPICION,
        is_asked: bool = False,
        is_of_a_course: bool = False,
    ) -> Screening:
        """What shows only beside the talk before, or what no wording foresaw but a model takes for danger.

        `suspicion`: what the message is plainly about otherwise, and how likely it tells of danger. Where a person is
        brought in anyway, the topic model is believed only with a sign of danger. `is_asked`: a fact was asked for; a
        few words after that (不晓得也) are the answer, unless they are words of danger. `is_of_a_course`: what wants
        something of the courses shown is no request for help with fraud by the guess of a model.
        """
        screening = self._with_what_was_said(screening, earlier)
        is_explained = suspicion.fired is not None
        is_told_otherwise = not is_explained or len(screening.clean_text) > LONG_STORY
        if screening.alarm == "crisis" and is_told_otherwise and suspicion.danger < NOT_EXCLUDED:
            return replace(screening, alarm=None, is_worrying=True)
        if screening.alarm is not None:
            return screening
        rules = self._rules()
        lexicon = self._knowing().lexicon
        if rules.injection.match(_mended(screening.clean_text, lexicon)):
            return replace(screening, alarm="injection")
        if is_asked and len(screening.clean_text) <= _A_FEW_WORDS:
            return screening
        said = rules.without_settled(screening.clean_text)
        if len(said) <= _A_FEW_WORDS and (len(said) <= _A_WORD_OR_TWO or self._is_courtesy(said)):
            return replace(screening, is_worrying=suspicion.danger >= PLAIN_DANGER)
        may_be_fraud = suspicion.danger < DANGER_IN_A_STORY and not is_of_a_course
        if may_be_fraud and self._asks_for_help_with_fraud(said):
            return replace(screening, alarm="unsafe")
        if POSSIBLE_DANGER <= suspicion.danger < DANGER_BESIDE_A_TRADE and self._goes_on_about_a_rule(said, earlier):
            return replace(screening, is_worrying=True)
        is_story = rules.crisis_stories.match(said)
        if suspicion.danger >= _least_danger(suspicion, is_story):
            is_trade = suspicion.danger < DANGER_BESIDE_A_TRADE and seeks_a_trade(screening.clean_text, self._knowing())
            return replace(screening, alarm=None if is_trade else "crisis", is_worrying=is_trade)
        if is_story:
            return screening
        view = self._knowing().search.view_topic(said)
        share = view.intent_share if view.intent == "crisis" else 0.0
        if share < IN_DANGER:
            return replace(screening, is_worrying=suspicion.danger >= POSSIBLE_DANGER)
        is_likely = suspicion.need >= HARDLY_NEEDED or suspicion.danger >= POSSIBLE_DANGER
        is_sure = share >= SURELY_IN_DANGER and is_likely and not is_explained
        if suspicion.danger >= NOT_EXCLUDED and (is_sure or rules.crisis_signs.match(said)):
            return replace(screening, alarm="crisis")
        return replace(screening, is_worrying=True)

    def _goes_on_about_a_rule(self, said: str, earlier: tuple[Turn, ...]) -> bool:
        """Whether a talk goes on about what was told with its sources (其实是最后一单送完, 回家路上摔的): what a model
        guesses of danger is then no more than possible, and the help line is named beside the answer."""
        if not earlier or not earlier[-1].citations:
            return False
        view = self._knowing().search.view_topic(said)
        return view.document_share >= SURELY_ONE or (view.intent == UNCLEAR and view.intent_share >= IN_DANGER)

    def _asks_for_help_with_fraud(self, said: str) -> bool:
        """Whether a model believes so; a few words (给我也弄一份) say too little for it."""
        knowing = self._knowing()
        plain = knowing.lexicon.normaliser.normalise(said)
        if find_worker_limits(plain) and ("招" in plain or calls_for_workers(plain)):
            return False  # 招普工, 只要男的: which limits may not be set is told beside the draft
        return len(plain) > _A_FEW_WORDS and knowing.unsafe_requests.asks_for_help_with_fraud(plain)

    def _is_courtesy(self, said: str) -> bool:
        """Whether a few words are a greeting, thanks or a goodbye (好的再见了)."""
        polite = (rule for rule in self._knowing().lexicon.intents if rule.name in _COURTESIES)
        return any(cue.search(said) for rule in polite for cue in rule.cues)

    def _with_what_was_said(self, screening: Screening, earlier: tuple[Turn, ...]) -> Screening:
        """A guard reads the whole conversation: an attack may come in parts that are harmless one by one."""
        if screening.alarm is not None:
            return screening
        said = [turn.question for turn in earlier if turn.question]
        normaliser = self._knowing().lexicon.normaliser
        return replace(screening, alarm=alarm_over_turns(said, screening.clean_text, self._rules(), normaliser))


def _least_danger(suspicion: Suspicion, is_story: bool) -> float:
    """From which likelihood on the message is believed to tell of danger by itself."""
    if is_story:
        return DANGER_IN_A_STORY
    return DANGER_WHERE_HARDLY_NEEDED if suspicion.need < HARDLY_NEEDED else PLAIN_DANGER


def _mended(text: str, lexicon: Lexicon) -> str:
    """The text as the rules read it, slips of the keyboard put right: an attack is one in spite of them."""
    return lexicon.slips.mend(lexicon.typos.correct(lexicon.normaliser.normalise(text)).text)
