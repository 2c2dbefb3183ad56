"""Composing an answer from a document: the section that was asked for, short first, as certain as its sources are."""

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.conversation import AnswerStatus, ToolCall, TurnContext
from assistant.domain.knowledge import Aspect, Audience, Certainty, Gap, Passage, Standing, Weight
from assistant.domain.regions import Coverage
from assistant.language.questions import asks_for_clause
from assistant.language.segment import fold
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.named_clauses import tell_clauses
from assistant.services.national_rules import find_national
from assistant.services.own_tier import find_others
from assistant.services.sections import STRONGLY, ChosenSections, choose_sections, passages_in_force
from assistant.services.statement_matrix import WHOLE
from assistant.services.statement_ranker import PointedStatement
from assistant.services.statements import tell_passage, tell_statement
from assistant.services.steps import Tell
from assistant.services.suggest_next import suggest_next
from assistant.services.work_out import facts_wanted, work_out_all

MAX_DETAILS, FEW_DETAILS, ALL_DETAILS = 5, 3, 99
_ABOUT_A_CASE = {Aspect.CONDITIONS, Aspect.WHY_NOT, Aspect.NOTE, Aspect.HOW_TO}
_NOT_KNOWN, _TOLD_WHERE = "没有查到", re.compile(r"12333|12345")
#: What answers yes or no is said first.
_ANSWERS = re.compile(r"(?:不?(?:能[领报]?|用|算|要|可以|行)|没有了)[：:]")
_TELLS_WHERE = re.compile(r"投诉|举报|仲裁|监察|起诉|法院|12333|12345|110")
_LAPSED_WORDS = {Standing.CLOSED_TO_NEW: "closed", Standing.EXPIRED: "expired"}


@dataclass(frozen=True)
class Composition:
    """What is said about one question."""

    sentences: tuple[DraftSentence, ...]
    status: AnswerStatus
    suggestions: tuple[str, ...] = ()
    tools: tuple[ToolCall, ...] = ()


def compose_answer(
    step: Tell, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext
) -> Composition:
    """The answer to one question from one document."""
    return _Composer(step, knowing, room, canned, context).compose()


