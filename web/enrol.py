"""Enrolling: one form for an intake, reached from a draft in a conversation or from the course's page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.domain.enrolments import EnrolmentDetails
from assistant.domain.errors import (
    ClashError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    OtherSenderError,
    OutdatedDraftError,
    UnavailableError,
)
from assistant.services.enrolling import DraftOfEnrolment, TypedEnrolment
from assistant.services.person_enrolments import as_details
from web.access import Address, holds_key
from web.enrolment_view import declared_in, view_form
from web.enrolments import show_receipt
from web.message_text import strip_hidden
from web.problems import ProblemError, describe_problem
from web.site import Site, SiteDep

router = APIRouter(prefix="/courses/{course_id}/intakes/{intake_id}/enrol", include_in_schema=False)
_NOT_YOURS = "没有找到这份报名草稿。可以在这里直接填表报名。"


class TypedForm(BaseModel):
    """The fields as they were sent; the page shows them again where they are refused. `declared`: ticked boxes."""

    name: str = Field("", repr=False)
    phone: str = Field("", repr=False)
    note: str = Field("", repr=False)
    declared: list[str] = Field(default_factory=list)
    agree: str = ""
    accept_clash: str = ""
    form_key: str = Field("", repr=False)


Typed = Annotated[TypedForm, Form()]


@router.get("")
def form(request: Request, course_id: str, intake_id: str, site: SiteDep, c: str = "", draft: str = "") -> Response:
    """The form; with a draft it is judged by what its conversation tells, where whoever asks holds that."""
    ref, error, status = None, "", 200
    if draft:
        try:
            ref = _draft(request, site, c, draft)
            site.assistant.enrolments.enrolling.check_draft(ref, intake_id)
        except (ConflictError, NotFoundError) as refusal:
            ref = _renewed(site, ref, intake_id, refusal)
            error, status = str(refusal), describe_problem(request, refusal).status
    return _show(request, site, course_id, intake_id, TypedForm(), ref, error, status)


@router.post("")
def confirm(
    request: Request,
    course_id: str,
    intake_id: str,
    site: SiteDep,
    address: Address,
    typed: Typed,
    c: str = "",
    draft: str = "",
) -> Response:
    """Everything is checked again, and kept in one step; twice changes nothing, and nothing typed is lost."""
    typed = _readable(typed)
    enrolling, ref = site.assistant.enrolments.enrolling, None
    try:
        site.rate_limits.admit_enrolment(address)
        ref = _draft(request, site, c, draft) if draft else None
        shown = enrolling.form(intake_id, ref)
        agreed_to = site.assistant.page_texts["enrol-consent"] if typed.agree == "yes" else ""
        declared = declared_in(shown, typed.declared)
        filled = TypedEnrolment(
            _details(typed), declared, agreed_to, typed.form_key, accepts_clash=typed.accept_clash == "yes"
        )
        kept = enrolling.confirm(intake_id, filled, ref)
    except ClashError as error:  # the form as it was, with a box to tick for who wants both
        status = describe_problem(request, error).status
        return _show(request, site, course_id, intake_id, typed, ref, str(error), status, has_clash=True)
    except (ConflictError, NotFoundError) as error:  # the same form again; what was typed stays
        status, renewed = describe_problem(request, error).status, _renewed(site, ref, intake_id, error)
        return _show(request, site, course_id, intake_id, typed, renewed, str(error), status)
    except (InvalidInputError, UnavailableError) as error:
        status = describe_problem(request, error).status
        return _show(request, site, course_id, intake_id, typed, ref, str(error), status)
    except ProblemError as error:
        told = describe_problem(request, error)
        return _show(request, site, course_id, intake_id, typed, ref, told.detail, told.status)
    return show_receipt(request, site, kept)


def _readable(typed: TypedForm) -> TypedForm:
    """Without what nobody sees: it is neither kept nor shown again."""
    seen = {name: strip_hidden(getattr(typed, name)) for name in ("name", "phone", "note", "form_key")}
    return typed.model_copy(update=seen)


def _details(typed: TypedForm) -> EnrolmentDetails:
    return as_details(typed.name, typed.phone, typed.note)


def _draft(request: Request, site: Site, conversation_id: str, draft_id: str) -> DraftOfEnrolment:
    """Raises NotFoundError unless the request carries the key of the conversation."""
    if not holds_key(request, site, conversation_id):
        raise NotFoundError(_NOT_YOURS)
    return DraftOfEnrolment(conversation_id, draft_id)


def _renewed(site: Site, ref: DraftOfEnrolment | None, intake_id: str, error: Exception) -> DraftOfEnrolment | None:
    """In place of a draft that is outdated, a new one: one more press confirms. Otherwise the form stands alone.

    One that has brought a place to another number stays as it is: it brings no second.
    """
    if isinstance(error, OtherSenderError):
        return ref
    if ref is None or not isinstance(error, OutdatedDraftError):
        return None
    try:
        return site.assistant.enrolments.enrolling.renew(ref, intake_id)
    except (ConflictError, NotFoundError):
        return None


def _show(
    request: Request,
    site: Site,
    course_id: str,
    intake_id: str,
    typed: TypedForm,
    ref: DraftOfEnrolment | None,
    error: str = "",
    status_code: int = 200,
    has_clash: bool = False,
) -> Response:
    """Raises NotFoundError for an intake that is none of this course."""
    enrolling, desk = site.assistant.enrolments.enrolling, site.assistant.vacancies
    shown = enrolling.form(intake_id, ref)
    if shown.course.id != course_id:
        raise NotFoundError(intake_id)
    key = typed.form_key or enrolling.new_form_key()
    view = view_form(shown, declared_in(shown, typed.declared), desk.words.regions, desk.search.today)
    context = {
        "here": view.path,
        "form": view,
        "action": f"{view.path}?c={ref.conversation_id}&draft={ref.draft_id}" if ref is not None else view.path,
        "draft": ref,
        "typed": typed.model_copy(update={"form_key": key}),
        "error": error,
        "asks_clash": has_clash or bool(view.clashes) or typed.accept_clash == "yes",
    }
    return site.pages.render(request, "enrol.html", context, status_code)
