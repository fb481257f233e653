"""A dossier says who flew as of each flight's own day, and what does not fit."""

import json
from datetime import UTC, datetime

import pytest

from builders.cases import CASE, DAY_START, rows
from builders.readsb import write_trace
from builders.registries import registry, said
from builders.tracks import START, flight
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case
from heavylift.dossier.run import context_of, find
from heavylift.dossier.tempo_words import tell_tempo
from heavylift.lake import make_lake
from heavylift.lake.ingest import ingest

DAY_S = 86_400
RUN = datetime(2023, 10, 1, tzinfo=UTC)

#: A whole week, so that addresses can change hands in it.
WEEK = CASE.replace("end = 2023-09-04", "end = 2023-09-09")

#: A flight each: address, day after 2 September, registration and type in its trace.
FLOWN = (
    # One address, two aircraft: it was given to another on the 5th.
    ("600900", 0, "4K-AZ90", "IL76", "AZQ901"),
    ("600900", 1, "4K-AZ90", "IL76", "AZQ902"),
    ("600900", 4, "4K-SW90", "B744", "AZG903"),
    # One fleet, other addresses: on the 6th both of its aircraft have new ones.
    ("600a01", 0, "4K-AZ100", "IL76", "AZQ101"),
    ("600a02", 1, "4K-AZ101", "IL76", "AZQ102"),
    ("600864", 4, "4K-AZ100", "IL76", "AZQ103"),
    ("600865", 5, "4K-AZ101", "IL76", "AZQ104"),
    # A trace that names nobody.
    ("600828", 2, None, None, "AZQ404"),
)


def write_archive(folder):
    """Traces of a week from Baku to Ovda, each day in its folder."""
    for icao24, day, registration, kind, callsign in FLOWN:
        start = START + day * DAY_S
        made = flight("UBBB", "LLOV", start=start, every_s=20, callsign=callsign)
        header = {"r": registration, "t": kind} if registration else {}
        midnight = DAY_START + day * DAY_S
        write_trace(
            folder
            / f"{day:02d}"
            / "traces"
            / icao24[-2:]
            / f"trace_full_{icao24}.json",
            icao24,
            rows(made, midnight),
            timestamp=midnight,
            **header,
        )
    return folder


def case_in(folder, more="", inputs="traces"):
    folder.mkdir(exist_ok=True)
    text = more + WEEK.replace('inputs = ["traces"]', f'inputs = ["{inputs}"]')
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return read_case(folder / "case.toml")


