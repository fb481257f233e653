"""Exposure is an estimate, and intervals say so."""

import numpy as np
import pytest

from benchmarks.tempo.exposures import Setting, measured, p_more
from heavylift.tempo.exposure_error import log_errors
from heavylift.tempo.smallest import findable_ratio


def test_errors_have_the_spread_asked_for_and_weights_that_add_up_to_one():
    error, weight = log_errors(0.3)

    assert weight.sum() == pytest.approx(1)
    assert weight @ error == pytest.approx(0)
    assert np.sqrt(weight @ error**2) == pytest.approx(0.3)


def test_an_exposure_that_is_known_has_one_value():
    error, weight = log_errors(0.0)

    assert (error.tolist(), weight.tolist()) == ([0.0], [1.0])


def test_with_few_others_the_interval_holds_the_true_ratio_and_did_not_before():
    setting = Setting(others=0.5, change=3.0, expected=20.0, ratio=3.0)
    made = measured(setting, 150, np.random.default_rng(4))

    known, allowed = (
        np.mean(np.abs(p_more(made, 3.0, allowed=a) - 0.5) < 0.475)
        for a in (False, True)
    )

    # The study has 2,000 runs; three standard errors of these are 5 %.
    assert known < 0.85
    assert allowed > 0.90


def test_the_error_that_is_stated_is_the_scatter_that_there_is():
    setting = Setting(others=2.0, change=3.0, expected=5.0, ratio=1.0)

    made = measured(setting, 200, np.random.default_rng(5))

    assert np.mean(made.error) == pytest.approx(made.scatter, rel=0.15)


def test_what_can_be_found_grows_with_the_error_of_exposure():
    assert findable_ratio(10, 60, exposure_sd=0.4) > findable_ratio(10, 60)
