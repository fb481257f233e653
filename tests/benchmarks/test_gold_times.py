"""Annotated times are read as days, and answers are compared with them."""

import pytest

from benchmarks.statements.gold_times import Answer, Score, gold, is_right


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2013-09-15", "2013-09-15", "2013-09-16"),
        ("2013-09", "2013-09-01", "2013-10-01"),
        ("1998-10-XX", "1998-10-01", "1998-11-01"),
        ("2013-09-15/2013-09-30", "2013-09-15", "2013-10-01"),
        ("1979/2013-10-14", "1979-01-01", "2013-10-15"),
        ("None/2006-05-28", None, "2006-05-29"),
        ("2000-W13", "2000-03-27", "2000-04-03"),
        ("199X", "1990-01-01", "2000-01-01"),
        ("1998-FA", "1998-09-01", "1999-01-01"),
        ("2000-03-29TEV", "2000-03-29", "2000-03-30"),
    ],
)
def test_a_value_with_its_year_is_dated(value, first, last):
    read = gold(0, 4, value)

    assert (read.dated, read.first, read.last) == (True, first, last)


@pytest.mark.parametrize("value", ["P2D", "PRESENT_REF", "--10", "-2009-03-13", "PXY"])
def test_a_value_without_days_is_compared_as_written(value):
    read = gold(0, 4, value)

    assert not read.dated
    assert is_right(read, Answer(0, 4, None, None, value))
    assert not is_right(read, Answer(0, 4, None, None, "2023"))


def test_an_answer_beside_the_annotated_time_is_extra_and_finds_nothing():
    score = Score()
    right = Answer(0, 4, "2013-01-01", "2014-01-01", "2013", "year")

    score.add([gold(0, 4, "2013")], [right, Answer(9, 12, None, None, "P1D", "set")])

    assert (score.right, score.found, score.spurious) == (1, 1, 0)
    assert (score.lengths, score.spurious_lengths) == (1, 1)


def test_an_answer_of_too_many_characters_is_right_but_not_by_half():
    score = Score()

    score.add(
        [gold(10, 14, "2013")], [Answer(0, 14, "2013-01-01", "2014-01-01", "2013")]
    )

    assert (score.right, score.right_half) == (1, 0)
