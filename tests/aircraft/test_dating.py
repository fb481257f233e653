"""Of which day a file is a picture, and how that is known."""

import json
import os
from datetime import UTC, date, datetime

import pytest

from builders.databases import WRITTEN_S, gz, write
from heavylift.aircraft.dating import WORDS, picture_of
from heavylift.sources.fetched import RECORD

WRITTEN = datetime.fromtimestamp(WRITTEN_S, UTC).date()

#: Noon of another day than that in gzip headers.
CHANGED_S = 1_700_049_600
CHANGED = date(2023, 11, 15)


def file(path, data):
    write(path, data)
    os.utime(path, (CHANGED_S, CHANGED_S))
    return path


@pytest.mark.parametrize(
    ("data", "given", "expected"),
    [
        (gz(b"x"), date(2024, 5, 6), (date(2024, 5, 6), "given")),
        (gz(b"x"), None, (WRITTEN, "gzip")),
        (gz(b"x", written_s=0), None, (CHANGED, "modified")),
        (b"x", None, (CHANGED, "modified")),
        (b"\x1f\x8b", None, (CHANGED, "modified")),
        (b"", None, (CHANGED, "modified")),
        (b"", date(2024, 5, 6), (date(2024, 5, 6), "given")),
    ],
)
def test_a_day_that_is_given_goes_before_the_gzip_and_that_before_the_file(
    tmp_path, data, given, expected
):
    path = file(tmp_path / "file", data)

    assert picture_of(path, given) == expected


def test_the_newest_file_of_a_folder_decides(tmp_path):
    file(tmp_path / "deep" / "new.csv", b"x")
    older = file(tmp_path / "old.csv", b"x")
    os.utime(older, (CHANGED_S - 86_400, CHANGED_S - 86_400))

    assert picture_of(tmp_path) == (CHANGED, "modified")


def test_every_way_of_knowing_a_day_has_its_words(tmp_path):
    ways = {picture_of(file(tmp_path / "a", d))[1] for d in (gz(b"x"), b"x")}

    assert ways | {"given", "fetched", "flights"} == set(WORDS)


def test_the_day_on_which_a_file_landed_goes_before_its_gzip(tmp_path):
    path = file(tmp_path / "aircraft.csv.gz", gz(b"x"))
    landed = [
        {"name": name, "outcome": outcome, "time": f"2026-10-{day}T23:30:00-02:00"}
        for name, outcome, day in (
            (path.name, "landed", "01"),
            (path.name, "landed", "02"),
            (path.name, "refused", "03"),
            ("other.csv", "landed", "04"),
        )
    ]
    (tmp_path / RECORD).write_text("\n".join(["{", *map(json.dumps, landed)]))

    assert picture_of(path) == (date(2026, 10, 3), "fetched")
    assert picture_of(path, date(2024, 5, 6)) == (date(2024, 5, 6), "given")
