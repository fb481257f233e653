"""Which addresses may be opened at all, and which a redirect may lead to."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from heavylift.errors import FetchError


class NotFollowed(Exception):
    """A redirect leads where it may not."""


_PORTS: Final = {"http": 80, "https": 443}


def check(url: str, *, insecure: bool = False) -> str:
    """Give an address back if it may be opened.

    Args:
        url: The address.
        insecure: Whether plain http to other machines is allowed.

    Raises:
        FetchError: It is not http or https, has a password in it, or is plain http to
            another machine: what comes that way can be changed on the way.
    """
    parts = _split(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise FetchError(
            f"{_without_password(url)}: not an address of http or https",
            help="write for example https://globe.example",
        )
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            f"{_without_password(url)}: an address with a name or password in it",
            help="leave them out: addresses are printed and recorded",
        )
    if parts.scheme == "http" and not insecure and not is_this_machine(parts.hostname):
        raise FetchError(
            f"{url}: plain http, which anybody on the way can read and change",
            help="write https, or add --insecure if there is no other way",
        )
    return url


def is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine.

    >>> is_this_machine("localhost"), is_this_machine("::1"), is_this_machine("a.org")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """Give host and port of an address; the port only when it is not the usual one.

    >>> host_of("https://A.example:443/x"), host_of("http://127.0.0.1:8080/x")
    ('a.example', '127.0.0.1:8080')
    """
    parts = _split(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    usual = port is None or port == _PORTS.get(parts.scheme)
    return host if usual else f"{host}:{port}"


def follow(start: str, url: str, location: str, onward: Collection[str]) -> str:
    """Give the address that a redirect leads to, if it may be followed.

    Args:
        start: The address that was printed.
        url: The address that redirects.
        location: Where to, as the server writes it; may be relative.
        onward: Hosts that are allowed besides that of ``start``.

    Raises:
        NotFollowed: It leads to a host that was not announced, or from https to http.
    """
    target = urljoin(url, location)
    try:
        parts = _split(target)
    except FetchError as error:
        raise NotFollowed(error.message) from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        where = _without_password(target)
        raise NotFollowed(
            f"redirected to {where}, which is no address of http or https"
        )
    host = host_of(target)
    if _split(url).scheme == "https" and parts.scheme != "https":
        raise NotFollowed(f"redirected from https to plain http ({host})")
    if host not in {host_of(start), *onward}:
        raise NotFollowed(
            f"redirected to {host}, a host that was not announced; if you trust it, "
            f"add --redirect-to {host}"
        )
    return target


def without_query(url: str) -> str:
    """Leave out what may be a key: redirects carry signatures in their query."""
    return url.partition("?")[0].partition("#")[0]


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise FetchError(
            f"{_without_password(url)}: not an address ({error})",
            help="write for example https://globe.example",
        ) from None
    return parts


def _without_password(url: str) -> str:
    before, at, after = url.rpartition("@")
    return f"{before.partition('://')[0]}://…@{after}" if at else url
