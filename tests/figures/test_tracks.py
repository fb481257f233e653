"""Lines of flights on a map."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from builders.flights import straight_track
from heavylift.figures.projections import Frame, fit
from heavylift.figures.tracks import TrackLine, draw_tracks, mark, split_at_gaps
from heavylift.model.ends import EndClass

NOON_MS = 1_645_531_200_000  # 2022-02-22 12:00 UTC


def line(track, name="AFL1000", destination_class=EndClass.TOWARD):
    return TrackLine(
        name=name,
        href="#f-1",
        time_ms=track.time_ms,
        lat_deg=track.lat_deg,
        lon_deg=track.lon_deg,
        origin_class=EndClass.GROUND,
        destination_class=destination_class,
    )


def drawn(*lines):
    lat = np.concatenate([t.lat_deg for t in lines])
    lon = np.concatenate([t.lon_deg for t in lines])
    frame = Frame(left=0, top=0, width=600, height=400)
    return draw_tracks(lines, fit(lat, lon, frame))


def times(*seconds):
    return NOON_MS + np.array(seconds, dtype=np.int64) * 1000


def test_a_silence_is_cut_out_and_drawn_straight():
    points = np.array([[0.0, 0], [1, 0], [9, 5], [10, 5]])

    runs, silences = split_at_gaps(times(0, 10, 700, 710), points)

    assert [r.tolist() for r in runs] == [[[0, 0], [1, 0]], [[9, 5], [10, 5]]]
    assert [s.tolist() for s in silences] == [[[1, 0], [9, 5]]]


@given(st.lists(st.integers(1, 400), max_size=30))
def test_cutting_at_silences_loses_no_position(steps):
    time_ms = times(*np.cumsum([0, *steps]).tolist())
    points = np.stack([time_ms / 1000, np.zeros(len(time_ms))], axis=1)

    runs, silences = split_at_gaps(time_ms, points)

    assert np.concatenate(runs).tolist() == points.tolist()
    assert len(silences) == sum(s > 120 for s in steps)


def test_a_flight_heard_throughout_has_no_dashes():
    svg = drawn(line(straight_track("UUEE", "UMKK")))

    assert "stroke-dasharray" not in svg


def test_a_flight_with_a_silence_has_dashes():
    track = straight_track("UUEE", "UMKK")
    time_ms = track.time_ms.copy()
    time_ms[50:] += 40 * 60_000

    svg = drawn(
        TrackLine(
            name="AFL1000",
            href="",
            time_ms=time_ms,
            lat_deg=track.lat_deg,
            lon_deg=track.lon_deg,
            origin_class=EndClass.GROUND,
            destination_class=EndClass.TOWARD,
        )
    )

    assert svg.count("stroke-dasharray") == 1


def test_only_an_end_that_the_track_reaches_is_a_full_disc():
    full = {c for c in EndClass if "fill-opacity" not in mark(0, 0, c)}

    assert full == {EndClass.GROUND, EndClass.RUNWAY, EndClass.NEAR}


def test_nothing_is_drawn_beyond_the_last_position():
    lost = straight_track("UUEE", "UMKK", share=0.5)
    frame = Frame(left=0, top=0, width=600, height=400)
    whole = straight_track("UUEE", "UMKK")
    projection = fit(whole.lat_deg, whole.lon_deg, frame)

    svg = draw_tracks([line(lost)], projection)

    # Khrabrovo lies at the left edge; half of the way is at the middle.
    [data] = [p.split('"')[0] for p in svg.split('<path d="')[1:]]
    xs = [float(p.split()[0]) for p in data.removeprefix("M").split("L")]
    assert min(xs) > 250


def test_a_hostile_name_is_only_text():
    svg = drawn(line(straight_track("UUEE", "UMKK"), name="<img onerror=x>"))

    assert "<img" not in svg
    assert "&lt;img onerror=x&gt;" in svg
