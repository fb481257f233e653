"""``heavylift fetch`` as a process: what it says first, asks, prints and leaves."""

import gzip
import json
import os
import pty
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from builders import readsb
from builders.cases import DAY_START, rows
from builders.servers import Act, release, serving
from builders.tracks import START, flight
from heavylift.sources.fetched import NOTE, PART, RECORD, REFUSED

SRC = Path(__file__).resolve().parents[2] / "src"
DAY = date(2023, 9, 2)
TRACES = "/globe_history/2023/09/02/traces"


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture
def server(running):
    running.resources.clear()
    running.asked.clear()
    return running


def heavylift(
    *arguments,
    folder,
    stdin=subprocess.DEVNULL,
    stderr=subprocess.PIPE,
    **environment,
):
    """Run the program as a person would."""
    known = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return subprocess.run(
        [sys.executable, "-m", "heavylift", *(str(a) for a in arguments)],
        cwd=folder,
        env=known | {"PYTHONPATH": str(SRC), "COLUMNS": "100"} | environment,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
        timeout=300,
    )


def files(folder):
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    )


def trace(icao24="600828", made=None):
    made = flight("UBBB", "LLOV", every_s=20) if made is None else made
    return readsb.trace_bytes(icao24, rows(made), timestamp=DAY_START, t="IL76")


