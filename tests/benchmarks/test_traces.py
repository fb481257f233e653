"""The made-up archive is what benchmarks say it is."""

import csv
import gzip
import json
import tarfile

import numpy as np
import pytest

from benchmarks.airframes import AIRFRAMES
from benchmarks.archives import MadeUpDay, flights_flown, rows_made
from benchmarks.runways import read_airfields
from benchmarks.tars import members
from benchmarks.traces import (
    FIRST_DAY_S,
    days,
    tar_beside,
    truth_beside,
    write,
    write_tars,
)
from benchmarks.traces import folder as folder_of
from benchmarks.tracks import DAY_S, fly


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive") / "day"
    total = write(folder, rows=12_000, days=2, processes=1)
    return folder, total


def read(folder):
    return {
        path.relative_to(folder).as_posix(): json.loads(
            gzip.decompress(path.read_bytes())
        )
        for path in sorted(folder.glob("*/*/*/traces/*/*.json"))
    }


def test_every_file_is_json_of_fourteen_fields_in_order_of_time(day):
    folder, total = day

    traces = read(folder)

    assert len(traces) == total.files
    assert sum(len(t["trace"]) for t in traces.values()) == total.rows
    for trace in traces.values():
        seconds = [row[0] for row in trace["trace"]]
        assert {len(row) for row in trace["trace"]} == {14}
        assert seconds == sorted(seconds)
        assert seconds[0] >= 0
        assert seconds[-1] < DAY_S


def test_a_file_lies_in_the_folder_of_its_day_and_last_two_digits(day):
    folder, _ = day

    for name, trace in read(folder).items():
        month_day = "2025/02/04" if trace["timestamp"] == FIRST_DAY_S else "2025/02/05"
        assert name == (
            f"{month_day}/traces/{trace['icao'][-2:]}/trace_full_{trace['icao']}.json"
        )


def test_a_row_weighs_what_a_real_one_does(day):
    _, total = day

    assert total.json_bytes / total.rows == pytest.approx(171, abs=12)
    assert total.gzip_bytes / total.rows == pytest.approx(25, abs=4)


def test_about_every_fourth_row_has_details(day):
    folder, total = day

    details = sum(
        row[8] is not None for t in read(folder).values() for row in t["trace"]
    )

    assert details / total.rows == pytest.approx(0.25, abs=0.01)


def test_the_same_seed_gives_the_same_bytes(day, tmp_path):
    folder, _ = day

    write(tmp_path / "day", rows=12_000, days=2, processes=2)

    for path in folder.glob("*/*/*/traces/*/*.json"):
        again = tmp_path / "day" / path.relative_to(folder)
        assert again.read_bytes() == path.read_bytes()


def test_the_truth_lists_every_flight_with_its_rows(day):
    folder, total = day

    with truth_beside(folder).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert sum(int(row["rows"]) for row in rows) == total.rows
    assert all(row["origin"] != row["destination"] for row in rows)


@pytest.fixture(scope="module")
def tars(tmp_path_factory):
    out = tmp_path_factory.mktemp("tars") / "day"
    total = write_tars(out, rows=12_000, days=2, processes=2)
    return out, total


def test_the_tars_hold_the_same_files_in_the_order_of_their_paths(day, tars):
    folder, total = day
    out, total_in_tars = tars

    assert total_in_tars == total
    assert truth_beside(out).read_bytes() == truth_beside(folder).read_bytes()
    assert not out.exists()
    for day_s in days(2):
        loose = sorted((folder / folder_of(day_s)).glob("traces/*/*.json"))
        with tarfile.open(tar_beside(out, day_s)) as tar:
            names = tar.getnames()
            packed = [tar.extractfile(name).read() for name in names]
        assert names == [f"./traces/{path.parent.name}/{path.name}" for path in loose]
        assert packed == [path.read_bytes() for path in loose]


def test_nothing_unfinished_lies_beside_the_tars(tars):
    out, _ = tars

    assert sorted(path.name for path in out.parent.iterdir()) == [
        "day-2025.02.04.tar",
        "day-2025.02.05.tar",
        "day-truth.csv",
    ]


def test_walking_a_tar_finds_what_tarfile_finds(tars):
    path = tar_beside(tars[0], FIRST_DAY_S)

    walked = [(m.name, m.size, m.offset) for m in members(path)]

    with tarfile.open(path) as tar:
        assert walked == [(m.name, m.size, m.offset_data) for m in tar]


def test_the_rows_of_a_day_are_counted_from_its_truth(tmp_path):
    total = write_tars(tmp_path / "day", rows=6_000, processes=1)
    made = MadeUpDay(
        tar=tar_beside(tmp_path / "day", FIRST_DAY_S),
        truth=truth_beside(tmp_path / "day"),
    )

    assert rows_made(made) == total.rows
    assert len(flights_flown(made)) == sum(flown.rows > 0 for flown in total.flown)


@pytest.mark.parametrize("seed", range(30))
def test_a_flight_moves_no_faster_than_its_aircraft(seed):
    rng = np.random.default_rng(seed)
    airfields = read_airfields()
    a, b = rng.choice(len(airfields), 2, replace=False)

    leg = fly(rng, AIRFRAMES[0], airfields[a][0], airfields[b][1], FIRST_DAY_S)

    silence_s = np.diff(leg.time_s)
    north_m = np.abs(np.diff(leg.lat)) * 111_195  # one degree of latitude
    assert (silence_s > 0).all()
    # Scatter of some metres at both ends of a step.
    assert (north_m <= 460 * 0.5144 * silence_s + 60).all()
    assert (np.abs(leg.rate_fpm) < 6000).all()
    assert leg.take_off_s < leg.landing_s < leg.over_s
