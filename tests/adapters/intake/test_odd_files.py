"""Whatever somebody hands in, it is refused by name or read as a document; nothing else ever happens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.intake.document_files import read_document_file
from assistant.domain.errors import InvalidInputError
from tests.adapters.intake.files import docx, pdf, xlsx, zipped
from tests.adapters.intake.odd_files import SUFFIXES, check_file

PIECES = st.sampled_from(
    [
        "关于示例事项的通知", "示人社发〔2026〕7号", "〔2026〕号", "示例市人民政府", "2026年3月1日", "2026年13月41日", "二〇二六年三月一日",
        "第一章 总则", "第一条", "第二条之一", "第九十九条", "一、", "（一）", "(三)", "1.", "２．", "# ", "| 甲 | 乙 |", "|---|", "---",
        "自发布之日起施行", "自2026年3月1日起施行", "有效期99年", "有效期至2027年2月30日", "《示例办法》第三条、第五条同时废止",
        "《示例办法》同时废止", "责任单位：", "（责任单位：示例局、示例委）", "：", "。", "；", "\n", "\r\n", "\u3000\u3000", "\f", "\x00", "\u200b", "😀",
        "每月补助300元。", "0000年00月00日", "第零条 ", "十百千、", "title: ", "dated: 9999-99", "<html>", "]]>",
    ]
)  # fmt: skip
NAMES = st.sampled_from([f"示例{suffix}" for suffix in SUFFIXES])
WHOLE = (docx("关于示例的通知", "一、内容。"), xlsx([["甲", "乙"]]), pdf("Notice on services"), zipped({"a": "b"}))


@settings(max_examples=300)
@given(pieces=st.lists(PIECES, max_size=40), name=NAMES, encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_a_text_of_odd_pieces(pieces: list[str], name: str, encoding: str) -> None:
    check_file("".join(pieces).encode(encoding), name)


@settings(max_examples=200)
@given(text=st.text(max_size=400), name=NAMES)
def test_any_text(text: str, name: str) -> None:
    check_file(text.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=200)
@given(head=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"---\n"]),
       rest=st.binary(max_size=400), tail=st.sampled_from([b"", b"%%EOF"]), name=NAMES)  # fmt: skip
def test_any_bytes(head: bytes, rest: bytes, tail: bytes, name: str) -> None:
    check_file(head + rest + tail, name)


@pytest.mark.parametrize(
    "content",
    [
        b"\x1c" * 300 + "\n办".encode(),
        ("\u2028" * 130 + "\n一、内容。").encode(),
        ("# " + "\x1d" * 130 + "\n正文").encode(),
        ("# " + " " * 130 + "。").encode(),
    ],
    ids=["separators", "line separators", "an empty heading", "a full stop alone"],
)
def test_what_a_fuzzer_has_found(content: bytes) -> None:
    """Inputs that ended in an exception once (`evals.fuzz_intake`), and their neighbours."""
    for name in ("示例.txt", "示例.md"):
        check_file(content, name)


@settings(max_examples=150)
@given(whole=st.sampled_from(WHOLE), at=st.floats(0, 1), bytes_=st.binary(min_size=1, max_size=8), name=NAMES)
def test_a_container_with_some_bytes_changed(whole: bytes, at: float, bytes_: bytes, name: str) -> None:
    place = int(at * len(whole))
    check_file(whole[:place] + bytes_ + whole[place + len(bytes_) :], name)


@settings(max_examples=4, deadline=None)
@given(whole=st.sampled_from(WHOLE[:3]), at=st.floats(0.1, 0.9), bytes_=st.binary(min_size=1, max_size=4))
def test_a_container_with_some_bytes_changed_is_refused_or_read_by_its_program(
    whole: bytes, at: float, bytes_: bytes
) -> None:
    place = int(at * len(whole))
    try:
        assert read_document_file(whole[:place] + bytes_ + whole[place + len(bytes_) :], "示例.docx").lines
    except InvalidInputError as error:
        assert "示例.docx" in str(error)