def put_day(server, tmp_path, replica="prod-0", **changes):
    """Serve a day with one flight, its tar in two parts."""
    members = {readsb.member_name(a): trace(a) for a in ("600828", "600829")}
    whole = readsb.write_tar(tmp_path / "whole.tar", members)
    parts = readsb.split(whole, whole.stat().st_size // 2 + 100)
    bodies = {f".{p.suffix[1:]}": p.read_bytes() for p in parts}
    for part in parts:
        part.unlink()
    listed = release(server, DAY, replica, bodies, **changes)
    server.put_json("/2023/releases", [listed])
    return listed


def fetch_day(server, folder, *arguments, day="2023-09-02"):
    url = f"{server.url}/{{year}}/releases"
    return heavylift(
        *("fetch", "day", day, "--to", "days", "--url", url, *arguments), folder=folder
    )


def fetch_traces(server, folder, addresses, *arguments, until="2023-09-03"):
    return heavylift(
        *("fetch", "traces", addresses, "--since", "2023-09-02", "--until", until),
        *("--url", server.url, "--every", "0", "--to", "traces", *arguments),
        folder=folder,
    )


# A day


def test_a_day_is_fetched_and_read_as_it_lies(server, tmp_path):
    listed = put_day(server, tmp_path)
    tag = listed["tag_name"]

    told = fetch_day(server, tmp_path, "--yes")
    flights = heavylift("flights", "days", "--out", "f.csv", folder=tmp_path)
    lake = heavylift("ingest", "days", "--lake", "lake", "--json", folder=tmp_path)

    assert told.returncode == 0, told.stderr
    assert files(tmp_path / "days") == [RECORD, f"{tag}.tar.aa", f"{tag}.tar.ab"]
    assert told.stdout.split() == [f"days/{tag}.tar.aa", f"days/{tag}.tar.ab"]
    assert flights.returncode == lake.returncode == 0, flights.stderr + lake.stderr
    assert "record of what was fetched: 1" in flights.stderr
    assert len((tmp_path / "f.csv").read_text().splitlines()) == 3
    [became] = json.loads(lake.stdout)["inputs"]
    assert became["files"] == 2


def test_what_is_opened_was_printed_before(server, tmp_path):
    listed = put_day(server, tmp_path)

    told = fetch_day(server, tmp_path, "--yes")

    first = told.stderr.index("asking for the list")
    assert first < told.stderr.index("to fetch: 2 files")
    assert f"{server.url}/2023/releases" in told.stderr
    for asset in listed["assets"]:
        assert asset["browser_download_url"] in told.stderr
    host = server.url.removeprefix("http://")
    assert f"hosts: {host}\n" in told.stderr
    assert "licence: Open Database License 1.0; adsb.lol" in told.stderr
    assert "into: days" in told.stderr


def test_a_dry_run_asks_for_the_list_alone_and_leaves_nothing(server, tmp_path):
    put_day(server, tmp_path)

    told = fetch_day(server, tmp_path, "--dry-run")

    assert told.returncode == 0
    assert "nothing was fetched" in told.stderr
    assert [a.path.split("?")[0] for a in server.asked] == ["/2023/releases"]
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_and_without_leave_nothing_is_opened(server, tmp_path):
    told = fetch_day(server, tmp_path)

    assert told.returncode == 2
    assert "add --yes" in told.stderr
    assert server.asked == []


@pytest.mark.parametrize(("answer", "asked"), [("n", 1), ("y", 3)])
def test_at_a_terminal_it_asks_first(server, tmp_path, answer, asked):
    put_day(server, tmp_path)
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    url = f"{server.url}/{{year}}/releases"

    told = heavylift(
        *("fetch", "day", "2023-09-02", "--url", url, "--to", "days"),
        folder=tmp_path,
        stdin=terminal,
    )
    os.close(keyboard)
    os.close(terminal)

    assert told.returncode == 0, told.stderr
    assert "fetch this? [y/N]" in told.stderr
    assert len(server.asked) == asked


def test_on_a_terminal_it_shows_how_far_it_is(server, tmp_path):
    listed = put_day(server, tmp_path)
    screen, terminal = pty.openpty()
    url = f"{server.url}/{{year}}/releases"

    told = heavylift(
        *("fetch", "day", "2023-09-02", "--url", url, "--to", "days", "--yes"),
        folder=tmp_path,
        stderr=terminal,
        TERM="xterm",
    )
    os.close(terminal)
    with os.fdopen(screen, "rb", buffering=0) as file:
        shown = file.read(1 << 16).decode()

    assert told.returncode == 0
    assert listed["assets"][0]["name"] in shown
    assert "2 fetched" in shown


def test_the_same_command_twice_fetches_nothing_twice(server, tmp_path):
    put_day(server, tmp_path)
    fetch_day(server, tmp_path, "--yes")
    before = (tmp_path / "days" / RECORD).read_bytes()

    told = fetch_day(server, tmp_path, "--yes")

    assert told.returncode == 0
    assert "2 there already with the right hash; 0 bytes came" in told.stderr
    assert (tmp_path / "days" / RECORD).read_bytes() == before
    downloads = [a for a in server.asked if "download" in a.path]
    assert len(downloads) == 2


def test_days_and_replicas_are_told_apart_and_days_without_a_release_said(
    server, tmp_path
):
    parts = {".aa": b"x" * 2_000}
    server.put_json(
        "/2023/releases",
        [
            release(server, DAY, "prod-0", parts),
            release(server, DAY, "staging-0", parts),
            release(server, date(2023, 9, 4), "prod-0", {".ab": b"y"}),
        ],
    )

    told = fetch_day(server, tmp_path, "--dry-run", day="2023-09-02..2023-09-04")

    assert "2023-09-02: prod-0       1 files, 2.0 kB  <- fetched" in told.stderr
    assert "2023-09-02: staging-0    1 files, 2.0 kB\n" in told.stderr
    assert "2023-09-03: no release is listed; that does not say that" in told.stderr
    assert "the first part is missing  <- fetched" in told.stderr


def test_days_of_which_nothing_is_listed_are_an_error_that_shows_what_there_is(
    server, tmp_path
):
    server.put_json("/2023/releases", [release(server, DAY, "mlatonly-0", {"": b"x"})])

    told = fetch_day(server, tmp_path, "--yes")

    assert told.returncode == 1
    assert "mlatonly-0" in told.stderr
    assert "--replica" in told.stderr
    assert not (tmp_path / "days").exists()


def test_a_part_with_another_hash_than_listed_is_no_success(server, tmp_path):
    put_day(server, tmp_path, digest="sha256:" + "0" * 64)

    told = fetch_day(server, tmp_path, "--yes")
    flights = heavylift("flights", "days", "--out", "f.csv", folder=tmp_path)

    assert told.returncode == 1
    assert "2 refused" in told.stderr
    assert {name[-len(REFUSED) :] for name in files(tmp_path / "days")} == {
        REFUSED,
        RECORD[-len(REFUSED) :],
    }
    assert flights.returncode == 1
    assert "unfinished or refused download: 2" in flights.stderr


def test_an_unfinished_download_is_not_read_for_the_whole(server, tmp_path):
    listed = put_day(server, tmp_path)
    [first, second] = (asset["name"] for asset in listed["assets"])
    path = f"/adsblol/download/{listed['tag_name']}/{second}"
    drop = Act(drop_after=2_000, lets_arrive=True)
    server.resources[path].script = [drop, Act(status=403)]

    told = fetch_day(server, tmp_path, "--yes")
    left = files(tmp_path / "days")
    cut = heavylift("flights", "days", "--out", "cut.csv", folder=tmp_path)
    done = fetch_day(server, tmp_path, "--yes")

    assert told.returncode == 1
    assert left == [RECORD, first, f"{second}{PART}", f"{second}{NOTE}"]
    assert "heavylift fetch day 2023-09-02 --to days" in told.stderr
    assert "unfinished or refused download: 2" in cut.stderr
    assert done.returncode == 0
    assert files(tmp_path / "days") == [RECORD, first, second]


# Traces


def test_traces_are_fetched_where_an_archive_has_them_and_read(server, tmp_path):
    server.put(f"{TRACES}/28/trace_full_600828.json", trace(), content_encoding="gzip")

    told = fetch_traces(server, tmp_path, "600828,600829", "--yes")
    flights = heavylift("flights", "traces", "--out", "f.csv", folder=tmp_path)

    place = "2023/09/02/traces/28/trace_full_600828.json"
    assert told.returncode == 0, told.stderr
    assert files(tmp_path / "traces") == [place, RECORD]
    assert told.stdout == f"traces/{place}\n"
    assert flights.returncode == 0, flights.stderr
    assert len((tmp_path / "f.csv").read_text().splitlines()) == 2


def test_a_trace_that_is_not_there_is_counted_and_its_meaning_said(server, tmp_path):
    told = fetch_traces(server, tmp_path, "600828,600829", "--yes", until="2023-09-04")

    assert told.returncode == 0
    assert "4 not there: the archive has no file for this aircraft" in told.stderr
    assert "does not say that it did not fly" in told.stderr
    assert told.stdout == ""
    lines = (tmp_path / "traces" / RECORD).read_text().splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["not there"] * 4


def test_a_page_in_the_place_of_a_trace_is_refused_and_shown(server, tmp_path):
    page = b"<!DOCTYPE html><html><title>Are you human?</title></html>"
    server.put(f"{TRACES}/28/trace_full_600828.json", page, content_type="text/html")
    server.put(f"{TRACES}/29/trace_full_600829.json", trace("600829"))

    told = fetch_traces(server, tmp_path, "600828,600829", "--yes", "--json")

    assert told.returncode == 1
    assert "Are you human?" in told.stderr
    said = json.loads(told.stdout)
    assert [f["outcome"] for f in said["files"]] == ["refused", "landed"]


def test_a_globe_that_refuses_is_left_alone_and_the_way_on_is_said(server, tmp_path):
    for n in range(20):
        server.put(
            f"{TRACES}/{n:02d}/trace_full_6000{n:02d}.json", b"", Act(status=403)
        )
    addresses = ",".join(f"6000{n:02d}" for n in range(20))

    told = fetch_traces(server, tmp_path, addresses, "--yes")

    assert told.returncode == 1
    assert len(server.asked) == 8
    assert "stopped: " in told.stderr
    assert "12 not asked for" in told.stderr or "13 not asked for" in told.stderr
    assert "to go on where it stopped: heavylift fetch traces 600000," in told.stderr


def test_the_licence_and_the_pace_are_printed(server, tmp_path):
    told = heavylift(
        *("fetch", "traces", "600828", "--since", "2023-09-02"),
        *("--until", "2023-09-12", "--url", "https://globe.example"),
        *("--licence", "ODbL 1.0", "--dry-run"),
        folder=tmp_path,
    )

    assert told.returncode == 0
    assert "licence: ODbL 1.0" in told.stderr
    assert "at most one request in 1 s: 10 s or more" in told.stderr
    assert "hosts: globe.example" in told.stderr


def test_a_faster_pace_than_is_polite_is_refused(tmp_path):
    told = heavylift(
        *("fetch", "traces", "600828", "--since", "2023-09-02"),
        *("--until", "2023-09-12", "--url", "https://globe.example", "--every", "0.1"),
        "--dry-run",
        folder=tmp_path,
    )

    assert told.returncode == 1
    assert "once in 1 s at most" in told.stderr


def test_plain_http_to_another_machine_needs_leave(tmp_path):
    told = heavylift(
        *("fetch", "traces", "600828", "--since", "2023-09-02"),
        *("--until", "2023-09-12", "--url", "http://globe.example", "--dry-run"),
        folder=tmp_path,
    )

    assert told.returncode == 1
    assert "--insecure" in told.stderr


def test_a_proxy_of_the_environment_is_used_and_named(server, tmp_path):
    asked = f"http://globe.example{TRACES}/28/trace_full_600828.json"
    server.put(asked.removeprefix(server.url), trace())

    told = heavylift(
        *("fetch", "traces", "600828", "--since", "2023-09-02"),
        *("--until", "2023-09-03", "--url", "http://globe.example", "--insecure"),
        *("--to", "traces", "--yes"),
        folder=tmp_path,
        http_proxy=server.url,
    )

    assert told.returncode == 0, told.stderr
    assert f"through the proxy {server.url.removeprefix('http://')}" in told.stderr
    assert [a.path for a in server.asked] == [asked]


def test_until_is_the_first_day_that_is_not_fetched(tmp_path):
    told = heavylift(
        *("fetch", "traces", "600828", "--since", "2023-09-02"),
        *("--until", "2023-09-02", "--url", "https://globe.example", "--dry-run"),
        folder=tmp_path,
    )

    assert told.returncode == 2
    assert "first day that is not fetched" in told.stderr


# Databases


def test_the_table_of_aircraft_is_fetched_and_only_its_changes_later(server, tmp_path):
    table = gzip.compress(b"600828;4K-AZ40;IL76;00;ILYUSHIN Il-76;;;\n")
    server.put("/aircraft.csv.gz", table, content_type="application/gzip")
    command = ("fetch", "aircraft", "--url", server.url, "--yes")

    first = heavylift(*command, folder=tmp_path)
    second = heavylift(*command, folder=tmp_path)

    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert (tmp_path / "aircraft" / "aircraft.csv.gz").read_bytes() == table
    assert "none stated by the publisher" in first.stderr
    assert "1 there already" in second.stderr
    assert [a.status for a in server.asked] == [200, 304]


def test_the_tables_of_airfields_are_fetched(server, tmp_path):
    header = b'"id","ident","type","name"\n1,"LLOV","small_airport","Ovda"\n'
    for name in ("airports", "runways", "countries"):
        server.put(f"/{name}.csv", header, content_type="text/plain; charset=utf-8")

    told = heavylift(
        *("fetch", "airfields", "--url", server.url, "--yes"), folder=tmp_path
    )

    assert told.returncode == 0, told.stderr
    names = ["airports.csv", "countries.csv", RECORD, "runways.csv"]
    assert files(tmp_path / "airfields") == sorted(names)
    assert "public domain" in told.stderr


def test_the_places_that_are_asked_without_a_mirror_are_those_of_the_publishers(
    tmp_path,
):
    told = [
        heavylift("fetch", what, "--dry-run", folder=tmp_path).stderr
        for what in ("aircraft", "airfields")
    ]

    assert "hosts: github.com\n" in told[0]
    assert "which may redirect to: raw.githubusercontent.com" in told[0]
    assert "hosts: davidmegginson.github.io\n" in told[1]
    assert list(tmp_path.iterdir()) == []


def test_the_day_of_the_builders_is_the_day_asked_for():
    assert datetime.fromtimestamp(START, UTC).date() == DAY
