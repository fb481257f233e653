"""What was found is said in fixed words and honest digits."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.rates import FIRST, counted, daily, window
from heavylift.tempo.discoveries import control_discoveries
from heavylift.tempo.dispersion import Dispersion
from heavylift.tempo.leads import profile_leads
from heavylift.tempo.rates import compare
from heavylift.tempo.scan import scan_days
from heavylift.tempo.sentences import (
    MEANS_NOT,
    say_discoveries,
    say_dispersion,
    say_exposure_error,
    say_footing,
    say_leads,
    say_p,
    say_q,
    say_scan,
    say_smallest,
    say_surge,
    two_digits,
)
from heavylift.tempo.surges import Surge, measure_surge


def surge(during, baseline, looks=1):
    found = compare(during, baseline)
    return Surge(found=found, dispersion=None, smallest=2.31, looks=looks)


def test_a_ratio_is_said_with_its_interval_its_test_and_the_number_of_looks():
    said = say_surge(surge(counted(12, 28.0), counted(24, 168.0)))

    assert said == (
        "3.0 times the baseline rate per observable day "
        "(95 % 1.4–6.0, exact test with mid-p, one look)"
    )


def test_several_looks_are_said():
    said = say_surge(surge(counted(12, 28.0), counted(24, 168.0), looks=7))

    assert said.endswith("exact test with mid-p, 7 looks)")


def test_zero_is_said_beside_what_would_have_been_usual():
    said = say_surge(surge(counted(0, 20.0), counted(9, 80.0)))

    assert said == (
        "0 seen where 2.2 would have been usual "
        "(95 % at most 1.6 times, exact test with mid-p, one look)"
    )


def test_none_in_the_baseline_is_no_endless_ratio():
    said = say_surge(surge(counted(4, 20.0), counted(0, 80.0)))

    assert said == (
        "4 seen and none in the baseline, so no ratio "
        "(95 % at least 3.5 times, exact test with mid-p, one look)"
    )


def test_no_baseline_and_nothing_seen_are_not_testable():
    assert say_surge(surge(counted(4, 20.0), counted(0, 0.0))) == (
        "not testable: no baseline: on no day of it could anything have been seen "
        "(one look)"
    )
    assert say_surge(surge(counted(0, 20.0), counted(0, 80.0))) == (
        "not testable: none seen, neither in the window nor in its baseline (one look)"
    )


def test_clusters_are_said_with_the_test_that_allows_for_them():
    counts = np.zeros(112, int)
    counts[[3, 30, 31, 70]] = 7
    counts[[90, 100]] = 9
    found = measure_surge(daily(counts), window(84, 112), [window(0, 84, "before")])

    said = say_surge(found)

    assert "block permutation of 16 weeks because rotations came in clusters" in said
    assert "if rotations were independent" in say_p(found.found)


def test_p_values_say_what_was_asked():
    found = compare(counted(12, 28.0), counted(24, 168.0))
    other = compare(counted(12, 28.0), counted(24, 168.0), alternative="different")

    assert re.fullmatch(
        r"so much or more by chance: p 0\.00\d+ \(one-sided\); fully exact p 0\.00\d+",
        say_p(found),
    )
    assert "(two-sided)" in say_p(other)
    assert "p below 0.0001" in say_p(replace(found, p=1e-9))


def test_what_could_have_been_found_is_said_and_that_nothing_could():
    found = surge(counted(12, 28.0), counted(24, 168.0))

    assert say_smallest(found).startswith("2.4 times the baseline rate")
    assert say_smallest(replace(found, smallest=None)) == (
        "this much data could not have found any surge"
    )


def test_counts_are_said_with_the_days_they_are_out_of():
    assert say_footing(counted(12, 28.0)) == (
        "during: 12 in 28 observable days (28 of 28 days with data)"
    )


def test_dispersion_is_said_or_that_it_cannot_be_told():
    clustered = Dispersion(index=2.64, p=0.004, blocks=16)

    assert say_dispersion(clustered) == (
        "weekly counts vary more than independent rotations would "
        "(index of dispersion 2.6, p 0.0040, 16 blocks)"
    )
    assert "no more" in say_dispersion(replace(clustered, p=0.5))
    assert say_dispersion(None).startswith("too few")


def test_a_scan_says_how_many_windows_it_looked_at():
    counts = np.tile([0, 0, 0, 1, 0, 0, 0], 20)
    counts[70:84] = 1

    said = say_scan(scan_days(daily(counts)))

    assert said.startswith("2023-03-13 to before 2023-03-27 stands out most: 14 seen")
    assert re.search(r"\d{4} looks, all paid for, stretches of 10 days shuffled", said)
    assert say_scan(None) == "no window stands out"


def test_leads_are_said_with_the_number_of_events_and_shifts():
    profile = profile_leads(daily(np.tile([1, 0, 0], 40)), [FIRST.replace(month=3)])

    said = say_leads(profile)

    assert re.search(
        r"per observable day before one event, .* \(p .*, 999 shifts\)", said
    )


def test_what_it_does_not_mean_is_one_fixed_text():
    assert "does not say why they were flown or what was aboard" in MEANS_NOT


@given(value=st.floats(1e-3, 1e5))
def test_rounding_of_an_end_never_goes_towards_the_ratio(value):
    assert float(two_digits(value, "down")) <= value * (1 + 1e-8)
    assert float(two_digits(value, "up")) >= value * (1 - 1e-8)
    assert float(two_digits(value)) == pytest.approx(value, rel=0.051)


def test_the_error_of_exposure_is_said_with_the_interval_there_were_without_it():
    known = compare(counted(12, 20.0), counted(12, 60.0))
    allowed = compare(counted(12, 20.0), counted(12, 60.0), exposure_sd=0.34)

    assert say_exposure_error(known) == "p and interval take exposure as known"
    said = say_exposure_error(allowed)
    assert said.startswith(
        "p and interval allow for an error of the ratio of exposures"
    )
    assert "of 34 %" in said
    assert said.endswith("the interval would be 1.3–6.9")


def test_controls_have_a_q_and_the_number_of_looks():
    found = control_discoveries({"A": 0.001, "B": 0.6, "C": None})

    assert say_q(found, "A") == "q 0.0020"
    assert say_q(found, "C") == "no q, as it was not testable"
    assert say_discoveries(found) == (
        "2 looks at controls, 1 not testable; with 5 % of false ones put up with, "
        "unusual are: A (q by Benjamini and Hochberg)"
    )
