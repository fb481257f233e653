"""Cut flights short: as if reception had ended (begun) so far from the airfield."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.ends.labels import LabelledSet, Role
from heavylift.geo import distance_m
from heavylift.model.positions import Positions
from heavylift.model.sources import Aircraft, Piece
from heavylift.positions import merge_pieces
from heavylift.reference.airfields import Airfields

#: A cut needs this many positions to be a track at all.
MIN_POSITIONS: Final = 20

#: A track that comes no nearer than the cut and this is not cut: it ends elsewhere.
COMES_NEAR_M: Final = 15_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A shortened flight.

    Attributes:
        name: Unique name, used as the label of its track.
        group: Set and distance, for the tables.
        flight: The flight it was cut from; its cuts are never on both sides of a fit.
        airfield: Where the end really was.
        piece: What is left of the track.
    """

    name: str
    group: str
    flight: str
    airfield: str
    piece: Piece


def cut_flights(
    labelled: LabelledSet, role: Role, airfields: Airfields, cuts_km: list[float]
) -> list[Cut]:
    """Cut every labelled flight at each distance from its airfield.

    Args:
        labelled: Tracks and labels.
        role: Which end is cut away.
        airfields: Where the airfields are.
        cuts_km: Distances; 0 leaves the flight whole.

    Returns:
        Cuts; flights that do not come near enough or leave too little are left out.
    """
    row_of = {str(code): i for i, code in enumerate(airfields.code)}
    tracks = merge_pieces(labelled.pieces)
    index = {a.label: k for k, a in enumerate(tracks.aircraft)}
    cuts = []
    for label in labelled.labels:
        if label.airfield not in row_of or label.track not in index:
            continue
        k = index[label.track]
        own = tracks.positions.take(
            slice(int(tracks.offsets[k]), int(tracks.offsets[k + 1]))
        )
        during = (own.time_ms >= label.start_ms) & (own.time_ms <= label.end_ms)
        flight = own.take(during)
        i = row_of[label.airfield]
        away_m = distance_m(
            flight.lat_deg, flight.lon_deg, airfields.lat_deg[i], airfields.lon_deg[i]
        )
        for km in cuts_km:
            left = _left(flight, away_m, km * 1000.0, role)
            if left is None:
                continue
            flight_name = f"{label.track}@{label.start_ms}"
            name = f"{flight_name}-{km:g}"
            cuts.append(
                Cut(
                    name=name,
                    group=f"{labelled.name} {km:3g} km",
                    flight=flight_name,
                    airfield=label.airfield,
                    piece=Piece(
                        aircraft=Aircraft(icao24=None, label=name), positions=left
                    ),
                )
            )
    return cuts


def _left(
    flight: Positions, away_m: np.ndarray, cut_m: float, role: Role
) -> Positions | None:
    far = np.flatnonzero(away_m >= cut_m)
    if len(flight) < MIN_POSITIONS or not len(far):
        return None
    if role == "destination":
        left, gone = slice(0, int(far[-1]) + 1), away_m[int(far[-1]) :]
    else:
        left, gone = slice(int(far[0]), len(flight)), away_m[: int(far[0]) + 1]
    kept = flight.take(left)
    comes_near = not cut_m or gone.min() <= cut_m + COMES_NEAR_M
    return kept if comes_near and len(kept) >= MIN_POSITIONS else None
