"""Was it more than usual? The whole answer for one window that was given in advance.

Where there are blocks enough they are shuffled for p, which allows for clusters whether
or not they are noticed. With fewer the exact test speaks, unless rotations are seen to
come in clusters: then it cannot be trusted, and the few blocks are shuffled; when they
are too few for that, the answer is that the data cannot tell.

The interval is the exact one until clusters are noticed. That of shuffles is twice as
wide above where weeks of the baseline have none or one, and has no use where it is not
needed: with the check before it both hold what they promise (``benchmarks.tempo``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from heavylift.tempo.blocks import Blocks, cut_blocks
from heavylift.tempo.chance import DRAWS, SEED
from heavylift.tempo.counts import DailyCounts, count_in
from heavylift.tempo.dispersion import Dispersion, check_dispersion
from heavylift.tempo.permutation import (
    enough_blocks,
    many_blocks,
    shuffle_blocks,
    shuffle_p,
)
from heavylift.tempo.rates import Alternative, NotTestable, RateRatio, compare
from heavylift.tempo.smallest import smallest_ratio
from heavylift.tempo.windows import Window

#: Reason, in the words that are printed.
TOO_FEW_BLOCKS: Final = (
    "rotations came in clusters, and there are too few weeks to compare; "
    "a longer baseline would help"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """How a window compares with its baseline.

    Attributes:
        found: The ratio of the rates, or why there is none.
        dispersion: Whether rotations come in clusters; None when too few to tell.
        smallest: Smallest ratio that so much data would have found four times out of
            five, if rotations were independent; None when not even a thousand.
        looks: Windows, corridors or thresholds that were tried, this one included.
    """

    found: RateRatio | NotTestable
    dispersion: Dispersion | None
    smallest: float | None
    looks: int


def measure_surge(  # noqa: PLR0913
    daily: DailyCounts,
    during: Window,
    baseline: Sequence[Window],
    *,
    alternative: Alternative = "more",
    looks: int = 1,
    draws: int = DRAWS,
    seed: int = SEED,
    exposure_sd: float = 0.0,
) -> Surge:
    """Compare a window with its baseline, by the test that the data allow.

    Args:
        daily: Rotations and exposure by day.
        during: The window asked about.
        baseline: One or more windows that share no day with it or each other.
        alternative: Is it asked for more, or for a difference?
        looks: How many windows were tried, this one included.
        draws: Random draws of the check and of the permutation.
        seed: Where they start.
        exposure_sd: Standard deviation of the ratio of the exposures of window and
            baseline, relative to it; 0 when they are known.

    Raises:
        RatesError: A window reaches beyond the days at hand, or two overlap.
    """
    blocks = cut_blocks(daily, during, baseline)
    inside, outside = count_in(daily, during), count_in(daily, baseline)
    found = compare(inside, outside, alternative=alternative, exposure_sd=exposure_sd)
    dispersion = check_dispersion(blocks, draws=draws, seed=seed)
    if isinstance(found, RateRatio) and is_shuffled(blocks, dispersion):
        assert dispersion is not None
        shuffle = _by_permutation if dispersion.clustered else _p_by_permutation
        found = shuffle(found, blocks, draws, seed)
    return Surge(
        found=found,
        dispersion=dispersion,
        smallest=smallest_ratio(inside, outside, exposure_sd=exposure_sd),
        looks=looks,
    )


def is_shuffled(blocks: Blocks, dispersion: Dispersion | None) -> bool:
    """Tell whether blocks are shuffled; else the exact test speaks.

    Args:
        blocks: Counts and exposure of blocks.
        dispersion: Whether rotations come in clusters; None when there are too few
            rotations or blocks to vary, and then shuffling would say nothing.
    """
    return dispersion is not None and (dispersion.clustered or many_blocks(blocks))


def _p_by_permutation(
    found: RateRatio, blocks: Blocks, draws: int, seed: int
) -> RateRatio:
    more, fewer = shuffle_p(
        blocks, draws=draws, seed=seed, exposure_sd=found.exposure_sd
    )
    return replace(found, p=_asked(found, more, fewer), method="permuted p")


def _asked(found: RateRatio, more: float, fewer: float) -> float:
    """The p of the side that is asked about."""
    if found.alternative == "more":
        return more
    return min(1.0, 2 * min(more, fewer))


def _by_permutation(
    found: RateRatio, blocks: Blocks, draws: int, seed: int
) -> RateRatio | NotTestable:
    if not enough_blocks(blocks):
        return NotTestable(
            during=found.during, baseline=found.baseline, reason=TOO_FEW_BLOCKS
        )
    shuffled = shuffle_blocks(
        blocks, draws=draws, seed=seed, exposure_sd=found.exposure_sd
    )
    known = shuffled
    if found.exposure_sd:
        known = shuffle_blocks(blocks, draws=draws, seed=seed)
    return replace(
        found,
        p=_asked(found, shuffled.more, shuffled.fewer),
        low=shuffled.low,
        high=shuffled.high if found.ratio is not None else None,
        low_if_known=known.low,
        high_if_known=known.high if found.ratio is not None else None,
        method="permutation",
    )
