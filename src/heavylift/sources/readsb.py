"""Read one readsb trace: the day of one aircraft, as adsb.lol and others publish it.

Format: ``trace_full_<hex>.json`` of readsb (README-json.md). Altitude is geometric
where readsb's flag 8 says so; it then goes to the geometric column, if that is empty,
and the barometric one stays unknown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heavylift.model.sources import SourceFile
from heavylift.sources import refusals
from heavylift.sources.eight_bytes import PADDING
from heavylift.sources.inflate import inflate, is_gzip
from heavylift.sources.limits import EARLIEST_S, LATEST_S
from heavylift.sources.readsb_columns import TraceColumns
from heavylift.sources.readsb_general import parse_header, parse_trace, read_rows
from heavylift.sources.readsb_rows import NO_ROOM, parse_rows
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
        rows: Usable rows, which were added to the columns; none when the file cannot
            be used.
        findings: What was refused and noticed.
    """

    address: str
    file: SourceFile
    rows: int
    findings: Findings


class _Read(NamedTuple):
    """What was added to columns, and how often time runs backwards in it."""

    header: Header
    rows: int
    backwards: int = 0
    first_backwards: int = 0


def read_trace(
    data: bytes,
    name: str,
    into: TraceColumns,
    *,
    cut: bool = False,
    address: str = "",
) -> Trace:
    """Read one trace, gzip or not, whole or broken.

    Args:
        data: The file.
        name: Its name for the record; a date in it is compared with the data's.
        into: The rows are added here.
        cut: Whether the file is known to be cut short.
        address: Whose trace it must be; any when empty.

    Returns:
        The trace; when it cannot be used, no rows and the reason in
        ``findings.refused``.
    """
    findings = Findings()
    if cut:
        findings.remark(refusals.TAR_MEMBER_CUT)
    content = _content(data, findings)
    if findings.refused:
        return _unusable(name, findings)
    first = into.filled
    read = parse_fast(content, into) or parse_general(content, into, findings)
    header = read.header
    found = header.icao.lower()
    if not findings.refused and not _ADDRESS.fullmatch(found):
        findings.refused = refusals.ADDRESS_MISSING
    if findings.refused:
        into.filled = first
        return _unusable(name, findings)
    _look_at_times(name, read, into.columns.time_ms[first:], findings)
    if not read.rows:
        any_refused = findings.refused_rows.total() > 0
        findings.refused = (
            refusals.NO_USABLE_ROW if any_refused else refusals.EMPTY_TRACE
        )
    if address and found != address:
        findings.refused = refusals.ADDRESS_MISSING
        into.filled = first
    file = SourceFile(
        name=name,
        reader="readsb",
        registration=header.r or None,
        aircraft_type=header.t or None,
        operator=header.ownOp or None,
        db_flags=header.dbFlags,
    )
    rows = into.filled - first
    return Trace(address=found, file=file, rows=rows, findings=findings)


def _unusable(name: str, findings: Findings) -> Trace:
    file = SourceFile(name=name, reader="readsb")
    return Trace(address="", file=file, rows=0, findings=findings)


def _content(data: bytes, findings: Findings) -> bytes | bytearray:
    """Undo gzip; say why when that leaves nothing."""
    if not is_gzip(data):
        if not data.strip():
            findings.refused = refusals.EMPTY_FILE
        return data
    inflated = inflate(data, room=PADDING)
    if inflated.too_large:
        findings.refused = refusals.TOO_LARGE
    elif not inflated.data:
        findings.refused = refusals.GZIP_BROKEN if inflated.cut else refusals.EMPTY_FILE
    elif inflated.cut:
        findings.remark(refusals.GZIP_CUT)
    return inflated.data


