"""A server on this machine that answers as a language model does, well or badly."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from builders.servers import answering


@dataclass(kw_only=True)
class Says:
    """One answer.

    Attributes:
        body: Sent as it is.
        status: HTTP status.
        headers: Sent besides.
        waits_s: Before it answers.
        drips_s: Between two bytes of the body.
        breaks_off: Whether the body ends before its length.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    waits_s: float = 0.0
    drips_s: float = 0.0
    breaks_off: bool = False


def message(content, *, finish="stop", model="tiny", **more):
    """An answer with a message, around which everything is as it should be."""
    told = {"role": "assistant", "content": content, **more}
    choice = {"index": 0, "message": told, "finish_reason": finish}
    body = {"object": "chat.completion", "model": model, "choices": [choice]}
    return Says(body=json.dumps(body).encode())


def points(*items):
    """An answer that points at statements: speaker, cue, parts of the content."""
    listed = [
        {"speaker": speaker, "cue": cue, "content": list(content)}
        for speaker, cue, *content in items
    ]
    return message(json.dumps({"statements": listed}))


class Fake:
    """What a model is told, and what it says."""

    def __init__(self) -> None:
        self.says: Callable[[str], Says] = lambda _: points()
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.url = ""
        self.stop = threading.Event()

    def texts(self):
        """The texts that arrived, without the marks around them."""
        sent = [json.loads(body)["messages"][1]["content"] for *_, body in self.heard]
        return [text.split("\n", 1)[1].rsplit("\n", 1)[0] for text in sent]


@contextlib.contextmanager
def speaking(secure: ssl.SSLContext | None = None) -> Iterator[Fake]:
    """Answer on a free port of this machine until it is over."""
    fake = Fake()

    class Handler(_Handler):
        told = fake

    with answering(Handler, secure) as address:
        fake.url = f"{address}/v1"
        try:
            yield fake
        finally:
            fake.stop.set()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Fake

    def log_message(self, *_):
        """Say nothing."""

    def handle(self):
        """Serve until the other side is gone, however it went."""
        with contextlib.suppress(OSError):
            super().handle()

    def do_GET(self):
        """Take note of somebody who followed a redirect."""
        self.do_POST()

    def do_POST(self):
        """Answer one request."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {k.lower(): v for k, v in self.headers.items()}
        self.told.heard.append((self.path, headers, body))
        text = self.told.texts()[-1] if body else ""
        says = self.told.says(text)
        self.told.stop.wait(says.waits_s)
        with contextlib.suppress(ConnectionError):
            self.send_response(says.status)
            for name, value in says.headers.items():
                self.send_header(name, value)
            length = len(says.body) + (100 if says.breaks_off else 0)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            if not says.drips_s:
                self.wfile.write(says.body)
            for byte in says.body if says.drips_s else b"":
                if self.told.stop.is_set():
                    break
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(says.drips_s)
        self.close_connection = True
