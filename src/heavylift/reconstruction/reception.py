"""Lose what a network of receivers would have lost: what was heard of a flight?

How far flights are followed is given for each airfield in ``reception.csv``, beside the
example, with the source of each number.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.reconstruction.ways import Flown

#: Medians are published, spreads are not: a third of flights is followed less than
#: half or more than twice as long. Narrower, and no landing at Ovda would ever be
#: followed down, which nobody can know from 22 flights at the airport beside it.
SPREAD: Final = 0.8

#: A patch on the way, latitude and longitude from and to, in which most flights are
#: not heard: made up, over the east of Anatolia, where receivers stand far apart.
SILENT: Final = (38.3, 40.6, 39.2, 41.6)

#: How many flights lose their positions in it.
SILENT_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far flights are followed at one end.

    Attributes:
        ground: Share of flights that are heard on the ground.
        followed: Share of flights that are followed near the airfield.
        near_s: How long before the landing (after the take-off) these are lost
            (found), median seconds.
        far_s: The same for all others.
    """

    ground: float
    followed: float
    near_s: float
    far_s: float


#: By airfield: reach of take-offs, and of landings.
Reception = Mapping[str, tuple[Reach, Reach]]


def read_reception(path: Path) -> Reception:
    """Read ``reception.csv``."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["airfield"]: (_reach(row, "take_off"), _reach(row, "landing"))
        for row in rows
    }


def _reach(row: dict[str, str], role: str) -> Reach:
    return Reach(
        ground=float(row[f"{role}_ground_share"]),
        followed=float(row[f"{role}_followed_share"]),
        near_s=float(row[f"{role}_near_s"]),
        far_s=float(row[f"{role}_far_s"]),
    )


def heard(
    rng: np.random.Generator,
    flown: Flown,
    origin: Reach | None,
    destination: Reach | None,
) -> NDArray[np.bool_]:
    """Say which positions of a flight were received.

    Args:
        rng: Where chance comes from; as many numbers are drawn for every flight.
        flown: The flight.
        origin: Reach at the take-off; ``None`` where all is heard.
        destination: Reach at the landing; ``None`` where all is heard.

    Returns:
        For each position whether it was received, shape ``(n,)``.
    """
    since, until = _lost_s(rng, origin), _lost_s(rng, destination)
    kept: NDArray[np.bool_] = flown.time_s >= flown.take_off_s + since
    kept &= flown.time_s <= flown.landing_s - until
    south, north, west, east = SILENT
    silent = (flown.lat_deg > south) & (flown.lat_deg < north)
    silent &= (flown.lon_deg > west) & (flown.lon_deg < east)
    if rng.random() < SILENT_SHARE:
        kept &= ~silent
    return kept


def _lost_s(rng: np.random.Generator, reach: Reach | None) -> float:
    """Seconds that are lost at one end; minus infinity when nothing is."""
    luck, wide = rng.random(2).tolist(), rng.normal()
    if reach is None or luck[0] < reach.ground:
        return -np.inf
    # Positions on the ground are lost first, whatever else is.
    median = reach.near_s if luck[1] < reach.followed else reach.far_s
    return max(1.0, float(median * np.exp(SPREAD * wide)))
