"""How each end of a flight is classed, and what is never claimed of it."""

import numpy as np
import pytest

from builders.tracks import (
    START,
    between,
    changed,
    end_s,
    flight,
    found,
    found_after,
    hole,
    is_sure,
    joined,
    lost_before,
    minutes_in,
    moved,
    place,
    positions,
    ranked,
    runway,
    spoofed,
    unflagged,
    without_ground,
)
from heavylift.model.positions import Surface

#: Along the final of Ovda's runways 20 the aircraft comes from the north-east, over
#: the Ein Yahav strip.
TO_OVDA = {"final_m": 70_000.0}


def arriving_at_ovda(km, **way):
    """A flight from Baku that is lost so many kilometres before Ovda."""
    return lost_before(flight("UBBB", "LLOV", **(TO_OVDA | way)), "LLOV", km)


# Seen on the ground


def test_surface_positions_after_the_flight_name_the_airfield_of_the_landing():
    [row] = found(flight("UBBB", "LLOV"))

    assert (row["destination"], row["destination_class"]) == ("LLOV", "ground")
    assert ranked(row, "destination") == {"LLOV": 1.0}
    assert row["destination_elsewhere"] == 0


def test_surface_positions_before_the_flight_name_the_airfield_of_the_take_off():
    [row] = found(lost_before(flight("LLOV", "UBBB"), "UBBB", 200))

    assert (row["origin"], row["origin_class"]) == ("LLOV", "ground")
    assert row["destination"] is None


def test_surface_positions_before_the_flight_say_nothing_of_its_landing():
    cut = lost_before(flight("LLOV", "UBBB"), "UBBB", 300)

    [row] = found(cut)

    assert not is_sure(row, "destination")
    assert row["destination_class"] in ("toward", "unknown")


def test_a_ground_flag_left_over_from_the_take_off_does_not_name_the_landing():
    # OpenSky and some receivers repeat the last surface position after the flight.
    cut = lost_before(flight("LLOV", "UBBB"), "UBBB", 150)
    stale = positions(
        end_s(cut) + np.array([20.0, 40.0, 60.0]),
        np.full(3, cut.lat_deg[0]),
        np.full(3, cut.lon_deg[0]),
        surface=int(Surface.GROUND),
        ground_speed_ms=0.0,
    )

    rows = found(joined(cut, stale))

    assert [r["origin"] for r in rows if is_sure(r, "origin")] == ["LLOV"]
    assert not [r for r in rows if is_sure(r, "destination")]


def test_a_ground_flag_where_the_aircraft_was_still_high_names_nothing():
    cut = lost_before(flight("LLOV", "UBBB"), "UBBB", 60)
    lying = changed(cut, slice(-3, None), surface=int(Surface.GROUND))

    [row] = found(lying)

    assert row["destination_class"] != "ground"
    assert not is_sure(row, "destination")


def test_surface_positions_far_from_any_airfield_name_none():
    desert = moved(*place("LLOV"), 250.0, 60_000.0)
    cut = lost_before(without_ground(flight("UBBB", "LLOV")), "LLOV", 60)
    rest = positions(
        end_s(cut) + 900 + 10.0 * np.arange(20),
        np.full(20, desert[0]),
        np.full(20, desert[1]),
        surface=int(Surface.GROUND),
        ground_speed_ms=3.0,
    )

    [row] = found(joined(cut, rest))

    assert row["destination_class"] != "ground"


# Lined up with a runway


@pytest.mark.parametrize("ident", ["20L", "20R", "02L", "02R"])
@pytest.mark.parametrize("km", [4, 8, 11])
def test_a_final_heard_low_names_airfield_and_runway(ident, km):
    cut = arriving_at_ovda(km, landing=ident, final_m=25_000.0)

    [row] = found(cut)

    assert (row["destination"], row["destination_class"]) == ("LLOV", "runway")
    assert row["destination_runway"] == ident


@pytest.mark.parametrize("ident", ["34", "16", "35", "17"])
def test_a_climb_out_heard_low_names_airfield_and_runway(ident):
    leaving = without_ground(flight("UBBB", "LLOV", take_off=ident))

    [row] = found(leaving)

    assert (row["origin"], row["origin_class"]) == ("UBBB", "runway")
    assert row["origin_runway"] == ident


def test_a_runway_is_named_for_ends_seen_on_the_ground_too():
    [row] = found(flight("UBBB", "LLOV", take_off="34", landing="20L"))

    assert (row["origin_runway"], row["destination_runway"]) == ("34", "20L")


def test_a_landing_without_any_surface_flag_names_the_airfield():
    whole = flight("UBBB", "LLOV", landing="20R")

    [row] = found(unflagged(whole, runway("LLOV", "20R").elevation))

    assert row["destination"] == "LLOV"
    assert row["destination_class"] in ("ground", "runway")


