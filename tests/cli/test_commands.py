"""The command line as a person types it: exit codes, words, data."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

import heavylift
from builders.cases import CASE, small_case, write_case, write_table
from builders.flights import (
    end,
    flight_values,
    flights_table,
    journey,
    not_established,
    toward,
)
from builders.lakes import lake_of, write_days
from builders.strips import runway_of, write_strips
from builders.tracks import flight
from heavylift.cli import COMMANDS, group
from heavylift.errors import HeavyliftError
from heavylift.exports.flights import read_flights, write_flights


def run(*arguments):
    """Run a command in this process; standard output and error apart."""
    # A wide terminal, so that no line of a table is broken.
    return CliRunner(env={"COLUMNS": "200"}).invoke(group, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return small_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def flights(tmp_path_factory):
    """Two flights of a corridor, one that may be, two of which one end is open."""
    path = tmp_path_factory.mktemp("flights") / "flights.parquet"
    ends = [
        (end("ground", "UUEE"), end("near", "UMKK")),
        (end("runway", "ULLI"), end("ground", "UMKK")),
        (end("ground", "UUEE"), toward(UMKK=0.9, EYPA=0.06)),
        (end("ground", "UUEE"), not_established()),
        (not_established(), not_established()),
    ]
    rows = [flight_values(24 * i, *pair) for i, pair in enumerate(ends)]
    write_flights(flights_table(rows), path)
    return path


KALININGRAD = ("--from", "UUEE,ULLI", "--to", "UMKK")


# Help


@pytest.mark.parametrize("command", list(COMMANDS))
def test_each_command_explains_itself_with_an_example(command):
    told = run(command, "--help")

    assert told.exit_code == 0
    assert f"heavylift {command}" in told.stdout.split("Example:")[1]
    assert told.stderr == ""


def test_help_lists_every_command_with_its_line():
    told = run("-h").stdout

    for name, line in COMMANDS.items():
        assert name in told
        assert line.split()[0] in told


def test_the_version_is_told():
    assert run("--version").stdout == f"heavylift, version {heavylift.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("flights",),
        ("flights", "x.csv"),
        ("flights", "x.csv", "--out", "y.csv", "--columns", "time"),
        ("corridor", "x.csv", "--from", "UUEE"),
        ("corridor", "x.csv", *KALININGRAD, "--since", "yesterday"),
        ("corridor", "x.csv", *KALININGRAD, "--every", "month"),
        ("corridor", "x.csv", *KALININGRAD, "--min-probability", "2"),
        ("corridor", "x.csv", *KALININGRAD, "--json", "--csv"),
        ("investigate", "case.toml"),
        ("airfields",),
        ("airfields", "LLOV", "--near", "0"),
    ],
)
def test_a_misspelt_command_is_exit_code_2_and_says_why_on_standard_error(arguments):
    told = run(*arguments)

    assert told.exit_code == 2
    assert told.stdout == ""
    assert "Error: " in told.stderr


# flights


@pytest.mark.parametrize("name", ["flights.csv", "flights.parquet"])
def test_flights_writes_a_table_and_keeps_standard_output_free(case, tmp_path, name):
    out = tmp_path / name

    told = run("flights", case.parent / "traces", "--out", out)

    assert told.exit_code == 0
    assert told.stdout == ""
    assert "readsb, 5 files" in told.stderr
    assert "5 flights written to" in told.stderr
    assert read_flights(out)["icao24"].to_pylist() == [f"a0000{k}" for k in range(1, 6)]


def test_flights_tells_its_summary_as_json(case, tmp_path):
    out = tmp_path / "flights.csv"

    told = run("flights", case.parent / "traces", "--out", out, "--json")

    summary = json.loads(told.stdout)
    assert told.stderr == ""
    assert (summary["flights"], summary["out"]) == (5, str(out))
    [given] = summary["inputs"]
    assert given["rows_read"] == summary["positions"] > 1_000


def test_what_could_not_be_read_is_told_and_stops_nothing(tmp_path):
    write_case(tmp_path, a00001=flight("UBBB", "LLOV", every_s=30))
    (tmp_path / "traces" / "trace_full_a000ff.json").write_text('{"icao": "a000ff"')

    told = run("flights", tmp_path / "traces", "--out", tmp_path / "flights.csv")

    assert told.exit_code == 0
    assert "not read (files)" in told.stderr
    assert "trace_full_a000ff.json" in told.stderr


def test_columns_may_be_named(tmp_path):
    table = write_table(tmp_path / "table.csv", flight("UBBB", "LLOV", every_s=20))
    _, lines = table.read_text().split("\n", 1)
    table.write_text("t,hex,name,y,x,alt,gnd,v,course\n" + lines)
    named = "time=t,lat=y,lon=x,icao24=hex,altitude_ft=alt,on_ground=gnd,speed_kt=v"

    told = run("flights", table, "--columns", named, "--out", tmp_path / "f.csv")

    assert told.exit_code == 0
    assert read_flights(tmp_path / "f.csv")["destination"].to_pylist() == ["LLOV"]


# corridor


def test_corridor_counts_by_class_and_lists_apart_what_may_belong(flights):
    told = run("corridor", flights, *KALININGRAD)

    assert told.exit_code == 0
    assert told.stderr == ""
    lines = " ".join(told.stdout.split())
    assert "5 flights considered" in lines
    assert "both ends established: ground 0, runway 1, near 1, bracketed 0" in lines
    assert "may belong (an end only toward): 1" in lines
    assert "one end established, the other not at all: 1" in lines
    assert "heading towards UMKK (UMKK 0.90, EYPA 0.06)" in lines


def test_corridor_tells_the_same_as_json(flights):
    told = json.loads(run("corridor", flights, *KALININGRAD, "--json").stdout)

    assert told["from"]["airfields"] == ["ULLI", "UUEE"]
    assert told["considered"] == 5
    assert {c: n for c, n in told["counts"].items() if n} == {"runway": 1, "near": 1}
    assert (told["may_belong"], told["one_end_open"]) == (1, 1)
    assert len(told["flights"]) == 2
    assert len(told["flights_that_may_belong"]) == 1
    assert told["flights"][0]["origin_candidates"] == []


def test_corridor_names_airfields_that_the_question_leaves_out(flights):
    told = run("corridor", flights, "--from", "LLOV", "--to", "UBBB")
    as_json = json.loads(
        run("corridor", flights, "--from", "LLOV", "--to", "UBBB", "--json").stdout
    )

    assert "beside --from: Ramon (LLER), 25 km from Ovda (LLOV)" in told.stdout
    assert "Nasosnaya Air Base (UBBI), 44 km from Heydar Aliyev" in told.stdout
    beside = {a["code"]: a for a in as_json["from"]["alternatives"]}
    assert beside["LLER"]["distance_km"] == 24.9
    assert beside["LLER"]["beside"] == "LLOV"
    assert beside["IL-0021"]["closed"]


def test_corridor_takes_a_distance_to_a_town(flights):
    told = json.loads(
        run(
            *("corridor", flights, "--from", "within 60 km of Sankt-Peterburg"),
            *("--to", "within 30 km of UMKK", "--json"),
        ).stdout
    )

    assert "ULLI" in told["from"]["airfields"]
    assert told["counts"]["runway"] == 1


def test_corridor_by_week_adds_up_to_the_same_counts(flights):
    told = json.loads(
        run("corridor", flights, *KALININGRAD, "--every", "week", "--json").stdout
    )

    assert [p["start"] for p in told["periods"]] == ["2022-02-21"]
    assert told["periods"][0]["counts"] == told["counts"]
    assert told["periods"][0]["may_belong"] == 1


def test_corridor_as_csv_says_which_belong(flights):
    told = run("corridor", flights, *KALININGRAD, "--csv")

    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert [r["belongs"] for r in rows] == ["yes", "yes", "may"]
    assert rows[0]["first_seen"] == "2022-02-22T00:00:00Z"


def test_the_window_is_half_open_and_days_without_flights_are_listed(flights):
    told = json.loads(
        run(
            "corridor", flights, *KALININGRAD, "--json",
            "--since", "2022-02-23", "--until", "2022-02-26",
        ).stdout
    )  # fmt: skip

    assert told["considered"] == 3
    assert [p["start"] for p in told["periods"]] == [
        "2022-02-23",
        "2022-02-24",
        "2022-02-25",
    ]
    assert [sum(p["counts"].values()) for p in told["periods"]] == [1, 0, 0]


def test_places_may_be_regions(flights):
    told = run("corridor", flights, "--from", "country:RU", "--to", "UMKK", "--json")

    assert len(json.loads(told.stdout)["flights"]) == 2


def test_filters_narrow_the_flights(flights):
    none = run("corridor", flights, *KALININGRAD, "--types", "IL76", "--json")
    all_ = run("corridor", flights, *KALININGRAD, "--operators", "AFL", "--json")

    assert json.loads(none.stdout)["considered"] == 0
    assert json.loads(all_.stdout)["considered"] == 5


def test_a_corridor_without_flights_says_so_with_zeros(flights):
    told = run("corridor", flights, "--from", "LLOV", "--to", "country:AZ")

    assert told.exit_code == 0
    assert "ground 0, runway 0, near 0, bracketed 0" in " ".join(told.stdout.split())


def test_every_count_stands_beside_what_could_have_been_seen(flights):
    told = run("corridor", flights, "--from", "EGLL", "--to", "UMKK")
    as_json = json.loads(
        run("corridor", flights, "--from", "EGLL", "--to", "UMKK", "--json").stdout
    )

    lines = " ".join(told.stdout.split())
    assert (
        "0 established flights seen; reception to the ground at London Heathrow (EGLL) "
        "(take-offs): not evaluated, no other flight was seen there; reception to the "
        "ground at Khrabrovo (UMKK) (landings): 1 of 1"
    ) in lines
    assert "aircraft heard on the way: not known from flights alone" in lines
    origin, destination = as_json["reception"]["places"]
    assert (origin["end"], origin["not_evaluated"]) == ("origin", ["EGLL"])
    assert destination["judged_by"] == "others"
    assert destination["together"]["to_surface"] == 1
    assert destination["airfields"][0]["share_95_percent"] == [0.025, 1.0]


def test_of_a_country_the_airfields_with_evidence_are_told(flights):
    told = run("corridor", flights, "--from", "country:LT", "--to", "country:RU")

    lines = " ".join(told.stdout.split())
    assert "reception to the ground at Khrabrovo (UMKK) (landings): 1 of 1" in lines
    assert "not evaluated, no flight was seen at them or headed for them" in lines


def test_visits_and_rotations_stand_below_the_flights(tmp_path):
    path = tmp_path / "flights.parquet"
    write_flights(flights_table(journey("4b1234", "UUEE UMKK UUEE ULLI")), path)

    told = run("corridor", path, "--from", "UUEE", "--to", "UMKK")
    as_json = json.loads(
        run("corridor", path, "--from", "UUEE", "--to", "UMKK", "--json").stdout
    )["visits_and_rotations"]

    lines = " ".join(told.stdout.split())
    assert "legs out: ground 1; legs back: ground 1" in lines
    assert "rotations with a leg out: ground 1 (1 out and back)" in lines
    assert "visits at Khrabrovo (UMKK): 1, both sides established: 1 (3.0 h" in lines
    assert "aircraft 4b1234 flew in more than one corridor" in lines
    assert as_json["rotations"]["ground"] == 1
    assert as_json["each_rotation"][0]["airfields"] == ["UUEE", "UMKK", "UUEE"]
    assert as_json["visits"][1]["hours_between"] == 3.0
    assert as_json["first_day"] == "2022-02-22"
    assert {row["corridor"] for row in as_json["shared_aircraft"]} == {
        "the corridor",
        "its way back",
        "UUEE to ULLI",
    }


def test_a_lake_follows_aircraft_through_many_days_only_when_asked(
    tmp_path, monkeypatch
):
    made = write_days(tmp_path, a00001=flight("UBBB", "LLOV", every_s=20))
    lake_of(tmp_path / "lake", *made)
    monkeypatch.setattr("heavylift.cli.corridor_seen.FEW_DAYS", 0)
    asked = ("corridor", tmp_path / "lake", "--from", "UBBB", "--to", "LLOV")

    short, whole = run(*asked), run(*asked, "--visits")

    assert "visits and rotations were not looked for" in short.stdout
    assert "through 1 days; --visits does that" in " ".join(short.stdout.split())
    assert "Visits and rotations of these aircraft" not in short.stdout
    assert "Visits and rotations of these aircraft" in whole.stdout


# tempo


def test_tempo_prints_reception_by_network_and_height_visits_and_looks(case):
    text = case.read_text("utf-8") + "\n[tempo]\nbefore_days = 3\n"
    path = case.with_name("tempo.toml")
    path.write_text(text, encoding="utf-8")

    told = run("tempo", path)
    as_json = json.loads(run("tempo", path, "--json").stdout)

    for heading in ("Followed by network", "Heard on the way", "Visits and rotations"):
        assert heading in told.stdout
    assert "during: reception to the ground at Ovda (LLOV) (landings): 2 of 2" in (
        told.stdout
    )
    assert as_json["looks_at_controls"] == 0
    assert as_json["beside"]["heard"]["rows"]
    assert as_json["visits_and_rotations"]["legs_out"]["ground"] == 2


# investigate, demo


def test_investigate_prints_its_finding_and_says_where_the_report_is(case, tmp_path):
    told = run("investigate", case, "--out", tmp_path / "dossier")

    report = tmp_path / "dossier" / "report.html"
    assert told.exit_code == 0
    assert told.stdout.strip() in report.read_text(encoding="utf-8")
    assert told.stderr == f"Report: {report}\n"


def test_investigate_tells_its_result_as_json(case, tmp_path):
    told = run("investigate", case, "--out", tmp_path / "dossier", "--json")

    summary = json.loads(told.stdout)
    assert (summary["counts"]["ground"], summary["may_belong"]) == (2, 1)
    assert summary["report"] == str(tmp_path / "dossier" / "report.html")


def test_the_prior_of_the_command_line_wins_over_that_of_the_case(case, tmp_path):
    out = tmp_path / "dossier"

    run("investigate", case, "--out", out, "--prior", "even")

    report = (out / "report.html").read_text(encoding="utf-8")
    assert "(prior: even)" in report


def test_demo_ends_with_the_report_and_its_finding(tmp_path):
    told = run("demo", "--out", tmp_path / "demo")

    assert told.exit_code == 0
    where, finding = told.stdout.splitlines()
    assert where == f"Report:  {tmp_path / 'demo' / 'report.html'}"
    assert finding.startswith("Finding: ")
    report = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert "Kaliningrad" in report


# airfields


def test_airfields_lists_what_a_name_means():
    told = run("airfields", "Ovda")

    assert told.stdout.startswith("LLOV")
    assert "20R" in told.stdout


def test_airfields_names_what_lies_beside():
    told = run("airfields", "Ovda")
    as_json = json.loads(run("airfields", "Ovda", "--json").stdout)

    assert "Not in it, beside it: Ramon (LLER), 25 km from Ovda" in told.stdout
    assert {"code": "LLER", "distance_km": 24.9} in as_json[0]["alternatives"]


def test_airfields_takes_every_place_that_corridor_takes():
    codes = {
        place: {r["code"] for r in json.loads(run("airfields", place, "--json").stdout)}
        for place in ("Israel", "within 30 km of LLOV", "region:AZ-GA", "Baku")
    }

    assert {"LLOV", "LLBG"} <= codes["Israel"]
    assert {"LLOV", "LLER"} <= codes["within 30 km of LLOV"]
    assert codes["region:AZ-GA"] == {"UBBG"}
    assert "UBBB" in codes["Baku"]  # of several, which is meant, all are shown


def test_airfields_shows_those_of_your_own(tmp_path):
    strips = write_strips(tmp_path / "strips.csv", runway_of("LLOV", -14.0))

    told = json.loads(
        run("airfields", "OWN-ALFA", "--airfields", strips, "--json").stdout
    )

    assert [r["name"] for r in told] == ["Alfa"]
    assert told[0]["runways"] == ["02T/20T 2996 m"]


def test_airfields_near_a_point_come_nearest_first():
    told = json.loads(run("airfields", "29.94,34.94", "--near", "3", "--json").stdout)

    assert told[0]["code"] == "LLOV"
    distances = [r["distance_km"] for r in told]
    assert len(distances) == 3
    assert distances == sorted(distances)


def test_airfields_of_a_country_are_all_of_it():
    told = json.loads(run("airfields", "country:AZ", "--json").stdout)

    assert {r["country"] for r in told} == {"AZ"}
    assert {"UBBB", "UBBG", "UBBN"} <= {r["code"] for r in told}


# Errors a person can act on


@pytest.mark.parametrize(
    "arguments",
    [
        ("flights", "nowhere", "--out", "flights.csv"),
        ("flights", "note.txt", "--out", "flights.csv"),
        ("flights", "case.toml", "--out", "flights.xlsx"),
        ("corridor", "nowhere.csv", *KALININGRAD),
        ("corridor", "note.txt", *KALININGRAD),
        ("corridor", "note.txt", "--from", "Nowhereland", "--to", "UMKK"),
        ("investigate", "nowhere.toml", "--out", "dossier"),
        ("investigate", "note.txt", "--out", "dossier"),
        ("demo", "nothing-of-that-name", "--out", "demo"),
        ("airfields", "Nowhereland"),
        ("airfields", "Nowhereland", "--near", "3"),
    ],
)
def test_what_cannot_be_done_is_an_error_that_says_what_to_do(
    tmp_path, monkeypatch, arguments
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text("hello\n")
    (tmp_path / "case.toml").write_text(CASE)

    told = run(*arguments)

    assert isinstance(told.exception, HeavyliftError)
    assert "\n  help: " in str(told.exception)
    assert told.stdout == ""
    assert not (tmp_path / "flights.csv").exists()


@pytest.mark.parametrize("near", ["91,0", "0,181", "nan,0"])
def test_a_point_that_is_not_on_the_earth_is_refused(near):
    told = run("airfields", near, "--near", "1")

    assert isinstance(told.exception, HeavyliftError)
