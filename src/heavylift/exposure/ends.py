"""Which ends of flights are at some airfields, and how far was each followed?

Only ends of flights in the table are looked at: those established at the airfield,
those most likely headed for (coming from) it, and those that came low beside it. An
aircraft that nobody heard is in none of these.

Heights are above the airfield, from the altitude that the end has: where it is
pressure altitude, weather moves it by up to 300 m.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from heavylift.errors import PlaceError
from heavylift.exposure.networks import networks_of_ends
from heavylift.flights.candidates import Lists, read_lists
from heavylift.flights.sequences import row_by_code
from heavylift.geo import EARTH_RADIUS_M, distance_m
from heavylift.model.ends import SURE_CLASSES, EndClass, Role
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

#: Up to so many airfields their names are looked for in lists of candidates as text,
#: which spares reading the others; with more, reading all of them is quicker.
_FEW_CODES: Final = 8

#: An end that came low is looked at with so many of the nearest airfields: within 5 NM
#: there are seldom more that differ in height.
_NEAREST: Final = 3

_DAY_MS: Final = 86_400_000

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
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
    height_m: Floats
    network: Numbers
    networks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.row)

    def where(self, own: Mask) -> EndsAt:
        """Those of which something is so, shape ``(ends,)``."""
        columns = ("row", "airfield", "day", "depth", "seen", "height_m", "network")
        return replace(self, **{c: getattr(self, c)[own] for c in columns})

    def of_network(self, name: str) -> EndsAt:
        """Those that one network gave."""
        return self.where(np.array([n == name for n in self.networks])[self.network])


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
        codes: Their codes; a few, or those of a country.
        role: Take-offs or landings.
        others: Which flights to look at, as ``others_than`` gives them; all by default.
        networks: Names of networks by input; see ``exposure.networks``.

    Raises:
        PlaceError: A code is not in the table of airfields.
    """
    fields = _Fields.of(airfields, sorted(set(codes)))
    found = [look(flights, role, fields) for look in (_established, _headed, _beside)]
    row, field = (np.concatenate(each) for each in zip(*found, strict=True))
    if others is not None:
        row, field = row[others[row]], field[others[row]]
    # A few columns of a few flights: what follows looks at nothing else.
    columns = [c for c in _columns(role) if c in flights.column_names]
    few = flights.select(columns).take(pa.array(row))
    away_m, height_m = fields.away(few, role, field)
    # An end that came low beside two airfields is the nearer one's.
    order = np.lexsort((np.nan_to_num(away_m, nan=np.inf), row))
    order = order[np.append(True, np.diff(row[order]) != 0)[: len(order)]]
    few, away_m, height_m = few.take(pa.array(order)), away_m[order], height_m[order]
    depth = np.where(
        _classed(few, role, (EndClass.GROUND,)),
        Depth.SURFACE,
        _depth(height_m, away_m),
    )
    known, network = networks_of_ends(few, role, networks or {})
    seen_at = few["first_seen" if role == "origin" else "last_seen"]
    return EndsAt(
        role=role,
        codes=fields.codes,
        row=row[order],
        airfield=field[order],
        day=seen_at.cast(pa.int64()).to_numpy() // _DAY_MS,
        depth=depth.astype(np.int8),
        seen=_classed(few, role, SEEN),
        height_m=height_m,
        network=network,
        networks=known,
    )


