"""The console: what stands on the pages, and what their forms do."""

from datetime import timedelta

from assistant.domain.conversation import AnswerStatus, Evidence, HandoverReason, ToolCall, Turn
from tests.web import staff_at_work
from tests.web.fake_assistant import ANSWER, FakeAssistant
from tests.web.staff_at_work import path_of
from tests.web.staff_site import Console, FakeOffice, another_browser

staffed = staff_at_work.staffed
office = staff_at_work.office
console = staff_at_work.console
number = staff_at_work.number


def test_the_queue_tells_reason_waiting_time_and_deadline_the_most_urgent_first(
    console: Console, office: FakeOffice
) -> None:
    first = office.open("a", HandoverReason.WAGE_ARREARS).number
    office.clock.moment += timedelta(minutes=45)
    second = office.open("b").number
    office.clock.moment += timedelta(minutes=20)
    console.log_in("li")
    page = console.read()
    assert page.index(first) < page.index(second)
    for told in ("拖欠工资", "1小时5分", "已超 5分", "还剩 40分", "老板不发工资"):
        assert told in page
    overdue = console.read("/staff?due=overdue")
    assert first in overdue and second not in overdue
    assert "queue__row--overdue" in overdue


def test_filters_stand_in_the_address_and_unknown_ones_filter_nothing(console: Console, office: FakeOffice) -> None:
    first, second = office.open("a", HandoverReason.WAGE_ARREARS).number, office.open("b").number
    console.log_in("li")
    console.post(path_of(second, "claim"))
    for query, shown, hidden in (
        ("mine=1", second, first),
        ("state=open", first, second),
        ("state=claimed", second, first),
        ("reason=wage_arrears", first, second),
    ):
        page = console.read(f"/staff?{query}")
        assert shown in page and hidden not in page, query
    everything = console.read("/staff?state=x&kind=x&reason=x&due=x&mine=")
    assert first in everything and second in everything
    assert console.client.get("/staff?page=0").status_code == 422
    assert "没有工单" in console.read("/staff?page=9")


def test_many_cases_come_in_pages_that_keep_the_filter(console: Console, office: FakeOffice) -> None:
    for index in range(51):
        office.open(f"c{index}")
    console.log_in("li")
    assert "/staff?state=open&amp;page=2" in console.read("/staff?state=open")
    assert "1 / 2" in console.read()


def test_a_case_is_claimed_answered_noted_and_closed_by_plain_forms(
    console: Console, office: FakeOffice, number: str
) -> None:
    console.log_in("li")
    assert console.post(path_of(number, "claim")).headers["location"] == f"{path_of(number)}?done=claimed"
    console.post(path_of(number, "note"), text="先核对合同")
    console.post(path_of(number, "reply"), text="请带上合同\n和考勤")
    page = console.read(path_of(number))
    for told in ("先核对合同", "请带上合同\n和考勤", "内部备注", "处理中", "li"):
        assert told in page
    refused = console.post(path_of(number, "close"), outcome=" ")
    assert refused.status_code == 422 and 'role="alert"' in refused.text
    refused = console.post(path_of(number, "close"), outcome="已办", follow_up_on="morgen")
    assert refused.status_code == 422
    closed = console.post(path_of(number, "close"), outcome="已调解", follow_up_on="2026-12-01")
    assert closed.status_code == 303
    case = office.store.find_case(number)
    assert case is not None and case.follow_up_due_at is not None
    assert case.follow_up_due_at.isoformat() == "2026-12-01T09:00:00+08:00"
    assert console.post(path_of(number, "follow-up"), text="已到账").status_code == 303
    assert "已到账" in console.read(path_of(number))


def test_a_case_that_was_given_away_leads_back_to_the_queue(console: Console, office: FakeOffice, number: str) -> None:
    console.log_in("li")
    console.post(path_of(number, "claim"))
    console.post(path_of(number, "dispatch"), to="specialist", name="wang")
    console.log_in("wang")
    assert number in console.read()
    assert console.post(path_of(number, "give-back")).headers["location"] == "/staff?done=given_back"
    assert number not in console.read()


def test_of_two_who_claim_the_second_is_told_and_what_was_typed_is_not_lost(
    console: Console, staffed: FakeAssistant, number: str
) -> None:
    other = another_browser(staffed)
    other.log_in("chen")
    console.log_in("li")
    console.post(path_of(number, "claim"))
    answer = other.post(path_of(number, "claim"))
    assert answer.status_code == 409 and "已经有同事在处理" in answer.text
    supervisor = another_browser(staffed)
    supervisor.log_in("zhao")
    supervisor.post(path_of(number, "take-over"))
    answer = console.post(path_of(number, "reply"), text="写了很久的回复")
    assert answer.status_code == 403
    assert other.read(path_of(number)).count("chen") == 1  # the name in the head; the case is not theirs


def test_only_the_forms_that_role_and_state_allow_are_shown(console: Console, number: str) -> None:
    console.log_in("li")
    page = console.read(path_of(number))
    assert "/claim" in page and "/reply" not in page and "/close" not in page and "/take-over" not in page
    console.post(path_of(number, "claim"))
    page = console.read(path_of(number))
    assert "/claim" not in page and all(f"/{step}" in page for step in ("reply", "note", "close", "dispatch"))
    assert "<option>wang</option>" in page and "<option>li</option>" not in page


