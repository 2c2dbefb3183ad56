"""An employer's list by upload: a page or a file in answer, and nothing kept."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant
from tests.web.calculator_site import browser_of, build_small_assistant
from web.body_limit import LARGEST_LIST_BYTES

PATH = "/employers/batch"
LIST = "工号,人群,爱好\nA1,残疾人,钓鱼\nA2,火星人,\n".encode()


@pytest.fixture
def assistant(built_knowledge: tuple[Path, Path], tmp_path: Path) -> Assistant:
    return build_small_assistant(built_knowledge, tmp_path)


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    with browser_of(assistant) as client:
        yield client


def hand_in(client: TestClient, content: bytes, name: str = "list.csv", **fields: str) -> object:
    return client.post(PATH, files={"list": (name, content)}, data=fields)


def test_the_page_offers_a_template_and_a_form(client: TestClient) -> None:
    page = client.get(PATH).text

    assert 'enctype="multipart/form-data"' in page
    assert client.get(f"{PATH}/template.csv").text.startswith("\ufeff")
    assert zipfile.is_zipfile(io.BytesIO(client.get(f"{PATH}/template.xlsx").content))
    assert client.get(f"{PATH}/template.exe").status_code == 404


def test_a_list_is_answered_with_what_was_found_and_what_was_not_used(client: TestClient) -> None:
    response = hand_in(client, LIST)

    assert response.status_code == 200
    for words in ("<strong>2</strong> 位员工", "“爱好”", "第3行", "下载逐人结果表"):
        assert words in response.text
    assert "A1" not in response.text.partition("<main")[2].replace("data:", "").partition("href=")[0]


def test_a_list_is_answered_with_a_workbook_where_that_is_wanted(client: TestClient) -> None:
    response = hand_in(client, LIST, want="file")

    assert response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert zipfile.is_zipfile(io.BytesIO(response.content))


def test_nothing_of_a_list_is_kept(assistant: Assistant, tmp_path: Path) -> None:
    client = browser_of(assistant)  # not started: nothing else is at work
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    hand_in(client, LIST.replace(b"A1", b"SECRET-77"))

    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before
    assert "set-cookie" not in client.get(PATH).headers


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", b"", "还没有选名单"),
        ("list.xlsx", b"PK\x03\x04broken", "坏了"),
        ("list.pdf", b"%PDF-1.7", "不是表格"),
        ("list.csv", "姓名\n".encode(), "名单"),
    ],
)
def test_a_file_that_cannot_be_used_is_declined_in_words(
    client: TestClient, name: str, content: bytes, words: str
) -> None:
    response = hand_in(client, content, name)

    assert response.status_code == 422
    assert words in response.text.partition('role="alert"')[2].partition("</div>")[0]


def test_a_file_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    assert hand_in(client, b"x" * (LARGEST_LIST_BYTES + 100_000)).status_code == 413


def test_what_is_no_upload_is_told_to_choose_a_file(client: TestClient) -> None:
    assert client.post(PATH, data={"want": "page"}).status_code == 422


def test_a_list_from_another_site_is_refused(client: TestClient) -> None:
    response = client.post(PATH, files={"list": ("list.csv", LIST)}, headers={"Origin": "https://evil.example"})

    assert response.status_code == 403
