"""What follows by counting for an employer's own case, said to be counted: shares of the staff, dates of a graduate,
the length of a probation. Nothing is said where a number is missing."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.dates import PartialDate
from assistant.domain.errors import NoFigureError
from assistant.domain.parameters import evaluate
from assistant.language.disabled_share import read_disabled_count
from assistant.language.durations import DurationMention, find_durations
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft, DraftSentence
from assistant.services.employer_answers import MatterAnswer
from assistant.services.employer_matter_turn import EmployerMatterTurn
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, remember

_DISABLED, _LOAN, _COUNTIES, _PROBATION = (
    "disability-fund-reduction", "startup-loan-firm", "twelve-counties-graduate-subsidy", "probation",
)  # fmt: skip
_FUND = re.compile(r"残保金|残疾人(?:就业)?保障金|保障金")
_STARTUP_LOAN = re.compile(r"创业(?:担保)?(?:的)?贷(?:款)?|贴息(?:的)?贷款|担保贷款")
_HEADS = re.compile(
    rf"(?:公司|单位|厂里?|店里?|企业|我们|一共|总共|在职|全厂|全公司|员工|职工)(?:一共|总共|有"
    rf"|共|现在|在职|就|才|大概)*"
    rf"(?P<count>{NUMERAL})(?:来|多)?(?:个|号|名|口)?(?:人|员工|职工)"
)
_CEILING = re.compile(r"最高([0-9]+)万元")
_MILLIONS = re.compile(r"([0-9]+)(?:\.0)?万")
_OF_MANY = re.compile(r"[0-9一二两三四五六七八九十百]+个?(?:登记失业|失业|退役|脱贫|残疾|毕业生|应届|重点群体|困难)")
_CONTRACT, _TRIAL = re.compile(r"合同"), re.compile(r"试用")
_INSURED_BEFORE = re.compile(
    r"(?:之前|以前|原来|先前|前头|过去)[^,，。]{0,6}(?:社保|参保"
    r"|保险)[^,，。]{0,4}在(?P<place>[\u4e00-\u9fff]{2,4})|社保(?:之前|以前"
    r"|原来)在(?P<other>[\u4e00-\u9fff]{2,4})"
)


Sentences = tuple[DraftSentence, ...]


class EmployerSums:
    """Drafts for one turn, each opened by what was counted."""

    def __init__(
        self,
        matters: EmployerMatterTurn,
        knowing: Knowing,
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
    ) -> None:
        self._matters, self._knowing, self._room, self._canned = matters, knowing, room, canned
        self._day = context.today

    def answer(self, understanding: Understanding, state: ConversationState, is_named: bool) -> Draft | None:
        """`state`: with the facts of this message. `is_named`: a scheme is named, which can be assessed by its name."""
        if not {_DISABLED, _LOAN, _COUNTIES, _PROBATION} <= set(self._knowing.knowledge.documents):
            return None
        try:
            for count in (self._disabled_share, self._graduate, self._probation):
                if (draft := count(understanding, state)) is not None:
                    return draft
            return self._loan_share(understanding, state, is_named)
        except NoFigureError:  # the figures in force then are not known: nothing is counted
            return None

    def _disabled_share(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """1 of 52 is 1.9 %: whether that is enough, and what it takes to count."""
        staff, disabled = _staff(understanding.text, state), read_disabled_count(understanding.text)
        is_of_it = _FUND.search(understanding.text) is not None or state.topic_id == _DISABLED
        if staff is None or disabled is None or not is_of_it or disabled > staff:
            return None
        if staff <= self._figure("disability_fund_free_headcount"):
            return None
        state = remember(state, {"firm.headcount": staff}, state.turns)
        share, needed, half = (
            disabled / staff * 100,
            self._figure("disabled_share_needed"),
            self._figure("disabled_share_half"),
        )
        words = {
            "staff": str(staff), "disabled": str(disabled), "share": _percent(share), "needed": _percent(needed),
            "half": _percent(half),
        }  # fmt: skip
        if share >= needed:
            answer = MatterAnswer({_DISABLED: ("是什么", "在哪里办", "要哪些材料", "什么时候申请")})
            return self._told(self._canned.say("employer_disabled_enough", **words), answer, understanding, state)
        key = "employer_disabled_half" if share >= half else "employer_disabled_tenth"
        answer = MatterAnswer({_DISABLED: ("能领多少", "是什么", "在哪里办")})
        return self._told(self._canned.say(key, **words), answer, understanding, state)

    def _loan_share(self, understanding: Understanding, state: ConversationState, is_named: bool) -> Draft | None:
        """Which part of the staff was hired of those who count, beside the share of 2021; and the sum wished for."""
        facts, text = facts_in(state), understanding.text
        if _STARTUP_LOAN.search(text) is None:
            return None
        answer = MatterAnswer({_LOAN: ("什么条件", "能领多少", "谁能申请", "在哪里办")})
        staff, hired = _staff(text, state), facts.get("worker.count")
        leads = self._lead(self._canned.say("employer_loan"), answer)
        is_counted = staff is not None and isinstance(hired, int) and _OF_MANY.search(text) is not None
        if is_named and not is_counted:
            return None
        if staff is not None and isinstance(hired, int) and is_counted and 0 < hired <= staff:
            is_large = staff > self._figure("startup_loan_large_firm_headcount")
            needed = self._figure("startup_loan_large_firm_hire_share" if is_large else "startup_loan_firm_hire_share")
            key = "employer_loan_short" if hired / staff * 100 < needed else "employer_loan_met"
            words = {
                "staff": str(staff), "hired": str(hired), "share": _percent(hired / staff * 100),
                "needed": _percent(needed),
            }  # fmt: skip
            leads = self._counted(self._canned.say(key, **words), answer)
        if (wished := _MILLIONS.search(text)) is not None and (most := self._ceiling(answer)) is not None:
            is_within = int(wished[1]) <= most
            said = self._canned.say(
                "employer_loan_within" if is_within else "employer_loan_beyond", wished=wished[1], most=str(most)
            )
            leads = (*leads, *self._counted(said, answer))
        return self._matters.tell("", answer, understanding, state, first=leads)

    def _graduate(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """Of a graduate told of after the subsidy of the counties: the five years, and the year for applying."""
        facts = facts_in(state)
        graduated = _date(facts.get("worker.graduated_on") or facts.get("person.graduated_on"))
        if state.topic_id != _COUNTIES or graduated is None:
            return None
        news = {name for name, _ in understanding.facts}
        hired = _date(facts.get("worker.hired_on"))
        before = _INSURED_BEFORE.search(understanding.text)
        if not news & {"worker.graduated_on", "person.graduated_on", "worker.hired_on"} and before is None:
            return None
        answer = MatterAnswer({_COUNTIES: ("谁能申请", "什么条件")})
        years, to_apply = (
            int(self._figure(f"county_subsidy_years_{term}")) for term in ("after_graduation", "to_apply")
        )
        last = date(graduated.year + years, 6, 30)
        words = {
            "graduated": str(graduated.year), "end": f"{last.year}年6月30日", "years": str(years),
            "to_apply": str(to_apply),
        }  # fmt: skip
        if hired is None or hired.month is None:
            late = "employer_graduate_late" if self._day > last else "employer_graduate_within"
            return self._told(self._canned.say(late, **words), answer, understanding, state)
        hire, until = f"{hired.year}年{hired.month}月", f"{hired.year + to_apply}年{hired.month}月"
        is_within, is_over = hired.first_day <= last, date(hired.year + to_apply, hired.month, 28) < self._day
        key = (
            "employer_graduate_hired_late"
            if not is_within
            else "employer_graduate_over"
            if is_over
            else "employer_graduate_open"
        )
        leads = self._counted(self._canned.say(key, hired=hire, until=until, **words), answer)
        place = (before["place"] or before["other"]) if before is not None else ""
        if place and "重庆" not in place:
            said = self._canned.say("employer_graduate_elsewhere", place=place)
            leads = (*leads, *self._counted(said, answer))
        return self._matters.tell("", answer, understanding, state, first=leads)

    def _probation(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """A probation longer than the contract allows: from which month on it is none."""
        if _TRIAL.search(understanding.text) is None or _CONTRACT.search(understanding.text) is None:
            return None
        lengths = find_durations(understanding.text)
        contract, trial = (_beside(cue, understanding.text, lengths) for cue in (_CONTRACT, _TRIAL))
        rule = next((one for one in self._knowing.calculations.get(_PROBATION, ()) if one.value is not None), None)
        if contract is None or trial is None or contract == trial or rule is None or rule.value is None:
            return None
        most = evaluate(rule.value, {"person.contract_months": contract.months}, self._day, self._knowing.parameters)
        if most is None or trial.months <= most:
            return None
        words = {"trial": str(trial.months), "most": str(int(most)), "from": str(int(most) + 1),
                 "contract": _length(contract.months)}  # fmt: skip
        answer = MatterAnswer({_PROBATION: ("试用期约长了怎么赔", "试用期最长多久")}, is_to_worker=True)
        said = self._canned.say("employer_probation_long", **words)
        return self._told(said, answer, understanding, state)

    def _figure(self, name: str) -> float:
        """A figure of `parameters/` that is in force today. Raises NoFigureError."""
        return float(self._knowing.parameters.value_on(name, self._day))

    def _told(self, words: Sentences, answer: MatterAnswer, said: Understanding, state: ConversationState) -> Draft:
        return self._matters.tell("", answer, said, state, first=self._counted(words, answer))

    def _counted(self, words: Sentences, answer: MatterAnswer) -> Sentences:
        """What was counted rests on what was told, and on the rule it is set beside."""
        told = self._room.put_said("".join(line.text for line in words))
        return self._lead(words, answer, (told.id,))

    def _lead(self, words: Sentences, answer: MatterAnswer, also: tuple[str, ...] = ()) -> Sentences:
        borne = (*also, *self._matters.borne_by(answer))
        return tuple(replace(line, evidence=tuple(dict.fromkeys((*line.evidence, *borne)))) for line in words)

    def _ceiling(self, answer: MatterAnswer) -> int | None:
        self._matters.borne_by(replace(answer, borne_by_all=True))
        found = (_CEILING.search(item.text) for item in self._room.items.values())
        return next((int(match[1]) for match in found if match is not None), None)


def _staff(text: str, state: ConversationState) -> int | None:
    """How many people the firm has: as it was told in so many words, or as it was known before."""
    told = _HEADS.search(text)
    count = parse_numeral(told["count"]) if told is not None else facts_in(state).get("firm.headcount")
    return int(count) if isinstance(count, int | float | Decimal) and count == int(count) else None


def _percent(share: float) -> str:
    return f"{round(share, 2):g}"


def _date(value: object) -> PartialDate | None:
    return PartialDate.parse(value) if isinstance(value, str) else None


def _beside(cue: re.Pattern[str], text: str, lengths: tuple[DurationMention, ...]) -> DurationMention | None:
    """The length told nearest after the word."""
    found = cue.search(text)
    return (
        None if found is None else next((one for one in lengths if found.end() <= one.start <= found.end() + 8), None)
    )


def _length(months: int) -> str:
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
