"""Whether a message that was about no course before is about one now."""

import re
from dataclasses import replace

from assistant.domain.course_filter import CourseFilter
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.course_asks import (
    A_STORY,
    ABOUT_A_COURSE,
    CourseAct,
    CourseAsk,
    read_course_ask,
    without_sure_words,
)
from assistant.language.learned_acts import SURE
from assistant.language.segment import fold
from assistant.language.understanding import Understanding, is_off_topic
from assistant.services.course_desk import CourseDesk
from assistant.services.decide_intent import ASK_POLICY, UNCLEAR
from assistant.services.draft_enrolment import DRAFT
from assistant.services.knowing import Knowing
from assistant.services.tell_courses import FIND_COURSES

FIND_VACANCIES = "find_vacancies"
#: A benefit of a post, and what a course is.
_TRAINING = "培训"
_MAY_BE_ONE = frozenset({DRAFT, FIND_COURSES, FIND_VACANCIES, "assess_subsidies", ASK_POLICY, UNCLEAR})
#: Somebody tells when they could learn (我白天学得), what for, and of which certificate or course.
_COULD_LEARN = re.compile(r"(?:白天|晚上|周末|平时|上午|下午|我)[^,，。]{0,4}(?:学得|读得|上得|学得成|有空学|得空学)")
_A_CERTIFICATE = re.compile(r"[那这](?:个|张)?(?:证|本本|本子|手艺)|考(?:个)?证")
#: What whoever looks for a course tells as well as whoever looks for work, and what a learner tells of what they can.
_OF_A_COURSE_TOO = frozenset({"occupations", "words", "region_ids", "near", "education"})
_OF_A_LEARNER_TOO = frozenset({"licences", "experience_years", "has_no_licence"})
_PLAIN, _SURELY_A_TITLE = 18, 3
#: 学PLC编程, whatever shifts somebody works.
_LEARNS_FIRST = re.compile(r"(?:我|就|也|都|想|要|打算|准备)*学(?![校历生费员期院位籍得过了])")
#: Said of a course and never of work; 学费 is what a parent earns, too, and 开班车 a post.
_OF_LESSONS_ALONE = re.compile(
    r"学完|考得?到?证的|(?:能|可以)考证|结业|开班(?!车)|有(?:没得)?人教|教不|(?:几|好多)天(?:能|可以)?学(?:会|完)"
)
_LEARNS_BY = re.compile(r"报(?!销|警|告|酬)|学(?![校历费员生])|读|班|课")
#: From which share of one document on a message without the words of a search asks for what it says.
SURELY_A_RULE = 0.9


