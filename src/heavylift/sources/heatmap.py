"""Read readsb heatmaps: half an hour of everything that a network heard.

A heatmap is a list of records of 16 bytes, slice by slice: every few seconds one
position of each aircraft. It holds no direction, no rate and no integrity, but all
aircraft at once, which no other archive has in one small file.
Source of the layout: readsb, globe_index.h (``struct heatEntry``) and globe_index.c
(``handleHeatmap``).

What readsb leaves open stays so: where no pressure altitude was valid it writes the
geometric one in the same place and does not say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.model.positions import (
    COLUMNS,
    NO_SQUAWK,
    UNKNOWN,
    Positions,
    SourceType,
    Surface,
    pack_callsign,
)
from heavylift.model.sources import Aircraft
from heavylift.sources import refusals
from heavylift.sources.inflate import inflate, is_gzip
from heavylift.sources.limits import EARLIEST_S, LATEST_S, MAX_SPEED_MS
from heavylift.sources.refusals import Findings
from heavylift.sources.rows import Block
from heavylift.units import METRES_PER_FOOT, MS_PER_KNOT

#: ``hex`` of the record that begins a slice.
SLICE_MARK: Final = 0x0E7F7C9D

#: Length of a record; a file that is no multiple of it was cut short.
RECORD_BYTES: Final = 16

#: The record, little-endian, packed.
_RECORD: Final = np.dtype(
    [("hex", "<i4"), ("lat", "<i4"), ("lon", "<i4"), ("alt", "<i2"), ("gs", "<i2")]
)

#: A record with this bit in ``lat`` holds squawk and callsign instead of a place; no
#: latitude reaches it (90° is 0x055d4a80).
_INFORMATION: Final = 1 << 30

#: The address with readsb's mark that it is not an ICAO one.
_ADDRESS_BITS: Final = 0x1FFFFFF
_NOT_ICAO: Final = 0x1000000

#: Altitudes are in steps of 25 ft; one impossible value says "on the ground".
_ALTITUDE_STEP_M: Final = 25 * METRES_PER_FOOT
_ON_GROUND: Final = -123

#: Speeds are in tenths of a knot; one says "not known".
_SPEED_STEP_MS: Final = MS_PER_KNOT / 10
_NO_SPEED: Final = -1

#: readsb's numbers of source types (readsb.h, ``addrtype_t``) in ours. Two lie the
#: other way round than in the words of its JSON.
_SOURCES: Final = np.array(
    [
        SourceType.ADSB_ICAO,
        SourceType.ADSB_ICAO_NT,
        SourceType.ADSR_ICAO,
        SourceType.TISB_ICAO,
        SourceType.ADSC,
        SourceType.MLAT,
        SourceType.OTHER,
        SourceType.MODE_S,
        SourceType.ADSB_OTHER,
        SourceType.ADSR_OTHER,
        SourceType.TISB_TRACKFILE,
        SourceType.TISB_OTHER,
        SourceType.MODE_AC,
        *[SourceType.UNKNOWN] * 19,
    ],
    np.uint8,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Who was where, in the order of a heatmap.

    Attributes:
        slice_ms: Time of each slice, Unix milliseconds.
        address: Of each position the address, with readsb's mark; see ``label``.
        lat_deg: Its latitude.
        lon_deg: Its longitude.
    """

    slice_ms: NDArray[np.int64]
    address: NDArray[np.int32]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]


def read_places(data: bytes, findings: Findings) -> Places | None:
    """Read who was where alone, in a third of the time that all of a heatmap takes.

    Args:
        data: The file, gzip or not.
        findings: Gets what is remarked of the whole file; changed.

    Returns:
        The positions that are on Earth; ``None`` when there is no slice.
    """
    found = _records(data, findings)
    if found is None:
        return None
    records, marks = found
    rows = np.arange(marks[0], len(records))
    lat, lon = (records[c][rows].astype(np.int64) for c in ("lat", "lon"))
    # Latitudes of other records are beyond the pole, but for those of marks.
    usable = (np.abs(lat) <= 90_000_000) & (np.abs(lon) <= 180_000_000)
    usable &= records["hex"][rows] != SLICE_MARK
    return Places(
        slice_ms=_times(records[marks]),
        address=_addresses(records[rows[usable]]),
        lat_deg=lat[usable] / 1e6,
        lon_deg=lon[usable] / 1e6,
    )


