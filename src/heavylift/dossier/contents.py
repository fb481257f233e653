"""Everything a report is made of: records that the stages before it have filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.aircraft.flown import Flown
from heavylift.claims.claimed import Claimed
from heavylift.dossier.beside import Beside
from heavylift.dossier.context import Context
from heavylift.dossier.findings import PlaceFacts, Seen
from heavylift.dossier.rows import FlightRow
from heavylift.dossier.tempo import Tempo
from heavylift.figures.map import MapAirfield
from heavylift.figures.timeline import EventMark
from heavylift.geo import Degrees
from heavylift.model.ends import Prior
from heavylift.model.sources import InputReport
from heavylift.reference.basemap import Basemap

#: A page or a figure is cut out and passed on: each must say by itself that it shows
#: nothing that was observed.
RECONSTRUCTION: Final = "RECONSTRUCTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightTrack:
    """The trusted positions of one flight, in order of time.

    Attributes:
        time_ms: Unix milliseconds, increasing, shape ``(n,)``.
        lat_deg: Degrees north, shape ``(n,)``.
        lon_deg: Degrees east, shape ``(n,)``.
        altitude_m: Altitude, metres, NaN where not reported, shape ``(n,)``.
    """

    time_ms: NDArray[np.int64]
    lat_deg: Degrees
    lon_deg: Degrees
    altitude_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number that decided something, for the section on method.

    Attributes:
        name: What it is, in plain words.
        value: Its value with its unit, as text.
        reason: Why this value, and what rests on it.
    """

    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """A case as it is to be told. All text is escaped when it is printed.

    Attributes:
        title: Title of the case.
        question: The question it asks.
        start: First moment of the period, with a zone.
        end: First moment after it, with a zone.
        event: What the case is about, if it names an event.
        origins: Where its flights start.
        destinations: Where they end.
        selection: Which aircraft were looked at, in words; empty for all.
        reach: For each thing asked of aircraft what it stands for, how many addresses
            it covers and by whose word.
        aircraft: Who the aircraft of the flights were, on their days.
        registry: The databases of aircraft that were asked, one line each.
        public_interest: Why flights of privacy addresses are told; empty when they are
            left out.
        private: Flights left out because theirs is a privacy address.
        tempo: How unusual it was, where the case asks.
        claims: What was said of it, where the case has a ledger.
        context: What stands beside the counts: reception, visits and rotations.
        belongs: Flights with both ends established at the case's places.
        may: Flights with at least one end ``toward`` a place of the case.
        tracks: Positions by ``flight_id``; a flight without one is not drawn.
        airfields: Airfields to be named on the map and by name in the tables: those
            of the case, and every candidate that is to be named.
        basemap: Land and borders; ``None`` leaves out the map.
        no_data_days: Days (UTC) of the period of which no input holds a position.
        inputs: What became of each input.
        seen: Out of what the counts were made.
        quarantined: Positions kept but not trusted in all inputs, by reason.
        thresholds: Numbers that decided something.
        remarks: Further limits of this case, one sentence each.
        prior: Whether other flights of the fleet weighed on candidates.
        beside: Airfields beside the places of the case, with what ended there.
        attributions: Whose data these are and on what terms, one line each.
        command: What to type to run it again.
        versions: What ran, by name: heavylift first.
        reconstruction: Whether the positions are made up after reports; then every
            page and figure says so.
        run_at: When it ran, as text; the one thing that differs between two runs.
    """

    title: str
    question: str
    start: datetime
    end: datetime
    event: EventMark | None
    origins: PlaceFacts
    destinations: PlaceFacts
    belongs: tuple[FlightRow, ...]
    may: tuple[FlightRow, ...]
    tracks: Mapping[str, FlightTrack]
    airfields: tuple[MapAirfield, ...]
    basemap: Basemap | None
    no_data_days: frozenset[date]
    inputs: tuple[InputReport, ...]
    seen: Seen
    versions: Mapping[str, str]
    run_at: str
    command: str
    selection: str = ""
    reach: tuple[str, ...] = ()
    aircraft: tuple[Flown, ...] = ()
    registry: tuple[str, ...] = ()
    public_interest: str = ""
    private: int = 0
    tempo: Tempo | None = None
    claims: Claimed | None = None
    context: Context | None = None
    quarantined: Mapping[str, int] = field(default_factory=dict)
    thresholds: tuple[Threshold, ...] = ()
    prior: Prior = "usage"
    remarks: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    reconstruction: bool = False

    @property
    def stamp(self) -> str:
        """The word that every page and figure bears; empty for real data."""
        return RECONSTRUCTION if self.reconstruction else ""

    @property
    def flights(self) -> tuple[FlightRow, ...]:
        """All flights told of, those that belong first."""
        return (*self.belongs, *self.may)

    @property
    def days(self) -> list[date]:
        """Every day (UTC) that the period touches, in order."""
        first = self.start.astimezone(UTC).date()
        # Half-open: an end at midnight does not touch the day that begins there.
        last = (self.end.astimezone(UTC) - timedelta(microseconds=1)).date()
        return [first + timedelta(days=i) for i in range((last - first).days + 1)]

    def name(self, code: str) -> str:
        """Call an airfield by its name and code; by its code when it has no name."""
        known = next((a for a in self.airfields if a.code == code), None)
        return known.label if known is not None else code
