"""Times of any text: offsets, order, bounds, and time that grows with the text."""

import datetime as dt
import re
import time as clock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.statements.records import Time
from heavylift.statements.times import spans, times_of

#: Words and marks of time, and what breaks careless readers of text.
PIECES = (
    "last", "next", "this", "that", "the", "a", "two", "several", "2", "19", "31",
    "1990s", "2023", "1998", "week", "weeks", "month", "months", "year", "years",
    "day", "days", "decade", "weekend", "hour", "ago", "later", "before", "after",
    "since", "until", "by", "between", "and", "from", "to", "of", "in", "on", "early",
    "late", "mid-", "earlier", "Friday", "Tuesday,", "Sept.", "September", "May",
    "Feb. 29", "March 3", "Dec. 31,", "yesterday", "tomorrow", "summer", "winter",
    "Easter", "first half of", "end of", "third quarter", "Q4", "9/8/2023",
    "2023-09-19", "at 22:30", "9 a.m.", "daily", "every", "-", "\u2013", ",", ".", "'s",
    "\r\n", "\n\n", "\u00a0", "\u0130", "Oct\u0301ober", "\u0662\u0660\u0662\u0663",
    "\U0001f600", "will", "was", "said", "to be held", "(", ")", "%", "$", "old",
)  # fmt: skip

texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=14).map(
        "".join
    ),
)
published = st.one_of(
    st.none(),
    st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)).map(
        lambda day: PartialDate(day.year, day.month, day.day)
    ),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)).map(
        lambda day: PartialDate(day.year, day.month, day.day)
    ),
    st.sampled_from(
        [parse_partial(each) for each in ("2023-10", "2024", "XXXX-02-29", "XXXX-10")]
    ),
)


@given(texts, published)
def test_every_time_has_its_characters_and_its_days_in_order(text, day):
    found = times_of("d", text, day)

    for each in found:
        words = text[each.start : each.end]
        assert 0 <= each.start < each.end <= len(text)
        assert words == words.strip()
        assert each.rule
        if each.from_ is not None and each.to is not None:
            assert each.from_ < each.to


@given(texts, published)
def test_the_value_allows_the_days(text, day):
    found = times_of("d", text, day)

    for each in found:
        first, end = allowed(each.value)
        if first is not None and each.from_ is not None:
            assert str(first) <= each.from_
        if end is not None and each.to is not None:
            assert each.to <= str(end) or each.granularity == "time"


@given(texts, published)
def test_without_the_day_of_publication_nothing_is_known_better(text, day):
    # A text with a line that begins with a date would be read from that.
    text = "It is said: " + text.replace("\n", " ")

    known, unknown = times_of("d", text, day), times_of("d", text, None)

    assert [(t.start, t.end) for t in known] == [(t.start, t.end) for t in unknown]
    for with_day, without in zip(known, unknown, strict=True):
        assert width(without) >= width(with_day), (with_day, without)


def width(time: Time) -> float:
    """Give how many days a time leaves open."""
    if time.from_ is None or time.to is None:
        return float("inf")
    first, end = (dt.date.fromisoformat(side[:10]) for side in (time.from_, time.to))
    return (end - first).days


def allowed(value: str) -> tuple[dt.date | None, dt.date | None]:
    """Give the first day that a value allows and one past the last."""
    first, _, last = value.strip("[]").replace(",", "/").partition("/")
    if last:
        return allowed(first)[0], allowed(last)[1]
    value = value.split("T", maxsplit=1)[0]
    if week := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        stretch = spans.week_of(dt.date.fromisocalendar(*map(int, week.groups()), 1))
        return stretch.first, stretch.end
    if re.fullmatch(r"\d\d[\dX]X", value):
        low, high = int(value.replace("X", "0")), int(value.replace("X", "9"))
        return spans.first_day(max(1, low)), spans.first_day(high + 1)
    if part := re.fullmatch(r"(\d{4})-([23]\d)", value):
        year, number = int(part[1]), int(part[2])
        quarter = number > 32
        stretch = (
            spans.quarter_of(year, number - 32)
            if quarter
            else spans.season_of(year, number)
        )
        return stretch.first, stretch.end
    dated = re.fullmatch(r"\d{4}(-\d\d){0,2}", value)
    return (parse_partial(value).span if dated else None) or (None, None)


@pytest.mark.parametrize(
    "unit",
    [
        "1", "1 ", "last ", "the last two ", "Sept. 19, ", "from May to ", "\n", " ",
        "12:30", "mid-", "1/1/", "in the weeks before ", "1.1.", "since March ",
        "a. ", "two and ", "-", "'", "the ", "2023-", "I\u0307",
    ],
)  # fmt: skip
def test_the_work_grows_with_the_text_and_not_faster(unit):
    text = unit * (100_000 // len(unit))
    times_of("d", unit * 50, PartialDate(2023, 10, 5))

    start = clock.process_time()
    times_of("d", text, PartialDate(2023, 10, 5))
    taken_s = clock.process_time() - start

    # A hundred thousand characters take 0.1 s to 2 s; what is quadratic takes minutes.
    assert taken_s < 20
