"""The commands on a lake, as a person types them."""

import json

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from builders.cases import CASE, small_case
from builders.lakes import DAY_MS, contents
from builders.tracks import START
from heavylift.cli import group
from heavylift.errors import CaseError, LakeError
from heavylift.lake import open_lake
from heavylift.lake.days import read_days
from heavylift.lake.pieces import positions_of


def run(*arguments):
    return CliRunner(env={"COLUMNS": "200"}).invoke(group, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A case, the lake of its inputs, and the flights of its files."""
    folder = tmp_path_factory.mktemp("case")
    case = small_case(folder)
    told = run("ingest", folder / "traces", "--lake", folder / "lake")
    assert told.exit_code == 0, told.output
    run("flights", folder / "traces", "--out", folder / "flights.parquet")
    return case.parent


BAKU_TO_OVDA = ("--from", "UBBB", "--to", "LLOV", "--json")


def test_an_ingest_tells_what_became_of_each_input(made):
    told = run("ingest", made / "traces", "--lake", made / "lake", "--json")

    said = json.loads(told.stdout)
    assert said["flights_made"] == {}
    assert "already in the lake" in said["inputs"][0]["became"][""]


def test_a_corridor_is_the_same_over_a_lake_and_over_a_table(made):
    of_lake = run("corridor", made / "lake", *BAKU_TO_OVDA)
    of_table = run("corridor", made / "flights.parquet", *BAKU_TO_OVDA)

    assert of_lake.exit_code == 0, of_lake.output
    assert json.loads(of_lake.stdout) == json.loads(of_table.stdout)


def test_flights_are_the_same_from_a_lake_and_from_files(made, tmp_path):
    for name, source in (("lake", made / "lake"), ("files", made / "traces")):
        told = run("flights", source, "--out", tmp_path / f"{name}.csv")
        assert told.exit_code == 0, told.output

    assert (tmp_path / "lake.csv").read_text() == (tmp_path / "files.csv").read_text()


def test_a_flight_of_a_lake_is_explained_like_that_of_a_table(made, monkeypatch):
    monkeypatch.chdir(made)
    of_lake = run("explain", made / "lake", "a00003", "--json")
    of_table = run("explain", made / "flights.parquet", "a00003", "--json")

    assert of_lake.exit_code == 0, of_lake.output
    assert json.loads(of_lake.stdout) == json.loads(of_table.stdout)


def test_a_case_gives_the_same_flights_and_positions_from_a_lake(made, tmp_path):
    on_lake = made / "on-lake.toml"
    on_lake.write_text(CASE.replace('"traces"', '"lake"'), encoding="utf-8")

    one = run("investigate", made / "case.toml", "--out", tmp_path / "files")
    other = run("investigate", on_lake, "--out", tmp_path / "lake")

    assert one.exit_code == other.exit_code == 0, one.output + other.output
    assert one.stdout == other.stdout
    for name in ("flights", "positions"):
        of_files, of_lake = (
            pq.read_table(tmp_path / n / f"{name}.parquet") for n in ("files", "lake")
        )
        # A lake names its sources as they were named when they were ingested.
        left_out = ["file"] if name == "positions" else ["sources"]
        assert of_lake.drop(left_out).equals(of_files.drop(left_out))


def test_a_lake_beside_other_inputs_is_refused(made, tmp_path):
    told = run("flights", made / "lake", made / "traces", "--out", tmp_path / "f.csv")

    assert isinstance(told.exception, LakeError)
    assert "a lake is read by itself" in told.exception.message


def test_status_tells_each_day_as_a_table_and_as_json(made):
    as_text = run("lake", "status", made / "lake")
    as_json = run("lake", "status", made / "lake", "--json")

    assert as_text.exit_code == 0, as_text.output
    assert "2023-09-02  partial" in as_text.stdout
    assert as_text.stdout.endswith("1 days: 1 partial\n")
    [day] = json.loads(as_json.stdout)
    assert day["day"] == "2023-09-02"
    assert day["folders"] == day["traces"] == 5
    assert day["flights"] == 5
    assert [len(h) for h in day["inputs"].values()] == [64]
    assert not day["flights_out_of_date"]


def test_status_of_what_is_no_lake_says_so(tmp_path):
    told = run("lake", "status", tmp_path)

    assert isinstance(told.exception, LakeError)
    assert told.exception.message.endswith(": not a lake")


def test_the_positions_of_one_aircraft_are_found_over_all_days(made):
    lake = open_lake(made / "lake")
    days = list(read_days(lake).values())

    found = positions_of(lake, days, ["a00001"])

    assert list(found) == ["a00001"]
    assert (found["a00001"].time_ms // DAY_MS == START * 1000 // DAY_MS).all()
    assert (np.diff(found["a00001"].time_ms) >= 0).all()


def test_asking_changes_nothing(made):
    before = contents(made / "lake")

    run("corridor", made / "lake", *BAKU_TO_OVDA)
    run("lake", "status", made / "lake")

    assert contents(made / "lake") == before


def test_another_prior_than_that_of_a_lake_is_refused(made, tmp_path):
    case = tmp_path / "case.toml"
    case.write_text(CASE.replace('inputs = ["traces"]', f'inputs = ["{made}/lake"]'))

    told = run("investigate", case, "--prior", "even", "--out", tmp_path / "out")

    assert isinstance(told.exception, CaseError)
    assert "leave out --prior" in told.exception.help
