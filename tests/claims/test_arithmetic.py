"""Figures that are printed together, computed from each other."""

import datetime as dt
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shared import SHARED, needs_shared
from heavylift.claims.arithmetic import (
    check_conversion,
    check_days,
    check_difference,
    check_share,
    check_total,
    checks_in,
    figure_of,
)
from heavylift.claims.conversions import _SIZES, factor
from heavylift.claims.intervals import Interval
from heavylift.statements.quantities import quantities_of
from heavylift.statements.records import Time


def checks(text, times=()):
    """Give the checks of a text as kind, printed figure and verdict."""
    found = checks_in(text, quantities_of("d", text), times)
    return [(check.kind, check.printed, check.verdict) for check in found]


def span_of_days(text, phrase, first, past):
    """Give a time that stands in a text, half-open."""
    start = text.index(phrase)
    return Time(
        doc="d",
        start=start,
        end=start + len(phrase),
        from_=first,
        to=past,
        granularity="range",
        anchor=None,
        rule="test",
        value="",
    )


# Conversions


@pytest.mark.parametrize(
    ("original", "converted"),
    [
        ("4,400 square kilometres", "1,700 square miles"),
        ("8,223 square kilometres", "3,175 square miles"),
        ("11,458 sq km", "4,424 sq mi"),
        ("150 km", "93 miles"),
        ("62 miles", "100 km"),
        ("33,000 feet", "10,000 metres"),
        ("5 km", "3 miles"),
        ("2 km", "1 mile"),
        ("50 tonnes", "110,000 lb"),
        ("450 knots", "830 km/h"),
        ("over 4,400 km²", "1,700 mi²"),
    ],
)
def test_a_conversion_that_is_the_other_figure_rounded_holds(original, converted):
    check = check_conversion(original, converted)

    assert check.verdict == "holds"


@pytest.mark.parametrize(
    ("original", "converted"),
    [
        ("4,400 square kilometres", "2,700 square miles"),  # factor of lengths
        ("4,400 square kilometres", "1,900 square miles"),
        ("4,400 sq mi", "1,700 sq km"),  # the wrong way round
        ("150 km", "241 miles"),
        ("10 tonnes", "2,200 lb"),
    ],
)
def test_a_conversion_further_off_than_all_rounding_does_not_hold(original, converted):
    check = check_conversion(original, converted)

    assert check.verdict == "does_not_hold"


def test_figures_that_may_both_come_from_a_third_cannot_be_told():
    check = check_conversion("100 km", "70 miles")

    assert check.verdict == "cannot_be_told"
    assert "third figure" in check.why


def test_a_ton_that_is_not_named_may_be_any_of_three():
    of_each = [check_conversion("100 tons", n) for n in ("91 tonnes", "102 tonnes")]

    assert [check.verdict for check in of_each] == ["holds", "holds"]
    assert check_conversion("100 tons", "300 tonnes").verdict == "does_not_hold"


def test_units_of_two_dimensions_are_refused():
    with pytest.raises(ValueError, match="one dimension"):
        check_conversion("10 km", "10 hours")


@pytest.mark.parametrize("unit", sorted(_SIZES))
def test_sizes_of_units_are_those_of_pint(unit):
    registry = pint.UnitRegistry()
    dimension, low, high = _SIZES[unit]
    si = {"length": "m", "area": "m ** 2", "mass": "kg", "speed": "m / s", "time": "s"}

    told = registry.Quantity(1, unit).to(si[dimension]).magnitude

    assert float(low) * (1 - 1e-5) <= told <= float(high) * (1 + 1e-5)


printed_values = st.integers(100, 999_999)
pairs = st.sampled_from(
    [("km", "mile"), ("mile", "km"), ("km²", "mi²"), ("kg", "lb"), ("feet", "m")]
)
names = {"km": "km", "mile": "mile", "km²": "km ** 2", "mi²": "mile ** 2", "kg": "kg",
         "lb": "lb", "feet": "foot", "m": "m"}  # fmt: skip


