"""Numbers in a text, with their bounds and what they count."""

from fractions import Fraction

import pytest

from builders.shared import SHARED, needs_shared
from heavylift.statements.quantities import printed_interval, quantities_of
from heavylift.statements.quantities.units import _UNITS


def read(text):
    """Give the quantities of a text as words, bound, smallest, largest and unit."""
    return [
        (text[q.start : q.end], q.bound, q.low, q.high, q.unit)
        for q in quantities_of("d", text)
    ]


def the_one(text):
    """Give the one quantity of a text."""
    [quantity] = quantities_of("d", text)
    return quantity


# Bounds


@pytest.mark.parametrize(
    ("text", "words", "bound", "low", "high"),
    [
        ("92 flights", "92", "exact", 92, 92),
        ("over 100,000 people", "over 100,000", "more_than", 100_000, None),
        ("Above 200 people", "Above 200", "more_than", 200, None),
        ("at least six landings", "at least six", "at_least", 6, None),
        ("no fewer than four aircraft", "no fewer than four", "at_least", 4, None),
        ("not less than 20 people", "not less than 20", "at_least", 20, None),
        ("at the very least 20 people", "at the very least 20", "at_least", 20, None),
        ("ten or more flights", "ten or more", "at_least", 10, None),
        ("100+ flights", "100+", "at_least", 100, None),
        ("up to 40 flights", "up to 40", "at_most", None, 40),
        ("no more than 40 flights", "no more than 40", "at_most", None, 40),
        ("as many as 40 flights", "as many as 40", "at_most", None, 40),
        ("fewer than 40 flights", "fewer than 40", "less_than", None, 40),
        ("under 40 flights", "under 40", "less_than", None, 40),
        ("exactly 40 flights", "exactly 40", "exact", 40, 40),
        ("about 200 people", "about 200", "about", 150, 250),
        ("some 200 troops", "some 200", "about", 150, 250),
        ("an estimated 120,000 people", "an estimated 120,000", "about", 108_000,
         132_000),
        ("~100 flights", "~100", "about", 75, 125),
        ("50 or so flights", "50 or so", "about", 45, 55),
        ("20-odd people", "20-odd", "about", 15, 25),
        ("nearly 100 flights", "nearly 100", "about", 75, 100),
        ("almost 100 flights", "almost 100", "about", 75, 100),
        ("just over 100 flights", "just over 100", "more_than", 100, 125),
        ("just under 100 flights", "just under 100", "less_than", 75, 100),
        ("at least some 200 people", "at least some 200", "at_least", 150, None),
        ("at most about 200 people", "at most about 200", "at_most", None, 250),
        ("between 2 and 5 flights", "between 2 and 5", "range", 2, 5),
        ("from 2 to 5 flights", "from 2 to 5", "range", 2, 5),
        ("10-15 flights", "10-15", "range", 10, 15),
        ("10–15 flights", "10–15", "range", 10, 15),
        ("six or seven landings", "six or seven", "range", 6, 7),
        ("5 to 10 million people", "5 to 10 million", "range", 5e6, 1e7),
        ("at least 10 to 15 flights", "at least 10 to 15", "at_least", 10, None),
        ("a dozen flights", "a dozen", "exact", 12, 12),
        ("about a dozen flights", "about a dozen", "about", 9, 15),
        ("half a dozen flights", "half a dozen", "exact", 6, 6),
        ("two dozen flights", "two dozen", "exact", 24, 24),
    ],
)  # fmt: skip
def test_words_around_a_number_bound_it_and_stay_in_its_span(
    text, words, bound, low, high
):
    quantity = the_one(text)

    assert text[quantity.start : quantity.end] == words
    assert (quantity.bound, quantity.low, quantity.high) == (bound, low, high)


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("dozens of flights", "dozens", 24, None),
        ("scores of flights", "scores", 40, None),
        ("hundreds of people", "hundreds", 200, None),
        ("tens of thousands of people", "tens of thousands", 20_000, None),
        ("hundreds of thousands of people", "hundreds of thousands", 200_000, None),
        ("several flights", "several", 3, None),
        ("a few flights", "a few", 2, None),
        ("a few hundred people", "a few hundred", 200, None),
        ("several dozen people", "several dozen", 36, None),
        ("a couple of flights", "a couple", 2, None),
        ("a couple of hours", "a couple of hours", 2, None),
        ("hundreds of tons", "hundreds of tons", 200, None),
    ],
)
def test_vague_words_have_a_least_value_and_no_largest(text, words, low, high):
    quantity = the_one(text)

    assert text[quantity.start : quantity.end] == words
    assert (quantity.low, quantity.high, quantity.bound) == (low, high, "vague")
    assert quantity.value is None


def test_at_most_a_few_hundred_stays_below_a_thousand():
    quantity = the_one("At most a few hundred remain")

    assert (quantity.bound, quantity.low, quantity.high) == ("at_most", None, 1000)


