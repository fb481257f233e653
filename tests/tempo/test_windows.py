"""Windows are half-open spans of UTC days that share none."""

from datetime import date

import pytest

from heavylift.errors import RatesError
from heavylift.tempo.windows import Window, refuse_overlap, windows_beside


def test_a_window_has_its_first_day_and_not_its_last():
    before_the_19th = Window(
        start=date(2023, 9, 1), end=date(2023, 9, 18), label="during"
    )

    assert before_the_19th.days == 17


@pytest.mark.parametrize("end", [date(2023, 9, 1), date(2023, 8, 31)])
def test_a_window_without_a_day_is_refused_and_named(end):
    with pytest.raises(RatesError, match=r"during: .* has no day\n  help: "):
        Window(start=date(2023, 9, 1), end=end, label="during")


def test_windows_before_and_after_adjoin_and_share_no_day():
    during = Window(start=date(2023, 9, 1), end=date(2023, 9, 18), label="during")

    before, after = windows_beside(during, before_days=84, after_days=28)

    assert (before.end, after.start) == (during.start, during.end)
    assert (before.days, after.days) == (84, 28)
    assert (before.label, after.label) == ("before", "after")
    refuse_overlap([after, during, before])


def test_a_side_of_no_days_has_no_window():
    during = Window(start=date(2023, 9, 1), end=date(2023, 9, 18), label="during")

    assert [w.label for w in windows_beside(during, before_days=84)] == ["before"]
    assert [w.label for w in windows_beside(during, before_days=0, after_days=7)] == [
        "after"
    ]


def test_windows_that_share_a_day_are_refused():
    a = Window(start=date(2023, 9, 1), end=date(2023, 9, 18), label="during")
    b = Window(start=date(2023, 9, 17), end=date(2023, 9, 30), label="after")

    with pytest.raises(RatesError, match="during and after overlap"):
        refuse_overlap([b, a])
