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
from heavylift.lake import layout, make_lake
from heavylift.lake.ends import key_of, write_flights
from heavylift.lake.records import Copy, Day, Made
from heavylift.lake.select import select_from_lake
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