def likeliest_at(
    flights: pa.Table, airfields: Airfields, role: Role
) -> tuple[Numbers, NDArray[np.int8]]:
    """Give the airfield that each end counts at, of all there are, and its depth.

    The same as ``ends_at`` finds, but that an end which is not headed for any airfield
    more likely than not, and came low, is that of its nearest candidate; one without
    candidates is of none.

    Args:
        flights: Columns as in ``model.flights``.
        airfields: The table of airfields.
        role: Take-offs or landings.

    Returns:
        Row of the airfield, -1 for none, and a ``Depth``; shape ``(flights,)``.
    """
    fields = _Fields.of(airfields, [str(code) for code in airfields.code])
    at = np.full(flights.num_rows, -1, np.int64)
    rows, number = _established(flights, role, fields)
    at[rows] = number
    rows = np.flatnonzero(_classed(flights, role, (EndClass.TOWARD,)))
    listed = flights[f"{role}_candidates"].take(pa.array(rows))
    [lists], codes = read_lists([listed])
    numbers = fields.numbers(codes)
    near = _nearest_low(flights.take(pa.array(rows)), role, fields, lists, numbers)
    first, share = _first(lists)
    likely = share >= TOWARD_LEAST
    at[rows] = np.where(likely, np.append(numbers, -1)[first], near)
    found = np.flatnonzero(at >= 0)
    few = flights.take(pa.array(found))
    away_m, height_m = fields.away(few, role, at[found])
    depth = np.full(flights.num_rows, Depth.HEIGHT_UNKNOWN, np.int8)
    depth[found] = np.where(
        _classed(few, role, (EndClass.GROUND,)),
        Depth.SURFACE,
        _depth(height_m, away_m),
    )
    return at, depth


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fields:
    """Airfields that are looked at; columns have shape ``(airfields,)``."""

    codes: tuple[str, ...]
    lat: Floats
    lon: Floats
    elevation_m: Floats

    @classmethod
    def of(cls, airfields: Airfields, codes: Collection[str]) -> _Fields:
        rows = row_by_code(airfields)
        missing = [code for code in codes if code not in rows]
        if missing:
            raise PlaceError(
                f"no airfield has the code {', '.join(missing)}",
                help="give the ICAO code, or the ident of OurAirports",
            )
        at = np.array([rows[code] for code in codes], np.int64)
        columns = (airfields.lat_deg, airfields.lon_deg, airfields.elevation_m)
        lat, lon, elevation_m = (column[at].astype(np.float64) for column in columns)
        return cls(codes=tuple(codes), lat=lat, lon=lon, elevation_m=elevation_m)

    def numbers(self, codes: Collection[str]) -> Numbers:
        """Numbers of codes, -1 for those that are none of these."""
        number = {code: i for i, code in enumerate(self.codes)}
        return np.array([number.get(code, -1) for code in codes], np.int64)

    def away(
        self, flights: pa.Table, role: Role, field: Numbers
    ) -> tuple[Floats, Floats]:
        """Distance of each end from an airfield, and its height above that."""
        lat, lon, altitude_m = (
            _numbers(flights[f"{role}_{part}"]) for part in ("lat", "lon", "altitude_m")
        )
        away_m = distance_m(lat, lon, self.lat[field], self.lon[field])
        return away_m, altitude_m - self.elevation_m[field]


def _columns(role: Role) -> list[str]:
    """Columns that ends are told by."""
    parts = ("", "_class", "_candidates", "_lat", "_lon", "_altitude_m")
    return [*(role + part for part in parts), "first_seen", "last_seen", "sources"]


#: Rows of flights, and the number of the airfield that the end of each may be at.
_Pairs = tuple[Numbers, Numbers]


def _established(flights: pa.Table, role: Role, fields: _Fields) -> _Pairs:
    codes = pa.array(fields.codes, pa.string())
    number = pc.fill_null(pc.index_in(flights[role], value_set=codes), -1).to_numpy()
    rows = np.flatnonzero((number >= 0) & _classed(flights, role, SURE_CLASSES))
    return rows, number[rows].astype(np.int64)


def _headed(flights: pa.Table, role: Role, fields: _Fields) -> _Pairs:
    """Ends that are ``toward`` one of the airfields first of all, and likely so."""
    listed = flights[f"{role}_candidates"]
    named = _classed(flights, role, (EndClass.TOWARD,))
    if len(fields.codes) <= _FEW_CODES:
        any_of = np.zeros(len(named), np.bool_)
        for code in fields.codes:
            any_of |= _plain(pc.match_substring(listed, f'"{code}"'))
        named &= any_of
    rows = np.flatnonzero(named)
    [lists], codes = read_lists([listed.take(pa.array(rows))])
    first, share = _first(lists)
    number = np.append(fields.numbers(codes), -1)[first]
    likely = (number >= 0) & (share >= TOWARD_LEAST)
    return rows[likely], number[likely]


