"""Tell what a file holds by its first bytes. Its name is never asked.

Only the head is looked at: enough for the reader to be chosen and, for a readsb
trace, for the address, so that a day of 60 000 files can be listed without inflating
them. What a head cannot decide is called ``LONG_JSON``: the whole file has to be seen.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from heavylift.sources.inflate import inflate, inflate_head, is_gzip
from heavylift.sources.tar import is_tar

#: Bytes of content looked at. A readsb header is 150 to 400 bytes; a table's first
#: line with forty columns 600.
HEAD_BYTES: Final = 1536

#: Marks the beginning of a slice in a readsb heatmap (globe_index.c), little-endian.
_HEATMAP_MARK: Final = (0x0E7F7C9D).to_bytes(4, "little")

_ADDRESS: Final = re.compile(rb'"icao"\s*:\s*"(~?[0-9A-Fa-f]{6})"')
_TRACE_KEYS: Final = re.compile(rb'"(?:icao|timestamp|trace)"\s*:')
_AIRCRAFT_LIST_KEYS: Final = re.compile(rb'"(?:aircraft|ac|now|messages)"\s*:')
_UTF8_MARK: Final = b"\xef\xbb\xbf"


class Kind(Enum):
    """What a file holds."""

    READSB = auto()
    PARQUET = auto()
    TEXT = auto()
    TAR = auto()
    LONG_JSON = auto()
    AIRCRAFT_LIST = auto()
    HEATMAP = auto()
    EMPTY = auto()
    BROKEN_GZIP = auto()
    UNSUPPORTED = auto()
    UNKNOWN = auto()


def detect(head: bytes) -> tuple[Kind, bytes]:
    """Tell what a file holds from its first bytes, gzip or not.

    Args:
        head: The first bytes of the file, ``HEAD_BYTES`` or all of it if shorter.

    Returns:
        What it holds, and the first bytes of the content with gzip undone.
    """
    if not is_gzip(head):
        return _kind(head), head
    content = inflate_head(head, HEAD_BYTES)
    if _is_plain_trace(content):
        return Kind.READSB, content
    if not content:
        return (Kind.BROKEN_GZIP if inflate(head).cut else Kind.EMPTY), content
    kind = _kind(content)
    if kind in (Kind.PARQUET, Kind.TAR):
        return Kind.UNSUPPORTED, content
    return kind, content


def find_address(content: bytes | bytearray) -> str:
    """Find the address in the bytes of a readsb trace; empty when there is none.

    >>> find_address(b'{"icao":"~2AE01F", "timestamp"')
    '~2ae01f'
    """
    found = _ADDRESS.search(content)
    return found[1].decode("ascii").lower() if found else ""


def kind_of_json(content: bytes | bytearray) -> Kind:
    """Tell which JSON it is that begins (or consists) of these bytes."""
    keys = set(_TRACE_KEYS.findall(content))
    if _ADDRESS.search(content) and len(keys) > 1:
        return Kind.READSB
    if _AIRCRAFT_LIST_KEYS.search(content):
        return Kind.AIRCRAFT_LIST
    return Kind.READSB if len(keys) > 1 else Kind.UNKNOWN


def _kind(content: bytes) -> Kind:
    if not content:
        return Kind.EMPTY
    if content.startswith(b"PAR1"):
        return Kind.PARQUET
    if content.startswith((b"PK\x03\x04", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd")):
        return Kind.UNSUPPORTED
    if is_tar(content):
        return Kind.TAR
    if content.removeprefix(_UTF8_MARK).lstrip()[:1] == b"{":
        return _kind_of_head(content)
    return _kind_of_bytes(content)


def _is_plain_trace(content: bytes) -> bool:
    """Whether content begins exactly as readsb writes traces: nearly all files do."""
    return (
        content.startswith(b'{"icao":"')
        and b'"trace":' in content
        and _ADDRESS.match(content, 1) is not None
        and not is_tar(content)
    )


def _kind_of_head(content: bytes) -> Kind:
    kind = kind_of_json(content)
    settled = kind is Kind.AIRCRAFT_LIST or (
        kind is Kind.READSB and bool(find_address(content))
    )
    return kind if settled else Kind.LONG_JSON


def _kind_of_bytes(content: bytes) -> Kind:
    if b"\0" not in content:
        return Kind.TEXT if content.strip() else Kind.EMPTY
    return Kind.HEATMAP if _is_heatmap(content) else Kind.UNKNOWN


def _is_heatmap(content: bytes) -> bool:
    """Tell a heatmap by its mark, or by its index: a number in each 16 bytes."""
    if _HEATMAP_MARK in content:
        return True
    records = [content[i : i + 16] for i in range(0, 64, 16)]
    return all(any(r[:4]) and r[4:] == bytes(12) for r in records)
