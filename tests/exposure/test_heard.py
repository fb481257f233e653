"""Who was heard along the way, by day and band of height."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from heavylift.exposure import (
    Measure,
    cells_between,
    cells_of,
    completeness_of_records,
    exposure_of,
    heard_by_day,
)
from heavylift.flights.reception import keys_of

DAY = datetime(2023, 9, 2, tzinfo=UTC)
STEP = int(DAY.timestamp()) // 600


def keys(*heard):
    """Keys of (latitude, longitude, height, ten minutes after midnight)."""
    lat, lon, height_m, step = np.array(heard, np.float64).reshape(-1, 4).T
    known = np.ones(len(lat), np.bool_)
    return keys_of((lat, lon), height_m, STEP + step.astype(np.int64), known)


def test_aircraft_are_counted_by_band_in_the_cells_asked_for():
    heard = keys(
        (54.9, 20.6, 1_000, 0), (54.9, 20.6, 9_000, 2), (54.9, 20.6, 9_000, 4),
        (10.0, 10.0, 9_000, 4),
    )  # fmt: skip
    cells = cells_of(np.array([54.9]), np.array([20.6]))

    table = heard_by_day(heard, np.array([2, 3, 5, 70]), cells)

    assert table["day"].to_pylist() == [date(2023, 9, 2)] * 4
    assert table["from_m"].to_pylist() == [0, 1_500, 4_000, 8_000]
    assert table["to_m"].to_pylist() == [1_500, 4_000, 8_000, None]
    assert table["aircraft_windows"].to_pylist() == [2, 0, 0, 8]
    assert table["windows_heard"].to_pylist() == [1, 0, 0, 2]
    assert table["windows_looked_at"].to_pylist() == [72] * 4


def test_windows_do_not_overlap():
    heard = keys(*((54.9, 20.6, 9_000, step) for step in range(6)))
    cells = cells_of(np.array([54.9]), np.array([20.6]))

    table = heard_by_day(heard, np.ones(6, np.int64), cells)

    assert table["aircraft_windows"].to_pylist()[-1] == 3


def test_the_order_of_counts_does_not_matter():
    heard = keys(*((54.9, 20.6, 500 * k, 3 * k) for k in range(20)))
    counts, cells = np.arange(20), cells_of(np.array([54.9]), np.array([20.6]))
    mixed = np.random.default_rng(1).permutation(20)

    table = heard_by_day(heard, counts, cells)

    assert table.equals(heard_by_day(heard[mixed], counts[mixed], cells))


@pytest.mark.parametrize("is_full", [False, True])
def test_what_was_not_counted_is_unknown_and_not_zero(is_full):
    heard = keys((54.9, 20.6, 1_000, 0))[: int(is_full)]

    table = heard_by_day(
        heard, np.ones(len(heard), np.int64), np.zeros(0), is_full=is_full
    )
    seen = exposure_of(
        completeness_of_records([DAY.date()], ["complete"], [256]),
        Measure.HEARD,
        heard=table,
    )

    assert table is None
    assert not seen.receptions[0].is_known
    assert seen.observable_days.tolist() == [1.0]


def test_the_way_is_a_chain_of_cells_from_one_end_to_the_other():
    cells = cells_between(29.94, 34.94, 40.74, 46.32)

    rows, columns = np.divmod(cells, 720)
    assert {*cells_of(np.array([29.94, 40.74]), np.array([34.94, 46.32]))} <= {*cells}
    for row, column in zip(rows, columns, strict=True):
        beside = (abs(rows - row) <= 1) & (abs(columns - column) <= 1)
        assert beside.sum() > 1


def test_the_way_may_cross_the_antimeridian():
    cells = cells_between(50.2, 179.1, 50.2, -179.1)

    assert sorted(cells % 720) == [0, 1, 718, 719]


def test_half_as_many_heard_on_the_way_is_half_the_exposure():
    heard = keys(*((54.9, 20.6, 9_000, 144 * day) for day in range(20)))
    counts = np.where(np.arange(20) < 10, 200, 100)
    september = [date(2023, 9, n) for n in range(2, 22)]
    days = completeness_of_records(september, ["complete"] * 20, [256] * 20)
    cells = cells_of(np.array([54.9]), np.array([20.6]))

    seen = exposure_of(
        days,
        Measure.HEARD,
        heard=heard_by_day(heard, counts, cells),
        edges=[date(2023, 9, 12)],
    )

    first, second = seen.observable_days[:10].sum(), seen.observable_days[10:].sum()
    assert second / first == pytest.approx(0.5, abs=0.01)
