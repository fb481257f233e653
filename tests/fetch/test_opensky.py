"""OpenSky's own client asks a server of its protocol; what lands is read as vectors."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from builders.tracks import START, flight
from builders.trino import trino, vectors
from heavylift.cli import group
from heavylift.errors import FetchError
from heavylift.fetch.opensky import Question, as_vectors
from heavylift.sources.fetched import PART, RECORD

SRC = Path(__file__).resolve().parents[2] / "src"

TWO_DAYS = ("--since", "2023-09-02", "--until", "2023-09-04")


@pytest.fixture
def database():
    night = START + 20 * 3_600
    rows = vectors("600828", flight("UBBB", "LLOV", every_s=20))
    rows += vectors("600828", flight("LLOV", "UBBB", start=night, every_s=20))
    with trino(rows) as served:
        yield served


def heavylift(*arguments, folder, hidden="", **environment):
    """Run the program with settings of its own; ``hidden`` cannot be imported."""
    program = f"""
import sys
if {hidden!r}:
    sys.modules[{hidden!r}] = None
from heavylift.cli import main
main()
"""
    known = {k: v for k, v in os.environ.items() if not k.startswith("OPENSKY")}
    places = {"XDG_CONFIG_HOME": f"{folder}/.config", "OPENSKY_CACHE": f"{folder}/.c"}
    (folder / ".config").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env=known | {"PYTHONPATH": str(SRC)} | places | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def fetch(database, folder, *arguments, to="fleet.parquet"):
    return heavylift(
        *("fetch", "opensky", *TWO_DAYS, "--icao24", "600828", "--to", to, "--yes"),
        *("--url", database.url, *arguments),
        folder=folder,
    )


def test_state_vectors_are_asked_for_recorded_and_read_as_such(database, tmp_path):
    told = fetch(database, tmp_path)
    read = heavylift(
        *("flights", "fleet.parquet", "--out", "f.csv", "--json"), folder=tmp_path
    )

    assert told.returncode == 0, told.stderr
    assert told.stdout == "fleet.parquet\n"
    table = pq.read_table(tmp_path / "fleet.parquet")
    assert table.num_rows == len(database.rows)
    assert table["time"][0].as_py() == datetime.fromtimestamp(database.rows[0][0], UTC)
    assert table["serials"][0].as_py() == database.rows[0][16]
    assert read.returncode == 0, read.stderr
    [report] = json.loads(read.stdout)["inputs"]
    assert report["reader"] == "opensky"
    assert len((tmp_path / "f.csv").read_text().splitlines()) == 3
    question = "state vectors from 2023-09-02 00:00 to 2023-09-04 00:00 UTC, of 600828"
    assert f"to ask: {question}\n  {database.url}\n" in told.stderr
    assert "licence: for research and other non-commercial use" in told.stderr
    [line] = (tmp_path / RECORD).read_text().splitlines()
    entry = json.loads(line)
    assert entry["words"].endswith(f"rows: {question}")
    assert (entry["url"], entry["outcome"]) == (database.url, "landed")
    assert len(entry["sha256"]) == 64


def test_days_are_asked_for_one_by_one_and_bounds_are_south_west_north_east(
    database, tmp_path
):
    told = fetch(database, tmp_path, "--bounds", "29,33,42,51")

    west_east, south_north = "'33.0',DOUBLE '51.0'", "'29.0',DOUBLE '42.0'"
    assert told.returncode == 0, told.stderr
    assert len(database.asked) == 2
    for sql, day in zip(database.asked, (1_693_612_800, 1_693_699_200), strict=True):
        assert f"DOUBLE {west_east},DOUBLE {south_north}" in sql
        assert f"{day},{day + 86_399}," in sql


def test_the_same_question_twice_is_not_asked_again(database, tmp_path):
    fetch(database, tmp_path)

    told = fetch(database, tmp_path)

    assert told.returncode == 0, told.stderr
    assert "there already" in told.stderr
    assert len(database.asked) == 2


def test_a_day_that_was_answered_is_not_asked_for_again_after_a_failure(
    database, tmp_path
):
    database.fails_at = {2}

    failed = fetch(database, tmp_path)
    left = sorted(p.name for p in tmp_path.glob("fleet*"))
    done = fetch(database, tmp_path)

    assert failed.returncode == 1
    assert "from 2023-09-03 00:00 on" in failed.stderr
    assert "out of memory" in failed.stderr
    assert left == [f"fleet.parquet{PART}"]
    assert done.returncode == 0, done.stderr
    assert len(database.asked) == 3
    assert pq.read_table(tmp_path / "fleet.parquet").num_rows == len(database.rows)


def test_another_file_of_that_name_is_left_alone(database, tmp_path):
    (tmp_path / "fleet.parquet").write_bytes(b"mine")

    told = fetch(database, tmp_path)

    assert told.returncode == 1
    assert "is not the answer to this question" in told.stderr
    assert (tmp_path / "fleet.parquet").read_bytes() == b"mine"
    assert database.asked == []


def test_nothing_found_is_a_file_without_rows_and_no_error(database, tmp_path):
    database.rows.clear()

    told = fetch(database, tmp_path)

    assert told.returncode == 0, told.stderr
    assert "0 rows" in told.stderr
    assert pq.read_table(tmp_path / "fleet.parquet").num_rows == 0


def test_without_an_account_nothing_is_opened_and_it_is_said_where_it_belongs(tmp_path):
    told = heavylift(
        *("fetch", "opensky", *TWO_DAYS, "--icao24", "600828", "--to", "a.parquet"),
        "--yes",
        folder=tmp_path,
    )

    assert told.returncode == 1
    assert "no name and password for OpenSky's database" in told.stderr
    assert "settings.conf" in told.stderr
    assert "OPENSKY_USERNAME" in told.stderr


def test_without_the_client_it_is_said_how_to_install_it(tmp_path):
    told = heavylift(
        *("fetch", "opensky", *TWO_DAYS, "--icao24", "600828", "--to", "a.parquet"),
        "--yes",
        folder=tmp_path,
        hidden="pyopensky",
    )

    assert told.returncode == 1
    assert "pip install 'heavylift[opensky]'" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--bounds", "1,2,3"],
        ["--bounds", "42,33,29,51"],
        ["--bounds", "nan,33,42,51"],
    ],
)
def test_a_question_without_bounds_or_with_wrong_ones_is_not_asked(arguments):
    command = ["fetch", "opensky", *TWO_DAYS, *arguments, "--to", "a.parquet", "--yes"]

    assert CliRunner().invoke(group, command).exit_code == 2


def test_flights_of_an_airport_are_asked_for_at_once():
    question = Question(
        since=datetime(2023, 9, 2, 6, tzinfo=UTC),
        until=datetime(2023, 9, 4, tzinfo=UTC),
        airport="LLOV",
    )

    [(start, end)] = question.stretches()

    assert start == question.since
    assert end == datetime(2023, 9, 3, 23, 59, 59, tzinfo=UTC)


def test_an_answer_without_the_columns_of_vectors_is_said_to_be_none():
    table = pa.table({"time": [1], "icao24": ["600828"]})

    with pytest.raises(FetchError, match="no column lat, lon"):
        as_vectors(table)
