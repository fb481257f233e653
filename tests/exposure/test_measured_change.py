"""How well a change of reception is measured: the table in the documentation."""

import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from benchmarks.tempo.exposures import seen
from heavylift.exposure import (
    Measure,
    completeness_of_records,
    exposure_of,
)

PAGE = Path(__file__).parents[2] / "docs/explanation/exposure.md"
ROW = re.compile(r"^\| ([\d.]+) \| ([\d.]+) \| ± (\d+) % \|$", re.MULTILINE)

FIRST = date(2023, 7, 1)
BEFORE, WINDOW = 60, 17
DAYS = [FIRST + timedelta(days=n) for n in range(BEFORE + WINDOW)]
ARCHIVE = completeness_of_records(
    DAYS, ["complete"] * len(DAYS), [256] * len(DAYS), None
)


def measured(rng, others):
    """Exposure a day of the window over that of the days before, tripled at one end."""
    better = np.where(np.arange(len(DAYS)) < BEFORE, 1.0, 3.0)
    ends = [
        seen("origin", ARCHIVE.number, rng.poisson(others, len(DAYS))),
        seen("destination", ARCHIVE.number, rng.poisson(others * better)),
    ]
    made = exposure_of(ARCHIVE, Measure.FOLLOWED, ends, edges=[DAYS[BEFORE]])
    before, window = made.observable_days[:BEFORE], made.observable_days[BEFORE:]
    return window.mean() / before.mean()


def rows():
    return [tuple(map(float, m)) for m in ROW.findall(PAGE.read_text("utf-8"))]


def test_the_table_has_its_rows():
    assert [others for others, _, _ in rows()] == [0.5, 2.0, 10.0, 50.0]


@pytest.mark.parametrize(("others", "factor", "percent"), rows())
def test_a_threefold_rise_is_measured_as_documented(others, factor, percent):
    rng = np.random.default_rng(20230919)

    logs = np.log([measured(rng, others) for _ in range(400)])

    assert np.exp(logs.mean()) == pytest.approx(factor, rel=0.03)
    assert 100 * logs.std() == pytest.approx(percent, rel=0.15)
