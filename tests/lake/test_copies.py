"""Of two copies of a day the one with more of the archive counts, and it is said."""

import tarfile
from dataclasses import replace

import numpy as np
import pytest

from builders.lakes import contents, lake_of, write_day_trace
from builders.readsb import split
from builders.tracks import START, flight
from heavylift.lake import make_lake
from heavylift.lake.days import State, days, read_days
from heavylift.lake.ingest import ingest
from heavylift.lake.query import flights_between
from heavylift.lake.wanted import Wanted
from heavylift.reference.airfields import load_airfields
from heavylift.reference.places import parse_place

DAY = START // 86_400

#: Addresses in folders of their own.
ALL = ("a00001", "a00002", "a00003", "a00004")


def archive(folder, *addresses, name="archive", every_s=20, **header):
    """A folder with a trace of each address, all of one day."""
    made = flight("UBBB", "LLOV", every_s=every_s)
    for address in addresses:
        write_day_trace(folder / name, address, made, DAY, **header)
    return folder / name


def became(done):
    return [said for outcome in done.outcomes for said in outcome.became.values()]


def test_a_better_copy_replaces_a_worse_one_and_says_so(tmp_path):
    worse = archive(tmp_path, *ALL[:2], name="v2023.09.02-planes-readsb-staging-0")
    better = archive(
        tmp_path, *ALL, name="v2023.09.02-planes-readsb-prod-0", every_s=10
    )
    lake = lake_of(tmp_path / "lake", worse)

    done = ingest(lake, [better])

    [told] = became(done)
    assert told.startswith(f"replaces {worse.as_posix()} (2 of 256 trace folders")
    [record] = days(lake)
    assert record.replicas == ("prod-0",)
    assert record.left[worse.as_posix()].startswith("replaced by a better copy")
    lake_of(tmp_path / "wanted", better)
    flights = flights_between(lake)
    assert flights.equals(flights_between(make_lake(tmp_path / "wanted")))
    assert flights.num_rows == len(ALL)


def test_a_worse_copy_is_refused_with_the_reason_and_counted(tmp_path):
    better = archive(tmp_path, *ALL, name="better")
    worse = archive(tmp_path, *ALL[:3], name="worse", every_s=30)
    lake = lake_of(tmp_path / "lake", better)
    before = flights_between(lake)

    done = ingest(lake, [worse])

    [told] = became(done)
    assert told.startswith("not used (3 of 256 trace folders, 3 traces")
    assert f"a copy as good or better is held: {better.as_posix()}" in told
    [record] = days(lake)
    assert list(record.left) == [worse.as_posix()]
    assert record.flights == len(ALL)
    assert flights_between(lake).equals(before)


def test_the_order_of_copies_does_not_matter_for_what_counts(tmp_path):
    better = archive(tmp_path, *ALL, name="better")
    worse = archive(tmp_path, *ALL[:3], name="worse", every_s=30)

    one = lake_of(tmp_path / "one", better)
    ingest(one, [worse])
    other = lake_of(tmp_path / "other", worse)
    ingest(other, [better])

    [a], [b] = read_days(one).values(), read_days(other).values()
    assert a.copies == b.copies
    assert a.flights == b.flights
    flights = [n for n in contents(tmp_path / "one") if n.startswith("flights")]
    assert flights == [n for n in contents(tmp_path / "other") if n.startswith("flig")]


def test_a_copy_that_was_replaced_is_not_taken_back(tmp_path):
    worse = archive(tmp_path, *ALL[:2], name="worse")
    better = archive(tmp_path, *ALL, name="better")
    lake = lake_of(tmp_path / "lake", worse, better)
    before = contents(tmp_path / "lake")

    ingest(lake, [worse])

    assert contents(tmp_path / "lake") == before


def test_parts_of_a_day_without_an_aircraft_in_common_stand_beside_each_other(tmp_path):
    one = archive(tmp_path, *ALL[:2], name="one")
    other = archive(tmp_path, *ALL[2:], name="other")

    lake = lake_of(tmp_path / "lake", one, other)

    [record] = days(lake)
    assert record.files == 2
    assert record.left == {}
    assert flights_between(lake).num_rows == len(ALL)


