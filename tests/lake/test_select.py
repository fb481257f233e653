"""A corridor over a lake is the corridor over its flights."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.flights import (
    MIDNIGHT,
    end,
    flight_values,
    flights_table,
    not_established,
    toward,
)
from heavylift.corridors import Corridor, Criteria, select_flights
from heavylift.errors import LakeError
from heavylift.exposure.places import visibility_at_places
from heavylift.lake import layout, make_lake
from heavylift.lake.aircraft import days_around, flights_of_aircraft
from heavylift.lake.ends import key_of, write_flights
from heavylift.lake.records import Copy, Day, Made
from heavylift.lake.select import look_in_lake, select_from_lake
from heavylift.reference.airfields import load_airfields

CODES = ("UUEE", "ULLI", "UMKK", "EYPA")
SURE = ("ground", "runway", "near", "bracketed")


def ends():
    one = st.sampled_from(CODES)
    share = st.sampled_from([0.02, 0.3, 0.9])
    return st.one_of(
        st.builds(end, st.sampled_from(SURE), one),
        st.builds(lambda a, p: toward(**{a: p}), one, share),
        st.just(not_established()),
    )


def lake_with(folder, rows, made=True):
    """A lake whose days hold these flights, by their first day."""
    lake = make_lake(folder)
    by_day = {}
    for row in rows:
        by_day.setdefault(f"{row['first_seen']:%Y-%m-%d}", []).append(row)
    for day, own in by_day.items():
        write_flights(lake, day, "0", flights_table(own))
        copy = Copy(
            deposit="0",
            name="made",
            sha256="",
            reader="readsb",
            traces=0,
            folders=None,
            rows=1,
            first_ms=0,
            last_ms=0,
            chunks={},
        )
        flights = Made(made_from="0", flights=len(own)) if made else None
        record = Day(day=day, copies=(copy,), flights=flights)
        lake.write_record(layout.day_manifest(day), record)
    return lake


def without_zeros(covered):
    return {
        (name, source): n
        for name, by_source in covered.items()
        for source, n in by_source.items()
        if n
    }


def ids(table):
    return sorted(table["flight_id"].to_pylist())


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    flown=st.lists(st.tuples(ends(), ends(), st.integers(0, 90)), max_size=12),
    origins=st.sets(st.sampled_from(CODES), min_size=1),
    destinations=st.sets(st.sampled_from(CODES), min_size=1),
    window=st.none() | st.tuples(st.integers(0, 60), st.integers(1, 40)),
    filters=st.sampled_from(
        [
            *({}, {"types": ["A320"]}, {"types": ["IL76"]}, {"operators": ["AFL"]}),
            *({"aircraft": ["424201", "424203"]}, {"military": True}),
            {"states": ["AZ"], "types": ["A320"]},
        ]
    ),
)
def test_a_lake_and_a_table_give_the_same(
    tmp_path_factory, flown, origins, destinations, window, filters
):
    rows = [
        flight_values(n, o, d, first_seen=MIDNIGHT + timedelta(hours=h))
        for n, (o, d, h) in enumerate(flown)
    ]
    bounds = {}
    if window is not None:
        start = MIDNIGHT + timedelta(hours=window[0])
        bounds = {"start": start, "end": start + timedelta(hours=window[1])}
    corridor = Corridor(
        origins=origins,
        destinations=destinations,
        criteria=Criteria(**filters),
        **bounds,
    )

    found = select_from_lake(lake_with(tmp_path_factory.mktemp("l"), rows), corridor)

    wanted = select_flights(flights_table(rows), corridor)
    assert ids(found.belongs) == ids(wanted.belongs)
    assert ids(found.may) == ids(wanted.may)
    assert found.half_open.num_rows == wanted.half_open.num_rows
    assert found.considered == wanted.considered
    # Over a lake who said nothing is not told on days without such flights.
    assert without_zeros(found.covered) == without_zeros(wanted.covered)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    flown=st.lists(st.tuples(ends(), ends(), st.integers(0, 90)), max_size=12),
    origins=st.sets(st.sampled_from(CODES), min_size=1),
    destinations=st.sets(st.sampled_from(CODES), min_size=1),
)
def test_a_lake_tells_in_passing_what_could_have_been_seen_at_both_places(
    tmp_path_factory, flown, origins, destinations
):
    rows = [
        flight_values(n, o, d, first_seen=MIDNIGHT + timedelta(hours=h))
        for n, (o, d, h) in enumerate(flown)
    ]
    lake = lake_with(tmp_path_factory.mktemp("l"), rows)
    corridor = Corridor(origins=origins, destinations=destinations)

    looked = look_in_lake(lake, corridor)

    table = flights_table(rows)
    wanted = visibility_at_places(table, load_airfields(), origins, destinations)
    assert looked.days_unsaid == 0
    for place, of_table in zip(looked.places, wanted, strict=True):
        assert place.whose == of_table.whose
        assert place.unused == of_table.unused
        assert told(place) == told(of_table)


def told(place):
    return {
        v.codes: (v.role, v.to_surface, v.came_low, v.below_5000_ft, v.ends)
        for v in (*place.fields, place.together)
    }


def test_days_outside_of_the_window_say_nothing_of_reception(tmp_path):
    rows = [
        flight_values(n, end("ground", "UUEE"), end("ground", "UMKK"),
                      first_seen=MIDNIGHT + timedelta(days=n))
        for n in range(3)
    ]  # fmt: skip
    start = MIDNIGHT + timedelta(days=1)
    corridor = Corridor(
        origins=["ULLI"],
        destinations=["UMKK"],
        start=start,
        end=start + timedelta(days=1),
    )

    looked = look_in_lake(lake_with(tmp_path, rows), corridor)

    assert looked.days == 1
    assert looked.places[1].together.ends == 1


def test_flights_that_an_older_version_made_say_that_reception_is_not_known(tmp_path):
    lake = lake_with(tmp_path, [flight_values()])
    name = layout.ends_file("2022-02-22", "0")
    old = lake.read_table(name)
    lake.write_table(name, old.select([n for n in old.column_names if "_low" not in n]))

    looked = look_in_lake(lake, Corridor(origins=CODES, destinations=CODES))

    assert looked.places is None
    assert (looked.days, looked.days_unsaid) == (1, 1)


def test_all_flights_of_an_aircraft_are_given_from_the_days_around(tmp_path):
    rows = [
        flight_values(1, first_seen=MIDNIGHT + timedelta(days=d)) for d in (0, 3, 40)
    ] + [flight_values(2, first_seen=MIDNIGHT + timedelta(days=1))]
    lake = lake_with(tmp_path, rows)
    flown = flights_table(rows[:1])

    days = days_around(lake, flown, margin_days=14)
    found = flights_of_aircraft(lake, days, flown, ["flight_id", "icao24"])

    assert [d.day for d in days] == ["2022-02-22", "2022-02-23", "2022-02-25"]
    assert ids(found) == sorted(r["flight_id"] for r in rows[:2])


def test_no_two_airfields_have_the_same_number():
    codes = load_airfields().code.tolist()

    assert len({key_of(code) for code in codes}) == len(set(codes))


def test_a_lake_whose_flights_are_not_made_is_refused(tmp_path):
    lake = lake_with(tmp_path, [flight_values()], made=False)
    everywhere = Corridor(origins=CODES, destinations=CODES)

    with pytest.raises(LakeError, match="2022-02-22 have not been made yet"):
        select_from_lake(lake, everywhere)

    later = datetime(2022, 3, 1, tzinfo=UTC)
    assert (
        select_from_lake(
            lake, Corridor(origins=CODES, destinations=CODES, start=later)
        ).considered
        == 0
    )
