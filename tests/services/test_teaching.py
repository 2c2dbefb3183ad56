"""What staff teach: who may, what is refused, and that it is told afterwards, and never any longer than it holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.domain.staff import Role, StaffMember
from assistant.domain.taught_answers import Lesson, TaughtAnswer, TaughtState
from assistant.services.knowing import Knowing
from assistant.services.rule_replier import RuleReplier
from assistant.services.screening import screen
from assistant.services.taught_shelf import TaughtShelf
from assistant.services.teaching import Teaching, TeachingParts
from assistant.services.vacancy_desk import VacancyDesk
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FixedClock
from tests.fakes.staff_stores import FakeAuditLog
from tests.fakes.taught_store import FakeTaughtStore
from tests.services.talking import Talk
from tests.vacancy_office import desk_over

LI, BIAN = StaffMember("li", Role.ADVISOR), StaffMember("bian", Role.EDITOR)
ZHAO, CHEF = StaffMember("zhao", Role.SUPERVISOR), StaffMember("chef", Role.ADMINISTRATOR)
LESSON = Lesson(
    "夜校培训班晚上几点开课？",
    "示例夜校晚上7点开课。\n请提前10分钟签到。",
    "chongqing",
    date(2027, 5, 1),
    "示例夜校通知",
)
ASKED = "请问夜校的培训班晚上几点钟开课呀"


class School:
    """The desk of teaching over memory, and conversations that hear of it."""

    def __init__(self, loaded: LoadedKnowledge) -> None:
        self.loaded, self.clock, self.seconds = loaded, FixedClock(), 0.0
        self.store, self.audit = FakeTaughtStore(), FakeAuditLog()
        self.shelf = TaughtShelf(self.store, lambda: self.seconds)
        lexicon = loaded.knowing.lexicon

        def mask(text: str) -> str:
            return screen(text, loaded.screening).clean_text

        parts = TeachingParts(self.store, FakeCaseStore(), self.audit, self.clock, mask, lambda: lexicon.regions)
        self.desk = Teaching(parts)

    def knowing(self) -> Knowing:
        return replace(self.loaded.knowing, taught=self.shelf.current(self.loaded.knowing.lexicon))

    def talk(self) -> Talk:
        vacancies = desk_over(self.loaded.knowing, self.clock.today())

        def desk() -> VacancyDesk:
            return vacancies

        return Talk(self.loaded, RuleReplier(self.knowing, desk))

    def teach(self, lesson: Lesson = LESSON) -> TaughtAnswer:
        proposed = self.desk.propose(LI, lesson)
        taught = self.desk.approve(BIAN, proposed.id, proposed.revision)
        self.seconds += 2
        return taught


@pytest.fixture
def school(loaded: LoadedKnowledge) -> School:
    return School(loaded)


def test_an_approved_answer_is_told_and_cited_from_the_next_time_on(school: School) -> None:
    talk = school.talk()
    assert talk.say(ASKED).status is not AnswerStatus.ANSWERED
    taught = school.teach()
    turn = talk.say(ASKED)
    assert turn.status is AnswerStatus.ANSWERED
    assert "晚上7点开课" in turn.text and "提前10分钟签到" in turn.text
    (citation,) = turn.citations
    assert citation.passage_id == f"taught:{taught.id}"
    assert citation.title == "工作人员答复·已复核（有效至 2027-05-01）"
    assert (citation.effective_to, citation.region) == ("2027-05-01", "重庆市")
    assert "依据：示例夜校通知" in citation.quote and LESSON.question in citation.quote


def test_what_waits_for_review_or_was_refused_or_retired_is_told_to_nobody(school: School) -> None:
    waiting = school.desk.propose(LI, LESSON)
    school.seconds += 2
    assert "7点" not in school.talk().say(ASKED).text
    school.desk.refuse(BIAN, waiting.id, "依据不足", waiting.revision)
    school.seconds += 2
    assert "7点" not in school.talk().say(ASKED).text
    taught = school.teach()
    assert "7点" in school.talk().say(ASKED).text
    school.desk.retire(ZHAO, taught.id, "课表改了")
    school.seconds += 2
    assert "7点" not in school.talk().say(ASKED).text


def test_after_its_last_day_it_is_told_no_more_and_the_sweep_retires_it(school: School) -> None:
    taught = school.teach(replace(LESSON, expires_on=school.clock.today()))
    lexicon = school.loaded.knowing.lexicon
    on_shelf = school.shelf.current(lexicon)
    assert on_shelf.find(ASKED, lexicon, "chongqing", school.clock.today()) is not None
    assert on_shelf.find(ASKED, lexicon, "chongqing", school.clock.today() + timedelta(days=1)) is None
    assert school.desk.retire_expired() == 0
    school.clock.moment += timedelta(days=1)
    assert school.desk.retire_expired() == 1
    kept = school.store.find_answer(taught.id)
    assert kept is not None and (kept.state, kept.reason) == (TaughtState.RETIRED, "有效期已过")
    assert kept.reviewed_by == "bian"


def test_a_district_s_answer_is_given_to_no_other_district_nor_to_the_city(school: School) -> None:
    school.teach(replace(LESSON, region_id="yuzhong"))
    assert "7点" in school.talk().say(f"渝中区{ASKED.removeprefix('请问')}").text
    assert "7点" not in school.talk().say(ASKED).text
    assert "7点" not in school.talk().say(f"沙坪坝区{ASKED.removeprefix('请问')}").text


def test_it_never_takes_the_place_of_an_amount(school: School) -> None:
    before = school.talk().say("失业金能领多少？")
    assert before.status is AnswerStatus.ANSWERED
    school.teach(replace(LESSON, question="失业金能领多少？", answer="示例：每月9999元。"))
    after = school.talk().say("失业金能领多少？")
    assert (after.text, after.citations) == (before.text, before.citations)


def test_the_shelf_looks_again_after_a_second_and_keeps_what_it_has_until_then(school: School) -> None:
    lexicon = school.loaded.knowing.lexicon
    assert not school.shelf.current(lexicon).entries
    proposed = school.desk.propose(LI, LESSON)
    school.desk.approve(BIAN, proposed.id, proposed.revision)
    assert not school.shelf.current(lexicon).entries
    school.seconds += 1.0
    assert len(school.shelf.current(lexicon).entries) == 1


def test_nobody_reviews_an_answer_of_their_own(school: School) -> None:
    for reviewer in (BIAN, ZHAO):
        own = school.desk.propose(reviewer, LESSON)
        with pytest.raises(NotAllowedError):
            school.desk.approve(reviewer, own.id, own.revision)
        with pytest.raises(NotAllowedError):
            school.desk.refuse(reviewer, own.id, "重复", own.revision)


def test_only_editors_and_supervisors_review_and_advisors_see_their_own(school: School) -> None:
    proposed = school.desk.propose(ZHAO, LESSON)
    for act in (
        lambda: school.desk.approve(LI, proposed.id, proposed.revision),
        lambda: school.desk.approve(CHEF, proposed.id, proposed.revision),
        lambda: school.desk.propose(CHEF, LESSON),
        lambda: school.desk.list_answers(CHEF, tuple(TaughtState)),
        lambda: school.desk.retire(LI, proposed.id, "x"),
    ):
        with pytest.raises(NotAllowedError):
            act()
    with pytest.raises(NotFoundError):
        school.desk.get(LI, proposed.id)
    assert school.desk.list_answers(LI, tuple(TaughtState)) == ()
    assert len(school.desk.list_answers(BIAN, tuple(TaughtState))) == 1


def test_words_changed_since_they_were_read_are_not_approved(school: School) -> None:
    seen = school.desk.propose(LI, LESSON)
    changed = school.desk.edit(ZHAO, seen.id, replace(LESSON, answer="晚上8点开课。"), seen.revision)
    with pytest.raises(ConflictError):
        school.desk.approve(BIAN, seen.id, seen.revision)
    assert school.desk.approve(BIAN, seen.id, changed.revision).lesson.answer == "晚上8点开课。"
    with pytest.raises(ConflictError):
        school.desk.edit(ZHAO, seen.id, LESSON, changed.revision)


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": "我的电话13800001234打不通怎么办？"},
        {"question": "我叫示例，夜校几点开课？"},
        {"question": "示例女士问夜校几点开课？"},
        {"answer": "请加微信: abc123"},
        {"answer": "发到 beispiel@example.org"},
        {"question": "〔手机号已隐去〕几点开课？"},
        {"question": "短"},
        {"question": "长" * 201},
        {"answer": " "},
        {"source": " "},
        {"url": "javascript:alert(1)"},
        {"region_id": "atlantis"},
        {"expires_on": date(2026, 11, 22)},
        {"expires_on": date(2027, 11, 24)},
    ],
)
def test_a_lesson_that_names_somebody_or_rests_on_nothing_is_refused(school: School, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError):
        school.desk.propose(LI, replace(LESSON, **wrong))  # type: ignore[arg-type]
    assert not school.store.list_answers(tuple(TaughtState))


def test_refusing_and_retiring_need_a_reason_and_all_is_in_the_audit_log(school: School) -> None:
    taught = school.teach()
    with pytest.raises(InvalidInputError):
        school.desk.retire(BIAN, taught.id, " ")
    school.desk.retire(BIAN, taught.id, "课表改了")
    told = [(event.actor, event.action, event.subject) for event in school.audit.events]
    subject = f"taught:{taught.id}"
    assert told == [
        ("li", "answer_proposed", subject),
        ("bian", "answer_approved", subject),
        ("bian", "answer_retired", subject),
    ]
    assert not any("开课" in event.detail for event in school.audit.events)


def test_where_the_documents_tell_something_less_fitting_the_answer_taught_comes_first(school: School) -> None:
    question = "怀孕了还能参加职业技能培训吗？"
    before = school.talk().say(question)
    assert before.status is AnswerStatus.ANSWERED
    school.teach(replace(LESSON, question=question, answer="示例：可以参加，先问培训机构。"))
    after = school.talk().say(question)
    assert after.text.index("先问培训机构") < after.text.index("政策资料里还有这些相关的内容")
    assert {citation.passage_id for citation in before.citations} < {one.passage_id for one in after.citations}


def test_what_is_asked_of_a_day_gone_by_or_of_another_city_is_not_answered_by_staff_of_today(school: School) -> None:
    school.teach()
    for asked in ("2024年夜校培训班晚上几点开课？", "成都的夜校培训班晚上几点开课？"):
        assert "7点" not in school.talk().say(asked).text
