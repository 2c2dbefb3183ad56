"""The inspector shows what a turn would do, by the same services."""

from datetime import date

import pytest

from assistant.domain.conversation import AnswerStatus
from assistant.domain.errors import InvalidInputError, NotAllowedError
from assistant.domain.knowledge import Audience
from assistant.domain.staff import Role, StaffMember
from assistant.services.inspect_search import LeftOut, SearchInspector, SearchQuestion
from assistant.services.knowing import Knowing
from tests.services.test_teaching import LESSON, School
from tests.services.test_teaching import school as school  # the fixture
from tests.vacancy_office import desk_over

BIAN = StaffMember("bian", Role.EDITOR)
DAY = date(2026, 11, 23)


@pytest.fixture
def inspector(school: School, knowing: Knowing) -> SearchInspector:
    vacancies = desk_over(knowing, DAY)
    return SearchInspector(school.knowing, lambda: vacancies)


def test_the_document_that_would_answer_is_named_with_its_scores(inspector: SearchInspector) -> None:
    view = inspector.inspect(BIAN, SearchQuestion("失业金能领多久？", DAY))
    assert view.status is AnswerStatus.ANSWERED
    (first, *rest) = view.documents
    assert first.answers and first.passages and first.confidence > 0.3
    assert all(first.score >= one.score for one in rest)
    assert {citation.passage_id.split("#")[0] for citation in view.citations} == {first.id}
    assert view.region == "重庆市" and view.parts[0].aspects


def test_what_is_not_for_the_one_who_asks_is_shown_as_left_out(inspector: SearchInspector) -> None:
    view = inspector.inspect(BIAN, SearchQuestion("失业金能领多久？", DAY, audience=Audience.EMPLOYER))
    assert any(LeftOut.AUDIENCE in one.left_out for one in view.documents)


def test_a_taught_answer_is_shown_with_why_it_is_used_or_not(inspector: SearchInspector, school: School) -> None:
    taught = school.teach()
    (seen,) = inspector.inspect(BIAN, SearchQuestion(LESSON.question, DAY)).taught
    assert (seen.id, seen.score, seen.left_out, seen.answers) == (taught.id, 1.0, (), True)
    (late,) = inspector.inspect(BIAN, SearchQuestion(LESSON.question, date(2027, 5, 2))).taught
    assert (late.left_out, late.answers) == ((LeftOut.LAPSED,), False)


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.SPECIALIST, Role.ADMINISTRATOR])
def test_other_roles_do_not_look_inside(inspector: SearchInspector, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        inspector.inspect(StaffMember("x", role), SearchQuestion("失业金", DAY))


@pytest.mark.parametrize(("text", "region"), [(" ", ""), ("失" * 301, ""), ("失业金", "atlantis")])
def test_no_text_or_an_unknown_region_is_refused(inspector: SearchInspector, text: str, region: str) -> None:
    with pytest.raises(InvalidInputError):
        inspector.inspect(BIAN, SearchQuestion(text, DAY, region))
