"""How far down to an airfield, and up from it, were aircraft followed?

Only ends of flights in the table are looked at: those established at the airfield,
those most likely headed for (coming from) it, and those that came low beside it. An
aircraft that nobody heard is in none of these counts.

Heights are above the airfield, from the altitude that the end has: where it is
pressure altitude, weather moves it by up to 300 m.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.errors import PlaceError
from heavylift.exposure.networks import networks_of_ends
from heavylift.flights.sequences import row_by_code
from heavylift.geo import EARTH_RADIUS_M, distance_m
from heavylift.model.ends import SURE_CLASSES, Candidate, EndClass, Role
from heavylift.reference.airfields import Airfields
from heavylift.units import METRES_PER_FOOT, METRES_PER_NAUTICAL_MILE

#: Below 1 500 ft and within 5 NM an aircraft is on its approach or has just left: a
#: circuit is flown at 1 000 ft, and a 3° glide path is at 1 500 ft 5 NM out. With half
#: of it hardly any end qualifies; with twice as much, overflights do.
LOW_M: Final = 1_500 * METRES_PER_FOOT
LOW_WITHIN_M: Final = 5 * METRES_PER_NAUTICAL_MILE

#: The next step: 10 NM and 5 000 ft is the cut at which the nearest airport was right
#: 99.4 % of the time on EUROCONTROL's data; twice the distance, because here the
#: airfield is known already, and a 3° path is at 5 000 ft 16 NM out.
LOWER_M: Final = 5_000 * METRES_PER_FOOT
LOWER_WITHIN_M: Final = 20 * METRES_PER_NAUTICAL_MILE

#: An end that is ``toward`` counts for the airfield that ranks first when it has at
#: least this share of belief. With less, ends of other airfields are in the majority.
TOWARD_LEAST: Final = 0.5

#: Classes of ends that were seen themselves. ``bracketed`` rests on another flight.
SEEN: Final = (EndClass.GROUND, EndClass.RUNWAY, EndClass.NEAR)

_DAY_MS: Final = 86_400_000

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Depth(IntEnum):
    """How far an aircraft was followed down to an airfield, or up from it."""

    #: To the surface: the end is of class ``ground``.
    SURFACE = 0
    #: Below 1 500 ft within 5 NM.
    LOW = 1
    #: Below 5 000 ft within 20 NM.
    LOWER = 2
    #: Higher or farther away only.
    HIGHER = 3
    #: Its place or height was not reported.
    HEIGHT_UNKNOWN = 4


#: Columns of ``followed_by_day``.
FOLLOWED_SCHEMA: Final = pa.schema(
    [
        ("day", pa.date32()),
        ("airfield", pa.string()),
        ("network", pa.string()),
        ("to_surface", pa.int64()),
        ("below_1500_ft", pa.int64()),
        ("below_5000_ft", pa.int64()),
        ("higher", pa.int64()),
        ("height_unknown", pa.int64()),
        ("seen", pa.int64()),
        ("median_lowest_m", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndsAt:
    """Ends of one role at some airfields; columns have shape ``(ends,)``.

    Attributes:
        role: Which ends.
        codes: Codes of the airfields.
        row: Row of the flight, ascending; an end is at one airfield only.
        airfield: Number of the airfield in ``codes``.
        day: Day (UTC) of the end's position, since 1970.
        depth: A ``Depth``.
        seen: Whether the end is classed ground, runway or near at that airfield.
        height_m: Height of the last (first) airborne position above it; NaN unknown.
        network: Number of its network in ``networks``.
        networks: Names of networks.
    """

    role: Role
    codes: tuple[str, ...]
    row: Numbers
    airfield: Numbers
    day: Numbers
    depth: NDArray[np.int8]
    seen: Mask
    height_m: NDArray[np.float64]
    network: Numbers
    networks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.row)

    def of_network(self, name: str) -> EndsAt:
        """Those that one network gave."""
        own = np.array([n == name for n in self.networks], np.bool_)[self.network]
        columns = ("row", "airfield", "day", "depth", "seen", "height_m", "network")
        return replace(self, **{c: getattr(self, c)[own] for c in columns})


def ends_at(
    flights: pa.Table,
    airfields: Airfields,
    codes: Collection[str],
    role: Role,
    others: Mask | None = None,
    networks: Mapping[str, str] | None = None,
) -> EndsAt:
    """Give the ends at some airfields, and how far each was followed.

    Args:
        flights: Columns as in ``model.flights``.
        airfields: The table of airfields.
        codes: Their codes.
        role: Take-offs or landings.
        others: Which flights to look at, as ``others_than`` gives them; all by default.
        networks: Names of networks by input; see ``exposure.networks``.

    Raises:
        PlaceError: A code is not in the table of airfields.
    """
    fields = _fields(airfields, sorted(set(codes)))
    rows = _worth_a_look(flights, role, fields)
    if others is not None:
        rows = rows[others[rows]]
    # A few columns of a few flights: what follows looks at them once for each airfield.
    columns = [c for c in _columns(role) if c in flights.column_names]
    few = flights.select(columns).take(pa.array(rows))
    found = [_at_one(few, role, field) for field in fields]
    at = np.concatenate([np.zeros(0, np.int64), *(f[0] for f in found)])
    away_m, height_m = (
        np.concatenate([np.zeros(0), *(f[k] for f in found)]) for k in (1, 2)
    )
    number = np.repeat(np.arange(len(fields)), [len(f[0]) for f in found])
    # An end that came low beside two airfields is the nearer one's.
    order = np.lexsort((np.nan_to_num(away_m, nan=np.inf), at))
    order = order[np.append(True, np.diff(at[order]) != 0)[: len(order)]]
    at, away_m, height_m = at[order], away_m[order], height_m[order]
    few = few.take(pa.array(at))
    on_ground = _classed(few, role, (EndClass.GROUND,))
    depth = np.where(on_ground, Depth.SURFACE, _depth(height_m, away_m))
    known, network = networks_of_ends(few, role, networks or {})
    seen_at = few["first_seen" if role == "origin" else "last_seen"]
    return EndsAt(
        role=role,
        codes=tuple(field[0] for field in fields),
        row=rows[at],
        airfield=number[order],
        day=seen_at.cast(pa.int64()).to_numpy() // _DAY_MS,
        depth=depth.astype(np.int8),
        seen=_classed(few, role, SEEN),
        height_m=height_m,
        network=network,
        networks=known,
    )


def _columns(role: Role) -> list[str]:
    """Columns that ends are told by."""
    parts = ("", "_class", "_candidates", "_lat", "_lon", "_altitude_m")
    return [*(role + part for part in parts), "first_seen", "last_seen", "sources"]


#: Code, latitude, longitude and elevation of an airfield.
_Field = tuple[str, float, float, float]


def _fields(airfields: Airfields, codes: Collection[str]) -> list[_Field]:
    rows = row_by_code(airfields)
    missing = [code for code in codes if code not in rows]
    if missing:
        raise PlaceError(
            f"no airfield has the code {', '.join(missing)}",
            help="give the ICAO code, or the ident of OurAirports",
        )
    return [
        (
            code,
            float(airfields.lat_deg[rows[code]]),
            float(airfields.lon_deg[rows[code]]),
            float(airfields.elevation_m[rows[code]]),
        )
        for code in codes
    ]


def _worth_a_look(flights: pa.Table, role: Role, fields: list[_Field]) -> Numbers:
    """Rows of flights with an end that may be at one of the airfields."""
    codes = pa.array([code for code, *_ in fields], pa.string())
    worth = _plain(pc.is_in(flights[role], value_set=codes))
    for code in codes.to_pylist():
        listed = pc.match_substring(flights[f"{role}_candidates"], f'"{code}"')
        worth |= _plain(listed)
    # A box that holds the circle, beyond the poles and the antimeridian all round.
    end_lat, end_lon = (_numbers(flights[f"{role}_{part}"]) for part in ("lat", "lon"))
    reach = np.degrees(LOW_WITHIN_M / EARTH_RADIUS_M) * 1.01
    for _, lat, lon, _ in fields:
        narrow = np.cos(np.radians(min(abs(lat) + reach, 90.0)))
        wide = reach / max(narrow, 1e-6)
        turn = np.abs((end_lon - lon + 180.0) % 360.0 - 180.0)
        worth |= (np.abs(end_lat - lat) <= reach) & (turn <= wide)
    return np.flatnonzero(worth)


def _at_one(
    flights: pa.Table, role: Role, field: _Field
) -> tuple[Numbers, NDArray[np.float64], NDArray[np.float64]]:
    """Rows of the ends at one airfield, their distances and heights above it."""
    code, lat, lon, elevation_m = field
    n = flights.num_rows
    end_lat, end_lon, altitude_m = (
        _numbers(flights[f"{role}_{part}"]) for part in ("lat", "lon", "altitude_m")
    )
    away_m = distance_m(end_lat, end_lon, np.full(n, lat), np.full(n, lon))
    height_m = altitude_m - elevation_m
    sure = _classed(flights, role, SURE_CLASSES)
    here = _plain(pc.equal(flights[role], code)) & sure
    beside = ~sure & (_depth(height_m, away_m) == Depth.LOW)
    rows = np.flatnonzero(here | beside | _towards(flights, role, code))
    return rows, away_m[rows], height_m[rows]


def _depth(
    height_m: NDArray[np.float64], away_m: NDArray[np.float64]
) -> NDArray[np.int8]:
    depth = np.full(len(height_m), Depth.HIGHER, np.int8)
    depth[(height_m < LOWER_M) & (away_m <= LOWER_WITHIN_M)] = Depth.LOWER
    depth[(height_m < LOW_M) & (away_m <= LOW_WITHIN_M)] = Depth.LOW
    depth[~np.isfinite(height_m) | ~np.isfinite(away_m)] = Depth.HEIGHT_UNKNOWN
    return depth


_CANDIDATES: Final = msgspec.json.Decoder(list[Candidate])


def _towards(flights: pa.Table, role: Role, code: str) -> Mask:
    """Which ends are ``toward`` an airfield first of all, and likely so."""
    listed = flights[f"{role}_candidates"]
    named = _classed(flights, role, (EndClass.TOWARD,))
    named &= _plain(pc.match_substring(listed, f'"{code}"'))
    rows = np.flatnonzero(named)
    for row, text in zip(
        rows.tolist(), listed.take(pa.array(rows)).to_pylist(), strict=True
    ):
        first = _CANDIDATES.decode(text)[0]
        named[row] = first.airfield == code and first.probability >= TOWARD_LEAST
    return named


def followed_by_day(ends: EndsAt, *, by_network: bool = False) -> pa.Table:
    """Count ends by day, airfield and how far each was followed.

    Args:
        ends: Ends at the airfields.
        by_network: Whether networks are counted apart; else ``network`` is empty.

    Returns:
        Columns as in ``FOLLOWED_SCHEMA``; each end is in exactly one of the counts from
        ``to_surface`` to ``height_unknown``, and again in ``seen`` when its class says
        so. ``median_lowest_m`` is over those with a height, on the surface 0. Days
        without an end have no row.
    """
    network = ends.network if by_network else np.zeros(len(ends), np.int64)
    names = ends.networks if by_network else ("",)
    key = np.column_stack([ends.day, ends.airfield, network])
    groups, at = np.unique(key, axis=0, return_inverse=True)
    at, n = at.ravel(), len(groups)
    counts = {
        name: np.bincount(at[ends.depth == depth], minlength=n)
        for name, depth in zip(FOLLOWED_SCHEMA.names[3:8], Depth, strict=True)
    }
    day, airfield, of = groups.T if n else np.zeros((3, 0), np.int64)
    return pa.table(
        {
            "day": pa.array(day.astype(np.int32)).cast(pa.date32()),
            "airfield": pa.array(ends.codes, pa.string()).take(pa.array(airfield)),
            "network": pa.array(names, pa.string()).take(pa.array(of)),
            **counts,
            "seen": np.bincount(at[ends.seen], minlength=n),
            "median_lowest_m": pa.array(_medians(ends, at, n), from_pandas=True),
        }
    ).cast(FOLLOWED_SCHEMA)


def lowest_m(ends: EndsAt) -> NDArray[np.float64]:
    """Lowest height above the airfield at which each was heard; on the surface 0."""
    return np.where(ends.depth == Depth.SURFACE, 0.0, ends.height_m)


def _medians(ends: EndsAt, group: Numbers, n: int) -> NDArray[np.float64]:
    found = np.full(n, np.nan)
    height_m = lowest_m(ends)
    known = np.flatnonzero(np.isfinite(height_m))
    known = known[np.argsort(group[known], kind="stable")]
    bounds = np.searchsorted(group[known], np.arange(n + 1))
    for k in np.flatnonzero(np.diff(bounds)).tolist():
        found[k] = np.median(height_m[known[bounds[k] : bounds[k + 1]]])
    return found


def _classed(flights: pa.Table, role: Role, classes: Collection[EndClass]) -> Mask:
    words = pa.array(sorted(c.value for c in classes))
    return _plain(pc.is_in(flights[f"{role}_class"], value_set=words))


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Numbers, NaN where unknown."""
    numbers: NDArray[np.float64] = pc.fill_null(column, np.nan).to_numpy()
    return numbers.astype(np.float64)


def _plain(mask: pa.ChunkedArray) -> Mask:
    plain: Mask = pc.fill_null(mask, False).to_numpy().astype(np.bool_)
    return plain
