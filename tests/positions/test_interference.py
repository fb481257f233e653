"""Positions that cannot be true, told by one track or by several."""

import numpy as np
import pytest

from builders.shared import SHARED, needs_shared
from builders.tracks import (
    START,
    changed,
    flight,
    found,
    is_sure,
    joined,
    minutes_in,
    moved,
    piece,
    positions,
    quarantined,
    spoofed,
)
from heavylift.flights.find import find_flights
from heavylift.model.positions import Flag, Quarantine, SourceType, Surface
from heavylift.positions import merge_pieces, quarantine_impossible
from heavylift.positions.regions import combine, list_stretches
from heavylift.positions.stays import find_stays, join_stays, shared_points
from heavylift.sources import open_sources

AMMAN = (31.7171, 35.9994)


def at_point(
    n=30, lat=AMMAN[0], lon=AMMAN[1], height=10_000.0, speed=0.4, start=START, **columns
):
    """An aircraft that reports one point every ten seconds, with a receiver's noise."""
    noise = np.random.default_rng(n).normal(0, 1e-4, (2, n))
    return positions(
        start + 10.0 * np.arange(n),
        lat + noise[0],
        lon + noise[1],
        baro_altitude_m=height,
        ground_speed_ms=speed,
        surface=int(Surface.AIRBORNE),
        **columns,
    )


def judged(*tracks):
    """Quarantine each of several aircraft together; give each back."""
    labels = [f"4b12{k:02x}" for k in range(len(tracks))]
    pieces = [piece(t, a) for t, a in zip(tracks, labels, strict=True)]
    made = merge_pieces(pieces)
    marked = quarantine_impossible(made.positions, made.offsets)
    bounds = zip(made.offsets[:-1], made.offsets[1:], strict=True)
    return [marked.take(slice(int(a), int(b))) for a, b in bounds]


def stays_of(*tracks):
    made = merge_pieces(piece(t, f"4b12{k:02x}") for k, t in enumerate(tracks))
    return find_stays(made.positions, made.offsets)


# One point


def test_three_aircraft_at_one_point_at_different_heights_are_quarantined():
    tracks = [at_point(height=h) for h in (1_000.0, 2_000.0, 3_000.0)]

    marked = judged(*tracks)

    assert [quarantined(m) for m in marked] == [{"shared_point": 30}] * 3


def test_two_aircraft_at_one_point_are_not_enough():
    marked = judged(at_point(height=1_000.0), at_point(height=2_000.0))

    assert [quarantined(m) for m in marked] == [{}, {}]


def test_three_aircraft_at_one_point_hours_apart_do_not_share_it():
    tracks = [at_point(height=1_000.0 * k, start=START + 7_200 * k) for k in (1, 2, 3)]

    assert [quarantined(m) for m in judged(*tracks)] == [{}] * 3


def test_parked_aircraft_that_say_airborne_are_not_quarantined():
    tracks = [at_point(height=440.0 + 7.62 * k) for k in range(5)]

    assert [quarantined(m) for m in judged(*tracks)] == [{}] * 5


def test_aircraft_on_a_stand_are_not_quarantined():
    ground = int(Surface.GROUND)
    tracks = [
        changed(at_point(height=h, speed=200.0), slice(None), surface=ground)
        for h in (1_000.0, 5_000.0, 9_000.0)
    ]

    marked = judged(*tracks)

    assert not any("shared_point" in quarantined(m) for m in marked)
    assert not any("stuck_point" in quarantined(m) for m in marked)


def test_aircraft_that_cross_at_one_point_are_not_quarantined():
    def crossing(course, height):
        metres = 230.0 * 10 * np.arange(-30, 31)
        way = np.array([moved(*AMMAN, course, m) for m in metres])
        return positions(
            START + 10.0 * np.arange(61),
            way[:, 0],
            way[:, 1],
            baro_altitude_m=height,
            ground_speed_ms=230.0,
            surface=int(Surface.AIRBORNE),
        )

    through = [crossing(0.0, 9_000.0), crossing(90.0, 10_000.0)]
    lying = [at_point(60, height=h) for h in (1_000.0, 2_000.0, 3_000.0)]

    assert [quarantined(m) for m in judged(*through)] == [{}, {}]
    assert [quarantined(m) for m in judged(*through, *lying)][:2] == [{}, {}]


def test_a_formation_is_not_quarantined():
    lead = flight("LLOV", "UBBB")
    wing = changed(lead, slice(None), lat_deg=lead.lat_deg + 0.0002)
    stacked = changed(lead, slice(None), lon_deg=lead.lon_deg + 0.0002)

    assert [quarantined(m) for m in judged(lead, wing, stacked)] == [{}] * 3


