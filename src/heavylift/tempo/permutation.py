"""Compare two rates by shuffling blocks, which may hold clusters of rotations.

Were the window no different from its baseline, its blocks could have stood anywhere
among the others. So blocks are shuffled, and p is how often a shuffle gives the window
as much as it has. Clusters inside a block stay together, so they do no harm.

Blocks of different exposure cannot simply change places: one with threefold exposure
holds three times the rotations, and varies more. What is shuffled is therefore how far
each count lies from its expectation, in units of how much such a count varies (with the
variance of clusters, see ``dispersion.cluster_variance``). With equal exposure that is
the plain permutation test, which is exact (Pitman 1937); otherwise mean and variance of
shuffled counts are right and their skewness is about right, and the level is measured
in ``benchmarks.tempo``. Clusters begin on any day and edges of blocks cut them; what
that hides is put back, see ``_torn_apart``.

Shuffling only among blocks of like exposure would be exact too, but compares nothing
when exposure changed between the windows, which is where the question is asked.

The interval holds every ratio that the same test does not reject with 2.5 % on either
side. With few blocks there are few ways to shuffle them, and an end that no shuffle can
exclude is unknown. The upper end often is, when weeks of the baseline have none or one:
such weeks fit to any low rate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.tempo.blocks import UNCUT, Blocks
from heavylift.tempo.chance import DRAWS, SEED, midp_of_draws
from heavylift.tempo.dispersion import cluster_variance, variance_by_chance
from heavylift.tempo.exposure_error import FEW_POINTS, log_errors
from heavylift.tempo.rates import LEVEL

#: With fewer ways to place the blocks of the window among all, the most extreme one
#: comes up by chance more often than in 5 of 100. With half as many, a p below 5 %
#: would come in 10 of 100, because ties count by half.
FEWEST_PLACINGS: Final = 20

#: With so many ways blocks are shuffled whether or not clusters were noticed: two weeks
#: among fourteen, and p can then be as small as 0.006. A check first would let the test
#: fire too seldom where there are no clusters (3.7 of 100) and too often where it
#: overlooks them (7). With fewer ways, say one week against twenty, p could not fall
#: below 0.02 however many rotations there are, so the exact test speaks unless clusters
#: were noticed.
MANY_PLACINGS: Final = 90

#: How many times the measured variance of clusters is taken when distances are put in
#: units of their spread. Edges hide a third of it (``blocks.UNCUT``), and of a few
#: dozen blocks it comes out too small more often than too large: counts of blocks of
#: much exposure would be taken to vary too little. Fitted in ``benchmarks.tempo``: with
#: 1.25 the test fires in up to 6.5 of 100 where exposure is threefold during, and in
#: down to 3.9 where it is a third.
UNDERRATED: Final = 2.5

#: Share of what chance makes (``dispersion.variance_by_chance``) that is taken off the
#: variance before it counts as that of clusters which edges have cut. With all of it
#: too little is put back for few rotations (fires in up to 6.4 of 100), with none
#: independent rotations are taken for cut clusters (down to 4.0).
BY_CHANCE: Final = 0.6

#: Ratios beyond this are not told apart from endless ones.
HIGHEST_RATIO: Final = 1e4

#: Steps of the logarithm of the ratio in which an end is looked for, a quarter of the
#: ratio each; far away from what was found p grows again, as the counts then fit to no
#: rate at all, and larger steps might miss the end.
STEP: Final = 0.22

#: Halvings of the step in which the end lies: to a thousandth of a per cent.
HALVINGS: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Shuffled:
    """What shuffling says of two rates.

    Attributes:
        more: Chance of so much in the window, or more.
        fewer: Chance of so little, or less.
        low: Lower end of the interval of the ratio, 0 when no shuffle excludes it.
        high: Upper end, or None when no shuffle excludes any ratio.
    """

    more: float
    fewer: float
    low: float
    high: float | None


def enough_blocks(blocks: Blocks) -> bool:
    """Tell whether there are ways enough to shuffle the blocks for a p of 5 %."""
    placings = comb(blocks.during.size, int(blocks.during.sum()))
    return placings >= FEWEST_PLACINGS


def many_blocks(blocks: Blocks) -> bool:
    """Tell whether there are so many ways that shuffling loses nothing."""
    placings = comb(blocks.during.size, int(blocks.during.sum()))
    return placings >= MANY_PLACINGS


def shuffle_blocks(
    blocks: Blocks,
    *,
    level: float = LEVEL,
    draws: int = DRAWS,
    seed: int = SEED,
    exposure_sd: float = 0.0,
) -> Shuffled:
    """Compare the window with its baseline by shuffling blocks.

    Args:
        blocks: Counts and exposure of blocks; both sides have one at least, and there
            is at least one rotation.
        level: Share of intervals that shall hold the true ratio.
        draws: How many shuffles.
        seed: Where they start.
        exposure_sd: Standard deviation of the ratio of exposures, relative to it; see
            ``tempo.exposure_error``.
    """
    orders = shuffles(blocks.during.size, draws, seed)

    def sides(ratio: float) -> tuple[float, float]:
        return _averaged_p(blocks, orders, ratio, exposure_sd)

    more, fewer = sides(1.0)
    side = (1 - level) / 2
    start = _middle(blocks)
    low = _first(lambda r: sides(r)[0] <= side, start, -STEP)
    high = _first(lambda r: sides(r)[1] <= side, start, STEP)
    return Shuffled(
        more=more,
        fewer=fewer,
        low=0.0 if low is None else low,
        high=high,
    )


def shuffle_p(
    blocks: Blocks, *, draws: int = DRAWS, seed: int = SEED, exposure_sd: float = 0.0
) -> tuple[float, float]:
    """Give the p of *more* and of *fewer* alone; see ``shuffle_blocks``."""
    orders = shuffles(blocks.during.size, draws, seed)
    return _averaged_p(blocks, orders, 1.0, exposure_sd)


def _averaged_p(
    blocks: Blocks, orders: NDArray[np.int64], ratio: float, exposure_sd: float
) -> tuple[float, float]:
    error, weight = log_errors(exposure_sd, FEW_POINTS)
    # A ratio of exposures that is e times as large is a ratio of rates e times so.
    at = [shuffled_p(blocks, orders, ratio=ratio * e) for e in np.exp(error).tolist()]
    more, fewer = np.array(at).T @ weight
    return float(more), float(fewer)


def shuffles(blocks: int, draws: int, seed: int) -> NDArray[np.int64]:
    """Give random orders of blocks, shape ``(draws, blocks)``."""
    chance = np.random.default_rng(seed)
    return chance.permuted(np.tile(np.arange(blocks), (draws, 1)), axis=1)


def shuffled_p(
    blocks: Blocks, orders: NDArray[np.int64], *, ratio: float = 1.0
) -> tuple[float, float]:
    """Give the chance of so much in the window, and of so little, at a true ratio.

    Args:
        blocks: Counts and exposure of blocks, with at least one rotation.
        orders: Orders of the blocks, shape ``(draws, n)``.
        ratio: The ratio of rates that is tested.

    Returns:
        The p of *more* and that of *fewer*, ties by half.
    """
    # A window with r times the rate is one with r times the exposure.
    exposure = np.where(blocks.during, blocks.exposure * ratio, blocks.exposure)
    expected = blocks.counts.sum() * exposure / exposure.sum()
    measured = cluster_variance(blocks.counts, exposure)
    variance = UNDERRATED * measured
    spread = np.sqrt(expected * (1 + variance * expected))
    distance = (blocks.counts - expected) / spread
    # The weights with which a mean rate varies least.
    weight = 1 / (1 + variance * expected)
    placed = np.vstack([distance, distance[orders]]) * spread
    off = placed @ weight / (weight @ expected)
    inside = np.where(blocks.during, weight, 0.0)
    score = (placed @ inside - off * (inside @ expected)) / spread.max()
    # Only what was found stands in the order of time; shuffles have torn it apart.
    surely = max(0.0, measured - BY_CHANCE * variance_by_chance(expected))
    score[0] /= np.sqrt(_torn_apart(blocks.during, expected, surely))
    return (
        midp_of_draws(score[0], score[1:]),
        midp_of_draws(-score[0], -score[1:]),
    )


def _torn_apart(
    during: NDArray[np.bool_], expected: NDArray[np.float64], variance: float
) -> float:
    """Give by how much counts of adjoining blocks vary more than of scattered ones.

    A cluster that lasts a block begins on any day of it, so edges cut most in two. A
    block alone shows two thirds of its variance (``blocks.UNCUT``), but of ``k`` blocks
    side by side only the outer edges cut, and they show ``k - 1/3`` of ``k``. Shuffling
    knows only the former. The side with fewer blocks decides how much two rates differ
    by chance, so ``k`` is that of it. The factor is 1 for a single block, and without
    clusters. Only variance beyond what independent rotations show by chance counts:
    otherwise every other sample of those would be taken for torn clusters, and the test
    would fire in 4 of 100 instead of 5.
    """
    fewer = min(int(during.sum()), int((~during).sum()))
    whole = (1 - (1 - UNCUT) / fewer) / UNCUT
    apart = float((expected * (1 + variance * expected)).sum())
    return float((expected * (1 + whole * variance * expected)).sum()) / apart


def _middle(blocks: Blocks) -> float:
    """Give a ratio that is surely inside the interval, also without counts."""
    inside, outside = blocks.during, ~blocks.during
    # Half a rotation more on either side keeps the ratio finite and above 0.
    during = (blocks.counts[inside].sum() + 0.5) / blocks.exposure[inside].sum()
    baseline = (blocks.counts[outside].sum() + 0.5) / blocks.exposure[outside].sum()
    return float(during / baseline)


def _first(beyond: Callable[[float], bool], start: float, step: float) -> float | None:
    """Find the first ratio from a start at which something is so; None if nowhere."""
    inside = float(np.log(start))
    while not beyond(float(np.exp(inside + step))):
        inside += step
        if abs(inside) > np.log(HIGHEST_RATIO):
            return None
    outside = inside + step
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if beyond(float(np.exp(middle))):
            outside = middle
        else:
            inside = middle
    return float(np.exp(outside))
