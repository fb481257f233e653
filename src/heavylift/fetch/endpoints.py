"""Where a language model may be asked: on this machine, or where the user says twice.

Texts of a case are what nobody else should see. A name that looks like this machine
may lead to another, so every address that ``localhost`` stands for is checked, and the
connection goes to a checked address and not to the name.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from heavylift.errors import FetchError
from heavylift.fetch.addresses import check, host_of

#: Environment variable with the key, for servers that want one.
KEY_VARIABLE: Final = "HEAVYLIFT_MODEL_KEY"

_PORTS: Final = {"http": 80, "https": 443}

#: Longest key that can be meant; longer is the wrong file.
_LONGEST_KEY: Final = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model is asked.

    Attributes:
        url: As given, without a slash at its end.
        name: Host and port, for the request.
        host: Host alone.
        port: Port.
        secure: Whether with TLS.
        path: Path of chat completions.
        addresses: Addresses of this machine to connect to; empty for another host,
            whose name is looked up when it is connected to.
    """

    url: str
    name: str
    host: str
    port: int
    secure: bool
    path: str
    addresses: tuple[str, ...]

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return bool(self.addresses)


def endpoint_of(
    url: str, *, send_texts_to: str | None = None, insecure: bool = False
) -> Endpoint:
    """See where an address leads, and whether texts may be sent there.

    Args:
        url: Address of the server's interface, such as ``http://127.0.0.1:11434/v1``.
        send_texts_to: Another host that the user allows, by its name.
        insecure: Whether plain http to that host is allowed.

    Raises:
        FetchError: It is no address, or leads elsewhere than the user allowed.
    """
    parts = urlsplit(check(url, insecure=True))
    host = (parts.hostname or "").lower()
    if parts.query or parts.fragment:
        raise FetchError(
            f"{url.partition('?')[0]}: an address with a query",
            help="write for example http://127.0.0.1:11434/v1",
        )
    allowed = (send_texts_to or "").lower().strip("[]")
    port = parts.port or _PORTS[parts.scheme]
    addresses = _own_addresses(host, port)
    if not addresses and allowed != host:
        raise FetchError(
            f"{host_of(url)} is not this machine, and the texts would be sent to it",
            help="run the model here, at an address such as http://127.0.0.1:11434/v1;"
            f" or, if its owner may read the texts, add --send-texts-to {host}",
        )
    if not addresses:
        check(url, insecure=insecure)
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return Endpoint(
        url=f"{parts.scheme}://{host_of(url)}{path}",
        name=host_of(url),
        host=host,
        port=port,
        secure=parts.scheme == "https",
        path=f"{path}/chat/completions",
        addresses=addresses,
    )


def _own_addresses(host: str, port: int) -> tuple[str, ...]:
    """Give the addresses of this machine that a host stands for; none if it is another.

    Only ``localhost`` is looked up: looking up another name would ask somebody else.

    Raises:
        FetchError: ``localhost`` stands for another machine here.
    """
    if host != "localhost":
        try:
            return (host,) if ipaddress.ip_address(host).is_loopback else ()
        except ValueError:
            return ()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise FetchError(
            f"localhost is not known here ({error.strerror or error})",
            help="write 127.0.0.1",
        ) from None
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if strange := [a for a in addresses if not ipaddress.ip_address(a).is_loopback]:
        raise FetchError(
            f"localhost leads to {', '.join(strange)}, which is not this machine",
            help="write 127.0.0.1, and look at /etc/hosts: this should not be",
        )
    return addresses


def read_key(path: Path | None) -> str | None:
    """Read the key of a server from a file, or else from the environment.

    Args:
        path: A file that its owner alone can read; ``None`` for the environment
            variable ``HEAVYLIFT_MODEL_KEY``.

    Returns:
        The key; ``None`` when there is none.

    Raises:
        FetchError: The file cannot be read, others can read it, or it holds no key.
            The message never has any of the key.
    """
    if path is None:
        source, raw = KEY_VARIABLE, os.environ.get(KEY_VARIABLE, "").strip()
        if not raw:
            return None
    else:
        source, raw = str(path), _read_private(path)
    if not raw or len(raw) > _LONGEST_KEY or not all("!" <= c <= "~" for c in raw):
        raise FetchError(
            f"{source}: no key in it",
            help="it holds the key alone, in one line without spaces",
        )
    return raw


def _read_private(path: Path) -> str:
    try:
        with path.open("rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode) or told.st_mode & 0o077:
                raise FetchError(
                    f"{path}: others than its owner may read this key",
                    help=f"chmod 600 {path}",
                )
            return file.read(_LONGEST_KEY + 2).decode("ascii", "replace").strip()
    except OSError as error:
        raise FetchError(
            f"{path}: the key cannot be read ({error.strerror})",
            help=f"name another file, or put the key into {KEY_VARIABLE}",
        ) from None
