"""Nothing but ``fetch`` can open a connection: the kernel watches every other command.

Each command runs as a process of its own, on inputs for which it does its whole work,
behind a filter that ends it at its first socket; see ``builders.isolation``.
"""

import sys

import pyarrow.parquet as pq
import pytest

from builders import documents, readsb
from builders.cases import small_case, write_table
from builders.isolation import ENDED, isolated, possible
from builders.tracks import flight
from heavylift.cli import COMMANDS

pytestmark = pytest.mark.skipif(
    not possible(), reason="seccomp filters are Linux's, here for x86-64 and ARM64"
)

#: Commands that open connections, because they are asked to.
ONLINE = {"fetch"}

#: A way to call each of the others so that it does all it can; ``FLIGHT`` stands for a
#: flight of the table. They run in this order, each with what those before it made.
CALLS = {
    "airfields": [["Ovda"], ["29.94,34.94", "--near", "5"]],
    "demo": [["--out", "demo"], ["ovda-ganja-2023", "--out", "ovda"]],
    "flights": [["traces", "table.csv", "--out", "flights.parquet"]],
    "ingest": [["traces", "day.tar", "--lake", "lake", "--region", "country:AZ"]],
    "lake": [["status", "lake", "--json"]],
    "explain": [["flights.parquet", "FLIGHT"], ["lake", "FLIGHT"]],
    "corridor": [
        ["flights.parquet", "--from", "country:AZ", "--to", "Ovda"],
        ["lake", "--from", "country:AZ", "--to", "Ovda", "--json"],
    ],
    "registry": [
        ["import", "fleet.csv", "flights.parquet", "traces", "--registry", "registry"],
        ["status", "--registry", "registry", "--json"],
    ],
    "investigate": [["case.toml", "--out", "dossier", "--registry", "registry"]],
    "aircraft": [["600828", "--on", "2023-09-02", "--registry", "registry"]],
    "tempo": [["case-tempo.toml", "--registry", "registry", "--svg", "tempo.svg"]],
    "documents": [
        [
            *("add", "case.toml", "a.html", "a.pdf", "a.txt", "a.jsonl", "a.mhtml"),
            *("a.warc.gz", "a.wacz", "--not-after", "2023-10-31"),
        ],
        ["list", "case.toml"],
        ["show", "case.toml", "a-line", "--at", "0-3"],
        ["verify", "case.toml", "--json"],
    ],
    "claims": [
        ["import", "case.toml", "counts.csv"],
        ["case.toml", "--registry", "registry"],
        ["show", "case.toml", "A1", "--registry", "registry"],
        ["judge", "case.toml", "A1", "--unit", "leg", "--by", "E", "--reason", "r"],
        ["withdraw", "case.toml", "A1", "--by", "E", "--reason", "r"],
        ["add", "case.toml", "--text", "x", "--by", "E"],
        ["case.toml", "--no-flights", "--format", "ftm"],
        ["verify", "case.toml"],
    ],
    "interference": [["traces", "table.csv", "--map", "map.svg"]],
    "statements": [["article.txt", "--out", "statements.jsonl"]],
}

