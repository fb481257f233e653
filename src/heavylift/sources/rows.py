"""Turn a stretch of a table into positions, sorted by aircraft.

All readers of tables meet here: cells become SI numbers, rows that cannot be used
are refused under a reason, and what an aircraft is called is settled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc
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
from heavylift.sources.cells import equal, is_text, numbers, plain, times, truths, words
from heavylift.sources.columns import Layout
from heavylift.sources.limits import EARLIEST_S, LATEST_S, MAX_SPEED_MS
from heavylift.sources.opensky import is_left_over
from heavylift.sources.refusals import Findings

_ADDRESS: Final = re.compile(r"~?[0-9a-f]{6}")
_SQUAWK: Final = re.compile(r"[0-7]{1,4}")
_LAT_LON: Final = r"^\s*\(?(?P<lat>[^,;]*)[,;]\s*(?P<lon>[^,;)]*)\)?\s*$"

#: Length of the longest callsign (ICAO Doc 9871: eight characters); longer words in
#: such a column are names of flights, not callsigns.
_MAX_CALLSIGN: Final = 8

_SOURCE_CODES: Final = {
    **{s.name.lower(): int(s) for s in SourceType},
    "adsb": int(SourceType.ADSB_ICAO),
    "ads-b": int(SourceType.ADSB_ICAO),
    "ads-c": int(SourceType.ADSC),
}


#: Registration, type and operator, each as written or ``None``.
Identity = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Positions of several aircraft, those of one aircraft lying together.

    Attributes:
        positions: Sorted by aircraft, else in the order of the file.
        vector_ms: When OpenSky wrote the vector that held each position; Unix ms.
        aircraft: Which aircraft there are.
        bounds: Rows of aircraft ``i`` are ``bounds[i]`` to ``bounds[i + 1]``.
        identity: Registration, type and operator as written, per aircraft.
    """

    positions: Positions
    vector_ms: NDArray[np.int64]
    aircraft: list[Aircraft]
    bounds: NDArray[np.int64]
    identity: list[Identity]


class _Stretch:
    """The cells of a stretch on their way to become positions."""

    def __init__(
        self,
        rows: NDArray[np.int32],
        cells: dict[str, Any],
        layout: Layout,
        findings: Findings,
    ) -> None:
        self.rows = rows
        self.layout = layout
        self.findings = findings
        self.usable = np.ones(len(rows), np.bool_)
        self.cells = {}
        for role, column in cells.items():
            self.cells[role], bad = plain(column)
            findings.remark(refusals.NOT_UTF8, times=bad)

    def place(self, mask: NDArray[np.bool_]) -> str:
        return f"row {int(self.rows[int(np.argmax(mask))])}"

    def refuse(self, mask: NDArray[np.bool_], reason: str) -> None:
        mask = mask & self.usable
        if mask.any():
            self.findings.refuse_row(reason, self.place(mask), rows=int(mask.sum()))
            self.usable &= ~mask

    def remark(self, mask: NDArray[np.bool_], reason: str) -> None:
        mask = mask & self.usable
        if mask.any():
            self.findings.remark(reason, self.place(mask), times=int(mask.sum()))

    def number(self, role: str) -> NDArray[np.float64] | None:
        """Read numbers in SI; what is not understood is unknown, with a remark."""
        if role not in self.cells:
            return None
        found = numbers(self.cells[role])
        self.remark(found.bad, refusals.CELL_NOT_UNDERSTOOD)
        return found.values * self.layout.fields[role].factor


def read_block(
    rows: NDArray[np.int32],
    cells: dict[str, Any],
    layout: Layout,
    label: str,
    findings: Findings,
) -> Block:
    """Turn one stretch of a table into positions.

    Args:
        rows: Which rows of the file these are, shape ``(n,)``.
        cells: The columns that are used, by what they hold, each of ``n`` cells.
        layout: Units and reader.
        label: What a track is called that has no other name.
        findings: Gets the refusals; changed.

    Returns:
        The usable rows, sorted by aircraft.
    """
    stretch = _Stretch(rows, cells, layout, findings)
    columns: dict[str, Any] = {}
    vector_ms = _times(stretch, columns)
    codes, aircraft = _aircraft(stretch, label)
    _places(stretch, columns)
    _altitudes(stretch, columns)
    _motion(stretch, columns)
    _words(stretch, columns)
    kept = np.flatnonzero(stretch.usable)
    kept = kept[np.argsort(codes[kept], kind="stable")]
    counts = np.bincount(codes[kept], minlength=len(aircraft))
    bounds = np.concatenate([[0], np.cumsum(counts)])
    positions = Positions(
        **{
            c.name: columns[c.name][kept].astype(c.dtype, copy=False)
            if c.name in columns
            # one value seen n times: nothing is stored for columns a table lacks
            else np.broadcast_to(np.array(UNKNOWN[c.name], c.dtype), (len(kept),))
            for c in COLUMNS
        }
    )
    positions = _with(positions, row=rows[kept])
    return Block(
        positions=positions,
        vector_ms=vector_ms[kept],
        aircraft=aircraft,
        bounds=bounds,
        identity=_identities(stretch, kept, bounds),
    )


