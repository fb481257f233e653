"""Blocks are about a week and keep within their window."""

import numpy as np
import pytest

from builders.rates import daily, window
from heavylift.errors import RatesError
from heavylift.tempo.blocks import cut_blocks


def test_blocks_are_about_a_week_and_reach_over_no_edge():
    days = daily(np.ones(101, int))

    blocks = cut_blocks(days, window(84, 101), [window(0, 84, "before")])

    assert blocks.counts[blocks.during].tolist() == [9, 8]
    assert blocks.counts[~blocks.during].tolist() == [7] * 12


def test_a_window_shorter_than_a_week_is_one_block():
    blocks = cut_blocks(daily(np.ones(31, int)), window(28, 31), [window(0, 28)])

    assert blocks.counts[blocks.during].tolist() == [3]


def test_blocks_in_which_nothing_could_be_seen_are_left_out():
    exposure = np.ones(35)
    exposure[7:14] = 0

    blocks = cut_blocks(daily(np.zeros(35), exposure), window(28, 35), [window(0, 28)])

    assert blocks.exposure.tolist() == [7] * 4
    assert blocks.during.tolist() == [True, False, False, False]


def test_a_baseline_that_holds_days_of_the_window_is_refused():
    with pytest.raises(RatesError, match="overlap"):
        cut_blocks(daily(np.ones(35)), window(21, 35), [window(0, 28, "before")])
