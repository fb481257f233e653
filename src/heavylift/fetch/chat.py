"""One request to a language model and what came back, within limits.

The interface is that of ``POST /chat/completions`` as many servers offer it (Ollama,
llama.cpp, vLLM, LM Studio). No redirect is followed, no proxy is used, nothing is
streamed or asked again.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import Final

import msgspec
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from heavylift.errors import FetchError
from heavylift.fetch.endpoints import Endpoint
from heavylift.fetch.transport import USER_AGENT, Unreachable, said_plainly
from heavylift.statements.proposals import Proposal, Reason, Refusal, read_proposals

#: Characters of what a server says in an error that are shown.
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a model is waited for, and how much it may say.

    Attributes:
        connect_s: For a connection; the server is up or it is not.
        reply_s: For the whole reply. A laptop without a graphics card writes some five
            tokens a second; a reply has up to 1,500.
        reply_bytes: Of the reply's body. A passage has 6,000 characters, so a reply
            that points at all of it has some ten times less than this.
        unusable: So many replies in a row that are of no use end the run: the model
            cannot do what is asked of it.
    """

    connect_s: float = 5.0
    reply_s: float = 300.0
    reply_bytes: int = 256 << 10
    unusable: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A language model, and how it is asked.

    Attributes:
        name: As its server knows it.
        endpoint: Where it is.
        key: Sent as ``Authorization: Bearer``; kept out of all that is written.
        limits: Of time and size.
    """

    name: str
    endpoint: Endpoint
    key: str | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a model wrote.

    Attributes:
        proposals: What it proposes.
        refused: What of the reply was of no use.
        sha256: Of the body as it came; empty when none came whole.
        says_model: Which model the reply says wrote it.
    """

    proposals: list[Proposal] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    sha256: str = ""
    says_model: str = ""


def ask(model: Model, request: bytes) -> Heard:
    """Ask once.

    Args:
        model: Whom.
        request: Body of the request, JSON.

    Raises:
        Unreachable: No answer came.
        FetchError: The server answers with an error, or redirects.
    """
    key = model.key
    body = _post(model, request)
    if isinstance(body, Refusal):
        return Heard(refused=[body])
    raw = body.decode("utf-8", "replace")
    # A server may say what it was sent; the key is in no log.
    raw = raw.replace(key, "[key]") if key else raw
    sha256 = hashlib.sha256(body).hexdigest()
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        refused = Refusal(reason=Reason.NOT_JSON, words=f"the reply itself: {error}")
        return Heard(refused=[refused], sha256=sha256)
    says = found.get("model") if isinstance(found, dict) else None
    message = _message(found)
    if isinstance(message, Refusal):
        proposals, refused_all = list[Proposal](), [message]
    else:
        proposals, refused_all = read_proposals(
            message.replace(key, "[key]") if key else message
        )
    return Heard(
        proposals=proposals,
        refused=refused_all,
        sha256=sha256,
        says_model=_plain(says) if isinstance(says, str) else "",
    )


def _message(found: object) -> str | Refusal:
    """Give what a model wrote, out of the reply around it."""
    try:
        [choice] = found["choices"]  # type: ignore[index]
        message = choice["message"]
        content = message.get("content")
        declined, tools = message.get("refusal"), message.get("tool_calls")
        ended = choice.get("finish_reason")
    except (KeyError, TypeError, ValueError, AttributeError):
        words = "the reply has not one choice with a message"
        return Refusal(reason=Reason.NOT_JSON, words=words)
    if tools or message.get("function_call"):
        return Refusal(reason=Reason.WANTS_TOOL)
    if declined:
        return Refusal(reason=Reason.DECLINED, words=_plain(str(declined)))
    if ended == "length":
        return Refusal(reason=Reason.CUT_OFF, words="the server's limit of tokens")
    if not isinstance(content, str) or not content.strip():
        return Refusal(reason=Reason.EMPTY_REPLY)
    return content


