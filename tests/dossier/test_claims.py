"""A dossier tells what was said, beside the flights, and keeps the ledger."""

import csv
import json
import re

import pytest
from click.testing import CliRunner

from builders.cases import CASE, small_case
from heavylift.cli import group
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case
from heavylift.dossier.claims import verify
from heavylift.errors import ClaimError, DocumentError, LedgerError
from heavylift.ledger import Ledger
from heavylift.statements.records import Quantity, Statement, encode

COUNTS = """\
id,period_start,period_end,qty_low,qty_high,qualifier,unit,subject,origin,destination,\
speaker,data_basis,doc_id,url,operators,notes
A1,2023-09-02,2023-09-03,2,,at least,landings,,UBBB,LLOV,An agency,tracking,D1,\
https://example.org/1,,
A2,2023-09-02,2023-09-03,4,4,about,flights,,LLOV,UBBB,A channel,tracking,D2,,,
A3,2023-09-02,2023-09-03,2,,at least,landings,,UBBB,LLOV,A channel,derived,D3,,,
A4,2022-09-02,2022-09-03,2,,at least,landings,,UBBB,LLOV,<script>x</script>,,D2,,,
"""
DOCUMENTS = """\
doc_id,outlet,date,derived_from,url
D1,A Paper,2023-10-05,,https://example.org/1
D2,A Channel,2023-09-20,,
D3,A Copier,2023-10-06,D1,
"""
SIDES = """
[claims]
sides = [{ name = "the north", speakers = ["agency"], outlets = [] }]
"""


def run(*arguments):
    told = CliRunner().invoke(group, ["claims", *map(str, arguments)])
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told


@pytest.fixture
def case(tmp_path):
    path = small_case(tmp_path, CASE + SIDES)
    (tmp_path / "counts.csv").write_text(COUNTS, encoding="utf-8")
    (tmp_path / "documents.csv").write_text(DOCUMENTS, encoding="utf-8")
    run("import", path, tmp_path / "counts.csv", tmp_path / "documents.csv")
    return path


@pytest.fixture
def dossier(case):
    run(
        "judge", case, "A2", "--unit", "leg", "--by", "An Editor",
        "--reason", "both ways are meant",
    )  # fmt: skip
    return build_dossier(read_case(case), case.parent / "dossier")


def test_a_case_without_a_ledger_has_no_such_section(tmp_path):
    made = build_dossier(read_case(small_case(tmp_path)), tmp_path / "dossier")

    assert 'id="claims"' not in made.report.read_text(encoding="utf-8")
    assert not (made.folder / "ledger.jsonl").exists()


def test_the_report_tells_who_said_what_and_what_the_flights_say(dossier):
    report = dossier.report.read_text(encoding="utf-8")
    section = report[report.index('id="claims"') : report.index('id="method"')]

    for words in (
        "An agency",
        "side: the north",
        "A Paper",
        "2023-10-05",
        "derived from D1 by the list",
        "legs are told as landings (4 legs are 2 landings",
        "not testable with flight data",
        "the unit is leg",
        "both ways are meant",
        "An Editor",
    ):
        assert words in section, words
    assert "<script>" not in section


def test_limits_stand_before_any_claim_and_no_side_comes_first(dossier):
    report = dossier.report.read_text(encoding="utf-8")
    section = report[report.index('id="claims"') : report.index('id="method"')]

    assert section.index("not that it is so") < section.index("An agency")
    # By date: the channel of September, then the paper and its copier of October.
    order = [section.index(f">{name}<") for name in ("A2", "A1", "A3")]
    assert order == sorted(order)