def read_heatmap(data: bytes, findings: Findings) -> Block | None:
    """Read a heatmap, gzip or not.

    Args:
        data: The file.
        findings: Gets what is refused or noticed; changed.

    Returns:
        The usable positions, sorted by aircraft and within each in the order of the
        file; callsign and squawk are those last told of the aircraft before it.
        ``None``, with the reason in ``findings.refused``, when there is no slice.
    """
    found = _records(data, findings)
    if found is None:
        return None
    records, marks = found
    # what comes before the first slice is an index of the slices
    rows = np.arange(marks[0], len(records))
    rows = rows[records["hex"][rows] != SLICE_MARK]
    time_ms = _times(records[marks])[np.searchsorted(marks, rows) - 1]
    order = np.argsort(_addresses(records[rows]), kind="stable")
    rows, time_ms = rows[order], time_ms[order]
    return _block(records[rows], rows, time_ms, findings)


def _records(
    data: bytes, findings: Findings
) -> tuple[NDArray[np.void], NDArray[np.intp]] | None:
    """All records of a heatmap, and which begin a slice."""
    if is_gzip(data):
        found = inflate(data)
        if found.too_large:
            findings.refused = refusals.TOO_LARGE
            return None
        if found.cut:
            findings.remark(refusals.GZIP_CUT)
        data = bytes(found.data)
    whole = len(data) // RECORD_BYTES
    records = np.frombuffer(data, _RECORD, whole)
    if len(data) % RECORD_BYTES:
        findings.remark(refusals.HEATMAP_CUT, f"record {whole}")
    marks = np.flatnonzero(records["hex"] == SLICE_MARK)
    if not len(marks):
        findings.refused = refusals.HEATMAP_BROKEN
        return None
    return records, marks


def _times(slices: NDArray[np.void]) -> NDArray[np.int64]:
    """Unix milliseconds of slices: two words, the lower one without a sign."""
    low = slices["lon"].astype(np.int64) & 0xFFFFFFFF
    return (slices["lat"].astype(np.int64) << 32) | low


def _addresses(records: NDArray[np.void]) -> NDArray[np.int32]:
    return (records["hex"] & _ADDRESS_BITS).astype(np.int32)


def _block(
    records: NDArray[np.void],
    rows: NDArray[np.intp],
    time_ms: NDArray[np.int64],
    findings: Findings,
) -> Block:
    address = _addresses(records)
    informing = (records["lat"] & _INFORMATION != 0) & (records["lat"] > 0)
    callsign, squawk = _information(records, address, informing)
    usable = ~informing
    for wrong, reason in _refused(records, time_ms):
        bad = wrong & usable
        if bad.any():
            place = f"record {int(rows[bad].min())}"
            findings.refuse_row(reason, place, int(bad.sum()))
            usable &= ~bad
    kept = np.flatnonzero(usable)
    columns = _columns(records[kept], findings)
    columns["time_ms"] = time_ms[kept]
    columns["callsign"], columns["squawk"] = callsign[kept], squawk[kept]
    columns["row"] = rows[kept]
    unique, first = np.unique(address[kept], return_index=True)
    labels = [label(int(a)) for a in unique]
    return Block(
        positions=_positions(columns, len(kept)),
        vector_ms=time_ms[kept],
        aircraft=[Aircraft(icao24=label, label=label) for label in labels],
        bounds=np.append(first, len(kept)).astype(np.int64),
        identity=[(None, None, None)] * len(labels),
    )


