"""One request and its answer, redirects included, with nothing decided about it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from http.client import IncompleteRead
from typing import Final
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

from heavylift import __version__
from heavylift.fetch.addresses import (
    check,
    follow,
    host_of,
    is_this_machine,
    without_query,
)
from heavylift.fetch.etiquette import Etiquette

#: Says truly who asks, and no more.
USER_AGENT: Final = f"heavylift/{__version__}"

#: Redirects followed for one request; GitHub needs one or two.
MOST_REDIRECTS: Final = 5

#: Bytes taken from the connection at a time, at most.
CHUNK: Final = 1 << 20

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Unreachable(Exception):
    """No answer, or one that broke off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer whose body is still to be read.

    Attributes:
        status: HTTP status.
        url: Address that answered, without a query.
        hops: Addresses that redirected, in order, without their queries.
        headers: Names in lower case.
        body: Where its bytes come from.
    """

    status: int
    url: str
    hops: tuple[str, ...]
    headers: Mapping[str, str]
    body: urllib3.BaseHTTPResponse

    def chunks(self) -> Iterator[bytes]:
        """Give the body as it arrives and as it was sent: no compression is undone.

        Raises:
            Unreachable: It broke off, or the server was silent for too long.
        """
        with said_plainly():
            while data := self.body.read1(CHUNK, decode_content=False):
                yield data


class Line:
    """A line to servers: keeps connections open, knows proxies and limits of time."""

    def __init__(self, manners: Etiquette, *, insecure: bool = False) -> None:
        self._timeout = urllib3.Timeout(
            connect=manners.connect_s, read=manners.silence_s
        )
        self._insecure = insecure
        self._pools: dict[str | None, urllib3.PoolManager] = {}

    @contextlib.contextmanager
    def get(
        self, url: str, headers: Mapping[str, str], onward: Collection[str] = ()
    ) -> Iterator[Reply]:
        """Ask for an address; follow redirects that may be followed.

        Args:
            url: The address.
            headers: Sent besides the name of the program.
            onward: Hosts that a redirect may lead to.

        Raises:
            Unreachable: No answer came.
            NotFollowed: A redirect leads where it may not.
            FetchError: The address may not be opened.
        """
        at, hops = check(url, insecure=self._insecure), list[str]()
        while True:
            with said_plainly():
                body = self._pool(at).request(
                    "GET",
                    at,
                    headers={"User-Agent": USER_AGENT, **headers},
                    preload_content=False,
                    decode_content=False,
                    redirect=False,
                    retries=False,
                    timeout=self._timeout,
                )
            try:
                location = body.headers.get("location")
                if body.status not in _REDIRECTS or location is None:
                    yield Reply(
                        status=body.status,
                        url=without_query(at),
                        hops=tuple(hops),
                        headers=_lower(body),
                        body=body,
                    )
                    return
            finally:
                # What was not read is not wanted; the connection goes with it.
                if not getattr(body, "closed", True):
                    body.close()
                body.release_conn()
            hops.append(without_query(at))
            if len(hops) > MOST_REDIRECTS:
                raise Unreachable(f"more than {MOST_REDIRECTS} redirects")
            at = follow(url, at, location, onward)

    @contextlib.contextmanager
    def post(
        self, url: str, body: bytes, headers: Mapping[str, str]
    ) -> Iterator[Reply]:
        """Send something to an address; a redirect is an answer like any other.

        Args:
            url: The address.
            body: What is sent.
            headers: Sent besides the name of the program.

        Raises:
            Unreachable: No answer came.
            FetchError: The address may not be opened.
        """
        at = check(url, insecure=self._insecure)
        with said_plainly():
            answer = self._pool(at).request(
                "POST",
                at,
                body=body,
                headers={"User-Agent": USER_AGENT, **headers},
                preload_content=False,
                decode_content=False,
                redirect=False,
                retries=False,
                timeout=self._timeout,
            )
        try:
            yield Reply(
                status=answer.status,
                url=without_query(at),
                hops=(),
                headers=_lower(answer),
                body=answer,
            )
        finally:
            if not getattr(answer, "closed", True):
                answer.close()
            answer.release_conn()

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = proxy_for(url)
        if proxy not in self._pools:
            self._pools[proxy] = _manager(proxy)
        return self._pools[proxy]


def proxy_for(url: str) -> str | None:
    """Give the proxy that the environment names for an address; this machine has none.

    ``https_proxy``, ``http_proxy``, ``all_proxy`` and ``no_proxy`` are read, in either
    case, as Python's own library reads them.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_this_machine(host) or proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def name_of_proxy(proxy: str) -> str:
    """Name a proxy without the password that may be in its address."""
    return host_of(proxy if "://" in proxy else f"http://{proxy}")


def _manager(proxy: str | None) -> urllib3.PoolManager:
    if proxy is None:
        return urllib3.PoolManager()
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    headers = None
    if parts.username is not None:
        both = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers = urllib3.make_headers(proxy_basic_auth=both)
    return urllib3.ProxyManager(
        f"{parts.scheme}://{host_of(parts.geturl())}", proxy_headers=headers
    )


def _lower(answer: urllib3.BaseHTTPResponse) -> dict[str, str]:
    """Give headers with lower-case names; cookies are nobody's business."""
    merged = {k.lower(): v for k, v in answer.headers.itermerged()}
    merged.pop("set-cookie", None)
    return merged


@contextlib.contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what the library raises into one kind of error in a few words."""
    try:
        yield
    except urllib3.exceptions.ReadTimeoutError as error:
        raise Unreachable("the server was silent for too long") from error
    except urllib3.exceptions.SSLError as error:
        raise Unreachable(f"no secure connection ({error})") from error
    except urllib3.exceptions.NameResolutionError as error:
        raise Unreachable("the name of the host is not known") from error
    except urllib3.exceptions.NewConnectionError as error:
        raise Unreachable(_last(error)) from error
    except urllib3.exceptions.ConnectTimeoutError as error:
        raise Unreachable("no connection in time") from error
    except urllib3.exceptions.IncompleteRead as error:
        raise Unreachable("the connection broke off") from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise Unreachable(_last(error)) from error


def _last(error: BaseException) -> str:
    """Give the words of what is behind an error: libraries wrap them several times."""
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__ or error
    if isinstance(error, IncompleteRead):
        return "the connection broke off"
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(said).splitlines()[0].lower()
