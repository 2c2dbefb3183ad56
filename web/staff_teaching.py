"""Answers that staff teach, at the console: proposed on one page, reviewed on another, every step a plain form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.cases import Author
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from assistant.domain.taught_answers import NO_SOURCE, Lesson, TaughtAnswer, TaughtState
from assistant.services.teaching import Teaching
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_queue import offices_of
from web.staff_view import moment

TEACHING = f"{CONSOLE}/teaching"
router = APIRouter(prefix=TEACHING, include_in_schema=False)
Text = Annotated[str, Form()]
#: As large as a column of the database holds.
Number = Annotated[int, Form(ge=0, le=2**31 - 1)]
_REFUSED = (InvalidInputError, NotAllowedError, ConflictError)
_NO_DAY = "请填有效期，按“年-月-日”，例如 2026-12-01。"


@dataclass(frozen=True)
class LessonForm:
    """What was written into the form, as it was written."""

    question: str = ""
    answer: str = ""
    source: str = ""
    url: str = ""
    document_number: str = ""
    region: str = ""
    expires_on: str = ""

    def read(self) -> Lesson:
        """Raises InvalidInputError without a day; where the basis is missing too, both are asked for at once."""
        try:
            day = date.fromisoformat(self.expires_on.strip())
        except ValueError as error:
            has_source = any(text.strip() for text in (self.source, self.url, self.document_number))
            raise InvalidInputError(_NO_DAY if has_source else f"{NO_SOURCE}{_NO_DAY}") from error
        return Lesson(self.question, self.answer, self.region, day, self.source, self.url, self.document_number)


def written(
    question: Text = "",
    answer: Text = "",
    source: Text = "",
    url: Text = "",
    document_number: Text = "",
    region: Text = "",
    expires_on: Text = "",
) -> LessonForm:
    """The form's fields without hidden characters."""
    texts = (question, answer, source, url, document_number, region, expires_on)
    return LessonForm(*(strip_hidden(text) for text in texts))


Written = Annotated[LessonForm, Depends(written)]


@router.get("")
def list_page(request: Request, site: SiteDep, who: Reader, state: str = "", done: str = "") -> Response:
    """Those who review see all, the others what they have proposed."""
    teaching = site.assistant.office.teaching
    states = (TaughtState(state),) if state in tuple(TaughtState) else tuple(TaughtState)
    texts, today = site.assistant.page_texts, site.assistant.office.clock.today()
    context = {
        **_shared(site, who),
        "rows": [_row(site, answer, today) for answer in teaching.list_answers(who.member, states)],
        "state": state if state in tuple(TaughtState) else "",
        "states": [each.value for each in TaughtState],
        "done": f"staff-done-{done}" if f"staff-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_teaching.html", context)


@router.get("/new")
def new_page(request: Request, site: SiteDep, who: Reader, case: str = "", question: str = "") -> Response:
    """An empty form; from a case with its question and the last reply, personal numbers hidden."""
    teaching, mask = site.assistant.office.teaching, site.assistant.mask
    teaching.require_proposer(who.member)
    form = LessonForm(question=mask(strip_hidden(question))[:200])
    if case:
        teaching.require_case(who.member, case)
        form = _of_case(site, who, case)
    return _show_form(request, site, who, form, case=case)


@router.post("")
def propose(request: Request, site: SiteDep, who: Writer, form: Written, case: Text = "") -> Response:
    """Back to the form, with personal numbers hidden, where it is refused."""
    try:
        kept = site.assistant.office.teaching.propose(who.member, form.read(), case.strip() or None)
    except _REFUSED as error:
        return _refuse_form(request, site, who, form, case, error)
    return RedirectResponse(f"{TEACHING}/{kept.id}?done=proposed", HTTP_303_SEE_OTHER)


@router.get("/{answer_id}")
def answer_page(request: Request, answer_id: int, site: SiteDep, who: Reader, done: str = "") -> Response:
    """One answer with its way, and what may be done with it now."""
    return _show(request, site, who, answer_id, done=done)


@router.post("/{answer_id}/edit")
def edit(
    request: Request,
    answer_id: int,
    site: SiteDep,
    who: Writer,
    form: Written,
    revision: Number = 0,
) -> Response:
    return _step(
        request, site, who, answer_id, "edited",
        lambda desk: desk.edit(who.member, answer_id, form.read(), revision), form,
    )  # fmt: skip


@router.post("/{answer_id}/approve")
def approve(request: Request, answer_id: int, site: SiteDep, who: Writer, revision: Number = 0) -> Response:
    return _step(
        request, site, who, answer_id, "approved", lambda desk: desk.approve(who.member, answer_id, revision)
    )  # fmt: skip


