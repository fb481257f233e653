"""Flights around events are compared with those around shifted events."""

from datetime import timedelta

import numpy as np
import pytest

from builders.rates import FIRST, daily
from heavylift.errors import RatesError
from heavylift.tempo.leads import (
    NO_DATE,
    NO_DAY,
    OUTSIDE,
    SAME_DAY,
    profile_leads,
    usable_events,
)


def days(*at):
    return [FIRST + timedelta(days=i) for i in at]


def test_flights_that_gather_before_events_stand_out():
    counts = np.tile([0, 0, 1, 0, 0, 0, 0], 60)
    for event in (100, 190, 300):
        counts[event - 10 : event] = 1

    profile = profile_leads(daily(counts), days(100, 190, 300))

    assert profile.p_before < 0.01
    assert profile.before > 1.5 * profile.before_usual
    assert profile.events == 3
    assert profile.shifts == 999
    assert profile.bouts == 3


def test_flights_that_gather_after_events_do_not_gather_before_them():
    counts = np.tile([0, 0, 1, 0, 0, 0, 0], 60)
    for event in (100, 190, 300):
        counts[event : event + 10] = 1

    profile = profile_leads(daily(counts), days(100, 190, 300))

    assert profile.p_before > 0.3


def test_a_day_before_every_event_leaves_the_band():
    counts = np.zeros(400, int)
    counts[::9] = 1
    counts[[95, 185, 305]] = 3

    profile = profile_leads(daily(counts), days(100, 190, 310))

    outside = profile.leads[profile.rates > profile.high]
    assert outside.tolist() == [-5]
    assert profile.p_band < 0.05


def test_the_profile_counts_the_days_around_the_events():
    counts = np.zeros(100, int)
    counts[[38, 40, 60]] = [1, 2, 1]

    profile = profile_leads(daily(counts), days(40, 62), before_days=2, after_days=1)

    assert profile.leads.tolist() == [-2, -1, 0]
    assert profile.counts.tolist() == [2, 0, 2]
    assert profile.exposure.tolist() == [2, 2, 2]
    assert profile.before == pytest.approx(2 / 4)


def test_a_rise_of_exposure_before_events_is_no_gathering():
    exposure = np.full(400, 0.25)
    counts = np.zeros(400, int)
    counts[::8] = 1
    for event in (100, 190, 310):
        exposure[event - 28 : event] = 1.0
        counts[event - 28 : event] = np.tile([1, 0], 14)

    profile = profile_leads(daily(counts, exposure), days(100, 190, 310))

    assert profile.p_before > 0.1
    assert profile.before == pytest.approx(0.5, abs=0.1)


def test_days_beyond_the_period_and_without_exposure_are_unknown_and_not_zero():
    exposure = np.ones(60)
    exposure[20:25] = 0

    profile = profile_leads(
        daily(np.where(exposure > 0, 1, 0), exposure),
        days(27),
        before_days=30,
        after_days=1,
    )

    assert np.isnan(profile.rates[:3]).all()
    assert np.isnan(profile.rates[profile.leads == -5]).all()
    assert profile.before == 1.0


def test_nothing_seen_before_any_event_is_not_testable():
    exposure = np.ones(60)
    exposure[:10] = 0

    profile = profile_leads(daily(np.zeros(60), exposure), days(9), before_days=5)

    assert profile.before is None
    assert profile.p_before is None


def test_without_flights_nothing_is_unusual():
    profile = profile_leads(daily(np.zeros(90)), days(50))

    assert profile.p_before == 0.5
    assert profile.p_band == 0.5


def test_events_close_together_move_together():
    counts = np.tile([1, 0, 0], 140)

    apart = profile_leads(daily(counts), days(100, 190, 300))
    close = profile_leads(daily(counts), days(100, 130, 170))

    assert (apart.bouts, close.bouts) == (3, 1)


def test_the_same_data_give_the_same_profile_and_another_seed_nearly_the_same():
    counts = np.random.default_rng(10).poisson(0.4, 200)

    one, same = (profile_leads(daily(counts), days(60, 150)) for _ in range(2))
    other = profile_leads(daily(counts), days(60, 150), seed=11)

    assert one.high.tolist() == same.high.tolist()
    assert one.p_before == same.p_before
    assert other.p_before == pytest.approx(one.p_before, abs=0.06)


def test_dates_without_a_day_are_left_out_and_counted():
    events = usable_events(
        ["2023-01-20", "2023-02", "2023", "2030-01-01", "soon", "2023-01-20", ""],
        daily(np.zeros(60)),
    )

    assert events.days == tuple(days(18))
    assert events.left_out == {NO_DAY: 2, OUTSIDE: 1, NO_DATE: 2, SAME_DAY: 1}


@pytest.mark.parametrize("events", [[], days(60), days(-1)])
def test_events_outside_the_days_at_hand_are_refused(events):
    with pytest.raises(RatesError, match="there must be one"):
        profile_leads(daily(np.zeros(60)), events)
