"""Looking for the window, at several corridors, and before several events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from benchmarks.tempo.made_up import Design, strew_days
from benchmarks.tempo.tables import Table, percent
from heavylift.tempo.counts import DailyCounts
from heavylift.tempo.discoveries import control_discoveries
from heavylift.tempo.leads import profile_leads
from heavylift.tempo.rates import p_values
from heavylift.tempo.scan import scan_days

FIRST = date(2023, 1, 2)

#: Half a year that is scanned.
DAYS = 182

#: Days of the surge that is put into some runs, and on which days it begins: not always
#: at the same place of a stretch.
SURGE_DAYS = 21
BEGINS = range(60, 120, 7)

#: Random searches a run; p then is a multiple of 1/200.
DRAWS = 199

KINDS = (
    Design(),
    Design(kind="weekly rates", variance=0.5),
    Design(kind="consignments"),
)


def exposures() -> dict[str, NDArray[np.float64]]:
    """Give days of equal exposure, and days of which it rises and once is nothing."""
    changing = np.where(np.arange(DAYS) < 120, 1 / 3, 1.0)
    changing[50:64] = 0
    return {"equal": np.ones(DAYS), "rises threefold, a fortnight missing": changing}


def scans(runs: int, seed: int) -> Iterator[Table]:
    """How often the scan calls something unusual, without a surge and with one."""
    chance = np.random.default_rng(seed)
    rows = []
    for design in KINDS:
        for words, exposure in exposures().items():
            for rate in (0.1, 0.3):
                fires = _fires(design, exposure, rate, (runs, chance))
                rows.append([_kind(design), words, f"{rate:g}", *fires])
    yield Table(
        title=f"Scan of {DAYS} days for windows of 3 to 42 days ({runs} runs)",
        head=(
            "rotations",
            "exposure",
            "rotations a day",
            "false alarms at 5 %",
            "at 10 %",
            "at 5 %, p for independent rotations",
            "3 weeks at five times the rate: found",
            "p for independent rotations",
        ),
        rows=rows,
    )


def _fires(
    design: Design,
    exposure: NDArray[np.float64],
    rate: float,
    draws: tuple[int, np.random.Generator],
) -> list[str]:
    runs, chance = draws
    still = _scan_p(design, np.full(DAYS, rate), exposure, (runs, chance))
    surges = []
    for begin in BEGINS:
        flown = np.full(DAYS, rate)
        flown[begin : begin + SURGE_DAYS] *= 5
        each = max(1, runs // 4 // len(BEGINS))
        surges.append(_scan_p(design, flown, exposure, (each, chance)))
    found = np.concatenate(surges)
    return [
        percent((still[:, 0] <= 0.05).mean()),
        percent((still[:, 0] <= 0.1).mean()),
        percent((still[:, 1] <= 0.05).mean()),
        percent((found[:, 0] <= 0.05).mean()),
        percent((found[:, 1] <= 0.05).mean()),
    ]


def _scan_p(
    design: Design,
    flown: NDArray[np.float64],
    exposure: NDArray[np.float64],
    draws: tuple[int, np.random.Generator],
) -> NDArray[np.float64]:
    p = []
    for run, counts in enumerate(strew_days(flown, exposure, design, draws)):
        daily = DailyCounts(first=FIRST, counts=counts, exposure=exposure)
        # Another seed for each run: as many users as runs, not one asked so often.
        found = scan_days(daily, draws=DRAWS, seed=run)
        p.append((found.p, found.p_independent) if found else (1.0, 1.0))
    return np.array(p)


def corridors(runs: int, seed: int) -> Iterator[Table]:
    """Twenty corridors, of which some surge: what share of discoveries is false."""
    chance = np.random.default_rng(seed)
    rows = []
    many, odds = 20, 1 / 6
    for surging in (0, 5):
        for expected in (1.0, 3.0, 10.0):
            ratio = np.where(np.arange(many) < surging, 4.0, 1.0)
            during = chance.poisson(expected * ratio, (runs, many))
            baseline = chance.poisson(expected / odds, (runs, many))
            mid, exact = p_values(during, baseline, odds)
            cells = [f"{surging} of {many}", f"{expected:g}"]
            cells.append(percent((mid[:, surging:] <= 0.05).any(axis=1).mean()))
            for p in (mid, exact):
                false, found = _discovered(p, surging)
                cells += [percent(false), percent(found) if surging else ""]
            rows.append(cells)
    yield Table(
        title=f"Several corridors, false discoveries kept below 5 % ({runs} runs)",
        head=(
            "corridors that surge fourfold",
            "expected during",
            "any false one without control",
            "false share, mid-p",
            "found",
            "false share, exact p",
            "found",
        ),
        rows=rows,
    )


def _discovered(p: NDArray[np.float64], surging: int) -> tuple[float, float]:
    """Give the mean share of false discoveries, and the share of surges found."""
    false, found = [], []
    for row in p:
        named = {str(i): float(value) for i, value in enumerate(row)}
        unusual = [int(name) for name in control_discoveries(named).unusual]
        wrong = sum(i >= surging for i in unusual)
        false.append(wrong / max(1, len(unusual)))
        found.append((len(unusual) - wrong) / max(1, surging))
    return float(np.mean(false)), float(np.mean(found))


def leads(runs: int, seed: int) -> Iterator[Table]:
    """How often flights seem to gather before events that do not matter to them."""
    chance = np.random.default_rng(seed)
    rows = []
    days = 730
    exposure = np.ones(days)
    exposure[300:314] = 0
    exposure[500:] = 1 / 3
    for design in KINDS:
        for events in (3, 8):
            cells = [_kind(design), str(events)]
            for ratio in (1.0, 3.0):
                n = runs if ratio == 1 else max(1, runs // 4)
                p = np.array(
                    [_lead_p(design, events, ratio, exposure, chance) for _ in range(n)]
                )
                shares = (p <= 0.05).mean(axis=0)
                cells += [percent(share) for share in shares]
            rows.append(cells)
    yield Table(
        title=f"Events in two years ({runs} runs, 0.15 rotations a day)",
        head=(
            "rotations",
            "events",
            "false alarms at 5 %, days before",
            "any day outside the band",
            "three times the rate in two weeks before: found",
            "outside the band",
        ),
        rows=rows,
    )


def _lead_p(
    design: Design,
    events: int,
    ratio: float,
    exposure: NDArray[np.float64],
    chance: np.random.Generator,
) -> tuple[float, float]:
    # Events come in two bouts, as they do.
    around = chance.integers(40, exposure.size, 2)
    at = around[chance.integers(0, 2, events)] + chance.integers(-40, 40, events)
    at = np.unique(at % exposure.size)
    flown = np.full(exposure.size, 0.15)
    for event in at:
        flown[max(0, event - 14) : event] = 0.15 * ratio
    [counts] = strew_days(flown, exposure, replace(design), (1, chance))
    daily = DailyCounts(first=FIRST, counts=counts, exposure=exposure)
    profile = profile_leads(daily, [FIRST + timedelta(days=int(i)) for i in at])
    return (
        1.0 if profile.p_before is None else profile.p_before,
        1.0 if profile.p_band is None else profile.p_band,
    )


def _kind(design: Design) -> str:
    if design.kind == "weekly rates":
        return f"weekly rates, variance {design.variance:g}"
    return design.kind
