"""The answer to ``heavylift corridor`` as tables for a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

    from heavylift.aircraft.flown import Flown
    from heavylift.corridors import PeriodCount, Selection
    from heavylift.reference.places import Place
    from heavylift.visits.stays import Stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Which aircraft were asked for, and which flew.

    Attributes:
        selection: A line for each thing asked.
        public_interest: Why flights of privacy addresses are given, if they are.
        aircraft: Aircraft of the flights that are listed.
    """

    selection: list[str]
    public_interest: str | None
    aircraft: list[Flown]


def print_table(
    places: tuple[Place, Place],
    selection: Selection,
    periods: list[PeriodCount],
    every: str,
    who: Who,
    seen: Sequence[str],
) -> None:
    """Print what was asked, the counts, out of what, by period, and the flights."""
    from rich.console import Console

    from heavylift.aircraft.flown import by_flight
    from heavylift.corridors import count_by_class
    from heavylift.model.ends import CLASS_ORDER

    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"From {places[0].label} to {places[1].label}")
    for line in who.selection:
        console.print(line)
    if who.public_interest:
        console.print(f"privacy addresses are given: {who.public_interest}")
    console.print(
        f"{selection.considered:,} flights considered; "
        "counts by class of the weaker end"
    )
    counts = count_by_class(selection.belongs)
    vector = ", ".join(f"{c.value} {counts[c]}" for c in CLASS_ORDER if c.is_sure)
    console.print(f"  both ends established: {vector}")
    console.print(f"  may belong (an end only toward): {selection.may.num_rows}")
    console.print(
        f"  one end established, the other not at all: {selection.half_open.num_rows}"
    )
    if selection.private:
        console.print(
            f"  left out, of privacy addresses (PIA): {selection.private}; "
            "--public-interest REASON gives them"
        )
    console.print("Out of what could have been seen")
    for line in seen:
        console.print(f"  {line}")
    if periods:
        _print_periods(console, periods, every)
    for title, table in (
        ("Flights with both ends established", selection.belongs),
        ("Flights that may belong", selection.may),
    ):
        if table.num_rows:
            _print_flights(console, title, table, by_flight(who.aircraft))
    _print_remarks(console, who)


def print_stays(stays: Stays | None, name: Callable[[str], str]) -> None:
    """Print visits and rotations of the aircraft that flew; nothing if none did."""
    from rich.console import Console
    from rich.table import Table

    from heavylift.visits.said import (
        ROTATION_HEADS,
        VISIT_HEADS,
        rotation_rows,
        stays_said,
        visit_rows,
        visits_to_tell,
    )

    if stays is None or not (stays.units.aircraft or stays.visits.num_rows):
        return
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print("Visits and rotations of these aircraft")
    for line in stays_said(stays, name):
        console.print(f"  {line}")
    visits, left_out = visits_to_tell(stays.visits)
    for title, heads, rows in (
        ("Visits", VISIT_HEADS, visit_rows(visits, name)),
        ("Rotations", ROTATION_HEADS, rotation_rows(stays.rotations)),
    ):
        if rows:
            shown = Table(title=title, title_justify="left")
            for head in heads:
                shown.add_column(head, overflow="fold")
            for row in rows:
                shown.add_row(*row)
            console.print(shown)
    if left_out:
        console.print(f"  and {left_out:,} more visits with one side only")


def _print_periods(console: object, periods: list[PeriodCount], every: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from heavylift.model.ends import CLASS_ORDER

    assert isinstance(console, Console)
    sure = [c for c in CLASS_ORDER if c.is_sure]
    shown = Table(title=f"By {every} (UTC)", title_justify="left")
    shown.add_column(every)
    for name in (*(c.value for c in sure), "may"):
        shown.add_column(name, justify="right")
    for p in periods:
        shown.add_row(
            _span(p.start, every),
            *(str(p.belongs[c]) for c in sure),
            str(p.may),
        )
    console.print(shown)


def _span(start: date, every: str) -> str:
    if every == "day":
        return start.isoformat()
    return f"{start.isoformat()} to {(start + timedelta(days=6)).isoformat()}"


def _print_remarks(console: object, who: Who) -> None:
    """What does not fit together in who the aircraft are said to be."""
    from rich.console import Console

    from heavylift.aircraft.remarks import remarks

    assert isinstance(console, Console)
    said = [
        remark.text
        for one in who.aircraft
        for remark in remarks(one.identity, one.callsigns)
    ]
    for text in dict.fromkeys(said):
        console.print(f"! {text}")


def _print_flights(
    console: object, title: str, table: pa.Table, aircraft: Mapping[str, Flown]
) -> None:
    from rich.console import Console
    from rich.table import Table

    assert isinstance(console, Console)
    shown = Table(title=title, title_justify="left")
    for name in ("first seen (UTC)", "callsign", "aircraft", "from", "to"):
        shown.add_column(name, no_wrap=name.startswith("first"))
    for row in table.to_pylist():
        shown.add_row(
            row["first_seen"].strftime("%Y-%m-%d %H:%M"),
            row["callsign"] or "",
            _aircraft(row, aircraft.get(row["flight_id"])),
            _end(row, "origin"),
            _end(row, "destination"),
        )
    console.print(shown)


def _aircraft(row: Mapping[str, object], known: Flown | None) -> str:
    """Who flew: as the source of that day writes it, else as others say."""
    words = []
    for written, attribute in (
        (row["registration"], "registration"),
        (row["icao24"], ""),
        (row["aircraft_type"], "type"),
    ):
        said = written
        if not written and attribute and known is not None:
            said = known.identity[attribute].text
        if said:
            words.append(str(said))
    return " ".join(words)


def _end(row: dict[str, object], role: Literal["origin", "destination"]) -> str:
    """An end in the fixed words of its class, with the share of each candidate."""
    from heavylift.model.ends import EndClass, words

    end_class = EndClass(str(row[f"{role}_class"]))
    if end_class is EndClass.TOWARD:
        listed = json.loads(str(row[f"{role}_candidates"]))
        first = words(end_class, role, listed[0]["airfield"]) if listed else end_class
        shares = ", ".join(
            f"{c['airfield']} {c['probability']:.2f}" for c in listed[:3]
        )
        return f"{first} ({shares})"
    runway = row[f"{role}_runway"]
    return words(end_class, role, str(row[role] or ""), str(runway) if runway else None)
