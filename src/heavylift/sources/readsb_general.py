"""Read any readsb trace that is JSON, and what is left of one that is not.

This is the slow, forgiving reader behind ``readsb_rows``: other blanks, other key
orders, exponents, NaN, bytes that are not UTF-8, half a file. A row that cannot be
used is refused under its reason and the others live.
"""

from __future__ import annotations

import json
import math
import re
from typing import Final

import numpy as np

from heavylift.model.positions import (
    NO_QUALITY,
    NO_SQUAWK,
    Flag,
    Positions,
    SourceType,
    Surface,
    pack_callsign,
)
from heavylift.sources import refusals
from heavylift.sources.limits import EARLIEST_S, LATEST_S, MAX_SPEED_MS
from heavylift.sources.readsb_columns import FLAG_BITS, RowColumns
from heavylift.sources.refusals import Findings
from heavylift.units import METRES_PER_FOOT, MS_PER_FOOT_PER_MINUTE, MS_PER_KNOT

#: All numbers become floats, so that ``1`` and ``1.0`` cannot differ; NaN and
#: Infinity, which are not JSON, are let through to be refused by row.
_DECODER: Final = json.JSONDecoder(parse_int=float, strict=False)

_TRACE: Final = re.compile(r'"trace"\s*:\s*\[')
_NEXT_ROW: Final = re.compile(r",\s*(?=\[)")
_BLANKS: Final = re.compile(r"\s*")
_SQUAWK: Final = re.compile(r"[0-7]{4}")

_SOURCE_CODES: Final = {
    s.name.lower(): int(s) for s in SourceType if s is not SourceType.OPENSKY
}

#: Largest value a float32 column can hold; what is larger is no measurement.
_MAX_FLOAT32: Final = float(np.finfo(np.float32).max)


class _Refused(Exception):
    """A row cannot be used; the argument is the reason."""


def parse_trace(
    data: bytes | bytearray, findings: Findings
) -> dict[str, object] | None:
    """Read the object of a trace, as far as it can be read.

    Args:
        data: The file, gzip undone.
        findings: Gets what was noticed; changed.

    Returns:
        The object, every number a float; ``None`` when it is not JSON at all.
    """
    text = _decode(data, findings)
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return _salvage(text, findings)
    return found if isinstance(found, dict) else None


def parse_header(head: bytes | bytearray) -> dict[str, object] | None:
    """Read what stands before the rows, closed as an object; ``None`` if unsound."""
    try:
        found = _DECODER.decode(head.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _decode(data: bytes | bytearray, findings: Findings) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.remark(refusals.NOT_UTF8, f"byte {error.start}")
        return data.decode("utf-8-sig", "replace")


def _salvage(text: str, findings: Findings) -> dict[str, object] | None:
    """Read the header and every whole row of JSON that is broken somewhere."""
    opened = _TRACE.search(text)
    if opened is None:
        return None
    head = text[: opened.start()].rstrip().removesuffix(",") + "}"
    try:
        header: object = _DECODER.decode(head)
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict):
        return None
    rows: list[object] = []
    at = opened.end()
    while True:
        at = _salvage_rows(text, at, rows)
        if at >= len(text):
            findings.remark(refusals.JSON_CUT)
            break
        if text[at] == "]":
            break
        following = _NEXT_ROW.search(text, at)
        if following is None:
            findings.remark(refusals.JSON_CUT)
            break
        rows.append(None)
        at = following.end()
    return {**header, "trace": rows}


def _salvage_rows(text: str, at: int, rows: list[object]) -> int:
    """Read rows while they are whole; the index where that ends."""
    while True:
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        if not text.startswith("[", at):
            return at
        try:
            row, after = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return at
        rows.append(row)
        at = _BLANKS.match(text, after).end()  # type: ignore[union-attr]
        if not text.startswith(",", at):
            return at
        at += 1


def read_rows(rows: list[object], base_s: float, findings: Findings) -> Positions:
    """Turn rows into columns; refuse those that cannot be used.

    Args:
        rows: The value of ``trace``, every number a float.
        base_s: The file's ``timestamp``, Unix seconds.
        findings: Gets the refusals; changed.

    Returns:
        One position for each usable row; ``row`` counts all rows from 0.
    """
    kept: list[tuple[float | int, ...]] = []
    for number, row in enumerate(rows):
        try:
            values = _read_row(row, base_s, findings, f"row {number}")
        except _Refused as refused:
            findings.refuse_row(str(refused), f"row {number}")
        else:
            kept.append((*values, number))
    positions = Positions.unknown(len(kept))
    if kept:
        columns = zip(*kept, strict=True)
        for name, cells in zip(RowColumns._fields, columns, strict=True):
            column = getattr(positions, name)
            column[:] = np.array(cells, column.dtype)
    return positions


