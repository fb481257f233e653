"""Derive the airfield tables that ship in the package from OurAirports' CSV files.

    python tools/build_airfields.py FOLDER [--out src/heavylift/reference/data]

``FOLDER`` holds ``airports.csv``, ``runways.csv`` and ``countries.csv``, each plain or
with ``.gz``, as published at https://ourairports.com/data/ (public domain). The columns
are described at https://ourairports.com/help/data-dictionary.html.

Every airfield is kept: open and closed, military, heliports, seaplane bases. What the
source leaves open stays open (NaN, empty text, -1); nothing is guessed from a name. The
same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from heavylift.geo import bearing_deg_scalar, distance_m_scalar, turn_deg_scalar
from heavylift.reference.gazetteer import SAME_AS_CODE, HeadingSource, Kind
from heavylift.units import METRES_PER_FOOT

Row = dict[str, str]
Columns = dict[str, list[Any]]

#: Words of the ``surface`` column that mean a hard and a soft runway.
SURFACES = tomllib.loads(
    Path(__file__).with_name("surfaces.toml").read_text(encoding="utf-8")
)
HARD_WORDS = frozenset(SURFACES["hard"])
SOFT_WORDS = frozenset(SURFACES["soft"])

#: Runway idents that are points of the compass, as water and grass strips have.
COMPASS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270}
COMPASS["NW"] = 315

#: An ident or a coordinate pair this far off the course cannot mean the same runway;
#: magnetic variation and rounding to tens stay below 45 degrees where people live.
MAX_COURSE_ERROR_DEG = 45.0

#: Beyond this a disagreement means that both ends were written the other way round.
SWAPPED_COURSE_DEG = 150.0

#: A published heading is rounded or magnetic; farther off than this (the worst 2 % of
#: the source) the thresholds are believed instead.
MAX_HEADING_ERROR_DEG = 10.0

#: A threshold farther than this from its airfield is a typing error: the longest paved
#: runways measure 5.5 km and reference points lie beside them.
MAX_THRESHOLD_DISTANCE_M = 15_000.0

#: Thresholds closer than this are one point written twice.
MIN_THRESHOLD_SPACING_M = 100.0

#: Columns with few repeats, or sorted: differences pack better than a dictionary.
ENCODINGS = {
    "code": "DELTA_BYTE_ARRAY",
    "ident": "DELTA_BYTE_ARRAY",
    "name": "PLAIN",
    "municipality": "PLAIN",
    "keywords": "PLAIN",
    "airfield": "DELTA_BINARY_PACKED",
    "lat_udeg": "BYTE_STREAM_SPLIT",
    "lon_udeg": "BYTE_STREAM_SPLIT",
}

#: Licence of OurAirports data, see https://ourairports.com/data/.
LICENCE = "public domain"


def build(folder: Path, out: Path) -> dict[str, Path]:
    """Write the three tables and their provenance.

    Args:
        folder: Where the CSV files are.
        out: Where the tables go; made if absent.

    Returns:
        The files written, by table name.
    """
    inputs = {
        name: _input(folder, name) for name in ("airports", "runways", "countries")
    }
    airports, runways, countries = (_rows(path) for path in inputs.values())
    noted: Counter[str] = Counter()

    codes, displaced = assign_codes(airports)
    order = sorted(range(len(airports)), key=lambda i: codes[i])
    index = {airports[i]["id"]: n for n, i in enumerate(order)}
    airports, codes = [airports[i] for i in order], [codes[i] for i in order]
    runway_columns = _runway_columns(runways, airports, index, noted)
    tables = {
        "airfields": _airfield_table(airports, codes, runway_columns),
        "runways": _runway_table(runway_columns),
        "countries": _country_table(countries),
    }
    out.mkdir(parents=True, exist_ok=True)
    written = {name: out / f"{name}.parquet" for name in tables}
    for name, table in tables.items():
        _write(table, written[name])
    noted["airfields"] = len(airports)
    noted["airfields that are closed"] = sum(a["type"] == "closed" for a in airports)
    text = _provenance(inputs, written, tables, noted, displaced)
    written["provenance"] = out / "PROVENANCE.airfields.toml"
    written["provenance"].write_text(text, encoding="utf-8")
    return written


def assign_codes(airports: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Give every airfield one code that no other has.

    The code is the ICAO code, else OurAirports' ident. Where an ident is another
    airfield's ICAO code, the open one has it, then the one whose ICAO code it is; the
    other takes its ident, and if that is the very code in dispute, ``OA-`` and its
    number at OurAirports.

    Returns:
        The codes in the order of ``airports``, and a line for each that had to yield.
    """
    wanted: dict[str, list[int]] = {}
    for i, a in enumerate(airports):
        wanted.setdefault(a["icao_code"] or a["ident"], []).append(i)
    codes = [""] * len(airports)
    yielded = []
    for code, rivals in wanted.items():
        rivals.sort(
            key=lambda i: (
                airports[i]["type"] == "closed",
                airports[i]["icao_code"] != code,
                int(airports[i]["id"]),
            )
        )
        codes[rivals[0]] = code
        for i in rivals[1:]:
            ident = airports[i]["ident"]
            codes[i] = f"OA-{airports[i]['id']}" if ident in wanted else ident
            yielded.append(
                f"{code}: {airports[rivals[0]]['name']}; "
                f"{airports[i]['name']} ({airports[i]['type']}) has {codes[i]}"
            )
    return codes, sorted(yielded)


