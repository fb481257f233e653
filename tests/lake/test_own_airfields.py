"""A lake whose flights are found with airfields that a user drew."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders.cases import write_case
from builders.lakes import contents, lake_of, write_days
from builders.strips import desert_strips, runway_of, to_the_desert, write_strips
from builders.tracks import START
from heavylift.cli import group
from heavylift.errors import LakeError
from heavylift.lake import make_lake, open_lake
from heavylift.lake.ingest import ingest
from heavylift.reference.airfields import load_airfields
from heavylift.reference.strip_files import read_strips

SRC = Path(__file__).resolve().parents[2] / "src"


def run(*arguments):
    return CliRunner(env={"COLUMNS": "200"}).invoke(group, [str(a) for a in arguments])


@pytest.fixture
def desert(tmp_path):
    """A folder with traces of the desert and the file of its airfields."""
    write_case(tmp_path, a00001=to_the_desert(every_s=20))
    desert_strips(tmp_path / "strips.csv")
    return tmp_path


ASKED = ("--from", "own-north", "--to", "ALFA1", "--json")


def counts(told):
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)["counts"]


def test_flights_of_a_lake_are_found_with_its_own_airfields(desert):
    own = ("--airfields", desert / "strips.csv")
    made = run("ingest", desert / "traces", "--lake", desert / "lake", *own)
    assert made.exit_code == 0, made.output
    run("flights", desert / "traces", *own, "--out", desert / "flights.parquet")

    of_lake = counts(run("corridor", desert / "lake", *ASKED))
    of_table = counts(run("corridor", desert / "flights.parquet", *own, *ASKED))

    assert of_lake == of_table
    assert of_lake["ground"] == 1


def test_the_lake_keeps_them_and_needs_no_file_again(desert):
    own = ("--airfields", desert / "strips.csv")
    run("ingest", desert / "traces", "--lake", desert / "lake", *own)
    (desert / "strips.csv").unlink()

    again = run("ingest", desert / "traces", "--lake", desert / "lake")
    out = desert / "flights.csv"
    flights = run("flights", desert / "lake", "--out", out)

    assert again.exit_code == flights.exit_code == 0, again.output + flights.output
    assert "OWN-NORTH" in out.read_text()
    assert [f.name for f in open_lake(desert / "lake").drawn] == [
        (desert / "strips.csv").as_posix()
    ]


def test_the_status_of_a_lake_names_them(desert):
    own = ("--airfields", desert / "strips.csv")
    run("ingest", desert / "traces", "--lake", desert / "lake", *own)

    told = run("lake", "status", desert / "lake")

    assert "strips.csv (OWN-NORTH, ALFA1)" in told.output


def test_a_lake_without_any_is_the_lake_it_was_before(desert):
    lake_of(desert / "lake", desert / "traces")

    marker = (desert / "lake" / "heavylift-lake.json").read_text()

    assert "drawn" not in marker
    assert open_lake(desert / "lake").airfields is load_airfields()


def test_other_airfields_than_a_lake_has_are_refused(desert):
    drawn = read_strips([desert / "strips.csv"])
    other = write_strips(desert / "other.csv", runway_of("LLOV", -20.0))
    ingest(make_lake(desert / "lake", drawn=drawn), [desert / "traces"])
    before = contents(desert / "lake")

    for command in (
        ("ingest", desert / "traces", "--lake", desert / "lake"),
        ("corridor", desert / "lake", "--from", "UBBB", "--to", "LLOV"),
        ("flights", desert / "lake", "--out", desert / "flights.csv"),
    ):
        told = run(*command, "--airfields", other)

        assert isinstance(told.exception, LakeError), command
        assert "strips.csv" in str(told.exception)
    assert contents(desert / "lake") == before


def test_a_lake_without_any_takes_none_later(desert):
    lake_of(desert / "lake", desert / "traces")

    with pytest.raises(LakeError, match="without any"):
        make_lake(desert / "lake", drawn=read_strips([desert / "strips.csv"]))


def test_the_same_airfields_in_another_file_are_the_same(desert):
    drawn = read_strips([desert / "strips.csv"])
    make_lake(desert / "lake", drawn=drawn)
    renamed = desert / "renamed.csv"
    renamed.write_text((desert / "strips.csv").read_text() + "\n")

    lake = make_lake(desert / "lake", drawn=read_strips([renamed]))

    assert lake.drawn == drawn


def test_an_end_far_out_is_weighed_with_them(desert, tmp_path):
    made = to_the_desert(every_s=20)
    # Lost eight minutes before it stands.
    write_days(tmp_path / "days", a00002=made.take(slice(0, len(made) - 25)))
    lake = make_lake(desert / "lake", drawn=read_strips([desert / "strips.csv"]))

    ingest(lake, [tmp_path / "days"])

    out = desert / "flights.csv"
    run("flights", desert / "lake", "--out", out)
    assert "ALFA1" in out.read_text()


def test_workers_find_flights_with_them_too(desert):
    pytest.importorskip("distributed")
    own = ("--airfields", desert / "strips.csv")
    run("ingest", desert / "traces", "--lake", desert / "here", *own)
    there = ("ingest", desert / "traces", "--lake", desert / "there", *own)

    # Workers start as processes of their own, which import the main module again.
    done = subprocess.run(
        [sys.executable, "-m", "heavylift", *map(str, there), "--engine", "dask"],
        env=os.environ | {"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )

    assert done.returncode == 0, done.stderr
    assert contents(desert / "there") == contents(desert / "here")
    told = run("corridor", desert / "there", *ASKED)
    assert counts(told)["ground"] == 1


def test_a_region_may_be_around_an_airfield_that_was_drawn(desert):
    write_case(desert, a00003=to_the_desert(every_s=20, start=START + 3600))
    own = ("--airfields", desert / "strips.csv")

    kept = run(
        *("ingest", desert / "traces", "--lake", desert / "lake", *own),
        *("--region", "ALFA1", "--json"),
    )
    none = run(
        *("ingest", desert / "traces", "--lake", desert / "none", *own),
        *("--region", "EGLL", "--json"),
    )

    assert not json.loads(kept.stdout)["inputs"][0]["left_out"]
    assert json.loads(none.stdout)["inputs"][0]["left_out"]


def test_corridor_says_which_airfields_of_a_table_it_does_not_know(desert):
    own = ("--airfields", desert / "strips.csv")
    table = desert / "flights.csv"
    run("flights", desert / "traces", *own, "--out", table)

    without = run("corridor", table, "--from", "UBBB", "--to", "country:LY")
    given = run("corridor", table, "--from", "UBBB", "--to", "country:LY", *own)

    assert "not known here: ALFA1, OWN-NORTH." in without.stderr
    assert "not known" not in given.stderr


def test_explain_needs_the_airfields_that_a_table_was_made_with(desert):
    own = ("--airfields", desert / "strips.csv")
    table = desert / "flights.csv"
    run("flights", desert / "traces", *own, "--out", table)

    without = run("explain", table, "a00001")
    given = run("explain", table, "a00001", *own)

    assert "--airfields FILE" in str(without.exception)
    assert given.exit_code == 0, given.output
    assert "Alfa (ALFA1)" in given.output
