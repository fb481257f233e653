"""Of those that came low, how many were followed to the surface."""

import pytest

from builders.flights import (
    end,
    followed_to,
)
from builders.landings import at_height, landings
from heavylift.exposure import (
    visibility_of,
)
from heavylift.exposure.said import count_said, visibility_said
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()


def test_visibility_is_of_those_that_came_low():
    grounded = end("ground", "UMKK"), followed_to("UMKK", 300)

    seen = visibility_of([landings(grounded, at_height(900), at_height(4_000))])

    assert (seen.to_surface, seen.came_low, seen.ends) == (1, 2, 3)
    assert seen.share == 0.5
    assert seen.low < 0.5 < seen.high
    assert visibility_said(seen, "Khrabrovo (UMKK)") == (
        "reception to the ground at Khrabrovo (UMKK) (landings): 1 of 2"
    )


def test_none_of_five_is_a_finding():
    seen = visibility_of([landings(*[at_height(900)] * 5)])

    said = count_said(0, "flight", [visibility_said(seen, "Khrabrovo (UMKK)")])

    assert (seen.share, seen.low) == (0.0, 0.0)
    assert seen.high == pytest.approx(0.5218, abs=1e-4)
    assert said == (
        "0 flights seen; reception to the ground at Khrabrovo (UMKK) (landings): 0 of 5"
    )


def test_nobody_low_is_not_evaluated():
    seen = visibility_of([landings(at_height(9_000))])

    assert seen.share is None
    assert (seen.low, seen.high) == (0.0, 1.0)
    assert visibility_said(seen, "X") == (
        "reception to the ground at X (landings): not evaluated, of 1 flight at it or "
        "headed for it none was followed below 1 500 ft within 5 NM, half of them not "
        "below 9 000 ft above it"
    )


def test_nobody_at_all_is_not_evaluated_either():
    said = visibility_said(visibility_of([landings()]), "X")

    assert said == (
        "reception to the ground at X (landings): not evaluated, no flight was seen at "
        "it or headed for it"
    )
