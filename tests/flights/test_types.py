"""What follows from the types that the files of an aircraft name."""

import numpy as np
import pytest

from builders.tracks import between, changed, flight
from heavylift.flights.types import types_of
from heavylift.model.sources import Aircraft, Piece, SourceFile
from heavylift.positions import merge_pieces
from heavylift.reference.performance import performance

PLAIN = flight("UBBB", "LLOV", every_s=60.0)


def told(*types, icao24="4b1234"):
    """What is known of one aircraft whose track comes from files of these types."""
    share = 200.0 / len(types)
    pieces = [
        Piece(
            aircraft=Aircraft(icao24=icao24, label=icao24),
            positions=changed(
                between(PLAIN, k * share, (k + 1) * share), slice(None), file=k
            ),
        )
        for k in range(len(types))
    ]
    return types_of(merge_pieces(pieces), files_of(*types))


def files_of(*types):
    return [
        SourceFile(name=f"{k}.json", reader="readsb", aircraft_type=t)
        for k, t in enumerate(types)
    ]


def needs(*types):
    made = told(*types).needs
    return made.runway_m.item(), made.needs_hard.item()


@pytest.mark.parametrize("code", ["IL76", "B738", "B748", "C172"])
def test_a_type_that_all_files_name_gives_its_figures(code):
    own = performance(code)

    made = told(code, code)

    assert needs(code, code) == (own.runway_m, own.needs_hard)
    assert made.cruise_ms.item() == own.cruise_ms


@pytest.mark.parametrize("unknown", [None, "", "ZZZZ"])
def test_an_unknown_type_rules_nothing_out(unknown):
    assert needs(unknown) == (0.0, False)
    assert np.isnan(told(unknown).cruise_ms.item())


@pytest.mark.parametrize("types", [("B748", "IL76"), ("IL76", "B748")])
def test_of_several_types_each_need_is_the_least_restrictive(types):
    made = told(*types)

    assert needs(*types) == (performance("IL76").runway_m, False)
    assert made.cruise_ms.item() == performance("B748").cruise_ms


@pytest.mark.parametrize("types", [("B748", None), (None, "B748"), ("ZZZZ", "B748")])
def test_a_file_without_a_known_type_leaves_the_others_their_say(types):
    assert needs(*types) == (performance("B748").runway_m, True)


def test_each_aircraft_has_its_own():
    pieces = [
        Piece(
            aircraft=Aircraft(icao24=icao24, label=icao24),
            positions=changed(PLAIN, slice(None), file=k),
        )
        for k, icao24 in enumerate(("4b0001", "4b0002", "4b0003"))
    ]

    made = types_of(merge_pieces(pieces), files_of("B748", None, "IL76"))

    assert made.needs.runway_m.tolist() == [1_800.0, 0.0, 800.0]
    assert made.needs.needs_hard.tolist() == [True, False, False]
    assert made.needs.take(np.array([2])).runway_m.tolist() == [800.0]


def test_positions_of_no_file_have_no_type():
    lost = changed(PLAIN, slice(None), file=-1)
    tracks = merge_pieces(
        [Piece(aircraft=Aircraft(icao24="4b1234", label="4b1234"), positions=lost)]
    )

    made = types_of(tracks, files_of("B748"))

    assert (made.needs.runway_m.item(), made.needs.needs_hard.item()) == (0.0, False)


def test_no_tracks_have_no_types():
    nothing = merge_pieces([])

    made = types_of(nothing, [])

    assert len(nothing.positions) == 0
    assert len(made.cruise_ms) == len(made.needs.runway_m) == 0
