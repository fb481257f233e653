"""Ask a lake with a year of flights, and time it.

``python -m benchmarks.lake`` makes flights from a made-up day (``benchmarks.traces``),
repeats them over a year with other addresses and airfields until there are five
million, and asks for a corridor, narrow and wide, and for the positions of one flight.
"""

from __future__ import annotations

import argparse
import re
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.archives import KEPT, made_up_day
from heavylift.corridors import Corridor
from heavylift.lake import Lake, layout, make_lake, open_lake
from heavylift.lake.days import read_days
from heavylift.lake.ends import write_flights
from heavylift.lake.ingest import ingest
from heavylift.lake.pieces import positions_of
from heavylift.lake.query import flights_between
from heavylift.lake.records import Copy, Day, Made
from heavylift.lake.select import select_from_lake
from heavylift.reference.airfields import load_airfields

#: The first day of the made-up year.
FIRST_DAY = date(2024, 1, 1)

DAYS = 365

#: So many times the made-up flights are moved to other airfields: a pair of places then
#: has some fifty flights a year, as most have.
PLACES = 200


def main() -> None:
    """Make the year unless it is there, and ask it."""
    parser = argparse.ArgumentParser(description="Ask a lake with a year of flights.")
    parser.add_argument("--flights", type=float, default=5e6)
    wanted = parser.parse_args()
    lake = year(int(wanted.flights))
    n = sum(d.flights.flights for d in read_days(lake).values() if d.flights)
    print(f"{n:,} flights in {DAYS} days")
    first = flights_between(lake, end=_after_first_day())
    pairs = first.group_by(["origin", "destination"]).aggregate([([], "count_all")])
    pairs = pairs.filter(pc.is_valid(pairs["origin"]))
    pairs = pairs.filter(pc.is_valid(pairs["destination"]))
    pairs = pairs.sort_by([("count_all", "descending")])
    origins = pairs["origin"].to_pylist()
    one = [pairs["destination"][0].as_py()]
    for what, codes in (("one airfield", origins[:1]), ("60 airfields", origins[:60])):
        corridor = Corridor(origins=codes, destinations=one)
        timed(f"corridor from {what}", partial(select_from_lake, lake, corridor))
    day = open_lake(KEPT / "lake-of-a-day")
    track = flights_between(day)["track"][0].as_py()
    held = list(read_days(day).values())
    timed("positions of one aircraft", partial(positions_of, day, held, [track]))


def _after_first_day() -> datetime:
    return datetime.combine(FIRST_DAY + timedelta(days=1), datetime.min.time(), UTC)


def year(flights: int) -> Lake:
    """Give a lake with a year of flights; make it if needed."""
    folder = KEPT / f"year-{flights}"
    if (folder / "done").exists():
        return open_lake(folder)
    shutil.rmtree(folder, ignore_errors=True)
    base = real_looking()
    lake = make_lake(folder)
    for number in range(DAYS):
        day = (FIRST_DAY + timedelta(days=number)).isoformat()
        table = day_of_flights(base, day, flights // DAYS)
        write_flights(lake, day, "0", table)
        copy = Copy(
            deposit="0",
            name="made-up",
            sha256="",
            reader="readsb",
            traces=0,
            folders=None,
            rows=0,
            first_ms=0,
            last_ms=0,
            chunks={},
        )
        made = Made(made_from="0", flights=table.num_rows)
        lake.write_record(
            layout.day_manifest(day), Day(day=day, copies=(copy,), flights=made)
        )
    (folder / "done").touch()
    return lake


def real_looking() -> pa.Table:
    """Flights of a made-up day, found by the program, moved to many places."""
    folder = KEPT / "lake-of-a-day"
    if not folder.exists():
        ingest(make_lake(folder), [made_up_day(1_000_000).tar])
    base = flights_between(open_lake(folder))
    return pa.concat_tables([elsewhere(base, n) for n in range(PLACES)])


def elsewhere(flights: pa.Table, number: int) -> pa.Table:
    """The same flights with other airfields in all columns that name one."""
    codes = np.sort(load_airfields().code)
    moved = dict(zip(codes.tolist(), np.roll(codes, 97 * number).tolist(), strict=True))
    named = re.compile(r'"airfield": "([^"]+)"')
    for role in ("origin", "destination"):
        for name in (role, f"{role}_candidates"):
            at = flights.schema.get_field_index(name)
            values = [
                None
                if text is None
                else moved[text]
                if name == role
                else named.sub(lambda m: f'"airfield": "{moved[m[1]]}"', text)
                for text in flights[name].to_pylist()
            ]
            flights = flights.set_column(at, flights.schema.field(at), [values])
    return flights


def day_of_flights(base: pa.Table, day: str, flights: int) -> pa.Table:
    """Repeat flights until there are so many, with other addresses, on a day."""
    rng = np.random.default_rng(int(day.replace("-", "")))
    table = base.take(pa.array(rng.integers(0, base.num_rows, flights)))
    ahead_ms = layout.start_ms(day) - base["first_seen"].cast(pa.int64())[0].as_py()
    ahead_ms -= ahead_ms % 86_400_000
    address = pa.array([f"{n:06x}" for n in rng.integers(0, 1 << 24, flights)])
    for name in ("first_seen", "last_seen"):
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        moved = pc.add(table[name].cast(pa.int64()), ahead_ms).cast(field.type)
        table = table.set_column(at, field, moved)
    stamps = pc.strftime(table["first_seen"], "%Y%m%dT%H%M%SZ")
    for name, values in (
        ("icao24", address),
        ("track", address),
        ("flight_id", pc.binary_join_element_wise(address, stamps, "-")),
    ):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), values)
    order = [(name, "ascending") for name in ("origin", "destination", "flight_id")]
    return table.sort_by(order)


def timed(what: str, call: Callable[[], object], times: int = 5) -> None:
    """Print the best and the first of several times."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    print(f"{what}: first {taken[0]:.3f} s, best {min(taken):.3f} s")


if __name__ == "__main__":
    main()