#: Opens a connection in several ways, also beneath Python and in a child.
ATTEMPTS = {
    "socket": "import socket; socket.socket()",
    "socket of version 6": "import socket; socket.socket(socket.AF_INET6)",
    "kept to itself": """
import socket
try:
    socket.create_connection(("127.0.0.1", 9))
except BaseException:
    pass
""",
    "beneath Python": "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)",
    "a name looked up": "import socket; socket.getaddrinfo('example.invalid', 80)",
    "urllib3": "import urllib3; urllib3.request('GET', 'http://127.0.0.1:9')",
    "object storage": """
import pyarrow.fs as fs
made, _ = fs.FileSystem.from_uri("s3://b/f?endpoint_override=127.0.0.1:9&scheme=http")
made.get_file_info("b/f")
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Inputs, and what the commands before have made of them."""
    made = small_case(tmp_path_factory.mktemp("case")).parent
    write_table(made / "table.csv", flight("UBBB", "LLOV", every_s=30))
    (made / "article.txt").write_text("Officials said no aircraft landed.")
    (made / "fleet.csv").write_text("icao24,registration\n600828,4K-AZ40\n")
    (made / "counts.csv").write_text(
        "id,period_start,period_end,qty_low,qty_high,qualifier,unit,origin,destination\n"
        "A1,2023-09-02,2023-09-03,2,,at least,landings,UBBB,LLOV\n"
    )
    asked = (made / "case.toml").read_text(encoding="utf-8")
    tempo = asked + "\n[tempo]\nbefore_days = 14\n"
    (made / "case-tempo.toml").write_text(tempo, encoding="utf-8")
    rows = readsb.level_flight(50)
    members = {readsb.member_name("a0000f"): readsb.trace_bytes("a0000f", rows)}
    readsb.write_tar(made / "day.tar", members)
    write_documents(made)
    return made


def write_documents(folder):
    """Write a document of each kind; the page names addresses to be loaded."""
    calls = (
        '<img src="http://192.0.2.1/a.png"><script src="http://192.0.2.1/a.js"></script>'
        '<link rel="stylesheet" href="http://192.0.2.1/a.css">'
        '<iframe src="http://192.0.2.1/b.html"></iframe>'
    )
    page = documents.page(calls + documents.article())
    line = {"doc": "a-line", "published": "2023-10-05", "text": "Six flights."}
    for name, raw in {
        "a.html": f'<!DOCTYPE html SYSTEM "http://192.0.2.1/a.dtd">{page}'.encode(),
        "a.pdf": documents.pdf("Six flights."),
        "a.txt": b"Six flights landed.",
        "a.jsonl": documents.json_lines(line),
        "a.mhtml": documents.mhtml(page),
        "a.warc.gz": documents.warc({}),
        "a.wacz": documents.wacz({"url": "http://192.0.2.1/"}),
    }.items():
        (folder / name).write_bytes(raw)


def test_every_command_is_told_how_to_run_here():
    assert set(CALLS) | ONLINE == set(COMMANDS)
    assert set(CALLS) & ONLINE == set()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [(name, arguments) for name in CALLS for arguments in CALLS[name]],
)
def test_no_other_command_opens_a_connection(folder, name, arguments):
    flights = first_flight(folder) if "FLIGHT" in arguments else ""
    arguments = [flights if a == "FLIGHT" else a for a in arguments]

    told = isolated(name, *arguments, folder=folder)

    assert "ABOUT TO OPEN" not in told.stderr
    assert told.returncode == 0, told.stderr


def first_flight(folder):
    """Give the id of a flight that is in the table and in the lake."""
    found = pq.read_table(folder / "flights.parquet")["flight_id"].to_pylist()
    return next(name for name in found if name.startswith("a00001"))


@pytest.mark.parametrize("program", ATTEMPTS.values(), ids=list(ATTEMPTS))
def test_the_watch_would_notice_a_connection(tmp_path, program):
    told = isolated("-c", program, folder=tmp_path)

    assert told.returncode in (ENDED, 128 - ENDED), told.stderr


def test_the_watch_would_notice_a_connection_of_a_child(tmp_path):
    child = [sys.executable, "-c", "import socket; socket.socket()"]
    program = f"import subprocess, sys; sys.exit(subprocess.run({child}).returncode)"

    told = isolated("-c", program, folder=tmp_path)

    assert told.returncode % 256 == ENDED % 256, told.stderr


def test_the_watch_lets_everything_else_pass(tmp_path):
    program = "import socket; socket.socket(socket.AF_UNIX).close(); print('done')"

    told = isolated("-c", program, folder=tmp_path)

    assert (told.returncode, told.stdout) == (0, "done\n"), told.stderr


def test_fetch_is_noticed_too(tmp_path):
    told = isolated(
        *("fetch", "aircraft", "--url", "http://127.0.0.1:9", "--yes"), folder=tmp_path
    )

    assert told.returncode == ENDED
    assert "ABOUT TO OPEN: socket" in told.stderr
