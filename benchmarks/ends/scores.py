"""Figures over outcomes: coverage, precision, rank and calibration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.ends.outcomes import BASELINES, Outcome

#: Bins of the reliability table.
_BINS: Final = np.linspace(0.0, 1.0, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures of some ends; shares are NaN when there is nothing to share.

    Attributes:
        ends: How many.
        covered: Share with a sure class.
        precision: Share of those that are right.
        close: How many come within the published rule of the true airfield.
        covered_close: Share of those with a sure class.
        first: Share of ends without a sure class whose true airfield ranks first; an
            end without candidates counts as a miss.
        three: The same for the first three.
        listed: Share of ends without a sure class that have candidates.
        ece: Expected calibration error of the first candidate's probability; an end
            with a sure class says 1 of its airfield.
        ece_all: The same over all candidates and *elsewhere*.
        brier: Brier score over all candidates and *elsewhere*, summed for each end.
    """

    ends: int
    covered: float
    precision: float
    close: int
    covered_close: float
    first: float
    three: float
    listed: float
    ece: float
    ece_all: float
    brier: float


def score(outcomes: Iterable[Outcome]) -> Score:
    """Score ends."""
    ends = list(outcomes)
    sure = [o for o in ends if o.end_class.is_sure]
    ranked = [o for o in ends if not o.end_class.is_sure]
    close = [o for o in ends if o.close]
    codes = [[code for code, _ in o.candidates] for o in ranked]
    truths = [o.truth for o in ranked]
    return Score(
        ends=len(ends),
        covered=_share([o.end_class.is_sure for o in ends]),
        precision=_share([o.airfield == o.truth for o in sure]),
        close=len(close),
        covered_close=_share([o.end_class.is_sure for o in close]),
        first=_share([t in c[:1] for t, c in zip(truths, codes, strict=True)]),
        three=_share([t in c[:3] for t, c in zip(truths, codes, strict=True)]),
        listed=_share([bool(c) for c in codes]),
        ece=calibration_error(*believed(ends, first_only=True)),
        ece_all=calibration_error(*believed(ends)),
        brier=_brier(ranked),
    )


def believed(
    outcomes: Sequence[Outcome], *, first_only: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities that were given, and whether each came true.

    Args:
        outcomes: Ends; those without candidates give nothing.
        first_only: The first candidate alone; else all of them and *elsewhere*.
    """
    p: list[float] = []
    right: list[bool] = []
    for outcome in outcomes:
        listed = outcome.candidates[: 1 if first_only else None]
        p += [share for _, share in listed]
        right += [code == outcome.truth for code, _ in listed]
        if listed and not first_only:
            p.append(max(0.0, 1.0 - sum(share for _, share in listed)))
            right.append(outcome.truth not in [code for code, _ in listed])
    return np.array(p), np.array(right, dtype=float)


def calibration_error(p: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error in ten bins; NaN without probabilities.

    >>> calibration_error(np.array([0.75, 0.75]), np.array([1.0, 0.0]))
    0.25
    """
    return (
        float(
            sum(n * abs(said - came) for _, n, said, came in reliability(p, right))
            / len(p)
        )
        if len(p)
        else float("nan")
    )


def reliability(
    p: np.ndarray, right: np.ndarray
) -> list[tuple[float, int, float, float]]:
    """Rows of the reliability table: lower edge, count, mean said, share come true."""
    if not len(p):
        return []
    bins = np.clip(np.digitize(p, _BINS) - 1, 0, len(_BINS) - 2)
    return [
        (
            float(_BINS[b]),
            int((bins == b).sum()),
            float(p[bins == b].mean()),
            float(right[bins == b].mean()),
        )
        for b in np.unique(bins)
    ]


def baseline(outcomes: Sequence[Outcome], name: str) -> tuple[float, float]:
    """Coverage and precision of a baseline, one of ``outcomes.BASELINES``."""
    assert name in BASELINES
    named = [o for o in outcomes if o.baselines[name]]
    right = [o.baselines[name] == o.truth for o in named]
    return _share([bool(o.baselines[name]) for o in outcomes]), _share(right)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """A baseline, and the ends as found at its own coverage and precision.

    Attributes:
        covered: Share of the ends that the baseline names an airfield for.
        precision: Share of those that are right; NaN when it names none.
        right_as_covered: Share of as many ends that is right here, those believed
            most taken first; NaN when the baseline names none.
        covered_as_right: Largest share of the ends that can be named here with at
            least the baseline's precision, by a bound on belief; 0 when there is
            none, NaN when the baseline names none.
    """

    covered: float
    precision: float
    right_as_covered: float
    covered_as_right: float


def side_by_side(outcomes: Sequence[Outcome], name: str) -> SideBySide:
    """Set a baseline beside the ends as found; one of ``outcomes.BASELINES``."""
    covered, precision = baseline(outcomes, name)
    named = sum(bool(o.baselines[name]) for o in outcomes)
    belief = np.array([confidence(o) for o in outcomes], dtype=np.float64)
    right = np.array([_first(o) == o.truth for o in outcomes], dtype=np.float64)
    return SideBySide(
        covered=covered,
        precision=precision,
        right_as_covered=right_of_most_believed(belief, right, named),
        covered_as_right=coverage_at(belief, right, precision),
    )


def confidence(outcome: Outcome) -> float:
    """Belief in the airfield that an end would be given: 1 for a sure class.

    Otherwise the first candidate's probability; 0 without candidates.
    """
    if outcome.end_class.is_sure:
        return 1.0
    return outcome.candidates[0][1] if outcome.candidates else 0.0


def _first(outcome: Outcome) -> str:
    """The airfield that an end would be given; empty when there is none."""
    if outcome.end_class.is_sure:
        return outcome.airfield
    return outcome.candidates[0][0] if outcome.candidates else ""


def right_of_most_believed(belief: np.ndarray, right: np.ndarray, count: int) -> float:
    """Share that is right of the ends believed most; NaN for none.

    Of ends believed alike, of which only some are taken, the mean counts: their order
    must not decide.

    >>> belief, right = np.array([1.0, 1.0, 0.6, 0.4]), np.array([1.0, 0.0, 1.0, 0.0])
    >>> right_of_most_believed(belief, right, 1)
    0.5
    >>> round(right_of_most_believed(belief, right, 3), 3)
    0.667
    """
    if not count:
        return float("nan")
    least = np.sort(belief)[::-1][count - 1]
    above, level = belief > least, belief == least
    some = (count - above.sum()) * right[level].mean()
    return float((right[above].sum() + some) / count)


def coverage_at(belief: np.ndarray, right: np.ndarray, precision: float) -> float:
    """Largest share of ends that a bound on belief names with that precision.

    Ends believed alike are named together or not at all; those with belief 0 never.

    >>> belief, right = np.array([1.0, 1.0, 0.6, 0.4]), np.array([1.0, 1.0, 1.0, 0.0])
    >>> coverage_at(belief, right, 1.0), coverage_at(belief, right, 0.7)
    (0.75, 1.0)
    """
    if not precision >= 0.0:
        return float("nan")
    named = [belief >= bound for bound in np.unique(belief[belief > 0.0])]
    enough = [n.mean() for n in named if right[n].mean() >= precision]
    return float(max(enough, default=0.0))


def _brier(outcomes: Sequence[Outcome]) -> float:
    sums = []
    for outcome in outcomes:
        if outcome.candidates:
            p, right = believed([outcome])
            sums.append(float(((p - right) ** 2).sum()))
    return float(np.mean(sums)) if sums else float("nan")


def _share(held: Sequence[bool]) -> float:
    return float(np.mean(held)) if held else float("nan")
