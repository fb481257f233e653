"""Low over an airfield, and low from then on."""

import numpy as np
import pytest

from builders.ends import end_states
from builders.tracks import START, ahead, positions, runway
from heavylift.flights.passes import (
    LOW_M,
    OVER_M,
    STILL_WITHIN_M,
    WITHIN_S,
    lowest_pass,
)
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()
FINAL = runway("LLOV", "20R")
EVERY_S = 10.0


def passed(along_m, height_m, *, step=1, every_s=EVERY_S):
    """Distance, height and time of the pass of Ovda by a track along its runway.

    Each position lies ``along_m`` beyond the threshold and ``height_m`` above the
    reference point; the end is the last of them, or the first (``step`` -1).
    """
    points = [ahead(FINAL, metres) for metres in along_m]
    lat, lon = np.array(points).T
    made = positions(START + every_s * np.arange(len(lat)), lat, lon)
    [field] = np.flatnonzero(AIRFIELDS.code == "LLOV")
    altitude = np.float32(AIRFIELDS.elevation_m[field] + np.array(height_m))
    row, inner = (len(lat) - 1, 0) if step > 0 else (0, len(lat) - 1)
    states = end_states([lat[row]], [lon[row]], step=step, row=row, inner=inner)
    pairs = np.array([0, 1]), np.array([field])
    return lowest_pass(made, altitude, states, pairs, AIRFIELDS)[0]


def is_found(told):
    """Whether all three figures are there, or none."""
    assert np.isfinite(told).all() or np.isnan(told).all()
    return bool(np.isfinite(told).all())


#: A final, touch-down, and a drift onwards beyond the far end.
ALONG = [-6_000, -4_000, -2_000, 0, 1_500, 3_000, 4_500, 6_000]
LANDED = [330, 220, 120, 30, 5, 5, 10, 5]


def test_low_over_the_field_and_low_from_then_on_is_a_pass():
    distance, height, wait_s = passed(ALONG, LANDED)

    assert distance < 1_000
    assert height == pytest.approx(5, abs=0.1)
    assert wait_s == pytest.approx(3 * EVERY_S)


def test_a_take_off_is_found_the_same_way_backwards():
    backwards = passed(ALONG[::-1], LANDED[::-1], step=-1)

    assert backwards == pytest.approx(passed(ALONG, LANDED))


def test_the_other_end_of_the_same_track_has_no_such_pass():
    # Seen as a take-off it was higher before, not after.
    assert not is_found(passed(ALONG, LANDED, step=-1))


def test_a_go_around_is_no_landing():
    heights = [330, 220, 120, 60, 60, 150, 260, 370]

    assert not is_found(passed(ALONG, heights))


@pytest.mark.parametrize("last", [LOW_M + 1, 2 * LOW_M, 1_000])
def test_one_position_higher_after_the_low_pass_is_enough_to_doubt_it(last):
    assert not is_found(passed(ALONG, [*LANDED[:-1], last]))


def test_higher_and_low_again_far_on_is_a_pass_of_another_place():
    heights = [330, 220, 120, 30, 5, 5, 200, 5]

    assert not is_found(passed(ALONG, heights))


def test_farther_than_still_within_it_may_have_gone_on_to_the_next():
    on = STILL_WITHIN_M + 3_000
    along = np.append(np.linspace(-2_000, on, 10), on + 500)

    assert not is_found(passed(along, np.full(len(along), 20.0)))


def test_longer_ago_than_the_time_it_is_looked_for_is_no_pass():
    n = int(WITHIN_S / EVERY_S) + 5
    over, beyond = np.zeros(3), np.full(n, OVER_M + 2_500.0)

    assert not is_found(passed([*over, *beyond], np.full(n + 3, 20.0)))
    assert is_found(passed([*over, *beyond[:8]], np.full(11, 20.0)))


def test_unknown_heights_make_no_pass_and_hide_none():
    blind = np.where(np.arange(len(LANDED)) == 6, np.nan, LANDED)

    assert not is_found(passed(ALONG, np.full(len(ALONG), np.nan)))
    assert passed(ALONG, blind) == pytest.approx(passed(ALONG, LANDED))


def test_a_position_alone_may_be_a_pass():
    distance, height, wait_s = passed([1_500], [20])

    assert (height, wait_s) == (pytest.approx(20, abs=0.1), 0.0)
    assert distance < OVER_M


def test_an_airfield_that_was_not_come_near_has_none():
    assert not is_found(passed([-60_000, -50_000], [20, 20]))
