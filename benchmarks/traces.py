"""Write made-up days in the layout of a readsb archive, for measuring.

``python -m benchmarks.traces OUT --rows 10000000`` writes ``OUT/YYYY/MM/DD/traces/xx/
trace_full_<hex>.json`` (gzip without its ending, as archives have it) and
``OUT-truth.csv`` beside it with the flights that were flown; ``--tar`` adds a tar a
day, as it is published. The same seed gives the same bytes.

The layout is readsb's (``json_out.c``): every row on its own line with 14 fields, a
details object on every fourth, gzip level 9; about 170 bytes of JSON and 26 of gzip a
row, as real files have.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import tarfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.airframes import AIRFRAMES, WEIGHTS, Airframe
from benchmarks.runways import read_airfields
from benchmarks.tracks import DAY_S, Leg, legs

#: 4 February 2025, any day.
FIRST_DAY_S = 1_738_627_200.0

#: What one file has on average; used to turn rows wanted into aircraft.
ROWS_PER_FILE = 2_000

#: readsb's names of how a position was known, and how often each.
SOURCES = ("adsb_icao", "mlat", "adsr_icao", "adsb_icao_nt")
SOURCE_WEIGHTS = (0.86, 0.09, 0.03, 0.02)

#: Written to a row's flags; see readsb's README-json.md.
STALE = 1
NEW_LEG = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """One flight that was really flown, for the truth table."""

    icao24: str
    aircraft_type: str
    callsign: str
    origin: str
    destination: str
    take_off_s: int
    landing_s: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of one aircraft."""

    files: int
    rows: int
    json_bytes: int
    gzip_bytes: int
    flown: list[Flown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One aircraft to write: which, when and where."""

    out: Path
    number: int
    seed: int
    days: int


def main() -> None:
    """Write the days that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write made-up readsb traces.")
    parser.add_argument("out", type=Path, help="folder to write into")
    parser.add_argument("--rows", type=float, default=1e6, help="about so many a day")
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--tar", action="store_true", help="also write a tar a day")
    wanted = parser.parse_args()
    started_s = time.monotonic()
    total = write(
        wanted.out,
        rows=int(wanted.rows),
        days=wanted.days,
        seed=wanted.seed,
        processes=wanted.processes,
    )
    if wanted.tar:
        for day in days(wanted.days):
            write_tar(wanted.out, day)
    print(
        f"{total.files} files, {total.rows} rows, {len(total.flown)} flights in "
        f"{time.monotonic() - started_s:.0f} s; a row has "
        f"{total.json_bytes / total.rows:.0f} bytes of JSON, "
        f"{total.gzip_bytes / total.rows:.1f} of gzip"
    )


def write(
    out: Path, *, rows: int, days: int = 1, seed: int = 1, processes: int = 2
) -> Written:
    """Write so many rows a day, about, and the truth beside them.

    Args:
        out: Folder to write into; made if needed.
        rows: Rows wanted each day; what comes out is within some per cent.
        days: Number of days in a row.
        seed: The same seed gives the same bytes.
        processes: How many share the work.

    Returns:
        What was written in all.
    """
    orders = [
        Order(out=out, number=number, seed=seed, days=days)
        for number in range(max(1, rows // ROWS_PER_FILE))
    ]
    with ProcessPoolExecutor(processes) as pool:
        parts = list(pool.map(write_aircraft, orders, chunksize=8))
    total = Written(
        files=sum(part.files for part in parts),
        rows=sum(part.rows for part in parts),
        json_bytes=sum(part.json_bytes for part in parts),
        gzip_bytes=sum(part.gzip_bytes for part in parts),
        flown=[flown for part in parts for flown in part.flown],
    )
    with truth_beside(out).open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(field.name for field in fields(Flown))
        table.writerows(astuple(flown) for flown in total.flown)
    return total


def write_aircraft(order: Order) -> Written:
    """Write the files of one aircraft, one a day."""
    rng = np.random.default_rng([order.seed, order.number])
    airframe = AIRFRAMES[rng.choice(len(AIRFRAMES), p=WEIGHTS)]
    # An odd factor visits every address once; the last two digits make the folder.
    icao24 = f"{0x3C0000 + order.number * 7919 % 0x80000:06x}"
    end_s = FIRST_DAY_S + order.days * DAY_S
    flights = list(legs(rng, airframe, read_airfields(), FIRST_DAY_S, end_s))
    signs = [
        f"{rng.choice(['HVL', 'TST', 'XYZ'])}{rng.integers(10, 9999)}" for _ in flights
    ]
    writer = _Writer(rng, icao24, airframe)
    files, rows, json_bytes, gzip_bytes = 0, 0, 0, 0
    for day_s in days(order.days):
        text, count = writer.file(day_s, flights, signs)
        if count:
            packed = gzip.compress(text.encode("ascii"), 9, mtime=0)
            path = order.out / folder(day_s) / "traces" / icao24[-2:]
            path.mkdir(parents=True, exist_ok=True)
            (path / f"trace_full_{icao24}.json").write_bytes(packed)
            files, rows = files + 1, rows + count
            json_bytes, gzip_bytes = json_bytes + len(text), gzip_bytes + len(packed)
    flown = [
        Flown(
            icao24=icao24,
            aircraft_type=airframe.designator,
            callsign=sign,
            origin=leg.origin,
            destination=leg.destination,
            take_off_s=round(leg.take_off_s),
            landing_s=round(leg.landing_s),
            rows=int(((leg.time_s >= FIRST_DAY_S) & (leg.time_s < end_s)).sum()),
        )
        for leg, sign in zip(flights, signs, strict=True)
    ]
    return Written(
        files=files,
        rows=rows,
        json_bytes=json_bytes,
        gzip_bytes=gzip_bytes,
        flown=flown,
    )


def truth_beside(out: Path) -> Path:
    """Name the truth table; beside the days, so that nobody reads it as flight data."""
    return out.with_name(f"{out.name}-truth.csv")


def days(count: int) -> Iterator[float]:
    """Give the beginnings of the days, Unix seconds."""
    return (FIRST_DAY_S + day * DAY_S for day in range(count))


def folder(day_s: float) -> str:
    """Name the folder of a day: ``YYYY/MM/DD``."""
    return f"{datetime.fromtimestamp(day_s, UTC):%Y/%m/%d}"


def write_tar(out: Path, day_s: float) -> Path:
    """Pack a day as it is published: a tar with ``./traces/xx/…`` inside."""
    day = out / folder(day_s)
    path = out.with_name(
        f"{out.name}-{datetime.fromtimestamp(day_s, UTC):%Y.%m.%d}.tar"
    )
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as tar:
        for trace in sorted(day.glob("traces/*/*.json")):
            packed = trace.read_bytes()
            member = tarfile.TarInfo(f"./{trace.relative_to(day)}")
            member.size = len(packed)
            tar.addfile(member, io.BytesIO(packed))
    return path


class _Writer:
    """Writes the files of one aircraft; holds what stays the same for all its rows."""

    def __init__(
        self, rng: np.random.Generator, icao24: str, airframe: Airframe
    ) -> None:
        self.rng = rng
        self.source = str(rng.choice(SOURCES, p=SOURCE_WEIGHTS))
        self.sends_more = bool(rng.random() < 0.35)
        self.squawk = "".join(str(digit) for digit in rng.integers(0, 8, 4))
        self.cruise_ft = int(airframe.cruise_ft)
        self.head = (
            f'{{"icao":"{icao24}",\n"r":"T-{icao24.upper()}",\n'
            f'"t":"{airframe.designator}",\n"dbFlags":{int(airframe.military)},\n'
            f'"desc":"{airframe.description}",\n'
        )

    def file(
        self, day_s: float, flights: list[Leg], signs: list[str]
    ) -> tuple[str, int]:
        """Write one day; gives the JSON and the number of rows."""
        lines: list[str] = []
        for leg, sign in zip(flights, signs, strict=True):
            inside = (leg.time_s >= day_s) & (leg.time_s < day_s + DAY_S)
            if inside.any():
                lines += self._rows(leg, inside, day_s, sign, bool(lines))
        text = f'{self.head}"timestamp": {day_s:.3f},\n"trace":[ \n'
        return text + ",\n".join(lines) + " ]\n }\n", len(lines)

    def _rows(
        self, leg: Leg, inside: np.ndarray, day_s: float, sign: str, later: bool
    ) -> list[str]:
        mlat = self.source == "mlat"
        time_s = leg.time_s[inside]
        ground = leg.ground[inside].tolist()
        flags = np.where(np.diff(time_s, prepend=0.0) > 20, STALE, 0)
        flags[0] |= NEW_LEG if later else 0
        altitude = leg.altitude_ft[inside].astype(int)
        # Geometric height differs by weather: a few per cent here.
        geometric = (np.round(altitude * 1.02 / 25) * 25 + 400).astype(int).tolist()
        rate = leg.rate_fpm[inside].astype(int).tolist()
        no_speed = (self.rng.random(len(time_s)) < 0.03).tolist()
        ias = np.maximum(leg.speed_kt[inside] * 0.75, 40).astype(int).tolist()
        roll = self.rng.normal(0, 1.2, len(time_s)).tolist()
        speed, track = leg.speed_kt[inside].tolist(), leg.track_deg[inside].tolist()
        rows = zip(
            (time_s - day_s).tolist(),
            leg.lat[inside].tolist(),
            leg.lon[inside].tolist(),
            flags.tolist(),
            altitude.tolist(),
            strict=True,
        )
        lines = []
        for i, (seconds, lat, lon, flag, feet) in enumerate(rows):
            if ground[i]:
                height, climb, tail = '"ground"', "null", "null,null,null,null"
            else:
                height, climb = str(feet), str(rate[i])
                tail = "null" if mlat else str(geometric[i])
                if self.sends_more and not mlat:
                    tail += f",{rate[i]},{ias[i]},{roll[i]:.1f}"
                else:
                    tail += ",null,null,null"
            motion = "null,null" if no_speed[i] else f"{speed[i]:.1f},{track[i]:.1f}"
            details = "null"
            if i % 4 == 3:
                more = "" if ground[i] else self._air(geometric[i], rate[i], speed[i])
                details = self._details(sign, more, track[i], ground[i])
            lines.append(
                f"[{seconds:.2f},{lat:.6f},{lon:.6f},{height},{motion},{flag},{climb},"
                f'{details},"{self.source}",{tail}]'
            )
        return lines

    def _air(self, geometric_ft: int, rate_fpm: int, speed_kt: float) -> str:
        more = f'"baro_rate":{rate_fpm},'
        if self.source != "mlat":
            more = f'"alt_geom":{geometric_ft},{more}'
        if self.sends_more:
            more += (
                f'"tas":{speed_kt:.0f},"mach":{speed_kt / 600:.3f},"wd":214,"ws":41,'
            )
        return more

    def _details(self, sign: str, more: str, track_deg: float, ground: bool) -> str:
        heading = "true_heading" if ground else "track"
        text = (
            f'{{"type":"{self.source}","flight":"{sign:<8}",{more}'
            f'"{heading}":{track_deg:.2f},"squawk":"{self.squawk}"'
        )
        if self.source != "mlat":
            text += ',"emergency":"none","category":"A3"'
            if not ground:
                text += (
                    f',"nav_qnh":1013.6,"nav_altitude_mcp":{self.cruise_ft},'
                    f'"nav_heading":{track_deg // 1:.2f}'
                )
            text += (
                ',"nic":8,"rc":186,"version":2,"nic_baro":1,"nac_p":10,"nac_v":2,'
                '"sil":3,"sil_type":"perhour","gva":2,"sda":2,"alert":0,"spi":0'
            )
        return text + "}"


if __name__ == "__main__":
    main()
