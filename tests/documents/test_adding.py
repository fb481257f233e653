"""A document comes into a case whole, once, and with an entry in the log."""

import json
import os
import stat
from dataclasses import replace

import pytest

from builders.documents import found
from heavylift.documents import Adder, Given, open_collection, text_of, verify
from heavylift.documents.collection import evidence_folder
from heavylift.documents.partial_dates import parse_partial
from heavylift.errors import CannotWrite, DocumentError, LedgerError


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")
    return path


def adder(case):
    return Adder(evidence_folder(case))


def test_bytes_text_and_record_lie_in_a_folder_named_by_the_hash(case):
    document = found("Six.\r\n\nTwo.", original=b"<p>Six.")

    done = adder(case).add(document, Given()).document

    folder = case.parent / "case.evidence" / "documents" / done.sha256[:16]
    assert sorted(p.name for p in folder.iterdir()) == [
        "document.json",
        "original.txt",
        "text.txt",
    ]
    assert (folder / "original.txt").read_bytes() == b"<p>Six."
    assert (folder / "text.txt").read_bytes() == b"Six.\r\n\nTwo."
    assert json.loads((folder / "document.json").read_bytes())["id"] == done.id


def test_the_bytes_as_they_came_cannot_be_changed_by_mistake(case):
    adder(case).add(found(), Given())

    [original] = evidence_folder(case).rglob("original.*")
    assert not original.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def test_the_log_says_who_added_what_and_when(case):
    done = adder(case).add(found(), Given(by="A. Person")).document

    [held] = open_collection(case).held
    assert (held.added.by, held.added.sha256) == ("A. Person", done.sha256)
    assert held.at.endswith("Z")


def test_the_same_bytes_again_change_nothing_and_say_so(case):
    adder(case).add(found(title="One"), Given())
    log = (evidence_folder(case) / "documents.jsonl").read_bytes()

    again = adder(case).add(found(title="One"), Given(title="Two"))

    assert not again.is_new
    assert again.document.title == "One"
    assert again.remarks == ("title stays 'One', not 'Two'",)
    assert (evidence_folder(case) / "documents.jsonl").read_bytes() == log


def test_another_date_given_for_the_same_bytes_is_told(case):
    adder(case).add(found(), Given())

    again = adder(case).add(found(), Given(published=parse_partial("2023-10-09")))

    assert again.remarks == ("published stays 2023-10-05, not 2023-10-09",)


def test_the_same_text_in_other_bytes_is_a_document_and_told_to_be_a_copy(case):
    first = adder(case).add(found("Six."), Given())

    second = adder(case).add(found("Six.", original=b"other"), Given())

    assert second.is_new
    assert second.document.flags == ("same_text",)
    assert first.document.id in second.remarks[0]


def test_what_retells_another_names_it(case):
    first = adder(case).add(found("Six."), Given()).document

    second = adder(case).add(found("Sechs."), Given(derived_from=first.sha256[:8]))

    assert second.document.derived_from == first.id


def test_what_retells_a_document_that_is_not_there_is_refused(case):
    with pytest.raises(DocumentError, match="no document is called 'none'"):
        adder(case).add(found(), Given(derived_from="none"))

    assert not evidence_folder(case).exists()


def test_a_document_without_a_date_leaves_nothing_behind(case):
    with pytest.raises(DocumentError):
        adder(case).add(found(published=""), Given())

    assert not evidence_folder(case).exists()


def test_two_adders_see_what_the_other_added(case):
    one, other = adder(case), adder(case)
    one.add(found("a"), Given())
    other.add(found("b"), Given())

    again = one.add(found("b"), Given())
    other.add(found("c"), Given())

    assert not again.is_new
    assert len(open_collection(case).held) == 3
    assert verify(case) == (3, [])


def test_what_an_add_that_was_stopped_left_goes_away(case):
    one = found("a")
    folder = evidence_folder(case) / "documents"
    adder(case).add(found("b"), Given())
    (folder.parent / ".new-abc").mkdir()
    left = folder / adder(case).add(one, Given()).document.sha256[:16]
    # As if it had been stopped before it was entered in the log.
    log = evidence_folder(case) / "documents.jsonl"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    (left / "text.txt").chmod(0o644)
    (left / "text.txt").write_text("half")

    again = adder(case).add(one, Given())

    assert again.is_new
    assert verify(case) == (2, [])


def test_a_log_that_was_changed_takes_no_more_documents(case):
    adder(case).add(found("a"), Given(by="A"))
    log = evidence_folder(case) / "documents.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"by":"A"', b'"by":"B"'))

    with pytest.raises(LedgerError):
        adder(case).add(found("b"), Given())

    assert len(list((evidence_folder(case) / "documents").iterdir())) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_told(case):
    case.parent.chmod(0o555)

    with pytest.raises(CannotWrite):
        adder(case).add(found(), Given())


def test_texts_are_read_back_to_the_last_character(case):
    text = "\ufeff\r\nƏ\u0301 \u2028\n\r\x0b\N{AIRPLANE ARRIVING}"
    adder(case).add(found(text), Given())

    collection = open_collection(case)

    assert text_of(collection, collection.held[0]) == text


def test_two_documents_of_one_name_get_two(case):
    made = adder(case)
    first = made.add(replace(found("a", title="T"), name="x"), Given())
    second = made.add(replace(found("b", title="T"), name="x"), Given())

    assert first.document.id == "x"
    assert second.document.id.startswith("x-")
