"""Flights found while reading are those that are found from positions in the lake."""

from dataclasses import replace

import numpy as np
import pytest

from builders.lakes import contents, lake_of, write_days
from builders.tracks import flight, spoofed
from heavylift.lake import found
from heavylift.lake.deposit import Chunk
from heavylift.lake.engine import Local
from heavylift.lake.query import flights_between


class Later(Local):
    """Does tasks as ever, but finds no flights while reading."""

    def run(self, stage, tasks, progress):  # noqa: D102 -- as that of any engine
        def later(task):
            return replace(task, held=None) if isinstance(task, Chunk) else task

        return super().run(stage, map(later, tasks), progress)


def watched(monkeypatch):
    """Which aircraft are read again from the lake; filled while it is made."""
    read = []

    class Watched(found.LakeSources):
        def __init__(self, lake, days, *, buckets=None, tracks=None):
            read.append(tracks)
            super().__init__(lake, days, buckets=buckets, tracks=tracks)

    monkeypatch.setattr(found, "LakeSources", Watched)
    return read


@pytest.fixture
def plain(tmp_path):
    made = {f"a0000{n}": flight("UBBB", "LLOV", every_s=20) for n in range(3)}
    made["a00009"] = flight("LLOV", "UBBB", every_s=20)
    return write_days(tmp_path / "plain", **made)


def test_a_day_alone_is_read_once(tmp_path, monkeypatch, plain):
    read = watched(monkeypatch)

    lake = lake_of(tmp_path / "lake", *plain)

    assert read == []
    assert flights_between(lake).num_rows == 4
    lake_of(tmp_path / "later", *plain, engine=Later())
    assert read != []
    assert contents(tmp_path / "lake") == contents(tmp_path / "later")


def test_where_points_are_shared_those_who_linger_are_read_again(tmp_path, monkeypatch):
    # Aircraft at several heights report one point while they fly on elsewhere.
    amman = (31.7171, 35.9994)
    made = {
        f"b0000{n}": spoofed(
            flight("LLOV", "UBBB", cruise_m=8_000.0 + 800 * n, every_s=20), 2, 3, amman
        )
        for n in range(6)
    }
    days = write_days(tmp_path / "days", **made, c00001=flight("EGLL", "EHAM"))
    read = watched(monkeypatch)

    lake_of(tmp_path / "lake", *days)

    again = frozenset().union(*read)
    assert again >= made.keys()
    assert "c00001" not in again
    lake_of(tmp_path / "later", *days, engine=Later())
    assert contents(tmp_path / "lake") == contents(tmp_path / "later")


def test_days_beside_each_other_are_found_together(tmp_path, monkeypatch, plain):
    made = flight("UBBB", "LLOV", every_s=20)
    moved = replace(made, time_ms=made.time_ms + np.int64(86_400_000))
    next_day = write_days(tmp_path / "next", a00001=moved)
    read = watched(monkeypatch)

    lake = lake_of(tmp_path / "lake", *plain)
    lake_of(tmp_path / "lake", *next_day)

    assert read != []
    assert flights_between(lake).num_rows == 5
    lake_of(tmp_path / "both", *plain, *next_day)
    assert contents(tmp_path / "lake") == contents(tmp_path / "both")


def test_nothing_of_what_was_found_early_stays(tmp_path, plain):
    lake_of(tmp_path / "lake", *plain)

    assert not [name for name in contents(tmp_path / "lake") if "early" in name]
