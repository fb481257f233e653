"""Do parts, wholes, shares and differences that are printed together fit?

Numbers of whole things are exact unless they end in zeros; measured ones are rounded to
their last digit. Words of bound stay: from "over 100,000" and "more than 80 percent"
alone no whole follows, and what would have to hold is said instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Final

from heavylift.claims.arithmetic_checks import Check, checked, compared, in_words
from heavylift.claims.intervals import Interval
from heavylift.claims.printed_figures import Figure, figure_of

_HUNDRED: Final = Interval.at(100)


def check_share(
    part: str | Figure, percent: str | Figure, whole: str | Figure | None = None
) -> Check:
    """Check a share against part and whole, or say what whole it would need.

    Args:
        part: The part, such as "100,417".
        percent: The share, such as "83.7 %" or "two-thirds".
        whole: The whole; without it nothing can be told.

    >>> check_share("100,417", "83.7 %", "120,000").verdict
    'holds'
    >>> check_share("over 100,000", "more than 80 %").computed
    (100000.0, 125000.0)
    """
    some, share = _read(part), _read(percent)
    if whole is None:
        return _without_whole(some, share)
    all_ = _read(whole)
    return compared(
        "share",
        [some, all_],
        share,
        computed=some.said.over(all_.said).times(_HUNDRED),
        loose=some.rounded.over(all_.rounded).times(_HUNDRED),
    )


def _without_whole(part: Figure, share: Figure) -> Check:
    """Say what the whole would have to be."""
    whole = Interval(part.said.low, None)
    if share.bounds is None or part.bounds is None:
        whole = part.said.over(share.claimed.over(_HUNDRED))
        why = (
            f"No whole is printed: {part.text} would be {{printed}} of a whole of "
            f"{in_words(whole)}."
        )
    elif part.said.low is not None and share.said.low:
        whole = Interval(part.said.low, 100 * part.said.low / share.said.low)
        least, most = Interval.at(part.value), Interval(None, whole.high)
        why = (
            f"Two bounds alone prove nothing: if it were {in_words(least)}, this would "
            f"be {{printed}} only of a total of {in_words(most)}; if it were more, the "
            "total could be larger."
        )
    else:
        why = (
            f"Two bounds alone prove nothing: for {part.text} and {{printed}} a whole "
            "can be found at any size."
        )
    return checked(
        "share",
        [part],
        share,
        computed=whole,
        verdict="cannot_be_told",
        why=why,
        unit=part.unit,
    )


def check_total(parts: Sequence[str | Figure], whole: str | Figure) -> Check:
    """Check that parts add up to a whole.

    >>> check_total(["43", "6", "8"], "57").verdict
    'holds'
    >>> check_total(["43", "6", "8"], "58").verdict
    'does_not_hold'
    """
    figures, total = [_read(part) for part in parts], _read(whole)
    none = Interval.at(0)
    return compared(
        "total",
        figures,
        total,
        computed=reduce(Interval.plus, (f.to_the_digit for f in figures), none),
        loose=reduce(Interval.plus, (f.rounded for f in figures), none),
    )


def check_difference(
    before: str | Figure, after: str | Figure, change: str | Figure
) -> Check:
    """Check the change between two figures, as a number or in percent of the first.

    Args:
        before: The first figure.
        after: The second.
        change: How much it rose or fell, without its sign.

    >>> check_difference("92", "103", "11").verdict
    'holds'
    >>> check_difference("50", "75", "50 %").verdict
    'holds'
    """
    one, other, off = _read(before), _read(after), _read(change)
    small, large = (one, other) if one.value <= other.value else (other, one)
    computed = large.to_the_digit.minus(small.to_the_digit)
    loose = large.rounded.minus(small.rounded)
    if off.unit == "percent" and one.unit != "percent":
        exactly = large.said.minus(small.said)
        computed = exactly.over(one.said).times(_HUNDRED)
        loose = _not_negative(loose).over(one.rounded).times(_HUNDRED)
    return compared("difference", [one, other], off, computed=computed, loose=loose)


def _not_negative(interval: Interval) -> Interval:
    return interval.clipped(Interval(Interval.at(0).low, None))


def _read(figure: str | Figure) -> Figure:
    return figure_of(figure) if isinstance(figure, str) else figure
