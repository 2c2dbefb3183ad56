"""A file's text as Markdown, read out in a process of its own with bounded time and memory.

`python -m assistant.adapters.intake.convert KIND` reads the file from standard input and writes JSON to standard
output: {"text"} or {"fault"}. Readers of PDF and Office files crash, hang or swell on files made for it; here they may.
"""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from assistant.adapters.intake.container import FileKind
from assistant.domain.errors import InvalidInputError, UnavailableError

_SECONDS = 90
_BYTES = 3 * 1024**3
_FAULTS = {
    "password": "“{name}”加了密码。请去掉密码后再传。",
    "no_text": "“{name}”是扫描件，没有文字层，读不出文字。请传可以复制文字的版本，或先做文字识别。",
    "damaged": "“{name}”读不出来，文件可能坏了。请重新导出后再传。",
}
_TOO_LONG = "“{name}”读得太久，没有读完。请拆成小一些的文件再传。"
#: Fewer characters on a page, and it is a picture of a page.
_CHARACTERS_A_PAGE = 15


def convert(content: bytes, kind: FileKind, name: str) -> str:
    """The text as Markdown. Raises InvalidInputError in words for the editor, UnavailableError."""
    command = [sys.executable, "-m", __name__, kind.value]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise InvalidInputError(_TOO_LONG.format(name=name)) from None
    except OSError as error:
        raise UnavailableError(f"The reader of documents cannot be started: {error.strerror}.") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {"fault": "damaged"}
    return _text_of(answer, name)


def convert_here(content: bytes, kind: FileKind, name: str) -> str:
    """The same in this process and without bounds: for whoever looks at the reading itself (`evals.fuzz_intake`)."""
    return _text_of(_answer(content, kind), name)


def _text_of(answer: dict[str, str], name: str) -> str:
    if "fault" in answer:
        raise InvalidInputError(_FAULTS.get(answer["fault"], _FAULTS["damaged"]).format(name=name))
    return answer["text"]


def _answer(content: bytes, kind: FileKind) -> dict[str, str]:
    try:
        return {"text": _read_out(content, kind)}
    except _FaultError as fault:
        return {"fault": str(fault)}
    except Exception:  # whatever a reader stumbles over, the file cannot be read
        return {"fault": "damaged"}


def _read_out(content: bytes, kind: FileKind) -> str:
    from markitdown import StreamInfo
    from markitdown.converters import DocxConverter, HtmlConverter, PdfConverter, XlsxConverter

    if kind is FileKind.PDF:
        _check_pages(content)
    converters: dict[FileKind, Callable[[], Any]] = {
        FileKind.HTML: HtmlConverter,
        FileKind.PDF: PdfConverter,
        FileKind.DOCX: DocxConverter,
        FileKind.XLSX: XlsxConverter,
    }
    info = StreamInfo(extension=f".{kind.value}", charset="utf-8" if kind is FileKind.HTML else None)
    return str(converters[kind]().convert(io.BytesIO(content), info).markdown)


class _FaultError(Exception):
    """What is wrong with the file: a key of `_FAULTS`."""


def _check_pages(content: bytes) -> None:
    from pdfminer.high_level import extract_text
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        pages = sum(1 for _ in PDFPage.create_pages(document))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise _FaultError("password") from None
    if pages == 0:
        raise _FaultError("damaged")
    if len(extract_text(io.BytesIO(content), maxpages=5).strip()) < _CHARACTERS_A_PAGE * min(pages, 5):
        raise _FaultError("no_text")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    content = sys.stdin.buffer.read()
    answer = _answer(content, FileKind(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
