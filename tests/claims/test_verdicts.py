"""A verdict says no more than the flights do, and less when there is less of them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from scipy.stats import binom

from builders.claims import said
from heavylift.claims.periods import Period
from heavylift.claims.seen import Counted, Seen
from heavylift.claims.verdicts import BEYOND, Verdict, judge, most_that_flew

#: In the order of what they take: see the docstring of ``verdicts``.
SUPPORT = [
    Verdict.UNTESTABLE,
    Verdict.PARTLY,
    Verdict.FEWER,
    Verdict.CONSISTENT,
    Verdict.MORE,
]


def seen(sure=0, possible=None, exposure=1.0, outside=0, days=17, **more):
    """What was seen one way, the same in every unit."""
    counted = Counted(
        sure=sure,
        possible=sure if possible is None else possible,
        in_narrowest=sure,
        exposure=exposure,
        exposure_low=exposure,
        **more,
    )
    units = ("landing", "take-off", "leg", "rotation")
    return Seen(
        days=days,
        days_read=days - outside,
        outside=outside,
        counted=dict.fromkeys(units, counted),
    )


@pytest.mark.parametrize(
    ("claimed", "flights", "verdict"),
    [
        ("at least 6", seen(7), Verdict.CONSISTENT),
        ("at least 6", seen(4, 6), Verdict.CONSISTENT),
        ("at least 6", seen(5), Verdict.FEWER),
        ("at least 6", seen(2, exposure=0.3), Verdict.CONSISTENT),
        ("at least 6", seen(0, exposure=0.9), Verdict.FEWER),
        ("6", seen(7), Verdict.MORE),
        ("6", seen(5, 9), Verdict.CONSISTENT),
        ("at least 6", seen(3, outside=4), Verdict.PARTLY),
        ("at least 6", seen(6, outside=4), Verdict.CONSISTENT),
        ("6", seen(7, outside=4), Verdict.MORE),
        ("6", seen(6, outside=4), Verdict.PARTLY),
        ("at least 6", seen(0, exposure=None), Verdict.UNTESTABLE),
        ("at least 6", seen(6, exposure=None), Verdict.CONSISTENT),
        ("at least 6", seen(0, exposure=0.0), Verdict.UNTESTABLE),
        ("at least 6", seen(0, outside=17), Verdict.UNTESTABLE),
    ],
)
def test_a_claimed_number_beside_those_seen(claimed, flights, verdict):
    told = judge(said("A", claimed), flights)

    assert told.verdict is verdict, told.reason


def test_fewer_prints_the_exposure_and_partly_the_share_of_days():
    fewer = judge(said("A", "at least 6"), seen(0, exposure=0.9))
    partly = judge(said("A", "at least 6"), seen(3, outside=4, days=16))

    assert fewer.words == "fewer seen than claimed (exposure 0.90)"
    assert partly.words == "partly outside the data (75 % of its days are in them)"
    assert "0 landings seen, at least 6 claimed" in fewer.reason


def test_little_exposure_is_told_and_no_large_number_is_printed():
    told = judge(said("A", "at least 6"), seen(0, exposure=0.02))

    assert told.verdict is Verdict.CONSISTENT
    assert "exposure of 0.02 at most leaves room for more than 100" in told.reason


def test_flights_may_be_landings_or_legs_and_the_reading_is_a_condition():
    both = Counted(sure=12, possible=12, in_narrowest=12, exposure=1, exposure_low=1)
    one_way = Counted(sure=6, possible=6, in_narrowest=6, exposure=1, exposure_low=1)
    flights = Seen(days=15, days_read=15, counted={"landing": one_way, "leg": both})

    told = judge(said("A", "12", "flights"), flights)

    assert told.verdict is Verdict.CONSISTENT
    assert told.conditions == ("if the flights claimed are legs",)


def test_flights_of_aircraft_that_nobody_checked_are_never_too_many():
    whose = said("A", "6", subject="one airline")
    flights = seen(200)
    unchecked = Seen(
        days=flights.days,
        days_read=flights.days_read,
        counted=flights.counted,
        unchecked=True,
    )

    assert judge(whose, flights).verdict is Verdict.MORE
    told = judge(whose, unchecked)
    assert told.verdict is Verdict.CONSISTENT
    assert "one airline was not asked" in told.conditions[0]


@pytest.mark.parametrize(
    ("words", "least"), [("repeatedly", 2), ("frequently", 2), ("some", 1)]
)
def test_a_vague_number_becomes_a_range_and_says_so(words, least):
    told = judge(said("A", f"{words} "), seen(3))

    assert told.verdict is Verdict.CONSISTENT
    assert f'"{words}" is taken as at least {least}' in told.conditions


def test_a_vague_period_is_judged_by_the_days_that_are_meant_in_any_case():
    weeks = Period(
        start=dt.date(2023, 8, 1),
        start_latest=dt.date(2023, 9, 5),
        end_earliest=dt.date(2023, 9, 19),
        end=dt.date(2023, 9, 19),
        words="in the weeks before",
    )
    flights = Seen(
        days=49,
        days_read=49,
        counted={
            "landing": Counted(
                sure=9, possible=9, in_narrowest=2, exposure=1, exposure_low=1
            )
        },
    )

    told = judge(structs.replace(said("A", "6"), period=weeks), flights)

    # Nine in the longest period that may be meant, two in the shortest.
    assert told.verdict is Verdict.CONSISTENT
    assert any("the period is vague" in taken for taken in told.conditions)


def test_a_rate_is_told_for_all_of_its_days():
    weekly = said("A", "3", "flights per week", period="2023-09-04/2023-10-01")

    assert judge(weekly, seen(12, days=28)).verdict is Verdict.CONSISTENT
    assert judge(weekly, seen(11, days=28)).verdict is Verdict.FEWER
    assert judge(weekly, seen(13, days=28)).verdict is Verdict.MORE


def test_peaks_and_denied_numbers_are_not_counted():
    peak = judge(said("A", "a peak, no number "), seen(5))
    denied = judge(said("A", "6", polarity="denies"), seen(5))

    assert peak.verdict is denied.verdict is Verdict.UNTESTABLE
    assert "rates" in peak.reason


def test_a_denial_of_any_flight_is_contradicted_by_one():
    denial = said("A", text="No flight landed there", polarity="denies")

    assert judge(denial, seen(1)).verdict is Verdict.MORE
    assert judge(denial, seen(0)).verdict is Verdict.CONSISTENT


# What flights never answer

anything = st.builds(
    seen,
    sure=st.integers(0, 50),
    possible=st.just(None),
    exposure=st.none() | st.floats(0, 1),
    outside=st.integers(0, 17),
)
numbers = st.none() | st.sampled_from(["6", "at least 6", "about 12", "repeatedly "])

#: Of what no flight can say anything; the words are those of published claims.
UNTESTABLE = [
    "the aircraft carried explosives",
    "350 flights carried arms",
    "six landings to load munitions",
    "cargo was flown out",
    "flights ordered by the ministry",
    "flights in order to prepare the offensive",
    "deliveries were made on six flights",
    "six flights with equipment aboard",
    "troops came on two flights",
]


@given(
    topic=st.sampled_from(["cargo", "intent", "casualties", "displaced", "area"]),
    number=numbers,
    flights=st.none() | anything,
    polarity=st.sampled_from(["asserts", "denies", "no_comment"]),
)
def test_no_flights_say_anything_of_cargo_or_intent(topic, number, flights, polarity):
    own = said("A", number, topic=topic, polarity=polarity, text="six landings")

    assert judge(own, flights).verdict is Verdict.UNTESTABLE


@given(
    text=st.sampled_from(UNTESTABLE),
    number=numbers,
    flights=st.none() | anything,
    subject=st.sampled_from(["", "Silk Way Il-76"]),
)
def test_calling_a_claim_of_cargo_one_of_flights_changes_nothing(
    text, number, flights, subject
):
    own = said("A", number, topic="flights", text=text, subject=subject)

    assert judge(own, flights).verdict is Verdict.UNTESTABLE


def test_a_cargo_aircraft_is_a_kind_of_aircraft_and_no_cargo():
    own = said("A", "6", subject="Azerbaijani cargo aircraft")

    assert judge(own, seen(6)).verdict is Verdict.CONSISTENT


# Less evidence, no stronger verdict

claims = st.sampled_from(
    ["6", "at least 6", "about 6", "4-8", "repeatedly ", "at most 6"]
)
exposures = st.none() | st.floats(0, 1)


@settings(deadline=None)
@given(claims, st.integers(0, 15), st.integers(0, 10), exposures)
def test_without_a_flight_no_verdict_is_stronger(claimed, sure, more, exposure):
    own = said("A", claimed)
    whole = judge(own, seen(sure + 1, sure + 1 + more, exposure)).verdict

    removed = judge(own, seen(sure, sure + more, exposure)).verdict
    weakened = judge(own, seen(sure, sure + 1 + more, exposure)).verdict

    assert SUPPORT.index(removed) <= SUPPORT.index(whole)
    for less in (removed, weakened):
        assert less is not Verdict.MORE or whole is Verdict.MORE


@settings(deadline=None)
@given(
    claims,
    st.integers(0, 15),
    st.integers(0, 10),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_with_less_exposure_nothing_becomes_fewer_or_more(
    claimed, sure, more, exposure, share
):
    own = said("A", claimed)
    whole = judge(own, seen(sure, sure + more, exposure)).verdict

    less = judge(own, seen(sure, sure + more, exposure * share)).verdict

    assert less is not Verdict.FEWER or whole is Verdict.FEWER
    assert less is not Verdict.MORE or whole is Verdict.MORE


@settings(deadline=None)
@given(
    claims,
    st.integers(0, 15),
    st.integers(0, 3),
    exposures,
    st.integers(1, 17),
)
def test_without_days_nothing_becomes_stronger(claimed, sure, gone, exposure, outside):
    own = said("A", claimed)
    whole = judge(own, seen(sure, exposure=exposure)).verdict

    fewer = seen(max(sure - gone, 0), exposure=exposure, outside=outside)
    less = judge(own, fewer).verdict

    assert less in (whole, Verdict.PARTLY, Verdict.UNTESTABLE, Verdict.CONSISTENT)
    if less is Verdict.CONSISTENT:
        assert whole in (Verdict.CONSISTENT, Verdict.MORE)


# How many may have flown


@settings(deadline=None)
@given(st.integers(0, 60), st.floats(0.02, 0.999))
def test_the_bound_is_the_largest_number_that_is_not_too_unlikely(n, exposure):
    most = most_that_flew(n, exposure)

    assert most >= n
    assert most == n or binom.cdf(n, most, exposure) > BEYOND
    assert binom.cdf(n, most + 1, exposure) <= BEYOND


@settings(deadline=None)
@given(st.integers(0, 30), st.floats(0.05, 1), st.floats(0.05, 1))
def test_more_seen_or_less_exposure_never_lowers_the_bound(n, one, other):
    low, high = sorted((one, other))

    assert most_that_flew(n, low) >= most_that_flew(n, high)
    assert most_that_flew(n + 1, low) >= most_that_flew(n, low)


def test_the_bound_holds_for_nineteen_in_twenty_and_more():
    # Of 12 flights, each seen with 0.4: how often does the bound fall below 12?
    missed = sum(
        binom.pmf(k, 12, 0.4) for k in range(13) if most_that_flew(k, 0.4) < 12
    )

    assert missed <= BEYOND