def test_high_above_the_axis_is_not_on_final():
    # A strip on the extended axis of the true runway, passed at twice a usual glide.
    cut = lost_before(flight("CYYZ", "KFOK", final_m=60_000.0), "KFOK", 30)

    [row] = found(cut)

    assert row["destination"] in (None, "KFOK")


@pytest.mark.parametrize("metres", [2_500, 5_000])
def test_flying_beside_the_axis_is_not_on_final(metres):
    threshold = runway("LLOV", "20R")
    lat, lon = moved(threshold.lat, threshold.lon, threshold.heading + 90, metres)
    cut = arriving_at_ovda(8, landing="20R", final_m=25_000.0)
    aside = changed(
        cut,
        slice(None),
        lat_deg=cut.lat_deg + lat - threshold.lat,
        lon_deg=cut.lon_deg + lon - threshold.lon,
    )

    [row] = found(without_ground(aside))

    assert row["destination_class"] != "runway"


# Lost before the landing: the founding case


@pytest.mark.parametrize("ident", ["20L", "20R"])
@pytest.mark.parametrize("km", [30, 35, 45, 60, 80])
def test_an_arrival_lost_before_ovda_names_no_airfield_and_ranks_ovda(km, ident):
    [row] = found(arriving_at_ovda(km, landing=ident))

    assert not is_sure(row, "destination")
    assert row["destination_class"] == "toward"
    assert "LLOV" in ranked(row, "destination")
    assert row["origin"] == "UBBB"


@pytest.mark.parametrize("km", [35, 45, 60])
def test_ein_yahav_is_not_the_likeliest_for_a_jet_that_is_lost_above_it(km):
    [row] = found(arriving_at_ovda(km, landing="20R"))

    listed = ranked(row, "destination")
    assert listed.get("LLEY", 0.0) < listed["LLOV"]


@pytest.mark.parametrize("ident", ["20L", "20R"])
@pytest.mark.parametrize("km", [12, 14, 16, 18, 20, 25])
def test_the_last_kilometres_before_ovda_never_name_another_airfield(km, ident):
    [row] = found(arriving_at_ovda(km, landing=ident))

    assert row["destination"] in (None, "LLOV")


@pytest.mark.parametrize("ident", ["20L", "20R"])
@pytest.mark.parametrize("km", [8, 12, 16, 20, 30, 45, 60])
def test_a_departure_found_after_ovda_never_names_another_airfield(km, ident):
    leaving = found_after(flight("LLOV", "UBBB", take_off=ident), "LLOV", km)

    [row] = found(leaving)

    assert row["origin"] in (None, "LLOV")
    assert row["destination"] == "UBBB"


@pytest.mark.parametrize("km", [30, 45])
def test_a_departure_found_high_on_its_way_names_no_airfield(km):
    leaving = found_after(flight("LLOV", "UBBB", climb_out_m=60_000.0), "LLOV", km)

    [row] = found(leaving)

    assert not is_sure(row, "origin")


@pytest.mark.parametrize("km", [4, 8, 15, 30, 45])
def test_an_arrival_at_nasosnaya_is_never_taken_for_one_at_baku(km):
    # "Baku" in the news is not one airfield: the air base lies 44 km from the airport.
    [row] = found(lost_before(flight("LLOV", "UBBI"), "UBBI", km))

    assert row["destination"] in (None, "UBBI")


@pytest.mark.parametrize(
    "code, km", [("UBTT", 4), ("UBTT", 8), ("UBEE", 4), ("UBEE", 8), ("ZYYY", 8)]
)
def test_a_field_without_published_runways_is_not_taken_for_its_neighbour(code, km):
    # Zabrat lies 6 km from Baku's airport, Yevlakh between Ganja and Baku.
    whence = "RKJB" if code == "ZYYY" else "LLOV"

    [row] = found(lost_before(flight(whence, code), code, km))

    assert row["destination"] in (None, code)


# Cruise and overflight


def test_a_track_that_ends_in_cruise_names_no_airfield():
    cut = between(flight("LLOV", "UBBB"), 0, 70)

    [row] = found(cut)

    assert (row["destination"], row["destination_class"]) == (None, "unknown")
    assert ranked(row, "destination") == {}


def test_a_track_that_begins_in_cruise_names_no_airfield():
    cut = between(flight("LLOV", "UBBB"), 70, 1_000)

    [row] = found(cut)

    assert (row["origin"], row["origin_class"]) == (None, "unknown")


