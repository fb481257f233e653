"""Several corridors were tested: which of those that stand out may be believed?

Of twenty corridors without a surge one has a p below 5 %. The procedure of Benjamini
and Hochberg (1995) keeps the expected share of false ones among those that are called
unusual below a level; ``q`` is the lowest level at which a corridor would be one of
them. Corridors that share aircraft rise and fall together, for which it holds as well
(Benjamini and Yekutieli 2001).

It needs p-values that are never too small. For corridors with few flights that is
``RateRatio.p_exact``, not the mid-p.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from scipy.stats import false_discovery_control

from heavylift.tempo.rates import RateRatio

#: Share of false ones among those called unusual that is put up with: a convention.
FALSE_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Discoveries:
    """What is left of several tests.

    Attributes:
        q: For each that was tested the lowest share of false discoveries at which it
            counts as one.
        unusual: Those with a ``q`` up to the level, lowest first.
        untested: Those that could not be tested; they cost nothing.
        looks: How many were tested.
        level: Expected share of false ones among those called unusual, at most.
    """

    q: Mapping[str, float]
    unusual: tuple[str, ...]
    untested: tuple[str, ...]
    looks: int
    level: float


def control_discoveries(
    p_values: Mapping[str, float | None], *, level: float = FALSE_SHARE
) -> Discoveries:
    """Give each of several tests its share of false discoveries.

    Args:
        p_values: The p of each corridor by its name, None when it was not testable;
            all that were looked at, not only those that stand out.
        level: Share of false ones that is put up with.

    >>> p_values = {"A-B": 0.001, "A-C": 0.04, "A-D": 0.6, "A-E": None}
    >>> found = control_discoveries(p_values)
    >>> found.unusual, found.looks, found.q["A-C"]
    (('A-B',), 3, 0.06)
    """
    tested = {name: p for name, p in p_values.items() if p is not None}
    q: dict[str, float] = {}
    if tested:
        adjusted = false_discovery_control(list(tested.values()), method="bh")
        q = dict(zip(tested, adjusted.tolist(), strict=True))
    return Discoveries(
        q=q,
        unusual=tuple(sorted((n for n in q if q[n] <= level), key=lambda n: q[n])),
        untested=tuple(name for name, p in p_values.items() if p is None),
        looks=len(tested),
        level=level,
    )


def guaranteed_p(ratio: RateRatio) -> float:
    """Give the p of a ratio that is not too small where many are compared.

    >>> from heavylift.tempo.counts import Counted
    >>> from heavylift.tempo.rates import compare
    >>> a = Counted(label="during", count=3, exposure=10.0, days=10, days_seen=10)
    >>> b = Counted(label="before", count=1, exposure=30.0, days=30, days_seen=30)
    >>> ratio = compare(a, b)
    >>> round(ratio.p, 3), round(guaranteed_p(ratio), 3)
    (0.027, 0.051)
    """
    return max(ratio.p, ratio.p_exact)
