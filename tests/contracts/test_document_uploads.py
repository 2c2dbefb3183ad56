"""What every DocumentUploadStore does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.sql.document_uploads import SqlDocumentUploads
from assistant.adapters.sql.engine import open_engine
from assistant.domain.document_uploads import DocumentUpload, UploadState, withdrawn
from assistant.domain.errors import ConflictError
from assistant.services.document_ports import DocumentUploadStore
from tests.adapters.sql_examples import NOW
from tests.documents import notice
from tests.fakes.document_uploads import FakeDocumentUploads
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)
UPLOAD = DocumentUpload(notice("doc-a", "示例办法", "2026-01-01", ("第一条", "窗口每天开门。")), "0" * 64, "bian", NOW)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DocumentUploadStore]:
    if request.param == "fake":
        yield FakeDocumentUploads()
        return
    if request.param == "postgresql":
        yield SqlDocumentUploads(request.getfixturevalue("postgres_engine"))
        return
    engine = open_engine(f"sqlite:///{tmp_path / 'uploads.db'}")
    migrate(engine)
    yield SqlDocumentUploads(engine)
    engine.dispose()


def test_it_is_what_it_claims_to_be(store: DocumentUploadStore) -> None:
    assert isinstance(store, DocumentUploadStore)


def test_an_upload_is_given_back_as_it_was_handed_in(store: DocumentUploadStore) -> None:
    kept = store.add_upload(UPLOAD)
    assert store.find_upload(kept.id) == kept == replace(UPLOAD, id=kept.id, revision=kept.revision)
    assert (store.find_upload(kept.id + 1), store.find_upload(0), store.find_upload(2**40)) == (None, None, None)


def test_what_was_written_to_last_comes_first_and_closed_ones_are_left_out(store: DocumentUploadStore) -> None:
    first, second, third = (store.add_upload(UPLOAD) for _ in range(3))
    store.save_upload(withdrawn(second, "zhao", NOW))
    touched = store.save_upload(replace(first, corrected_by="zhao"))
    assert [one.id for one in store.list_uploads((UploadState.WAITING,))] == [touched.id, third.id]
    assert [one.closed_by for one in store.list_uploads((UploadState.WITHDRAWN,))] == ["zhao"]


def test_of_two_who_write_the_second_is_told(store: DocumentUploadStore) -> None:
    kept = store.add_upload(UPLOAD)
    store.save_upload(replace(kept, corrected_by="zhao"))
    with pytest.raises(ConflictError):
        store.save_upload(replace(kept, corrected_by="bian"))
    found = store.find_upload(kept.id)
    assert found is not None
    assert found.corrected_by == "zhao"
