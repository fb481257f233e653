"""What a dossier says of the documents behind it."""

import pytest

from builders.documents import found
from heavylift.documents import (
    Adder,
    Given,
    evidence_folder,
    files_of,
    manifest,
    open_collection,
)
from heavylift.documents.hashes import sha256_of


@pytest.fixture
def collection(tmp_path):
    case = tmp_path / "case.toml"
    case.write_text("", encoding="utf-8")
    adder = Adder(evidence_folder(case))
    adder.add(found("Text of somebody.", title="First"), Given())
    adder.add(found("Another text of somebody.", title="Second"), Given())
    return open_collection(case)


def test_each_document_has_a_row_with_its_hashes_and_its_entry(collection):
    first, second = manifest(collection)

    assert (first.title, second.title) == ("First", "Second")
    assert second.entry == collection.head
    folder = collection.folder / "documents" / first.sha256[:16]
    assert sha256_of(folder / "original.txt") == first.sha256
    assert sha256_of(folder / "text.txt") == first.text_sha256
    assert sha256_of(folder / "document.json") == first.record_sha256


def test_texts_leave_the_building_only_when_they_may(collection):
    without = files_of(collection, full_texts=False)
    whole = files_of(collection, full_texts=True)

    assert {path.name for path in without} == {"documents.jsonl", "document.json"}
    assert len(without) == 3
    assert len(whole) == 7
    assert all((collection.folder / path).is_file() for path in whole)
    held = b"".join((collection.folder / path).read_bytes() for path in without)
    assert b"of somebody" not in held


def test_a_case_without_documents_has_nothing_to_carry(tmp_path):
    (tmp_path / "case.toml").write_text("", encoding="utf-8")
    empty = open_collection(tmp_path / "case.toml")

    assert manifest(empty) == ()
    assert files_of(empty, full_texts=True) == []
