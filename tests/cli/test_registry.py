"""The command ``registry`` as a person types it."""

import gzip
import json
import os
from datetime import date

import pytest
from click.testing import CliRunner

from builders import readsb
from builders.cases import small_case
from builders.databases import WRITTEN_S, gz, lines, opensky, tar1090, write
from builders.flights import flight_values, flights_table
from builders.lakes import lake_of
from builders.shared import SHARED
from heavylift.aircraft.registry import open_registry
from heavylift.cli import group
from heavylift.errors import HeavyliftError, MissingInput, RegistryError
from heavylift.exports.flights import is_flights, write_flights

ROWS = ("600828;4K-AZ40;IL76;00;", "600881;4K-AZ60;IL76;00;", "60ffff;;;00;")

CHANGED_S = 1_700_049_600

TAR1090 = SHARED / "data" / "aircraft" / "tar1090-aircraft.csv.gz"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A registry of this test alone."""
    folder = tmp_path / "registry"
    monkeypatch.setenv("HEAVYLIFT_REGISTRY", str(folder))
    return folder


def run(*arguments):
    told = CliRunner(env={"COLUMNS": "200"}).invoke(
        group, ["registry", *(str(a) for a in arguments)]
    )
    if isinstance(told.exception, HeavyliftError):
        raise told.exception
    return told


def imported(*arguments):
    told = run("import", *arguments, "--json")

    assert told.exit_code == 0, told.output
    assert told.stderr == ""
    return json.loads(told.stdout)


# import


def test_an_import_tells_what_became_of_the_rows_and_how_its_day_is_known(
    place, tmp_path
):
    file = write(tmp_path / "aircraft.csv.gz", tar1090(*ROWS, "4d0001;TWR;;00;"))

    told = run("import", file)

    assert told.exit_code == 0
    assert told.stdout == ""
    assert told.stderr.splitlines() == [
        f"{file}: tar1090-db as of 2026-11-01 (by the time in its gzip header; give "
        "--as-of to say otherwise); 2 entries of 4 rows",
        "  not used: an address and nothing about it: 2",
        "  noticed: a mark for a tower or a vehicle, not taken for a registration: 1",
        f"registry: {place}",
    ]


def test_the_same_file_again_changes_nothing_and_of_another_day_is_new(place, tmp_path):
    file = write(tmp_path / "aircraft.csv", tar1090(*ROWS))
    run("import", file, "--as-of", "2026-11-01")
    before = {p: p.stat().st_mtime_ns for p in (place / "imports").iterdir()}

    again = run("import", file, "--as-of", "2026-11-01")
    other = imported(file, "--as-of", "2026-11-02")

    assert "imported before, as 2026-11-01-" in again.stderr
    assert [one["new"] for one in other] == [True]
    assert (
        before.items()
        <= {p: p.stat().st_mtime_ns for p in (place / "imports").iterdir()}.items()
    )
    assert [i.as_of for i in open_registry(place).imports] == [
        date(2026, 11, 1),
        date(2026, 11, 2),
    ]


@pytest.mark.parametrize(
    ("written_s", "given", "day", "dated_by"),
    [
        (WRITTEN_S, ["--as-of", "2025-05-06"], "2025-05-06", "given"),
        (WRITTEN_S, [], "2026-11-01", "gzip"),
        (0, [], "2023-11-15", "modified"),
    ],
)
def test_the_day_is_as_given_else_of_the_gzip_else_of_the_file(
    place, tmp_path, written_s, given, day, dated_by
):
    file = tmp_path / "aircraft"
    file.write_bytes(gz(tar1090(*ROWS), written_s=written_s))
    os.utime(file, (CHANGED_S, CHANGED_S))

    [one] = imported(file, *given)

    assert (one["as_of"], one["dated_by"]) == (day, dated_by)
    assert [i.as_of.isoformat() for i in open_registry(place).imports] == [day]


@pytest.mark.parametrize(
    "day",
    ["yesterday", "2026-02-30", "", "9999-12-31"],
)
def test_a_day_that_is_none_is_refused(place, tmp_path, day):
    file = write(tmp_path / "aircraft.csv", tar1090(*ROWS))

    told = run("import", file, "--as-of", day)

    assert told.exit_code == 2
    assert f"'{day}' is" in told.stderr
    assert not place.exists()


def test_several_files_are_imported_in_one_go(place, tmp_path):
    files = [
        write(tmp_path / "aircraft.csv.gz", tar1090(*ROWS)),
        write(tmp_path / "o.csv", opensky({"icao24": "600828", "owner": "Silk Way"})),
        write(tmp_path / "fleet.csv", lines("hex,reg", "600881,4K-78129")),
    ]

    told = imported(*files)

    assert [one["source"] for one in told] == ["tar1090-db", "OpenSky", "fleet"]
    assert len(open_registry(place).imports) == 3


def test_a_table_of_ones_own_is_called_as_is_said(place, tmp_path):
    file = write(tmp_path / "fleet.csv", lines("hex,reg", "600881,4K-78129"))

    [one] = imported(file, "--source", "our notes")

    assert one["source"] == "our notes"


def test_what_is_imported_before_a_file_that_cannot_be_is_kept(place, tmp_path):
    good = write(tmp_path / "aircraft.csv", tar1090(*ROWS))
    bad = write(tmp_path / "note.txt", b"hello\n")

    with pytest.raises(RegistryError, match=r"note\.txt: not a database of aircraft"):
        run("import", good, bad)

    assert len(open_registry(place).imports) == 1


def test_a_gzip_that_breaks_off_imports_nothing(place, tmp_path):
    file = write(tmp_path / "aircraft.csv", gz(tar1090(*ROWS))[:-12])

    with pytest.raises(RegistryError, match="breaks off"):
        run("import", file)

    assert not place.exists()


def test_a_file_that_is_not_there_is_told(place, tmp_path):
    with pytest.raises(MissingInput):
        run("import", tmp_path / "nowhere.csv")


def test_a_broken_registry_is_told_before_anything_is_read(place, tmp_path):
    (place / "imports").mkdir(parents=True)
    (place / "imports" / "x.json").write_bytes(b"{")

    with pytest.raises(RegistryError, match="not a record"):
        run("import", tmp_path / "nowhere.csv")


# What flew


@pytest.mark.parametrize("name", ["flights.csv", "flights.parquet"])
def test_flights_say_who_flew_on_their_days(place, tmp_path, name):
    flights = flights_table([flight_values(1, registration="RA-76842")])
    write_flights(flights, tmp_path / name)
    assert is_flights(tmp_path / name)

    [one] = imported(tmp_path / name)

    assert (one["source"], one["as_of"], one["dated_by"]) == (
        "traces",
        "2022-02-22",
        "flights",
    )
    [entry] = open_registry(place).entries().to_pylist()
    assert (entry["registration"], entry["from"]) == ("RA-76842", date(2022, 2, 22))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"flight_id,icao24,origin_class\n", True),
        (b"\xef\xbb\xbfflight_id,icao24,origin_class\r\n", True),
        (b'"flight_id","icao24","origin_class"\n', True),
        (b"icao24,registration\n", False),
        (b"PAR1", False),
        (b"", False),
        (b"\xff\xfe\x00" * 4_000, False),
    ],
)
def test_a_table_of_flights_is_told_by_its_header(tmp_path, content, expected):
    path = write(tmp_path / "file", content)

    assert is_flights(path) is expected


def test_what_is_not_there_is_no_table_of_flights(tmp_path):
    assert not is_flights(tmp_path / "nowhere.csv")


def test_a_lake_its_flights_and_its_traces_say_the_same(tmp_path):
    case = small_case(tmp_path)
    traces = case.parent / "traces"
    lake_of(tmp_path / "lake", traces)
    done = CliRunner().invoke(
        group, ["flights", str(traces), "--out", str(tmp_path / "flights.csv")]
    )
    assert done.exit_code == 0, done.output

    found = {}
    for name in ("lake", "traces", "flights.csv"):
        [one] = imported(tmp_path / name, "--registry", tmp_path / f"of-{name}")
        [again] = imported(tmp_path / name, "--registry", tmp_path / f"of-{name}")
        assert (one["new"], again["new"]) == (True, False)
        assert (one["source"], one["as_of"]) == ("traces", "2023-09-02")
        found[name] = open_registry(tmp_path / f"of-{name}").entries()

    assert len(found["lake"]) == 5
    assert found["lake"] == found["traces"] == found["flights.csv"]


def test_a_days_tar_says_who_flew(place, tmp_path):
    trace = readsb.trace_bytes("600828", readsb.level_flight(), r="4K-AZ40")
    tar = readsb.write_tar(tmp_path / "day.tar", {readsb.member_name("600828"): trace})

    [one] = imported(tar)

    assert (one["as_of"], one["entries"]) == ("2023-08-30", 1)


def test_traces_that_say_nothing_are_refused_with_the_reason(place, tmp_path):
    readsb.write_trace(tmp_path / "trace.json", "600828", readsb.level_flight())

    with pytest.raises(RegistryError, match="nothing about it: 1"):
        run("import", tmp_path / "trace.json")


# Where it is


def test_the_option_goes_before_the_variable_and_that_before_the_usual_place(
    tmp_path, monkeypatch
):
    file = write(tmp_path / "aircraft.csv", tar1090(*ROWS))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("HEAVYLIFT_REGISTRY", raising=False)

    run("import", file)
    monkeypatch.setenv("HEAVYLIFT_REGISTRY", str(tmp_path / "named"))
    run("import", file)
    run("import", file, "--registry", tmp_path / "given")

    for folder in ("data/heavylift/registry", "named", "given"):
        assert len(open_registry(tmp_path / folder).imports) == 1


def test_without_any_variable_it_lies_in_the_home(tmp_path, monkeypatch):
    file = write(tmp_path / "aircraft.csv", tar1090(*ROWS))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("HEAVYLIFT_REGISTRY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))

    run("import", file)

    assert (tmp_path / ".local/share/heavylift/registry/imports").is_dir()


# status and remove


def test_status_lists_imports_in_words_and_as_json(place, tmp_path):
    file = write(tmp_path / "aircraft.csv", tar1090(*ROWS))
    [one] = imported(file, "--as-of", "2026-11-01")

    words, as_json = run("status"), run("status", "--json")

    assert words.stdout == (
        f"{one['name']}  tar1090-db  as of 2026-11-01  2 entries  {file}\n"
    )
    assert words.stderr == ""
    del one["new"]
    assert json.loads(as_json.stdout) == [one]


def test_status_of_nothing_says_where_it_looked(place):
    told = run("status")

    assert (told.exit_code, told.stdout) == (0, "")
    assert str(place) in told.stderr
    assert json.loads(run("status", "--json").stdout) == []


def test_a_folder_that_is_named_and_not_there_is_told(tmp_path):
    with pytest.raises(MissingInput):
        run("status", "--registry", tmp_path / "nowhere")


def test_an_import_is_removed_by_its_name(place, tmp_path):
    file = write(tmp_path / "aircraft.csv", tar1090(*ROWS))
    [one] = imported(file)

    told = run("remove", one["name"])

    assert told.exit_code == 0
    assert told.stderr.startswith("removed tar1090-db as of ")
    assert open_registry(place).imports == ()
    with pytest.raises(RegistryError, match="no import"):
        run("remove", one["name"])


@pytest.mark.skipif(not TAR1090.is_file(), reason="../shared has no tar1090-db")
def test_every_row_of_the_whole_database_is_accounted_for(place):
    [one] = imported(TAR1090, "--as-of", "2026-11-01")

    with gzip.open(TAR1090) as file:
        rows = sum(1 for _ in file) - 1
    assert one["rows"] == rows == 619_472
    assert one["entries"] + sum(one["refused"].values()) == rows
    assert len(open_registry(place).entries()) == one["entries"]
