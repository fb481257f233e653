"""Read the airfields that a user drew: a table in CSV, or lines in GeoJSON.

CSV has a header with ``name, lat1, lon1, lat2, lon2`` in degrees, and may have
``code``, ``elevation_m`` or ``elevation_ft``, ``surface`` and ``country``. GeoJSON (RFC
7946) has a LineString from one end of the runway to the other, longitude first, with
the same as properties. All that is wrong in a file is refused with its place: a strip
that was passed over would look like an airfield nobody used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from heavylift.errors import MissingInput, StripError
from heavylift.reference.gazetteer import country_names, load_airfields
from heavylift.reference.lookup import find_by_code, fold
from heavylift.reference.strips import PREFIX, Strip, StripsFile, length_m
from heavylift.units import METRES_PER_FOOT

#: No aeroplane with a transponder needs less than 200 m; the longest runways measure
#: 5.5 km. Beyond these an end was mistyped, or a road drawn instead of a runway.
MIN_LENGTH_M: Final = 200.0
MAX_LENGTH_M: Final = 8_000.0

#: The Dead Sea and the highest airfields, with room: beyond, feet are taken for metres.
MIN_ELEVATION_M: Final = -500.0
MAX_ELEVATION_M: Final = 6_000.0

_NEEDED: Final = ("name", "lat1", "lon1", "lat2", "lon2")
_OPTIONAL: Final = ("code", "elevation_m", "elevation_ft", "surface", "country")

#: Words for the surface, and whether it is a hard one.
SURFACES: Final[dict[str, bool | None]] = {
    "": None,
    "unknown": None,
    "hard": True,
    "paved": True,
    "asphalt": True,
    "concrete": True,
    "soft": False,
    "unpaved": False,
    "grass": False,
    "earth": False,
    "dirt": False,
    "gravel": False,
    "sand": False,
    "snow": False,
}

_CSV_HELP: Final = (
    "the first line names the columns: name,lat1,lon1,lat2,lon2 and if you like "
    "code,elevation_m (or elevation_ft),surface,country"
)
_GEOJSON_HELP: Final = (
    "draw a LineString of two points from one end of each runway to the other, "
    "longitude first, with a property name"
)

#: A strip as it is written: its columns, and where it stands.
_Row = tuple[str, Mapping[str, str]]


def read_strips(
    paths: Sequence[Path], names: Sequence[str] | None = None
) -> tuple[StripsFile, ...]:
    """Read files of strips.

    Args:
        paths: The files.
        names: What they are called; their paths by default.

    Raises:
        MissingInput: A file is not there.
        StripError: A file cannot be read, a strip in it is impossible, or a code is
            that of a known airfield or of another strip.
    """
    called = [p.as_posix() for p in paths] if names is None else names
    files = tuple(_read(path, name) for path, name in zip(paths, called, strict=True))
    seen: dict[str, str] = {}
    for file in files:
        for strip in file.strips:
            other = seen.setdefault(strip.code, file.name)
            if other is not file.name or _times(file, strip.code) > 1:
                raise StripError(
                    f"{file.name}: two airfields have the code {strip.code}",
                    help="give each a code or a name of its own",
                )
    return files


def _times(file: StripsFile, code: str) -> int:
    return sum(strip.code == code for strip in file.strips)


def _read(path: Path, name: str) -> StripsFile:
    if not path.is_file():
        raise MissingInput(path)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StripError(f"{name}: is not text in UTF-8", help=_CSV_HELP) from error
    rows = _from_geojson if text.lstrip()[:1] == "{" else _from_csv
    strips = tuple(_strip(f"{name}, {where}", row) for where, row in rows(name, text))
    if not strips:
        raise StripError(f"{name}: holds no airfield", help=_CSV_HELP)
    sha256 = hashlib.sha256(raw).hexdigest()
    return StripsFile(name=name, sha256=sha256, strips=strips)


def _from_csv(name: str, text: str) -> Iterator[_Row]:
    first = text.partition("\n")[0]
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first else ","
    )
    header = [word.strip().lower() for word in next(lines, [])]
    if any(word == "elevation" for word in header):
        raise _no_unit(name)
    odd = [word for word in header if word not in {*_NEEDED, *_OPTIONAL}]
    missing = [word for word in _NEEDED if word not in header]
    if odd or missing or len(set(header)) < len(header):
        what = f"lacks {', '.join(missing)}" if missing else "is not understood"
        wrong = f" ({', '.join(map(repr, odd))})" if odd else ""
        raise StripError(f"{name}: its header {what}{wrong}", help=_CSV_HELP)
    for values in lines:
        if not any(value.strip() for value in values):
            continue
        where = f"line {lines.line_num}"
        if len(values) != len(header):
            raise StripError(
                f"{name}, {where}: has {len(values)} values, the header {len(header)}",
                help="put text that holds a comma in quotation marks",
            )
        yield where, dict(zip(header, map(str.strip, values), strict=True))


def _from_geojson(name: str, text: str) -> Iterator[_Row]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise StripError(f"{name}: is not GeoJSON", help=_GEOJSON_HELP) from error
    features = document.get("features") if isinstance(document, dict) else None
    if document.get("type") == "Feature":
        features = [document]
    if not isinstance(features, list):
        raise StripError(f"{name}: holds no features", help=_GEOJSON_HELP)
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        yield where, _feature(f"{name}, {where}", feature)


def _feature(where: str, feature: object) -> dict[str, str]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(feature, dict) or not isinstance(geometry, dict):
        raise StripError(f"{where}: has no geometry", help=_GEOJSON_HELP)
    points = geometry.get("coordinates")
    if kind != "LineString" or not isinstance(points, list):
        raise StripError(f"{where}: is a {kind}, no line", help=_GEOJSON_HELP)
    flat = [p for p in points if isinstance(p, list) and len(p) >= 2]
    if len(points) != 2 or len(flat) != 2:
        raise StripError(
            f"{where}: its line has {len(points)} points, not 2", help=_GEOJSON_HELP
        )
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise StripError(f"{where}: its properties are none", help=_GEOJSON_HELP)
    said = {str(k).strip().lower(): v for k, v in properties.items()}
    if "elevation" in said:
        raise _no_unit(where)
    row = {k: "" if said.get(k) is None else str(said[k]) for k in _OPTIONAL}
    row["name"] = "" if said.get("name") is None else str(said["name"])
    # Longitude comes first there, and a height may follow, which nobody drew.
    (lon1, lat1), (lon2, lat2) = flat[0][:2], flat[1][:2]
    ends = {"lat1": lat1, "lon1": lon1, "lat2": lat2, "lon2": lon2}
    return row | {k: str(v) for k, v in ends.items()}


def _no_unit(where: str) -> StripError:
    return StripError(
        f"{where}: 'elevation' does not say its unit",
        help="call it elevation_m or elevation_ft",
    )


def _strip(where: str, row: Mapping[str, str]) -> Strip:
    """Check one strip."""
    name = row["name"].strip()
    if not fold(name).strip():
        raise StripError(f"{where}: has no name", help="give each airfield a name")
    ends = [_number(where, row, key) for key in ("lat1", "lon1", "lat2", "lon2")]
    lat1, lon1, lat2, lon2 = ends
    if not (max(abs(lat1), abs(lat2)) <= 90 and max(abs(lon1), abs(lon2)) <= 180):
        raise StripError(
            f"{where}: an end of {name} is not on Earth",
            help="latitudes go from -90 to 90, longitudes from -180 to 180; GeoJSON "
            "has the longitude first",
        )
    strip = Strip(
        code=_code(where, row.get("code", ""), name),
        name=name,
        lat1_deg=lat1,
        lon1_deg=lon1,
        lat2_deg=lat2,
        lon2_deg=lon2,
        elevation_m=_elevation(where, row),
        hard=_hard(where, row.get("surface", "")),
        country=_country(where, row.get("country", "")),
    )
    metres = length_m(strip)
    if not MIN_LENGTH_M <= metres <= MAX_LENGTH_M:
        raise StripError(
            f"{where}: the ends of {name} are {metres / 1000:.2f} km apart",
            help=f"a runway measures {MIN_LENGTH_M:.0f} m to "
            f"{MAX_LENGTH_M / 1000:.0f} km; check that latitude and longitude are not "
            "exchanged, and give its two ends",
        )
    return strip


def _number(where: str, row: Mapping[str, str], key: str) -> float:
    try:
        value = float(row[key])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise StripError(
            f"{where}: {key} is '{row[key]}', no number",
            help="write degrees with a point: 29.9403; south and west are negative",
        )
    return value


def _code(where: str, said: str, name: str) -> str:
    code = said.strip().upper() or PREFIX + "-".join(fold(name).upper().split())
    known = load_airfields()
    if rows := find_by_code(known, code):
        raise StripError(
            f"{where}: {code} is the code of {known.name[rows[0]]}",
            help="leave the code away, and one is made from the name, or give another",
        )
    if any(sign in code for sign in "+,: ") or code.isdigit():
        raise StripError(
            f"{where}: '{code}' cannot be a code",
            help="take letters and digits, such as ALFA1",
        )
    return code


def _elevation(where: str, row: Mapping[str, str]) -> float | None:
    given = {k: row[k] for k in ("elevation_m", "elevation_ft") if row.get(k)}
    if not given:
        return None
    if len(given) > 1:
        raise StripError(
            f"{where}: has an elevation in metres and one in feet", help="give one"
        )
    [key] = given
    factor = METRES_PER_FOOT if key == "elevation_ft" else 1.0
    metres = _number(where, row, key) * factor
    if not MIN_ELEVATION_M <= metres <= MAX_ELEVATION_M:
        raise StripError(
            f"{where}: {key} is {row[key]}, where no airfield lies",
            help="check whether it is feet or metres",
        )
    return metres


def _hard(where: str, said: str) -> bool | None:
    word = said.strip().lower()
    if word not in SURFACES:
        raise StripError(
            f"{where}: the surface '{said}' is not known",
            help=f"write one of {', '.join(w for w in SURFACES if w)}",
        )
    return SURFACES[word]


def _country(where: str, said: str) -> str:
    code = said.strip().upper()
    if code and code not in country_names():
        raise StripError(
            f"{where}: no country has the code '{said}'",
            help="give its two letters (ISO 3166), such as AZ, or leave it out",
        )
    return code
