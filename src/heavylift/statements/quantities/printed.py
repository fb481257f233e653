"""Between which values does a number lie that is printed so?

4,400 may be anything from 4,350 to 4,450 that was rounded to hundreds, or 4,400 itself.
Zeros at the end may be exact or not; the interval takes them as rounded, which never
says of a true figure that it is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from heavylift.statements.quantities.numerals import number_at
from heavylift.statements.quantities.tokens import tokens_of
from heavylift.statements.quantities.units import money_before


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed.

    Attributes:
        value: The number, exactly.
        place: The place of its last digit that is not zero: 100 of 4,400.
        last: The place of its last digit: 1 of 4,400, a tenth of 83.7.
    """

    value: Fraction
    place: Fraction
    last: Fraction

    @property
    def rounded(self) -> tuple[Fraction, Fraction]:
        """Where the true value lies if zeros at the end come from rounding."""
        return self.value - self.place / 2, self.value + self.place / 2

    @property
    def to_the_digit(self) -> tuple[Fraction, Fraction]:
        """Where the true value lies if all digits hold."""
        return self.value - self.last / 2, self.value + self.last / 2


def read_printed(text: str) -> Printed:
    """Read the first number of a text.

    Raises:
        ValueError: There is none, or it is a word without a number ("dozens").
    """
    tokens = tokens_of(text)
    for i in range(len(tokens)):
        number = number_at(tokens, i, is_money=money_before(tokens, i) is not None)
        if number is not None and number.form != "vague":
            return Printed(number.value, number.place, number.last)
    raise ValueError(f"{text!r} has no number")


def printed_interval(text: str) -> tuple[Fraction, Fraction]:
    """Give the values that are printed as this number when rounded.

    Args:
        text: A number as printed; words around it do not matter here.

    Returns:
        Smallest and largest, exactly; both ends are in it.

    Raises:
        ValueError: There is no number in it.

    >>> [int(end) for end in printed_interval("4,400")]
    [4350, 4450]
    >>> [float(end) for end in printed_interval("83.7")]
    [83.65, 83.75]
    """
    return read_printed(text).rounded
