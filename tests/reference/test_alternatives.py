"""Airfields that a question about a place would miss."""

import numpy as np
import pytest

from heavylift.geo import distance_m
from heavylift.reference.airfields import Kind, in_country, load_airfields
from heavylift.reference.alternatives import (
    MOST,
    NEAR_M,
    RUNWAY_M,
    alternatives,
    in_words,
)

AIRFIELDS = load_airfields()
ROW = {code: i for i, code in enumerate(AIRFIELDS.code)}


@pytest.mark.parametrize(
    "place, code, km",
    [("LLOV", "LLER", 25), ("UBBB", "UBBI", 44), ("UBBB", "UB18", 15)],
)
def test_the_airfields_to_which_traffic_may_move_are_there(place, code, km):
    found = {a.code: a for a in alternatives(AIRFIELDS, {place})}

    assert found[code].distance_m / 1000 == pytest.approx(km, abs=0.6)
    assert found[code].beside == place
    assert not found[code].is_closed


def test_a_closed_airfield_is_marked_so():
    [eilat] = [a for a in alternatives(AIRFIELDS, {"LLOV"}) if a.code == "IL-0021"]

    assert eilat.is_closed
    assert "closed as published" in eilat.words


def test_strips_too_short_and_heliports_are_not_among_them():
    found = [a.code for a in alternatives(AIRFIELDS, {"LLOV"})]

    assert "LLYT" not in found  # 1 020 m, 13 km away
    for code in found:
        i = ROW[code]
        assert AIRFIELDS.kind[i] not in (Kind.HELIPORT, Kind.SEAPLANE_BASE)
        assert not AIRFIELDS.longest_m[i] < RUNWAY_M


def test_what_the_question_names_is_not_told_again():
    found = alternatives(AIRFIELDS, {"LLOV"}, named={"LLER"})

    assert {"LLOV", "LLER"} & {a.code for a in found} == set()


@pytest.mark.parametrize("country", ["AZ", "IL", "US", "VA"])
def test_of_a_country_only_what_lies_just_beyond_it_is_told_nearest_first(country):
    codes = set(AIRFIELDS.code[in_country(AIRFIELDS, country)])

    found = alternatives(AIRFIELDS, codes)

    away = [a.distance_m for a in found]
    assert away == sorted(away)
    assert all(metres <= NEAR_M for metres in away)
    for a in found:
        assert a.code not in codes
        assert a.beside in codes
        one, two = ROW[a.code], ROW[a.beside]
        points = (
            np.array([getattr(AIRFIELDS, name)[i]])
            for i in (one, two)
            for name in ("lat_deg", "lon_deg")
        )
        assert distance_m(*points)[0] == pytest.approx(a.distance_m)


def test_no_more_than_some_are_told_and_how_many_more_there_are():
    codes = set(AIRFIELDS.code[in_country(AIRFIELDS, "US")])

    found = alternatives(AIRFIELDS, codes)

    told = in_words(found).split("; ")
    assert len(found) > MOST
    assert told[:-1] == [a.words for a in found[:MOST]]
    assert told[-1] == f"and {len(found) - MOST} more within 60 km"


def test_where_nothing_is_near_nothing_is_told():
    assert alternatives(AIRFIELDS, {"SCIP"}) == []  # Easter Island
