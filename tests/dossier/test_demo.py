"""The example that comes with heavylift, run as anyone would."""

import json
import re
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from heavylift.cli.demo import find_example
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case
from heavylift.dossier.method import thresholds
from heavylift.exports.flights import read_flights

EXAMPLES = Path(__file__).parents[2] / "examples"

#: A clone must stay small.
MOST_BYTES = 2_000_000


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    case = read_case(find_example("kaliningrad-2022"))
    return build_dossier(case, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def flights(dossier):
    return read_flights(dossier.folder / "flights.parquet").to_pylist()


def test_the_example_is_small_and_says_where_it_comes_from():
    folder = EXAMPLES / "kaliningrad-2022"

    assert sum(p.stat().st_size for p in folder.iterdir()) < MOST_BYTES
    assert "OpenSky Network" in (folder / "SOURCE.md").read_text(encoding="utf-8")


def test_its_attribution_and_limits_stand_in_the_report(dossier):
    report = dossier.report.read_text(encoding="utf-8")

    for said in (*read_case(find_example("kaliningrad-2022")).limits, "OpenSky"):
        assert said in report


def test_its_93_flights_are_found(dossier):
    inputs = json.loads((dossier.folder / "inputs.json").read_text(encoding="utf-8"))

    assert inputs["flights"] == 93
    assert inputs["positions"]["read"] > 40_000


def test_reception_ends_before_every_landing_so_none_is_established(dossier, flights):
    assert dossier.selection.belongs.num_rows == 0
    assert dossier.selection.may.num_rows == len(flights) >= 80
    assert {f["destination"] for f in flights} == {None}


def test_every_established_start_is_one_that_the_case_asks_for(flights):
    starts = Counter(f["origin"] for f in flights)

    assert set(starts) <= {"UUEE", "ULLI", None}
    assert starts["UUEE"] >= 10
    assert starts["ULLI"] >= 10


def test_khrabrovo_is_the_likeliest_for_nearly_every_flight(flights):
    firsts = [json.loads(f["destination_candidates"])[0]["airfield"] for f in flights]

    assert firsts.count("UMKK") >= 0.9 * len(firsts)


def test_the_finding_counts_and_names_no_landing(dossier):
    assert re.search(r"\d", dossier.finding)
    assert "landed" not in dossier.finding


def test_its_positions_are_those_of_its_flights(dossier, flights):
    positions = pq.read_table(dossier.folder / "positions.parquet")

    assert set(positions["flight_id"].to_pylist()) == {f["flight_id"] for f in flights}
    assert positions.num_rows == sum(f["positions"] + f["quarantined"] for f in flights)


def test_every_threshold_stands_in_the_report_with_its_value(dossier):
    report = dossier.report.read_text(encoding="utf-8")

    assert len({t.name for t in thresholds()}) == len(thresholds())
    for threshold in thresholds():
        assert threshold.name in report
        assert threshold.value in report
