"""The words by which questions to documents are read: what the file must say, and that what it says stands in statutes."""

from pathlib import Path

import pytest

from assistant.adapters.content.document_words_file import DOCUMENT_SUBJECTS, read_document_words
from assistant.bootstrap.documents import DocumentReader
from assistant.domain.errors import KnowledgeError
from assistant.language.asked_subjects import NO_WORDS
from assistant.language.segment import fold
from assistant.services.document_passages import passages_of
from tests.small_knowledge_base import SHIPPED

LAWS = Path(__file__).parents[4] / "shared" / "data" / "laws"
FILE = "schema_version: 1\nempty: [老板]\npieces: {欠薪: 欠|没发}\nelsewhere: [公租房|廉租房]\nfields: []\nsubjects:\n"


def write(folder: Path, subjects: str) -> Path:
    path = folder / DOCUMENT_SUBJECTS
    path.parent.mkdir(parents=True)
    path.write_text(FILE + subjects, encoding="utf-8")
    return folder


def test_a_knowledge_base_without_the_file_has_no_such_words(tmp_path: Path) -> None:
    assert read_document_words(tmp_path) == NO_WORDS


def test_a_piece_stands_for_its_words_and_wordings_of_a_term_are_parted(tmp_path: Path) -> None:
    words = read_document_words(write(tmp_path, "- {said: [<欠薪>, 总包], terms: [先行清偿|先行垫付]}\n"))
    (subject,) = words.asked_in("总包没发钱")
    assert subject.terms == (("先行清偿", "先行垫付"),)
    assert words.topics_in("廉租房") == (("公租房", "廉租房"),)
    assert words.empty == {"老板"}


@pytest.mark.parametrize(
    ("subjects", "reason"),
    [
        ("- {said: [<没有>], terms: [清偿]}\n", "a piece that is not there"),
        ('- {said: ["(欠"], terms: [清偿]}\n', "is no pattern"),
        ("- {said: [], terms: [清偿]}\n", "said"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_file(tmp_path: Path, subjects: str, reason: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        read_document_words(write(tmp_path, subjects))
    assert DOCUMENT_SUBJECTS in str(error.value)
    assert reason in str(error.value)


@pytest.mark.skipif(not LAWS.is_dir(), reason="the folder of real input is not here")
def test_every_subject_stands_in_a_statute() -> None:
    reader = DocumentReader(SHIPPED)
    documents = [reader.read(path.read_bytes(), path.name) for path in sorted(LAWS.glob("*.md"))]
    clauses = [fold(f"{one.title}{one.heading}{one.text}") for document in documents for one in passages_of(document)]
    nowhere = [
        subject.terms
        for subject in read_document_words(SHIPPED).subjects
        if not any(subject.stands_in(clause) for clause in clauses)
    ]
    assert nowhere == []
