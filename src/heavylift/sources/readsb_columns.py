"""The columns that readsb traces are read into, one trace after the other.

Traces of many aircraft go straight into one set of columns, where they stay: nothing
is made for a single file, nothing is put together afterwards.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heavylift.model.positions import COLUMNS, Positions
from heavylift.sources.lent_memory import Lender

#: Bits of readsb's flags; what lies above is not defined.
FLAG_BITS: Final = 0x0F


class RowColumns(NamedTuple):
    """The columns of ``Positions`` that a row of a trace fills, all of one length."""

    time_ms: NDArray[np.int64]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    baro_altitude_m: NDArray[np.float32]
    geo_altitude_m: NDArray[np.float32]
    surface: NDArray[np.int8]
    ground_speed_ms: NDArray[np.float32]
    track_deg: NDArray[np.float32]
    vertical_rate_ms: NDArray[np.float32]
    source_type: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    callsign: NDArray[np.uint64]
    squawk: NDArray[np.uint16]
    nic: NDArray[np.int8]
    nac_p: NDArray[np.int8]
    sil: NDArray[np.int8]
    row: NDArray[np.int32]


#: Rows whose fields are found before they are read. Their words and lengths (26 arrays)
#: stay in the fastest memory, 32 kB on small processors.
ROWS: Final = 64

#: Fields of numbers in a row, of which two are longer than a word.
_FIELDS: Final = 14

#: Most commas and colons in a details object that are found before they are read:
#: readsb writes 25 keys, and lists of some words.
MOST_MARKS: Final = 128


class RowMemory(NamedTuple):
    """What a parser keeps of some rows before it reads them.

    Attributes:
        words: The last bytes of each field, shape ``(fields, ROWS)``.
        lengths: How long each field is, the same shape.
        line_ends: Where lines end, shape ``(ROWS,)``.
        marks: Commas and colons of a details object, shape ``(MOST_MARKS,)``.
    """

    words: NDArray[np.uint64]
    lengths: NDArray[np.uint64]
    line_ends: NDArray[np.uint64]
    marks: NDArray[np.uint64]


class TraceColumns:
    """Columns with room for traces, and how much of them is filled.

    Args:
        capacity: Rows there is room for; more is made when it is needed.
        lender: Where the memory comes from.

    Attributes:
        columns: The columns; others once they have grown.
        filled: Rows that hold something.
        memory: What the parser keeps of some rows before it reads them.
    """

    def __init__(self, capacity: int, lender: Lender | None = None) -> None:
        self._lender = Lender() if lender is None else lender
        self.columns = _empty(max(capacity, _LEAST_ROWS), self._lender)
        self.filled = 0
        self.memory = RowMemory(
            words=np.empty((_FIELDS, ROWS), np.uint64),
            lengths=np.empty((_FIELDS, ROWS), np.uint64),
            line_ends=np.empty(ROWS, np.uint64),
            marks=np.empty(MOST_MARKS, np.uint64),
        )

    def grow(self, rows: int = 0) -> None:
        """Make room for half as many rows again, and for at least so many more."""
        capacity = max(len(self.columns.time_ms) * 3 // 2, self.filled + rows)
        grown = _empty(capacity, self._lender)
        for name, column in grown._asdict().items():
            column[: self.filled] = getattr(self.columns, name)[: self.filled]
        self.columns = grown

    def append(self, positions: Positions) -> None:
        """Add positions that were read in another way."""
        n = len(positions)
        if self.filled + n > len(self.columns.time_ms):
            self.grow(n)
        for name, column in self.columns._asdict().items():
            column[self.filled : self.filled + n] = getattr(positions, name)
        self.filled += n

    def positions(self, first: int = 0) -> Positions:
        """Give the rows from ``first`` on; of no file yet, none set apart."""
        n = self.filled - first
        rows = slice(first, self.filled)
        return Positions(
            **{name: c[rows] for name, c in self.columns._asdict().items()},
            file=np.full(n, -1, np.int32),
            quarantine=np.zeros(n, np.uint8),
        )


#: So little room costs nothing, and a trace of a few rows needs no growing.
_LEAST_ROWS: Final = 1024

_DTYPES: Final = {c.name: np.dtype(c.dtype) for c in COLUMNS}

#: Columns begin at multiples of this many bytes, a cache line.
_ALIGNED: Final = 64


def _empty(capacity: int, lender: Lender) -> RowColumns:
    """Make columns in one stretch of memory, one behind the other."""
    at = 0
    offsets = {}
    for name in RowColumns._fields:
        offsets[name] = at
        at += -(-capacity * _DTYPES[name].itemsize // _ALIGNED) * _ALIGNED
    memory = lender.lend(at)
    return RowColumns(
        **{
            name: memory[offset : offset + capacity * _DTYPES[name].itemsize].view(
                _DTYPES[name]
            )
            for name, offset in offsets.items()
        }
    )
