"""Every format is read as lines; what is broken, locked or made to harm is refused with its name and the reason."""

import os

import pytest

from assistant.adapters.intake.container import MOST_BYTES, FileKind, kind_of
from assistant.adapters.intake.document_files import read_document_file
from assistant.domain.errors import InvalidInputError
from tests.adapters.intake.files import docx, pdf, xlsx, zipped

TITLE, CLAUSE = "关于示例事项的通知", "一、窗口每天开门。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.md", f"# {TITLE}\n\n{CLAUSE}\n".encode()),
        ("通知.txt", f"{TITLE}\r\n{CLAUSE}\r\n".encode("gb18030")),
        ("通知.txt", f"{TITLE}\n{CLAUSE}\n".encode("utf-16")),
        (
            "通知.html",
            f"<html><head><script>x=1</script></head><body><h1>{TITLE}</h1><p>{CLAUSE}</p></body></html>".encode(),
        ),
        ("通知.docx", docx(TITLE, CLAUSE)),
    ],
    ids=["markdown", "gb18030", "utf-16", "html", "docx"],
)
def test_a_document_reads_the_same_in_every_format(name: str, content: bytes) -> None:
    file = read_document_file(content, name)
    assert [line.lstrip("# ") for line in file.lines] == [TITLE, CLAUSE]


def test_a_table_stays_a_table() -> None:
    file = read_document_file(docx(TITLE, table=(("档次", "标准"), ("一档", "示例元"))), "表.docx")
    rows = [line for line in file.lines if line.startswith("|")]
    assert [[cell.strip() for cell in row.strip("|").split("|")] for row in (rows[0], rows[-1])] == [
        ["档次", "标准"],
        ["一档", "示例元"],
    ]


def test_a_sheet_is_read_row_by_row() -> None:
    file = read_document_file(xlsx([["单位", "电话"], ["示例中心", "示例"]]), "名单.xlsx")
    assert any("示例中心" in line and line.startswith("|") for line in file.lines)


def test_the_text_layer_of_a_page_is_read() -> None:
    assert read_document_file(pdf("Notice on example services, window open daily."), "a.pdf").lines == (
        "Notice on example services, window open daily.",
    )


def test_front_matter_states_what_the_text_does_not_say() -> None:
    content = "---\ntitle: 示例通知\neffective_from: 2026-03-01\nreplaces: [甲办法, 乙办法]\n---\n正文。\n".encode()
    file = read_document_file(content, "a.md")
    assert file.stated == {"title": "示例通知", "effective_from": "2026-03-01", "replaces": "甲办法；乙办法"}
    assert file.lines == ("正文。",)


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
BOMB = zipped({"[Content_Types].xml": "x", "word/document.xml": b"0" * 60_000_000})


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("空.txt", b" \n", "空文件"),
        ("表情.txt", "😀🎉\n——！！".encode(), "只有符号或表情"),
        ("大.txt", b"a" * (MOST_BYTES + 1), "超过 50 MB"),
        ("照片.png", b"\x89PNG\r\n\x1a\n0000", "图片"),
        ("程序", b"\x7fELF0000", "程序"),
        ("包.rar", b"Rar!\x1a\x07\x00", "压缩包"),
        ("包.zip", zipped({"a.txt": "a"}), "是压缩包"),
        ("旧.doc", _OLE + b"\x00" * 600, "旧格式"),
        ("锁.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        ("断.docx", docx(TITLE, CLAUSE)[:300], "打不开"),
        ("弹.docx", BOMB, "解开后过大"),
        ("外.docx", docx(TITLE, declared=ENTITY), "外部引用"),
        ("断.pdf", pdf("Notice on example services.")[:-30], "不完整"),
        ("坏.pdf", b"%PDF-1.7\n" + os.urandom(2000) + b"\n%%EOF\n", "坏了"),
        ("扫描.pdf", pdf(), "扫描件"),
        ("锁.pdf", pdf("secret text here", encrypted=True), "加了密码"),
        ("假.pdf", "其实是文本".encode(), "内容不是 PDF"),
        ("乱.txt", b"\xff\x81\x00\x01\x02" * 50, "不是文本文件"),
        ("头.md", b"---\ntitle: [\n---\nx", "写得不对"),
        ("头.md", "---\n颜色: 红\n---\nx".encode(), "不认识的项"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_name_and_the_reason(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_document_file(content, name)
    assert name in str(refused.value)
    assert reason in str(refused.value)


def test_content_decides_and_not_the_name() -> None:
    assert kind_of(docx(TITLE), "通知.pdf.txt") is FileKind.DOCX
    assert kind_of(pdf("x"), "通知.txt") is FileKind.PDF
