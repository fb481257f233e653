"""Dates as registers write them: 2023-09-02, 20230902 or nothing."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc


def iso_dates(text: pa.Array) -> tuple[pa.Array, int]:
    """Read dates.

    Args:
        text: ``YYYY-MM-DD`` or ``YYYYMMDD``, empty where there is none.

    Returns:
        Days, null where there is none or it cannot be read, and how many cannot.
    """
    text = pc.utf8_trim_whitespace(text)
    days = {word: _day(word) for word in pc.unique(text).to_pylist()}
    known = pa.array(list(days), pa.string())
    values = pa.array(list(days.values()), pa.date32())
    read = values.take(pc.index_in(text, known))
    unread = len(text) - read.null_count
    empty = pc.sum(pc.equal(text, "")).as_py() or 0
    return read, len(text) - unread - empty


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