def test_few_without_an_article_is_no_quantity():
    assert read("few flights landed") == []


# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("115,365 people", 115_365),
        ("100 417 people", 100_417),
        ("100\u202f417 people", 100_417),
        ("1,00,000 people", 100_000),
        ("1.000.000 people", 1_000_000),
        ("5.7 million people", 5_700_000),
        ("forty-three flights", 43),
        ("forty three flights", 43),
        ("two hundred and six people", 206),
        ("one hundred thousand people", 100_000),
        ("six million two hundred thousand people", 6_200_000),
        ("a hundred flights", 100),
        ("half a million people", 500_000),
        ("two and a half years", 2.5),
        ("2½ hours", 2.5),
        ("half an hour", 0.5),
        ("$1.5 billion", 1.5e9),
        ("US$375m", 375e6),
        ("€5bn", 5e9),
        ("4.85 billion dollars", 4.85e9),
        ("٩٢ flights", 92),
    ],
)
def test_numbers_are_read_as_they_are_written(text, value):
    assert the_one(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "In 2016 the flights began",
        "between 2016 and 2020",
        "from 2016 to 2020",
        "2016-2020",
        "2016–20",
        "the 2020 war",
        "in mid-2016",
        "in the 1990s",
        "19 September 2023",
        "Sept. 19",
        "September 19 and 20",
        "from 1 to 17 September",
        "1–17 September",
        "between 15 August and 5 September",
        "2023-09-19",
        "19/09/2023",
        "the 19th",
        "the twenty-first century",
        "at 18:15",
        "10 a.m.",
        "at 0600 GMT",
        "6 o'clock",
        "an Il-76",
        "the Il-76TD",
        "an A400M",
        "the C-130B",
        "a Boeing 747",
        "a 747F",
        "the 747",
        "S-300",
        "LAR-160",
        "LORA 160",
        "flight 4001",
        "7L123",
        "4K-78131",
        "page 12",
        "pp. 3-5",
        "No. 12",
        "#5",
        "Article 51",
        "Resolution 2334",
        "Unit 29155",
        "Covid-19",
        "[12]",
        "9/11",
        "1. The flights",
        "nobody, no one and the one",
        "one-off",
        "version 1.2.3",
        "September 19, 2023 Wikinews",
        "Category 3",
        "Air Force One",
        "in 08",
        "what he most admires",
        "WHAT'SAPP",
        "the first half of 2016",
        "a quarter of 2016",
        "the majority party",
        "the most important",
        "a third aircraft landed",
        "0612345678901234567",
        "",
    ],
)
def test_what_counts_nothing_is_no_quantity(text):
    assert read(text) == []


def test_types_of_aircraft_are_no_numbers_beside_ones_that_are():
    text = "three weekly 747 flights and at least four Silk Way Il-76 came"

    [three, four] = quantities_of("d", text)

    assert (three.value, three.unit, three.per) == (3, "flight", "week")
    assert (four.value, four.unit, four.counts) == (4, "aircraft", "Silk Way Il-76")


def test_a_change_is_two_numbers_and_no_range():
    values = [q.value for q in quantities_of("d", "rose from 49 to 135 people")]

    assert values == [49, 135]


# Units, and what is counted


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("4,400 square kilometer zone", "km ** 2", "4,400 square kilometer"),
        ("4,400-square-kilometre zone", "km ** 2", "4,400-square-kilometre"),
        ("11,458 sq km", "km ** 2", "11,458 sq km"),
        ("4 400 km²", "km ** 2", "4 400 km²"),
        ("4400 km2", "km ** 2", "4400 km2"),
        ("1,700 square miles", "mile ** 2", "1,700 square miles"),
        ("83.7 %", "percent", "83.7 %"),
        ("69 per cent", "percent", "69 per cent"),
        ("24-hour assault", "hour", "24-hour"),
        ("a five-day war", "day", "five-day"),
        ("9 months", "month", "9 months"),
        ("40 tons", "ton", "40 tons"),
        ("40 tonnes", "metric_ton", "40 tonnes"),
        ("830 km/h", "km / hour", "830 km/h"),
        ("33,000 ft", "foot", "33,000 ft"),
        ("five nautical miles", "nautical_mile", "five nautical miles"),
        ("$4-5 billion", "USD", "$4-5 billion"),
        ("20 million manats", "AZN", "20 million manats"),
    ],
)
def test_a_unit_is_named_as_pint_does_and_is_in_the_span(text, unit, words):
    quantity = the_one(text)

    assert quantity.unit == unit
    assert text[quantity.start : quantity.end] == words


