"""Choose what the figures of a report show, and say it in words beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date

import numpy as np

from heavylift.dossier.contents import FlightTrack, ReportData
from heavylift.dossier.rows import EndRow, FlightRow
from heavylift.dossier.words import count, day, number, period, vector
from heavylift.figures.map import NARROW, WIDE, MapAirfield, TrackLine, draw_map
from heavylift.figures.profiles import ProfileLine, draw_profiles, last_received
from heavylift.figures.svg import Points
from heavylift.figures.timeline import NARROW_CHART, WIDE_CHART, draw_timeline
from heavylift.geo import distance_m
from heavylift.model.ends import EndClass
from heavylift.units import METRES_PER_FOOT

#: Fewer flights than this make no pattern; their profile is left to the table.
LEAST_PROFILES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure in two sizes, and what it says.

    Attributes:
        heading: Its headline.
        caption: What a reader needs to know, in sentences.
        wide: SVG for a page and for paper.
        narrow: SVG for a telephone.
    """

    heading: str
    caption: str
    wide: str
    narrow: str


def anchor(flight_id: str) -> str:
    """Give the name of a flight's row within the page.

    >>> anchor("424248-20220228T181501Z"), anchor("a b")
    ('f-424248-20220228T181501Z', 'f-a_20_b')
    """
    plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."
    return "f-" + "".join(c if c in plain else f"_{ord(c):x}_" for c in flight_id)


def map_picture(data: ReportData) -> Picture | None:
    """Draw the map; ``None`` without a basemap or without anything to show."""
    if data.basemap is None:
        return None
    tracks = [
        TrackLine(
            name=f"{title(row)}: {row.weaker} by its weaker end",
            href=f"#{anchor(row.flight_id)}",
            time_ms=data.tracks[row.flight_id].time_ms,
            lat_deg=data.tracks[row.flight_id].lat_deg,
            lon_deg=data.tracks[row.flight_id].lon_deg,
            origin_class=row.origin.end_class,
            destination_class=row.destination.end_class,
        )
        for row in data.flights
        if row.flight_id in data.tracks and len(data.tracks[row.flight_id].time_ms)
    ]
    if not tracks:
        return None
    heading = "Where the flights were received"
    span = period(data.start, data.end)
    drawn = count(len(tracks), "flight")
    caption = (
        f"{drawn} {span} (UTC). Lines are solid where positions were received and "
        "dashed, straight, across silences; nothing is drawn beyond the first and "
        "the last position."
    )
    if len(tracks) < len(data.flights):
        caption += (
            f" {count(len(data.flights) - len(tracks), 'flight')} without positions "
            "at hand are not drawn."
        )
    wide, narrow = (
        draw_map(
            tracks,
            data.airfields,
            data.basemap,
            title=heading,
            desc=caption,
            sheet=replace(sheet, stamp=data.stamp),
        )
        for sheet in (WIDE, NARROW)
    )
    if not wide:
        return None
    return Picture(heading=heading, caption=caption, wide=wide, narrow=narrow)


def day_counts(data: ReportData) -> dict[date, Counter[EndClass]]:
    """Count flights by the day (UTC) they were first seen and by weaker end."""
    counts: dict[date, Counter[EndClass]] = {}
    for row in data.flights:
        seen_on = row.first_seen.astimezone(UTC).date()
        counts.setdefault(seen_on, Counter())[row.weaker] += 1
    return counts


def timeline_picture(data: ReportData) -> Picture:
    """Draw flights per day."""
    counts, days = day_counts(data), data.days
    caption = (
        "Each flight stands on the day it was first seen, coloured by the class of "
        "its weaker end."
    )
    outside = sum(n.total() for d, n in counts.items() if d not in set(days))
    if outside:
        caption += f" {count(outside, 'flight')} first seen outside are not drawn."
    if data.event is not None and data.event.day not in days:
        caption += f" {data.event.label} ({day(data.event.day)}) lies outside."
    told = [f"{day(d)}: {vector(counts[d])}" for d in days if d in counts]
    told += [f"{day(d)}: no data" for d in sorted(data.no_data_days)]
    desc = f"{caption} {'; '.join(told) or 'No flight on any day'}."
    wide, narrow = (
        draw_timeline(
            days,
            counts,
            event=data.event,
            no_data_days=data.no_data_days,
            desc=desc,
            chart=replace(chart, stamp=data.stamp),
        )
        for chart in (WIDE_CHART, NARROW_CHART)
    )
    return Picture(
        heading="Flights per day (UTC)", caption=caption, wide=wide, narrow=narrow
    )


def profile_picture(data: ReportData) -> Picture | None:
    """Draw how flights came down towards the destination most of them share."""
    towards: dict[str, list[FlightRow]] = {}
    for row in data.flights:
        code = _within(row.destination, data.destinations.airfields)
        if code is not None and row.flight_id in data.tracks:
            towards.setdefault(code, []).append(row)
    places = {a.code: a for a in data.airfields}
    known = [code for code in sorted(towards) if code in places]
    if not known:
        return None
    code = max(known, key=lambda c: len(towards[c]))
    lines = _profiles(towards[code], data.tracks, places[code])
    ends = last_received(lines)
    if len(ends) < LEAST_PROFILES:
        return None
    name = data.name(code)
    caption = _where_it_ended(ends, name)
    wide, narrow = (
        draw_profiles(lines, name, desc=caption, chart=replace(chart, stamp=data.stamp))
        for chart in (WIDE_CHART, NARROW_CHART)
    )
    if not wide:
        return None
    heading = "Where reception ended"
    return Picture(heading=heading, caption=caption, wide=wide, narrow=narrow)


def title(row: FlightRow) -> str:
    """Call a flight by callsign and time, as on the map's marks."""
    name = row.callsign or row.registration or row.icao24 or row.track
    first, last = row.first_seen.astimezone(UTC), row.last_seen.astimezone(UTC)
    return f"{name}, {day(first.date())}, {first:%H:%M} to {last:%H:%M} UTC"


def _within(end: EndRow, airfields: frozenset[str]) -> str | None:
    named = [end.airfield] if end.airfield else [c.airfield for c in end.candidates]
    return next((code for code in named if code in airfields), None)


def _profiles(
    rows: list[FlightRow],
    tracks: Mapping[str, FlightTrack],
    airfield: MapAirfield,
) -> list[ProfileLine]:
    lines = []
    for row in rows:
        track = tracks[row.flight_id]
        there = np.full(len(track.time_ms), airfield.lat_deg)
        metres = distance_m(
            track.lat_deg,
            track.lon_deg,
            there,
            np.full(len(there), airfield.lon_deg),
        )
        lines.append(
            ProfileLine(
                name=title(row),
                time_ms=track.time_ms,
                distance_km=metres / 1000,
                altitude_m=track.altitude_m,
                end_class=row.destination.end_class,
            )
        )
    return lines


def _where_it_ended(ends: Points, name: str) -> str:
    nearest, middle, farthest = np.percentile(ends[:, 0], [0, 50, 100]).tolist()
    low, high = np.percentile(ends[:, 1] / METRES_PER_FOOT, [25, 75]).tolist()
    # To the hundred: neither pressure altitude nor the runway's height allows more.
    feet = f"{number(round(low / 100) * 100)} and {number(round(high / 100) * 100)}"
    return (
        f"{count(len(ends), 'flight')} ended at {name} or had it among the candidates. "
        f"Their last positions lie {nearest:.0f} to {farthest:.0f} km from it, half of "
        f"them within {middle:.0f} km; the middle half were last received between "
        f"{feet} feet. What came after is not known."
    )