def test_a_cruise_that_ends_right_above_an_airport_names_it_not():
    over_ganja = flight("LLOV", "UBBB", via=(place("UBBG"),))
    nearest = int(
        np.argmin(
            np.hypot(
                *(
                    np.array(place("UBBG"))[:, None]
                    - np.array([over_ganja.lat_deg, over_ganja.lon_deg])
                )
            )
        )
    )

    [row] = found(over_ganja.take(slice(0, nearest)))

    assert (row["destination"], row["destination_class"]) == (None, "unknown")


def test_an_overflight_names_neither_end():
    [row] = found(between(flight("LLOV", "UBBB"), 50, 90))

    assert (row["origin"], row["destination"]) == (None, None)
    assert (row["origin_class"], row["destination_class"]) == ("unknown", "unknown")


def test_a_low_overflight_of_a_strip_names_neither_end():
    low = flight("LLOV", "UBBB", cruise_m=1_500, speed_ms=120)

    [row] = found(between(low, 60, 120))

    assert (row["origin"], row["destination"]) == (None, None)


def test_a_step_down_in_cruise_is_no_landing():
    whole = flight("LLOV", "UBBB")
    cut = between(whole, 0, 80)
    late = minutes_in(cut, 72, 10)
    lower = changed(cut, late, baro_altitude_m=8_800.0)

    [row] = found(lower)

    assert not is_sure(row, "destination")


# Altitude missing or wrong


def test_without_any_altitude_no_end_in_the_air_is_sure():
    cut = lost_before(without_ground(flight("UBBB", "LLOV")), "LLOV", 30)
    blind = changed(cut, slice(None), baro_altitude_m=np.nan, vertical_rate_ms=np.nan)

    [row] = found(blind)

    assert not is_sure(row, "destination")
    assert row["max_altitude_m"] is None
    assert row["destination_altitude_m"] is None


def test_without_any_altitude_surface_positions_still_name_the_airfield():
    whole = flight("UBBB", "LLOV")
    blind = changed(whole, slice(None), baro_altitude_m=np.nan)

    [row] = found(blind)

    assert (row["origin"], row["destination"]) == ("UBBB", "LLOV")


def test_one_wrong_altitude_at_the_last_position_lands_nothing():
    cut = between(flight("LLOV", "UBBB"), 0, 80)
    spiked = changed(cut, -1, baro_altitude_m=300.0)

    [row] = found(spiked)

    assert not is_sure(row, "destination")


def test_geometric_altitude_alone_serves_as_well():
    cut = arriving_at_ovda(8, landing="20R", final_m=25_000.0)
    geometric = changed(
        cut, slice(None), geo_altitude_m=cut.baro_altitude_m, baro_altitude_m=np.nan
    )

    [row] = found(geometric)

    assert (row["destination"], row["destination_runway"]) == ("LLOV", "20R")


# False positions


def test_a_spoofed_stretch_leaves_one_flight_with_its_ends():
    plain = flight("LLOV", "UBBB")
    amman = 31.7171, 35.9994
    lying = spoofed(plain, 80, 20, amman)

    [row] = found(lying)

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")
    assert row["quarantined"] == minutes_in(plain, 80, 20).sum()


def test_a_track_that_ends_spoofed_to_an_airport_does_not_land_there():
    # Beirut, Amman: many aircraft at one point, some descending.
    plain = between(flight("UBBB", "LLOV"), 0, 90)
    n = int(minutes_in(plain, 75, 15).sum())
    lying = spoofed(plain, 75, 15, (31.7171, 35.9994))
    sinking = changed(
        lying,
        minutes_in(plain, 75, 15),
        baro_altitude_m=np.linspace(10_000, 750, n),
    )

    rows = found(sinking)

    assert not [r for r in rows if is_sure(r, "destination")]


def test_an_altitude_spike_does_not_move_an_end():
    plain = flight("LLOV", "UBBB")
    spiked = changed(plain, minutes_in(plain, 60, 0.4), baro_altitude_m=50.0)

    [row] = found(spiked)

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")
    assert row["quarantined"] >= 2


def test_repeated_positions_after_coverage_do_not_make_an_end():
    # State vectors repeat the last position for up to five minutes.
    cut = between(flight("LLOV", "UBBB"), 0, 80)
    again = joined(cut, *[_later(cut, s) for s in range(10, 300, 10)])

    rows = found(again)

    assert not [r for r in rows if is_sure(r, "destination")]


def _later(made, seconds):
    last = made.take(slice(-1, None))
    return changed(last, slice(None), time_ms=last.time_ms + seconds * 1000)


# Peers' errors on record