def test_contact_details_are_masked_until_a_reason_is_given_and_hidden_again_after(
    console: Console, office: FakeOffice, number: str
) -> None:
    console.log_in("li")
    console.post(path_of(number, "claim"))
    assert "138****1234" in console.read(path_of(number))
    for reason in ("", "neugier"):
        refused = console.post(path_of(number, "reveal"), reason=reason)
        assert refused.status_code == 422 and "13800001234" not in refused.text
    shown = console.post(path_of(number, "reveal"), reason="call_back")
    assert "13800001234" in shown.text and shown.headers["cache-control"] == "no-store"
    assert "13800001234" not in console.read(path_of(number))
    event = office.audit.events[-1]
    assert (event.actor, event.action, event.subject, event.detail) == ("li", "contact_revealed", number, "call_back")


def test_a_new_code_is_shown_once_and_opens_the_case(console: Console, office: FakeOffice, number: str) -> None:
    console.log_in("li")
    answer = console.post(path_of(number, "code"))
    code = answer.text.split('<p class="card__number">')[1].split("<")[0]
    assert office.persons.find(number, code).number == number
    assert code not in console.read(path_of(number))


def test_the_page_shows_the_talk_with_what_the_answer_was_made_from(
    console: Console, staffed: FakeAssistant, office: FakeOffice
) -> None:
    started = staffed.conversations.start()
    evidence = Evidence(("sample#who",), ("sample#amount",), ("被删掉的一句",))
    turn = Turn(
        ANSWER.text, AnswerStatus.ANSWERED, ANSWER.citations, (ToolCall("search_policies", {"query": "样例"}, True),),
        evidence=evidence, duration_ms=42,
    )  # fmt: skip
    staffed.conversations.scripts["<script>怎么办</script>"] = turn
    staffed.conversations.answer(started.id, "<script>怎么办</script>")
    number = office.open(started.id).number
    console.log_in("li")
    page = console.read(path_of(number))
    for told in (
        "sample#who",
        "sample#amount",
        "被删掉的一句",
        "search_policies",
        "query=样例",
        "42 ms",
        "先登记再申请",
    ):
        assert told in page
    assert "&lt;script&gt;怎么办" in page and "<script>" not in page


def test_a_case_outlives_a_conversation_that_was_deleted(console: Console, number: str) -> None:
    console.log_in("li")
    assert "已经删除了这次会话" in console.read(path_of(number))


def test_other_cases_of_the_conversation_are_named_and_complaints_only_to_who_may(
    console: Console, office: FakeOffice, number: str
) -> None:
    injury, complaint = (
        office.open("a", reason).number for reason in (HandoverReason.WORK_INJURY, HandoverReason.COMPLAINT)
    )
    console.log_in("li")
    page = console.read(path_of(number))
    assert injury in page and complaint not in page


def test_markup_in_what_people_and_staff_wrote_is_only_text(console: Console, office: FakeOffice, number: str) -> None:
    console.log_in("li")
    console.post(path_of(number, "claim"))
    for step, fields in (("note", {"text": "<img src=x>"}), ("dispatch", {"to": "body", "name": "<b>局</b>"})):
        console.post(path_of(number, step), **fields)
    page = console.read(path_of(number))
    assert "<img" not in page and "<b>局" not in page and "&lt;b&gt;局" in page


def test_an_unknown_case_is_not_found_and_a_longer_address_neither(console: Console) -> None:
    console.log_in("li")
    for path in ("CQ-20261123-9999-K3", "%00", "..%2f..", "CQ-20261123-9999-K3/explode"):
        assert console.client.get(f"/staff/cases/{path}").status_code == 404


def test_an_administrator_adds_resets_and_disables_and_every_password_is_shown_once(
    console: Console, office: FakeOffice
) -> None:
    console.log_in("chef")
    answer = console.post("/staff/accounts", name="Neu", role="specialist", team="rights")
    password = answer.text.split('<p class="card__number">')[1].split("<")[0]
    assert office.accounts.log_in("neu", password).member.team == "rights"
    assert password not in console.read("/staff/accounts")
    for fields in ({"name": "neu", "role": "advisor"}, {"name": "x y", "role": "advisor"}, {"name": "zz", "role": "?"}):
        assert console.post("/staff/accounts", **fields).status_code in (409, 422)
    assert console.post("/staff/accounts/chef/disable").status_code == 409
    assert console.post("/staff/accounts/niemand/reset").status_code == 404
    assert console.post("/staff/accounts/neu/disable").status_code == 303
    assert "已停用" in console.read("/staff/accounts?done=disabled")


def test_the_audit_log_is_filtered_by_what_it_is_about(console: Console, office: FakeOffice, number: str) -> None:
    li = office.staff.find_account("li")
    assert li is not None
    office.desk.claim(li.member, number)
    console.log_in("zhao")
    shown = console.read(f"/staff/audit?subject={number}").partition("<tbody>")[2]
    assert "认领工单" in shown and "添加账号" not in shown
    assert "添加账号" in console.read("/staff/audit").partition("<tbody>")[2]
