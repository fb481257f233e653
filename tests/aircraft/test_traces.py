"""What traces say of aircraft, from a folder and from a day's tar."""

from datetime import date

import pytest

from builders import readsb
from builders.databases import said
from heavylift.aircraft.databases.reading import SAYS_NOTHING
from heavylift.aircraft.traces import learn_from_traces
from heavylift.sources import open_sources

#: 30 August 2023, the day of ``readsb.MIDNIGHT``.
DAY = date(2023, 8, 30)
NEXT = date(2023, 8, 31)
THIRD = date(2023, 9, 1)

IL76 = {"r": "4K-AZ40", "t": "IL76", "ownOp": "Silk Way", "dbFlags": 1}


def traces(**more):
    """Traces by the address that they are of."""
    rows = readsb.level_flight()
    return {
        "600828": readsb.trace_bytes("600828", rows, **IL76),
        "600881": readsb.trace_bytes("600881", rows, dbFlags=4),
        "600882": readsb.trace_bytes("600882", rows),
    } | more


def folder(path, made):
    for icao24, data in made.items():
        place = path / readsb.member_name(icao24)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return path


def tar(path, made):
    members = {readsb.member_name(icao24): data for icao24, data in made.items()}
    return readsb.write_tar(path / "day.tar", members)


@pytest.mark.parametrize("written", [folder, tar])
def test_traces_say_who_flew_on_their_day(tmp_path, written):
    found = learn_from_traces(open_sources([written(tmp_path, traces())]))

    assert said(found, "address", "registration", "type", "owner") == [
        (0x600828, "4K-AZ40", "IL76", "Silk Way"),
        (0x600881, None, None, None),
    ]
    assert said(found, "military", "privacy") == [(True, None), (None, True)]
    assert said(found, "from", "to") == [(DAY, NEXT)] * 2
    assert (found.rows, found.refused) == (3, {SAYS_NOTHING: 1})
    assert (found.source, found.is_picture) == ("traces", False)


def test_a_trace_over_midnight_speaks_for_both_days(tmp_path):
    rows = readsb.level_flight(5, start_s=86_380, step_s=10)
    late = readsb.trace_bytes("600828", rows, **IL76)

    found = learn_from_traces(open_sources([folder(tmp_path, {"600828": late})]))

    assert said(found, "from", "to") == [(DAY, THIRD)]


def test_each_days_trace_speaks_for_its_own_day(tmp_path):
    rows = readsb.level_flight()
    for k, marks in enumerate(["4K-AZ40", "4K-78131"]):
        data = readsb.trace_bytes(
            "600828", rows, timestamp=readsb.MIDNIGHT + k * 86_400, r=marks
        )
        folder(tmp_path / f"day-{k}", {"600828": data})

    found = learn_from_traces(open_sources([tmp_path]))

    assert said(found, "registration", "from", "to") == [
        ("4K-AZ40", DAY, NEXT),
        ("4K-78131", NEXT, THIRD),
    ]


def test_traces_that_cannot_be_used_are_counted(tmp_path):
    broken = traces(abcdef=traces()["600828"][:20], abcdee=b"{}")

    found = learn_from_traces(open_sources([folder(tmp_path, broken)]))

    assert len(found.entries) == 2
    assert found.rows == len(found.entries) + found.refused.total()
    assert found.refused.total() == 3


def test_progress_is_told(tmp_path):
    told = []

    learn_from_traces(open_sources([folder(tmp_path, traces())]), told.append)

    assert told