def test_a_hole_as_long_as_a_landing_beside_an_airport_does_not_land_there():
    # A rule on record published "landed" when data was lost near an airport.
    passing = flight("LLOV", "UBBB", via=(place("UBBG"),))
    km = np.hypot(
        (passing.lat_deg - place("UBBG")[0]) * 111, (passing.lon_deg - 46.3) * 84
    )
    minute = float(np.argmin(km)) / 6.0

    [row] = found(hole(passing, minute - 4, 8))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")


def test_a_callsign_names_no_route():
    [row] = found(between(flight("LLOV", "UBBB", callsign="ELY611"), 50, 90))

    assert ranked(row, "origin") == ranked(row, "destination") == {}


def test_hovering_over_an_airport_at_height_is_no_landing():
    lat, lon = place("OLBA")
    n = 120
    turn = np.arange(n) / 8.0
    hold = positions(
        START + 10.0 * np.arange(n),
        lat + 0.03 * np.sin(turn),
        lon + 0.03 * np.cos(turn),
        baro_altitude_m=9_500.0,
        surface=int(Surface.AIRBORNE),
        ground_speed_ms=90.0,
    )

    rows = found(hold)

    assert not [r for r in rows if is_sure(r, "origin") or is_sure(r, "destination")]


# Odd aircraft and odd places


def test_a_helicopter_from_field_to_field_is_found():
    n = 240
    share = np.linspace(0, 1, n)
    (lat1, lon1), (lat2, lon2) = place("LLOV"), place("LLER")
    height = 450 + 300 * np.minimum(1, 10 * np.minimum(share, 1 - share))
    hop = positions(
        START + 3.0 * np.arange(n),
        lat1 + share * (lat2 - lat1),
        lon1 + share * (lon2 - lon1),
        baro_altitude_m=height,
        surface=int(Surface.AIRBORNE),
        ground_speed_ms=35.0,
    )

    [row] = found(hop)

    assert row["origin"] in (None, "LLOV")
    assert row["positions"] == n


def test_a_glider_that_circles_for_hours_is_found():
    n = 1_000
    turn = np.arange(n) / 5.0
    drift = np.arange(n) / n
    glider = positions(
        START + 8.0 * np.arange(n),
        47.0 + 0.01 * np.sin(turn) + 0.2 * drift,
        8.5 + 0.01 * np.cos(turn) + 0.1 * drift,
        baro_altitude_m=1_500 + 400 * np.sin(turn / 20),
        surface=int(Surface.UNKNOWN),
        ground_speed_ms=25.0,
    )

    [row] = found(glider)

    assert row["positions"] == n


def test_a_flight_over_the_antimeridian_is_whole():
    [row] = found(flight("NZAA", "PHNL", every_s=30))

    assert (row["origin"], row["destination"]) == ("NZAA", "PHNL")
    assert row["quarantined"] == 0


def test_a_hole_over_the_antimeridian_stays_one_flight():
    [row] = found(hole(flight("NFFN", "PHNL", every_s=30), 20, 60))

    assert (row["origin"], row["destination"]) == ("NFFN", "PHNL")


def test_a_flight_over_the_pole_is_whole():
    [row] = found(flight("ENSB", "PAFA", via=((90.0, 0.0),), every_s=30))

    assert (row["origin"], row["destination"]) == ("ENSB", "PAFA")
    assert row["quarantined"] == 0


@pytest.mark.parametrize("n", [1, 2])
def test_a_position_or_two_make_a_flight_of_which_nothing_is_known(n):
    cruise = between(flight("LLOV", "UBBB"), 60, 62).take(slice(0, n))

    [row] = found(cruise)

    assert (row["origin_class"], row["destination_class"]) == ("unknown", "unknown")
    assert row["positions"] == n


def test_no_positions_make_no_flights():
    assert found() == []
    assert found(positions([], [], [])) == []


@pytest.mark.parametrize("every_s", [8, 20])
@pytest.mark.parametrize("heard", [1, 2, 3, 4])
def test_the_first_seconds_of_a_take_off_are_no_landing(every_s, heard):
    made = flight("LLBG", "LLER", every_s=every_s)
    first_in_air = int(np.flatnonzero(made.surface != Surface.GROUND)[0])

    [row] = found(made.take(slice(0, first_in_air + heard)))

    assert row["origin"] == "LLBG"
    assert not is_sure(row, "destination")


@pytest.mark.parametrize("heard", [1, 2, 3, 4])
def test_the_last_seconds_of_a_landing_are_no_take_off(heard):
    made = flight("LLER", "LLBG", every_s=8)
    last_in_air = int(np.flatnonzero(made.surface != Surface.GROUND)[-1])

    [row] = found(made.take(slice(last_in_air - heard + 1, None)))

    assert row["destination"] == "LLBG"
    assert not is_sure(row, "origin")
