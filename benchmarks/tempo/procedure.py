"""The procedure of ``tempo.surges`` on many runs, without what costs time.

It gives the p of ``measure_surge`` (a test compares them), with other draws in each
run: as many users as runs, not one whose draws happen to lie high or low. And instead
of searching the ends of an interval it asks whether the true ratio is in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.tempo.made_up import Design
from heavylift.tempo.blocks import BLOCK_DAYS, Blocks
from heavylift.tempo.chance import SEED
from heavylift.tempo.dispersion import check_dispersion
from heavylift.tempo.permutation import (
    enough_blocks,
    many_blocks,
    shuffled_p,
    shuffles,
)
from heavylift.tempo.rates import LEVEL, p_values, ratio_interval
from heavylift.tempo.surges import is_shuffled

#: Draws of each check and each permutation; p then is a multiple of 1/500.
DRAWS = 499


def sums(
    design: Design, counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give what was counted in the window and in its baseline, for each run."""
    during = counts[:, : design.during_days].sum(axis=1)
    return during, counts[:, design.during_days :].sum(axis=1)


def exact_p(design: Design, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the one-sided mid-p of each run; 1 where nothing was counted."""
    during, baseline = sums(design, counts)
    p, _ = p_values(during, baseline, design.odds)
    return np.where(during + baseline > 0, p, 1.0)


def procedure_p(
    design: Design, counts: NDArray[np.int64], *, one_seed: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give the p of the whole procedure for each run, and whether it shuffled blocks.

    What is not testable has a p of 1: it never fires.

    Args:
        design: What was made up.
        counts: Daily counts, shape ``(runs, days)``.
        one_seed: Whether all runs have the draws that the program has.
    """
    p = exact_p(design, counts)
    shuffled = np.zeros(p.size, bool)
    for i, blocks in enumerate(all_blocks(design, counts)):
        seed = SEED if one_seed else SEED + i
        # Where blocks are shuffled anyway, it matters only that something can vary.
        draws = 1 if many_blocks(blocks) else DRAWS
        checked = check_dispersion(blocks, draws=draws, seed=seed)
        if not is_shuffled(blocks, checked):
            continue
        shuffled[i] = True
        orders = shuffles(blocks.during.size, DRAWS, seed)
        p[i] = shuffled_p(blocks, orders)[0] if enough_blocks(blocks) else 1.0
    return p, shuffled


def covered(
    design: Design, counts: NDArray[np.int64], ratio: float
) -> NDArray[np.bool_]:
    """Tell for each run whether the exact test's interval holds the true ratio.

    A run in which nothing was counted has no interval, which excludes nothing.
    """
    during, baseline = sums(design, counts)
    some = during + baseline > 0
    low, high = ratio_interval(during, np.where(some, baseline, 1), design.odds)
    return ~some | ((low <= ratio) & (ratio <= high))


def covered_by_procedure(
    design: Design, counts: NDArray[np.int64], ratio: float
) -> NDArray[np.bool_]:
    """Tell for each run whether the interval of the procedure holds the true ratio."""
    inside = covered(design, counts, ratio)
    for i, blocks in enumerate(all_blocks(design, counts)):
        checked = check_dispersion(blocks, draws=DRAWS, seed=SEED + i)
        # The interval is that of shuffles only where clusters are noticed.
        noticed = checked is not None and checked.clustered
        if not noticed or not enough_blocks(blocks):
            continue
        orders = shuffles(blocks.during.size, DRAWS, SEED + i)
        sides = shuffled_p(blocks, orders, ratio=ratio)
        inside[i] = min(sides) > (1 - LEVEL) / 2
    return inside


def all_blocks(design: Design, counts: NDArray[np.int64]) -> list[Blocks]:
    """Cut every run into blocks as ``cut_blocks`` does."""
    edges, marks, start = [], [], 0
    for days, mark in ((design.during_days, True), (design.baseline_days, False)):
        parts = np.array_split(np.arange(start, start + days), round(days / BLOCK_DAYS))
        edges += [part[0] for part in parts]
        marks += [mark] * len(parts)
        start += days
    summed = np.add.reduceat(counts, edges, axis=1)
    exposure = np.add.reduceat(design.exposure, edges)
    during = np.array(marks)
    return [Blocks(counts=c, exposure=exposure, during=during) for c in summed]