def rounded(value, digits):
    """Round half up to so many significant digits."""
    place = Fraction(10) ** max(len(str(int(value))) - digits, 0)
    return int((value / place + Fraction(1, 2)) // 1 * place), place


@given(printed_values, pairs, st.integers(2, 4))
def test_a_true_conversion_holds_however_it_was_rounded(value, units, digits):
    one, other = units
    exactly = value * factor(names[one], names[other]).low
    converted, _ = rounded(exactly, digits)

    check = check_conversion(f"{value:,} {one}", f"{converted:,} {other}")

    assert check.verdict == "holds"


@given(st.floats(100, 1e6), pairs, st.integers(1, 3), st.integers(1, 3))
def test_two_roundings_of_one_value_are_never_said_not_to_hold(value, units, a, b):
    one, other = units
    exactly = Fraction(value)
    first, _ = rounded(exactly, a)
    second, _ = rounded(exactly * factor(names[one], names[other]).low, b)

    check = check_conversion(f"{first:,} {one}", f"{second:,} {other}")

    assert check.verdict != "does_not_hold"


@given(printed_values, pairs, st.integers(2, 4), st.booleans())
def test_a_value_off_by_more_than_the_rounding_never_holds(value, units, digits, up):
    one, other = units
    size = factor(names[one], names[other]).low
    converted, place = rounded(value * size, digits)
    own = figure_of(f"{value:,} {one}")
    # Past half the place of each figure, the first's in the unit of the second.
    off = place + own.place * size + abs(value * size) / 10
    wrong = int(converted + (off if up else -off)) + (1 if up else -1)
    if wrong <= 0:
        return
    text = f"{wrong:,} {other}"
    if figure_of(text).place > place:
        return

    check = check_conversion(f"{value:,} {one}", text)

    assert check.verdict != "holds"


# Shares, totals and differences


@pytest.mark.parametrize(
    ("part", "share", "whole", "verdict"),
    [
        ("100,417", "83.7 %", "120,000", "holds"),
        ("100,417", "84 percent", "120,000", "holds"),
        ("100,417", "more than 80%", "120,000", "holds"),
        ("100,417", "83.6 %", "120,000", "cannot_be_told"),  # 120,000 may be rounded
        ("100,417", "64 %", "120,000", "does_not_hold"),
        ("46", "half", "92", "holds"),
        ("46", "50 %", "92", "holds"),
        ("46", "69 %", "92", "does_not_hold"),
        ("about 46", "51 %", "92", "cannot_be_told"),
        ("over 100,000", "more than 80%", "120,000", "holds"),
        ("over 100,000", "more than 90%", "120,000", "cannot_be_told"),
        ("over 100,000", "70%", "120,000", "does_not_hold"),
    ],
)
def test_a_share_is_part_by_whole(part, share, whole, verdict):
    check = check_share(part, share, whole)

    assert check.verdict == verdict


def test_two_bounds_alone_prove_nothing_and_the_whole_they_need_is_said():
    check = check_share("over 100,000", "more than 80%")

    assert check.verdict == "cannot_be_told"
    assert check.computed == (100_000, 125_000)
    assert "a total of at most 125,000" in check.why


def test_a_share_without_a_whole_says_which_it_would_need():
    check = check_share("100,417", "83.7 %")

    low, high = check.computed
    assert check.verdict == "cannot_be_told"
    assert low < 120_000 < high
    assert high - low < 200


@pytest.mark.parametrize(
    ("parts", "whole", "verdict"),
    [
        (["43", "6", "8"], "57", "holds"),
        (["43", "6", "8"], "58", "does_not_hold"),
        (["43", "6", "8"], "60", "cannot_be_told"),  # may be rounded, and is no sum
        (["92", "11"], "103", "holds"),
        (["92", "11"], "at least 100", "holds"),
        (["at least 92", "11"], "103", "cannot_be_told"),
        (["at least 92", "11"], "102", "does_not_hold"),
        (["33.3 %", "33.3 %", "33.3 %"], "100 %", "holds"),
        (["64 %", "27 %"], "98 %", "does_not_hold"),
        (["6", "20", "13", "7"], "46", "holds"),
    ],
)
def test_parts_add_up_to_the_whole(parts, whole, verdict):
    check = check_total(parts, whole)

    assert check.verdict == verdict


@pytest.mark.parametrize(
    ("before", "after", "change", "verdict"),
    [
        ("92", "103", "11", "holds"),
        ("103", "92", "11", "holds"),
        ("92", "103", "12", "does_not_hold"),
        ("50", "75", "50 %", "holds"),
        ("49", "135", "176 %", "holds"),
        ("49", "135", "64 %", "does_not_hold"),
        ("60 %", "69 %", "9 percentage points", "holds"),
    ],
)
def test_a_change_is_the_difference_of_two_figures(before, after, change, verdict):
    check = check_difference(before, after, change)

    assert check.verdict == verdict


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_a_true_sum_of_counts_holds_and_the_next_number_never_does(parts):
    whole = sum(parts)
    written = [str(part) for part in parts]

    right, wrong = (
        check_total(written, str(whole)),
        check_total(written, str(whole + 1)),
    )

    assert right.verdict == "holds"
    assert wrong.verdict != "holds"


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_true_share_holds_however_it_was_rounded(part, more, decimals):
    whole = part + more
    share = Fraction(100 * part, whole)
    text = f"{float(round(share, decimals)):.{decimals}f}"
    if float(text) == 0:
        return

    check = check_share(str(part), f"{text} %", str(whole))

    # A figure that ends in zeros is taken as rounded by no more than a tenth.
    assert check.verdict in {"holds", "cannot_be_told"}
    if not text.endswith("0"):
        assert check.verdict == "holds"


# Days


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        ("17 days", "holds"),
        ("seventeen days", "holds"),
        ("16 days", "cannot_be_told"),
        ("about 15 days", "cannot_be_told"),
        ("14 days", "does_not_hold"),
        ("two weeks", "does_not_hold"),
        ("more than two weeks", "holds"),
    ],
)
def test_both_ends_of_a_span_of_days_count(days, verdict):
    check = check_days(dt.date(2023, 9, 1), dt.date(2023, 9, 17), days)

    assert check.verdict == verdict
    assert check.computed == (17, 17)


