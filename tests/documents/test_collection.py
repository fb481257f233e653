"""Whatever is not as it was added is found."""

import shutil

import pytest

from builders.documents import found
from heavylift.documents import (
    Adder,
    Given,
    evidence_folder,
    find_document,
    open_collection,
    text_of,
    verify,
)
from heavylift.errors import DocumentError, LedgerError, MissingInput


@pytest.fixture
def case(tmp_path):
    """Make a case of two documents."""
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")
    adder = Adder(evidence_folder(path))
    adder.add(found("First text.", title="First"), Given())
    adder.add(found("Second text.", title="Second"), Given())
    return path


def folder_of(case, number=0):
    held = open_collection(case).held[number]
    return evidence_folder(case) / "documents" / held.added.folder


def test_documents_are_listed_in_the_order_in_which_they_were_added(case):
    assert [d.title for d in open_collection(case).documents] == ["First", "Second"]


def test_a_case_without_documents_has_an_empty_collection(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")

    assert open_collection(path).documents == ()
    assert verify(path) == (0, [])


def test_a_case_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MissingInput):
        open_collection(tmp_path / "case.toml")


def test_a_document_is_found_by_its_name_or_the_beginning_of_its_hash(case):
    collection = open_collection(case)
    first = collection.held[0]

    assert find_document(collection, first.document.id) is first
    assert find_document(collection, first.document.sha256[:10]) is first
    assert find_document(collection, first.document.id[:-2]) is first


def test_a_name_that_is_none_is_told_with_those_that_are(case):
    with pytest.raises(DocumentError, match="no document is called 'third'") as e:
        find_document(open_collection(case), "third")

    assert "2023-10-05-first" in e.value.help


def test_a_beginning_that_several_have_is_told(case):
    with pytest.raises(DocumentError, match="several documents begin with"):
        find_document(open_collection(case), "2023-10")


def test_a_case_as_it_was_added_has_no_fault(case):
    assert verify(case) == (2, [])


@pytest.mark.parametrize("name", ["original.txt", "text.txt", "document.json"])
def test_a_byte_that_was_changed_is_found(case, name):
    path = folder_of(case) / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    _, [fault] = verify(case)

    assert fault.where.endswith(name)
    assert "was changed" in fault.what
    assert not fault.is_left


@pytest.mark.parametrize("name", ["original.txt", "text.txt", "document.json"])
def test_a_file_that_is_missing_is_found(case, name):
    (folder_of(case) / name).unlink()

    _, [fault] = verify(case)

    assert fault.what == "is missing"


def test_a_file_that_was_put_in_is_found(case):
    (folder_of(case) / "more.txt").write_text("x")

    _, [fault] = verify(case)

    assert "was put in" in fault.what


def test_a_second_original_is_found(case):
    (folder_of(case) / "original.html").write_text("x")

    _, [fault] = verify(case)

    assert fault.where.endswith("original.html")


def test_a_folder_that_is_missing_is_found(case):
    shutil.rmtree(folder_of(case))

    _, [fault] = verify(case)

    assert "is missing" in fault.what


def test_an_entry_that_was_changed_is_found(case):
    log = evidence_folder(case) / "documents.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"by":""', b'"by":"X"', 1))

    _, [fault] = verify(case)

    assert "entry 1" in fault.what
    with pytest.raises(LedgerError):
        open_collection(case)


def test_what_an_add_that_was_stopped_left_is_told_and_is_no_fault(case):
    (evidence_folder(case) / ".new-abc").mkdir()

    _, [fault] = verify(case)

    assert fault.is_left


def test_a_text_that_was_changed_is_never_read(case):
    path = folder_of(case) / "text.txt"
    path.chmod(0o644)
    path.write_text("Third text.")
    collection = open_collection(case)

    with pytest.raises(DocumentError, match="was changed after it was added"):
        text_of(collection, collection.held[0])


def test_a_record_that_was_changed_is_never_read(case):
    path = folder_of(case) / "document.json"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"First", b"Third"))

    with pytest.raises(DocumentError, match=r"document\.json: was changed"):
        open_collection(case)
