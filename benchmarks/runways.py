"""Real runways, between which the made-up archives fly."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from heavylift.geo import distance_m_scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Runway:
    """A runway in the direction in which it is used."""

    airfield: str
    elevation_ft: float
    start_lat: float
    start_lon: float
    end_lat: float
    end_lon: float

    def beyond_end(self, metres: float) -> tuple[float, float]:
        """Give latitude and longitude of the point on the axis beyond the end."""
        return self._on_axis(1 + metres / self.length_m)

    def before_start(self, metres: float) -> tuple[float, float]:
        """Give latitude and longitude of the point on the axis before the start."""
        return self._on_axis(-metres / self.length_m)

    @property
    def length_m(self) -> float:
        """Distance between both ends."""
        return distance_m_scalar(
            self.start_lat, self.start_lon, self.end_lat, self.end_lon
        )

    def _on_axis(self, lengths: float) -> tuple[float, float]:
        # Straight in degrees: over 20 km that is within metres of the true axis.
        return (
            self.start_lat + (self.end_lat - self.start_lat) * lengths,
            self.start_lon + (self.end_lon - self.start_lon) * lengths,
        )


def read_airfields() -> list[tuple[Runway, Runway]]:
    """Give the longest runway of each airfield of the list, in both directions."""
    path = Path(__file__).with_name("airfields.csv")
    with path.open(newline="", encoding="utf-8") as file:
        return [_both_directions(row) for row in csv.DictReader(file)]


def _both_directions(row: dict[str, str]) -> tuple[Runway, Runway]:
    name, elevation_ft = row["airfield"], float(row["elevation_ft"])
    low = float(row["low_lat"]), float(row["low_lon"])
    high = float(row["high_lat"]), float(row["high_lon"])

    def used(start: tuple[float, float], end: tuple[float, float]) -> Runway:
        return Runway(
            airfield=name,
            elevation_ft=elevation_ft,
            start_lat=start[0],
            start_lon=start[1],
            end_lat=end[0],
            end_lon=end[1],
        )

    return used(low, high), used(high, low)
