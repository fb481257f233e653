"""What was seen is counted as the claim counts, out of how much could have been."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.claims import said
from builders.flights import end, flight_values, flights_table, not_established, toward
from heavylift.claims.periods import parse_period
from heavylift.claims.routes import Route
from heavylift.claims.seen import Data, look
from heavylift.claims.verdicts import Verdict, judge
from heavylift.exposure import completeness_of_records
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()
FIRST = date(2023, 8, 20)
DAYS = 40
PERIOD = "2023-09-01/2023-09-17"
TO_OVDA = Route(origin=frozenset({"UBBB"}), destination=frozenset({"LLOV"}))


def leg(number, hours, origin, destination, aircraft="600828", **more):
    start = datetime(2023, 9, 1, tzinfo=UTC) + timedelta(hours=hours)
    return flight_values(
        1,
        origin,
        destination,
        flight_id=f"{aircraft}-{number}",
        icao24=aircraft,
        track=aircraft,
        first_seen=start,
        last_seen=start + timedelta(hours=3),
        **more,
    )


def rotation(number, day=1, aircraft="600828", landing=None, **more):
    """Baku to Ovda and back on a day of September."""
    landing = landing or end("ground", "LLOV")
    hours = 24 * (day - 1) + 4
    return [
        leg(2 * number, hours, end("ground", "UBBB"), landing, aircraft, **more),
        leg(2 * number + 1, hours + 6, end("ground", "LLOV"), end("ground", "UBBB"),
            aircraft, **more),
    ]  # fmt: skip


def others(count=40, seen=1.0):
    """Other flights out of Baku and into Ovda; of a share of these the end is seen."""
    rows = []
    for n in range(count):
        at_baku = end("ground", "UBBB") if n < count * seen else toward(UBBB=0.9)
        at_ovda = end("near", "LLOV") if n < count * seen else toward(LLOV=0.9)
        hours = 9.0 * n
        rows += [
            leg(0, hours, at_baku, end("ground", "LTAC"), f"a{n:05d}"),
            leg(0, hours, end("ground", "LCLK"), at_ovda, f"b{n:05d}"),
            leg(0, hours, end("ground", "LTAC"), at_baku, f"c{n:05d}"),
            leg(0, hours, at_ovda, end("ground", "LCLK"), f"d{n:05d}"),
        ]
    return rows


def data(rows, missing=(), **more):
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    days = [d for d in days if d not in missing]
    archive = completeness_of_records(
        days,
        ["complete"] * len(days),
        [256] * len(days),
        (FIRST, FIRST + timedelta(days=DAYS)),
    )
    return Data(
        flights=flights_table(rows), completeness=archive, airfields=AIRFIELDS, **more
    )


def looked(rows, period=PERIOD, route=TO_OVDA, **more):
    return look(route, parse_period(period), data(rows, **more))


def test_a_rotation_is_one_landing_two_legs_and_one_rotation():
    seen = looked(rotation(1) + others())

    counts = {unit: counted.sure for unit, counted in seen.counted.items()}
    assert counts == {"landing": 1, "take-off": 1, "leg": 2, "rotation": 1}
    assert seen.counted["landing"].exposure == 1.0


def test_a_landing_that_was_not_seen_is_possible_and_never_established():
    rows = rotation(1) + rotation(2, 3, "600829", toward(LLOV=0.8, LLER=0.1))

    counted = looked(rows + others()).counted["landing"]

    assert (counted.sure, counted.possible) == (1, 2)


def test_a_flight_of_which_one_end_was_not_heard_is_told_beside():
    lost = leg(9, 30, end("ground", "UBBB"), not_established(), "600829")

    counted = looked([*rotation(1), lost, *others()]).counted["landing"]

    assert (counted.sure, counted.possible, counted.open_ended) == (1, 1, 1)


def test_exposure_is_the_archive_times_what_was_seen_of_others_at_both_ends():
    missing = [date(2023, 9, 5), date(2023, 9, 6)]

    seen = looked(rotation(1) + others(40, 0.5), missing=missing)

    assert seen.outside == 0
    assert seen.counted["landing"].exposure == pytest.approx(15 / 17 * 0.5 * 0.5)
    assert seen.counted["landing"].exposure_low < seen.counted["landing"].exposure


def test_with_few_others_exposure_is_not_known():
    counted = looked(rotation(1) + others(4)).counted["landing"]

    assert counted.exposure is None


def test_days_beyond_the_data_are_outside_and_a_hole_is_not():
    hole = [date(2023, 9, 17)]
    beyond = [FIRST + timedelta(days=n) for n in range(20, DAYS)]

    assert looked(others(), missing=hole).outside == 0
    assert looked(others(), missing=beyond).outside == 9
    assert looked(others(), "2022-09-01/2022-09-17").days_read == 0


def test_one_end_alone_counts_landings_wherever_they_came_from():
    anywhere = Route(destination=frozenset({"LLOV"}))
    strange = leg(5, 40, end("ground", "LTAC"), end("ground", "LLOV"), "600830")

    counted = looked([*rotation(1), strange], route=anywhere).counted["landing"]

    assert counted.sure == 2


def test_privacy_addresses_are_left_out():
    rows = rotation(1) + rotation(2, 3, "a00002", db_flags=4)

    assert looked(rows).counted["landing"].sure == 1
    assert looked(rows, privacy=True).counted["landing"].sure == 2
    assert looked(rows).counted["rotation"].sure == 1


@pytest.mark.parametrize(
    ("number", "unit", "verdict"),
    [
        ("at least 6", "landings", Verdict.CONSISTENT),
        ("12", "legs", Verdict.CONSISTENT),
        ("6", "rotations", Verdict.CONSISTENT),
        ("about 12", "flights", Verdict.CONSISTENT),
        ("14", "landings", Verdict.FEWER),
        ("5", "landings", Verdict.MORE),
        ("30", "flights", Verdict.FEWER),
    ],
)
def test_six_rotations_beside_what_was_said_of_them(number, unit, verdict):
    rows = [row for n in range(6) for row in rotation(n, 1 + 2 * n)]

    seen = looked(rows + others())

    assert judge(said("A", number, unit), seen).verdict is verdict


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 8), st.data())
def test_taking_a_flight_or_a_day_away_never_makes_a_verdict_stronger(
    seen_landings, open_landings, claimed, draw
):
    sure = [row for n in range(seen_landings) for row in rotation(n, 1 + 2 * n)]
    open_ = [
        row
        for n in range(open_landings)
        for row in rotation(20 + n, 2 + 2 * n, "600829", toward(LLOV=0.8))
    ]
    rows = sure + open_
    own = said("A", draw.draw(st.sampled_from(["", "at least "])) + str(claimed))
    whole = judge(own, looked(rows + others())).verdict
    kept = [row for row in rows if draw.draw(st.booleans())]
    missing = [
        date(2023, 9, n) for n in draw.draw(st.sets(st.integers(1, 17), max_size=5))
    ]
    lost_rows = [r for r in rows if r["first_seen"].date() not in missing]

    fewer_flights = judge(own, looked(kept + others())).verdict
    fewer_days = judge(own, looked(lost_rows + others(), missing=missing)).verdict

    for less in (fewer_flights, fewer_days):
        assert less is not Verdict.MORE or whole is Verdict.MORE
    if whole is Verdict.FEWER:
        assert fewer_flights is Verdict.FEWER
