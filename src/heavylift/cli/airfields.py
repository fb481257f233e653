"""``heavylift airfields``: what is known of a place's airfields."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.options import SETTINGS, airfields_for, airfields_option
from heavylift.errors import PlaceError

if TYPE_CHECKING:
    from heavylift.reference.airfields import Airfields


@click.command("airfields", context_settings=SETTINGS)
@click.argument("place")
@click.option(
    "--near",
    "count",
    type=click.IntRange(1, 100),
    default=None,
    help="List so many airfields nearest to PLACE, which is LAT,LON or a code.",
)
@airfields_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    place: str, count: int | None, drawn: tuple[Path, ...], as_json: bool
) -> None:
    """Look up airfields by code, name or place.

    PLACE is an ICAO or IATA code, an OurAirports ident, a name, or any place that
    `corridor` takes: a country (Azerbaijan, country:AZ), region:AZ-GA, 'within 150 km
    of Stepanakert', circle:LAT,LON,KM, box:S,W,N,E, a GeoJSON file. Airfields beside
    it that a transport could use are named after it.

    \b
    Example:
      heavylift airfields Ovda
      heavylift airfields country:AZ --json
      heavylift airfields "within 150 km of Stepanakert"
      heavylift airfields 29.94,34.94 --near 5
    """
    from heavylift.reference.alternatives import alternatives, in_words

    airfields = airfields_for(drawn)
    rows = _nearest(airfields, place, count) if count else _matching(airfields, place)
    records = [_record(airfields, row, km) for row, km in rows]
    codes = [str(record["code"]) for record in records]
    # Whoever asks for the nearest sees what is beside.
    beside = [] if count else alternatives(airfields, codes)
    for record in records:
        record["alternatives"] = [
            {"code": a.code, "distance_km": round(a.distance_m / 1000, 1)}
            for a in beside
            if a.beside == record["code"]
        ]
    if as_json:
        click.echo(json.dumps(records, indent=2, ensure_ascii=False))
        return
    for r in records:
        away = f"  {r['distance_km']:.1f} km" if r["distance_km"] is not None else ""
        runways = ", ".join(str(x) for x in r["runways"]) or "no runway known"  # type: ignore[attr-defined]
        click.echo(
            f"{r['code']:8} {r['name']}, {r['country']}  {r['kind']}  "
            f"{r['lat_deg']:.4f}, {r['lon_deg']:.4f}  {runways}{away}"
        )
    if beside:
        click.echo(f"Not in it, beside it: {in_words(beside)}")


def _matching(airfields: Airfields, place: str) -> list[tuple[int, float | None]]:
    from heavylift.reference.airfields import find
    from heavylift.reference.places import parse_place

    try:
        wanted = parse_place(place, airfields).airfields
        found = [i for i, code in enumerate(airfields.code) if code in wanted]
    except PlaceError:
        # Of a name that several airfields have all are shown.
        found = find(airfields, place)
        if not found:
            raise
    return [(i, None) for i in found]


def _nearest(
    airfields: Airfields, place: str, count: int
) -> list[tuple[int, float | None]]:
    from heavylift.reference.airfields import find, nearest

    try:
        lat, lon = (float(part) for part in place.split(","))
    except ValueError:
        found = find(airfields, place)
        if not found:
            raise PlaceError(
                f"'{place}' is neither LAT,LON nor a known airfield",
                help="write for example 29.94,34.94 or LLOV",
            ) from None
        lat, lon = airfields.lat_deg[found[0]], airfields.lon_deg[found[0]]
    if not (abs(lat) <= 90.0 and abs(lon) <= 180.0):
        raise PlaceError(
            f"'{place}' is no point on the Earth",
            help="latitudes go from -90 to 90, longitudes from -180 to 180",
        )
    rows, metres = nearest(airfields, lat, lon, k=count)
    return [(int(i), float(m) / 1000.0) for i, m in zip(rows, metres, strict=True)]


def _record(airfields: Airfields, i: int, km: float | None) -> dict[str, object]:
    from heavylift.reference.airfields import Kind

    lo, hi = airfields.end_offsets[i], airfields.end_offsets[i + 1]
    elevation = float(airfields.elevation_m[i])
    return {
        "code": str(airfields.code[i]),
        "ident": str(airfields.ident[i]),
        "iata": str(airfields.iata[i]) or None,
        "name": str(airfields.name[i]),
        "municipality": str(airfields.municipality[i]) or None,
        "country": str(airfields.country[i]),
        "kind": Kind(int(airfields.kind[i])).name.lower(),
        "lat_deg": round(float(airfields.lat_deg[i]), 6),
        "lon_deg": round(float(airfields.lon_deg[i]), 6),
        "elevation_m": None if math.isnan(elevation) else round(elevation, 1),
        "runways": [
            f"{airfields.end_ident[e]}/{airfields.end_ident[e + 1]} "
            f"{airfields.end_length_m[e]:.0f} m"
            for e in range(lo, hi, 2)
        ],
        "distance_km": None if km is None else round(km, 1),
    }