class _Composer:
    def __init__(
        self, step: Tell, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext
    ) -> None:
        self._step = step
        self._knowing = knowing
        self._room = room
        self._canned = canned
        self._context = context
        self._document = knowing.knowledge.get_document(step.document_id)
        self._regions = knowing.lexicon.regions

    def compose(self) -> Composition:
        day = self._day()
        national = self._national(day)
        stranger = self._of_another_district(day)
        if stranger:
            return Composition(stranger, AnswerStatus.UNANSWERABLE_NO_SOURCE)
        outside = self._outside_its_places(day)
        if outside:
            return Composition(outside, AnswerStatus.ANSWERED, self._suggest((), day))
        then = self._last_day_in_force(day)
        chosen = choose_sections(
            self._document, self._step, then, self._regions, self._knowing.lexicon, self._knowing.ranker
        )
        body, unfigured = self._tell(chosen, then)
        wants_the_rule = body and not self._step.passage_ids and self._wants_the_rule(chosen.passages)
        wants_the_rule = wants_the_rule and _ANSWERS.match(body[0].text) is None
        body = self._with_pointed(chosen.pointed, body, then)
        if wants_the_rule or (body and not self._names_it(body)):
            body = (*self._rule_in_short(then, chosen.ranked), *body)
        worked_out = work_out_all(self._step, then, self._knowing, self._document, self._room)
        body = (*national, *worked_out, *body, *self._next_step(body, then))
        if asks_for_clause(self._step.text):
            body = (*body, *tell_clauses(body, self._step.text, self._room, self._canned))
        gaps = self._tell_gaps(chosen)
        if unfigured and not body:
            return self._without_figure()
        lapsed = self._certainty(day) is Certainty.LAPSED
        if lapsed:
            body = (*body, *self._last_amount(chosen.passages, then))
        sentences = (
            *self._notices(self._opening(day, chosen.is_dated)),
            *(gaps if chosen.is_about_a_gap else ()),
            *body,
            *(() if chosen.is_about_a_gap else gaps),
            *self._notices(self._closing(chosen.passages, day, bool(body))),
        )
        sentences = (
            *sentences,
            *self._notices(self._where_to_ask(sentences)),
            *self._notices(self._ask_for_facts(bool(body), then)),
        )
        status = AnswerStatus.UNANSWERABLE_LAPSED if lapsed else AnswerStatus.ANSWERED
        if not body:
            status = AnswerStatus.UNANSWERABLE_NO_SOURCE
        return Composition(sentences, status, self._suggest(chosen.passages, day))

    def _day(self) -> date:
        return self._step.as_of or self._context.today

    def _last_day_in_force(self, day: date) -> date:
        """The day for which the rule is told: of one that has ended before, its last, for what it gave is history."""
        end = self._document.period.end
        return end.last_day if end is not None and end.last_day < day else day

    def _certainty(self, day: date) -> Certainty:
        return self._document.certainty_on(day)

    def _national(self, day: date) -> tuple[DraftSentence, ...]:
        """The rule of the country where that is asked for and the document tells it; the city's follows it."""
        passages = passages_in_force(self._document, day, None, self._regions)
        told: list[DraftSentence] = []
        for passage, place in find_national(passages, self._step, self._regions):
            told += tell_statement(passage, place, day, self._knowing.parameters, self._room)
        self._step = replace(self._step, region_id=None) if told else self._step
        return tuple(told)

    def _wants_the_rule(self, told: tuple[Passage, ...]) -> bool:
        """Whether a question about one's case wants to hear the rule itself first."""
        asked = set(self._step.aspects)
        about_a_case = asked <= _ABOUT_A_CASE or self._step.guesses_aspect
        return self._document.kind == "policy" and about_a_case and told[0].aspect is not Aspect.WHAT

    def _names_it(self, body: tuple[DraftSentence, ...]) -> bool:
        """Whether the person hears what the benefit is called; one talked about before needs no name."""
        if self._step.goes_on or self._document.kind != "scheme":
            return True
        text = fold("".join(sentence.text for sentence in body))
        return any(fold(name) in text for name in (self._document.title, *self._document.aliases))

    def _rule_in_short(self, day: date, ranked: tuple[PointedStatement, ...]) -> tuple[DraftSentence, ...]:
        """What it is, in the one leading sentence that comes nearest to the question."""
        passages = passages_in_force(self._document, day, self._step.region_id, self._regions)
        what = next((passage for passage in passages if passage.aspect is Aspect.WHAT), None)
        if what is None:
            return ()
        leads = [place for place, statement in enumerate(what.statements) if statement.weight is Weight.LEAD]
        nearest = next((line.index for line in ranked if line.passage_id == what.id and line.index in leads), 0)
        return tell_statement(what, nearest, day, self._knowing.parameters, self._room)

    def _next_step(self, body: tuple[DraftSentence, ...], day: date) -> tuple[DraftSentence, ...]:
        """Where one can turn, for whoever asks about a right of theirs and has not been told."""
        asked = set(self._step.aspects)
        about_a_case = asked <= _ABOUT_A_CASE or self._step.guesses_aspect
        if self._context.audience is not Audience.JOB_SEEKER or self._document.kind != "policy" or not about_a_case:
            return ()
        if not body or self._step.goes_on or _TELLS_WHERE.search("".join(sentence.text for sentence in body)):
            return ()
        valid = passages_in_force(self._document, day, self._step.region_id, self._regions)
        ways = [passage for passage in valid if passage.aspect in (Aspect.HOW_TO, Aspect.WHERE)]
        way = next((passage for passage in ways if _TELLS_WHERE.search(passage.statements[0].text)), None)
        return tell_statement(way, 0, day, self._knowing.parameters, self._room) if way else ()

    def _tell(self, chosen: ChosenSections, day: date) -> tuple[tuple[DraftSentence, ...], bool]:
        """The sections' sentences, and whether one of them has no figure for the day."""
        focus = chosen.focus
        passages = sorted(chosen.passages, key=lambda p: focus is not None and p.id != focus.passage_id)
        told = [self._tell_section(passage, chosen, day) for passage in passages]
        return tuple(sentence for sentences in told for sentence in sentences), not all(told)

    def _tell_section(self, passage: Passage, chosen: ChosenSections, day: date) -> tuple[DraftSentence, ...]:
        more = self._step.wants_more
        details = MAX_DETAILS if len(chosen.passages) == 1 else FEW_DETAILS
        focus = chosen.focus if chosen.focus is not None and chosen.focus.passage_id == passage.id else None
        if chosen.is_overview or chosen.is_about_a_gap or (focus is not None and self._step.goes_on):
            details = 0
        return tell_passage(
            passage,
            day,
            self._knowing.parameters,
            self._room,
            details=ALL_DETAILS if more else details,
            words="" if chosen.is_overview else self._step.text,
            more=more,
            first=focus.index if focus is not None else None,
            others=self._others(passage, day),
        )

    def _others(self, passage: Passage, day: date) -> frozenset[int]:
        return find_others(passage, dict(self._step.facts), day, self._knowing)

    def _ask_for_facts(self, is_told: bool, day: date) -> tuple[DraftSentence, ...]:
        """What to tell, for the figure of one's own; a benefit has the calculator for that."""
        if not is_told or self._document.kind != "policy":
            return ()
        wanted = facts_wanted(self._step, self._knowing, self._document, day)
        questions = "".join(self._knowing.subsidies.vocabulary.definitions[name].question for name in wanted)
        return self._canned.say("tell_to_work_out", questions=questions) if wanted else ()

    def _last_amount(self, told: tuple[Passage, ...], day: date) -> tuple[DraftSentence, ...]:
        """Of a rule that has lapsed, what it last paid is told in any case."""
        valid = passages_in_force(self._document, day, self._step.region_id, self._regions)
        amounts = [passage for passage in valid or self._document.passages if passage.aspect is Aspect.HOW_MUCH]
        if not amounts or any(passage.aspect is Aspect.HOW_MUCH for passage in told):
            return ()
        return tell_passage(amounts[0], day, self._knowing.parameters, self._room, details=0)

    def _with_pointed(
        self, pointed: tuple[PointedStatement, ...], body: tuple[DraftSentence, ...], day: date
    ) -> tuple[DraftSentence, ...]:
        """Sentences the question points to: first where no aspect was named and they match well, else last."""
        sentences: list[DraftSentence] = []
        for statement in pointed:
            passage = self._knowing.knowledge.passages[statement.passage_id]
            if statement.index == WHOLE:
                sentences.extend(tell_passage(passage, day, self._knowing.parameters, self._room, details=0))
            elif statement.index not in self._others(passage, day):
                sentences.extend(tell_statement(passage, statement.index, day, self._knowing.parameters, self._room))
        is_open = self._step.guesses_aspect or not self._step.aspects
        if pointed and is_open and pointed[0].score >= STRONGLY:
            return (*sentences, *body)
        return (*body, *sentences)

    def _tell_gaps(self, chosen: ChosenSections) -> tuple[DraftSentence, ...]:
        if chosen.gaps:
            return (*(self._gap(self._document.gaps[index]) for index in chosen.gaps), *self._canned.say("gap"))
        if chosen.missing and not chosen.pointed:
            return self._canned.say("no_aspect", aspect=self._knowing.words.aspect_words[chosen.missing[0]])
        return ()

    def _gap(self, gap: Gap) -> DraftSentence:
        item = self._room.put_note(self._document, f"gap-{self._document.gaps.index(gap)}", gap.text)
        return DraftSentence(gap.text, (item.id,))

    def _opening(self, day: date, is_dated: bool) -> tuple[DraftSentence, ...]:
        opening: list[DraftSentence] = []
        if self._step.as_of is not None and self._step.as_of != self._context.today:
            opening.extend(self._time_words(day, is_dated))
        if self._certainty(day) is Certainty.LAPSED:
            opening.extend(self._lapsed_words())
        elif self._document.period.begins_after(day):
            opening.extend(self._canned.say("not_yet", title=self._document.title))
        opening.extend(self._district_words(day))
        return tuple(opening)

    def _notices(self, sentences: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
        return tuple(replace(sentence, notice_of=self._document.id) for sentence in sentences)

    def _time_words(self, day: date, is_dated: bool) -> tuple[DraftSentence, ...]:
        """For which year the answer is; the year itself is said where a section told names it."""
        if not is_dated:
            return self._canned.say("no_dated_rule")
        year = f"{day.year}年"
        naming = next((item for item in self._room.items.values() if year in item.text), None)
        if naming is None:
            return self._canned.say("as_of_plain")
        return tuple(replace(s, evidence=(naming.id,)) for s in self._canned.say("as_of", when=year))

    def _lapsed_words(self) -> tuple[DraftSentence, ...]:
        """That the rule is history, and of what time; the time rests on the document's own head."""
        document = self._document
        last = document.period.end or document.review_after
        when = f"{last.year}年" if last is not None else "以前"
        key = _LAPSED_WORDS.get(document.standing, "lapsed")
        sentences = self._canned.say(key, title=document.title, when=when)
        note = self._room.put_note(document, "standing", "".join(sentence.text for sentence in sentences))
        return tuple(replace(sentence, evidence=(note.id,)) for sentence in sentences)

    def _where_to_ask(self, said: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
        """What is not known is followed by who knows it."""
        text = "".join(sentence.text for sentence in said)
        return self._canned.say("gap") if _NOT_KNOWN in text and not _TOLD_WHERE.search(text) else ()

    def _closing(self, told: tuple[Passage, ...], day: date, has_body: bool) -> tuple[DraftSentence, ...]:
        """How surely it was said; sections that stand surer than their document need no caution."""
        if not has_body or all(passage.standing is Standing.CURRENT for passage in told):
            return ()
        if self._document.standing is Standing.DIRECTION_ONLY:
            return self._canned.say("direction")
        if self._certainty(day) is Certainty.TO_VERIFY:
            old = self._document.standing is Standing.OLD_BASIS_VERIFY
            return self._canned.say("verify" if old else "review_due")
        return ()

    def _without_figure(self) -> Composition:
        sentences = (*self._canned.say("no_figure"), *self._canned.say("gap"))
        return Composition(sentences, AnswerStatus.UNANSWERABLE_NO_SOURCE)

    def _of_another_district(self, day: date) -> tuple[DraftSentence, ...]:
        """A district's rule is never given to another district."""
        asked, own = self._step.region_id, self._document.region_id
        if asked is None or asked == "chongqing" or self._regions.covers(own, asked, day) is not Coverage.NOT_COVERED:
            return ()
        names = {"place": self._regions.get_region(own).name, "yours": self._regions.get_region(asked).name}
        return self._canned.say("other_district", **names)

    def _outside_its_places(self, day: date) -> tuple[DraftSentence, ...]:
        """That a rule for some districts only does not hold in the one asked about."""
        places, asked = self._document.places, self._step.region_id
        if not places or asked is None or asked == "chongqing":
            return ()
        if any(self._regions.covers(place, asked, day) is not Coverage.NOT_COVERED for place in places):
            return ()
        names = "、".join(self._regions.get_region(place).name for place in places)
        yours = self._regions.get_region(asked).name
        sentences = self._canned.say("outside_places", title=self._document.title, places=names, yours=yours)
        note = self._room.put_note(self._document, "places", "".join(sentence.text for sentence in sentences))
        return tuple(replace(sentence, evidence=(note.id, *sentence.evidence)) for sentence in sentences)

    def _district_words(self, day: date) -> tuple[DraftSentence, ...]:
        own = self._regions.get_region(self._document.region_id)
        if own.kind not in ("country", "municipality"):
            return self._canned.say("district_only", place=own.name)
        asked = self._step.region_id
        if asked is None:
            return ()
        old = self._regions.get_region(asked)
        now = self._regions.find_current(asked, day)
        if now is not None and now.id != old.id:
            return self._canned.say("merged", old=old.name, new=now.name)
        return ()

    def _suggest(self, told: tuple[Passage, ...], day: date) -> tuple[str, ...]:
        present = passages_in_force(self._document, day, self._step.region_id, self._regions)
        return suggest_next(self._document, self._step, told, present, self._knowing)
