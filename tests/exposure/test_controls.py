"""Control corridors are chosen by rule and by volume, never by hand."""

from datetime import timedelta

from builders.flights import MIDNIGHT, flights_table, journey
from heavylift.exposure import Rule, completeness_of_flights, find_controls
from heavylift.reference.airfields import load_airfields
from heavylift.visits import legs_of

AIRFIELDS = load_airfields()
CORRIDOR = ["LLOV"], ["UBBB"]


def daily(aircraft, stops, days, start=MIDNIGHT, **changes):
    return [
        row
        for n in range(days)
        for row in journey(aircraft, stops, start + timedelta(days=n), **changes)
    ]


def controls(rows, window=None, **options):
    legs = legs_of(flights_table(rows))
    return legs, find_controls(legs, AIRFIELDS, CORRIDOR, window, **options)


def chosen(found, rule):
    return [(c.origin, c.destination) for c in found if c.rule is rule]


ASKED = daily("aaaaaa", "LLOV UBBB", 12, aircraft_type="IL76")


def test_the_same_origin_and_another_place_of_the_destinations_region():
    ganja = daily("bbbbbb", "LLOV UBBG", 12)
    far = daily("cccccc", "LLOV EGLL", 12)

    _, found = controls(ASKED + ganja + far)

    assert chosen(found, Rule.SAME_ORIGIN) == [("LLOV", "UBBG")]


def test_the_same_types_between_the_same_regions():
    same = daily("bbbbbb", "LLBG UGTB", 12, aircraft_type="IL76")
    other = daily("cccccc", "LLBG UBBG", 20, aircraft_type="A320")

    _, found = controls(ASKED + same + other)

    assert chosen(found, Rule.SAME_TYPES) == [("LLBG", "UGTB")]
    assert chosen(found, Rule.SAME_REGIONS) == [("LLBG", "UBBG"), ("LLBG", "UGTB")]
    [control] = [c for c in found if c.rule is Rule.SAME_TYPES]
    assert control.types == ("IL76",)


def test_aircraft_of_the_corridor_are_left_out_unless_asked_for():
    own = daily("aaaaaa", "LLOV UBBG", 12, MIDNIGHT + timedelta(hours=12))

    _, without = controls(ASKED + own)
    _, among = controls(ASKED + own, without_own_aircraft=False)

    assert chosen(without, Rule.SAME_ORIGIN) == []
    assert chosen(among, Rule.SAME_ORIGIN) == [("LLOV", "UBBG")]


def test_legs_of_the_window_do_not_weigh_in_the_choice():
    steady = daily("bbbbbb", "LLOV UBBG", 30)
    rising = daily("cccccc", "LLOV UGTB", 12) + [
        row
        for k in range(9)
        for row in daily(f"dddd{k:02d}", "LLOV UGTB", 5, MIDNIGHT + timedelta(days=20))
    ]
    window = MIDNIGHT + timedelta(days=20), MIDNIGHT + timedelta(days=30)

    _, found = controls(ASKED + steady + rising, window)

    assert chosen(found, Rule.SAME_ORIGIN) == [("LLOV", "UBBG"), ("LLOV", "UGTB")]
    second = found[1]
    assert (second.legs_outside, len(second.leg)) == (12, 57)


def test_few_legs_make_no_control():
    _, found = controls(ASKED + daily("bbbbbb", "LLOV UBBG", 9))

    assert found == []


def test_legs_are_counted_by_day_on_the_same_axis_and_the_rule_is_said():
    rows = ASKED + daily("bbbbbb", "LLOV UBBG", 11)

    legs, [control, *_] = controls(rows)

    archive = completeness_of_flights(flights_table(rows))
    assert control.by_day(legs, archive).to_pylist() == [1] * 11 + [0]
    assert control.said() == (
        "LLOV to UBBG: control by the rule 'same origin, other places of the "
        "destination's region', number 1 of 1 by its 11 legs outside the window; "
        "aircraft of the corridor left out"
    )