def test_the_dossier_holds_claims_and_the_ledger_with_its_hash(dossier):
    told = json.loads((dossier.folder / "claims.json").read_text(encoding="utf-8"))
    with (dossier.folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 4
    assert told["ledger"]["entries"] == len(
        Ledger.open(dossier.folder / "ledger.jsonl")
    )
    assert verify(dossier.folder).head == told["ledger"]["head"]
    beside = {row["assertion"]: row["verdict"] for row in rows}
    assert beside["A4"] == "not testable with flight data"
    assert beside["A1"] in ("consistent with", "not testable with flight data")


@pytest.mark.parametrize("edit", ["change", "cut", "replace"])
def test_a_ledger_that_was_edited_does_not_verify(dossier, edit):
    path = dossier.folder / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    if edit == "change":
        lines[0] = lines[0].replace(b"A1", b"A9")
        path.write_bytes(b"".join(lines))
    elif edit == "cut":
        path.write_bytes(b"".join(lines[:-1]))
    else:
        path.unlink()
        Ledger.open(path).append({"kind": "judgement"})

    with pytest.raises(LedgerError):
        verify(dossier.folder)


def test_the_same_case_gives_the_same_bytes(case):
    first, second = (
        build_dossier(read_case(case), case.parent / name) for name in ("one", "two")
    )

    for name in ("claims.csv", "claims.json", "ledger.jsonl"):
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()


def test_a_reconstruction_says_in_each_verdict_that_it_shows_the_way_alone(case):
    text = case.read_text(encoding="utf-8")
    case.write_text("reconstruction = true\n" + text, encoding="utf-8")

    made = build_dossier(read_case(case), case.parent / "dossier")

    with (made.folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    compared = [r for r in rows if r["verdict"] != "not testable with flight data"]
    assert all("made from these very reports" in r["conditions"] for r in compared)


# The commands


def test_the_table_is_printed_without_naming_it(case):
    plain = run(case)
    named = run("table", case)

    assert plain.exit_code == 0
    assert plain.output == named.output
    assert "4 assertions in 2 claims, from 2 originals" in plain.output
    assert "A1 agrees if A2: compatible if the second counts legs" in plain.output


def test_every_format_is_of_the_same_claims(case):
    outputs = {
        form: run(case, "--no-flights", "--format", form).output
        for form in ("json", "csv", "ftm")
    }

    assert len(json.loads(outputs["json"])["claims"]) == 2
    assert len(list(csv.DictReader(outputs["csv"].splitlines()))) == 4
    assert len(outputs["ftm"].splitlines()) == 3 + 4


def test_the_same_list_again_changes_nothing(case):
    before = (case.parent / "case.evidence" / "ledger.jsonl").read_bytes()

    told = run("import", case, case.parent / "counts.csv")

    assert "0 counts entered, 4 known already" in told.output
    assert (case.parent / "case.evidence" / "ledger.jsonl").read_bytes() == before


def test_another_figure_under_a_known_name_is_refused_and_counted(case):
    (case.parent / "other.csv").write_text(
        COUNTS.replace("A1,2023-09-02,2023-09-03,2", "A1,2023-09-02,2023-09-03,9")
    )

    told = run("import", case, case.parent / "other.csv")

    assert (
        "another entry of this name says something else: 1 (first: A1)" in told.output
    )


def test_an_assertion_is_added_judged_shown_and_withdrawn(case):
    added = run(
        "add", case, "--text", "Five landings at Ovda", "--count", "5",
        "--unit", "landings", "--from", "UBBB", "--to", "LLOV",
        "--period", "2023-09-02/2023-09-03", "--by", "An Editor",
    )  # fmt: skip
    name = re.match(r"(c-\w+) is entered", added.output)[1]
    by = ["--by", "An Editor", "--reason", "another event"]

    run("judge", case, "A1", name, "--different", *by)
    shown = run("show", case, name, "--no-flights")
    run("withdraw", case, name, *by)
    after = run(case, "--no-flights")

    assert f"Claim {name} (flights)" in shown.output
    assert "different claims (An Editor: another event)" in shown.output
    assert name not in after.output
    assert "1 withdrawn" in after.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "--text", "x", "--count", "5", "--by", "E"], "5 of what?"),
        (["add", "--text", "x", "--period", "then", "--by", "E"], "is no period"),
        (["judge", "A1", "--by", "E", "--reason", "r"], "0 decisions"),
        (["judge", "X", "--unit", "leg", "--by", "E", "--reason", "r"], "called X"),
        (["withdraw", "X", "--by", "E", "--reason", "r"], "called X"),
        (["show", "X", "--no-flights"], "no claim has an assertion called X"),
    ],
)
def test_what_cannot_be_is_refused_with_help(case, arguments, message):
    name, *rest = arguments

    with pytest.raises(Exception, match=re.escape(message)) as told:
        run(name, case, *rest)

    assert told.value.help


