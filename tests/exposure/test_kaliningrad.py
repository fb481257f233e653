"""A real corridor whose landings nobody heard: no zero of it stands alone."""

from functools import cache
from pathlib import Path

import pytest

from builders.shared import SHARED, needs_shared
from heavylift.exposure import (
    Depth,
    Measure,
    completeness_of_flights,
    ends_at,
    exposure_of,
    others_than,
    visibility_of,
)
from heavylift.exposure.said import count_said, visibility_said
from heavylift.flights.find import find_flights
from heavylift.reference.airfields import load_airfields
from heavylift.sources import open_sources
from heavylift.visits import count_units, find_rotations, legs_of

AIRFIELDS = load_airfields()
EXAMPLE = Path(__file__).parents[2] / "examples/kaliningrad-2022/positions.parquet"
ALL = SHARED / "data/kaliningrad-2022/positions.parquet"


@cache
def flights(path):
    table, _ = find_flights(open_sources([path]))
    return table


@pytest.mark.parametrize("path", [EXAMPLE, pytest.param(ALL, marks=needs_shared)])
def test_nobody_was_followed_low_to_khrabrovo_so_landings_there_were_not_evaluated(
    path,
):
    arrivals = ends_at(flights(path), AIRFIELDS, ["UMKK"], "destination")

    seen = visibility_of([arrivals])
    said = count_said(0, "landing", [visibility_said(seen, "Khrabrovo (UMKK)")])

    assert seen.ends >= 0.9 * flights(path).num_rows
    assert (seen.came_low, seen.share) == (0, None)
    assert said.startswith(
        "0 landings seen; reception to the ground at Khrabrovo (UMKK) (landings): not "
        f"evaluated, of {seen.ends} flights at it or headed for it none was followed "
    )


@needs_shared
def test_the_same_flights_were_followed_up_from_moscow_and_petersburg():
    departures = ends_at(flights(ALL), AIRFIELDS, ["UUEE", "ULLI"], "origin")

    seen = visibility_of([departures])

    assert seen.to_surface == 0  # this file holds no surface position
    assert seen.came_low >= 60
    assert seen.below_5000_ft >= 85
    assert (departures.depth == Depth.HIGHER).sum() <= 5


@needs_shared
def test_a_corridor_that_is_all_the_traffic_has_no_reception_of_its_own():
    table = flights(ALL)
    others = others_than(table, ["UUEE", "ULLI"], ["UMKK"])
    ends = [
        ends_at(table, AIRFIELDS, ["UUEE", "ULLI"], "origin", others.mask),
        ends_at(table, AIRFIELDS, ["UMKK"], "destination", others.mask),
    ]

    made = exposure_of(completeness_of_flights(table), Measure.FOLLOWED, ends)

    assert (others.mask.sum(), others.asked) == (0, 90)
    assert [r.is_known for r in made.receptions] == [False, False]
    assert made.observable_days.tolist() == [1.0] * 12


@needs_shared
def test_no_leg_and_no_rotation_is_made_of_landings_that_were_not_seen():
    legs = legs_of(flights(ALL))

    units = count_units(legs, find_rotations(legs), ["UUEE", "ULLI"], ["UMKK"])

    assert sum(units.legs_out.values()) == sum(units.rotations.values()) == 0
    assert sum(units.take_offs["UUEE"].values()) == 54