def test_an_aircraft_that_says_it_flies_but_stays_is_quarantined():
    [marked] = judged(at_point(height=3_000.0, speed=200.0))

    assert quarantined(marked) == {"stuck_point": 30}


def test_an_aircraft_that_climbs_on_the_spot_is_quarantined():
    [marked] = judged(at_point(height=np.linspace(1_000, 2_000, 30)))

    assert quarantined(marked) == {"stuck_point": 30}


@pytest.mark.parametrize(
    ("height", "speed"),
    [(2_800.0, 0.4), (500.0, 3.0), (4_600.0, 20.0)],
    ids=["tethered balloon", "hovering helicopter", "glider in a wave"],
)
def test_what_can_stay_in_the_air_is_not_quarantined(height, speed):
    [marked] = judged(at_point(height=height, speed=speed))

    assert quarantined(marked) == {}


def test_a_glider_in_a_thermal_is_not_quarantined():
    angle = 2 * np.pi * np.arange(60) * 10 / 22.0
    glider = positions(
        START + 10.0 * np.arange(60),
        50.0 + 0.0007 * np.sin(angle),
        10.0 + 0.0010 * np.cos(angle),
        baro_altitude_m=np.linspace(800, 2_300, 60),
        ground_speed_ms=25.0,
        surface=int(Surface.AIRBORNE),
    )

    assert quarantined(judged(glider)[0]) == {}


def test_the_last_true_position_before_a_receiver_holds_it_stays():
    plain = flight("LLOV", "UBBB")
    rows = np.flatnonzero(minutes_in(plain, 60, 10))
    held = changed(
        plain,
        rows,
        lat_deg=plain.lat_deg[rows[0]],
        lon_deg=plain.lon_deg[rows[0]],
    )

    [marked] = judged(held)

    assert marked.quarantine[rows[0]] == Quarantine.NONE
    assert (marked.quarantine[rows[1:]] != Quarantine.NONE).all()


def test_points_shared_by_aircraft_of_several_groups_are_found_together():
    groups = [stays_of(at_point(height=h)) for h in (1_000.0, 2_000.0, 3_000.0)]

    apart = [shared_points(g) for g in groups]
    [point] = shared_points(join_stays(enumerate(groups)))
    alone = merge_pieces([piece(at_point(height=1_000.0))])
    marked = quarantine_impossible(alone.positions, alone.offsets, shared=[point])

    assert apart == [[], [], []]
    assert (point.aircraft, point.positions) == (3, 90)
    assert quarantined(marked) == {"shared_point": 30}


# Halts


def wandering():
    """A flight that slows to a walk at cruising height for two minutes and goes on."""
    speed = np.concatenate(
        [np.full(60, 200.0), np.linspace(200, 5, 30), np.full(12, 5.0)]
    )
    speed = np.concatenate([speed, np.linspace(5, 200, 30), np.full(60, 200.0)])
    metres = np.concatenate([[0.0], np.cumsum(10 * speed[:-1])])
    way = np.array([moved(30.0, 33.0, 45.0, m) for m in metres])
    return positions(
        START + 10.0 * np.arange(len(speed)),
        way[:, 0],
        way[:, 1],
        baro_altitude_m=3_000.0,
        ground_speed_ms=speed,
        surface=int(Surface.AIRBORNE),
    )


def test_a_fast_aircraft_does_not_stand_still_in_the_air():
    [marked] = judged(wandering())

    slow = marked.ground_speed_ms < 20
    assert (marked.quarantine[slow] == Quarantine.HALT_IN_AIR).all()
    assert marked.quarantine[0] == marked.quarantine[-1] == Quarantine.NONE


def test_one_wrong_speed_is_no_halt():
    plain = flight("LLOV", "UBBB")
    row = np.flatnonzero(minutes_in(plain, 60, 1))[:1]

    [marked] = judged(changed(plain, row, ground_speed_ms=0.0))

    assert quarantined(marked) == {}


def test_a_landing_and_a_quick_take_off_are_no_halt():
    out = flight("LLOV", "UBBB")
    back = flight("UBBB", "LLOV", start=float(out.time_ms[-1]) / 1000 + 60)

    [marked] = judged(joined(out, back))

    assert quarantined(marked) == {}


# GPS lost and integrity


