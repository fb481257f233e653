"""Read one readsb trace: the day of one aircraft, as adsb.lol and others publish it.

Format: ``trace_full_<hex>.json`` of readsb (README-json.md). Altitude is geometric
where readsb's flag 8 says so; it then goes to the geometric column, if that is empty,
and the barometric one stays unknown.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from heavylift.model.positions import COLUMNS, Positions
from heavylift.model.sources import SourceFile
from heavylift.sources import refusals
from heavylift.sources.inflate import inflate, is_gzip
from heavylift.sources.limits import EARLIEST_S, LATEST_S
from heavylift.sources.readsb_columns import RowColumns
from heavylift.sources.readsb_general import parse_header, parse_trace, read_rows
from heavylift.sources.readsb_rows import MIN_ROW_BYTES, parse_rows
from heavylift.sources.refusals import Findings

#: Where the trace begins in files that readsb wrote; its header is under 500 bytes.
_TRACE: Final = re.compile(rb'"trace"\s*:\s*\[')
_HEADER_BYTES: Final = 4096

_ADDRESS: Final = re.compile(r"~?[0-9a-f]{6}")

#: Dates that archives write into paths: ``2023/08/20/traces/``, ``08/20/traces/``,
#: and adsb.lol's ``v2023.08.20-planes-readsb-prod-0``.
_PATH_DATES: Final = (
    re.compile(r"(?:^|/)(?:(\d{4})/)?(\d{2})/(\d{2})/traces/"),
    re.compile(r"(?:^|/)v(\d{4})\.(\d{2})\.(\d{2})-"),
)

_scratch = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a trace says of its aircraft; the names are readsb's."""

    icao: str = ""
    timestamp: float = math.nan
    r: str = ""
    t: str = ""
    ownOp: str = ""
    dbFlags: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One trace as read.

    Attributes:
        address: Six lower-case hex digits, ``~`` before a non-ICAO one; empty when
            the file could not be used.
        file: The file, and what it says of the aircraft.
        positions: One for each usable row; ``file`` is not filled yet.
        findings: What was refused and noticed.
    """

    address: str
    file: SourceFile
    positions: Positions
    findings: Findings


def read_trace(data: bytes, name: str, *, cut: bool = False) -> Trace:
    """Read one trace, gzip or not, whole or broken.

    Args:
        data: The file.
        name: Its name for the record; a date in it is compared with the data's.
        cut: Whether the file is known to be cut short.

    Returns:
        The trace; when it cannot be used, no positions and the reason in
        ``findings.refused``.
    """
    findings = Findings()
    if cut:
        findings.remark(refusals.TAR_MEMBER_CUT)
    content = _content(data, findings)
    if findings.refused:
        return _unusable(name, findings)
    header, positions = _parse(content, findings)
    address = header.icao.lower()
    if not findings.refused and not _ADDRESS.fullmatch(address):
        findings.refused = refusals.ADDRESS_MISSING
    if findings.refused:
        return _unusable(name, findings)
    _look_at_times(name, header.timestamp, positions, findings)
    if not len(positions):
        any_refused = findings.refused_rows.total() > 0
        findings.refused = (
            refusals.NO_USABLE_ROW if any_refused else refusals.EMPTY_TRACE
        )
    file = SourceFile(
        name=name,
        reader="readsb",
        registration=header.r or None,
        aircraft_type=header.t or None,
        operator=header.ownOp or None,
        db_flags=header.dbFlags,
    )
    return Trace(address=address, file=file, positions=positions, findings=findings)


def _unusable(name: str, findings: Findings) -> Trace:
    return Trace(
        address="",
        file=SourceFile(name=name, reader="readsb"),
        positions=Positions.unknown(0),
        findings=findings,
    )


def _content(data: bytes, findings: Findings) -> bytes | bytearray:
    """Undo gzip; say why when that leaves nothing."""
    if not is_gzip(data):
        if not data.strip():
            findings.refused = refusals.EMPTY_FILE
        return data
    inflated = inflate(data)
    if inflated.too_large:
        findings.refused = refusals.TOO_LARGE
    elif not inflated.data:
        findings.refused = refusals.GZIP_BROKEN if inflated.cut else refusals.EMPTY_FILE
    elif inflated.cut:
        findings.remark(refusals.GZIP_CUT)
    return inflated.data


def _parse(content: bytes | bytearray, findings: Findings) -> tuple[Header, Positions]:
    fast = parse_fast(content)
    return fast if fast is not None else parse_general(content, findings)


def parse_fast(content: bytes | bytearray) -> tuple[Header, Positions] | None:
    """Read a trace that is exactly as readsb writes it; ``None`` when it is not."""
    opened = _TRACE.search(content, 0, _HEADER_BYTES)
    if opened is None:
        return None
    head = content[: opened.start()].rstrip()
    if not head.endswith(b","):
        return None
    told = parse_header(head[:-1] + b"}")
    header = _read_header(told) if told is not None else None
    if header is None:
        return None
    columns = _scratch_columns(len(content) // MIN_ROW_BYTES + 1)
    text = np.frombuffer(content, np.uint8)
    text.flags.writeable = False  # one compiled version serves bytes and bytearray
    start = np.uint64(opened.end())
    try:
        rows, end = parse_rows(text, start, header.timestamp, columns)
    except IndexError:
        return None
    if rows < 0 or content[int(end) :].split() != [b"}"]:
        return None
    return header, _copy_rows(columns, rows)


def _scratch_columns(capacity: int) -> RowColumns:
    """Give this thread's columns with room for so many rows; made once, then grown."""
    columns: RowColumns | None = getattr(_scratch, "columns", None)
    if columns is None or len(columns.time_ms) < capacity:
        dtypes = {c.name: c.dtype for c in COLUMNS}
        columns = RowColumns(
            **{n: np.empty(capacity, dtypes[n]) for n in RowColumns._fields}
        )
        _scratch.columns = columns
    return columns


