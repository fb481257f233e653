"""Of which day a file is a picture, and how that is known."""

import os
from datetime import UTC, date, datetime

import pytest

from builders.databases import WRITTEN_S, gz, write
from heavylift.aircraft.dating import WORDS, picture_of

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

    assert ways | {"given", "flights"} == set(WORDS)