def hardness(surface: str) -> int:
    """Tell from the surface's words whether a runway is hard.

    A mixed surface counts as hard: part of it bears a heavy aircraft, and the table is
    used to rule airfields out.

    >>> hardness("ASPH-TURF"), hardness("Turf-G"), hardness("X")
    (1, 0, -1)
    """
    words = re.findall(r"[A-ZÇ]+", surface.upper())
    if len(words) > 1 and words[-1] in {"G", "F", "P", "E"}:
        words.pop()  # the FAA's grade of condition: good, fair, poor, excellent
    if any(w in HARD_WORDS for w in words):
        return 1
    return 0 if any(w in SOFT_WORDS for w in words) else -1


def ident_course_deg(ident: str) -> float:
    """Course that a runway's ident names, to the nearest ten degrees; NaN if none.

    >>> ident_course_deg("20R"), ident_course_deg("NE"), ident_course_deg("H1")
    (200.0, 45.0, nan)
    """
    if ident.upper() in COMPASS:
        return float(COMPASS[ident.upper()])
    digits = re.match(r"(\d{1,2})(?!\d)", ident)
    if digits is None or not 0 <= int(digits[1]) <= 36:
        return math.nan
    return int(digits[1]) * 10.0 % 360.0


def _write(table: pa.Table, path: Path) -> None:
    """Write one table as small as Parquet can, the same bytes each time."""
    encodings = {
        name: code for name, code in ENCODINGS.items() if name in table.schema.names
    }
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=len(table),
        write_statistics=False,
        store_schema=False,
        use_dictionary=[n for n in table.schema.names if n not in encodings],
        column_encoding=encodings,
    )


def _airfield_table(
    airports: list[Row], codes: list[str], runways: Columns
) -> pa.Table:
    kinds = {k.name.lower(): int(k) for k in Kind}
    longest, longest_hard = _longest(airports, runways)
    text = {
        "ident": "ident",
        "name": "name",
        "municipality": "municipality",
        "country": "iso_country",
        "region": "iso_region",
        "iata": "iata_code",
        "gps_code": "gps_code",
        "local_code": "local_code",
        "keywords": "keywords",
    }
    columns: dict[str, pa.Array[Any]] = {"code": pa.array(codes, pa.string())}
    for name, source in text.items():
        values = [a[source].strip() for a in airports]
        if name in SAME_AS_CODE:
            pairs = zip(values, codes, strict=True)
            values = ["=" if value == code else value for value, code in pairs]
        columns[name] = pa.array(values, pa.string())
    columns["kind"] = pa.array([kinds[a["type"]] for a in airports], pa.int8())
    columns["lat_udeg"] = _micro(_number(a["latitude_deg"]) for a in airports)
    columns["lon_udeg"] = _micro(_number(a["longitude_deg"]) for a in airports)
    columns["elevation_m"] = _metres(_feet(a["elevation_ft"]) for a in airports)
    scheduled = [a["scheduled_service"] == "yes" for a in airports]
    columns["scheduled"] = pa.array(scheduled, pa.bool_())
    columns["longest_m"] = _metres(longest)
    columns["longest_hard_m"] = _metres(longest_hard)
    return pa.table(columns)