def _post(model: Model, request: bytes) -> bytes | Refusal:
    """Send a request; give the body of the answer, or why it is of no use."""
    endpoint, limits = model.endpoint, model.limits
    headers = {
        "Host": endpoint.name,
        "User-Agent": USER_AGENT,
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    connection = _connect(endpoint, limits)
    late = threading.Event()

    def end() -> None:
        late.set()
        connection.cut()

    # A limit on silence alone would let a server that sends a byte now and then go on
    # for ever.
    alarm = threading.Timer(limits.reply_s, end)
    alarm.daemon = True
    alarm.start()
    try:
        with said_plainly():
            answer = connection.send(endpoint.path, request, headers)
            body, whole = _read(answer, limits)
    except Unreachable as error:
        if not late.is_set():
            raise
        words = f"no whole reply in {limits.reply_s:g} s"
        return Refusal(reason=Reason.TOO_SLOW, words=f"{words} ({error})")
    finally:
        alarm.cancel()
        connection.close()
    if late.is_set():
        words = f"no whole reply in {limits.reply_s:g} s"
        return Refusal(reason=Reason.TOO_SLOW, words=words)
    _check_status(answer, body, model.key)
    if not whole:
        words = f"more than {limits.reply_bytes:,} bytes"
        return Refusal(reason=Reason.TOO_LARGE, words=words)
    return body


def _read(answer: urllib3.BaseHTTPResponse, limits: Limits) -> tuple[bytes, bool]:
    """Read a body up to the limit; say whether that was all."""
    pieces, size = list[bytes](), 0
    while piece := answer.read1(1 << 16, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > limits.reply_bytes:
            return b"".join(pieces), False
    return b"".join(pieces), True


def _check_status(
    answer: urllib3.BaseHTTPResponse, body: bytes, key: str | None
) -> None:
    if answer.status == 200 and not answer.headers.get("content-encoding"):
        return
    if 300 <= answer.status < 400:
        raise FetchError(
            f"it redirects ({answer.status}), and texts go nowhere but to the endpoint",
            help="give the address at which the model itself answers",
        )
    said = body[: 4 * _SHOWN].decode("utf-8", "replace")
    said = _plain(said.replace(key, "[key]") if key else said)
    raise FetchError(
        f"it answers {answer.status}: {said or 'nothing'}",
        help="look whether the server knows the model (its name is that of --model) "
        "and whether the endpoint ends as its documentation says, often in /v1",
    )


class _Connection:
    """A connection to an endpoint, straight and of its own."""

    def __init__(self, inner: HTTPConnection, sock: socket.socket) -> None:
        self._inner = inner
        self._socket = sock

    def send(
        self, path: str, request: bytes, headers: dict[str, str]
    ) -> urllib3.BaseHTTPResponse:
        """Send the one request, and give the beginning of the answer."""
        self._inner.request(
            "POST",
            path,
            body=request,
            headers=headers,
            preload_content=False,
            decode_content=False,
        )
        return self._inner.getresponse()

    def cut(self) -> None:
        """End it while another thread waits for it, which ``close`` would not."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give it back."""
        self._inner.close()
        self._socket.close()


def _connect(endpoint: Endpoint, limits: Limits) -> _Connection:
    """Connect to one of the checked addresses, or to the host that was allowed.

    Raises:
        Unreachable: Nobody answers there.
    """
    failed = Unreachable("no address")
    for address in endpoint.addresses or (endpoint.host,):
        if endpoint.secure:
            connection: HTTPConnection = HTTPSConnection(
                address,
                endpoint.port,
                timeout=limits.connect_s,
                server_hostname=endpoint.host,
                assert_hostname=endpoint.host,
                ssl_context=ssl.create_default_context(),
            )
        else:
            connection = HTTPConnection(
                address, endpoint.port, timeout=limits.connect_s
            )
        try:
            with said_plainly():
                connection.connect()
        except Unreachable as error:
            connection.close()
            failed = error
            continue
        assert isinstance(connection.sock, socket.socket)
        connection.timeout = limits.reply_s
        connection.sock.settimeout(limits.reply_s)
        return _Connection(connection, connection.sock)
    raise failed


def _plain(text: str) -> str:
    """Give what a server says in one line without what a terminal would act on."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split())[:_SHOWN]
