"""Turn the cells of a table into times, numbers and truths, whole columns at a time.

A cell that is empty is unknown; a cell that cannot be understood is unknown too, and
counted. One bad cell never costs its column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

#: A column of any type as Arrow holds it. The stubs type each kind apart.
Cells = Any

#: Words that tables use for "nothing here".
_NOTHING: Final = ["", "null", "none", "nan", "na", "n/a", "nat", "-", "\\n"]

_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(inf|infinity)$"

#: ISO 8601 with the freedoms people take: a blank for the T, no seconds, no zone.
_ISO_TIME: Final = (
    r"^(?P<y>\d{4})[-/](?P<mo>\d{2})[-/](?P<d>\d{2})"
    r"(?:[Tt ](?P<h>\d{2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9})\d*)?)?)?"
    r" ?(?P<z>[Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?$"
)

#: Unix times by magnitude: until the year 5138 seconds stay below 1e11, and
#: milliseconds have been above it since 1973; the same again for µs and ns.
_SECONDS_BELOW: Final = 1e11
_MILLISECONDS_BELOW: Final = 1e14
_MICROSECONDS_BELOW: Final = 1e17

_TRUE: Final = ["true", "t", "1", "1.0", "yes", "y", "ground"]
_FALSE: Final = ["false", "f", "0", "0.0", "no", "n", "air", "airborne"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A column of numbers.

    Attributes:
        values: The numbers, NaN where unknown, shape ``(n,)``.
        bad: Which cells held something that is not a number.
    """

    values: NDArray[np.float64]
    bad: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """A column of times.

    Attributes:
        time_ms: Unix milliseconds, 0 where unknown, shape ``(n,)``.
        known: Which cells held a time.
        zone_missing: Whether a time of the day came without its zone.
    """

    time_ms: NDArray[np.int64]
    known: NDArray[np.bool_]
    zone_missing: bool


def equal(cells: Cells, word: str) -> Cells:
    """Compare every cell with one word."""
    return pc.equal(cells, pa.scalar(word, cells.type))


def is_text(cells: Cells) -> bool:
    """Tell whether a column holds text (or bytes that will be)."""
    kind = cells.type
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
    )


def plain(cells: Cells) -> tuple[Cells, int]:
    """Give one array without dictionary, bytes as text, and how many were not UTF-8."""
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    if not (pa.types.is_binary(cells.type) or pa.types.is_large_binary(cells.type)):
        return cells, 0
    try:
        return cells.cast(pa.string()), 0
    except pa.ArrowInvalid:
        return _replace_bad_bytes(cells)


def _replace_bad_bytes(cells: Cells) -> tuple[Cells, int]:
    texts: list[str | None] = []
    bad = 0
    for raw in cells.to_pylist():
        try:
            texts.append(None if raw is None else raw.decode("utf-8"))
        except UnicodeDecodeError:
            texts.append(raw.decode("utf-8", "replace"))
            bad += 1
    return pa.array(texts, pa.string()), bad


def trimmed(cells: Cells) -> Cells:
    """Give text without blanks around it, and nothing for words that mean nothing."""
    if not is_text(cells):
        cells = cells.cast(pa.string())
    text = pc.utf8_trim_whitespace(cells)
    nothing = pc.is_in(pc.utf8_lower(text), value_set=pa.array(_NOTHING))
    return pc.if_else(nothing, pa.scalar(None, text.type), text)


def numbers(cells: Cells) -> Numbers:
    """Read a column of numbers."""
    if not is_text(cells):
        if pa.types.is_boolean(cells.type):
            cells = cells.cast(pa.int8())
        try:
            values = _to_numpy(cells.cast(pa.float64()))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            values = np.full(len(cells), np.nan)
        return Numbers(values=values, bad=_known(cells) & _lost(cells, values))
    text = trimmed(cells)
    try:
        values = _to_numpy(text.cast(pa.float64()))
        return Numbers(values=values, bad=np.zeros(len(cells), np.bool_))
    except pa.ArrowInvalid:
        fine = pc.match_substring_regex(text, _NUMBER, ignore_case=True)
        kept = pc.if_else(fine, text, pa.scalar(None, text.type))
        values = _to_numpy(kept.cast(pa.float64()))
        return Numbers(values=values, bad=_known(text) & ~_known(kept))


