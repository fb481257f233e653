"""Exposure: what could have been seen, so that reception is not taken for flights."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import end, flight_values, flights_table, toward
from heavylift.exposure import (
    Measure,
    completeness_of_records,
    ends_at,
    exposure_of,
    legs_by_day,
    others_than,
)
from heavylift.exposure.heard import WINDOWS
from heavylift.exposure.said import kept_said, observed_said, others_said
from heavylift.reference.airfields import load_airfields
from heavylift.visits import legs_of

AIRFIELDS = load_airfields()
FIRST = date(2023, 8, 1)
DAYS = 60
HALF = 30


def day(n):
    return FIRST + timedelta(days=n)


def flown(name, n, count, seen=(1.0, 1.0), places=("LLOV", "UBBB"), *, fleet=""):
    """So many flights on a day; of a share of them each end is seen.

    Of each share at the origin the same share is seen at the destination: the two are
    independent, as exactly as whole numbers allow.
    """
    a, b = places
    rows = []
    start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) + timedelta(days=n)
    side = round(count**0.5)
    for k in range(count):
        first = start + timedelta(minutes=k)
        aircraft = fleet or f"{name}{n:02d}{k:03d}"
        rows.append(
            flight_values(
                1,
                end("ground", a) if k % side < round(seen[0] * side) else toward(),
                end("near", b)
                if k // side < round(seen[1] * side)
                else toward(**{b: 0.9}),
                flight_id=f"{name}-{n}-{k}",
                icao24=aircraft,
                track=aircraft,
                first_seen=first,
                last_seen=first + timedelta(hours=3),
            )
        )
    return rows


def traffic(asked, seen_at_a, seen_at_b, others=100):
    """Flights of a corridor, and others from its origin and to its destination.

    Flights flown in the corridor, and shares seen at both its ends, are by day.
    """
    rows = []
    for n in range(DAYS):
        a, b = seen_at_a(n), seen_at_b(n)
        rows += flown("c", n, asked(n), (a, b), fleet=f"fleet{n % 4}")
        rows += flown("o", n, others, (a, 1.0), ("LLOV", "LTAC"))
        rows += flown("d", n, others, (1.0, b), ("LTAC", "UBBB"))
    return flights_table(rows)


def all_there(missing=()):
    days = [day(n) for n in range(DAYS) if n not in missing]
    return completeness_of_records(
        days, ["complete"] * len(days), [256] * len(days), (day(0), day(DAYS))
    )


def judged(table, archive, measure=Measure.FOLLOWED, **options):
    others = others_than(table, ["LLOV"], ["UBBB"]).mask
    ends = [
        ends_at(table, AIRFIELDS, ["LLOV"], "origin", others),
        ends_at(table, AIRFIELDS, ["UBBB"], "destination", others),
    ]
    return exposure_of(archive, measure, ends, **options)


def rates(table, archive, seen):
    """Legs seen for each observable day in both halves of the period."""
    legs = legs_of(table)
    first_ms = legs.first_ms[legs.from_to(["LLOV"], ["UBBB"])]
    counts = legs_by_day(first_ms, archive)[0].fill_null(0).to_numpy()
    halves = (0, HALF), (HALF, DAYS)
    return [
        counts[a:b].sum() / seen.between(day(a), day(b)).observable_days
        for a, b in halves
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [((1.0, 0.3), (1.0, 0.9)), ((0.3, 1.0), (0.9, 1.0)), ((0.5, 0.3), (1.0, 0.9))],
)
def test_reception_that_rises_with_flights_constant_gives_no_higher_rate(before, after):
    table = traffic(
        lambda n: 100,
        lambda n: (before if n < HALF else after)[0],
        lambda n: (before if n < HALF else after)[1],
    )

    early, late = rates(
        table, all_there(), judged(table, all_there(), edges=[day(HALF)])
    )

    assert late / early == pytest.approx(1.0, abs=0.02)


def test_without_exposure_the_same_flights_would_look_like_three_times_as_many():
    table = traffic(lambda n: 100, lambda n: 1.0, lambda n: 0.3 if n < HALF else 0.9)

    early, late = rates(table, all_there(), judged(table, all_there(), Measure.ARCHIVE))

    assert late / early == pytest.approx(3.0)


def test_a_surge_with_reception_constant_is_a_surge():
    table = traffic(lambda n: 25 if n < HALF else 100, lambda n: 1.0, lambda n: 0.6)

    early, late = rates(table, all_there(), judged(table, all_there()))

    assert late / early == pytest.approx(4.0, rel=0.01)


def test_the_flights_of_a_surge_do_not_raise_its_own_exposure():
    calm = traffic(lambda n: 25, lambda n: 1.0, lambda n: 0.6)
    surge = traffic(lambda n: 25 if n < HALF else 100, lambda n: 1.0, lambda n: 0.6)

    same = judged(calm, all_there()), judged(surge, all_there())

    assert np.array_equal(same[0].observable_days, same[1].observable_days)


def test_a_missing_fortnight_lowers_exposure_and_leaves_the_rate():
    missing = range(35, 49)
    table = traffic(
        lambda n: 0 if n in missing else 9, lambda n: 1.0, lambda n: 1.0, 16
    )
    gone = flights_table(
        [
            r
            for r in table.to_pylist()
            if (r["first_seen"].date() - FIRST).days not in missing
        ]
    )

    archive = all_there(missing)
    seen = judged(gone, archive)

    early, late = rates(gone, archive, seen)
    assert late / early == pytest.approx(1.0, rel=0.01)
    window = seen.between(day(HALF), day(DAYS))
    assert (window.days, window.days_with_data) == (30, 16)
    assert window.observable_days == pytest.approx(16, rel=0.01)


def test_half_an_archive_is_half_a_day_and_leaves_the_rate():
    states = ["complete" if n < HALF else "partial" for n in range(DAYS)]
    folders = [256 if n < HALF else 128 for n in range(DAYS)]
    archive = completeness_of_records([day(n) for n in range(DAYS)], states, folders)
    rows = []
    for n in range(DAYS):
        share = 1 if n < HALF else 2
        rows += flown("c", n, 16 // share, fleet="fleet")
        rows += flown("o", n, 64 // share, places=("LLOV", "LTAC"))
        rows += flown("d", n, 64 // share, places=("LTAC", "UBBB"))
    table = flights_table(rows)

    early, late = rates(table, archive, judged(table, archive))

    assert late / early == pytest.approx(1.0, rel=0.02)


def test_a_day_without_data_has_no_count_which_is_not_zero():
    table = flights_table(flown("c", 1, 4) + flown("c", 2, 1))

    counts, elsewhere = legs_by_day(legs_of(table).first_ms, all_there(missing={0, 2}))

    assert counts.to_pylist()[:4] == [None, 4, None, 0]
    assert elsewhere == 1


def test_other_traffic_that_grew_looks_like_reception_unless_shares_are_asked():
    rows = []
    for n in range(DAYS):
        rows += flown("c", n, 16, (1.0, 0.5), fleet="fleet")
        rows += flown("o", n, 16, places=("LLOV", "LTAC"))
        grown = 16 if n < HALF else 64
        rows += flown("d", n, grown, (1.0, 0.5), ("LTAC", "UBBB"))
    table, archive = flights_table(rows), all_there()

    by_number = rates(table, archive, judged(table, archive, edges=[day(HALF)]))
    by_share = rates(table, archive, judged(table, archive, Measure.SHARE))

    assert by_number[1] / by_number[0] == pytest.approx(0.25, rel=0.05)
    assert by_share[1] / by_share[0] == pytest.approx(1.0, rel=0.02)


def test_where_nobody_else_flies_the_archive_alone_counts_and_that_is_said():
    rows = [r for n in range(DAYS) for r in flown("o", n, 4, places=("LLOV", "LTAC"))]
    table = flights_table(rows)

    seen = judged(table, all_there()).between(day(0), day(DAYS))

    assert seen.unknown_at == {"destination": (0, 0)}
    assert seen.observable_days == pytest.approx(60)
    assert observed_said(seen, Measure.FOLLOWED) == [
        "60.0 observable days of 60 days (measure: others followed)",
        "data of 60 days of 60, 60.0 days of archive",
        "reception at the destination unknown: too few other aircraft in the period; "
        "the archive alone counts there",
        "reception rests on others in these days: 240 at the origin; uncertain by 6 % "
        "or more",
    ]


def test_where_none_of_many_was_seen_a_zero_weighs_nothing_and_that_is_said():
    table = traffic(lambda n: 0, lambda n: 1.0, lambda n: 0.0, 4)

    seen = judged(table, all_there()).between(day(0), day(DAYS))

    assert seen.unknown_at == {"destination": (0, 240)}
    assert observed_said(seen, Measure.FOLLOWED)[2] == (
        "of 240 other flights at the destination or headed for it, 0 were seen there "
        "in the whole period: reception there is too poor to follow; the archive alone "
        "counts, and a zero weighs nothing"
    )


def test_a_quiet_week_by_chance_does_not_make_exposure_vanish():
    rows = [
        r
        for n in (0, 1, 2, 3, 20, 21, 30, 31, 40, 41, 50, 51)
        for r in flown("o", n, 1, places=("LLOV", "LTAC"))
    ]
    table = flights_table(rows)

    seen = judged(table, all_there())

    assert seen.receptions[0].is_known
    assert seen.observable_days.min() > 0.3


def test_averages_do_not_reach_over_the_edges_of_windows():
    def table(late):
        return traffic(lambda n: 0, lambda n: 1.0, lambda n: 0.5 if n < HALF else late)

    few, many = (
        judged(table(late), all_there(), edges=[day(HALF)]) for late in (0.5, 1.0)
    )

    relative = many.observable_days[:HALF] / few.observable_days[:HALF]
    assert np.allclose(relative, relative[0])


def test_a_table_that_does_not_say_what_is_missing_is_taken_as_whole_and_says_so():
    days = [day(n) for n in range(DAYS)]
    archive = completeness_of_records(days, ["unknown"] * DAYS, [None] * DAYS)
    table = traffic(lambda n: 0, lambda n: 1.0, lambda n: 1.0, 4)

    seen = judged(table, archive).between(day(0), day(DAYS))

    assert seen.days_assumed_whole == DAYS
    assert (
        "on 60 days the source does not say what is missing; taken as whole"
        in observed_said(seen, Measure.FOLLOWED)
    )


def test_the_table_of_days_shows_what_exposure_is_made_of():
    rows = [r for n in range(DAYS) for r in flown("o", n, 4, places=("LLOV", "LTAC"))]

    table = judged(flights_table(rows), all_there(missing={1})).table()

    assert table.column_names == [
        "day",
        "state",
        "archive_share",
        "others_origin",
        "reception_origin",
        "others_destination",
        "reception_destination",
        "observable_days",
    ]
    assert table["reception_destination"].null_count == DAYS
    assert table["observable_days"].to_pylist()[1] == 0.0


def test_which_flights_reception_was_judged_by_is_said():
    table = traffic(lambda n: 1, lambda n: 1.0, lambda n: 1.0, 1)

    said = others_said(others_than(table, ["LLOV"], ["UBBB"]))

    assert said == (
        "reception is judged by 120 other flights; left out: 60 that may be of the "
        "corridor, 0 more of their aircraft, 0 between a place of it and an end that "
        "is not established"
    )


@settings(max_examples=30, deadline=None)
@given(
    seen=st.lists(st.integers(0, 6), min_size=DAYS, max_size=DAYS),
    missing=st.sets(st.integers(0, DAYS - 1), max_size=DAYS),
    cut=st.integers(0, DAYS),
)
def test_exposures_of_two_windows_add_up_and_no_day_is_negative(seen, missing, cut):
    rows = [
        r for n, k in enumerate(seen) for r in flown("o", n, k, places=("LLOV", "LTAC"))
    ]
    made = judged(flights_table(rows), all_there(missing))

    parts = made.between(day(0), day(cut)), made.between(day(cut), day(DAYS))

    whole = made.between(day(0), day(DAYS))
    assert whole.observable_days == pytest.approx(sum(p.observable_days for p in parts))
    assert np.all(made.observable_days >= 0)
    assert not made.observable_days[sorted(missing)].any()
    if made.receptions[0].is_known and len(missing) < DAYS:
        assert 0 < whole.observable_days < 3 * DAYS


def test_the_ratio_of_two_exposures_is_as_uncertain_as_the_others_are_few():
    def sd(others):
        table = traffic(lambda _: 0, lambda _: 1.0, lambda _: 1.0, others=others)
        mask = others_than(table, ["LLOV"], ["UBBB"]).mask
        ends = [
            ends_at(table, AIRFIELDS, ["LLOV"], "origin", mask),
            ends_at(table, AIRFIELDS, ["UBBB"], "destination", mask),
        ]
        made = exposure_of(all_there(), Measure.FOLLOWED, ends)
        return made.ratio_sd([(day(HALF), day(DAYS))], [(day(0), day(HALF))])

    # Four numbers of 30 or of 120 others, half an other added to each.
    assert sd(1) == pytest.approx((4 / 30.5) ** 0.5)
    assert sd(4) == pytest.approx((4 / 120.5) ** 0.5)


def test_by_the_archive_alone_nothing_says_how_uncertain_exposure_is():
    made = exposure_of(all_there(), Measure.ARCHIVE)

    assert made.ratio_sd([(day(HALF), day(DAYS))], [(day(0), day(HALF))]) == 0.0


def test_an_aircraft_heard_all_along_the_way_counts_once_for_its_error():
    heard = pa.table(
        {
            "day": pa.array([day(n) for n in range(DAYS)], pa.date32()),
            "aircraft_windows": [46 * 5] * DAYS,
            "windows_looked_at": [46 * WINDOWS] * DAYS,
        }
    )

    made = exposure_of(all_there(), Measure.HEARD, heard=heard)

    sd = made.ratio_sd([(day(HALF), day(DAYS))], [(day(0), day(HALF))])
    assert sd == pytest.approx((2 / 150.5) ** 0.5)


def test_a_lake_of_some_aircraft_is_named_with_its_days():
    [said] = kept_said({"types A124,IL76": 17}, 20)

    assert said.startswith(
        "on 17 days of 20 the lake holds only part of the traffic (types A124,IL76)"
    )
    assert "may be biased" in said
