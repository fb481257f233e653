"""Which aircraft of an input are wanted, by where they were or what they are.

An aircraft is kept whole or not at all: its positions outside the region say where it
came from and went to. What is left out is counted under a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from heavylift.geo import distance_m
from heavylift.model.positions import Positions
from heavylift.model.sources import Group, Piece, SourceFile
from heavylift.reference.places import Place
from heavylift.reference.strips import StripsFile, airfields_with

#: A place that is a set of airfields reaches this far around each: from cruise height
#: an aircraft that lands there is on its way down within it.
AROUND_M: Final = 100_000.0

# Why positions are left out.
NOT_THERE: Final = "aircraft not in the region"
OTHER_TYPE: Final = "aircraft type not among those wanted"
TYPE_UNKNOWN: Final = "aircraft type not known"


@dataclass(slots=True, kw_only=True)
class Wanted:
    """What is kept of an input; counts what is not.

    Attributes:
        place: Only aircraft that were there; ``None`` for all.
        types: Only these ICAO type designators; empty for all.
        heatmaps: Of days that they cover, traces of aircraft that do not come near the
            place in them need not be read.
        drawn: Files of airfields that the user drew; the place may name them.
        left_out: Positions left out, by reason.
    """

    place: Place | None = None
    types: Collection[str] = ()
    heatmaps: Sequence[Path] = ()
    drawn: tuple[StripsFile, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """What is kept, as records say it; empty for all.

        That heatmaps were used is told apart, because they may not cover an input.
        """
        region = [f"region {self.place.text}"] if self.place is not None else []
        types = [f"types {','.join(sorted(self.types))}"] if self.types else []
        return "; ".join(region + types)

    def keep(self, group: Group, files: Sequence[SourceFile]) -> Group:
        """Give those pieces of a group that are wanted.

        Args:
            group: A group; given back as it is when all is wanted.
            files: Source files, by the index in the ``file`` column.
        """
        if self.place is None and not self.types:
            return group
        kept: list[Piece] = []
        for _, of_one in groupby(group, key=lambda p: p.aircraft.label):
            own = list(of_one)
            reason = self._why_not(own, files)
            if reason:
                self.left_out[reason] += sum(len(p.positions) for p in own)
            else:
                kept += own
        return Group.of(kept)

    def _why_not(self, own: list[Piece], files: Sequence[SourceFile]) -> str:
        said = {files[int(p.positions.file[0])].aircraft_type for p in own}
        reason = self.why_not_types(said)
        if reason:
            return reason
        if self.place is not None and not any(self._is_there(p.positions) for p in own):
            return NOT_THERE
        return ""

    def why_not_types(self, said: Collection[str | None]) -> str:
        """Why an aircraft is not wanted of which these types are told; "" if it is."""
        if not self.types:
            return ""
        known = {t.upper() for t in said if t}
        if not known:
            return TYPE_UNKNOWN
        return "" if known & {t.upper() for t in self.types} else OTHER_TYPE

    def _is_there(self, positions: Positions) -> bool:
        assert self.place is not None
        lat, lon = positions.lat_deg, positions.lon_deg
        if self.place.region is not None:
            return bool(shapely.contains_xy(self.place.region, lon, lat).any())
        return any(
            bool(_is_near(lat, lon, float(a), float(b)))
            for a, b in zip(*points_of(self.place.airfields, self.drawn), strict=True)
        )


@lru_cache(maxsize=1)
def points_of(
    codes: frozenset[str], drawn: tuple[StripsFile, ...] = ()
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes of airfields; asked for each aircraft, found once."""
    fields = airfields_with(drawn)
    # Not np.isin: it compares every code with every other.
    at = [row for row, code in enumerate(fields.code) if code in codes]
    return fields.lat_deg[at], fields.lon_deg[at]


def _is_near(
    lat: NDArray[np.float64], lon: NDArray[np.float64], lat0: float, lon0: float
) -> bool:
    # A degree of latitude is 111 km: most positions are ruled out by that alone.
    rows = np.flatnonzero(np.abs(lat - lat0) < AROUND_M / 110_000.0)
    away = distance_m(
        lat[rows], lon[rows], np.full(len(rows), lat0), np.full(len(rows), lon0)
    )
    return bool((away < AROUND_M).any())
