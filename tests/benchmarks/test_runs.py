"""Benchmarks run from end to end on a small day, and print what they say they do."""

import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from benchmarks import against_traffic, archives, flights, growth, scaling, stages
from benchmarks.measure import ROOT, Run
from benchmarks.pinned import cores, pinned
from builders.days import made_up_day
from tools.environment import is_ready


@pytest.fixture(autouse=True)
def kept(monkeypatch, tmp_path):
    """Made-up days are kept elsewhere, and the one to warm up on is smaller."""
    monkeypatch.setattr(archives, "KEPT", tmp_path)
    for module in (against_traffic, flights, growth, scaling):
        monkeypatch.setattr(module, "WARM_ROWS", 2_000)


def printed(module, monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", [module.__name__, *arguments])
    module.main()
    return capsys.readouterr().out


def test_a_day_that_is_kept_is_not_written_again(tmp_path):
    first = archives.made_up_day(4_000)
    written_ns = first.tar.stat().st_mtime_ns

    again = archives.made_up_day(4_000)

    assert again == first
    assert again.tar.parent == tmp_path
    assert again.tar.stat().st_mtime_ns == written_ns


def test_a_pinned_command_has_the_cores_it_was_given():
    [core, *_] = cores()
    asked = [sys.executable, "-c", "import os; print(os.sched_getaffinity(0))"]

    done = subprocess.run(
        pinned([core], asked), cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == str({core})


def test_all_amounts_of_work_find_the_same_flights(tmp_path):
    day = made_up_day(tmp_path)

    found = {f() for f in stages.variants(stages.read(day.tar)).values()}

    assert len(found) == 1
    assert found.pop() > 0


def test_files_to_flights_are_measured_beside_gunzip(monkeypatch, capsys):
    with pytest.raises(SystemExit) as ended:
        printed(flights, monkeypatch, capsys, "--rows", "4e3", "--repeats", "1")

    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(title in out for title in flights.TITLES.values())
    assert "flights flown" in out


def test_growth_tells_an_exponent_of_each_command(monkeypatch, capsys):
    out = printed(growth, monkeypatch, capsys, "--rows", "4e3,8e3", "--repeats", "1")

    assert all(title in out for title in growth.TITLES.values())
    assert out.count("to the power of") == 2
    assert out.count("most memory") == 2


def test_growth_of_one_size_has_no_exponent(capsys):
    run = Run(wall_s=2.0, cpu_s=3.0, peak_mb=400.0)

    growth.print_growth("ingest", [growth.Size(rows=10**6, flights=9, run=run)])

    out = capsys.readouterr().out
    assert "to the power of" not in out
    assert "most memory: 400 MB" in out


def test_a_further_million_rows_is_told_without_what_every_run_costs(capsys):
    sizes = [
        growth.Size(
            rows=n * 10**6,
            flights=n,
            run=Run(wall_s=5.0 + n, cpu_s=5.0 + n, peak_mb=400.0),
        )
        for n in (1, 2, 4)
    ]

    growth.print_growth("ingest", sizes)

    [_, second, fourth] = [
        line for line in capsys.readouterr().out.splitlines() if "000000 " in line
    ]
    assert second.split()[-2] == fourth.split()[-2] == "1.00"


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_is_the_power_of_the_rows(power):
    rows = [1_000, 2_000, 5_000, 10_000]

    assert growth.exponent(rows, [3 * n**power for n in rows]) == pytest.approx(power)


@pytest.mark.skipif(len(cores()) < 2, reason="needs two cores")
def test_scaling_compares_one_worker_with_two_and_one_core_with_two(
    monkeypatch, capsys
):
    out = printed(scaling, monkeypatch, capsys, "--rows", "6e3", "--repeats", "1")

    for line in ("Dask, 1 core", "Dask, 2 cores", "local, 1 core", "local, 2 cores"):
        assert line in out


def test_what_traffic_gets_is_the_same_day_and_the_same_airfields(tmp_path):
    day = made_up_day(tmp_path)

    against_traffic.unpack(day.tar, tmp_path / "plain")
    against_traffic.write_airfields(tmp_path / "airfields.parquet")

    texts = [json.loads(p.read_text()) for p in tmp_path.glob("plain/**/*.json")]
    assert sum(len(t["trace"]) for t in texts) == archives.rows_made(day)
    table = pq.read_table(tmp_path / "airfields.parquet")
    assert table.num_rows == len(against_traffic.load_airfields())
    assert {"icao", "latitude", "longitude"} <= set(table.column_names)


@pytest.mark.skipif(
    not is_ready(against_traffic.TRAFFIC),
    reason="traffic is not set up: python -m benchmarks.against_traffic does it",
)
def test_traffic_is_measured_on_the_same_rows(monkeypatch, capsys):
    out = printed(
        against_traffic, monkeypatch, capsys, "--rows", "2e3", "--repeats", "1"
    )

    assert all(title in out for title in against_traffic.VARIANTS.values())
    assert "traffic has the same" in out
