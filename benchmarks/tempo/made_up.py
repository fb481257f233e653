"""Rotations of which the truth is known: rates, exposure and clusters are given.

Three kinds of chance. *Independent*: each rotation by itself. *Weekly rates*: the rate
of each week is drawn anew (gamma with mean 1), on weeks that begin on any day.
*Consignments*: what is to be carried comes at random, and each time brings one to four
rotations within five days. The last two are over-dispersed, and the last is not what
any test here assumes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["independent", "weekly rates", "consignments"]

#: Rotations of a consignment, and days within which they are flown.
ROTATIONS = (1, 4)
WITHIN_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Two windows and what flies in them.

    Attributes:
        during_days: Days of the window asked about; they come first.
        baseline_days: Days of its baseline.
        change: Exposure of a day during over that of a day of the baseline; the larger
            of both is 1.
        expected: Rotations expected to be seen during the window without a surge.
        kind: How chance strews them.
        variance: Of weekly rates.
    """

    during_days: int = 28
    baseline_days: int = 168
    change: float = 1.0
    expected: float = 10.0
    kind: Kind = "independent"
    variance: float = 0.5

    @property
    def exposure(self) -> NDArray[np.float64]:
        """Observable days of each day, shape ``(n,)``."""
        during = min(1.0, self.change)
        return np.repeat(
            [during, during / self.change], [self.during_days, self.baseline_days]
        )

    @property
    def odds(self) -> float:
        """Exposure during over exposure of the baseline."""
        return self.change * self.during_days / self.baseline_days


def strew(
    design: Design, runs: int, chance: np.random.Generator, *, ratio: float = 1.0
) -> NDArray[np.int64]:
    """Give daily counts that were seen, shape ``(runs, days)``.

    Args:
        design: Windows, exposure and kind of chance.
        runs: How often.
        chance: Where random numbers come from.
        ratio: True ratio of the rates; above 1 there is a surge.
    """
    exposure = design.exposure
    rate = design.expected / exposure[: design.during_days].sum()
    flown = np.full(exposure.size, rate)
    flown[: design.during_days] *= ratio
    return strew_days(flown, exposure, design, (runs, chance))


def strew_days(
    flown: NDArray[np.float64],
    exposure: NDArray[np.float64],
    design: Design,
    draws: tuple[int, np.random.Generator],
) -> NDArray[np.int64]:
    """Give daily counts for rates of each day; windows of the design do not matter."""
    runs, chance = draws
    days = flown.size
    if design.kind == "weekly rates":
        v = design.variance
        rates = chance.gamma(1 / v, v, (runs, days // 7 + 2))
        week = (np.arange(days) + chance.integers(0, 7, (runs, 1))) // 7
        weekly = np.take_along_axis(rates, week, axis=1)
        return chance.poisson(weekly * flown * exposure)
    if design.kind == "consignments":
        # Rotations are flown whether seen or not; each is seen with the exposure.
        fewest, most = ROTATIONS
        # They begin before the first day as well, or the first days would lack some.
        lead_in = np.concatenate([np.full(WITHIN_DAYS, flown[0]), flown])
        begun = chance.poisson(lead_in / ((fewest + most) / 2), (runs, lead_in.size))
        counts = np.zeros((runs, lead_in.size + WITHIN_DAYS), np.int64)
        row, day = np.nonzero(begun)
        row, day = (np.repeat(c, begun[row, day]) for c in (row, day))
        size = chance.integers(fewest, most + 1, row.size)
        row, day = np.repeat(row, size), np.repeat(day, size)
        np.add.at(counts, (row, day + chance.integers(0, WITHIN_DAYS, day.size)), 1)
        return chance.binomial(counts[:, WITHIN_DAYS:][:, :days], exposure)
    return chance.poisson(flown * exposure, (runs, days))
