"""Knowledge editing at the console: which role gets in, a file from its text to its publishing, and nothing lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from assistant.domain.knowledge_edits import MOST_CHARACTERS, ChangeState, digest_of_text
from assistant.domain.staff import Role, StaffMember
from assistant.services.knowledge_desk import Draft, KnowledgeDesk, KnowledgeEditing
from tests.fakes.knowledge_edits import FakeKnowledgeEdits, FakeWorkshop
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import MEMBERS, Console, FakeOffice, another_browser, with_office
from web.app import create_app

LEAVE, GRANT = "policies/annual-leave.md", "schemes/expansion-grant/guidance.md"
SHIPPED = {LEAVE: "---\ntitle: 带薪年休假\n---\n## 是什么\n五天。\n", GRANT: "## 能领多少\n一千。\n"}
EDITORS = {"bian", "zhao"}
OTHER = StaffMember("yuan", Role.EDITOR)
SCRIPT = '"><script>alert(1)</script>'
BASE = digest_of_text(SHIPPED[LEAVE])
FORM = {"path": LEAVE, "base": BASE, "text": "六天。\n", "title": "改年休假", "reason": "示例通知"}
READING = (
    "/staff/knowledge", "/staff/knowledge?words=年休假", "/staff/knowledge/history", "/staff/knowledge/new",
    f"/staff/knowledge/file?path={LEAVE}", "/staff/knowledge/changes/1", "/staff/knowledge/changes/1?check=1",
)  # fmt: skip
WRITING = {
    "/staff/knowledge/write": FORM,
    "/staff/knowledge/remove": FORM,
    "/staff/knowledge/settle": FORM | {"keep": "ours"},
    "/staff/knowledge/go-back": {"publication": "0", "reason": "x"},
    **{
        f"/staff/knowledge/changes/1/{step}": {"revision": "1", "path": LEAVE, "reason": "x", "title": "x"}
        for step in ("retitle", "drop", "take-note", "propose", "give-back", "withdraw", "publish")
    },
}


@dataclass
class FakeEditing:
    """What `Assistant.editing` is, with everything in memory."""

    office: FakeOffice
    store: FakeKnowledgeEdits = field(default_factory=FakeKnowledgeEdits)
    workshop: FakeWorkshop = field(default_factory=lambda: FakeWorkshop(dict(SHIPPED)))

    def __post_init__(self) -> None:
        parts = KnowledgeEditing(self.store, self.workshop, self.office.audit, self.office.clock)
        self.desk = KnowledgeDesk(parts)

    def meaning(self, sentence: str) -> str:
        return "没有这个地区代号。" if "region" in sentence else ""


@pytest.fixture
def staffed(assistant: FakeAssistant) -> FakeAssistant:
    staffed = with_office(assistant)
    return replace(staffed, editing=FakeEditing(staffed.office))


@pytest.fixture
def editing(staffed: FakeAssistant) -> FakeEditing:
    assert isinstance(staffed.editing, FakeEditing)
    return staffed.editing


@pytest.fixture
def console(staffed: FakeAssistant) -> Iterator[Console]:
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, staffed.office)


def published(editing: FakeEditing, path: str, text: str) -> None:
    """By two who are not at the console."""
    author, desk = StaffMember("neu", Role.EDITOR), editing.desk
    change = desk.write(author, Draft(title="别人的", reason="x"), path, text, desk.shelf(author).digest(path))
    change = desk.propose(author, change.id, change.revision)
    desk.publish(OTHER, change.id, change.revision)


def step(console: Console, editing: FakeEditing, number: int, name: str, **fields: str) -> int:
    change = editing.store.find_change(number)
    assert change is not None
    answer = console.post(f"/staff/knowledge/changes/{number}/{name}", revision=str(change.revision), **fields)
    return int(answer.status_code)


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_only_editors_and_supervisors_get_in(console: Console, editing: FakeEditing, name: str) -> None:
    author = StaffMember("neu", Role.EDITOR)
    editing.desk.write(author, Draft(title="t", reason="r"), LEAVE, "x", BASE)
    console.log_in(name)
    expected = 200 if name in EDITORS else 403
    assert {path: console.client.get(path).status_code for path in READING} == dict.fromkeys(READING, expected)
    if name not in EDITORS:
        said = {path: console.post(path, **fields).status_code for path, fields in WRITING.items()}
        assert said == dict.fromkeys(WRITING, 403)
        assert "/staff/knowledge" not in console.read("/staff/password")
    else:
        assert 'href="/staff/knowledge"' in console.read("/staff/knowledge")


@pytest.mark.parametrize("path", sorted(WRITING))
def test_a_form_without_its_token_changes_nothing(console: Console, editing: FakeEditing, path: str) -> None:
    console.log_in("bian")

    assert console.client.post(path, data=WRITING[path]).status_code == 403
    assert console.client.post(path, data=WRITING[path] | {"csrf": "0" * 64}).status_code == 403
    assert editing.store.stamp() == (0, 0)


def test_nobody_gets_in_without_logging_in(console: Console) -> None:
    for path in READING:
        assert console.client.get(path).headers["location"].startswith("/staff/login?next=")
    for path, fields in WRITING.items():
        assert console.client.post(path, data=fields).headers["location"] == "/staff/login"


def test_a_file_is_found_edited_checked_proposed_and_published(
    console: Console, staffed: FakeAssistant, editing: FakeEditing
) -> None:
    console.log_in("bian")
    assert LEAVE in console.read("/staff/knowledge?words=带薪 五天")
    assert GRANT not in console.read("/staff/knowledge?words=带薪 五天")
    assert "五天。\n</textarea>" in console.read(f"/staff/knowledge/file?path={LEAVE}")

    written = console.post("/staff/knowledge/write", **FORM)
    assert (written.status_code, written.headers["location"]) == (303, "/staff/knowledge/changes/1?done=written")
    page = unescape(console.read("/staff/knowledge/changes/1?check=1"))
    assert "检查通过" in page and "六天。" in page and "五天。" in page and f"changed  {LEAVE}"[9:] in page

    assert step(console, editing, 1, "propose") == 303
    assert "要由另一位编辑或主管发布" in console.read("/staff/knowledge/changes/1")
    assert step(console, editing, 1, "publish") == 409

    zhao = another_browser(staffed)
    zhao.log_in("zhao")
    assert "改年休假" in zhao.read("/staff/knowledge")
    assert step(zhao, editing, 1, "publish") == 303
    assert editing.desk.shelf(OTHER).get_text(LEAVE) == "六天。\n"
    history = zhao.read("/staff/knowledge/history")
    assert "改年休假" in history and "bian" in history and "zhao" in history


def test_problems_stand_with_their_place_their_meaning_and_the_sentence_itself(console: Console) -> None:
    console.log_in("bian")
    console.post("/staff/knowledge/write", **FORM | {"text": "BROKEN"})

    page = unescape(console.read("/staff/knowledge/changes/1?check=1"))

    assert f"{LEAVE}:2" in page and "没有这个地区代号。" in page
    assert "There is no region 'mars' in regions.yaml." in page


def test_what_is_refused_stays_on_the_page(console: Console, editing: FakeEditing) -> None:
    console.log_in("bian")
    answer = console.post("/staff/knowledge/write", **FORM | {"title": "", "text": "写了半天的内容"})

    assert answer.status_code == 422
    assert "写了半天的内容" in answer.text and "请写标题" in answer.text
    assert editing.store.stamp() == (0, 0)


def test_a_draft_changed_on_another_page_keeps_what_was_written_here(console: Console, editing: FakeEditing) -> None:
    console.log_in("bian")
    console.post("/staff/knowledge/write", **FORM)
    change = editing.store.find_change(1)
    assert change is not None
    old = f"1-{change.revision}"
    console.post("/staff/knowledge/write", **FORM | {"text": "七天。", "change": old})

    answer = console.post("/staff/knowledge/write", **FORM | {"text": "八天，写了半天。", "change": old})

    assert answer.status_code == 409
    assert "八天，写了半天。" in answer.text


def test_a_conflict_is_said_and_nothing_is_lost(console: Console, editing: FakeEditing) -> None:
    console.log_in("bian")
    console.post("/staff/knowledge/write", **FORM)
    published(editing, LEAVE, "别人发布的。\n")

    page = console.read("/staff/knowledge/changes/1")
    assert "别人在您之后发布了这个文件" in page and "六天。" in page and "别人发布的。" in page
    assert step(console, editing, 1, "propose") == 409
    assert "又发布了新内容" in console.read(f"/staff/knowledge/file?path={LEAVE}&change=1")

    assert step(console, editing, 1, "take-note", path=LEAVE) == 303
    assert step(console, editing, 1, "propose") == 303


def test_money_needs_a_second_person_even_where_a_supervisor_writes(console: Console, editing: FakeEditing) -> None:
    console.log_in("zhao")
    base = digest_of_text(SHIPPED[GRANT])
    console.post("/staff/knowledge/write", **FORM | {"path": GRANT, "base": base, "text": "## 能领多少\n两千。"})
    step(console, editing, 1, "propose")

    assert "要由另一个人核对后发布" in console.read("/staff/knowledge/changes/1")
    assert step(console, editing, 1, "publish") == 409
    assert editing.store.latest_publication() == 0


def test_a_supervisor_goes_back_and_the_log_tells_every_step(console: Console, editing: FakeEditing) -> None:
    published(editing, GRANT, "写错了。\n")
    console.log_in("zhao")
    answer = console.post("/staff/knowledge/go-back", publication="0", reason="金额写错")
    number = int(answer.headers["location"].split("/")[-1].split("?")[0])

    assert step(console, editing, number, "publish") == 303
    assert editing.desk.shelf(OTHER).get_text(GRANT) == SHIPPED[GRANT]
    log = console.read("/staff/audit?action=knowledge_published")
    assert "发布知识修改" in log and "author=zhao" in log and "author=neu" in log
    assert "提出回到以前的版本" in console.read("/staff/audit")


def test_an_upgrade_under_a_published_file_is_listed_and_settled(console: Console, editing: FakeEditing) -> None:
    published(editing, LEAVE, "我们的。\n")
    editing.workshop.shipped[LEAVE] = "升级带来的。\n"
    console.log_in("bian")

    page = console.read("/staff/knowledge")
    assert "程序升级改了这些文件" in page and "升级带来的。" in page and "我们的。" in page
    answer = console.post("/staff/knowledge/settle", path=LEAVE, title="用升级的", reason="x", keep="shipped")
    assert answer.status_code == 303
    assert "改回随程序的版本" in console.read(answer.headers["location"])


def test_a_file_is_given_back_by_whoever_reads_it(
    console: Console, staffed: FakeAssistant, editing: FakeEditing
) -> None:
    console.log_in("bian")
    console.post("/staff/knowledge/write", **FORM)
    step(console, editing, 1, "propose")
    zhao = another_browser(staffed)
    zhao.log_in("zhao")

    assert step(zhao, editing, 1, "give-back") == 422
    assert step(zhao, editing, 1, "give-back", reason="请补出处") == 303
    assert "请补出处" in console.read("/staff/knowledge/changes/1")
    assert step(zhao, editing, 1, "withdraw") == 403
    assert step(console, editing, 1, "retitle", title="新标题", reason="新原因") == 303
    assert step(console, editing, 1, "drop", path=LEAVE) == 303
    assert step(console, editing, 1, "withdraw") == 303
    change = editing.store.find_change(1)
    assert change is not None and (change.title, change.state) == ("新标题", ChangeState.WITHDRAWN)


def test_a_file_that_is_there_is_not_made_anew(console: Console, editing: FakeEditing) -> None:
    console.log_in("bian")

    assert console.post("/staff/knowledge/write", **FORM | {"is_new": "1", "base": ""}).status_code == 409
    new = FORM | {"is_new": "1", "base": "", "path": "policies/new-notice.md"}
    assert console.post("/staff/knowledge/write", **new).status_code == 303


@pytest.mark.parametrize("path", ["../facts.yaml", "samples/vacancy_material.yaml", "/etc/passwd", ""])
def test_no_other_file_is_read_or_written(console: Console, path: str) -> None:
    console.log_in("bian")

    assert console.client.get("/staff/knowledge/file", params={"path": path}).status_code == 404
    assert console.post("/staff/knowledge/write", **FORM | {"path": path}).status_code == 422


def test_script_in_texts_titles_and_reasons_is_shown_as_text(console: Console, editing: FakeEditing) -> None:
    console.log_in("bian")
    console.post("/staff/knowledge/write", **FORM | {"text": SCRIPT, "title": SCRIPT, "reason": SCRIPT})
    step(console, editing, 1, "propose")
    published(editing, GRANT, SCRIPT)

    for path in (*READING, f"/staff/knowledge/file?path={LEAVE}&change=1", f"/staff/knowledge/file?path={GRANT}",
                 f"/staff/knowledge?words={SCRIPT}"):  # fmt: skip
        assert "<script>alert" not in console.read(path), path


@pytest.mark.parametrize(("characters", "status"), [(100_000, 303), (MOST_CHARACTERS + 1, 422)])
def test_a_long_file_is_taken_up_to_the_bound(console: Console, characters: int, status: int) -> None:
    console.log_in("bian")

    answer = console.post("/staff/knowledge/write", **FORM | {"text": "a" * characters})

    assert answer.status_code == status


def test_a_body_beyond_every_file_is_not_even_read(console: Console) -> None:
    console.log_in("bian")

    assert console.post("/staff/knowledge/write", **FORM | {"text": "字" * 200_000}).status_code == 413
    assert console.post("/staff/knowledge/remove", **FORM | {"text": "a" * 70_000}).status_code == 413