def databases(folder):
    """What two databases say, years later."""
    return registry(
        folder / "registry",
        (
            "tar1090-db",
            "2026-11-01",
            said("600828", "4K-AZ40", type="IL76"),
            said("600900", "4K-SW90", type="B744"),
        ),
        ("list", "2026-01-01", said("600828", "4K-AZ41", operator="Silk Way Airlines")),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("week")
    write_archive(made / "traces")
    return made


@pytest.fixture(scope="module")
def dossier(folder):
    return build_dossier(
        case_in(folder), folder / "dossier", registry=databases(folder), now=RUN
    )


def told(dossier):
    """Registration and type of each flight's day, by callsign."""
    aircraft = json.loads((dossier.folder / "aircraft.json").read_text("utf-8"))
    return {
        callsign: (
            one["icao24"],
            " or ".join(one.get("registration", {}).get("values", [])),
            " or ".join(one.get("type", {}).get("values", [])),
        )
        for one in aircraft
        for callsign in one["callsigns"]
    }


def test_each_flight_has_the_identity_of_its_day(dossier):
    assert dossier.selection.belongs.num_rows == len(FLOWN)
    assert told(dossier) == {
        "AZQ901": ("600900", "4K-AZ90", "IL76"),
        "AZQ902": ("600900", "4K-AZ90", "IL76"),
        "AZG903": ("600900", "4K-SW90", "B744"),
        "AZQ101": ("600a01", "4K-AZ100", "IL76"),
        "AZQ102": ("600a02", "4K-AZ101", "IL76"),
        "AZQ103": ("600864", "4K-AZ100", "IL76"),
        "AZQ104": ("600865", "4K-AZ101", "IL76"),
        "AZQ404": ("600828", "4K-AZ41 or 4K-AZ40", "IL76"),
    }


def test_the_report_prints_what_does_not_fit(dossier):
    html = dossier.report.read_text("utf-8")

    for text in (
        # The address that was given to another aircraft.
        "Sources differ on the registration of 600900: 4K-AZ90 (traces, 2023-09-02 to "
        "before 2023-09-04); 4K-SW90 (tar1090-db, 2026-11-01)",
        # The fleet that was given other addresses.
        "4K-AZ100 is said of another address too: 600864 (traces, 2023-09-06).",
        "4K-AZ100 is said of another address too: 600a01 (traces, 2023-09-02).",
        # Databases that differ, years later.
        "Sources differ on the registration of 600828: 4K-AZ41 (list, 2026-01-01); "
        "4K-AZ40 (tar1090-db, 2026-11-01).",
        "registration: list, tar1090-db, first said after that day",
        "tar1090-db as of 2026-11-01",
    ):
        assert text in html


def test_inputs_say_which_databases_were_asked(dossier):
    inputs = json.loads((dossier.folder / "inputs.json").read_text("utf-8"))

    assert [(r["source"], r["as_of"]) for r in inputs["registry"]] == [
        ("list", "2026-01-01"),
        ("tar1090-db", "2026-11-01"),
    ]


def test_capacity_is_an_upper_bound_and_says_so(dossier):
    html = dossier.report.read_text("utf-8")

    assert "Upper bound of capacity: by the published maximum payload" in html
    assert "not what was aboard, which is not in these data" in html


def test_the_same_from_a_lake(folder, dossier, tmp_path):
    ingest(make_lake(tmp_path / "lake"), [folder / "traces"])

    again = build_dossier(
        case_in(tmp_path / "case", inputs="../lake"),
        tmp_path / "dossier",
        registry=databases(tmp_path),
        now=RUN,
    )

    assert told(again) == told(dossier)
    assert "4K-AZ100 is said of another address too: 600864" in again.report.read_text(
        "utf-8"
    )


def test_a_registration_finds_its_flights_at_both_addresses(folder, tmp_path):
    found = build_dossier(
        case_in(tmp_path, 'aircraft = ["4K-AZ100"]\n', str(folder / "traces")),
        tmp_path / "dossier",
        now=RUN,
    )

    assert sorted(found.selection.belongs["icao24"].to_pylist()) == ["600864", "600a01"]


def test_what_was_asked_is_printed_with_its_reach(folder, tmp_path):
    asked = 'types = ["cargo"]\noperators = ["Silk Way"]\nstates = ["AZ"]\n'

    found = build_dossier(
        case_in(tmp_path, asked, str(folder / "traces")),
        tmp_path / "dossier",
        registry=databases(tmp_path),
        now=RUN,
    )

    html = found.report.read_text("utf-8")
    assert found.selection.belongs.num_rows == len(FLOWN)
    assert "operators Silk Way (" in html
    assert "states of registration Azerbaijan: addresses in the inputs: " in html
    assert "in the registry: 1 by list, 2 by tar1090-db" in html


def test_without_a_registry_nothing_more_is_said_than_the_traces_do(folder, tmp_path):
    found = build_dossier(
        case_in(tmp_path, inputs=str(folder / "traces")), tmp_path / "dossier", now=RUN
    )

    assert told(found)["AZQ404"] == ("600828", "", "")
    assert told(found)["AZQ901"] == ("600900", "4K-AZ90", "IL76")
    assert "Of 1 aircraft nothing is said at all." in found.report.read_text("utf-8")


def test_the_same_is_counted_from_traces_and_from_a_lake(folder, tmp_path):
    ingest(make_lake(tmp_path / "lake"), [folder / "traces"])
    late = WEEK.replace("start = 2023-09-02", "start = 2023-09-05")
    told = []
    for number, inputs in enumerate((str(folder / "traces"), "../lake")):
        own = tmp_path / str(number)
        own.mkdir()
        text = late.replace('inputs = ["traces"]', f'inputs = ["{inputs}"]')
        (own / "case.toml").write_text(text + "\n[tempo]\nbefore_days = 3\n", "utf-8")
        asked = read_case(own / "case.toml")

        told.append(tell_tempo(context_of(asked, find(asked))[1]))

    # Exposure differs: a lake knows how few folders of each day there are.
    assert told[0].units == told[1].units
    assert all("during: 3 in " in one.rests_on[1] for one in told)
