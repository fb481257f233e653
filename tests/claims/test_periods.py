"""Periods are half-open, may be vague, and are told apart."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.claims.periods import (
    Period,
    exactly,
    holds,
    overlap_days,
    parse_period,
    same_period,
)


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        ("2023-09-01", "2023-09-17", "2023-09-01", "2023-09-18"),
        ("2023-09-19/20", "", "2023-09-19", "2023-09-21"),
        ("2022-09-13/19", "", "2022-09-13", "2022-09-20"),
        ("2016/2021", "", "2016-01-01", "2022-01-01"),
        ("2016-01/2023-03-05", "", "2016-01-01", "2023-03-06"),
        ("2023-09", "", "2023-09-01", "2023-10-01"),
    ],
)
def test_the_last_day_lies_within_a_period(first, last, start, end):
    period = parse_period(first, last)

    assert period.widest == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert period.is_exact


@pytest.mark.parametrize(
    "words",
    ["general", "standing", "to 2016", "", "2023-13", "2023-02-30", "2023/2021"],
)
def test_what_is_no_date_is_kept_as_words(words):
    period = parse_period(words)

    assert period.widest is None
    assert period.words == words


def test_seven_years_to_march_are_not_seven_years_to_september():
    march = parse_period("2016-01-01", "2023-03-05")

    assert not same_period(march, parse_period("2016-01-01", "2023-09-13"))
    assert not same_period(march, parse_period("2016", "2021"))
    assert not same_period(march, parse_period("2013-10-01", "2023-03-05"))
    assert same_period(march, parse_period("2016", "2023-03"))


def test_one_day_is_no_other_day():
    assert not same_period(parse_period("2023-09-25"), parse_period("2023-09-26"))


def test_a_vague_period_is_told_as_a_range():
    weeks = Period(
        start=dt.date(2023, 8, 1),
        start_latest=dt.date(2023, 9, 5),
        end_earliest=dt.date(2023, 9, 19),
        end=dt.date(2023, 9, 19),
        words="in the weeks before 19 September",
    )

    assert not weeks.is_exact
    assert weeks.narrowest == (dt.date(2023, 9, 5), dt.date(2023, 9, 19))
    assert str(weeks) == (
        "some time within 2023-08-01 to 2023-09-18 (in the weeks before 19 September)"
    )


days = st.dates(dt.date(2015, 1, 1), dt.date(2025, 1, 1))
periods = st.tuples(days, st.integers(1, 900)).map(
    lambda p: exactly(p[0], p[0] + dt.timedelta(days=p[1]))
)


@given(periods, periods)
def test_what_lies_within_is_shorter_and_shares_all_its_days(a, b):
    assert same_period(a, b) == same_period(b, a)
    if holds(a, b):
        assert b.days < a.days
        assert overlap_days(a, b) == b.days
        assert not holds(b, a)
