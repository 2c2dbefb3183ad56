"""Documents at the console: who gets in, a file from its upload to its publishing, and back."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from assistant.adapters.intake.document_files import read_document_file
from assistant.domain.added_documents import AddedDocument
from assistant.domain.staff import Role, StaffMember
from assistant.language.places import PlaceNames
from assistant.language.synonyms import Synonyms
from assistant.services.added_documents import AddedDocuments
from assistant.services.collections import CollectionService
from assistant.services.document_desk import DocumentDesk, DocumentDeskParts
from assistant.services.read_document import read_document
from assistant.settings import Settings
from tests.adapters.intake.files import docx, pdf
from tests.fakes.collection_store import FakeCollectionStore
from tests.fakes.document_store import FakeDocumentStore
from tests.fakes.document_uploads import FakeDocumentUploads
from tests.fakes.passage_index import FakeCollectionIndexes
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import MEMBERS, REGIONS, Console, FakeOffice, with_office
from web.app import create_app

EDITORS = {"bian", "zhao"}
BIAN, ZHAO = StaffMember("bian", Role.EDITOR), StaffMember("zhao", Role.SUPERVISOR)
HEAD = "关于示例驿站的通知\n示人社发〔2026〕7号\n重庆市人力资源和社会保障局\n2026年3月1日\n各区县：\n"
PLAIN = HEAD + "一、开放\n（一）驿站每天七点开门。\n二、附则\n本通知自2026年4月1日起施行，有效期至2028年3月31日。\n"
MONEY = HEAD + "一、补助\n（一）每人每月补助300元。\n"
SCRIPT = '<script>alert(1)</script>"'


@dataclass
class FakeDocuments:
    """What `Assistant.documents` is, with everything in memory; files are really read."""

    office: FakeOffice
    uploads: FakeDocumentUploads = field(default_factory=FakeDocumentUploads)
    reads: list[str] = field(default_factory=list)

    def desk(self) -> DocumentDesk:
        passages = FakeCollectionStore()
        collections = CollectionService(passages, FakeCollectionIndexes(), Synonyms({}))
        shelf = AddedDocuments(FakeDocumentStore(passages), collections, self.office.clock)
        return DocumentDesk(
            DocumentDeskParts(shelf, self.uploads, self._read, lambda: REGIONS, self.office.audit, self.office.clock)
        )

    def _read(self, content: bytes, name: str) -> AddedDocument:
        self.reads.append(name)
        file = read_document_file(content, name, 1024 * 1024)
        return read_document(file.lines, file.stated, name, REGIONS, PlaceNames.build(REGIONS, {}, (), ()))


@pytest.fixture
def staffed(assistant: FakeAssistant) -> FakeAssistant:
    staffed = with_office(assistant)
    settings = Settings(_env_file=None, document_megabytes=1)
    return replace(
        staffed, documents=FakeDocuments(staffed.office).desk(), settings=settings, regions=REGIONS
    )  # fmt: skip


@pytest.fixture
def desk(staffed: FakeAssistant) -> DocumentDesk:
    assert isinstance(staffed.documents, DocumentDesk)
    return staffed.documents


@pytest.fixture
def console(staffed: FakeAssistant) -> Iterator[Console]:
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, staffed.office)


def upload(console: Console, content: bytes | str, name: str = "通知.txt", csrf: str | None = None) -> tuple[int, str]:
    """Status, and where to or what the page says."""
    data = content.encode() if isinstance(content, str) else content
    token = console.csrf() if csrf is None else csrf
    answer = console.client.post("/staff/documents/upload", data={"csrf": token}, files={"file": (name, data)})
    return answer.status_code, answer.headers.get("location", "") or unescape(answer.text)


def hand_in(desk: DocumentDesk, text: str = PLAIN, member: StaffMember = BIAN) -> tuple[int, int]:
    kept = desk.hand_in(member, text.encode(), "通知.txt")
    return kept.id, kept.revision


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_only_those_who_edit_knowledge_get_in(console: Console, desk: DocumentDesk, name: str) -> None:
    number, revision = hand_in(desk)
    console.log_in(name)
    expected = 200 if name in EDITORS else 403
    assert console.client.get("/staff/documents").status_code == expected
    assert console.client.get(f"/staff/documents/uploads/{number}").status_code == expected
    written = console.post(f"/staff/documents/uploads/{number}/publish", revision=str(revision)).status_code
    assert written == (303 if name in EDITORS else 403)
    assert upload(console, MONEY)[0] == (303 if name in EDITORS else 403)


def test_nobody_uploads_without_logging_in_or_with_the_form_of_another(console: Console, desk: DocumentDesk) -> None:
    answer = console.client.post("/staff/documents/upload", files={"file": ("a.txt", PLAIN.encode())})
    assert answer.headers["location"].startswith("/staff/login")
    console.log_in("bian")
    assert upload(console, PLAIN, csrf="")[0] == 403
    assert upload(console, PLAIN, csrf="x" * 43)[0] == 403
    assert desk.list_waiting(BIAN) == ()


def test_what_was_read_is_shown_before_anything_is_published(console: Console, desk: DocumentDesk) -> None:
    console.log_in("bian")
    status, where = upload(console, docx(*PLAIN.strip().splitlines()), "通知.docx")
    page = unescape(console.client.get(where).text)
    assert status == 303
    for words in (
        "关于示例驿站的通知",
        "示人社发〔2026〕7号",
        "2026年4月1日",
        "2028年3月31日",
        "一、",
        "七点开门",
    ):
        assert words in page
    assert desk.list_documents(BIAN) == ()


def test_a_document_without_money_is_published_by_whoever_handed_it_in(console: Console, desk: DocumentDesk) -> None:
    console.log_in("bian")
    where = upload(console, PLAIN)[1]
    revision = str(desk.list_waiting(BIAN)[0].revision)
    answer = console.post(f"{where}/publish", revision=revision)
    assert answer.headers["location"] == f"{where}?done=published"
    ((version, standing),) = desk.list_documents(BIAN)
    assert (version.document.head.title, standing.value) == ("关于示例驿站的通知", "in_force")
    assert "关于示例驿站的通知" in unescape(console.client.get("/staff/documents").text)


def test_a_document_about_money_takes_another_person(console: Console, desk: DocumentDesk) -> None:
    number, revision = hand_in(desk, MONEY)
    console.log_in("bian")
    answer = console.post(f"/staff/documents/uploads/{number}/publish", revision=str(revision))
    assert answer.status_code == 409
    assert "另一位编辑或主管" in unescape(answer.text)
    assert desk.list_documents(BIAN) == ()
    console.log_in("zhao")
    assert console.post(f"/staff/documents/uploads/{number}/publish", revision=str(revision)).status_code == 303


def test_whoever_corrects_a_document_about_money_does_not_publish_it(desk: DocumentDesk) -> None:
    number, revision = hand_in(desk, MONEY)
    kept = desk.correct(ZHAO, number, revision, {"title": "关于示例补助的通知", "dated": "2026-03-01"})
    assert "另一位" in desk.may_publish(ZHAO, kept)
    assert desk.may_publish(StaffMember("yuan", Role.EDITOR), kept) == ""


def test_what_was_read_badly_is_corrected(console: Console, desk: DocumentDesk) -> None:
    number, revision = hand_in(desk)
    console.log_in("bian")
    form = {"revision": str(revision), "title": "关于示例驿站开放的通知", "dated": "2026-03", "effective_to": "2027",
            "issuer": "示例局；示例委", "region": "wanzhou", "replaces": "《旧通知》；更旧的通知"}  # fmt: skip
    answer = console.post(f"/staff/documents/uploads/{number}/correct", **form)
    assert answer.headers["location"].endswith("done=corrected")
    document = desk.get(BIAN, number).document
    head = document.head
    assert (head.title, str(head.dated), head.period.start, str(head.period.end)) == (
        "关于示例驿站开放的通知", "2026-03", None, "2027",
    )  # fmt: skip
    assert (head.issuers, head.replaces, document.region_id) == (
        ("示例局", "示例委"),
        ("旧通知", "更旧的通知"),
        "wanzhou",
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"dated": "去年"}, "不是日期"),
        ({"region": "atlantis"}, "不是重庆的区县"),
        ({"effective_from": "2027-01-01", "effective_to": "2026-01-01"}, "失效日期早于施行日期"),
        ({"url": "javascript:alert(1)"}, "网址要以"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_everything_left_in_the_form(
    console: Console, desk: DocumentDesk, fields: dict[str, str], words: str
) -> None:
    number, revision = hand_in(desk)
    console.log_in("bian")
    before = desk.get(BIAN, number)
    form = {"title": "新的标题", "revision": str(revision)} | fields
    answer = console.post(f"/staff/documents/uploads/{number}/correct", **form)
    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert "新的标题" in unescape(answer.text)
    assert desk.get(BIAN, number) == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.txt", b" ", "空文件"),
        ("断.pdf", b"%PDF-1.4 cut", "不完整"),
        ("扫描.pdf", pdf(), "扫描件"),
        ("锁.pdf", pdf("secret text here", encrypted=True), "加了密码"),
        ("照片.jpg", b"\xff\xd8\xff\xe0", "图片"),
        ("大.txt", b"a" * (1024 * 1024 + 1), "超过 1 MB"),
        ("", b"", "请先选一个文件"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so_and_named(
    console: Console, desk: DocumentDesk, name: str, content: bytes, words: str
) -> None:
    console.log_in("bian")
    status, page = upload(console, content, name)
    assert status == 422
    assert words in page
    assert not content.strip() or name in page
    assert desk.list_waiting(BIAN) == ()


def test_a_body_larger_than_the_largest_file_is_refused_unread(console: Console) -> None:
    console.log_in("bian")
    assert upload(console, b"a" * (1200 * 1024))[0] == 413


def test_the_same_file_again_is_the_one_that_waits(console: Console, desk: DocumentDesk) -> None:
    console.log_in("bian")
    assert upload(console, PLAIN, "同一份.txt")[1].startswith(f"{upload(console, PLAIN)[1].partition('?')[0]}")
    assert len(desk.list_waiting(BIAN)) == 1


def test_what_somebody_else_has_written_meanwhile_is_not_published_unseen(console: Console, desk: DocumentDesk) -> None:
    number, revision = hand_in(desk)
    desk.correct(ZHAO, number, revision, {"title": "别的标题"})
    console.log_in("bian")
    answer = console.post(f"/staff/documents/uploads/{number}/publish", revision=str(revision))
    assert answer.status_code == 409
    assert desk.list_documents(BIAN) == ()


def test_versions_are_compared_and_gone_back_to(console: Console, desk: DocumentDesk) -> None:
    for text in (PLAIN, PLAIN.replace("七点", "八点")):
        number, revision = hand_in(desk, text)
        document_id = desk.publish(BIAN, number, revision).document.id
    console.log_in("bian")
    base = f"/staff/documents/{document_id}"
    page = unescape(console.client.get(f"{base}?before=1&after=2").text)
    assert "第1版和第2版的不同" in page
    assert "改动 一、" in page
    assert console.post(f"{base}/roll-back", version="1").headers["location"] == f"{base}?done=rolled_back"
    latest = desk.versions(BIAN, document_id)[0]
    assert (latest.version, "七点" in latest.document.passages[0].text or "七点" in latest.document.passages[1].text) == (
        3, True,
    )  # fmt: skip
    assert console.client.get(f"{base}?before=1&after=9").status_code == 404


def test_what_was_taken_out_stays_in_the_list_and_comes_back(console: Console, desk: DocumentDesk) -> None:
    number, revision = hand_in(desk)
    document_id = desk.publish(BIAN, number, revision).document.id
    console.log_in("zhao")
    assert console.post(f"/staff/documents/{document_id}/remove").status_code == 303
    assert desk.list_documents(ZHAO) == ()
    page = unescape(console.client.get("/staff/documents").text)
    assert "撤下的文件（1）" in page
    assert console.post(f"/staff/documents/{document_id}/roll-back", version="1").status_code == 303
    assert len(desk.list_documents(ZHAO)) == 1
    assert desk.list_removed(ZHAO) == ()


def test_every_step_is_recorded(console: Console, desk: DocumentDesk, staffed: FakeAssistant) -> None:
    number, revision = hand_in(desk)
    document_id = desk.publish(BIAN, number, revision).document.id
    desk.remove(BIAN, document_id)
    actions = [(event.action, event.actor, event.subject) for event in staffed.office.audit.events]
    expected = [(f"document_{step}", "bian", document_id) for step in ("uploaded", "published", "removed")]
    assert [one for one in actions if one[0].startswith("document_")] == expected


def test_what_stands_in_a_file_is_text_on_the_page(console: Console) -> None:
    console.log_in("bian")
    where = upload(console, PLAIN.replace("驿站每天", f"驿站{SCRIPT}每天"), f"通知{SCRIPT}.txt")[1]
    assert "<script>alert" not in console.client.get(where).text


def test_a_number_nobody_knows_is_not_found(console: Console) -> None:
    console.log_in("bian")
    for path in ("uploads/999", "doc-nothing"):
        assert console.client.get(f"/staff/documents/{path}").status_code == 404


@pytest.mark.parametrize("number", ["abc", "999", "-1", "１２", "9" * 40])
def test_an_upload_nobody_knows_is_said_on_the_list(console: Console, number: str) -> None:
    console.log_in("bian")
    answer = console.client.get(f"/staff/documents/uploads/{number}")
    assert answer.status_code == 404
    assert "没有找到这份上传的文件。" in answer.text


def test_a_file_handed_in_twice_is_said_to_wait_already_and_stays_listed(console: Console) -> None:
    console.log_in("bian")
    first = upload(console, PLAIN)[1]
    console.log_in("zhao")
    status, again = upload(console, PLAIN, name="另一个名字.txt")
    assert (status, again) == (303, f"{first}?done=waiting")
    assert "已经传过" in console.client.get(again).text
    assert console.client.get("/staff/documents").text.count(f'href="{first}"') == 1


def test_a_file_of_what_is_published_says_that_nothing_changes(console: Console, desk: DocumentDesk) -> None:
    number, revision = hand_in(desk)
    desk.publish(BIAN, number, revision)
    console.log_in("bian")
    page = console.client.get(upload(console, PLAIN)[1]).text
    assert "发布不会有变化" in page


def test_two_versions_of_one_title_are_told_apart_by_their_days(console: Console, desk: DocumentDesk) -> None:
    number, revision = hand_in(desk)
    desk.publish(BIAN, number, revision)
    console.log_in("bian")
    newer = PLAIN.replace("2026年3月1日", "2026年6月1日").replace("2026年4月1日", "2026年7月1日")
    page = console.client.get(upload(console, newer)[1]).text
    assert "《关于示例驿站的通知》 示人社发〔2026〕7号 2026年4月1日" in page
