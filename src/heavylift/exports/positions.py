"""Positions of flights as a table: the evidence behind each line of a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.model.positions import (
    COLUMNS,
    Positions,
    Quarantine,
    SourceType,
    Surface,
    unpack_callsign,
)

_SURFACE: Final = {
    Surface.UNKNOWN: None,
    Surface.AIRBORNE: False,
    Surface.GROUND: True,
}

#: Columns that are written in people's words instead of codes.
_WORDED: Final = {
    "time_ms": ("time", pa.timestamp("ms", tz="UTC")),
    "surface": ("on_ground", pa.bool_()),
    "source_type": ("source_type", pa.string()),
    "callsign": ("callsign", pa.string()),
    "squawk": ("squawk", pa.string()),
    "quarantine": ("quarantine", pa.string()),
    "file": ("file", pa.string()),
}


def positions_table(
    flights: Sequence[tuple[str, str | None, Positions]], files: Sequence[str]
) -> pa.Table:
    """Put the positions of flights into one table.

    Args:
        flights: Flight id, address and positions of each flight; quarantined
            positions included.
        files: Names of the source files, by the index in the ``file`` column.

    Returns:
        ``flight_id``, ``icao24`` and the columns of ``model.positions``; codes are
        written as words, unknown is null.
    """
    positions = Positions.concatenate([p for _, _, p in flights])
    lengths = [len(p) for _, _, p in flights]
    columns: dict[str, pa.Array] = {
        "flight_id": _repeated([i for i, _, _ in flights], lengths),
        "icao24": _repeated([a for _, a, _ in flights], lengths),
    }
    for column in COLUMNS:
        values = getattr(positions, column.name)
        name, kind = _WORDED.get(column.name, (column.name, None))
        if column.name == "time_ms":
            columns[name] = pa.array(values, kind)
        elif kind is not None:
            columns[name] = _words(column.name, values, kind, files)
        elif column.dtype.startswith("float"):
            columns[name] = pa.array(values, from_pandas=True)
        elif column.name in {"nic", "nac_p", "sil"}:
            columns[name] = pa.array(values, mask=values < 0)
        else:
            columns[name] = pa.array(values)
    return pa.table(columns)


def _repeated(values: Sequence[str | None], lengths: Sequence[int]) -> pa.Array:
    indices = np.repeat(np.arange(len(values), dtype=np.int32), lengths)
    return pa.array(list(values), pa.string()).take(pa.array(indices))


def _words(
    name: str, values: np.ndarray, kind: pa.DataType, files: Sequence[str]
) -> pa.Array:
    """Look each code up once."""
    codes, indices = np.unique(values, return_inverse=True)
    texts = pa.array([_word(name, int(c), files) for c in codes], kind)
    return texts.take(pa.array(indices.ravel()))


def _word(name: str, code: int, files: Sequence[str]) -> str | bool | None:
    match name:
        case "surface":
            return _SURFACE[Surface(code)]
        case "source_type":
            return SourceType(code).name.lower() if code else None
        case "callsign":
            return unpack_callsign(code) or None
        case "squawk":
            return f"{code:04o}" if code <= 0o7777 else None
        case "quarantine":
            return Quarantine(code).name.lower() if code else None
        case _:
            return files[code]