def test_days_backwards_and_figures_that_are_no_days_are_refused():
    first = dt.date(2023, 9, 1)

    with pytest.raises(ValueError, match="neither days nor weeks"):
        check_days(first, first, "17 hours")
    with pytest.raises(ValueError, match="is before the first"):
        check_days(first, dt.date(2023, 8, 1), "17 days")


# Candidates in a text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "an area of 4,400 square kilometres (1,700 square miles)",
            [("conversion", "1,700 square miles", "holds")],
        ),
        (
            "100,417 of 120,000 people (83.7 percent) had left",
            [("share", "83.7 percent", "holds")],
        ),
        ("46 of the 92 flights, or half,", [("share", "half", "holds")]),
        (
            "More than 100,000 people — over 80% of the residents — left",
            [("share", "over 80%", "cannot_be_told")],
        ),
        ("43 + 6 + 8 = 57 flights", [("total", "57", "holds")]),
        ("43 flights plus 6 plus 8 makes 58", [("total", "58", "does_not_hold")]),
        ("103 flights in seven years (92 + 11)", [("total", "103", "holds")]),
        ("103 flights (92 + 11)", [("total", "103", "holds")]),
        (
            "192 servicemen killed (180 of one + 12 of the other)",
            [("total", "192", "holds")],
        ),
        (
            "It rose from 49 to 105, an increase of 56.",
            [("difference", "56", "holds")],
        ),
        ("It rose from 52 to 75, up 60 percent.", [("difference", "60 percent",
                                                    "does_not_hold")]),
    ],
)  # fmt: skip
def test_figures_that_stand_together_are_found(text, found):
    assert checks(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "They flew 100 km. 62 miles away lies the town.",
        "200 people and 60 percent of the houses",
        "between 2016 and 2020 (92 flights)",
        "six flights of 12 hours",
        "about 200 Armenians, the bulk of whom fought, and about 200 soldiers",
        "43 + x = 57",
        "",
    ],
)
def test_figures_that_do_not_belong_together_are_not_checked(text):
    assert checks(text) == []


def test_a_span_of_dates_beside_a_number_of_days_is_checked():
    text = "From 1 to 17 September (17 days) six aircraft landed."
    time = span_of_days(text, "From 1 to 17 September", "2023-09-01", "2023-09-18")

    [check] = checks_in(text, quantities_of("d", text), [time])

    assert (check.kind, check.printed, check.verdict) == ("days", "17 days", "holds")
    assert [text[s:e] for s, e in check.spans] == [*check.inputs, check.printed]


def test_a_span_of_dates_in_a_clause_of_its_own_is_checked_too():
    text = "It flew between September 1 and September 17, 2023, or 16 days, in all."
    phrase = "between September 1 and September 17, 2023"
    time = span_of_days(text, phrase, "2023-09-01", "2023-09-18")

    [check] = checks_in(text, quantities_of("d", text), [time])

    assert check.verdict == "cannot_be_told"
    assert "are 17 days with both ends" in check.why


def test_days_after_a_span_are_not_its_length():
    text = "From 1 to 17 September, two days after the talks, six aircraft landed."
    time = span_of_days(text, "From 1 to 17 September", "2023-09-01", "2023-09-18")

    assert checks(text, [time]) == []


def test_every_check_of_a_text_says_where_its_figures_stand():
    text = "4,400 km² (1,700 mi²), and 43 + 6 + 8 = 57 flights, 46 of 92, or half"

    found = checks_in(text, quantities_of("d", text))

    assert len(found) == 3
    for check in found:
        assert [text[s:e] for s, e in check.spans] == [*check.inputs, check.printed]


@needs_shared
def test_the_retelling_of_the_case_has_one_conversion_and_two_bounds():
    path = SHARED / "case" / "article.txt"
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()

    assert checks(text) == [
        ("conversion", "1,700 square mile", "holds"),
        ("share", "more than 80%", "cannot_be_told"),
    ]


@given(st.text(alphabet="0123456789 .,+=()%-–—of kmi²$\n\u0130\u0301", max_size=200))
def test_no_text_makes_it_raise(text):
    found = checks_in(text, quantities_of("d", text))

    assert all(check.why for check in found)


def test_intervals_with_open_ends_stay_open():
    some = Interval(Fraction(2), None)

    assert some.plus(Interval.at(3)) == Interval(Fraction(5), None)
    assert Interval.at(10).minus(some) == Interval(None, Fraction(8))
    assert Interval.at(10).over(some) == Interval(None, Fraction(5))
    assert not some.is_within(Interval.at(2))
    assert some.meets(Interval.at(2))
