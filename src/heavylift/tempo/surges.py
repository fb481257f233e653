"""Was it more than usual? The whole answer for one window that was given in advance.

The exact test is asked first. When rotations come in clusters it cannot be trusted, and
blocks are shuffled instead; when there are too few blocks for that, the answer is that
the data cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from heavylift.tempo.blocks import Blocks, cut_blocks
from heavylift.tempo.chance import DRAWS, SEED
from heavylift.tempo.counts import DailyCounts, count_in
from heavylift.tempo.dispersion import Dispersion, check_dispersion
from heavylift.tempo.permutation import enough_blocks, shuffle_blocks
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

    Raises:
        RatesError: A window reaches beyond the days at hand, or two overlap.
    """
    blocks = cut_blocks(daily, during, baseline)
    inside, outside = count_in(daily, during), count_in(daily, baseline)
    found = compare(inside, outside, alternative=alternative)
    dispersion = check_dispersion(blocks, draws=draws, seed=seed)
    if isinstance(found, RateRatio) and dispersion is not None and dispersion.clustered:
        found = _by_permutation(found, blocks, draws, seed)
    return Surge(
        found=found,
        dispersion=dispersion,
        smallest=smallest_ratio(inside, outside),
        looks=looks,
    )


def _by_permutation(
    found: RateRatio, blocks: Blocks, draws: int, seed: int
) -> RateRatio | NotTestable:
    if not enough_blocks(blocks):
        return NotTestable(
            during=found.during, baseline=found.baseline, reason=TOO_FEW_BLOCKS
        )
    shuffled = shuffle_blocks(blocks, draws=draws, seed=seed)
    both = min(1.0, 2 * min(shuffled.more, shuffled.fewer))
    return replace(
        found,
        p=shuffled.more if found.alternative == "more" else both,
        low=shuffled.low,
        high=shuffled.high if found.ratio is not None else None,
        method="permutation",
    )