def _with(positions: Positions, **columns: NDArray[Any]) -> Positions:
    held = {c.name: getattr(positions, c.name) for c in COLUMNS}
    return Positions(**{**held, **columns})


def _times(stretch: _Stretch, columns: dict[str, Any]) -> NDArray[np.int64]:
    """Fill the time of the position; give the time of the vector that held it."""
    told = times(stretch.cells["time"])
    stretch.refuse(~told.known, refusals.TIME_MISSING)
    if told.zone_missing:
        stretch.findings.remarks[refusals.ZONE_MISSING] = 1
    time_ms = told.time_ms
    if stretch.layout.reader == "opensky":
        if "last_contact" in stretch.cells:
            contact = times(stretch.cells["last_contact"])
            late = is_left_over(told.time_ms, contact.time_ms) & contact.known
            stretch.refuse(late, refusals.REPEATED_AFTER_COVERAGE)
        if "last_position" in stretch.cells:
            position = times(stretch.cells["last_position"])
            time_ms = np.where(position.known, position.time_ms, time_ms)
        columns["source_type"] = np.full(len(time_ms), int(SourceType.OPENSKY))
    outside = (time_ms < EARLIEST_S * 1000) | (time_ms >= LATEST_S * 1000)
    stretch.refuse(outside, refusals.TIME_OUT_OF_RANGE)
    columns["time_ms"] = time_ms
    return told.time_ms


def _aircraft(
    stretch: _Stretch, label: str
) -> tuple[NDArray[np.int64], list[Aircraft]]:
    """Settle whose position each row is."""
    if "icao24" in stretch.cells:
        return _by_address(stretch)
    for role in ("flight_id", "callsign"):
        if role in stretch.cells:
            codes, names = words(stretch.cells[role])
            names = [*names, label]
            codes = np.where(codes < 0, len(names) - 1, codes)
            return codes, [Aircraft(icao24=None, label=name) for name in names]
    return np.zeros(len(stretch.rows), np.int64), [Aircraft(icao24=None, label=label)]


def _by_address(stretch: _Stretch) -> tuple[NDArray[np.int64], list[Aircraft]]:
    codes, written = words(stretch.cells["icao24"])
    addresses = [_address(text) for text in written]
    unique = sorted({a for a in addresses if a})
    numbered = {a: i for i, a in enumerate(unique)}
    number = np.array([numbered.get(a, -2) for a in addresses] + [-1], np.int64)
    codes = number[codes]
    stretch.refuse(codes == -1, refusals.ADDRESS_MISSING)
    stretch.refuse(codes == -2, refusals.ADDRESS_MALFORMED)
    return codes, [Aircraft(icao24=a, label=a) for a in unique]


def _address(text: str) -> str:
    address = text.lower().removeprefix("0x")
    return address if _ADDRESS.fullmatch(address) else ""


def _places(stretch: _Stretch, columns: dict[str, Any]) -> None:
    if "position" in stretch.cells:
        pair = pc.extract_regex(stretch.cells["position"], _LAT_LON)
        cells = {n: pc.struct_field(pair, n) for n in ("lat", "lon")}
    else:
        cells = {n: stretch.cells[n] for n in ("lat", "lon")}
    found = {n: numbers(c) for n, c in cells.items()}
    lat, lon = found["lat"].values, found["lon"].values
    stretch.refuse(found["lat"].bad | found["lon"].bad, refusals.NOT_A_NUMBER)
    stretch.refuse(np.isnan(lat) | np.isnan(lon), refusals.POSITION_MISSING)
    stretch.refuse(~np.isfinite(lat) | ~np.isfinite(lon), refusals.NOT_A_NUMBER)
    stretch.refuse(np.abs(lat) > 90, refusals.LATITUDE_OUT_OF_RANGE)
    stretch.refuse(np.abs(lon) > 180, refusals.LONGITUDE_OUT_OF_RANGE)
    columns["lat_deg"], columns["lon_deg"] = lat, lon


