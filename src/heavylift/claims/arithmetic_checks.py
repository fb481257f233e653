"""One check of figures against each other, and the fixed words for how it came out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal

import msgspec

from heavylift.claims.intervals import Interval
from heavylift.claims.printed_figures import COUNTED, Figure
from heavylift.statements.records import Span

#: What was computed from the figures.
CheckKind = Literal["conversion", "share", "total", "difference", "days"]

#: How a check came out.
Verdict = Literal["holds", "does_not_hold", "cannot_be_told"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Figures that were printed together, computed from each other.

    Attributes:
        kind: What was computed.
        inputs: The figures that it was computed from, as printed.
        printed: The figure that it was compared with, as printed.
        spans: Where these stand, the inputs first; empty for figures given by hand.
        computed: Smallest and largest that the inputs give as they are printed;
            ``None`` where nothing bounds it.
        unit: Unit of what was computed.
        verdict: How it came out.
        why: The reason in a sentence.
    """

    kind: CheckKind
    inputs: tuple[str, ...]
    printed: str
    spans: tuple[Span, ...]
    computed: tuple[float | None, float | None]
    unit: str
    verdict: Verdict
    why: str


_WHY: Final[dict[Verdict, str]] = {
    "holds": "{computed} is computed, and printed is {printed}: equal within the "
    "rounding of the digits.",
    "does_not_hold": "{computed} is computed, and printed is {printed}: further apart "
    "than the rounding of all digits allows.",
    "cannot_be_told": "{computed} is computed, and printed is {printed}: they agree "
    "only for some of the values that the figures allow.",
}


def compared(
    kind: CheckKind,
    inputs: Sequence[Figure],
    printed: Figure,
    *,
    computed: Interval,
    loose: Interval,
    why: str = "",
) -> Check:
    """Compare what was computed with what was printed.

    It holds when the figures as printed give what is printed, rounded as its digits
    are; it does not when no values that the figures allow give it.

    Args:
        kind: What was computed.
        inputs: What it was computed from.
        printed: What it is compared with.
        computed: What the inputs give as they are printed.
        loose: What they give with the rounding of all their digits.
        why: A reason of its own for what cannot be told.
    """
    bounded = [figure for figure in inputs if figure.bounds is not None]
    fits = computed.is_within(printed.claimed)
    if not bounded:
        # Without words of bound both differ by rounding alone.
        fits = computed.meets(printed.claimed)
    verdict: Verdict = "holds" if fits else "cannot_be_told"
    if not loose.meets(printed.rounded):
        verdict = "does_not_hold"
    sentence = _WHY[verdict]
    if verdict == "cannot_be_told" and why:
        sentence = why
    return checked(
        kind, inputs, printed, computed=computed, verdict=verdict, why=sentence
    )


def checked(  # noqa: PLR0913 - the parts of a record
    kind: CheckKind,
    inputs: Sequence[Figure],
    printed: Figure,
    *,
    computed: Interval,
    verdict: Verdict,
    why: str,
    unit: str | None = None,
) -> Check:
    """Make a record; ``{computed}`` and ``{printed}`` in the reason are filled in."""
    figures = [*inputs, printed]
    spans = [figure.span for figure in figures if figure.span is not None]
    unit = printed.unit if unit is None else unit
    return Check(
        kind=kind,
        inputs=tuple(figure.text for figure in inputs),
        printed=printed.text,
        spans=tuple(spans) if len(spans) == len(figures) else (),
        computed=computed.ends,
        unit=unit,
        verdict=verdict,
        why=why.format(computed=in_words(computed, unit), printed=printed.text),
    )


def in_words(interval: Interval, unit: str = "") -> str:
    """Write an interval: "1,698.9 mile²", "119,928 to 120,072", "at most 125,000"."""
    low, high = interval.low, interval.high
    if low is None and high is None:
        words = "any number"
    elif low is None or high is None:
        words = (
            f"at least {_number(low)}" if high is None else f"at most {_number(high)}"
        )
    else:
        one, other = _number(low), _number(high)
        words = one if one == other else f"{one} to {other}"
    sign = {"percent": "percent", "day": "days"}.get(unit, unit.replace(" ** 2", "²"))
    return words if unit in COUNTED else f"{words} {sign}"


def _number(value: Fraction | None) -> str:
    """A number with as many digits as it takes to compare it."""
    if value is None:
        return ""
    size = abs(value)
    digits = 0 if size >= 10_000 or value.denominator == 1 else 1 if size >= 1000 else 2
    return f"{float(value):,.{digits}f}"
