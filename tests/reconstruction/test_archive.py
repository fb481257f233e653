"""The reconstruction: what is written, and what the program makes of it."""

import csv
import gzip
import hashlib
import json
import re
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from heavylift.cli import group
from heavylift.cli.demo import find_example
from heavylift.errors import CannotWrite
from heavylift.exports.flights import read_flights
from heavylift.flights.find import find_flights
from heavylift.model.ends import EndClass
from heavylift.reconstruction.archive import (
    MISSING,
    PARTIAL,
    PARTIAL_FOLDERS,
    write_archive,
)
from heavylift.reference.airfields import load_airfields
from heavylift.sources import open_sources

EXAMPLE = find_example("ovda-ganja-2023").parent

#: A clone must stay small, and so must what the example makes.
MOST_BYTES = 30_000_000

#: The registration that has two addresses.
READDRESSED = "4K-RCN2"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Run the demo once, as anyone would."""
    out = tmp_path_factory.mktemp("demo") / "ovda"
    done = CliRunner().invoke(
        group, ["demo", "ovda-ganja-2023", "--out", str(out)], prog_name="heavylift"
    )
    assert done.exit_code == 0, done.output
    return done.stdout, out


@pytest.fixture(scope="module")
def dossier(told):
    return told[1]


@pytest.fixture(scope="module")
def archive(dossier):
    return dossier.with_name("ovda-archive") / "archive"


@pytest.fixture(scope="module")
def truth(archive):
    """The flights that were flown, by address."""
    flown = defaultdict(list)
    for row in read_csv(archive.parent / "truth.csv"):
        flown[row["icao24"]].append(row)
    return flown


@pytest.fixture(scope="module")
def flights(dossier):
    return read_flights(dossier / "flights.parquet").to_pylist()


@pytest.fixture(scope="module")
def everything(archive):
    """All flights of the archive, of any route."""
    return find_flights(open_sources([archive]))[0].to_pylist()


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def of(flight, truth):
    """The flights that were flown when a flight was seen."""
    return [
        row
        for row in truth[flight["icao24"]]
        if datetime.fromisoformat(row["take_off"]) <= flight["last_seen"]
        and datetime.fromisoformat(row["landing"]) >= flight["first_seen"]
    ]


def named_wrongly(flights, truth):
    return [
        (flight["flight_id"], role, flight[role])
        for flight in flights
        for role in ("origin", "destination")
        if flight[role] is not None
        and flight[role] not in {row[role] for row in of(flight, truth)}
    ]


# What is written


def test_every_reported_flight_has_its_source_and_known_airfields():
    rows = read_csv(EXAMPLE / "reported.csv")

    source = (EXAMPLE / "SOURCE.md").read_text(encoding="utf-8")
    codes = set(load_airfields().code.tolist())
    for row in rows:
        named = re.findall(r"\b[A-Z]{4}\b", f"{row['origin']} {row['destination']}")
        assert row["url"] in source
        assert set(named) <= codes
        assert date.fromisoformat(row["first_day"]).year == 2023


def test_every_reported_landing_in_the_days_of_the_archive_is_flown_once(truth):
    flown = [r for rows in truth.values() for r in rows if r["reported"]]
    landings = [r for r in flown if r["destination"] == "LLOV"]

    september = [r for r in landings if r["landing"] >= "2023-09-01"]
    days = {r["reported"]: r["landing"][:10] for r in september}
    assert len(september) == 6
    assert days["F014 F058"] == "2023-09-01"
    assert days["F015 F059"] == "2023-09-02"
    assert days["F016 F060"] == "2023-09-13"
    assert {r["origin"] for r in flown if r["destination"] == "LLOV"} <= {
        "UBBB",
        "UBBG",
    }


def test_the_same_seed_gives_the_same_bytes(archive, tmp_path):
    again = write_archive(EXAMPLE, tmp_path)

    assert hashes(again.folder.parent) == hashes(archive.parent)
    assert again.size_bytes < MOST_BYTES


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in [*(folder / "archive").rglob("*.json"), folder / "truth.csv"]
    }


def test_days_are_missing_whole_and_in_part(archive):
    days = {
        date(*map(int, path.relative_to(archive).parts))
        for path in archive.glob("*/*/*")
    }
    partial = archive / f"{PARTIAL:%Y/%m/%d}" / "traces"

    assert not days & MISSING
    assert (max(days) - min(days)).days + 1 - len(days) == len(MISSING)
    assert all(int(p.name, 16) < PARTIAL_FOLDERS for p in partial.iterdir())


def test_every_file_says_that_it_is_a_reconstruction(archive):
    for path in archive.rglob("*.json"):
        head = json.loads(gzip.decompress(path.read_bytes()))

        assert head["note"].startswith("RECONSTRUCTION")


def test_an_archive_of_somebody_else_is_not_replaced(tmp_path):
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "mine").write_text("kept", encoding="utf-8")

    with pytest.raises(CannotWrite, match="no reconstruction"):
        write_archive(EXAMPLE, tmp_path)

    assert (tmp_path / "archive" / "mine").is_file()


# What the program makes of it


def test_no_end_that_the_dossier_names_is_another_than_was_flown(flights, truth):
    assert flights
    assert named_wrongly(flights, truth) == []


def test_no_end_in_the_whole_archive_is_named_wrongly(everything, truth):
    named = [f for f in everything for end in ("origin", "destination") if f[end]]

    assert len(named) > 3_000
    assert named_wrongly(everything, truth) == []


def test_every_flight_of_the_dossier_is_one_that_was_reported(flights, truth):
    for flight in flights:
        [flown] = of(flight, truth)

        assert flown["reported"]
        assert flown["callsign"] == flight["callsign"]


def test_no_flight_is_made_of_what_was_spoofed(everything, truth):
    spoofed = [
        f for f in everything if any(int(row["spoofed"]) for row in of(f, truth))
    ]

    assert len(spoofed) >= 6
    assert sum(f["quarantined"] for f in spoofed) > 100
    for flight in spoofed:
        assert len(of(flight, truth)) == 1
        for end in ("origin", "destination"):
            assert flight[end] not in {"OJAM", "OJAI"}


def test_what_was_lost_far_out_at_ovda_is_only_toward_it(everything, truth):
    lost = [
        f
        for f in everything
        for row in of(f, truth)
        if row["reported"]
        and row["destination"] == "LLOV"
        and row["last_km"]
        and float(row["last_km"]) >= 30
    ]

    assert lost
    for flight in lost:
        # What was not seen can still be told by where the aircraft was seen next.
        assert flight["destination_class"] in {
            EndClass.TOWARD,
            EndClass.UNKNOWN,
            EndClass.BRACKETED,
        }


def test_the_aircraft_with_a_new_address_is_told_of_under_both(dossier):
    aircraft = json.loads((dossier / "aircraft.json").read_text(encoding="utf-8"))
    two = [a for a in aircraft if READDRESSED in a["registration"]["values"]]

    addresses = {a["icao24"] for a in two}
    report = (dossier / "report.html").read_text(encoding="utf-8")
    assert len(addresses) == 2
    for one in two:
        [other] = addresses - {one["icao24"]}
        assert any(other in remark["text"] for remark in one["remarks"])
        assert f"{READDRESSED} is said of another address too: {other}" in report


def test_the_result_says_at_every_turn_that_it_is_a_reconstruction(told):
    stdout, dossier = told
    inputs = json.loads((dossier / "inputs.json").read_text(encoding="utf-8"))
    finding = re.search(r"^Finding: (.*)$", stdout, re.MULTILINE).group(1)

    assert stdout.startswith("RECONSTRUCTION: ")
    assert str(Path(f"{dossier}-archive") / "truth.csv") in stdout
    assert finding.startswith("Reconstruction: ")
    assert inputs["reconstruction"] is True