def _first(lists: Lists) -> tuple[Numbers, Floats]:
    """Code and share of the first candidate of each end; -1 and 0 without any."""
    some = np.diff(lists.offsets) > 0
    code, share = np.full(len(some), -1, np.int64), np.zeros(len(some))
    begin = lists.offsets[:-1][some]
    code[some], share[some] = lists.code[begin], lists.share[begin]
    return code, share


def _beside(flights: pa.Table, role: Role, fields: _Fields) -> _Pairs:
    """Ends that are not established and came low beside one of the airfields."""
    none = np.zeros(0, np.int64)
    if not fields.codes:
        return none, none
    lat, lon, altitude_m = (
        _numbers(flights[f"{role}_{part}"]) for part in ("lat", "lon", "altitude_m")
    )
    reach = np.degrees(LOW_WITHIN_M / EARTH_RADIUS_M) * 1.01
    # Above an airfield of unknown elevation no height is known.
    highest_m = np.nan_to_num(fields.elevation_m, nan=-np.inf).max()
    with np.errstate(invalid="ignore"):
        may = altitude_m < highest_m + LOW_M
        may &= (lat >= fields.lat.min() - reach) & (lat <= fields.lat.max() + reach)
    rows = np.flatnonzero(may & np.isfinite(lon))
    rows = rows[~_classed(flights.take(pa.array(rows)), role, SURE_CLASSES)]
    if not len(rows):
        return none, none
    # On a ball of radius 1 a chord is a little shorter than its arc.
    _, found = cKDTree(_on_ball(fields.lat, fields.lon)).query(
        _on_ball(lat[rows], lon[rows]),
        k=np.arange(1, min(_NEAREST, len(fields.codes)) + 1),
        distance_upper_bound=1.01 * LOW_WITHIN_M / EARTH_RADIUS_M,
    )
    near = np.asarray(found)
    end, place = np.nonzero(near < len(fields.codes))
    row, field = rows[end], near[end, place].astype(np.int64)
    away_m, height_m = fields.away(flights.take(pa.array(row)), role, field)
    low = _depth(height_m, away_m) == Depth.LOW
    return row[low], field[low]


def _on_ball(lat: Floats, lon: Floats) -> Floats:
    phi, lam = np.radians(lat), np.radians(lon)
    flat = np.cos(phi)
    return np.column_stack([flat * np.cos(lam), flat * np.sin(lam), np.sin(phi)])


def _nearest_low(
    flights: pa.Table, role: Role, fields: _Fields, lists: Lists, numbers: Numbers
) -> Numbers:
    """Nearest of the candidates of each end beside which it came low; -1 for none."""
    end, field = lists.end, numbers[lists.code]
    end, field = end[field >= 0], field[field >= 0]
    away_m, height_m = fields.away(flights.take(pa.array(end)), role, field)
    low = np.flatnonzero(_depth(height_m, away_m) == Depth.LOW)
    # The nearest is written last.
    low = low[np.argsort(-away_m[low], kind="stable")]
    nearest = np.full(flights.num_rows, -1, np.int64)
    nearest[end[low]] = field[low]
    return nearest


def _depth(height_m: Floats, away_m: Floats) -> NDArray[np.int8]:
    depth = np.full(len(height_m), Depth.HIGHER, np.int8)
    depth[(height_m < LOWER_M) & (away_m <= LOWER_WITHIN_M)] = Depth.LOWER
    depth[(height_m < LOW_M) & (away_m <= LOW_WITHIN_M)] = Depth.LOW
    depth[~np.isfinite(height_m) | ~np.isfinite(away_m)] = Depth.HEIGHT_UNKNOWN
    return depth


def _classed(flights: pa.Table, role: Role, classes: Collection[EndClass]) -> Mask:
    words = pa.array(sorted(c.value for c in classes))
    return _plain(pc.is_in(flights[f"{role}_class"], value_set=words))


def _numbers(column: pa.ChunkedArray) -> Floats:
    """Numbers, NaN where unknown."""
    numbers: Floats = pc.fill_null(column, np.nan).to_numpy()
    return numbers.astype(np.float64)


def _plain(mask: pa.ChunkedArray) -> Mask:
    plain: Mask = pc.fill_null(mask, False).to_numpy().astype(np.bool_)
    return plain
