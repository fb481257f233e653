"""Counts of flights: a vector by class, by day or week."""

from datetime import UTC, date, datetime, timedelta

import pytest

from builders.flights import end, flight_values, flights_table, toward
from heavylift.corridors import count_by_class, count_by_period
from heavylift.model.ends import CLASS_ORDER, EndClass

TUESDAY = datetime(2022, 2, 22, tzinfo=UTC)


def table(*flights):
    """Flights of (moment, class of the origin, class of the destination)."""
    return flights_table(
        [
            flight_values(i, end(o, "UUEE"), end(d, "UMKK"), first_seen=moment)
            for i, (moment, o, d) in enumerate(flights)
        ]
    )


def day(n, hours=12):
    """Noon of the n-th day after Tuesday."""
    return TUESDAY + timedelta(days=n, hours=hours)


NONE = table()


def test_each_flight_counts_under_its_weaker_end():
    flights = table(
        (day(0), "ground", "ground"),
        (day(0), "ground", "near"),
        (day(0), "near", "runway"),
        (day(0), "bracketed", "ground"),
    )

    counts = count_by_class(flights)

    assert {c.value: n for c, n in counts.items() if n} == {
        "ground": 1,
        "near": 2,
        "bracketed": 1,
    }


def test_every_class_is_there_strongest_first_also_with_nothing_to_count():
    assert list(count_by_class(NONE)) == list(CLASS_ORDER)
    assert set(count_by_class(NONE).values()) == {0}


def test_days_between_two_flights_are_listed_with_zeros():
    flights = table((day(0), "ground", "ground"), (day(3), "ground", "near"))

    periods = count_by_period(flights, NONE, "day")

    assert [p.start for p in periods] == [
        date(2022, 2, 22) + timedelta(days=n) for n in range(4)
    ]
    assert [sum(p.belongs.values()) for p in periods] == [1, 0, 0, 1]
    assert periods[3].belongs[EndClass.NEAR] == 1


def test_the_window_widens_the_list_of_days():
    flights = table((day(1), "ground", "ground"))

    periods = count_by_period(flights, NONE, "day", (day(0, 0), day(3, 0)))

    assert [sum(p.belongs.values()) for p in periods] == [0, 1, 0]


def test_a_window_that_ends_during_a_day_lists_that_day():
    periods = count_by_period(NONE, NONE, "day", (day(0, 0), day(1, 6)))

    assert [p.start for p in periods] == [date(2022, 2, 22), date(2022, 2, 23)]


@pytest.mark.parametrize("every", ["day", "week"])
def test_neither_flight_nor_window_is_no_period(every):
    assert count_by_period(NONE, NONE, every) == []


def test_weeks_begin_on_monday():
    flights = table(
        (datetime(2022, 2, 27, 23, 59, tzinfo=UTC), "ground", "ground"),
        (datetime(2022, 2, 28, tzinfo=UTC), "ground", "ground"),
    )

    periods = count_by_period(flights, NONE, "week")

    assert [(p.start, sum(p.belongs.values())) for p in periods] == [
        (date(2022, 2, 21), 1),
        (date(2022, 2, 28), 1),
    ]


def test_flights_that_may_belong_are_counted_apart():
    may = flights_table(
        [flight_values(9, end("ground", "UUEE"), toward(UMKK=0.9), first_seen=day(1))]
    )

    periods = count_by_period(table((day(0), "ground", "near")), may, "day")

    assert [(sum(p.belongs.values()), p.may) for p in periods] == [(1, 0), (0, 1)]


def test_a_flight_counts_in_the_day_of_its_start_in_utc():
    moscow = datetime.fromisoformat("2022-02-23T01:00+03:00")

    [period] = count_by_period(table((moscow, "ground", "ground")), NONE, "day")

    assert period.start == date(2022, 2, 22)


def test_counts_by_period_add_up_to_the_counts_by_class():
    flights = table(
        *((day(n), "ground", c) for n, c in enumerate(["near", "runway", "near"]))
    )

    periods = count_by_period(flights, NONE, "week")

    for end_class, n in count_by_class(flights).items():
        assert sum(p.belongs[end_class] for p in periods) == n
