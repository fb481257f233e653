"""What a dossier carries of the documents behind it."""

import json

import pytest

from builders.cases import small_case
from builders.documents import found
from heavylift.documents import Adder, Given, evidence_folder, open_collection
from heavylift.dossier.case import read_case
from heavylift.dossier.documents import carry_documents


@pytest.fixture
def case(tmp_path):
    """Make a case with a document."""
    path = small_case(tmp_path)
    adder = Adder(evidence_folder(path))
    adder.add(found("Words of somebody.", title="First"), Given())
    return path


def publish(case):
    text = case.read_text(encoding="utf-8")
    case.write_text("publish_documents = true\n" + text, encoding="utf-8")


def carry(case, out):
    may = read_case(case).publish_documents
    carry_documents(open_collection(case), out, full_texts=may)


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_dossier_carries_hashes_and_dates_and_no_text(case, tmp_path):
    out = tmp_path / "out"

    carry(case, out)

    told = json.loads((out / "documents.json").read_text(encoding="utf-8"))
    assert [row["title"] for row in told["documents"]] == ["First"]
    assert told["texts"] == "not carried"
    assert names(out / "evidence") == ["document.json", "documents.jsonl"]
    everything = b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())
    assert b"of somebody" not in everything


def test_a_case_that_says_so_carries_the_documents_themselves(case, tmp_path):
    publish(case)

    carry(case, tmp_path / "out")

    assert names(tmp_path / "out" / "evidence") == [
        "document.json",
        "documents.jsonl",
        "original.txt",
        "text.txt",
    ]


def test_texts_that_may_not_be_published_any_more_do_not_stay(case, tmp_path):
    asked = case.read_text(encoding="utf-8")
    publish(case)
    carry(case, tmp_path / "out")
    case.write_text(asked, encoding="utf-8")

    carry(case, tmp_path / "out")

    assert names(tmp_path / "out" / "evidence") == ["document.json", "documents.jsonl"]


def test_a_case_without_documents_carries_none(tmp_path):
    case = small_case(tmp_path)

    carry(case, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_folder_of_somebody_else_is_left_alone(case, tmp_path):
    (tmp_path / "out" / "evidence").mkdir(parents=True)
    (tmp_path / "out" / "evidence" / "mine.txt").touch()

    carry(case, tmp_path / "out")

    assert "mine.txt" in names(tmp_path / "out" / "evidence")
