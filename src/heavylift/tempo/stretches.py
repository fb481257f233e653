"""Shuffle stretches of a period, which may hold clusters of rotations.

What would a search find if nothing but chance and clusters were there? The period is
cut into stretches in which equally much could be seen, and they change places. What
flew within days of each other stays together, so clusters stay clusters; a surge of
some weeks is torn apart. Rotations that come one by one are strewn in the same way
before and after (they are exchangeable), and clusters nearly so: edges cut some.

When in its day a rotation flew is not known, and is drawn anew for each shuffle. With
one draw for all of them the test would be exact for rotations that come one by one, and
take cut clusters for a surge more often: it would fire in 7 to 14 of 100 with clusters
where 5 are due. Drawn anew it is 2 to 4 without clusters and 3 to 10 with them
(``benchmarks.tempo``).

Time is counted in exposure: a day in which half could be seen is half as long, and one
that nobody saw has no length. A rotation that moves into such days is spread over more
of them, as fewer would have been seen in each.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.tempo.counts import DailyCounts

#: Days of a stretch, at mean exposure. Edges cut clusters, and what is cut passes for
#: chance: with 7 days a search finds clusters of up to a week in 4 to 14 of 100 where 5
#: are due, with 9 in 5 to 10, with 10 in 4 to 8. The longer stretches are, the longer a
#: surge must be to be torn apart, and longer than 10 days tell no better.
STRETCH_DAYS: Final = 10


def shuffle_stretches(daily: DailyCounts, draws: int, seed: int) -> NDArray[np.int64]:
    """Give daily counts with their stretches shuffled, shape ``(draws, days)``.

    Args:
        daily: Rotations and exposure by day; something could be seen on one at least.
        draws: How many shuffles.
        seed: Where they start.
    """
    chance = np.random.default_rng(seed)
    begins = np.concatenate([[0.0], np.cumsum(daily.exposure)])
    whole = float(begins[-1])
    seen_days = int((daily.exposure > 0).sum())
    many = max(1, round(seen_days / STRETCH_DAYS))
    length = whole / many
    day = np.repeat(np.arange(daily.days), daily.counts)
    # The hour is not known: anywhere in its day.
    within = chance.random((draws, day.size)) * daily.exposure[day]
    at = begins[day] + within
    stretch = np.minimum((at // length).astype(np.int64), many - 1)
    places = chance.permuted(np.tile(np.arange(many), (draws, 1)), axis=1)
    moved = at + (np.take_along_axis(places, stretch, axis=1) - stretch) * length
    # What rounding puts at an end belongs to the last day on which anything was seen.
    moved = np.clip(moved, 0.0, np.nextafter(whole, 0.0))
    to_day = np.searchsorted(begins, moved, side="right") - 1
    counts = np.zeros((draws, daily.days), np.int64)
    np.add.at(counts, (np.arange(draws)[:, None], to_day), 1)
    return counts
