"""How often tests fire without a surge, intervals hold, and surges are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.tempo.made_up import Design, strew
from benchmarks.tempo.procedure import (
    covered,
    covered_by_procedure,
    exact_p,
    procedure_p,
    sums,
)
from benchmarks.tempo.tables import Table, percent
from heavylift.tempo.rates import p_values
from heavylift.tempo.smallest import ALPHA, findable_ratio, power_of

#: Rotations expected in the window, of tables.
EXPECTED = (1, 2, 3, 5, 10, 20)

#: Ratios of power curves.
RATIOS = (1.5, 2.0, 3.0, 4.0, 5.0)

#: What is said of a change in exposure.
CHANGES = {1.0: "equal", 3.0: "threefold during", 1 / 3: "a third during"}

#: Over-dispersed rotations: weekly rates of two variances, and consignments.
CLUSTERED = (
    Design(kind="weekly rates", variance=0.5),
    Design(kind="weekly rates", variance=1.0),
    Design(kind="consignments"),
)


def level_of_the_exact_test(runs: int, seed: int) -> Iterator[Table]:
    """Independent rotations: by enumeration, by runs, and with a randomised p."""
    chance = np.random.default_rng(seed)
    rows = []
    for change, words in CHANGES.items():
        for expected in EXPECTED:
            design = Design(change=change, expected=expected)
            counts = strew(design, runs, chance)
            during, baseline = sums(design, counts)
            mid, exact = p_values(during, baseline, design.odds)
            # Ties broken at random: exactly 5 % if the construction is right.
            random = exact - 2 * (exact - mid) * chance.random(runs)
            rows.append(
                [
                    words,
                    str(expected),
                    percent(power_of(1.0, expected, expected / design.odds)),
                    percent((exact_p(design, counts) <= ALPHA).mean()),
                    percent((exact <= ALPHA).mean()),
                    percent((random <= ALPHA).mean()),
                ]
            )
    yield Table(
        title=f"Level of the 5 % test, independent rotations ({runs} runs)",
        head=(
            "exposure",
            "expected during",
            "mid-p, enumerated",
            "mid-p, runs",
            "exact p, runs",
            "randomised p, runs",
        ),
        rows=rows,
    )


def level_of_the_procedure(runs: int, seed: int) -> Iterator[Table]:
    """The whole procedure, with clusters and without."""
    chance = np.random.default_rng(seed)
    rows = []
    for kind in (Design(), *CLUSTERED):
        for change, words in CHANGES.items():
            for expected in (5.0, 10.0, 20.0):
                design = replace(kind, change=change, expected=expected)
                counts = strew(design, runs, chance)
                setting = [_kind(design), words, f"{expected:g}"]
                rows.append([*setting, *_levels(design, counts)])
    yield Table(
        title=f"Level of the 5 % test, procedure ({runs} runs, 4 weeks against 24)",
        head=(
            "rotations",
            "exposure",
            "expected during",
            "exact test alone",
            "procedure",
            "blocks shuffled",
        ),
        rows=rows,
    )


def level_of_short_windows_and_legs(runs: int, seed: int) -> Iterator[Table]:
    """Fewer weeks, and legs counted as if they were independent."""
    chance = np.random.default_rng(seed)
    rows = []
    windows = [(7, 140), (14, 84), (17, 120), (28, 28)]
    for (during, baseline), kind, (change, words) in product(
        windows, (Design(), *CLUSTERED[1:]), CHANGES.items()
    ):
        design = replace(
            kind,
            during_days=during,
            baseline_days=baseline,
            change=change,
            expected=8.0,
        )
        counts = strew(design, runs, chance)
        setting = [f"{during} days against {baseline}", _kind(design), words]
        rows.append([*setting, *_levels(design, counts)])
    design = Design(expected=8.0)
    legs = 2 * strew(design, runs, chance)
    setting = ["28 days against 168", "legs of independent rotations", "equal"]
    rows.append([*setting, *_levels(design, legs)])
    yield Table(
        title=f"Level of the 5 % test, other windows and legs ({runs} runs)",
        head=(
            "windows",
            "rotations",
            "exposure",
            "exact test alone",
            "procedure",
            "shuffled",
        ),
        rows=rows,
    )


def _levels(design: Design, counts: NDArray[np.int64]) -> list[str]:
    """How often the exact test and the procedure fire, and how often it shuffles."""
    p, shuffled = procedure_p(design, counts)
    return [
        percent((exact_p(design, counts) <= ALPHA).mean()),
        percent((p <= ALPHA).mean()),
        percent(shuffled.mean()),
    ]


def coverage(runs: int, seed: int) -> Iterator[Table]:
    """How often the 95 % interval holds the true ratio."""
    chance = np.random.default_rng(seed)
    rows = []
    for change in (1.0, 3.0):
        for ratio in (1.0, 3.0):
            for expected in EXPECTED:
                design = Design(change=change, expected=expected)
                counts = strew(design, runs, chance, ratio=ratio)
                rows.append(
                    [
                        "independent",
                        CHANGES[change],
                        f"{ratio:g}",
                        str(expected),
                        percent(covered(design, counts, ratio).mean()),
                        "",
                    ]
                )
    for kind in (Design(), *CLUSTERED):
        for ratio in (1.0, 3.0):
            design = replace(kind, expected=10.0)
            counts = strew(design, runs, chance, ratio=ratio)
            rows.append(
                [
                    _kind(design),
                    "equal",
                    f"{ratio:g}",
                    "10",
                    percent(covered(design, counts, ratio).mean()),
                    percent(covered_by_procedure(design, counts, ratio).mean()),
                ]
            )
    yield Table(
        title=f"Coverage of the 95 % interval ({runs} runs)",
        head=(
            "rotations",
            "exposure",
            "true ratio",
            "expected during",
            "exact test with mid-p",
            "procedure",
        ),
        rows=rows,
    )


def power(runs: int, seed: int) -> Iterator[Table]:
    """What share of surges is found, enumerated, beside the smallest findable ratio."""
    chance = np.random.default_rng(seed)
    rows = []
    for expected in EXPECTED:
        design = Design(expected=expected)
        baseline = expected / design.odds
        smallest = findable_ratio(expected, baseline)
        found = exact_p(design, strew(design, runs, chance, ratio=3.0)) <= ALPHA
        rows.append(
            [
                str(expected),
                *(percent(power_of(r, expected, baseline)) for r in RATIOS),
                percent(found.mean()),
                f"{smallest:.2f}" if smallest else "none",
            ]
        )
    yield Table(
        title="Power of the 5 % test, independent rotations, 4 weeks against 24",
        head=(
            "expected during",
            *(f"ratio {r:g}" for r in RATIOS),
            f"ratio 3, {runs} runs",
            "found in 80 % from ratio",
        ),
        rows=rows,
    )
    rows = []
    for kind in CLUSTERED:
        for many in (5.0, 10.0, 20.0):
            design = replace(kind, expected=many)
            fires = [
                procedure_p(design, strew(design, runs // 4, chance, ratio=r))[0]
                for r in RATIOS
            ]
            shares = [percent((p <= ALPHA).mean()) for p in fires]
            rows.append([_kind(design), f"{many:g}", *shares])
    yield Table(
        title=f"Power of the procedure, over-dispersed rotations ({runs // 4} runs)",
        head=("rotations", "expected during", *(f"ratio {r:g}" for r in RATIOS)),
        rows=rows,
    )


def naive(runs: int, seed: int) -> Iterator[Table]:
    """A bar chart counts; exposure rises and flights do not."""
    chance = np.random.default_rng(seed)
    rows = []
    for change in (1.0, 1.5, 2.0, 3.0, 5.0):
        for expected in (5.0, 10.0):
            design = Design(change=change, expected=expected)
            during, baseline = sums(design, strew(design, runs, chance))
            calendar = design.during_days / design.baseline_days
            by_days = p_values(during, baseline, calendar)[0]
            by_exposure = p_values(during, baseline, design.odds)[0]
            rows.append(
                [
                    f"{change:g}",
                    f"{expected:g}",
                    percent((by_days <= ALPHA).mean()),
                    percent((by_exposure <= ALPHA).mean()),
                ]
            )
    yield Table(
        title=f"False alarms when reception rises and flights do not ({runs} runs)",
        head=(
            "exposure during / baseline",
            "expected during",
            "days counted (naive)",
            "exposure counted",
        ),
        rows=rows,
    )


def _kind(design: Design) -> str:
    if design.kind == "weekly rates":
        return f"weekly rates, variance {design.variance:g}"
    return design.kind
