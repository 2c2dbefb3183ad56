"""What the pages of courses are made from: addresses that never fail, views of any card, data for programs."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.adapters.content.word_files import read_regions
from tests.course_examples import ELECTRICIAN, EVENINGS, TODAY
from web.course_posting import course_posting
from web.course_query import CourseVisit, read_course_visit
from web.course_view import view_course

REGIONS = read_regions(Path(__file__).parents[2] / "knowledge_base")
COURSE = replace(ELECTRICIAN, id="c1", intakes=(replace(EVENINGS, id="i1", course_id="c1"),))


def test_nonsense_in_an_address_is_left_out() -> None:
    visit = read_course_visit({"q": " 电工\u200b ", "free": "yes", "place": "nowhere", "page": "-3"}, REGIONS)
    assert visit == CourseVisit(q="电工")


def test_an_address_says_what_was_chosen_and_comes_back_the_same() -> None:
    chosen = {"q": "电工", "evening": "1", "online": "1", "place": "banan", "page": "2"}
    visit = read_course_visit(chosen, REGIONS)
    assert visit == CourseVisit("电工", ("evening",), "banan", True, 2)
    assert visit.address == "/courses?q=%E7%94%B5%E5%B7%A5&evening=1&online=1&place=banan&page=2"


def test_a_card_stored_long_ago_still_has_a_view() -> None:
    view = view_course({"kind": "course", "id": "c<1>", "title": "电工班"})
    assert (view.path, view.title, view.intakes, view.fee) == ("/courses/c%3C1%3E", "电工班", (), "")


def test_a_full_intake_and_a_free_course_are_told_as_such() -> None:
    intake = {"id": "i1", "starts_on": "2026-12-08", "seats_left": 0, "enrol_path": "/x", "enrol_by": "2026-12-05"}
    view = view_course({"id": "c1", "fee_yuan": 0, "intakes": [intake]})
    (one,) = view.intakes
    assert (view.fee, one.is_full, one.starts, one.enrol_by) == ("免费", True, "12月8日", "12月5日")
    assert one.enrol_path == "/courses/c1/intakes/i1/enrol"


def test_programs_are_told_of_real_open_courses_only() -> None:
    posting = course_posting(COURSE, TODAY, "https://example.org/")
    assert posting is not None
    assert (posting["@type"], posting["url"]) == ("Course", "https://example.org/courses/c1")
    assert course_posting(replace(COURSE, is_sample=True), TODAY) is None
    assert course_posting(COURSE, date(2027, 1, 1)) is None
