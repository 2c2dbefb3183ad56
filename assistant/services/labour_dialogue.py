"""我们厂要招20个普工: a labour request drafted from an employer's words. A reply only drafts; the form sends it off."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from assistant.domain.conversation import AnswerStatus, ConversationState, ToolCall, TurnContext
from assistant.domain.knowledge import Audience
from assistant.domain.labour_requests import LabourDraft, LabourTerms
from assistant.domain.vacancies import Pay
from assistant.language.labour_changes import asks_when_called, changes_the_draft, fields_dropped, is_content
from assistant.language.labour_terms import (
    OPEN_PAY,
    SOON,
    is_open_pay,
    is_soon,
    read_headcount,
    read_pay,
    read_start,
)
from assistant.language.sought_workers import SoughtGroup, own_words, read_groups
from assistant.language.text import plain_words
from assistant.language.understanding import Understanding
from assistant.language.worker_calls import (
    asks_in_time,
    calls_for_workers,
    is_short_of_workers,
    read_spell,
    without_asking_in_time,
)
from assistant.language.worker_needs import read_conditions, read_due, read_feast, read_needs
from assistant.services.canned_words import CannedReplies
from assistant.services.decide_intent import ASK_POLICY, OFF_TOPIC, UNCLEAR
from assistant.services.draft import Draft, DraftSentence
from assistant.services.employer_wishes import limits_wished, wants_people
from assistant.services.evidence import EvidenceRoom
from assistant.services.labour_drafts import DRAFT_MINUTES
from assistant.services.labour_json import terms_as_json
from assistant.services.labour_words import missing_of, summary_of
from assistant.services.tell_vacancies import FIND, plain
from assistant.services.vacancy_desk import VacancyDesk

DRAFT = "draft_labour_request"
_PAPERS = ("信息", "需求", "启事", "单子", "广告", "简章")
#: Workers who are needed so soon are hardly found by a request alone.
_SOON = timedelta(days=2)
_FORM = "/employers/requests/new"
#: What an answer says that has understood nothing of ours.
_NOTHING_UNDERSTOOD = frozenset(
    {AnswerStatus.UNANSWERABLE_OUT_OF_SCOPE, AnswerStatus.UNANSWERABLE_NO_SOURCE, AnswerStatus.CLARIFICATION}
)
_OF_POLICY = frozenset({AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED})
_A_FEW_WORDS = 10
#: What asks for no change of a draft, whatever was made of it.
_OF_THE_LAW = re.compile(r"补贴|补助|政策|社保|合同|税|违法|合法|犯法|赔|法律|规定|贷款|奖励|人工|真人")
_MAY_GO_ON = frozenset({DRAFT, ASK_POLICY, OFF_TOPIC, UNCLEAR, FIND})
_NUMBER = r"[0-9一二三四五六七八九十百两几]+(?:来|多)?(?:个|名|位|人)"
#: An employer who says nothing but whom and how many: 要五个跟单, 跟单员五名，包住.
_WORKERS_ALONE = re.compile(
    rf"^(?:我们?|我司|公司|厂里|店里)?(?:(?:急|还)?(?:要|缺|招|找|请)(?:聘|人)?{_NUMBER}|[^,，。]{{2,8}}{_NUMBER}(?:[,，。]|$))"
)
_LONGEST_ALONE, _SHORT = 80, 30
#: Whoever looks for workers, and has not found them yet.
_SEEKS = re.compile(
    r"(?:招聘|招工|招人|急招|急聘|诚聘|诚招|急需|急缺|需要|想要|想请|想找|要请|要找|缺|差|招|聘)(?!了|过|到(?!岗)|完|商|投|标|生简章|满|录|用工)|(?:^|[,，。我们厂店司])(?:要|找|请|来)(?=[0-9一二三四五六七八九十百两几])"
)
_HAS_FOUND = re.compile(
    r"(?:招|聘|收|雇|请|录用?|吸纳|安置|招用)(?:了|过|到了|完|的(?!话))|已经?(?:招|聘)|招满|招不到|难招|裁|开除|辞退|辞职|离职"
)
#: What makes a question about a rule of it, whoever is looked for: 招10个残疾人残保金能免好多.
_OF_A_RULE = re.compile(
    r"残保金|(?:减|免|抵|扣|补|返|奖)[^,，。]{0,4}(?:多少|好多|几多|几成|什么|啥)|(?:多少|好多)(?:钱)?(?:补|奖)"
)
#: Asking to have it sent off, found or passed on: a wish, and no question about a rule.
_COURTESY = re.compile(
    r"(?:你们|请问|请|麻烦)?(?:能不能|可不可以|可以不可以|能否|可否|能|可以|帮忙|帮)[^,，。?？]{0,10}?(?:发|登|挂|招|找|推荐|介绍|安排|对接|推|解决)[^,，。?？]{0,10}?(?:(?:吗|嘛|不|么|呢|啊|哈|不得|[?？])+|(?=[,，。])|$)"
)
#: How far a request is that was sent off.
_ASKS_PROGRESS = re.compile(
    r"(?:用工|招工|招聘|招人)(?:的)?(?:需求|单子|信息|发布)?[^,，。]{0,8}[,，]?[^,，。]{0,6}(?:进度|到哪一?步|接单没|有人接|怎么看|怎么查|哪里看|咋个?看|啷个看)"
    r"|(?:发布|发出|提交|发了)(?:了|以后|之后|后)?[^。]{0,8}(?:多久|好久|几天|什么时候|啥时候)[^,，。]{0,6}(?:联系|接|回|有人|答复|对接)"
)
#: A request that is not wanted any more.
_TAKES_BACK = re.compile(
    r"(?:撤[回销掉了]?|取消|删[掉除]?|作废|收回|停[掉了]?)[^,，。]{0,8}(?:需求|招工|用工|招聘|单子)|(?:需求|招工|用工|招聘)[^,，。]{0,10}(?:撤|取消|删|作废|收回|不要了|不招了)|不招(?:人|工)?了|招(?:满|够|齐)了[^补]{0,6}$"
)
_ASKS = re.compile(
    r"[?？]|吗|([\u4e00-\u9fff])[不没]\1|(?:不|没|有|是|能|会|行|得|可以)[^,，。]{0,6}嘛|补贴|补助|政策|怎么|如何|咋个|啷个|什么|啥|多少|好多|几多|几成|哪|能不能|可不可以|社保|合同|减税|抵税|奖励|优惠|享受|残保金|违法|赔|登记失业|算|贷款"
)


class LabourDialogue:
    """What one turn has to do with a labour request."""

    def __init__(
        self, vacancies: Callable[[], VacancyDesk], room: EvidenceRoom, canned: CannedReplies, context: TurnContext
    ) -> None:
        self._vacancies = vacancies
        self._room = room
        self._canned = canned
        self._context = context

    def answer(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to who looks for workers, or goes on about it; None where something else is meant.

        Only the very next message goes on about a draft.
        """
        text, before = understanding.text, state.labour_draft
        goes_on = before is not None and before.turn == state.turns - 1
        if self._context.audience is Audience.EMPLOYER and _ASKS_PROGRESS.search(text):
            return Draft(self._canned.say("labour_progress"), AnswerStatus.ANSWERED, state, self._room.items)
        if self._context.audience is Audience.EMPLOYER and self._takes_back(text, before is not None):
            return Draft(self._canned.say("labour_take_back"), AnswerStatus.ANSWERED, state, self._room.items)
        if (understanding.intent == DRAFT and not _OF_A_RULE.search(text)) or self._names_workers(text):
            return self.draft(self.read(understanding.as_said or text), state, text)
        if self._context.audience is Audience.EMPLOYER and before is None and wants_people(text):
            return self._instead_of_people(state)
        if not goes_on or before is None:
            return None
        return self._of_the_draft(understanding, state, before)

    def goes_on(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """What an employer says right after a draft of theirs, where it plainly is about that; None for the rest."""
        before = state.labour_draft
        if before is None or before.turn != state.turns - 1:
            return None
        text = understanding.text
        if self._takes_back(text, has_draft=True) and not changes_the_draft(text):
            return None
        is_plain = limits_wished(text) or fields_dropped(text) is not None or asks_when_called(text)
        is_plain = is_plain or (changes_the_draft(text) and not _OF_A_RULE.search(text))
        return self._of_the_draft(understanding, state, before) if is_plain else None

    def _of_the_draft(
        self, understanding: Understanding, state: ConversationState, before: LabourDraft
    ) -> Draft | None:
        """What is said right after a draft: a limit that may not be set, a part to be left out, when somebody calls, or
        more of the work. A question about a rule is none of these."""
        text = understanding.text
        limits, dropped = limits_wished(text), fields_dropped(text)
        if limits or dropped is not None:
            said = LabourTerms() if dropped is not None else self.read(understanding.as_said or text)
            draft = self.draft(
                _over(_without(before.terms, dropped or ()), said), state, "" if dropped is not None else text
            )
            draft = self._led_by("labour_called", draft) if asks_when_called(text) else draft
            return self._led_by("labour_left_out", draft) if dropped is not None else draft
        if asks_when_called(text):
            return self._led_by("labour_called", self.draft(before.terms, state))
        changes = changes_the_draft(text) and not _OF_A_RULE.search(text)
        if not changes and (understanding.intent not in _MAY_GO_ON or _ASKS.search(text)):
            return None
        said = _of_the_same_work(self.read(understanding.as_said or text))
        if said.says_nothing:
            return self._led_by("labour_not_caught", self.draft(before.terms, state)) if changes else None
        return self.draft(_over(before.terms, said), state, text)

    def keeps(
        self, answered: Draft, understanding: Understanding, before: ConversationState, speaks_our_words: bool
    ) -> Draft:
        """The answer; where nothing of ours was understood right after a draft, the draft with a question back. A few
        words without any of our field (那个啥子来着) ask for no policy, whatever was found for them."""
        draft, state = before.labour_draft, replace(before, turns=before.turns + 1)
        is_open = draft is not None and draft.turn == before.turns and answered.handover is None
        text = understanding.as_said or understanding.text
        is_well = is_content(text) and answered.status is AnswerStatus.SMALLTALK
        says_nothing = not speaks_our_words and len(text) <= _A_FEW_WORDS and answered.status in _OF_POLICY
        is_lost = (answered.status in _NOTHING_UNDERSTOOD or says_nothing) and _OF_THE_LAW.search(text) is None
        if draft is None or not is_open or answered.cards or not (is_well or is_lost):
            return answered
        key = "labour_kept" if is_well or is_content(text) else "labour_not_caught"
        return self._led_by(key, self.draft(draft.terms, state))

    def _led_by(self, key: str, draft: Draft) -> Draft:
        return replace(draft, sentences=(*self._canned.say(key), *draft.sentences))

    def _takes_back(self, text: str, has_draft: bool) -> bool:
        """Whether a request is not wanted any more; of one that is not named, only where one was drafted here."""
        found = _TAKES_BACK.search(text)
        names_it = found is not None and re.search(r"需求|用工|招工|招聘|单子", found.group()) is not None
        return found is not None and (names_it or has_draft) and not _ASKS.search(text.replace("吗", ""))

    def _names_workers(self, text: str) -> bool:
        """跟单员五名: an employer who says whom and how many, and looks for them or says nothing else."""
        wish = without_asking_in_time(_COURTESY.sub("", text))
        if self._context.audience is not Audience.EMPLOYER or len(text) > _LONGEST_ALONE or _ASKS.search(wish):
            return False
        if _HAS_FOUND.search(text) is not None:
            return False
        is_alone = len(wish) <= _SHORT and _WORKERS_ALONE.search(wish) is not None
        calls = calls_for_workers(wish)
        if _SEEKS.search(wish) is None and not is_alone and not calls:
            return False
        said = self.read(wish)
        named = self._vacancies().occupations_named(wish, said.occupations)
        says_whom = bool(said.occupations) or bool(read_groups(wish, named))
        if calls and (says_whom or said.pay.is_known or is_short_of_workers(wish)):
            return True
        return says_whom and (said.headcount is not None or said.pay.is_known)

    def draft_of(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """A draft of what the words say, however little; None where they tell of workers the firm has or lets go."""
        text = understanding.as_said or understanding.text
        return None if _HAS_FOUND.search(text) is not None else self.draft(self.read(text), state, text)

    def _instead_of_people(self, state: ConversationState) -> Draft:
        """Nobody is listed in the chat, and nobody is chosen by age or sex; the way is a request."""
        draft = self.draft(LabourTerms(), state)
        return replace(draft, sentences=self._canned.say("labour_no_people_listed"))

    def read(self, text: str) -> LabourTerms:
        """What the words say of the workers looked for."""
        text = plain_words(text)
        due = read_due(text)
        wanted = self._vacancies().understand(text)
        near = wanted.near if wanted.near and wanted.near not in ("here", "rail") else ""
        named = self._vacancies().occupations_named(text, wanted.occupations)
        groups = read_groups(text, named)
        return LabourTerms(
            occupation=_called(groups, own_words(text, named) or _of_work(wanted.words)),
            occupations=wanted.occupations,
            headcount=sum(group.count or 0 for group in groups) or read_headcount(text),
            pay=read_pay(text, wanted.pay_floor),
            region_id=next(iter(wanted.region_ids), None),
            place=near,
            shifts=wanted.shifts,
            benefits=wanted.benefits,
            starts_on=None if due else read_start(text, self._context.today) or read_feast(text, self._context.today),
            more="、".join(
                dict.fromkeys(
                    (
                        *(
                            words
                            for words, is_said in ((SOON, is_soon(text)), (OPEN_PAY, is_open_pay(text)))
                            if is_said
                        ),
                        *read_spell(text),
                        *read_conditions(text),
                        *((due,) if due else ()),
                        *read_needs(text),
                    )
                )
            ),
        )

    def draft(self, terms: LabourTerms, state: ConversationState, text: str = "") -> Draft:
        """The draft with its card; where nothing is known yet, a question besides. `text`: the employer's words, of
        which what nobody is chosen by is left out, and said to be."""
        desk = self._vacancies()
        summary = plain(summary_of(terms, desk.words.labels, desk.words.regions, self._context.today))
        draft = LabourDraft(secrets.token_urlsafe(12), terms, state.turns)
        state = replace(state, labour_draft=draft, open_question=None, is_searching=False, assessing=None, failures=0)
        owner = self._context.conversation_id
        form_url = f"{_FORM}?c={owner}&draft={draft.id}" if owner else _FORM
        card = {"kind": "labour_request", "draft_id": draft.id, "summary": summary, "form_url": form_url}
        tool = ToolCall(DRAFT, {name: value for name, value in terms_as_json(terms).items() if value})
        status = AnswerStatus.ANSWERED if summary else AnswerStatus.CLARIFICATION
        said = self._words(summary, missing_of(terms))
        said = (*self._limits_refused(text), *said, *self._where(terms), *self._in_time(terms, text))
        return Draft(said, status, state, self._room.items, (tool,), (card,))

    def _limits_refused(self, text: str) -> tuple[DraftSentence, ...]:
        """Of what nobody is chosen by: that it was left out, and the rule that forbids it where there is one."""
        limits = limits_wished(text)
        said = tuple(line for limit in limits for line in self._canned.say(f"labour_limit_{limit.value}"))
        return (*said, *self._canned.say("labour_limit_instead")) if limits else ()

    def _where(self, terms: LabourTerms) -> tuple[DraftSentence, ...]:
        """A place that is in no district we know is asked for again."""
        if not terms.place or terms.region_id:
            return ()
        return self._canned.say("labour_where", place=plain(terms.place))

    def _in_time(self, terms: LabourTerms, text: str) -> tuple[DraftSentence, ...]:
        """For who needs workers today or tomorrow, or asks whether they can be found: nothing is promised."""
        is_near = terms.starts_on is not None and terms.starts_on <= self._context.today + _SOON
        is_asked = asks_in_time(text) and not limits_wished(text)  # 写成40以下总可以嘛
        return self._canned.say("labour_soon") if is_near or is_asked else ()

    def _words(self, summary: str, missing: tuple[str, ...]) -> tuple[DraftSentence, ...]:
        if not summary:
            return self._canned.say("labour_draft_which")
        item = self._room.put_record(
            f"labour#{secrets.token_hex(4)}",
            "您说的用工需求",
            f"{summary}。草稿{DRAFT_MINUTES}分钟内有效，核对后由用人单位自己发出。",
        )
        open_points = self._canned.say("labour_draft_missing", missing="、".join(missing)) if missing else ()
        lines = (*self._canned.say("labour_draft", summary=summary, minutes=str(DRAFT_MINUTES)), *open_points)
        return tuple(DraftSentence(line.text, (item.id,)) for line in lines)


def _of_work(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without what names the paper rather than the work: 发布招聘信息."""
    return tuple(word for word in words if not word.endswith(_PAPERS))


def _called(groups: tuple[SoughtGroup, ...], words: tuple[str, ...]) -> str:
    """The work in the employer's words; of several kinds that were counted apart, each with its number."""
    if len(groups) > 1:
        return "、".join(f"{group.word}{group.count}人" for group in groups)
    return groups[0].word if groups else "、".join(words)


def said_by_both(proposed: LabourTerms, own: tuple[LabourTerms, ...]) -> LabourTerms:
    """Of terms as a model puts them, what the employer's own words say as well: the latest of them wins elsewhere."""
    terms = LabourTerms()
    for said in own:
        terms = _over(terms, said)
    kept = {
        name: getattr(proposed, name)
        for name in LabourTerms.__dataclass_fields__
        if any(getattr(said, name) == getattr(proposed, name) for said in own)
        and getattr(proposed, name) not in ("", None, (), Pay())
    }
    return replace(terms, **kept)


def _of_the_same_work(said: LabourTerms) -> LabourTerms:
    """What is said of workers already looked for: what they must be able to (会用收银系统) names no other work."""
    return replace(said, occupation="", occupations=()) if read_needs(said.more.replace("、", "，")) else said


def _without(terms: LabourTerms, fields: tuple[str, ...]) -> LabourTerms:
    """The terms with these fields as if they had never been said."""
    blank = LabourTerms()
    return replace(terms, **{name: getattr(blank, name) for name in fields})


def _over(before: LabourTerms, said: LabourTerms) -> LabourTerms:
    """What was told before, with what is told now in its place; further wishes are added to those before."""
    now = {
        name: getattr(said, name)
        for name in LabourTerms.__dataclass_fields__
        if getattr(said, name) not in ("", None, (), Pay())
    }
    if before.more and said.more:
        now["more"] = "、".join(dict.fromkeys((*before.more.split("、"), *said.more.split("、"))))
    return replace(before, **now)
