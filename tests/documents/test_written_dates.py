"""Dates as pages write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.documents.written_dates import read_written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2023-10-05", "2023-10-05"),
        ("2023-10-05T14:30:00Z", "2023-10-05T14:30:00+00:00"),
        ("2023-10-05T14:30:00.000+0400", "2023-10-05T14:30:00+04:00"),
        ("2023-10-05T14:30+04", "2023-10-05T14:30:00+04:00"),
        ("2023-10-05 14:30:00 UTC", "2023-10-05T14:30:00+00:00"),
        ("2023-10-05T14:30:00", "2023-10-05T14:30:00"),
        ("20231005", "2023-10-05"),
        ("20231005T143000Z", "2023-10-05T14:30:00+00:00"),
        ("2023/10/5", "2023-10-05"),
        ("5.10.2023", "2023-10-05"),
        ("05.10.2023, 14:30 Uhr", "2023-10-05"),
        ("25/10/2023", "2023-10-25"),
        ("10/25/2023", "2023-10-25"),
        ("Thu, 05 Oct 2023 14:30:00 GMT", "2023-10-05T14:30:00+00:00"),
        ("October 5, 2023", "2023-10-05"),
        ("Thursday, Oct. 5th, 2023 at 2:30 pm", "2023-10-05"),
        ("5 Sept 2023", "2023-09-05"),
        ("1696516200", "2023-10-05T14:30:00+00:00"),
        ("1696516200000", "2023-10-05T14:30:00+00:00"),
        ("2023-10", "2023-10"),
    ],
)
def test_dates_are_read_as_pages_write_them(written, read):
    assert str(read_written(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        "05/10/2023",  # the fifth of October, or the tenth of May
        "",
        "yesterday",
        "2023",
        "2023-13-05",
        "2023-02-30",
        "32 October 2023",
        "Marketing 5, 2023",
        "0001-01-01T00:00:00Z",
        "9999999999999",
        "12345678901234567890",
        "2023-10-05T25:00:00Z",
    ],
)
def test_what_is_no_date_or_two_is_not_read(written):
    assert read_written(written) is None


@given(st.integers(-2_000_000_000, 4_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_a_moment_in_iso_8601_is_read_back(second, minutes_east):
    zone = dt.timezone(dt.timedelta(minutes=minutes_east))
    moment = dt.datetime.fromtimestamp(second, zone)

    read = read_written(moment.isoformat())

    assert read is not None
    assert read.moment == moment


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading_of_dates(text):
    read = read_written(text)

    assert read is None or 1900 <= read.year <= 2100
