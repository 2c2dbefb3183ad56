"""Courses as pages: the list with its form, and one course with its intakes. Each works without JavaScript."""

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.status import HTTP_410_GONE

from assistant.domain.conversation import ConversationState
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.domain.courses import Course
from assistant.domain.errors import NotFoundError
from assistant.services.course_desk import CourseDesk
from assistant.services.find_courses import count_words
from web.course_posting import course_posting
from web.course_query import BOXES, LAST_PAGE, MOST_CHARACTERS, CourseVisit, read_course_visit
from web.course_view import CourseView, view_course
from web.problems import ProblemError, ProblemName
from web.site import Site, SiteDep

router = APIRouter(prefix="/courses", include_in_schema=False)
_LONGEST_ID = 64


@dataclass(frozen=True)
class StepView:
    """A step away from a limit where nothing fits: the words for it, and how many it opens."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class CourseListView:
    """What `courses.html` shows. `understood`: the filter in words; `earlier`, `later` "" where there is none."""

    visit: CourseVisit
    cards: tuple[CourseView, ...]
    total: int
    total_words: str
    pages: int
    understood: str
    earlier: str
    later: str
    has_samples: bool
    steps: tuple[StepView, ...]


@router.get("")
def list_courses(request: Request, site: SiteDep) -> Response:
    """The list; the sentence and the boxes stand in the address."""
    desk = site.assistant.courses
    visit = read_course_visit(request.query_params, desk.regions)
    context = {
        "list": _view(visit, desk),
        "boxes": BOXES,
        "districts": desk.regions.find_current_districts(desk.today),
        "max_characters": MOST_CHARACTERS,
    }
    return site.pages.render(request, "courses.html", context)


@router.get("/{course_id}")
def one_course(request: Request, course_id: str, site: SiteDep) -> Response:
    """One course with its intakes; with status 410 once none is open any more."""
    desk = site.assistant.courses
    course = get_course(course_id, site)
    match = desk.match(course, CourseFilter(), Learner())
    view = view_course(desk.card(match, CourseFilter(), ConversationState()))
    schemes = (site.assistant.subsidies.find_title(name) for name in desk.subsidies(course, ConversationState()))
    context = {
        "course": view,
        "content": course.content,
        "occupation": _occupation(course),
        "sources": course.sources,
        "subsidies": [title for title in schemes if title],
        "posting": course_posting(course, desk.today, site.assistant.settings.public_url),
    }
    return site.pages.render(request, "course.html", context, 200 if view.intakes else HTTP_410_GONE)


def get_course(course_id: str, site: Site) -> Course:
    """Raises the problem `not_found`, in words about courses, for one that never was."""
    try:
        if course_id.isprintable() and len(course_id) <= _LONGEST_ID:
            return site.assistant.courses.get_course(course_id)
    except NotFoundError:
        pass
    raise ProblemError(ProblemName.NOT_FOUND, site.assistant.page_texts["course-not-found"])


def _view(visit: CourseVisit, desk: CourseDesk) -> CourseListView:
    wanted = visit.wanted(desk)
    found = desk.page(wanted, page=visit.page)
    pages = min(found.pages, LAST_PAGE)
    cards = tuple(view_course(desk.card(match, wanted, ConversationState())) for match in found.matches)
    return CourseListView(
        visit=visit,
        cards=cards,
        total=found.total,
        total_words=count_words(found.total),
        pages=pages,
        understood=desk.in_words(wanted) if visit.is_narrowed else "",
        earlier=replace(visit, page=min(visit.page - 1, pages)).address if visit.page > 1 else "",
        later=replace(visit, page=visit.page + 1).address if visit.page < pages else "",
        has_samples=any(card.is_sample for card in cards),
        steps=_steps(visit, wanted, desk) if not found.total else (),
    )


def _steps(visit: CourseVisit, wanted: CourseFilter, desk: CourseDesk) -> tuple[StepView, ...]:
    """What could be given up, as searches of their own in words."""
    return tuple(
        StepView(words, step.count, CourseVisit(q=words.replace("、", " ")).address)
        for step in desk.relax(wanted)
        if (words := desk.in_words(step.wanted))
    )


def _occupation(course: Course) -> str:
    names = "、".join(course.occupations)
    return f"{names}（{course.occupation_code}）" if names and course.occupation_code else names
