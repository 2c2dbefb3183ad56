"""What has to hold for every file whatever, for tests and for the fuzzer."""

from datetime import date

from assistant.adapters.intake.container import FileKind, decode, kind_of
from assistant.adapters.intake.document_files import Converter, read_document_file
from assistant.domain.added_documents import AddedDocument
from assistant.domain.document_uploads import DocumentUpload
from assistant.domain.errors import InvalidInputError
from assistant.domain.regions import Region, RegionTable
from assistant.language.places import PlaceNames
from assistant.services.document_passages import clause_changes, passages_of
from assistant.services.document_succession import settle
from assistant.services.read_document import read_document
from tests.fakes.clock import NIGHT

REGIONS = RegionTable(
    [Region("cn", "全国", "country"), Region("chongqing", "重庆市", "municipality", parent_id="cn")]
)  # fmt: skip
PLACES = PlaceNames.build(REGIONS, {}, (), ())
_MOST_BYTES = 1024 * 1024
_DAY = date(2026, 11, 29)
SUFFIXES = (".txt", ".md", ".html", ".pdf", ".docx", ".xlsx", "")


def check_file(content: bytes, name: str, converter: Converter | None = None) -> AddedDocument | None:
    """Refused in words that name the file, or a document of which everything can be asked. What takes a program of its
    own to be read is only looked at, unless there is a `converter` that does without."""
    try:
        kind = kind_of(content, name, _MOST_BYTES)
        if kind is not FileKind.TEXT and converter is None:
            if kind is FileKind.HTML:
                decode(content, name)
            return None
        file = read_document_file(content, name, _MOST_BYTES, *((converter,) if converter else ()))
        document = read_document(file.lines, file.stated, name, REGIONS, PLACES)
    except InvalidInputError as error:
        assert name in str(error) or "开头" in str(error)
        return None
    check_document(document)
    return document


def check_document(document: AddedDocument) -> None:
    passages = passages_of(document)
    ids = [passage.id for passage in passages]
    assert passages
    assert len(set(ids)) == len(ids)
    assert all(passage.text.strip() for passage in passages)
    assert document.head.title
    document.standing_on(_DAY)
    assert settle({document.id: document})[document.id].superseded_by is None
    assert clause_changes(document, document) == ()
    assert DocumentUpload(document, "", "bian", NIGHT).is_about_money in (True, False)