def _copy_rows(columns: RowColumns, rows: int) -> Positions:
    filled = {n: c[:rows].copy() for n, c in columns._asdict().items()}
    return Positions(
        **filled,
        file=np.full(rows, -1, np.int32),
        row=np.arange(rows, dtype=np.int32),
        quarantine=np.zeros(rows, np.uint8),
    )


def parse_general(
    content: bytes | bytearray, findings: Findings
) -> tuple[Header, Positions]:
    """Read a trace whatever it looks like.

    Args:
        content: The file, gzip undone.
        findings: Gets what was refused and noticed; changed.

    Returns:
        Header and positions; empty ones, and ``findings.refused``, when the file
        cannot be used.
    """
    nothing = Header(), Positions.unknown(0)
    trace = parse_trace(content, findings)
    if trace is None:
        findings.refused = refusals.JSON_BROKEN
        return nothing
    rows = trace.get("trace")
    if rows is None or rows == []:
        cut = refusals.JSON_CUT in findings.remarks
        findings.refused = refusals.JSON_BROKEN if cut else refusals.EMPTY_TRACE
        return nothing
    if not isinstance(rows, list):
        findings.refused = refusals.JSON_BROKEN
        return nothing
    header = _read_header(trace)
    if header is None:
        findings.refused = refusals.TIME_MISSING
        return nothing
    return header, read_rows(rows, header.timestamp, findings)


def _read_header(told: Mapping[str, object]) -> Header | None:
    """Read what is said of the aircraft; ``None`` without a believable time."""
    base_s = told.get("timestamp")
    if not isinstance(base_s, float) or not EARLIEST_S <= base_s < LATEST_S:
        return None
    return Header(
        icao=_text(told.get("icao")),
        timestamp=base_s,
        r=_text(told.get("r")),
        t=_text(told.get("t")),
        ownOp=_text(told.get("ownOp")),
        dbFlags=_whole(told.get("dbFlags")),
    )


def _text(value: object) -> str:
    """Give a text that can be written again: lone surrogates cannot."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    if isinstance(value, float) and math.isfinite(value) and abs(value) < 2**31:
        return int(value)
    return None


def _look_at_times(
    name: str, base_s: float, positions: Positions, findings: Findings
) -> None:
    """Remark times that run backwards and a path whose date is not the data's."""
    if not len(positions):
        return
    backwards = np.flatnonzero(np.diff(positions.time_ms) < 0)
    if len(backwards):
        place = f"row {int(positions.row[backwards[0] + 1])}"
        findings.remark(refusals.TIME_BACKWARDS, place, times=len(backwards))
    days = {
        datetime.fromtimestamp(s, UTC).strftime("%Y/%m/%d")
        for s in (base_s, int(positions.time_ms[0]) / 1000)
    }
    for pattern in _PATH_DATES:
        found = pattern.search(name)
        if found is None:
            continue
        told = "/".join(part for part in found.groups() if part)
        if not any(day.endswith(told) for day in days):
            findings.remark(refusals.FOLDER_DATE_DIFFERS)
        return
