"""A p of draws counts what was found as a draw."""

import numpy as np

from heavylift.tempo.chance import midp_of_draws


def test_a_p_is_never_zero():
    assert midp_of_draws(9.0, np.zeros(99)) == 0.005


def test_what_all_draws_tie_with_has_a_p_of_a_half():
    assert midp_of_draws(1.0, np.ones(99)) == 0.5


def test_dust_of_fractions_is_no_difference():
    assert midp_of_draws(0.3, np.full(99, 0.1 + 0.2)) == 0.5
