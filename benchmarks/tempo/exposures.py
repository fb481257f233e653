"""What becomes of intervals and false alarms when exposure itself is an estimate.

Others are made up at both ends, reception changes, and exposure is measured from those
others as the program does it. Rotations are independent, so that nothing else is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from benchmarks.tempo.tables import Table, percent
from heavylift.exposure.completeness import completeness_of_records
from heavylift.exposure.ends import EndsAt
from heavylift.exposure.exposure import Measure, exposure_of
from heavylift.model.ends import Role
from heavylift.tempo.rates import LEVEL, p_values
from heavylift.tempo.smallest import ALPHA

#: Days of the baseline and of the window, as a case would ask.
BEFORE, DURING = 84, 28
FIRST = date(2023, 7, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(BEFORE + DURING)]
ARCHIVE = completeness_of_records(DAYS, ["complete"] * len(DAYS), [256] * len(DAYS))
WINDOWS = [(DAYS[0], DAYS[BEFORE])], [(DAYS[BEFORE], DAYS[-1] + timedelta(days=1))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is made up.

    Attributes:
        others: Others seen a day at each end, at the reception of the baseline.
        change: How many times better reception is at the destination in the window.
        expected: Rotations expected to be seen in the window at a ratio of 1.
        ratio: True ratio of the rates.
    """

    others: float
    change: float
    expected: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Runs of one setting; columns have shape ``(runs,)``.

    Attributes:
        during: Rotations counted in the window.
        baseline: Rotations counted in the baseline.
        odds: Measured exposure of the window over that of the baseline.
        error: Error of that which the program states.
        scatter: Standard deviation of the logarithm of the odds over all runs.
    """

    during: NDArray[np.int64]
    baseline: NDArray[np.int64]
    odds: NDArray[np.float64]
    error: NDArray[np.float64]
    scatter: float


def measured(setting: Setting, runs: int, chance: np.random.Generator) -> Measured:
    """Make up rotations and others, and measure exposure from the others."""
    better = np.where(np.arange(len(DAYS)) < BEFORE, 1.0, setting.change)
    odds, error = np.zeros(runs), np.zeros(runs)
    number = ARCHIVE.number
    for run in range(runs):
        ends = [
            seen("origin", number, chance.poisson(setting.others, len(DAYS))),
            seen("destination", number, chance.poisson(setting.others * better)),
        ]
        made = exposure_of(ARCHIVE, Measure.FOLLOWED, ends, edges=[DAYS[BEFORE]])
        days = made.observable_days
        odds[run] = days[BEFORE:].sum() / days[:BEFORE].sum()
        error[run] = made.ratio_sd(*WINDOWS)
    expected = setting.expected / (setting.change * DURING) * BEFORE
    return Measured(
        during=chance.poisson(setting.expected * setting.ratio, runs),
        baseline=chance.poisson(expected, runs),
        odds=odds,
        error=error,
        scatter=float(np.log(odds).std()),
    )


def seen(role: Role, number: NDArray[np.int64], counts: NDArray[np.int64]) -> EndsAt:
    """Ends of others, so many on each of days with these numbers, all of them seen."""
    day = np.repeat(number, counts)
    none = np.zeros(len(day), np.int64)
    return EndsAt(
        role=role,
        codes=("LLOV",),
        row=np.arange(len(day)),
        airfield=none,
        day=day,
        depth=none.astype(np.int8),
        seen=none == 0,
        height_m=none.astype(np.float64),
        network=none,
        networks=("",),
    )


def p_more(made: Measured, ratio: float, *, allowed: bool) -> NDArray[np.float64]:
    """Give the p of *more* of each run at a ratio, its error allowed for or not."""
    return np.array(
        [
            p_values(x1, x0, odds * ratio, exposure_sd=error if allowed else 0.0)[0]
            for x1, x0, odds, error in zip(
                made.during.tolist(),
                made.baseline.tolist(),
                made.odds.tolist(),
                made.error.tolist(),
                strict=True,
            )
        ]
    )


def exposure_estimated(runs: int, seed: int) -> Iterator[Table]:
    """Coverage and false alarms, with the error of exposure allowed for and without."""
    chance = np.random.default_rng(seed)
    rows = []
    side = (1 - LEVEL) / 2
    for others in (0.25, 0.5, 2.0, 10.0):
        for change in (1.0, 3.0):
            for expected in (5.0, 20.0):
                cells = [f"{others:g}", f"{change:g}", f"{expected:g}"]
                for ratio in (1.0, 3.0):
                    setting = Setting(
                        others=others, change=change, expected=expected, ratio=ratio
                    )
                    made = measured(setting, runs, chance)
                    if ratio == 1:
                        stated = float(np.sqrt((made.error**2).mean()))
                        cells += [percent(made.scatter), percent(stated)]
                    for allowed in (False, True):
                        p = p_more(made, ratio, allowed=allowed)
                        holds = (side < p) & (p < 1 - side)
                        cells.append(percent(holds.mean()))
                    if ratio == 1:
                        for allowed in (False, True):
                            p = p_more(made, ratio, allowed=allowed)
                            cells.append(percent((p <= ALPHA).mean()))
                rows.append(cells)
    yield Table(
        title=f"Exposure measured from few others, {DURING} days against {BEFORE} "
        f"({runs} runs)",
        head=(
            "others a day at each end",
            "reception during, times",
            "expected during",
            "scatter of the exposure ratio",
            "error stated",
            "ratio 1: 95 % interval, exposure taken as known",
            "error allowed for",
            "false alarms at 5 %, exposure taken as known",
            "error allowed for",
            "ratio 3: 95 % interval, exposure taken as known",
            "error allowed for",
        ),
        rows=rows,
    )