def _read_row(
    row: object, base_s: float, findings: Findings, place: str
) -> tuple[float | int, ...]:
    """Read one row into values in the order of ``RowColumns``, its number left out."""
    if not isinstance(row, list) or len(row) < 3:
        raise _Refused(refusals.ROW_MALFORMED)
    row = row + [None] * (11 - len(row))
    time_s, lat, lon = _place_and_time(row, base_s)
    surface, altitude = _altitude(row[3])
    flags = _flags(row[6])
    baro = _value(altitude, METRES_PER_FOOT, findings, place)
    if altitude is not None and math.isnan(baro):
        surface = Surface.UNKNOWN
    geo = _value(_number(row[10]), METRES_PER_FOOT, findings, place)
    if flags & Flag.ALTITUDE_GEOMETRIC:
        geo, baro = (baro if math.isnan(geo) else geo), math.nan
    speed = _value(_number(row[4]), MS_PER_KNOT, findings, place)
    if speed < 0 or speed > MAX_SPEED_MS:
        findings.remark(refusals.SPEED_IMPOSSIBLE, place)
        speed = math.nan
    details = row[8]
    if details is None:
        details = {}
    elif not isinstance(details, dict):
        raise _Refused(refusals.ROW_MALFORMED)
    if "gpsOkBefore" in details:
        flags |= Flag.GPS_LOST
    return (
        int(np.rint(time_s * 1000.0)),
        lat,
        lon,
        baro,
        geo,
        int(surface),
        speed,
        _value(_number(row[5]), 1.0, findings, place),
        _value(_number(row[7]), MS_PER_FOOT_PER_MINUTE, findings, place),
        _SOURCE_CODES.get(row[9], 0) if isinstance(row[9], str) else 0,
        flags,
        *_details(details),
    )


def _place_and_time(row: list[object], base_s: float) -> tuple[float, float, float]:
    if row[0] is None:
        raise _Refused(refusals.TIME_MISSING)
    if row[1] is None or row[2] is None:
        raise _Refused(refusals.POSITION_MISSING)
    offset_s, lat, lon = (_number(v) for v in row[:3])
    if offset_s is None or lat is None or lon is None:
        raise _Refused(refusals.ROW_MALFORMED)
    if not (math.isfinite(offset_s) and math.isfinite(lat) and math.isfinite(lon)):
        raise _Refused(refusals.NOT_A_NUMBER)
    time_s = base_s + offset_s
    if not EARLIEST_S <= time_s < LATEST_S:
        raise _Refused(refusals.TIME_OUT_OF_RANGE)
    if not -90.0 <= lat <= 90.0:
        raise _Refused(refusals.LATITUDE_OUT_OF_RANGE)
    if not -180.0 <= lon <= 180.0:
        raise _Refused(refusals.LONGITUDE_OUT_OF_RANGE)
    return time_s, lat, lon


def _number(value: object) -> float | None:
    """Give a number or ``None``; anything else makes the row malformed."""
    if value is None or type(value) is float:
        return value
    raise _Refused(refusals.ROW_MALFORMED)


def _value(
    number: float | None, factor: float, findings: Findings, place: str
) -> float:
    """Convert a number that may be missing; what no column can hold is unknown."""
    if number is None:
        return math.nan
    if not abs(number * factor) <= _MAX_FLOAT32:
        findings.remark(refusals.CELL_NOT_UNDERSTOOD, place)
        return math.nan
    return number * factor


def _altitude(value: object) -> tuple[Surface, float | None]:
    if value == "ground":
        return Surface.GROUND, None
    number = _number(value)
    return (Surface.UNKNOWN if number is None else Surface.AIRBORNE), number


def _flags(value: object) -> int:
    number = _number(value)
    if number is None:
        return 0
    if not math.isfinite(number) or number != math.floor(number):
        raise _Refused(refusals.ROW_MALFORMED)
    return int(number) & FLAG_BITS


def _details(details: dict[str, object]) -> tuple[int, int, int, int, int]:
    flight, squawk = details.get("flight"), details.get("squawk")
    return (
        pack_callsign(flight) if isinstance(flight, str) else 0,
        int(squawk, 8)
        if isinstance(squawk, str) and _SQUAWK.fullmatch(squawk)
        else NO_SQUAWK,
        _quality(details.get("nic")),
        _quality(details.get("nac_p")),
        _quality(details.get("sil")),
    )


def _quality(value: object) -> int:
    if isinstance(value, float) and 0 <= value <= 127 and value == math.floor(value):
        return int(value)
    return NO_QUALITY
