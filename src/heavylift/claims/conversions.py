"""Is a figure in one unit the same as one in another?

"4,400 square kilometres (1,700 square miles)": the second is the first, converted and
rounded. The factors are those of the units' definitions; a test compares them with
pint's.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from heavylift.claims.arithmetic_checks import Check, compared
from heavylift.claims.intervals import Interval
from heavylift.claims.printed_figures import Figure, figure_of

_MILE_M: Final = Fraction("1609.344")
_DAY_S: Final = 86_400

#: Dimension and size in SI units. International yard and pound (1959), nautical mile
#: (1929). The acre is the international one; that of the survey is 4 millionths larger.
#: Two sizes where the word leaves it open: a "ton" is short, metric or long, months
#: and years differ.
_SIZES: Final[dict[str, tuple[str, Fraction, Fraction]]] = {
    unit: (dimension, Fraction(low), Fraction(high or low))
    for dimension, unit, low, high in [
        ("length", "m", "1", ""),
        ("length", "km", "1000", ""),
        ("length", "cm", "0.01", ""),
        ("length", "mile", "1609.344", ""),
        ("length", "nautical_mile", "1852", ""),
        ("length", "foot", "0.3048", ""),
        ("length", "yard", "0.9144", ""),
        ("length", "inch", "0.0254", ""),
        ("area", "m ** 2", "1", ""),
        ("area", "km ** 2", "1000000", ""),
        ("area", "mile ** 2", str(_MILE_M**2), ""),
        ("area", "foot ** 2", "0.09290304", ""),
        ("area", "yard ** 2", "0.83612736", ""),
        ("area", "hectare", "10000", ""),
        ("area", "acre", "4046.8564224", ""),
        ("mass", "g", "0.001", ""),
        ("mass", "kg", "1", ""),
        ("mass", "metric_ton", "1000", ""),
        ("mass", "ton", "907.18474", "1016.0469088"),
        ("mass", "lb", "0.45359237", ""),
        ("speed", "knot", "1852/3600", ""),
        ("speed", "km / hour", "1000/3600", ""),
        ("speed", "mile / hour", "1609344/3600000", ""),
        ("time", "second", "1", ""),
        ("time", "minute", "60", ""),
        ("time", "hour", "3600", ""),
        ("time", "day", str(_DAY_S), ""),
        ("time", "week", str(7 * _DAY_S), ""),
        ("time", "month", str(28 * _DAY_S), str(31 * _DAY_S)),
        ("time", "year", str(365 * _DAY_S), str(366 * _DAY_S)),
    ]
}

_THIRD: Final = (
    "{computed} is computed, and printed is {printed}: they agree only if both were "
    "rounded from a third figure."
)


def can_convert(one: str, other: str) -> bool:
    """Whether two units are different ones of the same dimension."""
    if one == other or one not in _SIZES or other not in _SIZES:
        return False
    return _SIZES[one][0] == _SIZES[other][0]


def factor(unit: str, into: str) -> Interval:
    """How many of one unit another has; from smallest to largest where it is open."""
    _, low, high = _SIZES[unit]
    _, into_low, into_high = _SIZES[into]
    return Interval(low / into_high, high / into_low)


def check_conversion(original: str | Figure, converted: str | Figure) -> Check:
    """Check a figure against the same in another unit.

    It holds when either, exactly as printed, is the other when rounded to its digits.
    When only values that both were rounded from agree, it cannot be told.

    Args:
        original: The figure with its unit, such as "4,400 square kilometres".
        converted: The same in the other unit.

    Raises:
        ValueError: The units are not of one dimension, or are the same.

    >>> check_conversion("4,400 km²", "1,700 mi²").verdict
    'holds'
    >>> check_conversion("4,400 km²", "2,700 mi²").verdict
    'does_not_hold'
    """
    one, other = _read(original), _read(converted)
    if not can_convert(one.unit, other.unit):
        raise ValueError(
            f"{one.text!r} and {other.text!r} are not in two units of one dimension"
        )
    size = factor(one.unit, other.unit)
    back = factor(other.unit, one.unit)
    alone, rounded = Interval.at(one.value), _unbounded(one).rounded
    # A bound goes with both: "over 4,400 km² (1,700 mi²)" says nothing else of miles.
    printed = _unbounded(other)
    check = compared(
        "conversion",
        [_unbounded(one)],
        printed,
        computed=alone.times(size),
        loose=rounded.times(size),
        why=_THIRD,
    )
    if check.verdict == "cannot_be_told":
        reverse = Interval.at(other.value).times(back)
        if reverse.is_within(_unbounded(one).claimed) and _is_sharp(size):
            return check_conversion(other, one)
    return check


def _is_sharp(size: Interval) -> bool:
    return size.low == size.high


def _read(figure: str | Figure) -> Figure:
    return figure_of(figure) if isinstance(figure, str) else figure


def _unbounded(figure: Figure) -> Figure:
    """The number alone, without its words of bound."""
    return Figure(
        text=figure.text,
        value=figure.value,
        place=figure.place,
        last=figure.last,
        bounds=None,
        unit=figure.unit,
        is_count=False,
        span=figure.span,
        quantity=figure.quantity,
    )
