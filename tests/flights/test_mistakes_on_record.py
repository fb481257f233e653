"""Mistakes that other programs and published reports made, each as a small track.

The whole list, with the tests elsewhere that watch over the rest of it, is in
``docs/reference/odd-tracks.md`` under "Mistakes on record".
"""

from dataclasses import replace

import numpy as np
import pytest

from builders.tracks import (
    START,
    Held,
    changed,
    end_s,
    flight,
    flights_of,
    found,
    found_after,
    hole,
    is_sure,
    joined,
    lost_before,
    minutes_in,
    piece,
    place,
    spoofed,
    without_ground,
)
from heavylift.corridors import Corridor, select_flights
from heavylift.flights.find import find_flights
from heavylift.geo import distance_m
from heavylift.reference.airfields import load_airfields, nearest
from heavylift.reference.places import parse_place

BOTH = ("origin", "destination")

#: 31 December 2023, 22:30 UTC: a flight then lies in two days, months and years.
NEW_YEARS_EVE = 1_704_061_800


def nearest_code(row, role):
    """The airfield, of any kind, nearest to an end."""
    airfields = load_airfields()
    rows, _ = nearest(airfields, row[f"{role}_lat"], row[f"{role}_lon"])
    return str(airfields.code[rows[0]])


# Data loss published as a landing


@pytest.mark.parametrize("km", [25, 35, 50])
@pytest.mark.parametrize("cruise_m", [3_000.0, 4_500.0])
def test_lost_below_15_000_feet_near_an_airport_is_no_landing(km, cruise_m):
    # plane-notify tells of a landing near the nearest airport after this.
    low = flight("UBBG", "LLBG", cruise_m=cruise_m, speed_ms=120.0)

    [row] = found(lost_before(low, "LLBG", km))

    assert row["destination_altitude_m"] < 4_600
    assert not is_sure(row, "destination")


def test_the_nearest_airfield_loses_to_saying_nothing_on_tracks_that_were_cut():
    # traffic's infer_airport, adsbtrack's printed guesses: nearest, at any distance.
    routes = [("UBBB", "LLOV"), ("LLOV", "UBBG"), ("EGLL", "LFMN"), ("LLBG", "UBBB")]
    cut = [
        (found(lost_before(flight(a, b, every_s=20), b, km))[0], b)
        for a, b in routes
        for km in (30, 45, 60, 100)
    ]

    guesses = [nearest_code(row, "destination") == truth for row, truth in cut]
    named = [row["destination"] == truth for row, truth in cut if row["destination"]]

    assert sum(guesses) < len(cut) / 2
    assert all(named)


@pytest.mark.parametrize("km", [20, 30, 40])
def test_a_truncated_arrival_is_not_given_to_a_helipad_on_its_way(km):
    # traffic's own documentation: De Kreupel helipad instead of Schiphol.
    [row] = found(lost_before(flight("EGLL", "EHAM", every_s=20), "EHAM", km))

    assert row["destination"] in (None, "EHAM")
    assert not is_sure(row, "destination") or row["destination"] == "EHAM"


# Spoofed positions read as a route