def test_the_end_of_a_trace_after_midnight_is_no_copy_of_the_next_day(tmp_path):
    made = flight("UBBB", "LLOV", every_s=20)
    late = replace(
        made, time_ms=made.time_ms + np.int64((86_400 - 21_600 - 5_400) * 1000)
    )
    first = write_day_trace(tmp_path, "a00001", late, DAY)
    after = late.take(late.time_ms >= (DAY + 1) * 86_400_000)
    second = write_day_trace(tmp_path, "a00001", after, DAY + 1)

    lake = lake_of(tmp_path / "lake", first, second)

    assert [r.files for r in days(lake)] == [1, 1]
    assert flights_between(lake)["destination"].to_pylist() == ["LLOV"]


def test_a_missing_part_of_a_tar_makes_a_day_partial(tmp_path):
    day = archive(tmp_path, *(f"a000{n:02x}" for n in range(256)), every_s=600)
    with tarfile.open(tmp_path / "day.tar", "w") as tar:
        tar.add(day, arcname=".")
    parts = split(tmp_path / "day.tar", 200_000)
    whole = days(lake_of(tmp_path / "whole", parts[0]))
    parts[2].unlink()

    broken = days(lake_of(tmp_path / "broken", *(p for p in parts if p.exists())))

    assert [(r.state, r.folders) for r in whole] == [(State.COMPLETE, 256)]
    [record] = broken
    assert record.state is State.PARTIAL
    assert record.parts_missing == 1
    assert record.files == 1
    assert record.folders is not None
    assert record.folders < 256


def test_days_between_that_are_not_there_are_told_as_absent(tmp_path):
    made = flight("UBBB", "LLOV", every_s=60)
    later = replace(made, time_ms=made.time_ms + np.int64(3 * 86_400_000))
    first = write_day_trace(tmp_path, "a00001", made, DAY)
    last = write_day_trace(tmp_path, "a00001", later, DAY + 3)

    records = days(lake_of(tmp_path / "lake", first, last))

    assert [r.state.value for r in records] == [
        "partial",
        "absent",
        "absent",
        "partial",
    ]
    assert days(make_lake(tmp_path / "empty")) == []


@pytest.mark.parametrize(
    ("region", "kept"),
    [("LLOV", 1), ("circle:40.4,50.0,50", 1), ("box:50,-5,55,5", 1), ("EGLL,LLOV", 2)],
)
def test_a_region_keeps_whole_tracks_of_aircraft_that_were_there(
    tmp_path, region, kept
):
    day = archive(tmp_path, "a00001", every_s=20)
    write_day_trace(day, "a00002", flight("EGLL", "LFMN", every_s=20), DAY)
    airfields = load_airfields()
    wanted = Wanted(place=parse_place(region, airfields))

    lake = make_lake(tmp_path / "lake")
    done = ingest(lake, [day], wanted=wanted)

    flights = flights_between(lake)
    assert flights.num_rows == kept
    assert set(flights["origin_class"].to_pylist()) == {"ground"}
    assert set(flights["destination_class"].to_pylist()) == {"ground"}
    assert (sum(done.outcomes[0].left_out.values()) > 0) == (kept < 2)
    [record] = days(lake)
    assert record.kept == (f"region {region}",)
    assert record.state is State.PARTIAL


def test_a_box_is_an_area_and_not_its_airfields(tmp_path):
    day = archive(tmp_path, "a00001", every_s=20)
    airfields = load_airfields()
    # Baku's airport lies in one, and 30 km south of the other.
    near = parse_place("box:40.3,49.9,40.6,50.3", airfields)
    beside = parse_place("box:40.7,49,41.8,50.3", airfields)

    kept = [
        ingest(make_lake(tmp_path / f"{n}"), [day], wanted=Wanted(place=p)).outcomes[0]
        for n, p in enumerate((near, beside))
    ]

    assert [set(outcome.left_out) for outcome in kept] == [
        set(),
        {"aircraft not in the region"},
    ]


def test_types_keep_their_aircraft_and_count_the_others_by_reason(tmp_path):
    day = archive(tmp_path, "a00001")
    archive(tmp_path, "a00002", t="A320")
    archive(tmp_path, "a00003", t=None)

    lake = make_lake(tmp_path / "lake")
    done = ingest(lake, [day], wanted=Wanted(types=("il76",)))

    assert flights_between(lake)["aircraft_type"].to_pylist() == ["IL76"]
    assert done.outcomes[0].unread == {
        "aircraft type not among those wanted": 1,
        "aircraft type not known": 1,
    }
