"""What will be fetched: addresses, sizes, licences and places, before any of it is.

Nothing here opens a connection. What is printed to the user is made of a plan, and
what is opened afterwards is in it: an address that is not cannot be asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit


class Content(Enum):
    """What a file must hold to be taken for what was asked for."""

    TAR = "a tar"
    TAR_PART = "a later part of a tar"
    TRACE = "a readsb trace"
    GZIP = "a gzip file"
    TABLE = "a table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under which terms something is published.

    Attributes:
        licence: Name of the licence, or that none is stated.
        attribution: Whom to name, as the publisher wants it.
        address: Where the terms are; empty when nowhere.
    """

    licence: str
    attribution: str
    address: str = ""

    def say(self) -> str:
        """Give the terms in one line."""
        told = f"{self.licence}; {self.attribution}"
        return f"{told} ({self.address})" if self.address else told


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file to fetch.

    Attributes:
        url: Its address.
        name: Where it lands, below the plan's folder, ``/`` between.
        content: What it must hold.
        terms: Under which terms it is published.
        size: Its size in bytes as the publisher lists it; ``None`` when not listed.
        sha256: Its SHA-256 as the publisher lists it; ``None`` when not listed.
        onward: Hosts that a redirect may lead to, besides that of ``url``.
        changes: Whether other content may appear at its address later.
        may_be_absent: Whether "not there" is an answer rather than a failure.
    """

    url: str
    name: str
    content: Content
    terms: Terms
    size: int | None = None
    sha256: str | None = None
    onward: frozenset[str] = frozenset()
    changes: bool = False
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that will be fetched, and where it lands.

    Attributes:
        folder: Where files land.
        items: The files, in the order in which they are fetched.
        remarks: What the user should know before: missing parts, days without a
            release.
    """

    folder: Path
    items: tuple[Item, ...]
    remarks: tuple[str, ...] = ()

    @property
    def known_bytes(self) -> int:
        """Size of all files whose size is listed."""
        return sum(item.size or 0 for item in self.items)

    @property
    def unknown_sizes(self) -> int:
        """How many files have no listed size."""
        return sum(item.size is None for item in self.items)

    @property
    def hosts(self) -> list[str]:
        """Hosts that are asked, in the order of their first file."""
        return list(dict.fromkeys(urlsplit(item.url).netloc for item in self.items))

    @property
    def onward(self) -> list[str]:
        """Hosts that these may redirect to."""
        others = {host for item in self.items for host in item.onward}
        return sorted(others - set(self.hosts))

    @property
    def terms(self) -> list[Terms]:
        """The terms that apply, each once."""
        return list(dict.fromkeys(item.terms for item in self.items))


def in_words(size: int) -> str:
    """Say a size as people do.

    >>> in_words(999), in_words(2_000_000_000), in_words(1_234_567)
    ('999 bytes', '2.0 GB', '1.2 MB')
    """
    for power, unit in ((3, "GB"), (2, "MB"), (1, "kB")):
        if size >= 1000**power:
            return f"{size / 1000**power:.1f} {unit}"
    return f"{size} bytes"
