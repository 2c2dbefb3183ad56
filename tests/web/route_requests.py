"""A request to every route as whoever may would make it: addresses filled in, forms that would be taken."""

import itertools
from datetime import date
from typing import Any

from assistant.domain.staff import Role, StaffMember
from assistant.domain.taught_answers import Lesson
from assistant.services.staff_accounts import OPERATOR
from tests.web.staff_site import OWN
from tests.web.whole_site import PHONE, ZHAO, Belongings, Route, WholeSite
from tests.web.whole_training import LEAVE, another_phone, knowledge_form, new_change

BIAN = StaffMember("bian", Role.EDITOR)
#: What a form about it must name the revision of.
_REVISED = ("{answer_id}", "{upload_id}")
_NEW_NAMES = (f"neu{number}" for number in itertools.count(1))
_LIST = ("list.csv", "工号,人群\nA1,残疾人\n".encode())
_TEXT = {"text": "您好"}
LESSON = {
    "question": "夜校培训班晚上几点开课？", "answer": "示例夜校晚上7点开课。", "source": "示例夜校通知",
    "region": "chongqing", "expires_on": "2027-05-01",
}  # fmt: skip
#: What a form says, by its address; what is missing says nothing.
_FORMS: dict[str, dict[str, str]] = {
    "/conversations": {"text": "失业金能领多少？"},
    "/c/{conversation_id}/messages": {"text": "要什么材料？"},
    "/c/{conversation_id}/turns/{turn_id}/feedback": {"helpful": "yes"},
    "/c/{conversation_id}/facts": {"person.unemployment_insured_months": "30"},
    "/c/{conversation_id}/vacancies/chips": {"key": "occupations.普工"},
    "/c/{conversation_id}/profile": {"answer": "withdraw"},
    "/subsidies": {"person.unemployment_insured_months": "30"},
    "/subsidies/{scheme_id}": {"person.unemployment_insured_months": "30"},
    "/employers": {"firm.size": "small"},
    "/employers/{scheme_id}": {"firm.size": "small"},
    "/cases/{number}/messages": _TEXT,
    "/cases/{number}/rating": {"mark": "4"},
    "/cases/{number}/contact": {"name": "示例先生", "phone": PHONE, "agree": "yes"},
    "/employers/requests/{number}/evaluation": {"mark": "4"},
    "/staff/login": {"name": "li", "password": OWN},
    "/staff/password": {"former": OWN, "new": OWN[::-1], "again": OWN[::-1]},
    "/staff/cases/{number}/dispatch": {"to": "body", "name": "示例劳动监察机构"},
    "/staff/cases/{number}/reply": _TEXT,
    "/staff/cases/{number}/note": _TEXT,
    "/staff/cases/{number}/close": {"outcome": "已办"},
    "/staff/cases/{number}/follow-up": _TEXT,
    "/staff/cases/{number}/reveal": {"reason": "call_back"},
    "/staff/requests/{number}/dispatch": {"kind": "partner", "name": "示例人力公司"},
    "/staff/requests/{number}/note": _TEXT,
    "/staff/requests/{number}/call": _TEXT,
    "/staff/requests/{number}/reveal": {"reason": "call_back"},
    "/staff/teaching": LESSON,
    "/staff/teaching/{answer_id}/edit": LESSON,
    "/staff/teaching/{answer_id}/refuse": {"reason": "依据不足"},
    "/staff/teaching/{answer_id}/retire": {"reason": "课表改了"},
    "/staff/switch/pause": {"reason": "资料更新"},
    "/staff/documents/uploads/{upload_id}/correct": {"title": "关于示例夜校的通知"},
    "/staff/documents/{document_id}/roll-back": {"version": "1"},
    "/enrolments/{number}/change": {"note": "坐轮椅"},
    "/staff/accounts/{name}/display-name": {"display_name": "赵老师"},
    "/staff/intakes/{intake_id}/export": {"reason": "roster"},
    "/staff/intakes/{intake_id}/{number}/attendance": {"value": "attended"},
    "/staff/intakes/{intake_id}/{number}/outcome": {"value": "completed"},
    "/staff/intakes/{intake_id}/{number}/reveal": {"reason": "roster"},
}
_BODIES: dict[str, dict[str, object]] = {
    "POST /api/conversations/{conversation_id}/messages": {"text": "要什么材料？"},
    "POST /api/conversations/{conversation_id}/turns/{turn_id}/feedback": {"helpful": True},
    "PATCH /api/conversations/{conversation_id}/facts": {"told": {"person.unemployment_insured_months": 30}},
}
_LABOUR = {
    "employer": "示例机械厂", "occupation": "普工", "headcount": "3", "pay_min": "5000", "region": "yubei",
    "place": "空港", "name": "示例女士", "phone": PHONE, "agree": "yes",
}  # fmt: skip

