"""How long, and how far round, were flights before and after an event?

``python -m benchmarks.detour DOSSIER DAY`` reads the flights and positions of a dossier
and compares, for each origin, the minutes received, the way flown and its ratio to the
straight way between the first and the last position. Differences have the 95 % interval
of Welch's test. Where reception ends early, so do all of these.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from scipy import stats

from heavylift.geo import distance_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """One flight: origin, day, minutes received, way and straight way in km."""

    origin: str
    day: date
    minutes: float
    way_km: float
    straight_km: float

    @property
    def detour(self) -> float:
        """How many times the straight way was flown."""
        return self.way_km / self.straight_km


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare ways before and after a day.")
    parser.add_argument("dossier", type=Path)
    parser.add_argument("day", type=date.fromisoformat)
    wanted = parser.parse_args()
    flights = read(wanted.dossier)
    print("flights by day:", dict(sorted(Counter(f.day for f in flights).items())))
    by_origin: dict[str, list[Flown]] = defaultdict(list)
    for flight in flights:
        by_origin[flight.origin].append(flight)
    for origin, own in sorted(by_origin.items()):
        before = [f for f in own if f.day < wanted.day]
        after = [f for f in own if f.day >= wanted.day]
        if len(before) < 2 or len(after) < 2:
            print(f"{origin}: {len(before)} before, {len(after)} after; not compared")
            continue
        print(f"{origin}: {len(before)} before, {len(after)} after")
        for name in ("minutes", "way_km", "detour"):
            one = np.array([getattr(f, name) for f in before])
            other = np.array([getattr(f, name) for f in after])
            found = stats.ttest_ind(other, one, equal_var=False)
            interval = found.confidence_interval(0.95)
            print(
                f"  {name}: {one.mean():.2f} before, {other.mean():.2f} after; "
                f"{other.mean() - one.mean():+.2f} "
                f"({interval.low:+.2f} to {interval.high:+.2f})"
            )


def read(dossier: Path) -> list[Flown]:
    """Measure each flight of a dossier by its trusted positions."""
    flights = pq.read_table(dossier / "flights.parquet").to_pylist()
    positions = pq.read_table(dossier / "positions.parquet")
    names = np.array(positions["flight_id"].to_pylist())
    trusted = positions["quarantine"].is_null().to_numpy()
    lat, lon = (positions[c].to_numpy() for c in ("lat_deg", "lon_deg"))
    found = []
    for flight in flights:
        own = (names == flight["flight_id"]) & trusted
        a, o = lat[own], lon[own]
        first: datetime = flight["first_seen"]
        found.append(
            Flown(
                origin=flight["origin"] or "not established",
                day=first.astimezone(UTC).date(),
                minutes=(flight["last_seen"] - first).total_seconds() / 60,
                way_km=float(distance_m(a[:-1], o[:-1], a[1:], o[1:]).sum()) / 1000,
                straight_km=float(distance_m(a[:1], o[:1], a[-1:], o[-1:])[0]) / 1000,
            )
        )
    return found


if __name__ == "__main__":
    main()
