"""A lake gives the same flights as the files it was made from, however they came."""

import tarfile
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.lakes import contents, lake_of, write_days
from builders.shared import SHARED, needs_shared
from builders.tracks import MIDNIGHT, START, flight, hole, joined, lost_before
from heavylift.flights.find import find_flights
from heavylift.lake.days import read_days
from heavylift.lake.layout import bucket_of
from heavylift.lake.pieces import LakeSources
from heavylift.lake.query import flights_between
from heavylift.sources import open_sources

DAY = 86_400

#: Columns that look at all flights of a fleet or all of an aircraft, however far away;
#: a lake looks two days around.
FAR = {
    *(f"{r}_{c}" for r in ("origin", "destination") for c in ("gap", "reason")),
    *(f"{r}_{c}" for r in ("origin", "destination") for c in ("candidates",)),
    *(f"{r}_elsewhere" for r in ("origin", "destination")),
    *("start_boundary", "end_boundary"),
}


def from_files(*inputs):
    return find_flights(open_sources(inputs))[0]


def from_positions_of(lake):
    return find_flights(LakeSources(lake, list(read_days(lake).values())))[0]


@lru_cache
def made(name):
    """Flights to choose from, as (seconds after START, positions)."""
    late = MIDNIGHT - START - 5_400
    whole = flight("UBBB", "LLOV", every_s=20)
    ways = {
        "day": whole,
        "over midnight": shifted(whole, late),
        "not landing": lost_before(whole, "LLOV", 45),
        "back over midnight": shifted(flight("LLOV", "UBBB", every_s=20), late),
        "next day": shifted(flight("LLOV", "UBBB", every_s=20), DAY),
        "with a hole": hole(shifted(whole, late), 60, 50),
        "two days on": shifted(whole, 2 * DAY),
    }
    return ways[name]


def shifted(positions, seconds):
    return replace(positions, time_ms=positions.time_ms + np.int64(seconds * 1000))


NAMES = (
    *("day", "over midnight", "not landing", "back over midnight"),
    *("next day", "with a hole", "two days on"),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    flown=st.dictionaries(
        st.sampled_from(["4b1234", "4b1235", "a00001", "~c00001", "738065"]),
        st.sets(st.sampled_from(NAMES), min_size=1, max_size=2),
        min_size=1,
        max_size=4,
    ),
    order=st.randoms(use_true_random=False),
)
def test_a_lake_gives_the_flights_of_its_files_whatever_the_order_of_days(
    tmp_path_factory, flown, order
):
    folder = tmp_path_factory.mktemp("order")
    tracks = {
        a: joined(*(made(n) for n in NAMES if n in ns)) for a, ns in flown.items()
    }
    days = write_days(folder / "archive", **tracks)
    shuffled = order.sample(days, len(days))

    for day in shuffled:
        lake = lake_of(folder / "lake", day)

    wanted = from_files(*days)
    assert flights_between(lake).equals(wanted)
    assert from_positions_of(lake).equals(wanted)


def test_a_flight_over_midnight_is_whole_once_the_other_day_has_come(tmp_path):
    days = write_days(tmp_path, a00001=made("over midnight"))

    first = flights_between(lake_of(tmp_path / "lake", days[1]))
    both = flights_between(lake_of(tmp_path / "lake", days[0]))

    assert first["origin_class"].to_pylist() != ["ground"]
    assert both["origin"].to_pylist() == ["UBBB"]
    assert both["destination"].to_pylist() == ["LLOV"]


def test_days_in_one_call_and_one_by_one_make_the_same_lake(tmp_path):
    days = write_days(tmp_path, a00001=made("over midnight"), a00002=made("next day"))

    lake_of(tmp_path / "at-once", *days)
    for day in days:
        lake_of(tmp_path / "one-by-one", day)

    assert contents(tmp_path / "at-once") == contents(tmp_path / "one-by-one")


def test_a_day_ahead_makes_only_days_near_it_anew(tmp_path):
    far = shifted(made("day"), 9 * DAY)
    days = write_days(tmp_path, a00001=joined(made("day"), far), a00002=far)
    lake_of(tmp_path / "lake", days[0])
    before = contents(tmp_path / "lake")

    lake_of(tmp_path / "lake", days[1])

    after = contents(tmp_path / "lake")
    assert {name: after.get(name) for name in before} == before


def test_a_tar_and_its_folder_give_the_same_flights(tmp_path):
    [day] = write_days(tmp_path, a00001=made("day"))
    with tarfile.open(tmp_path / "day.tar", "w") as tar:
        tar.add(day, arcname=".")

    folder = flights_between(lake_of(tmp_path / "folder", day))
    packed = flights_between(lake_of(tmp_path / "packed", tmp_path / "day.tar"))

    assert folder.drop(["sources"]).equals(packed.drop(["sources"]))


@needs_shared
def test_a_table_of_twelve_days_gives_the_same_classes_and_ends(tmp_path):
    path = SHARED / "data" / "kaliningrad-2022" / "positions.parquet"
    wanted = from_files(path)

    lake = lake_of(tmp_path / "lake", path)

    stored = flights_between(lake)
    near = [name for name in wanted.column_names if name not in FAR]
    assert stored.select(near).equals(wanted.select(near))
    assert from_positions_of(lake).equals(wanted)


@needs_shared
def test_points_that_aircraft_of_several_buckets_share_are_found(tmp_path):
    path = SHARED / "data" / "heatmap" / "16.bin.ttf"
    wanted, of_files = find_flights(open_sources([path]))

    lake = lake_of(tmp_path / "lake", path)

    again = LakeSources(lake, list(read_days(lake).values()))
    table, of_lake = find_flights(again)
    assert table.equals(wanted)
    assert of_lake.quarantined == of_files.quarantined
    assert flights_between(lake).equals(wanted)


@pytest.mark.parametrize("bucket", [0, 7])
def test_one_bucket_gives_only_its_own_aircraft(tmp_path, bucket):
    days = write_days(tmp_path, **{f"a0000{i}": made("day") for i in range(6)})
    lake = lake_of(tmp_path / "lake", *days)

    sources = LakeSources(lake, list(read_days(lake).values()), buckets=[bucket])

    labels = {p.aircraft.label for group in sources.groups() for p in group}
    assert labels == {
        f"a0000{i}" for i in range(6) if bucket_of(f"a0000{i}", 16) == bucket
    }


def test_others_received_around_midnight_are_counted_as_from_files(tmp_path):
    whole = flight("UBBB", "LLOV", every_s=20)
    late = shifted(whole, MIDNIGHT - START - 5_400)
    tracks = {f"a0000{n}": shifted(late, 60 * n) for n in range(6)}
    days = write_days(tmp_path, **tracks)

    for own in (days[1:], days[:1]):
        lake = lake_of(tmp_path / f"lake-{own[0].name}", *own)

        assert flights_between(lake).equals(from_files(*own))


def test_an_input_in_many_chunks_gives_the_flights_of_its_files(tmp_path, monkeypatch):
    days = write_days(
        tmp_path, **{f"a0000{i}": made("over midnight") for i in range(6)}
    )
    monkeypatch.setattr("heavylift.lake.ingest.CHUNK_BYTES", 1)

    lake = lake_of(tmp_path / "lake", *days)

    [day, *_] = read_days(lake).values()
    assert len(day.copies[0].chunks) == 6
    assert flights_between(lake).equals(from_files(*days))
    assert from_positions_of(lake).equals(from_files(*days))