_ENROL: dict[str, Any] = {"name": "示例女士", "declared": ["0", "1", "2"], "agree": "yes"}


def address_of(site: WholeSite, route: Route, own: Belongings) -> str:
    """The route's address for what this person has."""
    firm = route.path.startswith("/employers")
    number = own.request if "/requests/" in route.path else own.case
    if route.path.startswith(("/enrolments/", "/staff/intakes/")):
        number = own.enrolment
    name = {"svg": "statuses", "csv": "statuses"}.get(route.path.rpartition(".")[2], "niemand")
    if "/accounts/" in route.path:
        name = next(_NEW_NAMES)
        site.product.office.accounts.add(OPERATOR, name, Role.ADVISOR)
    return route.path.replace("{external_id:path}", "a0").format(
        conversation_id=own.conversation, turn_id=1, number=number, vacancy_id=site.vacancy, search_id="s1",
        scheme_id="expansion-grant" if firm else "unemployment-benefit", kind="csv", feed_id="town", name=name,
        answer_id=_answer_id(site, route) if "{answer_id}" in route.path else "",
        upload_id=_upload_id(site) if "{upload_id}" in route.path else "",
        document_id=_document_id(site, route) if "{document_id}" in route.path else "",
        change_id=_change_id(site, route) if "{change_id}" in route.path else "",
        course_id=site.course, intake_id=site.intake,
    ) + ("?path=" + LEAVE if route.path == "/staff/knowledge/file" else "")  # fmt: skip


def request_of(site: WholeSite, route: Route, own: Belongings) -> dict[str, Any]:
    """Form, body or file of a request that would be taken from whoever may."""
    if route.name in _BODIES:
        return {"json": _BODIES[route.name], "headers": {"Accept": "application/json"}}
    if route.path == "/employers/batch" and route.writes:
        return {"files": {"list": _LIST}}
    if route.path == "/staff/documents/upload":
        return {"data": {}, "files": {"file": ("通知.txt", _document().encode())}}
    if not route.writes or route.path.startswith("/api"):
        return {"json": {}} if route.writes else {}
    form = dict(_FORMS.get(route.path, {})) | (
        {"revision": str(site.revision)} if any(name in route.path for name in _REVISED) else {}
    )
    if route.path == "/cases":
        form = {"number": own.case, "code": own.case_code}
    elif route.path == "/employers/requests":
        form = {"number": own.request, "code": own.request_code}
    elif route.path == "/employers/requests/new":
        form = _LABOUR | {"form_key": site.product.labour.employers.new_form_key()}
    elif route.path == "/enrolments":
        form = {"number": own.enrolment, "code": own.enrolment_code}
    elif route.path.endswith("/enrol"):
        form = _ENROL | {"phone": another_phone(), "form_key": site.product.enrolments.enrolling.new_form_key()}
    elif route.path.startswith("/staff/knowledge"):
        form = knowledge_form(site.product.editing.desk, route.path.rpartition("/")[2], site.revision)
    elif route.path == "/staff/accounts":
        form = {"name": next(_NEW_NAMES), "role": "advisor"}
    return {"data": form}


def _document() -> str:
    """Another one each time, as the console would get it."""
    return f"关于示例夜校的通知（{next(_NEW_NAMES)}）\n示例市人力资源和社会保障局\n2026年3月1日\n一、开课\n夜校每晚七点开课。\n"


def _upload_id(site: WholeSite) -> str:
    kept = site.product.documents.hand_in(BIAN, _document().encode(), "通知.txt")
    site.revision = kept.revision
    return str(kept.id)


def _document_id(site: WholeSite, route: Route) -> str:
    """Published; taken out, where the step brings it back."""
    desk = site.product.documents
    kept = desk.publish(BIAN, int(_upload_id(site)), site.revision)
    if route.path.endswith("/roll-back"):
        desk.remove(BIAN, kept.document.id)
    return kept.document.id


def _change_id(site: WholeSite, route: Route) -> str:
    """A change of knowledge in which the step can be taken."""
    change = new_change(site.product.editing.desk, route.path.rpartition("/")[2])
    site.revision = change.revision
    return str(change.id)


def _answer_id(site: WholeSite, route: Route) -> str:
    """A proposal of somebody who reviews nothing; approved, where the step is for one that is in force."""
    teaching = site.product.office.teaching
    lesson = Lesson(LESSON["question"], LESSON["answer"], LESSON["region"], date(2027, 5, 1), LESSON["source"])
    kept = teaching.propose(StaffMember("neu", Role.ADVISOR), lesson)
    if route.path.endswith("/retire"):
        kept = teaching.approve(ZHAO, kept.id, kept.revision)
    site.revision = kept.revision
    return str(kept.id)
