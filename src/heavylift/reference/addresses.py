"""Which state does a transponder address come from, and is its block a military one?

ICAO gives each state a block of 24-bit addresses (Annex 10, Volume III, Part I,
chapter 9), and states give parts of theirs to territories and to their forces. The
table ``data/address_blocks.csv`` is built by ``tools/build_identity.py`` from two
sources, and each row says from which.

An address tells who gave it out, not who flies: 4K-78131 transmits 613133, which lies
in no state's block. Nothing is discarded for that. A military block says whose number
it is; many military aircraft have numbers outside all of them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Codes in the table that are no states of ISO 3166-1: ICAO's own addresses, NATO's,
#: and the former Netherlands Antilles, which more than one state follows.
NO_STATES: Final = frozenset({"XA", "XB", "XC"})

#: Whose word a row is. The first knows states and military blocks, the second military
#: ranges alone; where either calls an address military, it counts as military.
STANDING_DATA: Final = "standing-data"
RANGES: Final = "ranges"
SOURCES: Final = (STANDING_DATA, RANGES)

#: One beyond the last address of 24 bits.
_END: Final = 1 << 24

_HEX_DIGITS: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of addresses that one state gives out.

    Attributes:
        first: Its first address.
        last: Its last address, in the block.
        state: ISO 3166-1 alpha-2, or one of ``NO_STATES``.
        military: Whether its source calls it military.
        source: One of ``SOURCES``.
    """

    first: int
    last: int
    state: str
    military: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runs:
    """All addresses cut into runs without overlap, of shape ``(n,)``.

    Attributes:
        first: First address of each run, increasing, from 0.
        state: ISO 3166-1 alpha-2; empty where none.
        military: A bit for each of ``SOURCES`` that calls the run military.
    """

    first: NDArray[np.int64]
    state: NDArray[np.object_]
    military: NDArray[np.uint8]


@lru_cache(maxsize=1 << 16)
def state_of_address(icao24: str) -> str | None:
    """Say which state an address comes from.

    The smallest block that holds it decides.

    Args:
        icao24: Six hexadecimal digits, in either case.

    Returns:
        ISO 3166-1 alpha-2; ``None`` where no state has it, for an address that is not
        ICAO's (``~`` first), and for what is no address.

    >>> state_of_address("600828"), state_of_address("613133")
    ('AZ', None)
    """
    address = _number(icao24)
    if address is None:
        return None
    return str(states_of(np.array([address]))[0]) or None


def states_of(addresses: NDArray[np.int64]) -> NDArray[np.object_]:
    """Say which states addresses come from.

    Args:
        addresses: Numbers of any shape; those beyond 24 bits are not ICAO's.

    Returns:
        ISO 3166-1 alpha-2 in the same shape, empty text where there is none.

    >>> states_of(np.array([0x600828, 0x613133, 0x1600828])).tolist()
    ['AZ', '', '']
    """
    runs = _runs()
    at, known = _places(runs, addresses)
    return np.where(known, runs.state[at], "").astype(object)


def in_military_range(icao24: str) -> bool:
    """Whether any source calls the range of an address military.

    >>> in_military_range("ae1234"), in_military_range("600828")
    (True, False)
    """
    return bool(military_sources(icao24))


def military_ranges(addresses: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether any source calls the ranges of addresses military, in their shape."""
    runs = _runs()
    at, known = _places(runs, addresses)
    return np.asarray(known & (runs.military[at] != 0), np.bool_)


@lru_cache(maxsize=1 << 16)
def military_sources(icao24: str) -> tuple[str, ...]:
    """Which of ``SOURCES`` call the range of an address military; empty if none does.

    >>> military_sources("ae1234")
    ('standing-data', 'ranges')
    """
    address = _number(icao24)
    if address is None:
        return ()
    runs = _runs()
    at, _ = _places(runs, np.array([address]))
    bits = int(runs.military[at[0]])
    return tuple(name for i, name in enumerate(SOURCES) if bits >> i & 1)


def blocks_of(state: str) -> list[Block]:
    """Give the blocks of a state in order of address, larger before smaller.

    Args:
        state: ISO 3166-1 alpha-2 in either case, or one of ``NO_STATES``.

    >>> [(hex(b.first), hex(b.last)) for b in blocks_of("AM")]
    [('0x600000', '0x6003ff')]
    """
    wanted = state.strip().upper()
    return [block for block in address_blocks() if block.state == wanted]


@lru_cache(maxsize=1)
def address_blocks() -> tuple[Block, ...]:
    """All rows of the table, in order of address, larger before smaller."""
    data = files("heavylift.reference").joinpath("data", "address_blocks.csv")
    rows = csv.DictReader(data.read_text(encoding="utf-8").splitlines())
    blocks = [
        Block(
            first=int(row["first"], 16),
            last=int(row["last"], 16),
            state=row["state"],
            military=row["military"] == "yes",
            source=row["source"],
        )
        for row in rows
    ]
    return tuple(sorted(blocks, key=lambda b: (b.first, -b.last)))


@lru_cache(maxsize=1)
def _runs() -> _Runs:
    """Cut the blocks at each of their ends; in each run the smallest block decides."""
    blocks = address_blocks()
    cuts = {0, _END, *(b.first for b in blocks), *(b.last + 1 for b in blocks)}
    first = np.array(sorted(cuts), np.int64)
    state = np.full(len(first), "", object)
    military = np.zeros(len(first), np.uint8)
    for block in sorted(blocks, key=lambda b: b.first - b.last):
        run = slice(*np.searchsorted(first, [block.first, block.last + 1]).tolist())
        bit = np.uint8(1 << SOURCES.index(block.source))
        military[run] &= ~bit
        if block.military:
            military[run] |= bit
        if block.source == STANDING_DATA:
            state[run] = "" if block.state in NO_STATES else block.state
    return _Runs(first=first, state=state, military=military)


def _places(
    runs: _Runs, addresses: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Give the run of each address, and whether it is an address of 24 bits."""
    known = (addresses >= 0) & (addresses < _END)
    at = np.searchsorted(runs.first, np.where(known, addresses, 0), side="right") - 1
    return np.asarray(at, np.intp), np.asarray(known, np.bool_)


def _number(icao24: str) -> int | None:
    digits = icao24.strip().lower()
    if len(digits) != 6 or not _HEX_DIGITS.issuperset(digits):
        return None
    return int(digits, 16)
