"""What holds for every track, however it was heard: the way from pieces to flights."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import (
    START,
    Held,
    changed,
    end_s,
    flight,
    flights_of,
    found,
    found_after,
    is_sure,
    joined,
    lost_before,
    piece,
    positions,
    ranked,
    spoofed,
    without_ground,
)
from heavylift.flights.find import Tally, find_flights, flight_batches
from heavylift.model.ends import EndClass
from heavylift.model.positions import Quarantine, Surface

#: Between real airfields, military and civil, with a strip, a twin or a sea nearby.
ROUTES = [
    ("UBBB", "LLOV"),
    ("LLOV", "UBBG"),
    ("LLOV", "UBBI"),
    ("UUEE", "UMKK"),
    ("EGLL", "LFMN"),
    ("LTFM", "HLLB"),
    ("NZAA", "NFFN"),
]

FEW = settings(max_examples=30, deadline=None)

routes = st.sampled_from(ROUTES)
kilometres = st.floats(1.0, 150.0)
BOTH = ("origin", "destination")


@pytest.fixture(scope="module")
def whole():
    """Each route flown once; half a minute between positions keeps the tests quick."""
    return {route: flight(*route, every_s=15) for route in ROUTES}


def there_and_back():
    """Two flights with an hour between, some of it spoofed, half the stay heard."""
    out = flight("UBBB", "LLOV", every_s=20)
    back = flight("LLOV", "UBBB", start=end_s(out) + 3_600, every_s=20)
    return spoofed(joined(out, back), 60, 20, (31.7171, 35.9994))


TWO_FLIGHTS = there_and_back()


@given(
    cuts=st.lists(st.integers(1, len(TWO_FLIGHTS) - 1), max_size=5, unique=True),
    order=st.randoms(use_true_random=False),
)
@FEW
def test_pieces_of_a_track_in_any_order_give_the_same_table(cuts, order):
    bounds = [0, *sorted(cuts), len(TWO_FLIGHTS)]
    named = [
        (f"{a}.json", piece(TWO_FLIGHTS.take(slice(a, b)))) for a, b in pairwise(bounds)
    ]
    expected, _ = flights_of(*(p for _, p in named), names=[n for n, _ in named])

    order.shuffle(named)
    table, tally = flights_of(*(p for _, p in named), names=[n for n, _ in named])

    assert table.equals(expected)
    assert tally.positions == len(TWO_FLIGHTS)


@given(seed=st.integers(0, 2**32 - 1), rows=st.permutations(range(6)))
@FEW
def test_rows_out_of_order_and_given_twice_change_nothing(seed, rows):
    expected = _told(found(TWO_FLIGHTS))
    shuffled = np.random.default_rng(seed).permutation(len(TWO_FLIGHTS))
    parts = np.array_split(shuffled, 6)
    pieces = [piece(TWO_FLIGHTS.take(parts[k])) for k in rows]

    table, tally = flights_of(*pieces, pieces[0])

    assert _told(table.to_pylist()) == expected
    assert tally.repeated == len(pieces[0].positions)


def _told(rows):
    """What a row says, apart from where it was read and who else was received."""
    beside = {"sources", "origin_others", "destination_others"}
    beside |= {"origin_gap", "destination_gap"}
    return [{k: v for k, v in row.items() if k not in beside} for row in rows]


@given(
    route=routes, kept=st.floats(0.02, 1.0), seed=st.integers(0, 2**32 - 1),
    holes=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3)), max_size=3),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_whatever_was_missed_no_end_is_sure_of_a_wrong_airfield(
    whole, route, kept, seed, holes
):
    made = whole[route]
    at = np.linspace(0, 1, len(made))
    heard = np.random.default_rng(seed).random(len(made)) < kept
    for start, length in holes:
        heard &= ~((at >= start) & (at < start + length))

    rows = found(made.take(heard))

    named = {r[role] for r in rows for role in BOTH if is_sure(r, role)}
    assert named <= set(route)
    assert all(r["origin"] in (None, route[0]) for r in rows[:1])
    assert all(r["destination"] in (None, route[1]) for r in rows[-1:])


@given(route=routes, km=kilometres, more=kilometres, ground=st.booleans())
@settings(max_examples=60, deadline=None)
def test_hearing_less_of_an_arrival_never_makes_its_class_stronger(
    whole, route, km, more, ground
):
    made = whole[route] if ground else without_ground(whole[route])
    heard = lost_before(made, route[1], km)

    [row] = found(heard)
    [fewer] = found(lost_before(heard, route[1], km + more))

    assert _strength(fewer, "destination") <= _strength(row, "destination")
    assert fewer["origin_class"] == row["origin_class"]


@given(route=routes, km=kilometres, more=kilometres)
@settings(max_examples=60, deadline=None)
def test_hearing_less_of_a_departure_never_makes_its_class_stronger(
    whole, route, km, more
):
    heard = found_after(without_ground(whole[route]), route[0], km)

    [row] = found(heard)
    [fewer] = found(found_after(heard, route[0], km + more))

    assert _strength(fewer, "origin") <= _strength(row, "origin")
    assert fewer["destination_class"] == row["destination_class"]


def _strength(row, role):
    return EndClass(row[f"{role}_class"]).strength


@given(route=routes, lost=kilometres, late=kilometres)
@settings(max_examples=60, deadline=None)
def test_candidates_and_elsewhere_add_up_to_one(whole, route, lost, late):
    heard = found_after(lost_before(whole[route], route[1], lost), route[0], late)

    for row in found(heard):
        for role in BOTH:
            probabilities = list(ranked(row, role).values())
            assert sum(probabilities) + row[f"{role}_elsewhere"] == pytest.approx(
                1, abs=1e-3
            )
            assert probabilities == sorted(probabilities, reverse=True)
            assert all(0 < p <= 1 for p in probabilities)
            assert is_sure(row, role) == EndClass(row[f"{role}_class"]).is_sure
            assert not is_sure(row, role) or probabilities == [1.0]


# Anything at all

columns = st.fixed_dictionaries(
    {
        "step_s": st.sampled_from([0.0, 1.0, 10.0, 400.0, 4_000.0]),
        "lat": st.sampled_from([29.94, 30.0, 40.47, -89.99, 90.0]),
        "lon": st.sampled_from([34.93, 35.5, 50.04, 179.99, -179.99]),
        "baro_altitude_m": st.sampled_from(
            [np.nan, 0.0, 450.0, 3_000.0, 11_000.0, -2_000.0, 99_000.0]
        ),
        "ground_speed_ms": st.sampled_from([np.nan, 0.0, 8.0, 70.0, 230.0]),
        "surface": st.sampled_from([int(s) for s in Surface]),
        "track_deg": st.sampled_from([np.nan, 0.0, 200.0, 360.0]),
        "vertical_rate_ms": st.sampled_from([np.nan, -8.0, 0.0, 12.0]),
    }
)
anything = st.lists(columns, min_size=1, max_size=40)


def _strange(rows):
    made = {name: np.array([r[name] for r in rows]) for name in rows[0]}
    time_s = START + np.cumsum(made.pop("step_s"))
    return positions(time_s, made.pop("lat"), made.pop("lon"), **made)


@given(one=anything, other=anything)
@settings(max_examples=100, deadline=None)
def test_flights_never_overlap_and_no_position_is_lost(one, other):
    pieces = [piece(_strange(one), "aaaaaa"), piece(_strange(other), "bbbbbb")]
    tally = Tally()

    for batch in flight_batches(Held(pieces), tally):
        rows = batch.table.num_rows
        starts, offsets = batch.first, batch.tracks.offsets
        of = np.searchsorted(offsets, starts, side="right") - 1
        assert (batch.first <= batch.last).all()
        assert (batch.last < offsets[of + 1]).all()
        assert (starts[1:] > batch.last[:-1]).all()
        assert len(set(batch.table["flight_id"].to_pylist())) == rows
        trusted = batch.tracks.positions.quarantine == Quarantine.NONE
        for a, b, n in zip(
            batch.first, batch.last, batch.table["positions"].to_pylist(), strict=True
        ):
            assert trusted[a : b + 1].sum() == n
        assert sum(batch.table["quarantined"].to_pylist()) <= (~trusted).sum()

    assert tally.positions + tally.repeated == len(one) + len(other)


@given(one=anything)
@settings(max_examples=100, deadline=None)
def test_strange_positions_still_give_ends_in_the_declared_words(one):
    for row in found(_strange(one)):
        assert row["first_seen"] <= row["last_seen"]
        for role in BOTH:
            assert is_sure(row, role) == EndClass(row[f"{role}_class"]).is_sure
            assert row[f"{role}_reason"]


@given(one=anything, other=anything, later_s=st.integers(0, 600))
@settings(max_examples=100, deadline=None)
def test_an_aircraft_has_the_same_flights_whoever_else_is_in_the_data(
    one, other, later_s
):
    mine, theirs = _strange(one), _strange(other)
    after = theirs.time_ms - theirs.time_ms[0] + mine.time_ms[-1] + later_s * 1000
    pieces = [
        piece(mine, "aaaaaa"),
        piece(changed(theirs, slice(None), time_ms=after), "bbbbbb"),
    ]

    # Where others fly weighs on candidates, unless that is left out.
    alone = [row for p in pieces for row in _unweighed(p)]

    assert _told(_unweighed(*pieces)) == _told(alone)


def _unweighed(*pieces):
    table, _ = find_flights(Held(pieces), prior="even")
    return table.to_pylist()


# Counts


def test_positions_are_counted_by_what_became_of_them():
    made = spoofed(flight("LLOV", "UBBB"), 80, 20, (31.7171, 35.9994))

    table, tally = flights_of(made, made)

    [row] = table.to_pylist()
    assert tally.flights == 1
    assert tally.positions == tally.repeated == len(made)
    assert tally.quarantined == Counter(stuck_point=row["quarantined"])
    assert row["positions"] + row["quarantined"] == len(made)


def test_each_aircraft_has_its_own_flights():
    fleet = [
        piece(flight("UBBB", "LLOV", start=START + 60 * k), f"4b12{k:02x}")
        for k in range(5)
    ]

    rows = found(*fleet)

    assert [r["icao24"] for r in rows] == [f"4b12{k:02x}" for k in range(5)]
    assert {(r["origin"], r["destination"]) for r in rows} == {("UBBB", "LLOV")}


def test_nothing_but_repeats_and_noise_makes_no_flight():
    lying = changed(flight("UBBB", "LLOV"), slice(None), quarantine=Quarantine.GPS_LOST)

    table, tally = flights_of(lying)

    assert table.num_rows == 0
    assert tally.quarantined["gps_lost"] == len(lying)


def test_no_inputs_make_an_empty_table_with_all_columns():
    table, tally = find_flights(Held([]))

    assert table.num_rows == tally.flights == 0
    assert "origin_candidates" in table.column_names
