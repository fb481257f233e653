"""Real flights whose airfields somebody else has said.

Positions and labels lie beside the repository; without them these tests are skipped.
The bounds are what a reader may rely on, not what was reached: that is in
``docs/reference/measurements.md``.
"""

import csv
import json
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from builders.shared import SHARED, needs_shared
from heavylift.flights.find import find_flights
from heavylift.sources import open_sources

EXAMPLE = Path(__file__).parents[2] / "examples/kaliningrad-2022/positions.parquet"
KALININGRAD = SHARED / "data/kaliningrad-2022"
LABELLED = SHARED / "data/labelled"

#: Classes that name one airfield.
SURE = {"ground", "runway", "near", "bracketed"}


@cache
def found(path):
    table, _ = find_flights(open_sources([path]))
    return table.to_pylist()


def labels(folder):
    with (folder / "flights.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first_candidate(row, role):
    listed = json.loads(row[f"{role}_candidates"])
    return listed[0]["airfield"] if listed else None


def matched(rows, label):
    """Flights of the label's aircraft that overlap the label's time."""
    return [
        r
        for r in rows
        if r["icao24"] == label["icao24"]
        and r["first_seen"] <= moment(label["last"])
        and r["last_seen"] >= moment(label["first"])
    ]


@needs_shared
@pytest.mark.parametrize("path", [KALININGRAD / "positions.parquet", EXAMPLE])
def test_every_published_flight_is_found_as_one(path):
    rows = found(path)

    assert len(rows) == 93
    assert [len(matched(rows, label)) for label in labels(KALININGRAD)] == [1] * 93


@needs_shared
@pytest.mark.parametrize("path", [KALININGRAD / "positions.parquet", EXAMPLE])
def test_every_sure_origin_is_the_published_one(path):
    pairs = [(matched(found(path), x)[0], x) for x in labels(KALININGRAD)]
    sure = [(r, x) for r, x in pairs if r["origin_class"] in SURE]

    assert len(sure) >= 80
    assert [r["origin"] for r, _ in sure] == [x["origin"] for _, x in sure]


@needs_shared
@pytest.mark.parametrize("path", [KALININGRAD / "positions.parquet", EXAMPLE])
def test_no_landing_is_sure_and_khrabrovo_ranks_first(path):
    rows = found(path)
    open_ends = [r for r in rows if r["destination_class"] not in SURE]
    firsts = [first_candidate(r, "destination") for r in open_ends]

    assert {r["destination"] for r in rows} <= {None, "UMKK"}
    assert len(open_ends) >= 90
    assert firsts.count("UMKK") >= 0.9 * len(open_ends)


@needs_shared
def test_every_sure_end_of_the_labelled_flights_is_right():
    # One track holds two flights of two aircraft: any airfield of its labels will do.
    truth = defaultdict(set)
    for label in labels(LABELLED):
        truth[label["flight"]] |= {label["origin"], label["destination"]}
    rows = found(LABELLED / "positions.csv.gz")

    wrong = [
        (r["track"], role, r[role])
        for r in rows
        for role in ("origin", "destination")
        if r[f"{role}_class"] in SURE and r[role] not in truth[r["track"]]
    ]

    assert len(rows) >= 55
    assert wrong == []


@needs_shared
def test_nine_in_ten_arrivals_at_heathrow_are_sure():
    arrivals = {x["flight"] for x in labels(LABELLED) if x["destination"] == "EGLL"}
    rows = found(LABELLED / "positions.csv.gz")

    sure = {r["track"] for r in rows if r["destination"] == "EGLL"}

    assert len(sure & arrivals) >= 40
