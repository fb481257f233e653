"""A server on this machine that behaves like those of publishers, well or badly.

It answers what is put into it. Each resource has a script of how to behave at its
first, second … request; when the script is over it behaves well: ranges, ``If-Range``,
entity tags and conditional requests as RFC 9110 has them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: Bytes handed to the operating system at a time.
PIECE = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Act:
    """How to behave at one request.

    Attributes:
        status: Answer with this instead of the file.
        headers: Sent besides.
        body: Sent with ``status``.
        drop_after: Send so many bytes of the body, then reset the connection.
        lets_arrive: Wait before a reset until what was sent has been read: a reset may
            take back what lies in buffers.
        end_after: Send so many bytes, then end the connection in good order.
        hang_after: Send so many bytes, then say nothing for ``hang_s``.
        hang_s: How long.
        ignores_ranges: Send all of it whatever was asked for.
        ignores_conditions: Give the range of whatever is there now.
        first_byte: Begin a partial answer there instead of where it was asked for.
        says_length: Length to claim.
        says_nothing: Send neither length nor chunks: the end is the end.
        serves: Another file in its place, from now on.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drop_after: int | None = None
    lets_arrive: bool = False
    end_after: int | None = None
    hang_after: int | None = None
    hang_s: float = 0.0
    ignores_ranges: bool = False
    ignores_conditions: bool = False
    first_byte: int | None = None
    says_length: int | None = None
    says_nothing: bool = False
    serves: bytes | None = None


@dataclass(kw_only=True)
class Resource:
    """Something that is served."""

    body: bytes
    headers: dict[str, str]
    script: list[Act]
    validators: bool = True
    etag: str = ""

    def __post_init__(self):
        """Give the same bytes the same entity tag."""
        self.etag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(kw_only=True)
class Asked:
    """One request, and how much was sent for it."""

    path: str
    headers: dict[str, str]
    at_s: float
    status: int = 0
    sent: int = 0


class Server:
    """What is served, and what was asked for."""

    def __init__(self) -> None:
        self.resources: dict[str, Resource] = {}
        self.asked: list[Asked] = []
        self.any: Callable[[str], Resource | None] = lambda _: None
        self.url = ""

    def put(self, path, body, *script, validators=True, **headers):
        """Serve bytes at a path; header names with ``_`` for ``-``."""
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        self.resources[path] = Resource(
            body=body, headers=named, script=list(script), validators=validators
        )
        return self.url + path

    def put_json(self, path, what, *script, **headers):
        """Serve something as JSON."""
        body = json.dumps(what).encode()
        return self.put(path, body, *script, content_type="application/json", **headers)

    def sent(self, path):
        """Bytes of bodies that left for a path."""
        return sum(a.sent for a in self.asked if a.path.split("?")[0] == path)

    def times_asked(self, path):
        """How often a path was asked for."""
        return sum(a.path.split("?")[0] == path for a in self.asked)


@contextlib.contextmanager
def serving(secure: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on a free port of this machine until it is over."""
    server = Server()

    class Handler(_Handler):
        served = server

    with answering(Handler, secure) as server.url:
        yield server


@contextlib.contextmanager
def answering(
    handler: type[BaseHTTPRequestHandler], secure: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Answer on a free port of this machine until it is over; give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        listening.daemon_threads = True
        scheme = "http"
        if secure is not None:
            listening.socket = secure.wrap_socket(listening.socket, server_side=True)
            scheme = "https"
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"{scheme}://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: Server

    def log_message(self, *_):
        """Say nothing."""

    def handle(self):
        """Serve until the other side is gone, however it went."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_GET(self):
        """Answer one request."""
        asked = Asked(
            path=self.path,
            headers={k.lower(): v for k, v in self.headers.items()},
            at_s=time.monotonic(),
        )
        self.served.asked.append(asked)
        path = self.path.split("?")[0]
        found = self.served.resources.get(path) or self.served.any(self.path)
        if found is None:
            self._answer(asked, 404, {}, b"not here", Act())
            return
        act = found.script.pop(0) if found.script else Act()
        if act.serves is not None:
            found.body = act.serves
            found.__post_init__()
        if act.status:
            self._answer(asked, act.status, act.headers, act.body, act)
            return
        self._serve(asked, found, act)

    def _serve(self, asked, found, act):
        headers = {"Accept-Ranges": "bytes", **found.headers}
        if found.validators:
            headers |= {"ETag": found.etag}
        if found.validators and asked.headers.get("if-none-match") == found.etag:
            self._answer(asked, 304, headers, b"", act)
            return
        start = self._start(asked, found, act)
        size = len(found.body)
        if start is None:
            self._answer(asked, 200, headers, found.body, act)
        elif start >= size:
            headers |= {"Content-Range": f"bytes */{size}"}
            self._answer(asked, 416, headers, b"", act)
        else:
            headers |= {"Content-Range": f"bytes {start}-{size - 1}/{size}"}
            self._answer(asked, 206, headers, memoryview(found.body)[start:], act)

    def _start(self, asked, found, act):
        asks = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        only_if = asked.headers.get("if-range", found.etag)
        only_if = found.etag if act.ignores_conditions else only_if
        if asks is None or act.ignores_ranges or only_if != found.etag:
            return None
        return int(asks[1]) if act.first_byte is None else act.first_byte

    def _answer(self, asked, status, headers, body, act):
        asked.status = status
        self.send_response(status)
        for name, value in {**headers, **act.headers}.items():
            self.send_header(name, value)
        if status == 304:
            pass
        elif act.says_nothing:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(act.says_length or len(body)))
        self.end_headers()
        self.wfile.flush()
        self._send(asked, body, act)

    def _send(self, asked, body, act):
        breaks = (act.drop_after, act.end_after, act.hang_after)
        stops = [after for after in breaks if after is not None]
        upto = min([len(body), *stops])
        # A small buffer: what was sent and not received when it breaks is little.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 18)
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            for start in range(0, upto, PIECE):
                piece = body[start : min(start + PIECE, upto)]
                self.connection.sendall(piece)
                asked.sent += len(piece)
            if act.hang_after is not None:
                time.sleep(act.hang_s)
            if act.says_length and act.says_length > len(body):
                self.close_connection = True
        if act.drop_after is not None:
            time.sleep(0.2 if act.lets_arrive else 0.0)
            now = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            self.connection.close()
        if stops:
            self.close_connection = True

    def finish(self):
        """End the connection, if it was not broken already."""
        with contextlib.suppress(OSError):
            super().finish()


def release(server, day, replica, parts, **changes):
    """A release as GitHub lists it, with its files served; ``parts`` by ending."""
    tag = f"v{day:%Y.%m.%d}-planes-readsb-{replica}"
    assets = []
    for ending, body in parts.items():
        name = f"{tag}.tar{ending}"
        path = f"/adsblol/download/{tag}/{name}"
        url = server.put(path, body, content_type="application/octet-stream")
        asset = {
            "name": name,
            "size": len(body),
            "state": "uploaded",
            "content_type": "application/octet-stream",
            "browser_download_url": url,
            "digest": None,
        }
        assets.append(asset | changes)
    return {"tag_name": tag, "name": tag, "draft": False, "assets": assets}