class CourseGate:
    """Judges by the words of one message alone; `desk` tells what is taught at all."""

    def __init__(self, knowing: Knowing, desk: CourseDesk) -> None:
        self._knowing, self._desk, self._cues = knowing, desk, knowing.course_words.cues

    def asks_plainly(self, ask: CourseAsk, wanted: CourseFilter) -> bool:
        """Whether a clause asks for a course in so many words (有没得…的班, 最近一期哪天开), and of which is known:
        whatever else the message tells, and whatever it was guessed to be."""
        plain = [one.clause for one in ask.asked if one.act is CourseAct.FIND or one.is_sure]
        folded = without_sure_words(ask.focus, self._knowing.course_words.asks)
        seeks_work = self._cues.work.search(folded) or self._cues.hires.search(self._cues.shifts.sub(" ", folded))
        if is_off_topic("，".join(plain), self._knowing.lexicon) and not self._desk.named_in(ask.focus):
            return False
        if not plain or (seeks_work and not self._cues.learns.search(folded)):
            return False
        found = fold("，".join(plain))
        if self._cues.asks_policy.search(found):
            return False
        if self._cues.subsidy.search(found) and not self._speaks_of_lessons(found):
            return False  # 自己开店有没得钱补: what is looked for is money
        return wanted.names_a_subject or self._desk.with_topic(wanted, ask.focus).names_a_subject

    def tells_of_a_post(self, intent: str, wish: VacancyFilter, folded: str) -> bool:
        """Whether work is described (月嫂做了6年, 月嫂证有, 一个月一万二), though a course has the same name."""
        if not (wish.occupations or wish.words or wish.employment_types) or _LEARNS_FIRST.match(folded):
            return False
        told = set(wish.limits) - _OF_A_COURSE_TOO
        if _OF_LESSONS_ALONE.search(folded):  # the weekday is when they could learn
            told -= {"shifts", *_OF_A_LEARNER_TOO}
        if self._cues.learns.search(folded):
            told -= _OF_A_LEARNER_TOO
        wishes = wish.wishes != VacancyFilter().wishes
        if intent == FIND_VACANCIES:
            is_hired = self._cues.hires.search(folded) is not None
            return bool(told) or wishes or is_hired or not self._speaks_of_lessons(folded)
        return intent in (ASK_POLICY, UNCLEAR) and len(told) + wishes > 1

    def wants_such_work(self, wish: VacancyFilter, folded: str) -> bool:
        """想找夜班保安: a wish with shifts, pay or board, and no word of lessons beside the shift's,
        or with pay that is told as such."""
        is_named = bool(wish.occupations or wish.employment_types or (wish.licences and wish.benefits))
        benefits = set(wish.benefits) - ({_TRAINING} if _OF_LESSONS_ALONE.search(folded) else set())
        is_of_work = bool(wish.pay_floor or benefits) or self._cues.shifts.search(folded) is not None
        if wish.pay_floor and self._cues.work.search(folded) and not self._cues.learns.search(folded):
            return is_named  # 文员的班, 税前四千五
        return is_named and is_of_work and not self._speaks_of_lessons(folded)

    def _speaks_of_lessons(self, folded: str) -> bool:
        plain = self._cues.shifts.sub(" ", folded)
        return any(cue.search(plain) for cue in (self._cues.learns, self._cues.courses, self._cues.enrols))

    def asks_of_one(self, ask: CourseAsk, text: str) -> bool:
        """Whether a short message asks of a course by its whole name what a record tells (飞手要啥条件), or for a place
        in it."""
        cues, folded = self._cues, fold(text)
        others = (cues.rights, cues.asks_policy, cues.subsidy, cues.work, cues.hires, cues.money_traps)
        wants_place = CourseAct.ENROL in ask.acts and not cues.not_a_place.search(folded)
        is_asked = bool(ask.acts & ABOUT_A_COURSE) or wants_place
        if not is_asked or len(text) > A_STORY or any(cue.search(folded) for cue in others):
            return False
        if is_off_topic(text, self._knowing.lexicon) or not self._desk.named_in(text):
            return False
        return wants_place or self._knowing.search.view_topic(text).document_share < SURELY_A_RULE

    def asks_for_all(self, text: str, wanted: CourseFilter) -> bool:
        """Whether somebody asks which courses there are at all (你们现在有哪些培训班), or which keep to a limit
        (不花钱的手艺班有没得, 手机上能学的有啥子)."""
        cues, folded = self._cues, fold(text)
        others = (cues.asks_policy, cues.subsidy, cues.rights, cues.work)
        is_other = wanted.names_a_subject or any(cue.search(folded) for cue in others)
        if is_other or is_off_topic(text, self._knowing.lexicon):
            return False
        finds = CourseAct.FIND in read_course_ask(text, self._knowing.course_words.asks).acts
        return cues.lists_all.search(folded) is not None or (
            finds and bool(wanted.limits) and not self._desk.named_in(text)
        )

    def tells_of_a_wish(self, text: str, wanted: CourseFilter) -> bool:
        """照顾老年人那个证现在吃香, 我白天学得: who tells when they could learn, and of which certificate."""
        return (
            wanted.names_a_subject
            and _COULD_LEARN.search(fold(text)) is not None
            and _A_CERTIFICATE.search(fold(text)) is not None
        )

    def orders_briefly(self, text: str, wanted: CourseFilter) -> bool:
        """九龙坡, 报美容: hardly more than the subject, and an order for a place in it."""
        if len(text) > _PLAIN or not wanted.names_a_subject or _LEARNS_BY.search(text) is None:
            return False
        others = (self._cues.rights, self._cues.asks_policy, self._cues.subsidy, self._cues.work, self._cues.hires)
        if any(cue.search(fold(text)) for cue in others) or is_off_topic(text, self._knowing.lexicon):
            return False
        act, share = self._knowing.course_acts.best(text)
        return act in (CourseAct.ENROL, CourseAct.FIND) and share >= SURE

    def is_guessed_wrong(self, understanding: Understanding, wanted: CourseFilter) -> bool:
        """Whether no word stands for what the model has guessed (danger, a person, anger), and a course is named by
        somebody who wants to learn it. What is said of danger in so many words never comes here."""
        speaks = self._cues.learns.search(fold(understanding.text)) is not None
        return understanding.intent in _MAY_BE_ONE and wanted.names_a_subject and speaks

    def may_be(self, intent: str) -> bool:
        """Whether an intent lets a course be meant."""
        return intent in _MAY_BE_ONE

    def asks_for_a_rule(self, intent: str, wanted: CourseFilter, text: str) -> bool:
        """Whether one document, or nothing of ours, is clearly meant; a few words that name what is taught are not."""
        if is_off_topic(text, self._knowing.lexicon):
            return True
        few_words = len(text) <= _PLAIN and self._cues.for_whom.search(fold(text)) is None
        if intent != ASK_POLICY or (wanted.names_a_subject and few_words):
            return False
        return self._knowing.search.view_topic(text).document_share >= SURELY_A_RULE

    def looks_for_one(self, intent: str, wanted: CourseFilter, text: str) -> bool:
        """Whether a message of another intent is a search: it speaks of learning or of a course and says of which, and
        asks neither for work nor for a rule. A question for a subsidy needs one thing more (晚上有空, 考中级). Who
        looks for work may tell of schooling and licences (初中毕业, 证考到手了): that is no wish to learn."""
        cues, folded = self._cues, self._cues.shifts.sub(" ", fold(text))
        study = () if intent == FIND_VACANCIES else (cues.study,)
        speaks = [cue for cue in (cues.learns, cues.courses, cues.enrols, *study) if cue.search(folded)]
        is_work = cues.work.search(folded) or (intent == FIND_VACANCIES and cues.hires.search(folded))
        if cues.rights.search(folded) or (is_work and not cues.learns.search(folded)):
            return False
        is_named = wanted.names_a_subject
        if cues.subsidy.search(folded):
            return bool(speaks) and is_named and (len(wanted.limits) > 1 or len(speaks) > 1)
        if is_named:
            is_there = bool(cues.exists.search(folded) and wanted.words and not wanted.occupations)
            return bool(speaks) or is_there or self._is_bare_title(wanted, text)
        if not speaks:
            return self._is_bare_title(wanted, text)
        if wanted.limits and (cues.learns.search(folded) or cues.enrols.search(folded)):
            return True
        is_told = self._desk.with_topic(wanted, text).names_a_subject
        return is_told and (len(speaks) > 1 or bool(cues.courses.search(folded) or cues.exists.search(folded)))

    def _is_bare_title(self, wanted: CourseFilter, text: str) -> bool:
        """礼仪主持，周六，渝中: hardly more than what stands in a title, with a time of lessons or a fee."""
        has_a_limit = wanted.evening or wanted.weekend or wanted.daytime or wanted.free or wanted.with_certificate
        if not has_a_limit or len(text) > _PLAIN:
            return False
        unnamed = replace(wanted, occupations=(), words=(), licences=())
        return any(len(word) >= _SURELY_A_TITLE for word in self._desk.with_topic(unnamed, text).words)
