"""What is lost of a made-up flight is lost at its ends, and nothing is added."""

import numpy as np
import pytest

from heavylift.cli.demo import find_example
from heavylift.reconstruction.reception import Reach, heard, read_reception
from heavylift.reconstruction.ways import fly

#: Everything is heard down to a minute, or not the last ten minutes.
CLOSE = Reach(ground=0.0, followed=1.0, near_s=60.0, far_s=60.0)
FAR = Reach(ground=0.0, followed=0.0, near_s=60.0, far_s=600.0)


@pytest.fixture(scope="module")
def flown():
    return fly("UBBB", "LLOV", 1_693_612_800.0, cruise_kt=430.0, cruise_ft=31_000.0)


def test_positions_on_the_ground_are_lost_before_all_others(flown):
    kept = heard(np.random.default_rng(1), flown, CLOSE, CLOSE)

    assert kept.any()
    assert not (kept & flown.ground).any()


def test_where_nothing_is_said_of_an_airfield_all_is_heard(flown):
    ends = flown.ground.copy()

    kept = heard(np.random.default_rng(1), flown, None, None)

    assert kept[ends].all()


def test_half_of_the_flights_are_followed_longer_than_the_median(flown):
    lasts = [
        flown.landing_s
        - flown.time_s[heard(np.random.default_rng(seed), flown, None, FAR)].max()
        for seed in range(300)
    ]

    assert 0.4 < np.mean(np.array(lasts) > FAR.far_s) < 0.6


def test_the_shares_are_shares_and_rest_on_a_measurement():
    reception = read_reception(find_example("ovda-ganja-2023").parent / "reception.csv")

    assert {"LLOV", "LLER", "LLBG", "UBBB", "UBBG"} <= set(reception)
    for ends in reception.values():
        for reach in ends:
            assert 0 <= reach.ground <= 1
            assert 0 <= reach.followed <= 1
            assert 0 < reach.near_s <= reach.far_s
