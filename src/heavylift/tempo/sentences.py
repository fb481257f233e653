"""Say what was found in fixed words, with numbers no surer than they are.

A ratio has two digits. Ends of an interval are rounded away from the ratio, so that no
rounding makes it look surer. The number of looks is always said.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal

from heavylift.tempo.counts import Counted
from heavylift.tempo.discoveries import Discoveries
from heavylift.tempo.dispersion import Dispersion
from heavylift.tempo.leads import LeadProfile
from heavylift.tempo.rates import NotTestable, RateRatio
from heavylift.tempo.scan import Scan
from heavylift.tempo.stretches import STRETCH_DAYS
from heavylift.tempo.surges import Surge

#: What no such number means; stands wherever one is printed.
MEANS_NOT: Final = (
    "This compares how often rotations were seen with how often they could have been "
    "seen. It does not say why they were flown or what was aboard, and not that an "
    "event brought them about or they an event."
)

_BASELINE: Final = "the baseline rate per observable day"


def say_surge(surge: Surge) -> str:
    """Say how a window compares with its baseline.

    Returns:
        A sentence without its full stop, such as *3.1 times the baseline rate per
        observable day (95 % 1.4–6.9, exact test with mid-p, one look)*.
    """
    found, looks = surge.found, say_looks(surge.looks)
    if isinstance(found, NotTestable):
        return f"not testable: {found.reason} ({looks})"
    if found.ratio is None:
        seen = f"{found.during.count} seen and none in the baseline, so no ratio"
        return f"{seen} (95 % {_interval(found)}, {_test(surge)}, {looks})"
    if found.during.count == 0:
        usual = two_digits(found.expected)
        return (
            f"0 seen where {usual} would have been usual "
            f"(95 % {_interval(found)}, {_test(surge)}, {looks})"
        )
    times = two_digits(found.ratio)
    return (
        f"{times} times {_BASELINE} (95 % {_interval(found)}, {_test(surge)}, {looks})"
    )


def say_p(found: RateRatio) -> str:
    """Say how likely chance alone is, and what was asked.

    Returns:
        Such as *so much or more by chance: p 0.012 (one-sided); fully exact p 0.02*.
    """
    asked = (
        "so much or more by chance: p {} (one-sided)"
        if found.alternative == "more"
        else "so far from the baseline by chance: p {} (two-sided)"
    )
    exact = f"fully exact p {_p(found.p_exact)}"
    if found.method != "exact":
        exact = f"{exact} if rotations were independent"
    return f"{asked.format(_p(found.p))}; {exact}"


def say_exposure_error(found: RateRatio) -> str:
    """Say which error of exposure p and interval allow for, and what they were without.

    Returns:
        Such as *p and interval allow for an error of exposure of 34 % (from the number
        of others alone); with exposure known, the interval were 1.4–6.9*.
    """
    if not found.exposure_sd:
        return "p and interval take exposure as known"
    error = two_digits(100 * found.exposure_sd, "up")
    known = replace(found, low=found.low_if_known, high=found.high_if_known)
    return (
        f"p and interval allow for an error of the ratio of exposures of {error} %, "
        "from the number of others alone; were exposure known, the interval would be "
        f"{_interval(known)}"
    )


def say_smallest(surge: Surge) -> str:
    """Say what this much data could have found."""
    if surge.smallest is None and surge.found.baseline.count == 0:
        return (
            "how large a surge this much data would have found is not known: none in "
            "the baseline, so no rate to compare with"
        )
    if surge.smallest is None:
        return "this much data could not have found any surge"
    times = two_digits(surge.smallest, "up")
    return (
        f"{times} times {_BASELINE} would have been found four times out of five, "
        "if rotations were independent"
    )


def say_footing(counted: Counted) -> str:
    """Say what was counted, and out of how much."""
    exposure = two_digits(counted.exposure)
    return (
        f"{counted.label}: {counted.count} in {exposure} observable days "
        f"({counted.days_seen} of {counted.days} days with data)"
    )


def say_dispersion(dispersion: Dispersion | None) -> str:
    """Say whether rotations come in clusters."""
    if dispersion is None:
        return "too few rotations or weeks to tell whether they come in clusters"
    varies = "more" if dispersion.clustered else "no more"
    return (
        f"weekly counts vary {varies} than independent rotations would "
        f"(index of dispersion {two_digits(dispersion.index)}, p {_p(dispersion.p)}, "
        f"{dispersion.blocks} blocks)"
    )


def say_scan(scan: Scan | None) -> str:
    """Say which window stands out most, and that it was looked for."""
    if scan is None:
        return "no window stands out"
    days = f"{scan.window.start} to before {scan.window.end}"
    return (
        f"{days} stands out most: {scan.count} seen where "
        f"{two_digits(scan.expected)} of {scan.total} would be its share "
        f"(p {_p(scan.p)}, {say_looks(scan.looked)}, all paid for, stretches of "
        f"{STRETCH_DAYS} days shuffled; p {_p(scan.p_independent)} if rotations were "
        "independent)"
    )


def say_q(found: Discoveries, name: str) -> str:
    """Say at which share of false discoveries one of several counts as unusual."""
    if name not in found.q:
        return "no q, as it was not testable"
    return f"q {_p(found.q[name])}"


def say_discoveries(found: Discoveries) -> str:
    """Say how many were looked at, and which of them stand out.

    Returns:
        Such as *12 looks at controls; with 5 % false ones put up with, none of them is
        unusual (q by Benjamini and Hochberg)*.
    """
    level = f"with {found.level:.0%} of false ones put up with".replace("%", " %")
    which = ", ".join(found.unusual) or "none"
    untested = f", {len(found.untested)} not testable" if found.untested else ""
    looks = say_looks(found.looks)
    return (
        f"{looks} at controls{untested}; {level}, unusual are: {which} "
        "(q by Benjamini and Hochberg)"
    )


def say_leads(profile: LeadProfile) -> str:
    """Say whether flights gather before dated events."""
    if profile.before is None or profile.before_usual is None:
        return "not testable: nothing could have been seen before the events"
    events = "one event" if profile.events == 1 else f"{profile.events} events"
    p = "" if profile.p_before is None else f"p {_p(profile.p_before)}, "
    return (
        f"{two_digits(profile.before)} per observable day before {events}, "
        f"{two_digits(profile.before_usual)} before the same dates shifted "
        f"({p}{profile.shifts} shifts)"
    )


def say_looks(looks: int) -> str:
    """Say how many times was looked.

    >>> say_looks(1), say_looks(12)
    ('one look', '12 looks')
    """
    return "one look" if looks == 1 else f"{looks} looks"


def two_digits(value: float, way: Literal["near", "down", "up"] = "near") -> str:
    """Write a number with two digits, rounded to the nearest or one way.

    >>> two_digits(3.14), two_digits(0.0271), two_digits(148.2), two_digits(10.04)
    ('3.1', '0.027', '150', '10')
    >>> two_digits(1.49, "down"), two_digits(6.81, "up"), two_digits(1.0, "up")
    ('1.4', '6.9', '1.0')
    """
    if value <= 0:
        return "0"
    # One digit before the last that is kept; 9.96 has its last where 10 has.
    last = math.floor(math.log10(value)) - 1
    scaled = value / 10.0**last
    # Dust of binary fractions must not push a round number up or down.
    scaled = round(scaled, 9)
    ways: dict[str, Callable[[float], int]]
    ways = {"near": round, "down": math.floor, "up": math.ceil}
    whole = ways[way](scaled)
    if whole >= 100:
        whole, last = whole // 10, last + 1
    return f"{whole * 10.0**last:.{max(0, -last)}f}"


def _interval(found: RateRatio) -> str:
    low = None if found.low is None or found.low == 0 else two_digits(found.low, "down")
    high = None if found.high is None else two_digits(found.high, "up")
    if low and high:
        return f"{low}–{high}"
    if high:
        return f"at most {high} times"
    if low:
        return f"at least {low} times"
    return "any ratio"


def _test(surge: Surge) -> str:
    found = surge.found
    n = surge.dispersion.blocks if surge.dispersion else 0
    if isinstance(found, RateRatio) and found.method == "permutation":
        return f"block permutation of {n} weeks because rotations came in clusters"
    if isinstance(found, RateRatio) and found.method == "permuted p":
        return f"exact test with mid-p, for p block permutation of {n} weeks"
    return "exact test with mid-p"


def _p(p: float) -> str:
    """Write a p, never as 0."""
    return "below 0.0001" if p < 0.0001 else two_digits(p, "up")
