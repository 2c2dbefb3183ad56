"""Teaching at the console: which role may do what, and a proposal from its case to its approval."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from assistant.domain.staff import Role, StaffMember
from assistant.domain.taught_answers import Lesson, TaughtAnswer, TaughtState
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import MEMBERS, Console, FakeOffice, another_browser, with_office
from web.app import create_app

FORM = {
    "question": "夜校培训班晚上几点开课？",
    "answer": "示例夜校晚上7点开课。",
    "source": "示例夜校通知",
    "region": "chongqing",
    "expires_on": "2027-05-01",
}
LESSON = Lesson(FORM["question"], FORM["answer"], FORM["region"], date(2027, 5, 1), FORM["source"])
REVIEWERS = {"bian", "zhao"}
PROPOSERS = {*REVIEWERS, "li", "chen", "wang"}
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def staffed(assistant: FakeAssistant) -> FakeAssistant:
    return with_office(assistant)


@pytest.fixture
def office(staffed: FakeAssistant) -> FakeOffice:
    assert isinstance(staffed.office, FakeOffice)
    return staffed.office


@pytest.fixture
def console(staffed: FakeAssistant, office: FakeOffice) -> Iterator[Console]:
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, office)


@pytest.fixture
def waiting(office: FakeOffice) -> TaughtAnswer:
    """A proposal of somebody who is none of those who look at it."""
    return office.teaching.propose(StaffMember("neu", Role.ADVISOR), LESSON)


def steps_of(answer: TaughtAnswer) -> dict[str, dict[str, str]]:
    revision = str(answer.revision)
    return {
        "edit": {**FORM, "answer": "示例夜校晚上8点开课。", "revision": revision},
        "approve": {"revision": revision},
        "refuse": {"reason": "依据不足", "revision": revision},
    }


@pytest.mark.parametrize("name", MEMBERS)
def test_pages_open_to_those_who_propose_and_one_answer_to_those_who_review(
    console: Console, waiting: TaughtAnswer, name: str
) -> None:
    console.log_in(name)
    for path in ("/staff/teaching", "/staff/teaching/new"):
        assert console.client.get(path).status_code == (200 if name in PROPOSERS else 403)
    one = console.client.get(f"/staff/teaching/{waiting.id}").status_code
    assert one == (200 if name in REVIEWERS else 404 if name in PROPOSERS else 403)
    listed = console.client.get("/staff/teaching").text
    assert (LESSON.question in listed) == (name in REVIEWERS)
    assert ('href="/staff/teaching"' in console.read("/staff")) == (name in PROPOSERS)


@pytest.mark.parametrize("name", MEMBERS)
def test_proposing_is_for_those_who_advise_or_review(console: Console, office: FakeOffice, name: str) -> None:
    console.log_in(name)
    answer = console.post("/staff/teaching", **FORM)
    assert answer.status_code == (303 if name in PROPOSERS else 403)
    assert len(office.taught.list_answers(tuple(TaughtState))) == (name in PROPOSERS)


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("step", ["edit", "approve", "refuse", "retire"])
def test_each_step_of_the_review_is_for_editors_and_supervisors(
    console: Console, office: FakeOffice, waiting: TaughtAnswer, step: str, name: str
) -> None:
    fields = steps_of(waiting).get(step, {"reason": "课表改了"})
    if step == "retire":
        office.teaching.approve(StaffMember("pruefer", Role.EDITOR), waiting.id, waiting.revision)
    before = office.taught.find_answer(waiting.id)
    console.log_in(name)
    answer = console.post(f"/staff/teaching/{waiting.id}/{step}", **fields)
    if name in REVIEWERS:
        assert answer.headers["location"].startswith(f"/staff/teaching/{waiting.id}?done=")
        assert office.taught.find_answer(waiting.id) != before
    else:
        assert answer.status_code in (403, 404)
        assert office.taught.find_answer(waiting.id) == before


@pytest.mark.parametrize("name", sorted(REVIEWERS))
def test_nobody_decides_on_an_answer_of_their_own(console: Console, office: FakeOffice, name: str) -> None:
    console.log_in(name)
    path = console.post("/staff/teaching", **FORM).headers["location"].split("?")[0]
    kept = office.taught.list_answers((TaughtState.PROPOSED,))[0]
    page = console.read(path)
    assert "要由另一位同事复核" in page and "通过并生效" not in page
    for step in ("approve", "refuse"):
        assert console.post(f"{path}/{step}", **steps_of(kept)[step]).status_code == 403
    assert office.taught.find_answer(kept.id) == kept


@pytest.mark.parametrize("step", ["", "edit", "approve", "refuse", "retire"])
def test_a_form_without_this_session_s_token_changes_nothing(
    console: Console, staffed: FakeAssistant, office: FakeOffice, waiting: TaughtAnswer, step: str
) -> None:
    other = another_browser(staffed)
    other.log_in("zhao")
    console.log_in("bian")
    path = f"/staff/teaching/{waiting.id}/{step}" if step else "/staff/teaching"
    before = office.taught.revision()
    for token in ("", "0" * 64, other.csrf()):
        data = {**FORM, **steps_of(waiting).get(step, {"reason": "x"}), "csrf": token}
        assert console.client.post(path, data=data).status_code == 403
    assert office.taught.revision() == before


def test_from_a_case_to_an_approved_answer(console: Console, staffed: FakeAssistant, office: FakeOffice) -> None:
    number = office.open().number
    console.log_in("li")
    console.post(f"/staff/cases/{number}/claim")
    console.post(f"/staff/cases/{number}/reply", text="可以打13800001234，也可以直接来窗口。")
    assert f"/staff/teaching/new?case={number}" in console.read(f"/staff/cases/{number}")
    page = console.read(f"/staff/teaching/new?case={number}")
    assert "老板不发工资" in page and "直接来窗口" in page and "13800001234" not in page
    refused = console.post("/staff/teaching", **{**FORM, "answer": "请打13800001234"}, case=number)
    assert refused.status_code == 422 and "13800001234" not in refused.text and 'role="alert"' in refused.text
    path = console.post("/staff/teaching", **FORM, case=number).headers["location"].split("?")[0]
    reviewer = another_browser(staffed)
    reviewer.log_in("bian")
    kept = office.taught.list_answers((TaughtState.PROPOSED,))[0]
    assert kept.case_number == number
    edited = reviewer.post(f"{path}/edit", **steps_of(kept)["edit"])
    assert edited.headers["location"].endswith("done=edited")
    assert reviewer.post(f"{path}/approve", revision=str(kept.revision)).status_code == 409
    now = office.taught.find_answer(kept.id)
    assert now is not None
    assert reviewer.post(f"{path}/approve", revision=str(now.revision)).status_code == 303
    page = reviewer.read(path)
    assert "已生效" in page and "8点开课" in page


def test_a_case_one_may_not_see_teaches_nothing(console: Console, office: FakeOffice) -> None:
    number = office.open().number
    console.log_in("wang")
    assert console.client.get(f"/staff/teaching/new?case={number}").status_code == 404
    assert console.post("/staff/teaching", **FORM, case=number).status_code == 404
    assert not office.taught.list_answers(tuple(TaughtState))


def test_script_in_a_field_is_shown_as_text(console: Console) -> None:
    console.log_in("zhao")
    script = {**FORM, "question": FORM["question"] + SCRIPT, "answer": SCRIPT, "source": SCRIPT}
    path = console.post("/staff/teaching", **script).headers["location"]
    wrong = console.post("/staff/teaching", **{**script, "expires_on": SCRIPT})
    assert wrong.status_code == 422
    for page in (console.read(path), console.read("/staff/teaching"), wrong.text):
        assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert "<script>alert" not in console.read(f"/staff/teaching/new?question={SCRIPT}")
    assert console.client.get("/staff/teaching/999").status_code == 404
    assert console.client.get("/staff/teaching/x").status_code == 422
