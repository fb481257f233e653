"""Stretches of a period change places, and what flew together stays together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.rates import daily
from heavylift.tempo.stretches import STRETCH_DAYS, shuffle_stretches

DRAWS = 40


@st.composite
def periods(draw):
    days = draw(st.integers(1, 120))
    exposure = draw(
        st.lists(st.sampled_from([0.0, 0.2, 1.0]), min_size=days, max_size=days)
    )
    exposure[draw(st.integers(0, days - 1))] = 1.0
    counts = draw(st.lists(st.integers(0, 4), min_size=days, max_size=days))
    return daily(np.where(np.array(exposure) > 0, counts, 0), exposure)


@given(periods())
def test_no_rotation_is_lost_or_made_and_none_goes_where_nobody_saw(period):
    shuffled = shuffle_stretches(period, DRAWS, seed=1)

    assert shuffled.shape == (DRAWS, period.days)
    assert (shuffled.sum(axis=1) == period.counts.sum()).all()
    assert not shuffled[:, period.exposure == 0].any()


def test_what_flew_within_a_stretch_stays_together():
    counts = np.zeros(STRETCH_DAYS * 12, int)
    counts[STRETCH_DAYS * 5 + 2 : STRETCH_DAYS * 5 + 6] = [3, 0, 1, 2]

    shuffled = shuffle_stretches(daily(counts), DRAWS, seed=1)

    starts = set()
    for row in shuffled:
        seen = np.flatnonzero(row)
        assert row[seen[0] : seen[-1] + 1].tolist() == [3, 0, 1, 2]
        starts.add(int(seen[0]))
    assert starts <= {STRETCH_DAYS * n + 2 for n in range(12)}
    assert len(starts) > 8


def test_what_flew_for_weeks_is_torn_apart():
    counts = np.zeros(STRETCH_DAYS * 20, int)
    counts[STRETCH_DAYS * 8 : STRETCH_DAYS * 11] = 1

    shuffled = shuffle_stretches(daily(counts), DRAWS, seed=1)

    edges = [np.flatnonzero(np.diff([0, *row, 0])) for row in shuffled]
    longest = [(at[1::2] - at[::2]).max() for at in edges]
    assert np.median(longest) == STRETCH_DAYS


def test_rotations_go_where_as_much_could_be_seen():
    exposure = np.where(np.arange(180) < 90, 0.25, 1.0)
    counts = np.where(np.arange(180) < 90, np.arange(180) % 8 == 0, np.arange(180) % 2)

    shuffled = shuffle_stretches(daily(counts, exposure), 400, seed=1)

    before = shuffled[:, :90].sum() / shuffled.sum()
    assert before == pytest.approx(0.2, abs=0.02)


def test_a_period_shorter_than_a_stretch_stays_as_it_is():
    counts = [1, 0, 2, 0, 1]

    shuffled = shuffle_stretches(daily(counts), DRAWS, seed=1)

    assert (shuffled == counts).all()


def test_the_same_seed_gives_the_same_shuffles():
    period = daily(np.random.default_rng(3).poisson(0.4, 90))

    one, same, other = (shuffle_stretches(period, DRAWS, seed) for seed in (1, 1, 2))

    assert (one == same).all()
    assert (one != other).any()