def test_verify_says_what_it_checked(case, dossier):
    whole = run("verify", case)
    against = run("verify", dossier.folder)

    assert "8 entries, each as it was written" in whole.output
    assert "the same as claims.json says" in against.output


def test_a_torn_ledger_is_told_in_the_table_and_in_verify(case):
    ledger = case.parent / "case.evidence" / "ledger.jsonl"
    with ledger.open("ab") as file:
        file.write(b'{"content":{"ki')

    assert "was not finished" in run(case, "--no-flights").output
    assert "bytes of an entry that was not finished" in run("verify", case).output


# Statements read in stored documents

STORED = (
    "The agency said: “At least two landings at Ovda on 2 September.” Nothing else."
)


def store(case, name, text, **facts):
    """Add a document to the case."""
    line = {"doc": name, "outlet": "A Paper", "published": "2023-10-05", "text": text}
    path = case.parent / f"{name}.jsonl"
    path.write_text(json.dumps(line | facts) + "\n", encoding="utf-8")
    done = CliRunner().invoke(group, ["documents", "add", str(case), str(path)])
    assert done.exit_code == 0, done.output


def statements(name, text):
    """Give the records of the one statement and its number."""
    start, end = text.index("At least two"), text.index(".”")
    spoken = Statement(
        doc=name,
        source=((0, 10),),
        cue=((11, 15),),
        content=((start, end),),
        type="direct",
        speaker="The agency",
    )
    two = Quantity(
        doc=name,
        start=start,
        end=start + len("At least two landings"),
        low=2,
        high=None,
        bound="at_least",
        unit="landing",
        counts="landings",
        words="At least",
        value=2,
    )
    return b"".join(encode(record) + b"\n" for record in (spoken, two))


def test_statements_of_stored_documents_are_entered_with_their_characters(tmp_path):
    case = small_case(tmp_path)
    store(case, "D7", STORED)
    (tmp_path / "read.jsonl").write_bytes(statements("D7", STORED))

    told = run("import", case, tmp_path / "read.jsonl")
    again = run("import", case, tmp_path / "read.jsonl")
    report = build_dossier(read_case(case), tmp_path / "dossier").report

    assert "1 statements entered" in told.output
    assert "0 statements entered, 1 known already" in again.output
    html = report.read_text(encoding="utf-8")
    assert "At least two landings at Ovda on 2 September" in html
    assert "D7, characters 18-62" in html
    assert STORED[18:62] == "At least two landings at Ovda on 2 September"


def test_statements_of_a_document_that_is_not_stored_are_refused(tmp_path):
    case = small_case(tmp_path)
    (tmp_path / "read.jsonl").write_bytes(statements("D7", STORED))

    with pytest.raises(ClaimError, match="the texts of D7 are not stored"):
        run("import", case, tmp_path / "read.jsonl")


def test_a_stored_text_that_stands_in_an_earlier_one_is_told_as_a_copy(case):
    text = " ".join(f"word{n}" for n in range(200))
    store(case, "D1", text, published="2023-10-05")
    store(case, "D2", text + " and more", published="2023-10-07")

    told = json.loads(run(case, "--no-flights", "--format", "json").output)

    # The list dates D2 earlier than D1, and goes before what is stored.
    whys = {d["id"]: d["copy"] for d in told["documents"]}
    assert whys["D1"] == "100 % of its words in order stand in D2"


def test_a_broken_record_of_a_document_is_told(case):
    store(case, "D1", "text")
    [record] = (case.parent / "case.evidence").glob("documents/*/document.json")
    record.write_text("{", encoding="utf-8")

    with pytest.raises(DocumentError, match="was changed after it was added"):
        run(case, "--no-flights")


def test_figures_that_a_stored_document_prints_are_checked_against_each_other(case):
    text = "Officials said the area is of 4,400 square kilometers (1,700 square miles)."
    store(case, "D1", text)

    build_dossier(read_case(case), case.parent / "dossier")

    html = (case.parent / "dossier" / "report.html").read_text(encoding="utf-8")
    assert "4,400" in html
    assert "equal within the rounding of the digits" in html