def test_gps_lost_is_spread_between_two_marks_and_spares_what_others_measured():
    plain = flight("LLOV", "UBBB")
    rows = np.flatnonzero(minutes_in(plain, 60, 10))
    marks = changed(plain, [rows[0], rows[-1]], flags=Flag.GPS_LOST, callsign=1)
    made = changed(marks, slice(rows[0] + 1, rows[-1]), callsign=0)
    made = changed(made, rows[5], source_type=int(SourceType.MLAT))

    [marked] = judged(made)

    assert quarantined(marked) == {"gps_lost": len(rows) - 1}
    assert marked.quarantine[rows[5]] == Quarantine.NONE


def test_a_report_without_the_mark_ends_the_stretch_of_lost_gps():
    plain = changed(flight("LLOV", "UBBB"), slice(None), callsign=0)
    rows = np.flatnonzero(minutes_in(plain, 60, 10))
    made = changed(plain, [rows[0], rows[-1]], flags=Flag.GPS_LOST)

    [marked] = judged(changed(made, rows[20], nic=8, nac_p=9))

    assert quarantined(marked) == {"gps_lost": 2}


def test_lost_integrity_on_a_smooth_track_is_a_remark():
    plain = changed(flight("LLOV", "UBBB"), slice(None), nic=8, nac_p=9)
    low = minutes_in(plain, 60, 10)
    [marked] = judged(changed(plain, low, nic=0, nac_p=0))

    [stretch] = list_stretches(marked, np.array([0, len(marked)]), ["4b1234"])

    assert quarantined(marked) == {}
    assert (stretch.kind, stretch.positions) == ("integrity_lost", low.sum())


def test_lost_integrity_with_impossible_positions_in_it_is_not_trusted():
    plain = changed(flight("LLOV", "UBBB"), slice(None), nic=8, nac_p=9)
    low = minutes_in(plain, 60, 10)
    lying = spoofed(changed(plain, low, nic=0, nac_p=0), 64, 2, AMMAN)

    [marked] = judged(lying)

    assert (marked.quarantine[low] != Quarantine.NONE).all()
    assert "low_integrity" in quarantined(marked)


# What is left


def test_a_flight_around_a_shared_point_keeps_both_true_ends():
    fleet = [
        piece(
            spoofed(flight("LLOV", "UBBB", cruise_m=h), 60, 20, AMMAN), f"4b12{k:02x}"
        )
        for k, h in enumerate((8_000.0, 9_000.0, 10_000.0))
    ]

    rows = found(*fleet)

    assert [(r["origin"], r["destination"]) for r in rows] == [("LLOV", "UBBB")] * 3


def test_regions_are_put_together_by_place_and_time():
    lying = [at_point(height=h) for h in (1_000.0, 2_000.0, 3_000.0)]
    later = [at_point(height=9_000.0, start=START + 86_400)]
    made = merge_pieces(
        piece(t, f"4b12{k:02x}") for k, t in enumerate([*lying, *later])
    )
    marked = quarantine_impossible(made.positions, made.offsets)
    labels = [a.label for a in made.aircraft]

    shared, stuck = combine(list_stretches(marked, made.offsets, labels))

    assert (shared.kind, shared.aircraft, shared.positions) == ("shared_point", 3, 90)
    assert (shared.lat, shared.lon) == pytest.approx(AMMAN, abs=0.001)
    assert int(shared.start.timestamp()) == START
    assert (stuck.kind, stuck.aircraft) == ("stuck_point", 1)


@needs_shared
def test_of_all_aircraft_at_the_point_of_amman_none_has_an_end_there():
    path = SHARED / "data" / "heatmap" / "16.bin.ttf"
    made = merge_pieces(p for g in open_sources([path]).groups() for p in g)
    marked = quarantine_impossible(made.positions, made.offsets)
    labels = [a.label for a in made.aircraft]
    at = marked.quarantine == Quarantine.SHARED_POINT
    tracks = np.searchsorted(made.offsets, np.flatnonzero(at), side="right") - 1
    there = {labels[k] for k in np.unique(tracks)}
    table, _ = find_flights(open_sources([path]))
    rows = [r for r in table.to_pylist() if r["icao24"] in there | {"600853"}]

    [shared] = [
        i
        for i in combine(list_stretches(marked, made.offsets, labels))
        if i.kind == "shared_point"
    ]

    assert shared.aircraft == len(there) == 32
    assert (shared.lat, shared.lon) == pytest.approx(AMMAN, abs=0.001)
    assert not {r[e] for r in rows for e in ("origin", "destination")} & {
        "OJAI",
        "OJAM",
    }
    [ayla] = [r for r in rows if r["icao24"] == "73934a"]
    assert not is_sure(ayla, "origin")
    assert not is_sure(ayla, "destination")
    [baku] = [r for r in rows if r["icao24"] == "600853"]
    assert baku["last_seen"].minute == 29
    assert not is_sure(baku, "destination")
