"""A server that speaks enough of Trino's protocol for OpenSky's client to ask it.

``POST /v1/statement`` takes SQL in three steps (prepare, execute, deallocate) and
answers with an address of the next page until the last
(trino.io/docs/current/develop/client-protocol.html). Times are Unix seconds, as in
OpenSky's historical database.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import numpy as np

from builders.servers import answering
from heavylift.model.positions import Positions, Surface, unpack_callsign

COLUMNS = {
    "time": "integer",
    "icao24": "varchar",
    "lat": "double",
    "lon": "double",
    "velocity": "double",
    "heading": "double",
    "vertrate": "double",
    "callsign": "varchar",
    "onground": "boolean",
    "alert": "boolean",
    "spi": "boolean",
    "squawk": "varchar",
    "baroaltitude": "double",
    "geoaltitude": "double",
    "lastposupdate": "double",
    "lastcontact": "double",
    "serials": "array(integer)",
    "hour": "integer",
}

#: Rows a page.
PAGE = 100

_STATS = {
    "state": "FINISHED",
    "progressPercentage": 100.0,
    "queued": False,
    "scheduled": True,
}


def vectors(icao24, made: Positions):
    """Positions as rows of OpenSky's historical database."""
    return [
        [
            int(made.time_ms[i]) // 1000,
            icao24,
            float(made.lat_deg[i]),
            float(made.lon_deg[i]),
            _known(made.ground_speed_ms[i]),
            _known(made.track_deg[i]),
            _known(made.vertical_rate_ms[i]),
            f"{unpack_callsign(int(made.callsign[i])):8}",
            bool(made.surface[i] == Surface.GROUND),
            False,
            False,
            None,
            _known(made.baro_altitude_m[i]),
            None,
            int(made.time_ms[i]) / 1000,
            int(made.time_ms[i]) / 1000,
            [-1408232534, 1433801924],
            int(made.time_ms[i]) // 3_600_000 * 3_600,
        ]
        for i in range(len(made))
    ]


class Trino:
    """What is in the database, and what was asked."""

    def __init__(self, rows) -> None:
        self.rows = rows
        self.asked: list[str] = []
        self.url = ""
        self.fails_at: set[int] = set()
        self.without: set[str] = set()

    def answer(self, sql: str):
        """Give the rows between the two times of a question."""
        times = [int(n) for n in re.findall(r"\b1[5-9]\d{8}\b", sql)]
        first, last = times[0], times[1]
        return [row for row in self.rows if first <= row[0] <= last]


@contextlib.contextmanager
def trino(rows) -> Iterator[Trino]:
    """Answer on a free port of this machine until it is over."""
    made = Trino(rows)

    class Handler(_Handler):
        database = made

    with answering(Handler) as made.url:
        yield made


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    database: Trino
    pages: dict[str, list] = {}  # noqa: RUF012 -- one server a test

    def log_message(self, *_):
        """Say nothing."""

    def do_POST(self):
        """Take a statement."""
        sql = self.rfile.read(int(self.headers["content-length"])).decode()
        if not sql.startswith("EXECUTE"):
            self._say({"id": "x", "stats": _STATS})
            return
        self.database.asked.append(sql)
        number = len(self.database.asked)
        if number in self.database.fails_at:
            error = {
                "message": "the cluster is out of memory",
                "errorCode": 1,
                "errorName": "CLUSTER_OUT_OF_MEMORY",
                "errorType": "INSUFFICIENT_RESOURCES",
            }
            self._say(
                {"id": "x", "stats": _STATS | {"state": "FAILED"}, "error": error}
            )
            return
        self.pages[f"{number}"] = self.database.answer(sql)
        self._page(f"{number}", 0)

    def do_GET(self):
        """Give the next page."""
        _, _, number, page = self.path.rsplit("/", 3)
        self._page(number, int(page))

    def do_DELETE(self):
        """Take back a question."""
        self._say({})

    def _page(self, number, page):
        rows = self.pages[number]
        told = {
            "id": "x",
            "stats": _STATS,
            "columns": [
                {
                    "name": name,
                    "type": kind,
                    "typeSignature": _signature(kind),
                }
                for name, kind in COLUMNS.items()
                if name not in self.database.without
            ],
            "data": rows[page * PAGE : (page + 1) * PAGE],
        }
        if len(rows) > (page + 1) * PAGE:
            told["nextUri"] = f"{self.database.url}/v1/{number}/{page + 1}"
            told["stats"] = _STATS | {"state": "RUNNING"}
        self._say(told)

    def _say(self, what):
        body = json.dumps(what | {"infoUri": self.database.url}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _signature(kind):
    """Describe a type as Trino does."""
    arguments = {
        "varchar": [{"kind": "LONG", "value": 2_147_483_647}],
        "array": [{"kind": "TYPE", "value": {"rawType": "integer", "arguments": []}}],
    }
    raw = kind.partition("(")[0]
    return {"rawType": raw, "arguments": arguments.get(raw, [])}


def _known(value):
    return None if np.isnan(value) else float(value)