def parse_fast(content: bytes | bytearray, into: TraceColumns) -> _Read | None:
    """Read a trace that is exactly as readsb writes it.

    Args:
        content: The file, gzip undone.
        into: The rows are added here.

    Returns:
        What was added; ``None`` when the file is not written so, and nothing was.
    """
    found = read_header(content)
    if found is None:
        return None
    header, start = found
    rows, end, *backwards = _parse_rows(content, start, header.timestamp, into)
    if rows < 0 or content[end:].split() != [b"}"]:
        return None
    into.filled += rows
    return _Read(header, rows, *backwards)


def read_header(content: bytes | bytearray) -> tuple[Header, int] | None:
    """Read what stands before the rows of a trace as readsb writes it.

    Args:
        content: The file, or its first bytes, gzip undone.

    Returns:
        What it says, and where its rows begin; ``None`` when it is not written so, or
        the rows begin farther on.
    """
    opened = _TRACE.search(content, 0, _HEADER_BYTES)
    if opened is None:
        return None
    head = content[: opened.start()].rstrip()
    if not head.endswith(b","):
        return None
    told = parse_header(head[:-1] + b"}")
    header = _read_header(told) if told is not None else None
    return None if header is None else (header, opened.end())


def _parse_rows(
    content: bytes | bytearray, start: int, base_s: float, into: TraceColumns
) -> tuple[int, int, int, int]:
    """Call the compiled parser with what it needs: an end that stops it, and room."""
    padded = content if isinstance(content, bytearray) else bytearray(content)
    padded += bytes(PADDING)
    text = np.frombuffer(padded, np.uint8)
    text.flags.writeable = False  # compiled once, for texts that nobody may change
    at = np.uint64(start)
    while True:
        found = parse_rows(text, at, base_s, into.columns, into.filled, into.memory)
        if found[0] != NO_ROOM:
            break
        into.grow()
    del text  # a text that is looked at cannot be shortened
    del padded[-PADDING:]
    rows, end, backwards, first_backwards = found
    return rows, int(end), backwards, first_backwards


def parse_general(
    content: bytes | bytearray, into: TraceColumns, findings: Findings
) -> _Read:
    """Read a trace whatever it looks like.

    Args:
        content: The file, gzip undone.
        into: The rows are added here.
        findings: Gets what was refused and noticed; changed.

    Returns:
        What was added; nothing, and ``findings.refused``, when the file cannot be used.
    """
    nothing = _Read(Header(), 0)
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
    positions = read_rows(rows, header.timestamp, findings)
    into.append(positions)
    backwards = np.flatnonzero(np.diff(positions.time_ms) < 0)
    first = int(positions.row[backwards[0] + 1]) if len(backwards) else 0
    return _Read(header, len(positions), len(backwards), first)


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
    name: str, read: _Read, time_ms: NDArray[np.int64], findings: Findings
) -> None:
    """Remark times that run backwards and a path whose date is not the data's."""
    if not read.rows:
        return
    place = f"row {read.first_backwards}"
    findings.remark(refusals.TIME_BACKWARDS, place, times=read.backwards)
    header_s, first_s = read.header.timestamp, int(time_ms[0]) / 1000
    told = _path_date(name)
    if told and not any(_day(s).endswith(told) for s in (header_s, first_s)):
        findings.remark(refusals.FOLDER_DATE_DIFFERS)


def _path_date(name: str) -> str:
    """Give the date that a path holds, ``YYYY/MM/DD`` or ``MM/DD``; empty without."""
    # All traces of a folder tell the same.
    folder, parted, _ = name.rpartition("/traces/")
    return _folder_date(folder + parted if parted else name)


@lru_cache(maxsize=256)
def _folder_date(path: str) -> str:
    for pattern in _PATH_DATES:
        found = pattern.search(path)
        if found is not None:
            return "/".join(part for part in found.groups() if part)
    return ""


def _day(time_s: float) -> str:
    return _day_in_words(int(time_s // 86_400))


@lru_cache(maxsize=256)
def _day_in_words(day: int) -> str:
    return datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y/%m/%d")
