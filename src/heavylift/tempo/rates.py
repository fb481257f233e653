"""Compare two rates: how many times the baseline, how sure, and how likely by chance.

Given how many rotations there were in both windows together, and no difference between
them, each fell into *during* with the share that this window has of the exposure. So
the count of it is binomial, whatever the rate (Przyborowski and Wilenski 1940), and
nothing needs to be known of the rate itself.

Few rotations make few possible counts, so the plain exact p is too large: at ten
expected rotations a 5 % test fires in three or four of a hundred. Counting half of the
probability of the very count that was found (mid-p, Lancaster 1961) repairs that on
average (Berry and Armitage 1995; for two Poisson rates Gu, Ng, Tang and Schucany 2008).
Both are given; ``p`` is the mid-p, ``p_exact`` never errs on the bold side.

The question has a direction, *was it more than usual?*, chosen before any data were
seen; so ``p`` is one-sided unless asked otherwise. The interval has two sides, each
with 2.5 %, because *how many times* has no direction. An interval above 1 is therefore
a stricter thing than a p below 5 %.

Rotations must be independent; ``tempo.dispersion`` checks that. Where exposure is an
estimate, every p and interval is averaged over its error, see ``tempo.exposure_error``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import elementwise
from scipy.special import betainc, expit, logit
from scipy.stats import binom

from heavylift.tempo.counts import Counted
from heavylift.tempo.exposure_error import log_errors

#: Is the rate during the window higher than the baseline's, or merely another one?
Alternative = Literal["more", "different"]

#: How p and interval were found: both exactly, both by shuffling blocks, or p by
#: shuffling and the interval exactly.
Method = Literal["exact", "permutation", "permuted p"]

#: Share of intervals that hold the true ratio: a convention. Halving what is left out
#: makes the interval a seventh wider, on the logarithmic scale of ratios.
LEVEL: Final = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRatio:
    """How many times the baseline's rate, with its uncertainty.

    Attributes:
        during: Counts of the window asked about.
        baseline: Counts of what it is compared with.
        ratio: Rate during over rate of the baseline; None when nothing was counted in
            the baseline: then it is not infinite, but unknown.
        low: Lower end of the interval; None when it is not known.
        high: Upper end; None when it is not known, as without a count in the baseline.
        exposure_sd: Standard deviation of the ratio of exposures, relative to it, that
            is allowed for in ``p``, ``p_exact``, ``low`` and ``high``; 0 for none.
        low_if_known: Lower end if the exposures were known without error.
        high_if_known: Upper end then.
        expected: What the baseline's rate would have given during the window.
        p: Chance of so much, or more, at the baseline's rate.
        p_exact: The same by the exact test without mid-p, as if rotations were
            independent; never too small then.
        alternative: What the p-values answer.
        method: How ``p``, ``low`` and ``high`` were found.
    """

    during: Counted
    baseline: Counted
    ratio: float | None
    low: float | None
    high: float | None
    exposure_sd: float
    low_if_known: float | None
    high_if_known: float | None
    expected: float
    p: float
    p_exact: float
    alternative: Alternative
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTestable:
    """Why two windows cannot be compared.

    Attributes:
        during: Counts of the window asked about.
        baseline: Counts of what it would be compared with.
        reason: Why not, to stand after *not testable:*.
    """

    during: Counted
    baseline: Counted
    reason: str


#: Reasons, in the words that are printed.
UNSEEN_DURING: Final = "on no day of the window could anything have been seen"
UNSEEN_BASELINE: Final = "no baseline: on no day of it could anything have been seen"
NOTHING_COUNTED: Final = "none seen, neither in the window nor in its baseline"


def compare(
    during: Counted,
    baseline: Counted,
    *,
    alternative: Alternative = "more",
    exposure_sd: float = 0.0,
) -> RateRatio | NotTestable:
    """Compare the rate of a window with that of its baseline.

    Args:
        during: Counts of the window asked about.
        baseline: Counts of what it is compared with.
        alternative: What p answers, see the head of this file.
        exposure_sd: Standard deviation of the ratio of exposures, relative to it.

    Returns:
        The ratio; or why there is none.

    >>> during = Counted(label="during", count=6, exposure=17.0, days=17, days_seen=17)
    >>> before = Counted(label="before", count=8, exposure=68.0, days=68, days_seen=68)
    >>> found = compare(during, before)
    >>> round(found.ratio, 1), round(found.low, 1), round(found.high, 1)
    (3.0, 1.0, 8.8)
    """
    if during.exposure <= 0:
        return NotTestable(during=during, baseline=baseline, reason=UNSEEN_DURING)
    if baseline.exposure <= 0:
        return NotTestable(during=during, baseline=baseline, reason=UNSEEN_BASELINE)
    if during.count + baseline.count == 0:
        return NotTestable(during=during, baseline=baseline, reason=NOTHING_COUNTED)
    x1, x0 = during.count, baseline.count
    odds = during.exposure / baseline.exposure
    low, high = ratio_interval(x1, x0, odds, exposure_sd=exposure_sd)
    known = ratio_interval(x1, x0, odds) if exposure_sd else (low, high)
    p, p_exact = p_values(
        x1, x0, odds, alternative=alternative, exposure_sd=exposure_sd
    )
    return RateRatio(
        during=during,
        baseline=baseline,
        ratio=x1 / x0 / odds if x0 else None,
        low=low.item(),
        high=high.item() if x0 else None,
        exposure_sd=exposure_sd,
        low_if_known=known[0].item(),
        high_if_known=known[1].item() if x0 else None,
        expected=x0 * odds,
        p=p.item(),
        p_exact=p_exact.item(),
        alternative=alternative,
        method="exact",
    )


def p_values(
    during: ArrayLike,
    baseline: ArrayLike,
    odds: ArrayLike,
    *,
    alternative: Alternative = "more",
    exposure_sd: float = 0.0,
) -> tuple[Floats, Floats]:
    """Give mid-p and exact p for pairs of counts.

    Args:
        during: Counts of the windows, whole numbers, broadcast with the others.
        baseline: Counts of the baselines.
        odds: Exposure during over exposure of the baseline; above 0.
        alternative: ``different`` doubles the smaller side.
        exposure_sd: Standard deviation of ``odds``, relative to them.

    Returns:
        Mid-p and exact p; mid-p is a half where nothing was counted at all.
    """
    x1, n, share = _binomial(during, baseline, odds)
    error, weight = log_errors(exposure_sd)
    if error.size > 1:
        x1, n = x1[..., None], n[..., None]
        share = expit(logit(share)[..., None] + error)
    at, above, below = (
        np.asarray(part) if error.size == 1 else part @ weight
        for part in (
            binom.pmf(x1, n, share),
            binom.sf(x1, n, share),
            binom.cdf(x1 - 1, n, share),
        )
    )
    if alternative == "more":
        # Sums of rounded probabilities may pass 1 by their last digit.
        return above + at / 2, np.minimum(above + at, 1)
    side = np.minimum(above, below)
    return np.minimum(2 * side + at, 1), np.minimum(2 * (side + at), 1)


def ratio_interval(
    during: ArrayLike,
    baseline: ArrayLike,
    odds: ArrayLike,
    *,
    level: float = LEVEL,
    exposure_sd: float = 0.0,
) -> tuple[Floats, Floats]:
    """Give the mid-p interval of the ratio of two rates, for pairs of counts.

    The ends are the ratios at which the mid-p of one side is ``(1 - level) / 2``.
    Without a count during the window the upper end is that of the one-sided interval
    at ``level``: half of the probability of none is left, which undoes the halving of
    the sides. The same holds for the lower end without a count in the baseline.

    Args:
        during: Counts of the windows, whole numbers, broadcast with the others.
        baseline: Counts of the baselines; both together at least 1.
        odds: Exposure during over exposure of the baseline; above 0.
        level: Share of intervals that shall hold the true ratio.
        exposure_sd: Standard deviation of ``odds``, relative to them.

    Returns:
        Lower ends, 0 without a count during the window; upper ends, infinite without
        a count in the baseline.
    """
    x1, n, share = _binomial(during, baseline, odds)
    x0, odds_of = n - x1, logit(share)
    side = (1 - level) / 2
    # Both ends are lower ends of a share: the upper one of that of the baseline. The
    # logit of a share is the logarithm of ratio times odds, to which errors add.
    low = _lowest_share(x1, x0, side, exposure_sd)
    high = _lowest_share(x0, x1, side, exposure_sd)
    with np.errstate(over="ignore"):
        return np.exp(low - odds_of), np.exp(-high - odds_of)


#: Logits between which ends are looked for: shares of one in 10^17.
_WIDEST: Final = 40.0


def _lowest_share(x: Floats, others: Floats, side: float, exposure_sd: float) -> Floats:
    """Find the logit of the share at which ``x`` or more of all have a mid-p of a side.

    Without any of ``x`` it is minus infinity.
    """
    some = x > 0
    # P(X >= x) is an incomplete beta function of the share (Clopper and Pearson 1934).
    a, b = np.where(some, x, 1), others
    error, weight = log_errors(exposure_sd)

    def above_side(place: Floats, a: Floats, b: Floats) -> Floats:
        share = expit(place[..., None] + error)
        a, b = a[..., None], b[..., None]
        at_least = betainc(a, b + 1, share)
        # Without others there is nothing above: P(X > n) = 0.
        more = np.where(b > 0, betainc(a + 1, np.where(b > 0, b, 1), share), 0)
        found: Floats = ((at_least + more) / 2) @ weight - side
        return found

    # With all counts on one side the mid-p of a share of 1 is a half, and above side.
    found = elementwise.find_root(
        above_side,
        (np.full(a.shape, -_WIDEST), np.full(a.shape, _WIDEST)),
        args=(a, b),
    )
    return np.where(some, np.asarray(found.x), -np.inf)


def _binomial(
    during: ArrayLike, baseline: ArrayLike, odds: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    x1, x0, ratio = np.broadcast_arrays(
        np.asarray(during, np.float64),
        np.asarray(baseline, np.float64),
        np.asarray(odds, np.float64),
    )
    return x1, x1 + x0, ratio / (1 + ratio)
