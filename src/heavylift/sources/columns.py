"""Recognise what the columns of a table hold, and in which unit, by their names.

Units come from the spelling or from the user. Where a name leaves the unit open the
field's habit is followed (feet, knots, feet per minute), and that is remarked, never
done in silence. Where habit is divided the column is not used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from heavylift.errors import ColumnsNotFound, SourceError
from heavylift.sources import refusals
from heavylift.units import (
    METRES_PER_FOOT,
    MS_PER_FOOT_PER_MINUTE,
    MS_PER_KMH,
    MS_PER_KNOT,
)

Reader = Literal["opensky", "table"]

#: Names by what they hold, in order of preference. Names are compared in lower case
#: with everything but letters and digits turned into ``_``.
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "time": (
        *("time", "timestamp", "utc", "datetime", "date_time", "ts", "seen"),
        *("time_utc", "timestamp_utc", "utc_time", "datetime_utc", "snapshot_time"),
    ),
    "icao24": (
        *("icao24", "icao", "hex", "icao_address", "mode_s", "modes", "address"),
        *("icao_24", "icao_hex", "hexid", "hex_ident", "mode_s_code"),
    ),
    "callsign": ("callsign", "call_sign", "ident"),
    "flight_id": ("flight_id", "flight", "track_id", "flightid"),
    "lat": ("lat", "latitude", "lat_deg", "latitude_deg"),
    "lon": ("lon", "lng", "long", "longitude", "lon_deg", "longitude_deg"),
    "position": ("position",),
    "altitude": (
        *("altitude", "alt", "baro_altitude", "baroaltitude", "alt_baro"),
        *("altitude_baro", "barometric_altitude", "pressure_altitude"),
    ),
    "geo_altitude": (
        *("geoaltitude", "geo_altitude", "alt_geom", "geom_altitude", "gps_altitude"),
        *("altitude_geo", "altitude_geom", "geometric_altitude", "gnss_altitude"),
    ),
    "on_ground": ("on_ground", "onground", "ground", "is_on_ground"),
    "ground_speed": ("gs", "ground_speed", "groundspeed", "speed", "velocity"),
    "track": ("track", "heading", "direction", "true_track", "course", "track_deg"),
    "vertical_rate": (
        *("vertical_rate", "vertrate", "vr", "vs", "baro_rate", "vert_rate"),
        *("vertical_speed", "verticalrate", "roc"),
    ),
    "source": ("source", "source_type", "position_source"),
    "registration": ("registration", "reg", "tail", "tail_number"),
    "aircraft_type": ("type", "typecode", "aircraft_type", "icao_type", "actype"),
    "operator": ("operator", "owner", "ownop"),
    "squawk": ("squawk",),
    "last_position": ("lastposupdate", "last_position", "time_position"),
    "last_contact": ("lastcontact", "last_contact"),
}

_LENGTHS: Final = {
    **dict.fromkeys(("ft", "feet", "foot"), METRES_PER_FOOT),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), 1.0),
}
_SPEEDS: Final = {
    **dict.fromkeys(("kt", "kts", "knot", "knots"), MS_PER_KNOT),
    **dict.fromkeys(("ms", "m_s", "mps"), 1.0),
    **dict.fromkeys(("kmh", "km_h", "kph"), MS_PER_KMH),
}
_RATES: Final = {
    **dict.fromkeys(("fpm", "ft_min", "ftmin", "ft_per_min"), MS_PER_FOOT_PER_MINUTE),
    **dict.fromkeys(("ms", "m_s", "mps"), 1.0),
}
#: Factors to SI by the ending of a name.
_UNITS: Final[dict[str, Mapping[str, float]]] = {
    "altitude": _LENGTHS,
    "geo_altitude": _LENGTHS,
    "ground_speed": _SPEEDS,
    "vertical_rate": _RATES,
}
#: The field's habit where a name leaves the unit open, and the remark it costs.
_HABITS: Final = {
    "altitude": (METRES_PER_FOOT, refusals.ALTITUDE_UNIT_MISSING),
    "geo_altitude": (METRES_PER_FOOT, refusals.ALTITUDE_UNIT_MISSING),
    "ground_speed": (MS_PER_KNOT, refusals.SPEED_UNIT_MISSING),
    "vertical_rate": (MS_PER_FOOT_PER_MINUTE, refusals.RATE_UNIT_MISSING),
}
#: Spellings of OpenSky's historical database, which is in metres and m/s.
_SI_NAMES: Final = frozenset({"baroaltitude", "geoaltitude", "velocity", "vertrate"})

#: Any of these beside ``icao24`` and ``onground`` marks OpenSky state vectors.
_OPENSKY_MARKS: Final = frozenset(
    {"lastcontact", "lastposupdate", "last_position", "baroaltitude", "geoaltitude"}
    | {"vertrate", "serials", "hour"}
)
#: OpenSky's live interface names its fields so; all of it is metres and m/s.
_OPENSKY_LIVE: Final = frozenset({"icao24", "on_ground", "last_contact", "true_track"})

#: Flightradar24's export of one flight; feet and knots.
_FLIGHTRADAR24: Final = frozenset(
    {"timestamp", "utc", "callsign", "position", "altitude", "speed", "direction"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column that is used.

    Attributes:
        index: Which column of the table.
        factor: What its numbers are multiplied with to be SI.
    """

    index: int
    factor: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the columns of one table hold.

    Attributes:
        reader: ``opensky`` for state vectors, else ``table``.
        fields: The columns that are used, by what they hold.
        remarks: What had to be assumed.
    """

    reader: Reader
    fields: Mapping[str, Field]
    remarks: tuple[str, ...] = ()


def looks_like_a_table(names: Sequence[str]) -> bool:
    """Tell whether at least two names are known: then somebody meant it as one."""
    plain = {_plain(name) for name in names}
    return len(names) > 1 and sum(bool(_roles(name)) for name in plain) > 1


def recognise(
    names: Sequence[str], given: Mapping[str, str] | None, place: str
) -> Layout:
    """Find which column holds what.

    Args:
        names: Names of the columns as the table has them.
        given: What the user said: our name, with unit, to the table's name.
        place: Name of the table, for messages.

    Returns:
        The layout; it has a time and a position.

    Raises:
        ColumnsNotFound: No column holds the time, the latitude or the longitude, or
            one that the user named is not there.
        SourceError: The user gave a name of ours that does not exist.
    """
    plain = [_plain(name) for name in names]
    fields, remarks = _given_fields(names, given or {}, place)
    spelling = _spelling(frozenset(plain))
    for role, wanted in _NAMES.items():
        if role not in fields and (found := _find(role, wanted, plain)) is not None:
            fields[role] = _with_unit(role, found, plain, spelling, remarks)
    _drop_unclear(fields, plain, spelling, remarks)
    _settle_direction(fields, plain, given or {})
    if "position" in fields and "lat" not in fields and "lon" not in fields:
        pass
    else:
        fields.pop("position", None)
        missing = [role for role in ("lat", "lon") if role not in fields]
        if missing:
            raise ColumnsNotFound(place, _also_time(missing, fields), names)
    if "time" not in fields and "last_position" in fields:
        fields["time"] = fields["last_position"]
    if "time" not in fields:
        raise ColumnsNotFound(place, ["time"], names)
    opensky = spelling.startswith("opensky")
    if opensky and "last_contact" not in fields:
        remarks.append(refusals.NO_LAST_CONTACT)
    return Layout(
        reader="opensky" if opensky else "table",
        fields=fields,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _also_time(missing: list[str], fields: Mapping[str, Field]) -> list[str]:
    return missing if "time" in fields else ["time", *missing]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _roles(plain: str) -> list[str]:
    return [r for r, names in _NAMES.items() if _match(r, names, plain) is not None]


def _match(role: str, wanted: Sequence[str], plain: str) -> tuple[str, str] | None:
    """Split a name into one that is known and a unit; ``None`` when it is not one."""
    for name in wanted:
        if plain == name:
            return name, ""
        unit = plain.removeprefix(f"{name}_")
        if unit != plain and unit in _UNITS.get(role, {}):
            return name, unit
    return None


def _find(role: str, wanted: Sequence[str], plain: Sequence[str]) -> int | None:
    """Find the preferred column for a role; one that names its unit goes first."""
    best: tuple[bool, int, int] | None = None
    for index, name in enumerate(plain):
        found = _match(role, wanted, name)
        if found is not None:
            rank = (not found[1], wanted.index(found[0]), index)
            best = rank if best is None else min(best, rank)
    return None if best is None else best[2]


def _spelling(plain: frozenset[str]) -> str:
    if plain >= _OPENSKY_LIVE:
        return "opensky live"
    if {"icao24", "onground"} <= plain and plain & _OPENSKY_MARKS:
        return "opensky"
    if plain >= _FLIGHTRADAR24:
        return "flightradar24"
    return ""


def _with_unit(
    role: str, index: int, plain: Sequence[str], spelling: str, remarks: list[str]
) -> Field:
    if role not in _UNITS:
        return Field(index=index)
    name, unit = _match(role, _NAMES[role], plain[index]) or ("", "")
    if unit:
        return Field(index=index, factor=_UNITS[role][unit])
    if name in _SI_NAMES or spelling == "opensky live":
        return Field(index=index)
    factor, remark = _HABITS[role]
    if not spelling:
        remarks.append(remark)
    return Field(index=index, factor=factor)


def _drop_unclear(
    fields: dict[str, Field], plain: Sequence[str], spelling: str, remarks: list[str]
) -> None:
    """Leave out a ``geoaltitude`` beside columns in feet.

    OpenSky's database gives it in metres; the ``traffic`` library, which spells the
    other columns so, has written it in metres and in feet.
    """
    geo, baro = fields.get("geo_altitude"), fields.get("altitude")
    if geo is None or baro is None or plain[geo.index] != "geoaltitude":
        return
    if spelling == "opensky" and geo.factor == 1.0 and baro.factor != 1.0:
        del fields["geo_altitude"]
        remarks.append(refusals.GEO_ALTITUDE_UNIT_UNKNOWN)


def _settle_direction(
    fields: dict[str, Field], plain: Sequence[str], given: Mapping[str, str]
) -> None:
    """Take ``track`` as the name of a track when another column holds a direction."""
    if "icao24" in fields or "flight_id" in fields or "track" in given:
        return
    others = _find("track", ("heading", "direction", "course"), plain)
    if "track" in plain and others is not None:
        fields["flight_id"] = Field(index=plain.index("track"))
        fields["track"] = Field(index=others)


def _given_fields(
    names: Sequence[str], given: Mapping[str, str], place: str
) -> tuple[dict[str, Field], list[str]]:
    fields: dict[str, Field] = {}
    remarks: list[str] = []
    for ours, theirs in given.items():
        roles = _roles(_plain(ours))
        if not roles:
            raise SourceError(
                f"--columns: {ours} is not a column that heavylift knows",
                help=f"known are {', '.join(_NAMES)}; add the unit to the name, for "
                "example altitude_ft, ground_speed_kmh, vertical_rate_fpm",
            )
        if theirs not in names:
            raise ColumnsNotFound(place, [theirs], names)
        index = list(names).index(theirs)
        stand_in = [*[""] * index, _plain(ours)]
        fields[roles[0]] = _with_unit(roles[0], index, stand_in, "", remarks)
    return fields, remarks