@router.post("/{answer_id}/refuse")
def refuse(
    request: Request, answer_id: int, site: SiteDep, who: Writer, reason: Text = "", revision: Number = 0
) -> Response:
    words = site.assistant.mask(strip_hidden(reason))
    return _step(
        request, site, who, answer_id, "refused", lambda desk: desk.refuse(who.member, answer_id, words, revision)
    )  # fmt: skip


@router.post("/{answer_id}/retire")
def retire(request: Request, answer_id: int, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    words = site.assistant.mask(strip_hidden(reason))
    return _step(
        request, site, who, answer_id, "retired", lambda desk: desk.retire(who.member, answer_id, words)
    )  # fmt: skip


def _step(
    request: Request,
    site: Site,
    who: LoggedIn,
    answer_id: int,
    done: str,
    take: Callable[[Teaching], TaughtAnswer],
    form: LessonForm | None = None,
) -> Response:
    try:
        take(site.assistant.office.teaching)
    except _REFUSED as error:
        status = describe_problem(request, error).status
        return _show(request, site, who, answer_id, error=str(error), form=form, status_code=status)
    return RedirectResponse(f"{TEACHING}/{answer_id}?done={done}", HTTP_303_SEE_OTHER)


def _show(
    request: Request,
    site: Site,
    who: LoggedIn,
    answer_id: int,
    done: str = "",
    error: str = "",
    form: LessonForm | None = None,
    status_code: int = 200,
) -> Response:
    office, texts = site.assistant.office, site.assistant.page_texts
    answer = office.teaching.get(who.member, answer_id)
    reviews, state = office.teaching.may_review(who.member), answer.state
    is_waiting, is_own = state is TaughtState.PROPOSED, answer.proposed_by == who.member.name
    context = {
        **_shared(site, who),
        "row": _row(site, answer, office.clock.today()),
        "lesson": answer.lesson,
        "form": _hidden(site, form) if form is not None else _form_of(answer.lesson),
        "can_edit": reviews and is_waiting,
        "can_decide": reviews and is_waiting and not is_own,
        "is_own": reviews and is_waiting and is_own,
        "can_retire": reviews and state is TaughtState.APPROVED,
        "error": error,
        "done": f"staff-done-{done}" if f"staff-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_taught.html", context, status_code)


def _refuse_form(
    request: Request, site: Site, who: LoggedIn, form: LessonForm, case: str, error: Exception
) -> Response:
    if isinstance(error, NotAllowedError):
        raise error
    status = describe_problem(request, error).status
    return _show_form(request, site, who, _hidden(site, form), case, str(error), status)


def _show_form(
    request: Request, site: Site, who: LoggedIn, form: LessonForm, case: str = "", error: str = "", status: int = 200
) -> Response:
    context = {**_shared(site, who), "form": form, "case": case, "error": error}
    return site.pages.render(request, "staff_teach.html", context, status)


def _shared(site: Site, who: LoggedIn) -> dict[str, object]:
    today = site.assistant.office.clock.today()
    return {
        "who": who,
        "offices": offices_of(who),
        "regions": [(one.id, one.name) for one in site.assistant.regions if one.period.contains(today)],
    }


def _row(site: Site, answer: TaughtAnswer, today: date) -> dict[str, object]:
    """An answer made ready for a list and the head of its page."""
    region = site.assistant.regions.find_region(answer.lesson.region_id)
    return {
        "id": answer.id,
        "revision": answer.revision,
        "question": answer.lesson.question,
        "state": "expired" if answer.has_expired(today) else answer.state.value,
        "region": region.name if region is not None else answer.lesson.region_id,
        "expires_on": answer.lesson.expires_on.isoformat(),
        "proposed_by": answer.proposed_by,
        "proposed_at": moment(answer.proposed_at),
        "edited_by": answer.edited_by or "",
        "reviewed_by": answer.reviewed_by or "",
        "reviewed_at": moment(answer.reviewed_at) if answer.reviewed_at is not None else "",
        "reason": answer.reason,
        "case": answer.case_number or "",
    }


def _form_of(lesson: Lesson) -> LessonForm:
    return LessonForm(
        lesson.question, lesson.answer, lesson.source, lesson.url, lesson.document_number, lesson.region_id,
        lesson.expires_on.isoformat(),
    )  # fmt: skip


def _of_case(site: Site, who: LoggedIn, number: str) -> LessonForm:
    """The case's question and what staff last replied to it."""
    file, mask = site.assistant.office.desk.open_file(who.member, number), site.assistant.mask
    replies = [one.text for one in file.messages if one.author is Author.STAFF and not one.is_internal]
    return LessonForm(question=mask(file.case.summary)[:200], answer=mask(replies[-1]) if replies else "")


def _hidden(site: Site, form: LessonForm) -> LessonForm:
    mask = site.assistant.mask
    return LessonForm(
        mask(form.question), mask(form.answer), mask(form.source), form.url, form.document_number, form.region,
        form.expires_on,
    )  # fmt: skip