def _refused(
    records: NDArray[np.void], time_ms: NDArray[np.int64]
) -> list[tuple[NDArray[np.bool_], str]]:
    """Say of all records which cannot be used and why."""
    outside = (time_ms < EARLIEST_S * 1000) | (time_ms >= LATEST_S * 1000)
    lat, lon = records["lat"].astype(np.int64), records["lon"].astype(np.int64)
    return [
        (outside, refusals.TIME_OUT_OF_RANGE),
        (np.abs(lat) > 90_000_000, refusals.LATITUDE_OUT_OF_RANGE),
        (np.abs(lon) > 180_000_000, refusals.LONGITUDE_OUT_OF_RANGE),
    ]


def _information(
    records: NDArray[np.void],
    address: NDArray[np.int32],
    informing: NDArray[np.bool_],
) -> tuple[NDArray[np.uint64], NDArray[np.uint16]]:
    """Carry callsign and squawk to the records of the same aircraft that follow."""
    told = np.flatnonzero(informing)
    here = np.searchsorted(told, np.arange(len(records)), side="right") - 1
    # a record told of another aircraft says nothing here
    known = here >= 0
    known[known] = address[told[here[known]]] == address[known]
    raw = records[told].tobytes()
    words = np.frombuffer(raw, "<u8").reshape(-1, 2)[:, 1]
    unique, inverse = np.unique(words, return_inverse=True)
    packed = np.array([_callsign(int(w)) for w in unique], np.uint64)
    digits = records["lat"][told].astype(np.int64) & 0xFFFF
    callsign = np.zeros(len(records), np.uint64)
    squawk = np.full(len(records), NO_SQUAWK, np.uint16)
    if len(told):
        callsign[known] = packed[inverse][here[known]]
        squawk[known] = _octal(digits)[here[known]]
    return callsign, squawk


def _callsign(word: int) -> int:
    """Pack a callsign; ``@`` stands where the transponder sent nothing (Doc 9871)."""
    text = word.to_bytes(8, "little").decode("ascii", "replace")
    return pack_callsign(text.replace("@", " "))


def _octal(digits: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Read squawks written as decimal digits; readsb writes 0 where it has none."""
    places = digits[:, None] // np.array([1000, 100, 10, 1]) % 10
    octal = (places * np.array([512, 64, 8, 1])).sum(axis=1)
    good = (digits > 0) & (digits <= 7777) & (places < 8).all(axis=1)
    return np.where(good, octal, NO_SQUAWK).astype(np.uint16)


def _columns(
    records: NDArray[np.void], findings: Findings
) -> dict[str, NDArray[np.generic]]:
    ground = records["alt"] == _ON_GROUND
    speed = records["gs"] * _SPEED_STEP_MS
    told = records["gs"] != _NO_SPEED
    impossible = told & ((speed < 0) | (speed > MAX_SPEED_MS))
    findings.remark(refusals.SPEED_IMPOSSIBLE, times=int(impossible.sum()))
    return {
        "lat_deg": records["lat"] / 1e6,
        "lon_deg": records["lon"] / 1e6,
        "baro_altitude_m": np.where(ground, np.nan, records["alt"] * _ALTITUDE_STEP_M),
        "surface": np.where(ground, int(Surface.GROUND), int(Surface.AIRBORNE)),
        "ground_speed_ms": np.where(told & ~impossible, speed, np.nan),
        "source_type": _SOURCES[(records["hex"] >> 27) & 0x1F],
    }


def _positions(columns: dict[str, NDArray[np.generic]], n: int) -> Positions:
    return Positions(
        **{
            c.name: columns[c.name].astype(c.dtype, copy=False)
            if c.name in columns
            # one value seen n times: nothing is stored for what a heatmap lacks
            else np.broadcast_to(np.array(UNKNOWN[c.name], c.dtype), (n,))
            for c in COLUMNS
        }
    )


def label(address: int) -> str:
    """Write an address of a heatmap as everywhere else.

    >>> label(0x1ABCDEF), label(0x600853)
    ('~abcdef', '600853')
    """
    return f"{'~' if address & _NOT_ICAO else ''}{address & 0xFFFFFF:06x}"
