"""What does a printed figure allow the true one to be?

Three answers, each needed by a check: what it says (4,400 is 4,400), what it claims
when it is itself the result of rounding (4,350 to 4,450), and what it may be at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from heavylift.claims.intervals import Interval
from heavylift.statements.quantities import quantities_of, read_printed
from heavylift.statements.records import Quantity, Span

#: A figure that ends in zeros is taken as rounded to them, but by no more than a tenth
#: of it: nobody prints 145 as 100 and means it to be checked. With twice of it nearly
#: any conversion to "100" would hold.
MOST_ROUNDING: Final = Fraction(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as printed.

    Attributes:
        text: As printed, with its words of bound and its unit.
        value: The number.
        place: The place of its last digit that is not zero.
        last: The place of its last digit.
        bounds: What its words of bound leave; ``None`` when it has none.
        unit: Its unit; see ``statements.records.Quantity``.
        is_count: Whether whole things are counted, which are not rounded unless they
            end in zeros.
        span: Where it stands; ``None`` when it was not read in a text.
        quantity: The quantity that it was read as.
    """

    text: str
    value: Fraction
    place: Fraction
    last: Fraction
    bounds: Interval | None
    unit: str
    is_count: bool
    span: Span | None
    quantity: Quantity

    @property
    def said(self) -> Interval:
        """What it says, taken at its word."""
        return self.bounds or Interval.at(self.value)

    @property
    def to_the_digit(self) -> Interval:
        """What it says when its last digit is rounded; a count is what it is."""
        return self.bounds or self._around(0 if self.is_count else self.last / 2)

    @property
    def rounded(self) -> Interval:
        """All that may be printed so, zeros at the end taken as rounded."""
        is_whole = self.is_count and self.place == 1
        return self.bounds or self._around(0 if is_whole else self.place / 2)

    @property
    def claimed(self) -> Interval:
        """All that a reader would expect to be printed so; a count is what it is."""
        if self.bounds is not None or self.is_count:
            return self.to_the_digit
        most = self._around(max(self.last / 2, abs(self.value) * MOST_ROUNDING))
        return self.rounded.clipped(most)

    def _around(self, off: Fraction | int) -> Interval:
        return Interval(self.value - off, self.value + off)


def figure_of(text: str) -> Figure:
    """Read a figure that is given by itself: "more than 80 %", "4,400 km²", "57".

    Raises:
        ValueError: There is none, or it has no number of its own ("dozens", "10-15").
    """
    for quantity in quantities_of("", text):
        if quantity.value is not None:
            return _figure(text, quantity, span=None)
    number = read_printed(text)
    value = float(number.value)
    quantity = Quantity(
        doc="", start=0, end=len(text), low=value, high=value, bound="exact", unit="",
        counts="", value=value,
    )  # fmt: skip
    return _figure(text, quantity, span=None)


def figure_in(text: str, quantity: Quantity) -> Figure | None:
    """Give a quantity of a text as a figure; ``None`` when it has no number."""
    if quantity.value is None:
        return None
    return _figure(text, quantity, span=(quantity.start, quantity.end))


def _figure(text: str, quantity: Quantity, *, span: Span | None) -> Figure:
    printed = text[quantity.start : quantity.end]
    try:
        number = read_printed(printed)
        value, place, last = number.value, number.place, number.last
    except ValueError:
        value = Fraction(str(quantity.value))
        place = last = Fraction(1)
    if quantity.unit == "percent" and float(value) != quantity.value:
        # "Two-thirds" and "one in five": a part is not rounded to a digit.
        value = Fraction(quantity.value or 0).limit_denominator(10**6)
        place = last = Fraction(1)
    is_bounded = quantity.bound != "exact"
    return Figure(
        text=printed,
        value=value,
        place=place,
        last=last,
        bounds=_interval(quantity) if is_bounded else None,
        unit=quantity.unit,
        is_count=_counts(quantity) and last >= 1,
        span=span,
        quantity=quantity,
    )


def _interval(quantity: Quantity) -> Interval:
    ends = (quantity.low, quantity.high)
    low, high = (None if end is None else Fraction(str(end)) for end in ends)
    return Interval(low, high)


#: Of these things are counted; all others measure.
COUNTED: Final = frozenset(
    {"", "landing", "take-off", "leg", "rotation", "flight", "aircraft", "person",
     "other"}
)  # fmt: skip


def _counts(quantity: Quantity) -> bool:
    return quantity.unit in COUNTED