@pytest.mark.parametrize(
    ("text", "unit", "counts"),
    [
        ("six landings at Ovda", "landing", "landings"),
        ("two departures", "take-off", "departures"),
        ("twelve legs", "leg", "legs"),
        ("six round trips", "rotation", "round trips"),
        ("92 Silk Way cargo flights landed", "flight", "Silk Way cargo flights"),
        ("three sorties", "flight", "sorties"),
        ("two Azerbaijani transports", "aircraft", "Azerbaijani transports"),
        ("six Il-76s", "aircraft", "Il-76s"),
        ("200 Armenians left towns", "person", "Armenians"),
        ("20 dead", "person", "dead"),
        ("one aircraft", "aircraft", "aircraft"),
        ("four incidents", "other", "incidents"),
        ("20 arms shipments", "other", "arms shipments"),
        ("115,365 settled in Armenia", "", ""),
    ],
)
def test_what_is_counted_gives_the_unit_of_counting(text, unit, counts):
    quantity = the_one(text)

    assert (quantity.unit, quantity.counts) == (unit, counts)


@pytest.mark.parametrize(
    ("text", "low", "high", "share_of"),
    [
        ("80% of the enclave's ethnic Armenian residents", 80, 80,
         "the enclave's ethnic Armenian residents"),
        ("the majority of the flights", 50, 100, "the flights"),
        ("the vast majority of them", 50, 100, "them"),
        ("the bulk of whom were soldiers", 50, 100, "whom"),
        ("most of the population", 50, 100, "the population"),
        ("most Armenians", 50, 100, "Armenians"),
        ("a minority of the flights", None, 50, "the flights"),
        ("half the territory", 50, 50, "the territory"),
        ("more than half of it", 50, None, "it"),
        ("one in five residents", 20, 20, "residents"),
        ("nine out of ten people", 90, 90, "people"),
        ("three-quarters of the oil", 75, 75, "the oil"),
        ("1/4 of the oil", 25, 25, "the oil"),
    ],
)  # fmt: skip
def test_shares_are_in_percent_of_something(text, low, high, share_of):
    quantity = the_one(text)

    assert quantity.unit == "percent"
    assert (quantity.low, quantity.high) == (low, high)
    assert quantity.share_of == share_of


def test_a_number_in_days_is_no_share():
    six, days = quantities_of("d", "six in seventeen days")

    assert (six.value, six.unit) == (6, "")
    assert (days.value, days.unit) == (17, "day")


@pytest.mark.parametrize(
    ("text", "value", "unit", "per"),
    [
        ("three flights a week", 3, "flight", "week"),
        ("5 landings per day", 5, "landing", "day"),
        ("two weekly flights", 2, "flight", "week"),
        ("four flights each month", 4, "flight", "month"),
        ("landed three times a week", 3, "landing", "week"),
        ("landed twice", 2, "landing", ""),
        ("twice as many", 2, "factor", ""),
        ("100 km per hour", 100, "km / hour", ""),
    ],
)
def test_rates_say_per_what(text, value, unit, per):
    quantity = the_one(text)

    assert (quantity.value, quantity.unit, quantity.per) == (value, unit, per)


def test_over_a_time_is_a_bound_only_where_it_lasts():
    during = the_one("six flights over two weeks".removeprefix("six flights "))
    longer = the_one("lasted over two weeks")

    assert (during.bound, during.words) == ("exact", "")
    assert (longer.bound, longer.low) == ("more_than", 2)


# How a number is printed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4,400", 4350, 4450),
        ("1,700", 1650, 1750),
        ("83.7", "83.65", "83.75"),
        ("83.70", "83.695", "83.705"),
        ("92", "91.5", "92.5"),
        ("about 100,000 people", 50_000, 150_000),
        ("$1.5 billion", 1_450_000_000, 1_550_000_000),
        ("six", "5.5", "6.5"),
        ("a dozen", 6, 18),
        ("0", "-0.5", "0.5"),
    ],
)
def test_printed_digits_say_what_was_rounded(text, low, high):
    assert printed_interval(text) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", ["", "flights", "dozens"])
def test_a_text_without_a_number_has_no_interval(text):
    with pytest.raises(ValueError, match="has no number"):
        printed_interval(text)


# Names of units


@pytest.mark.parametrize("unit", sorted({*_UNITS.values()} - {"percentage_point"}))
def test_every_unit_has_a_name_that_pint_reads(unit):
    pint = pytest.importorskip("pint")

    assert pint.UnitRegistry().parse_units(unit)


# The case


@needs_shared
def test_the_retelling_of_the_case_keeps_what_is_vague():
    path = SHARED / "case" / "article.txt"
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()

    found = read(text)

    assert found == [
        ("24-hour", "exact", 24, 24, "hour"),
        ("the majority", "more_than", 50, 100, "percent"),
        ("about 200", "about", 150, 250, "person"),
        ("the bulk", "more_than", 50, 100, "percent"),
        ("about 200", "about", 150, 250, "person"),
        ("4,400 square kilometer", "exact", 4400, 4400, "km ** 2"),
        ("1,700 square mile", "exact", 1700, 1700, "mile ** 2"),
        ("Over 100,000", "more_than", 100_000, None, "person"),
        ("more than 80%", "more_than", 80, None, "percent"),
        ("two weeks", "exact", 2, 2, "week"),
    ]
