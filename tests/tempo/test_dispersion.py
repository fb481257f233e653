"""Clusters are told from surges and from changes of exposure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.tempo.blocks import Blocks
from heavylift.tempo.dispersion import check_dispersion, cluster_variance


def blocks(counts, exposure=None, during=4):
    counts = np.array(counts, np.int64)
    exposure = np.ones(counts.size) if exposure is None else np.array(exposure, float)
    return Blocks(
        counts=counts, exposure=exposure, during=np.arange(counts.size) < during
    )


def test_the_index_of_independent_rotations_is_about_one():
    counts = np.random.default_rng(1).poisson(3, 200)

    checked = check_dispersion(blocks(counts))

    assert checked.index == pytest.approx(1, abs=0.25)
    assert not checked.clustered


def test_clusters_are_noticed():
    checked = check_dispersion(blocks([0, 9, 0, 0, 8, 0, 0, 0, 11, 0, 0, 0]))

    assert checked.index > 5
    assert checked.p < 0.001
    assert checked.clustered


def test_a_surge_is_not_taken_for_clusters():
    checked = check_dispersion(blocks([21, 19, 20, 22, 2, 1, 3, 2, 2, 1, 2, 3]))

    assert not checked.clustered


def test_a_change_of_exposure_is_not_taken_for_clusters():
    exposure = [1, 1, 1, 1] + [0.2, 1] * 6
    counts = [5, 5, 5, 5] + [1, 5] * 6

    checked = check_dispersion(blocks(counts, exposure))

    assert checked.index < 1


def test_legs_counted_instead_of_rotations_have_an_index_of_two():
    rotations = np.random.default_rng(2).poisson(3, 200)

    checked = check_dispersion(blocks(2 * rotations))

    assert checked.index == pytest.approx(2, abs=0.5)
    assert checked.clustered


@pytest.mark.parametrize("counts", [[3, 1], [0, 1, 1, 0], [0] * 8])
def test_nothing_is_said_where_nothing_can_vary(counts):
    assert check_dispersion(blocks(counts, during=len(counts) // 2)) is None


def test_the_same_data_give_the_same_p():
    one = check_dispersion(blocks([3, 0, 2, 1, 0, 4, 1, 0]))
    other = check_dispersion(blocks([3, 0, 2, 1, 0, 4, 1, 0]))

    assert one == other


@given(counts=st.lists(st.integers(0, 30), min_size=2, max_size=40))
def test_the_variance_of_clusters_is_never_negative(counts):
    assert cluster_variance(np.array(counts), np.ones(len(counts))) >= 0


def test_the_variance_of_clusters_is_found_again():
    chance = np.random.default_rng(3)
    exposure = np.tile([0.5, 1.0], 5000)
    counts = chance.poisson(4 * exposure * chance.gamma(2, 0.5, exposure.size))

    assert cluster_variance(counts, exposure) == pytest.approx(0.5, abs=0.05)