def _longest(airports: list[Row], runways: Columns) -> tuple[list[float], list[float]]:
    """Longest runway and longest hard runway of each airfield, NaN where open.

    Helipads do not count. Closed runways count only where the airfield is closed too.
    A runway of unknown length or surface leaves open what it could change.
    """
    lengths: list[list[tuple[float, int]]] = [[] for _ in airports]
    for n, length_m, hard, closed, helipad in zip(
        *(runways[k] for k in ("airfield", "length_m", "hard", "closed", "helipad")),
        strict=True,
    ):
        if not helipad and (not closed or airports[n]["type"] == "closed"):
            lengths[n].append((length_m, hard))
    longest = [max((m for m, _ in own), default=math.nan) for own in lengths]
    for n, own in enumerate(lengths):
        if any(math.isnan(m) for m, _ in own):
            longest[n] = math.nan
    return longest, [_longest_hard(own) for own in lengths]


def _longest_hard(own: list[tuple[float, int]]) -> float:
    if not own:
        return math.nan
    known = max((m for m, hard in own if hard == 1), default=0.0)
    for m, hard in own:
        if hard != 0 and (math.isnan(m) or (hard == -1 and m > known)):
            return math.nan
    return known


def _runway_columns(
    runways: list[Row], airports: list[Row], index: dict[str, int], noted: Counter[str]
) -> Columns:
    rows = []
    for r in runways:
        n = index.get(r["airport_ref"])
        if n is None:
            noted["runways of no known airfield, left out"] += 1
            continue
        rows.append(_runway(r, n, airports[n], noted))
    rows.sort(key=lambda row: (row["airfield"], row["low_ident"], row["id"]))
    noted["runways"] = len(rows)
    noted["runways with both thresholds"] = sum(
        not math.isnan(row["low_lat"]) and not math.isnan(row["high_lat"])
        for row in rows
    )
    return {key: [row[key] for row in rows] for key in rows[0]}


def _runway(r: Row, n: int, airport: Row, noted: Counter[str]) -> dict[str, Any]:
    length_m = _feet(r["length_ft"], zero_is_unknown=True)
    low, high = _ends(r, length_m, airport, noted)
    pads = [
        re.fullmatch(r"H[0-9I]{0,2}", i) for i in (r["le_ident"], r["he_ident"]) if i
    ]
    row: dict[str, Any] = {
        "id": int(r["id"]),
        "airfield": n,
        "length_m": length_m,
        "width_m": _feet(r["width_ft"], zero_is_unknown=True),
        "surface": r["surface"].strip(),
        "hard": hardness(r["surface"]),
        "closed": r["closed"] == "1",
        "helipad": bool(pads) and all(pads),
    }
    for side, end in (("low", low), ("high", high)):
        row |= {f"{side}_{key}": value for key, value in end.items()}
    return row


