"""Pieces of one aircraft become one track: sorted, each position once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import changed, flight, piece, positions
from heavylift.model.positions import COLUMNS, Positions
from heavylift.model.sources import Group
from heavylift.positions import merge_pieces

WHOLE = flight("LLOV", "UBBG", every_s=30)


def at(*seconds, icao24="4b1234", file=0, lat=None):
    """A piece with positions at the given seconds, going north."""
    lat = np.array(seconds) / 1000.0 if lat is None else lat
    return piece(positions(seconds, lat, np.zeros(len(seconds)), file=file), icao24)


def seconds(tracks):
    return (tracks.positions.time_ms // 1000).tolist()


def test_pieces_of_one_aircraft_become_one_track_in_order_of_time():
    tracks = merge_pieces([at(20, 30), at(0, 10)])

    assert seconds(tracks) == [0, 10, 20, 30]
    assert tracks.offsets.tolist() == [0, 4]
    assert [a.icao24 for a in tracks.aircraft] == ["4b1234"]


def test_tracks_are_ordered_by_label_and_lie_end_to_end():
    tracks = merge_pieces([at(0, 1, icao24="b"), at(5, icao24="a"), at(2, icao24="b")])

    assert [a.label for a in tracks.aircraft] == ["a", "b"]
    assert tracks.offsets.tolist() == [0, 1, 4]
    assert seconds(tracks) == [5, 0, 1, 2]


def test_pieces_that_overlap_in_time_are_woven_together():
    tracks = merge_pieces([at(0, 10, 20, file=0), at(5, 15, 25, file=1)])

    assert seconds(tracks) == [0, 5, 10, 15, 20, 25]
    assert tracks.positions.file.tolist() == [0, 1, 0, 1, 0, 1]


def test_rows_that_run_backwards_are_put_in_order():
    assert seconds(merge_pieces([at(30, 20, 10, 0)])) == [0, 10, 20, 30]


def test_the_same_position_in_two_files_is_kept_once_from_the_earlier_file():
    tracks = merge_pieces([at(0, 10, 20, file=1), at(10, 20, 30, file=0)])

    assert seconds(tracks) == [0, 10, 20, 30]
    assert tracks.positions.file.tolist() == [1, 0, 0, 0]
    assert tracks.repeated == 2


def test_two_places_at_one_time_are_both_kept():
    tracks = merge_pieces([at(10, lat=[1.0]), at(10, lat=[2.0])])

    assert tracks.positions.lat_deg.tolist() == [1.0, 2.0]
    assert tracks.repeated == 0


def test_the_same_place_at_another_time_is_no_repeat():
    tracks = merge_pieces([at(10, 20, 30, lat=[1.0, 1.0, 1.0])])

    assert len(tracks.positions) == 3


def test_the_same_time_and_place_of_another_aircraft_is_no_repeat():
    tracks = merge_pieces([at(10, icao24="a"), at(10, icao24="b")])

    assert tracks.offsets.tolist() == [0, 1, 2]
    assert tracks.repeated == 0


@pytest.mark.parametrize("pieces", [[], [piece(Positions.unknown(0))]])
def test_nothing_gives_no_tracks(pieces):
    tracks = merge_pieces(pieces)

    assert (tracks.aircraft, len(tracks.positions)) == ([], 0)
    assert tracks.offsets.tolist() == [0]


@given(
    file_of=st.lists(st.integers(0, 4), min_size=40, max_size=40),
    order=st.permutations(range(5)),
)
@settings(max_examples=40, deadline=None)
def test_however_a_track_is_dealt_out_merging_gives_it_back(file_of, order):
    part = np.resize(file_of, len(WHOLE))
    pieces = [
        piece(changed(WHOLE, slice(None), file=part).take(part == f)) for f in order
    ]

    merged = merge_pieces(pieces).positions

    for column in COLUMNS:
        expected = part if column.name == "file" else getattr(WHOLE, column.name)
        np.testing.assert_array_equal(getattr(merged, column.name), expected)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=8),
        max_size=4,
    )
)
@settings(max_examples=100, deadline=None)
def test_each_time_and_place_is_there_once_and_none_is_invented(parts):
    pieces = [
        at(*(t for t, _ in rows), file=f, lat=[float(p) for _, p in rows])
        for f, rows in enumerate(parts)
    ]

    tracks = merge_pieces(pieces)

    made = tracks.positions
    keys = list(zip(made.time_ms.tolist(), made.lat_deg.tolist(), strict=True))
    given_keys = {(t * 1000, float(p)) for rows in parts for t, p in rows}
    assert keys == sorted(given_keys)
    assert len(keys) + tracks.repeated == sum(map(len, parts))


def test_the_columns_of_a_group_in_order_become_tracks_without_a_copy():
    pieces = [at(0, 10), at(20, file=1), at(5, 15, icao24="4b9999", file=2)]
    group = Group.of(pieces)

    tracks = merge_pieces(group)

    assert tracks.positions is group.positions
    assert tracks.offsets.tolist() == [0, 3, 5]


@pytest.mark.parametrize(
    "pieces",
    [
        [at(20), at(0, 10)],
        [at(0, icao24="b"), at(0, icao24="a")],
        [at(0, 10), at(), at(20)],
        [at(10, 0), at(20)],
        [at(0, 10), at(10, 20)],
        [at(0, 10), at(5, 15)],
        [],
    ],
)
def test_a_group_in_any_order_gives_what_its_pieces_give(pieces):
    found = merge_pieces(Group.of(pieces))
    wanted = merge_pieces(pieces)

    assert found.aircraft == wanted.aircraft
    assert found.offsets.tolist() == wanted.offsets.tolist()
    assert found.repeated == wanted.repeated
    for column in COLUMNS:
        np.testing.assert_array_equal(
            getattr(found.positions, column.name),
            getattr(wanted.positions, column.name),
        )


def test_a_group_gives_its_pieces_back():
    pieces = [at(0, 10), at(20, icao24="4b9999")]

    found = list(Group.of(pieces))

    assert [p.aircraft for p in found] == [p.aircraft for p in pieces]
    assert [len(p.positions) for p in found] == [2, 1]
