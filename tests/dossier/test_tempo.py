"""Rates of a corridor put together: reception, missing days, units, words."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from builders.flights import flights_table, journey
from heavylift.corridors import Corridor, Criteria
from heavylift.dossier.tempo import TempoAsked, measure_tempo, windows_of
from heavylift.dossier.tempo_picture import tempo_picture
from heavylift.dossier.tempo_words import tell_tempo
from heavylift.errors import CaseError
from heavylift.exposure.completeness import completeness_of_records
from heavylift.exposure.exposure import Measure
from heavylift.reference.airfields import load_airfields
from heavylift.tempo.rates import RateRatio

FIRST = date(2023, 7, 1)
BEFORE, DURING = 60, 20
START = datetime(2023, 8, 30, tzinfo=UTC)
END = START + timedelta(days=DURING)

ASKED = TempoAsked(before_days=BEFORE)


def at(n, hour=6):
    return datetime(2023, 7, 1, hour, tzinfo=UTC) + timedelta(days=n)


def rotations(days, aircraft="600828"):
    """Out from Baku to Ovda and back, one on each of some days."""
    return [
        leg
        for k, n in enumerate(days)
        for leg in journey(f"{aircraft[:5]}{k % 7}", "UBBB LLOV UBBB", at(n))
    ]


def others(per_day):
    """Other traffic that both ends of the corridor see, so many a day."""
    rows = []
    for n in range(BEFORE + DURING):
        for k in range(per_day(n)):
            rows += journey(f"aa{n:02d}{k:02d}", "UBBB UGTB", at(n, 1))
            rows += journey(f"bb{n:02d}{k:02d}", "LTAC LLOV", at(n, 2))
    return rows


def archive(missing=()):
    days = [FIRST + timedelta(days=n) for n in range(BEFORE + DURING)]
    held = [d for n, d in enumerate(days) if n not in missing]
    span = (days[0], days[-1] + timedelta(days=1))
    return completeness_of_records(
        held, ["complete"] * len(held), [256] * len(held), span
    )


def measured(flown, asked=ASKED, missing=(), **criteria):
    corridor = Corridor(
        origins=["UBBB"],
        destinations=["LLOV"],
        start=START,
        end=END,
        criteria=Criteria(**criteria),
    )
    return measure_tempo(
        asked, flights_table(flown), corridor, archive(missing), load_airfields()
    )


def ratio(tempo, measure=Measure.FOLLOWED):
    found = tempo.surges[measure].found
    assert isinstance(found, RateRatio)
    return found


def test_three_times_as_many_rotations_are_three_times_the_rate():
    steady = list(range(0, BEFORE, 5))
    often = [BEFORE + n for n in range(0, DURING, 2)] + [BEFORE + 1, BEFORE + 3]

    found = ratio(measured(rotations([*steady, *often]) + others(lambda n: 4)))

    assert (found.during.count, found.baseline.count) == (12, 12)
    assert found.ratio == pytest.approx(3.0, rel=0.05)
    assert found.p < 0.05


def test_a_threefold_rise_in_reception_with_flights_constant_is_no_surge():
    # One in three is received before, all of them during.
    seen = [*range(0, BEFORE, 6), *range(BEFORE, BEFORE + DURING, 2)]
    traffic = others(lambda n: 6 if n >= BEFORE else 2)

    tempo = measured(rotations(seen) + traffic)

    assert ratio(tempo, Measure.ARCHIVE).ratio == pytest.approx(3.0, rel=0.05)
    by_others = ratio(tempo)
    # Both ends are received three times as well, so exposure is nine times.
    assert by_others.ratio < 1.0
    assert by_others.p > 0.5


def test_a_missing_fortnight_lowers_exposure_and_not_the_rate():
    days = [*range(0, BEFORE, 4), *range(BEFORE, BEFORE + DURING, 4)]
    gone = range(10, 24)
    kept = [n for n in days if n not in gone]
    traffic = [r for r in others(lambda n: 4) if (r["first_seen"].date() - FIRST).days
               not in gone]  # fmt: skip

    whole = ratio(measured(rotations(days) + others(lambda n: 4)))
    holed = ratio(measured(rotations(kept) + traffic, missing=gone))

    assert holed.baseline.exposure < whole.baseline.exposure - 13
    assert holed.baseline.rate == pytest.approx(whole.baseline.rate, rel=0.1)
    assert holed.ratio == pytest.approx(whole.ratio, rel=0.15)


def test_a_rotation_counts_once_and_a_leg_without_its_way_back_counts_too():
    both = rotations([BEFORE + 1])
    one = journey("60082f", "UBBB LLOV", at(BEFORE + 3))
    base = rotations([5, 15]) + others(lambda n: 4)

    by_rotations = measured(base + both + one)
    by_legs = measured(base + both + one, TempoAsked(before_days=BEFORE, unit="legs"))

    assert ratio(by_rotations).during.count == 2
    assert ratio(by_legs).during.count == 2
    units = by_rotations.units["during"]
    assert (sum(units.legs_out.values()), sum(units.legs_back.values())) == (2, 1)
    assert sum(units.rotations.values()) == 1


def test_criteria_narrow_what_is_counted_and_not_what_reception_is_judged_by():
    fleet = rotations([5, 15, BEFORE + 1, BEFORE + 5])
    small = journey("aaaaaa", "UBBB LLOV UBBB", at(BEFORE + 2), aircraft_type="C172")
    for row in fleet:
        row["aircraft_type"] = "IL76"

    tempo = measured(fleet + small + others(lambda n: 4), types=["IL76"])

    assert ratio(tempo).during.count == 2
    assert not tempo.exposures[Measure.FOLLOWED].between(FIRST, FIRST).unknown_at


def test_without_other_traffic_the_archive_alone_counts_and_it_says_so():
    tempo = measured(rotations([5, 15, BEFORE + 1]))

    told = tell_tempo(tempo)

    assert ratio(tempo).during.exposure == pytest.approx(DURING)
    assert any("the archive alone counts there" in line for line in told.seen)


def test_every_number_stands_beside_what_it_does_not_mean():
    told = tell_tempo(measured(rotations([5, 15, BEFORE + 1]) + others(lambda n: 4)))

    assert told.headline.startswith("Rotations: ")
    assert "baseline rate per observable day (95 % " in told.headline
    assert "one look" in told.headline
    assert "does not say why they were flown or what was aboard" in told.meaning
    assert any(
        line.startswith("during: reception to the ground at LLOV (landings): ")
        for line in told.seen
    )


def test_nothing_seen_at_all_is_said_with_what_could_have_been_seen():
    told = tell_tempo(measured(others(lambda n: 4)))

    assert told.headline.startswith("Rotations: not testable: none seen")
    assert any("reception to the ground at LLOV" in line for line in told.seen)


def test_the_figure_has_the_windows_the_exposure_and_the_days_without_data():
    tempo = measured(
        rotations([5, 30, BEFORE + 1]) + others(lambda n: 4), missing=range(10, 13)
    )

    picture = tempo_picture(tempo, None)

    assert picture is not None
    for text in ("before", "during", "how much could have been seen"):
        assert text in picture.wide
    assert picture.wide.count("<title>no data</title>") == 3
    assert np.count_nonzero(tempo.daily.exposure == 0) == 3


@pytest.mark.parametrize(
    ("asked", "start", "message"),
    [
        (TempoAsked(before_days=1), START, "too short"),
        (ASKED, START + timedelta(hours=6), "whole days"),
    ],
)
def test_a_comparison_that_makes_no_rate_is_refused(asked, start, message):
    with pytest.raises(CaseError, match=message):
        windows_of(asked, start, END)


def test_events_are_asked_for_and_those_without_a_day_are_counted():
    asked = TempoAsked(
        before_days=BEFORE, events=("2023-08-01", "2023-09", "1999-01-01")
    )
    days = [20, 24, 28, 30, BEFORE + 1]

    tempo = measured(rotations(days) + others(lambda n: 4), asked)

    assert tempo.events is not None
    assert tempo.events.days == (date(2023, 8, 1),)
    told = tell_tempo(tempo)
    assert any(line.startswith("before dated events: ") for line in told.otherwise)
    assert "events not used, date without a day: 1" in told.otherwise
    assert "events not used, outside the days at hand: 1" in told.otherwise
