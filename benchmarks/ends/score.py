"""Score the ends of labelled flights that were cut short.

    python -m benchmarks.ends.score --shared ../shared

For each set and distance: how many ends have a sure class, how many of those are right,
how often the true airfield ranks first and among the first three otherwise, and how
well the probabilities keep their word (expected calibration error, Brier score).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.ends.cuts import Cut, cut_flights
from benchmarks.ends.labels import Given, Role, read_labelled
from heavylift.flights.find import find_flights
from heavylift.model.ends import EndClass
from heavylift.model.sources import SourceFile
from heavylift.reference.airfields import load_airfields

#: Distances at which reception is made to end, in km.
CUTS_KM: Final[dict[Role, list[float]]] = {
    "destination": [0, 10, 20, 40, 60, 100],
    "origin": [0, 5, 10, 20, 40, 60],
}

#: Bins of the reliability table.
_BINS: Final = np.linspace(0.0, 1.0, 11)


@dataclass(slots=True, kw_only=True)
class Score:
    """Counts of one set and distance."""

    ends: int = 0
    sure: int = 0
    sure_right: int = 0
    ranked: int = 0
    first: int = 0
    first_three: int = 0
    believed: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, truth: str, row: dict[str, object], role: Role) -> None:
        """Count one end."""
        self.ends += 1
        listed = json.loads(str(row[f"{role}_candidates"]))
        codes = [c["airfield"] for c in listed]
        if EndClass(str(row[f"{role}_class"])).is_sure:
            self.sure += 1
            self.sure_right += row[role] == truth
        elif codes:
            self.ranked += 1
            self.first += codes[0] == truth
            self.first_three += truth in codes[:3]
            self.believed.append(listed[0]["probability"])
            self.right.append(codes[0] == truth)

    def line(self) -> str:
        """The counts as a line of a table."""
        error, brier = calibration(self.believed, self.right)
        return (
            f"{self.ends:5d} {_share(self.sure, self.ends)} "
            f"{_share(self.sure_right, self.sure)} {self.ranked:6d} "
            f"{_share(self.first, self.ranked)} "
            f"{_share(self.first_three, self.ranked)} {error:6.2f} {brier:6.2f}"
        )


def calibration(believed: list[float], right: list[bool]) -> tuple[float, float]:
    """Expected calibration error (ten bins) and Brier score of the first candidates."""
    if not believed:
        return float("nan"), float("nan")
    p, y = np.array(believed), np.array(right, dtype=float)
    bins = np.clip(np.digitize(p, _BINS) - 1, 0, len(_BINS) - 2)
    error = sum(
        abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    )
    return float(error), float(((p - y) ** 2).mean())


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.1f}" if whole else "     –"


def score(cuts: list[Cut], role: Role) -> dict[str, Score]:
    """Find the flights of the cuts and compare the end that was cut away.

    Each set and distance is a run of its own: with several cuts of one flight in the
    same run, one would count as another flight of the same fleet to the next.
    """
    of_group = defaultdict(list)
    for cut in cuts:
        of_group[cut.group].append(cut)
    return {group: _score_run(own, role) for group, own in of_group.items()}


def _score_run(cuts: list[Cut], role: Role) -> Score:
    files = max(int(c.piece.positions.file.max()) for c in cuts) + 1
    given = Given(
        pieces=[c.piece for c in cuts], files=[SourceFile(name="", reader="")] * files
    )
    table, _ = find_flights(given)
    of_track = defaultdict(list)
    for row in table.to_pylist():
        of_track[row["track"]].append(row)
    counted = Score()
    for cut in cuts:
        rows = of_track.get(cut.name)
        if rows:
            outermost = rows[-1] if role == "destination" else rows[0]
            counted.add(cut.airfield, outermost, role)
    return counted


def main() -> None:
    """Score both roles and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared: Path = parser.parse_args().shared
    airfields = load_airfields()
    for role in ("destination", "origin"):
        cuts = [
            cut
            for labelled in read_labelled(shared, role)
            for cut in cut_flights(labelled, role, airfields, CUTS_KM[role])
        ]
        print(f"\n{role}: reception ends (begins) so far from the airfield")
        print(
            f"{'set':20s} {'ends':>5s} {'sure%':>6s} {'right%':>6s} {'ranked':>6s} "
            f"{'first%':>6s} {'in 3%':>6s} {'ECE':>6s} {'Brier':>6s}"
        )
        for group, counted in sorted(score(cuts, role).items()):
            print(f"{group:20s} {counted.line()}")


if __name__ == "__main__":
    main()