def _altitudes(stretch: _Stretch, columns: dict[str, Any]) -> None:
    surface = np.full(len(stretch.rows), int(Surface.UNKNOWN), np.int8)
    if "on_ground" in stretch.cells:
        surface, bad = truths(stretch.cells["on_ground"])
        stretch.remark(bad, refusals.CELL_NOT_UNDERSTOOD)
    baro = stretch.cells.get("altitude")
    if baro is not None and is_text(baro):
        # readsb's own tables write "ground" in place of an altitude
        ground = pc.fill_null(equal(pc.utf8_lower(baro), "ground"), False)
        on_ground = ground.to_numpy(zero_copy_only=False)
        surface = np.where(on_ground, int(Surface.GROUND), surface)
        stretch.cells["altitude"] = pc.if_else(ground, None, baro)
    columns["surface"] = surface
    for role, name in (
        ("altitude", "baro_altitude_m"),
        ("geo_altitude", "geo_altitude_m"),
    ):
        metres = stretch.number(role)
        if metres is not None:
            endless = np.abs(metres) > _LARGEST
            stretch.remark(endless, refusals.ALTITUDE_NOT_FINITE)
            columns[name] = np.where(endless, np.nan, metres)


#: What columns of 32 bits hold at most; what is beyond would become endless in them.
_LARGEST: Final = float(np.finfo(np.float32).max)


def _motion(stretch: _Stretch, columns: dict[str, Any]) -> None:
    speed_ms = stretch.number("ground_speed")
    if speed_ms is not None:
        impossible = (speed_ms < 0) | (speed_ms > MAX_SPEED_MS)
        stretch.remark(impossible, refusals.SPEED_IMPOSSIBLE)
        columns["ground_speed_ms"] = np.where(impossible, np.nan, speed_ms)
    for role, name in (("track", "track_deg"), ("vertical_rate", "vertical_rate_ms")):
        values = stretch.number(role)
        if values is not None:
            endless = np.abs(values) > _LARGEST
            stretch.remark(endless, refusals.CELL_NOT_UNDERSTOOD)
            columns[name] = np.where(endless, np.nan, values)


def _words(stretch: _Stretch, columns: dict[str, Any]) -> None:
    """Fill callsign, squawk and source type: few words, many rows."""
    role = "callsign" if "callsign" in stretch.cells else "flight_id"
    if role in stretch.cells:
        codes, names = words(stretch.cells[role])
        packed = [pack_callsign(n) if len(n) <= _MAX_CALLSIGN else 0 for n in names]
        columns["callsign"] = np.array([*packed, 0], np.uint64)[codes]
    if "squawk" in stretch.cells:
        codes, names = words(stretch.cells["squawk"])
        squawks = [
            int(n, 8) if _SQUAWK.fullmatch(n.removesuffix(".0")) else NO_SQUAWK
            for n in names
        ]
        columns["squawk"] = np.array([*squawks, NO_SQUAWK], np.uint16)[codes]
    if "source" in stretch.cells and "source_type" not in columns:
        codes, names = words(stretch.cells["source"])
        types = [_SOURCE_CODES.get(n.lower(), 0) for n in names]
        columns["source_type"] = np.array([*types, 0], np.uint8)[codes]


def _identities(
    stretch: _Stretch, kept: NDArray[np.intp], bounds: NDArray[np.int64]
) -> list[Identity]:
    """Give what the table writes of each aircraft: the first word that is there."""
    columns = []
    for role in ("registration", "aircraft_type", "operator"):
        first: list[str | None] = [None] * (len(bounds) - 1)
        if role in stretch.cells:
            codes, names = words(stretch.cells[role])
            codes = codes[kept]
            for i in range(len(first)):
                there = codes[bounds[i] : bounds[i + 1]]
                there = there[there >= 0]
                first[i] = names[there[0]] if len(there) else None
        columns.append(first)
    return list(zip(*columns, strict=True))