def _lost(cells: Cells, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which values a cast lost; NaN in a column of floats is only unknown."""
    if pa.types.is_floating(cells.type):
        return np.zeros(len(values), np.bool_)
    return np.isnan(values)


def _to_numpy(cells: Cells) -> NDArray[np.float64]:
    values: NDArray[np.float64] = cells.to_numpy(zero_copy_only=False)
    return values


def _known(cells: Cells) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = cells.is_valid().to_numpy(zero_copy_only=False)
    return known


def times(cells: Cells) -> Times:
    """Read a column of times: timestamps, ISO 8601, or Unix s, ms, µs, ns."""
    if pa.types.is_timestamp(cells.type) or pa.types.is_date(cells.type):
        return _timestamps(cells, zone=getattr(cells.type, "tz", None) is not None)
    if not is_text(cells):
        return _unix(numbers(cells).values)
    text = trimmed(cells)
    found = numbers(text)
    unix = _unix(found.values)
    if not found.bad.any():
        return unix
    for kind, zone in ((pa.timestamp("ns"), False), (pa.timestamp("ns", "UTC"), True)):
        # a cast that fails is slow, so the first cell is asked before all are
        try:
            text.drop_null()[:1].cast(kind)
            return _timestamps(text.cast(kind), zone=zone)
        except pa.ArrowInvalid:
            continue
    iso = _iso(text)
    return Times(
        time_ms=np.where(unix.known, unix.time_ms, iso.time_ms),
        known=unix.known | iso.known,
        zone_missing=iso.zone_missing,
    )


def _timestamps(cells: Cells, *, zone: bool) -> Times:
    known = _known(cells)
    ns = pc.fill_null(cells.cast(pa.timestamp("ns")).cast(pa.int64()), 0)
    time_ns: NDArray[np.int64] = ns.to_numpy(zero_copy_only=False)
    return Times(
        time_ms=(time_ns + 500_000) // 1_000_000,
        known=known,
        zone_missing=not zone and bool(known.any()),
    )


def _unix(values: NDArray[np.float64]) -> Times:
    known = np.isfinite(values)
    size = np.abs(np.where(known, values, 0.0))
    per_ms = np.select(
        [
            size < _SECONDS_BELOW,
            size < _MILLISECONDS_BELOW,
            size < _MICROSECONDS_BELOW,
        ],
        [1e-3, 1.0, 1e3],
        1e6,
    )
    milliseconds = np.where(per_ms < 1.0, values * 1000.0, values / per_ms)
    known &= np.abs(np.where(known, milliseconds, 0.0)) < 2.0**62
    time_ms = np.rint(np.where(known, milliseconds, 0.0)).astype(np.int64)
    return Times(time_ms=time_ms, known=known, zone_missing=False)


def _iso(text: Cells) -> Times:
    parts = pc.extract_regex(text, _ISO_TIME)
    known = _known(parts)
    get: Callable[[str], Cells] = lambda name: pc.struct_field(parts, name)  # noqa: E731
    whole = {n: _whole(get(n)) for n in ("y", "mo", "d", "h", "mi", "s")}
    known &= (whole["mo"] >= 1) & (whole["mo"] <= 12)
    known &= (whole["d"] >= 1) & (whole["d"] <= 31)
    known &= (whole["h"] < 24) & (whole["mi"] < 60) & (whole["s"] <= 60)
    months = (whole["y"] - 1970) * 12 + whole["mo"] - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    days = first + whole["d"] - 1
    seconds = days * 86400 + whole["h"] * 3600 + whole["mi"] * 60 + whole["s"]
    fraction = _whole(pc.utf8_rpad(get("f"), 9, padding="0"))
    zone = pc.fill_null(get("z"), "")
    seconds = seconds - _zone_s(zone)
    time_ms = seconds * 1000 + (fraction + 500_000) // 1_000_000
    bare: NDArray[np.bool_] = equal(zone, "").to_numpy(zero_copy_only=False)
    return Times(
        time_ms=np.where(known, time_ms, 0),
        known=known,
        zone_missing=bool((bare & known).any()),
    )


def _whole(text: Cells) -> NDArray[np.int64]:
    filled = pc.if_else(equal(pc.fill_null(text, ""), ""), "0", text)
    values: NDArray[np.int64] = filled.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return values


def _zone_s(zone: Cells) -> NDArray[np.int64]:
    """Read ``+hh``, ``+hhmm`` or ``+hh:mm`` as seconds; 0 for ``Z`` and none."""
    digits = pc.replace_substring_regex(zone, r"[^\d]", "")
    hhmm = _whole(pc.utf8_rpad(digits, 4, padding="0"))
    starts: Cells = pc.starts_with(zone, "-")
    sign: NDArray[np.bool_] = starts.to_numpy(zero_copy_only=False)
    seconds = (hhmm // 100) * 3600 + (hhmm % 100) * 60
    return np.where(sign, -seconds, seconds)


def truths(cells: Cells) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Read yes and no: 1, 0 and -1 for unknown, and which cells were not understood."""
    if pa.types.is_boolean(cells.type):
        filled = pc.fill_null(cells.cast(pa.int8()), -1)
        yes_no: NDArray[np.int8] = filled.to_numpy(zero_copy_only=False)
        return yes_no, np.zeros(len(yes_no), np.bool_)
    text = pc.utf8_lower(trimmed(cells))
    yes = _among(text, _TRUE)
    no = _among(text, _FALSE)
    return (
        np.where(yes, 1, np.where(no, 0, -1)).astype(np.int8),
        _known(text) & ~yes & ~no,
    )


def _among(text: Cells, words: list[str]) -> NDArray[np.bool_]:
    found: Cells = pc.is_in(text, value_set=pa.array(words))
    among: NDArray[np.bool_] = found.to_numpy(zero_copy_only=False)
    return among


def words(cells: Cells) -> tuple[NDArray[np.int64], list[str]]:
    """Read a column of words: which word each cell holds (-1: none), and the words."""
    encoded = trimmed(cells).dictionary_encode()
    codes: NDArray[np.int64] = pc.fill_null(
        encoded.indices.cast(pa.int64()), -1
    ).to_numpy(zero_copy_only=False)
    return codes, encoded.dictionary.to_pylist()
