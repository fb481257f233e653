"""Cases with airfields and lists of their own."""

import hashlib
import json

import pytest

from builders.cases import small_case, write_case
from builders.strips import desert_strips, to_the_desert
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case
from heavylift.errors import LakeError, PlaceError, StripError
from heavylift.lake import make_lake
from heavylift.lake.ingest import ingest
from heavylift.reference.strip_files import read_strips

CASE = """\
title = "From the north to Alfa"
question = "Which flights ran there on 2 September 2023?"
from = "OWN-NORTH"
to = "there"
inputs = ["traces"]
airfields = ["strips.csv"]

[places]
there = "within 20 km of ALFA1"

[period]
start = 2023-09-02
end = 2023-09-04
"""


def build(path):
    return build_dossier(read_case(path), path.parent / "dossier")


def desert_case(folder, text=CASE):
    desert_strips(folder / "strips.csv")
    return write_case(folder, text, a00001=to_the_desert(every_s=20))


def established(dossier):
    return dossier.selection.belongs.to_pylist()


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return desert_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def dossier(case):
    return build(case)


def test_airfields_that_were_drawn_are_ends_of_flights(dossier):
    [flight] = established(dossier)

    assert (flight["origin"], flight["destination"]) == ("OWN-NORTH", "ALFA1")
    assert flight["origin_class"] == flight["destination_class"] == "ground"


def test_the_report_marks_them_and_names_their_file(case, dossier):
    report = dossier.report.read_text(encoding="utf-8")
    sha256 = hashlib.sha256((case.parent / "strips.csv").read_bytes()).hexdigest()

    assert "Alfa, drawn by the user" in report
    assert f"strips.csv, SHA-256 {sha256}" in report


def test_inputs_name_their_file_with_its_hash(case, dossier):
    said = json.loads((dossier.folder / "inputs.json").read_text(encoding="utf-8"))

    [file] = said["airfields"]
    assert file["path"] == "strips.csv"
    assert [strip["code"] for strip in file["airfields"]] == ["OWN-NORTH", "ALFA1"]
    assert file["airfields"][1]["lat1_deg"] == pytest.approx(29.94, abs=0.03)
    raw = (case.parent / "strips.csv").read_bytes()
    assert file["sha256"] == hashlib.sha256(raw).hexdigest()


def test_without_them_nothing_is_said_of_them(tmp_path):
    made = build(small_case(tmp_path))

    assert "drawn by the user" not in made.report.read_text(encoding="utf-8")
    said = json.loads((made.folder / "inputs.json").read_text(encoding="utf-8"))
    assert said["airfields"] == []


def test_a_case_over_a_lake_with_them_gives_what_it_gives_over_files(tmp_path, dossier):
    path = desert_case(tmp_path, CASE.replace('["traces"]', '["lake"]'))
    drawn = read_strips([tmp_path / "strips.csv"])
    ingest(make_lake(tmp_path / "lake", drawn=drawn), [tmp_path / "traces"])

    of_lake = build(path)

    names = ("flight_id", "origin", "destination", "origin_class", "destination_class")
    assert [[row[n] for n in names] for row in established(of_lake)] == [
        [row[n] for n in names] for row in established(dossier)
    ]
    assert "Alfa, drawn by the user" in of_lake.report.read_text(encoding="utf-8")


def test_a_case_without_them_uses_those_of_its_lake(tmp_path):
    text = CASE.replace('airfields = ["strips.csv"]\n', "")
    path = desert_case(tmp_path, text.replace('["traces"]', '["lake"]'))
    drawn = read_strips([tmp_path / "strips.csv"])
    ingest(make_lake(tmp_path / "lake", drawn=drawn), [tmp_path / "traces"])

    made = build(path)

    assert len(established(made)) == 1


def test_a_case_that_names_others_than_its_lake_has_is_refused(tmp_path):
    path = desert_case(tmp_path, CASE.replace('["traces"]', '["lake"]'))
    ingest(make_lake(tmp_path / "lake"), [tmp_path / "traces"])

    with pytest.raises(LakeError, match="other airfields of your own, without any"):
        build(path)


def test_a_broken_file_of_airfields_stops_a_case_before_it_reads(tmp_path):
    path = desert_case(tmp_path)
    (tmp_path / "strips.csv").write_text("name\n", encoding="utf-8")

    with pytest.raises(StripError):
        build(path)

    assert not list((tmp_path / "dossier").glob("*.html"))


def test_a_list_that_nothing_uses_is_looked_at_too(tmp_path):
    text = CASE.replace("[places]\n", '[places]\nelsewhere = "LLOW"\n')

    with pytest.raises(PlaceError, match="in the list 'elsewhere'"):
        build(desert_case(tmp_path, text))
