"""Flights per day."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest

from heavylift.figures.timeline import EventMark, draw_timeline
from heavylift.model.ends import EndClass

FIRST = date(2022, 2, 26)


def days(n):
    return [FIRST + timedelta(days=i) for i in range(n)]


def chart(n=4, counts=None, event=None, missing=()):
    return draw_timeline(
        days(n), counts or {}, event=event, no_data_days=missing, desc="A text"
    )


def titles(svg):
    root = ET.fromstring(svg)
    return [t.text for t in root.iter() if t.tag.endswith("title")][1:]


def texts(svg):
    root = ET.fromstring(svg)
    return [t.text for t in root.iter() if t.tag.endswith("}text")]


def test_classes_of_a_day_are_counted_apart():
    counts = {FIRST: {EndClass.GROUND: 2, EndClass.TOWARD: 5}}

    svg = chart(1, counts)

    assert titles(svg) == ["2 ground", "5 toward"]


def test_a_zero_and_a_day_without_data_look_different():
    svg = chart(2, missing=[FIRST + timedelta(days=1)])

    assert titles(svg) == ["2022-02-27: no data", "2022-02-26: 0"]
    assert "no data" in texts(svg)


def test_a_day_without_data_is_not_a_zero():
    svg = chart(1, missing=[FIRST])

    assert titles(svg) == ["2022-02-26: no data"]


def test_without_missing_days_the_legend_does_not_speak_of_them():
    assert "no data" not in texts(chart(3))


@pytest.mark.parametrize("at", [None, datetime(2022, 2, 27, 12, tzinfo=UTC)])
def test_the_event_is_named(at):
    event = EventMark(label="Airspace closes", day=date(2022, 2, 27), at=at)

    assert "Airspace closes" in texts(chart(event=event))


def test_an_event_outside_the_period_is_not_drawn():
    event = EventMark(label="Airspace closes", day=date(2023, 2, 27))

    assert "Airspace closes" not in texts(chart(event=event))


@pytest.mark.parametrize("n", [1, 2, 13, 60, 365, 1100])
def test_any_length_of_period_is_drawn_within_the_sheet(n):
    svg = chart(n, {FIRST: {EndClass.NEAR: 1}})

    root = ET.fromstring(svg)
    for rect in (e for e in root.iter() if e.tag.endswith("rect")):
        assert float(rect.get("x", "0")) + float(rect.get("width", "0")) <= 960.5


def test_no_days_make_no_chart():
    assert draw_timeline([], {}, event=None, no_data_days=[], desc="") == ""