def _ends(
    r: Row, length_m: float, airport: Row, noted: Counter[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both ends of a runway, with impossible coordinates made unknown."""
    low, high = _end(r, "le"), _end(r, "he")
    place = ("lat", "lon", "elevation_m", "displaced_m")
    fault = _threshold_fault(low, high, length_m, airport)
    if fault == "swapped":
        for key in place:
            low[key], high[key] = high[key], low[key]
        noted["runways whose ends were the other way round, put right"] += 1
    elif fault:
        for key in ("lat", "lon"):
            low[key] = high[key] = math.nan
        noted[f"runways whose thresholds are not used: {fault}"] += 1
    course = _course(low, high)
    for end, axis in ((low, course), (high, (course + 180.0) % 360.0)):
        _settle_heading(end, axis, noted)
    return low, high


def _threshold_fault(
    low: dict[str, Any], high: dict[str, Any], length_m: float, airport: Row
) -> str:
    """What is wrong with a pair of thresholds: '' nothing, 'swapped', or a reason."""
    course = _course(low, high)
    at = _number(airport["latitude_deg"]), _number(airport["longitude_deg"])
    for end in (low, high):
        if math.isnan(end["lat"]):
            continue
        if distance_m_scalar(end["lat"], end["lon"], *at) > MAX_THRESHOLD_DISTANCE_M:
            return "far from the airfield"
    if math.isnan(course):
        return ""
    return _spacing_fault(low, high, length_m) or _course_fault(low, course)


def _spacing_fault(low: dict[str, Any], high: dict[str, Any], length_m: float) -> str:
    apart = distance_m_scalar(low["lat"], low["lon"], high["lat"], high["lon"])
    if apart < MIN_THRESHOLD_SPACING_M:
        return "both at one point"
    if apart < length_m / 2 or apart > 2 * length_m + 1000.0:
        return "spacing does not fit the length"
    return ""


def _course_fault(low: dict[str, Any], course: float) -> str:
    stated = [low["heading_deg"], ident_course_deg(low["ident"])]
    errors = [turn_deg_scalar(course, s) for s in stated if not math.isnan(s)]
    if errors and min(errors) > SWAPPED_COURSE_DEG:
        return "swapped"
    if errors and min(errors) > MAX_COURSE_ERROR_DEG:
        return "course does not fit heading and ident"
    return ""


def _course(low: dict[str, Any], high: dict[str, Any]) -> float:
    return bearing_deg_scalar(low["lat"], low["lon"], high["lat"], high["lon"])


def _end(r: Row, side: str) -> dict[str, Any]:
    lat, lon = _number(r[f"{side}_latitude_deg"]), _number(r[f"{side}_longitude_deg"])
    if math.isnan(lat + lon):
        lat = lon = math.nan
    return {
        "ident": r[f"{side}_ident"].strip(),
        "lat": lat,
        "lon": lon,
        "heading_deg": _number(r[f"{side}_heading_degT"]),
        "heading_source": int(HeadingSource.GIVEN),
        "elevation_m": _feet(r[f"{side}_elevation_ft"]),
        "displaced_m": max(0.0, _feet(r[f"{side}_displaced_threshold_ft"])),
    }


def _settle_heading(end: dict[str, Any], axis: float, noted: Counter[str]) -> None:
    """Fill an end's heading from its thresholds, else from its ident."""
    given = end["heading_deg"]
    if not math.isnan(given) and turn_deg_scalar(given, axis) > MAX_HEADING_ERROR_DEG:
        noted["headings that do not fit the thresholds, replaced"] += 1
        given = math.nan
    if math.isnan(given) and not math.isnan(axis):
        end |= {"heading_deg": axis, "heading_source": int(HeadingSource.THRESHOLDS)}
    elif math.isnan(given):
        course = ident_course_deg(end["ident"])
        end |= {"heading_deg": course, "heading_source": int(HeadingSource.IDENT)}
    else:
        end["heading_deg"] = given % 360.0
    if math.isnan(end["heading_deg"]):
        end["heading_source"] = int(HeadingSource.UNKNOWN)


def _runway_table(c: Columns) -> pa.Table:
    columns: dict[str, pa.Array[Any]] = {
        "airfield": pa.array(c["airfield"], pa.int32()),
        "length_m": _metres(c["length_m"]),
        "width_m": _metres(c["width_m"]),
        "surface": pa.array(c["surface"], pa.string()),
        "hard": pa.array(c["hard"], pa.int8()),
        "closed": pa.array(c["closed"], pa.bool_()),
        "helipad": pa.array(c["helipad"], pa.bool_()),
    }
    for side in ("low", "high"):
        columns |= {
            f"{side}_ident": pa.array(c[f"{side}_ident"], pa.string()),
            f"{side}_lat_udeg": _micro(c[f"{side}_lat"]),
            f"{side}_lon_udeg": _micro(c[f"{side}_lon"]),
            f"{side}_heading_deg": _metres(c[f"{side}_heading_deg"]),
            f"{side}_heading_source": pa.array(c[f"{side}_heading_source"], pa.int8()),
            f"{side}_elevation_m": _metres(c[f"{side}_elevation_m"]),
            f"{side}_displaced_m": _metres(c[f"{side}_displaced_m"]),
        }
    return pa.table(columns)


def _country_table(countries: list[Row]) -> pa.Table:
    rows = sorted((r["code"], r["name"], r["continent"]) for r in countries)
    names = ("code", "name", "continent")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _micro(degrees: Iterable[float]) -> pa.Array[Any]:
    values = np.fromiter(degrees, float)
    unknown = np.isnan(values)
    micro = np.round(np.where(unknown, 0.0, values) * 1e6).astype(np.int32)
    return pa.array(micro, mask=unknown)


def _metres(values: Iterable[float]) -> pa.Array[Any]:
    # One decimal is finer than the source's whole feet and compresses well.
    return pa.array(np.round(np.fromiter(values, float), 1).astype(np.float32))


def _feet(text: str, *, zero_is_unknown: bool = False) -> float:
    feet = _number(text)
    if zero_is_unknown and not feet > 0:
        return math.nan
    return feet * METRES_PER_FOOT


def _number(text: str) -> float:
    return float(text) if text else math.nan


def _input(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz"):
        if path.exists():
            return path
    raise FileNotFoundError(folder / f"{name}.csv[.gz]")


def _rows(path: Path) -> list[Row]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


def _provenance(
    inputs: dict[str, Path],
    written: dict[str, Path],
    tables: dict[str, pa.Table],
    noted: Counter[str],
    displaced: list[str],
) -> str:
    lines = [
        "# Where the airfield tables come from. Written by tools/build_airfields.py.",
        'name = "OurAirports"',
        'source = "https://ourairports.com/data/"',
        f'licence = "{LICENCE}"',
        'retrieved = "not recorded with the files"',
        'command = "python tools/build_airfields.py FOLDER"',
        f'pyarrow = "{pa.__version__}"',
    ]
    for name, path in inputs.items():
        lines += ["", f"[inputs.{name}]", f'file = "{path.name}"']
        lines += [f'sha256 = "{_sha256(path)}"', f"rows = {len(_rows(path))}"]
    for name, path in written.items():
        lines += ["", f"[outputs.{name}]", f'file = "{path.name}"']
        lines += [f'sha256 = "{_sha256(path)}"', f"rows = {len(tables[name])}"]
    lines += ["", "[noted]", *(f'"{k}" = {n}' for k, n in sorted(noted.items()))]
    lines += [
        "",
        "# Codes wanted by two airfields: who has it, and what the other has.",
    ]
    lines += ["[codes]", "contested = [", *(f"  '''{d}'''," for d in displaced), "]"]
    return "\n".join(lines) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Build from the command line."""
    default = Path(__file__).parents[1] / "src/heavylift/reference/data"
    parser = argparse.ArgumentParser(description="Derive the shipped airfield tables.")
    parser.add_argument("folder", type=Path, help="folder with OurAirports' CSV files")
    parser.add_argument("--out", type=Path, default=default)
    options = parser.parse_args()
    for path in build(options.folder, options.out).values():
        print(f"{path.stat().st_size:>9,}  {path}")


if __name__ == "__main__":
    main()