def test_an_arrival_at_tel_aviv_that_is_spoofed_to_beirut_did_not_land_there():
    # LH686, LY382, LO153 in early 2024: over Beirut without any height between, and
    # next heard leaving Tel Aviv.
    made = flight("UBBB", "LLBG", every_s=10)
    minutes = (made.time_ms[-1] - made.time_ms[0]) / 60_000
    lying = spoofed(made, minutes - 25, 30, place("OLBA"))
    lying = changed(
        lying, minutes_in(made, minutes - 25, 30), surface=lying.surface[len(made) // 2]
    )
    back = flight("LLBG", "UBBB", start=end_s(made) + 5_400)

    rows = found(joined(lying, back))

    named = {row[role] for row in rows for role in BOTH}
    assert "OLBA" not in named
    assert rows[-1]["origin"] == "LLBG"


# One address, several aircraft; one aircraft, several names


@pytest.mark.parametrize("aircraft", [3, 4])
def test_many_aircraft_on_one_wrong_address_name_no_end_that_none_had(aircraft):
    # "AAAAAA": several aircraft whose transponders were never set.
    routes = [("LLOV", "UBBG"), ("EGLL", "LFMN"), ("KMSP", "KDEN"), ("UUEE", "UMKK")]
    made = [
        piece(flight(a, b, start=START + 600 * k, every_s=20), "aaaaaa")
        for k, (a, b) in enumerate(routes[:aircraft])
    ]

    rows = found(*made)

    assert {(r["origin"], r["destination"]) for r in rows} <= {
        pair for a, b in routes for pair in ((a, b), (a, None), (None, b), (None, None))
    }


def test_a_reused_address_inherits_no_owner_and_no_registration():
    # Fleets are re-addressed; a database of today has one row for an address.
    first = flight("UBBB", "LLOV", every_s=20)
    years_later = flight("EGLL", "LFMN", start=START + 40_000_000, every_s=20)
    held = Held([piece(first), piece(years_later)])
    held.files = [
        replace(held.files[0], registration="4K-AZ40", operator="Silk Way"),
        replace(held.files[1], registration=None, operator=None),
    ]

    before, after = find_flights(held)[0].to_pylist()

    assert (before["registration"], before["operator"]) == ("4K-AZ40", "Silk Way")
    assert (after["registration"], after["operator"]) == (None, None)


def test_a_callsign_is_no_tail_number():
    # "N21" of a Finnish C-295 was shown as that of an American registration.
    [row] = found(flight("UBBB", "LLOV", every_s=20, callsign="N21"))

    assert (row["callsign"], row["registration"]) == ("N21", None)


# Places and directions


def test_tlv_is_tel_aviv_and_not_tbilisi():
    airfields = load_airfields()

    assert parse_place("TLV", airfields).airfields == {"LLBG"}


def test_an_aircraft_that_was_here_and_later_there_did_not_fly_the_corridor():
    # Two boxes that one address was in, in either order, are no flight between them.
    first = flight("UBBB", "UBBG", every_s=20)
    second = flight("UBBG", "LLOV", start=end_s(first) + 7_200, every_s=20)
    table, _ = flights_of(joined(first, second))

    picked = select_flights(table, Corridor(origins={"UBBB"}, destinations={"LLOV"}))

    assert (picked.considered, picked.belongs.num_rows, picked.may.num_rows) == (
        2,
        0,
        0,
    )


# Days, months, years


def test_a_flight_over_the_turn_of_the_year_in_two_files_stays_one():
    # A month's bounds cut flights by construction where tracks are made by the month.
    made = flight("UBBB", "LLOV", start=NEW_YEARS_EVE, every_s=20)
    new_year = made.time_ms >= 1_704_067_200_000

    rows = found(piece(made.take(~new_year)), piece(made.take(new_year)))

    assert [(r["origin"], r["destination"]) for r in rows] == [("UBBB", "LLOV")]


def test_a_missing_day_is_not_flown_through():
    # Archives lack days; two halves of different flights fit together by chance.
    out = lost_before(flight("UBBB", "LLOV", every_s=20), "LLOV", 600)
    in_ = found_after(
        flight("UBBB", "LLOV", start=START + 2 * 86_400, every_s=20), "UBBB", 700
    )

    rows = found(joined(out, in_))

    assert [(r["origin"], r["destination"]) for r in rows] == [
        ("UBBB", None),
        (None, "LLOV"),
    ]


# Gaps


def test_a_gap_is_told_without_a_word_on_why():
    # adsbtrack calls 20 minutes at height "likely transponder off".
    table, _ = flights_of(hole(flight("LLOV", "UBBB", every_s=20), 60, 40))

    [row] = table.to_pylist()

    text = " ".join(str(value) for value in row.values()).lower()
    for word in ("transponder", "switched", "turned off", " off ", "hid", "dark"):
        assert word not in text


def test_a_flight_ends_with_its_last_position_and_not_where_it_may_have_gone_on():
    # Estimated positions on the great circle were read as observed ones.
    lost = lost_before(without_ground(flight("UBBB", "LLOV", every_s=20)), "LLOV", 300)

    [row] = found(lost)

    ahead = distance_m(
        np.array([row["destination_lat"]]),
        np.array([row["destination_lon"]]),
        lost.lat_deg[-1:],
        lost.lon_deg[-1:],
    )
    assert row["last_seen"].timestamp() == pytest.approx(end_s(lost))
    assert ahead[0] < 1.0
