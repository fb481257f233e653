"""Blocks are shuffled, and exposure stays where it was."""

import itertools

import numpy as np
import pytest

from heavylift.tempo.blocks import Blocks
from heavylift.tempo.permutation import (
    enough_blocks,
    shuffle_blocks,
    shuffled_p,
    shuffles,
)


def blocks(during, baseline, exposure=1.0):
    counts = np.array([*during, *baseline], np.int64)
    marks = np.arange(counts.size) < len(during)
    return Blocks(
        counts=counts,
        exposure=np.where(marks, exposure, 1.0).astype(np.float64),
        during=marks,
    )


def test_with_one_block_and_equal_exposure_it_is_the_permutation_test():
    given_blocks = blocks([4], [3, 6, 2, 3, 1, 3, 4, 2, 1, 5, 3])
    orders = np.array([np.roll(np.arange(12), i) for i in range(12)])

    more, fewer = shuffled_p(given_blocks, orders)

    # Of the twelve two are higher, two as high; what was found counts once more.
    assert more == pytest.approx((2 + (2 + 1) / 2) / 13)
    assert fewer == pytest.approx((8 + (2 + 1) / 2) / 13)


def test_without_clusters_it_is_the_share_of_all_placings_with_as_much():
    given_blocks = blocks([5, 4], [2, 3, 2, 4, 2, 3, 3, 2])
    sums = [sum(pair) for pair in itertools.combinations(given_blocks.counts, 2)]
    share = np.mean([s > 9 for s in sums]) + np.mean([s == 9 for s in sums]) / 2

    more, _ = shuffled_p(given_blocks, shuffles(10, 20_000, 1))

    assert more == pytest.approx(share, abs=0.01)


def test_what_stands_out_of_clusters_has_a_small_p_and_a_ratio_above_one():
    found = shuffle_blocks(
        blocks([14, 11, 16, 12], [0, 3, 1, 0, 4, 0, 2, 0, 0, 5, 1, 0])
    )

    assert found.more < 0.005
    assert found.fewer > 0.99
    assert 1 < found.low < 8
    assert found.high is None or found.high > 12


def test_what_is_no_more_than_the_clusters_does_not_stand_out():
    found = shuffle_blocks(blocks([9, 0, 0], [0, 8, 0, 0, 0, 10, 0, 0, 7, 0, 0, 0]))

    assert found.more > 0.2
    assert found.low < 1
    assert found.high is None or found.high > 1


def test_exposure_that_rises_with_the_counts_is_no_surge():
    found = shuffle_blocks(
        blocks([9, 0, 15, 3], [0, 3, 1, 0, 4, 0, 2, 0, 8, 5, 1, 3], exposure=3.0)
    )

    assert 0.3 < found.more < 0.7


def test_scaling_all_exposures_changes_nothing():
    one = blocks([9, 2, 5], [0, 3, 1, 0, 4, 0, 2, 0, 8])
    other = Blocks(counts=one.counts, exposure=one.exposure * 7.3, during=one.during)

    assert shuffle_blocks(other) == shuffle_blocks(one)


def test_the_same_data_give_the_same_p():
    one = shuffle_blocks(blocks([9, 2, 5], [0, 3, 1, 0, 4, 0, 2, 0, 8]))
    other = shuffle_blocks(blocks([9, 2, 5], [0, 3, 1, 0, 4, 0, 2, 0, 8]))

    assert one == other


def test_few_ways_to_shuffle_are_noticed():
    assert not enough_blocks(blocks([9], [1] * 18))
    assert enough_blocks(blocks([9], [1] * 19))
    assert enough_blocks(blocks([9, 9], [1] * 5))


def test_an_end_that_no_shuffle_can_exclude_is_unknown():
    found = shuffle_blocks(blocks([9], [0, 3, 1, 0, 4, 0, 2, 0, 8]))

    # One of ten blocks is the highest by chance once in ten times.
    assert found.low == 0
    assert found.high is None


def test_many_rotations_in_clusters_have_an_interval_with_two_ends():
    found = shuffle_blocks(
        blocks([34, 21, 46, 32], [10, 23, 11, 9, 14, 7, 12, 20, 10, 15, 6, 16])
    )

    assert 1 < found.low < 2.6 < found.high < 10


def test_the_error_of_exposure_makes_intervals_of_shuffles_wider_too():
    made = blocks([34, 21, 46, 32], [10, 23, 11, 9, 14, 7, 12, 20, 10, 15, 6, 16])

    known, allowed = shuffle_blocks(made), shuffle_blocks(made, exposure_sd=0.3)

    assert allowed.low < known.low
    assert allowed.high > known.high
    assert allowed.more > known.more
