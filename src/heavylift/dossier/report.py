"""Print a case as one page that anybody can read, keep, print and check.

The page holds everything it needs: styles and figures are inside, there is no
script, and its content-security policy forbids any request. It says what the data
show in the fixed words of each class and nothing beyond them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from heavylift.aircraft.flown import by_flight
from heavylift.dossier import words
from heavylift.dossier.aircraft import aircraft_lines, capacity, said_of_flight
from heavylift.dossier.claims_words import tell_claims
from heavylift.dossier.contents import FlightTrack, ReportData, Threshold
from heavylift.dossier.context_words import ToldContext, short_said, tell_context
from heavylift.dossier.findings import (
    Counts,
    PlaceFacts,
    Seen,
    count_flights,
    finding,
)
from heavylift.dossier.limits import limits
from heavylift.dossier.method import PRIORS
from heavylift.dossier.pictures import (
    Picture,
    anchor,
    day_counts,
    map_picture,
    profile_picture,
    timeline_picture,
)
from heavylift.dossier.rows import EndRow, FlightRow
from heavylift.dossier.tempo_picture import tempo_picture
from heavylift.dossier.tempo_words import tell_tempo
from heavylift.figures.map import MapAirfield
from heavylift.figures.palette import CLASS_INK
from heavylift.figures.svg import plain
from heavylift.figures.timeline import EventMark
from heavylift.model.ends import CLASS_ORDER, EndClass
from heavylift.model.ends import words as end_words

__all__ = [
    "EventMark",
    "FlightTrack",
    "MapAirfield",
    "PlaceFacts",
    "ReportData",
    "Seen",
    "Threshold",
    "render_report",
    "report_finding",
]

#: What each class means, for readers; the fixed words are in ``model/ends.py``.
CLASS_MEANING: Final[dict[EndClass, str]] = {
    EndClass.GROUND: "surface positions at the airfield before take-off or after "
    "landing",
    EndClass.RUNWAY: "climbing from, or on final to, one runway: aligned with it, near "
    "its axis, low",
    EndClass.NEAR: "first or last position low and near, and no other airfield fits",
    EndClass.BRACKETED: "not seen; where the same aircraft was seen next (or before) "
    "leaves one airfield",
    EndClass.TOWARD: "the track stops high or far; candidates are ranked, none is "
    "established",
    EndClass.UNKNOWN: "nothing above holds; no airfield is named",
}

#: Candidates printed for one end; the table of flights has all of them.
SHOWN_CANDIDATES: Final = 4


def render_report(data: ReportData) -> str:
    """Print the report of a case.

    Args:
        data: The case, with the flights that were found.

    Returns:
        One HTML document.

    Raises:
        ValueError: A flight is in the wrong list: see ``count_flights``.
    """
    counts = _counts(data)
    known = by_flight(data.aircraft)
    may_by_class = dict.fromkeys(CLASS_ORDER, 0)
    for row in data.may:
        may_by_class[row.weaker] += 1
    return _template().render(
        data=data,
        finding=report_finding(data),
        counts=counts,
        may_by_class=may_by_class,
        sure_classes=[c for c in CLASS_ORDER if c.is_sure],
        classes=[(c, CLASS_MEANING[c], CLASS_INK[c]) for c in CLASS_ORDER],
        fixed_words=lambda c, role: end_words(c, role, "X", "n"),
        limits=limits(data),
        prior=PRIORS[data.prior],
        map=map_picture(data),
        timeline=timeline_picture(data),
        profile=profile_picture(data),
        days=_told_days(data),
        quiet_days=_quiet_days(data),
        tempo=tell_tempo(data.tempo, data.name) if data.tempo else None,
        tempo_picture=_tempo_picture(data),
        claims=tell_claims(data.claims, data.start, data.end) if data.claims else None,
        context=_context(data),
        aircraft=aircraft_lines(data.belongs, data.may, data.aircraft),
        capacity=capacity(data.belongs, data.aircraft),
        who=lambda row: said_of_flight(row, known.get(row.flight_id)),
        period=words.period(data.start, data.end),
        end_words=lambda end: say_end(end, data),
        candidates=lambda end: _candidates(end, data),
        codes=lambda rows: _codes(rows, data),
        by_day=_by_day,
    )


def report_finding(data: ReportData) -> str:
    """Give the finding of a case: the sentence that stands first in its report."""
    said = finding(
        (data.start, data.end),
        data.origins,
        data.destinations,
        _counts(data),
        data.seen,
        _reception(data),
    )
    # The sentence is quoted by itself.
    return f"Reconstruction: {said}" if data.reconstruction else said


def say_end(end: EndRow, data: ReportData) -> str:
    """Say one end in the fixed words of its class."""
    code = end.first_candidate()
    if end.end_class is not EndClass.UNKNOWN and code is None:
        # A class without any airfield says no more than unknown does.
        return end_words(EndClass.UNKNOWN, end.role, "")
    place = data.name(code) if code is not None else ""
    return end_words(end.end_class, end.role, place, end.runway or "not known")


def _tempo_picture(data: ReportData) -> Picture | None:
    if data.tempo is None:
        return None
    return tempo_picture(data.tempo, data.event, data.stamp)


def _context(data: ReportData) -> ToldContext | None:
    if data.context is None:
        return None
    labels = data.origins.label, data.destinations.label
    return tell_context(data.context, labels, data.name)


def _reception(data: ReportData) -> Sequence[str]:
    """What stands beside the counts in the sentence that is quoted by itself."""
    if data.context is None:
        return ()
    labels = data.origins.label, data.destinations.label
    return short_said(data.context.places, labels, data.name)


def _counts(data: ReportData) -> Counts:
    return count_flights(data.belongs, data.may, data.origins, data.destinations)


def _told_days(data: ReportData) -> list[tuple[str, Mapping[EndClass, int] | None]]:
    # Days with flights one by one, days without data by the run.
    counts = day_counts(data)
    told: list[tuple[date, date, Mapping[EndClass, int] | None]] = []
    for when in sorted(set(counts) | data.no_data_days):
        of_day = counts.get(when)
        follows = bool(told) and told[-1][1] + timedelta(days=1) == when
        if of_day is None and follows and told[-1][2] is None:
            told[-1] = (told[-1][0], when, None)
        else:
            told.append((when, when, of_day))
    return [(words.days(first, last), of_day) for first, last, of_day in told]


def _quiet_days(data: ReportData) -> int:
    return len(set(data.days) - set(day_counts(data)) - set(data.no_data_days))


def _candidates(end: EndRow, data: ReportData) -> list[tuple[str, str]]:
    if end.end_class.is_sure:
        return []
    shown = [
        (c.airfield, words.probability(c.probability))
        for c in end.candidates[:SHOWN_CANDIDATES]
    ]
    others = end.candidates[SHOWN_CANDIDATES:]
    if others:
        rest = sum(c.probability for c in others)
        name = words.count(len(others), "other")
        shown.append((name, words.probability(rest)))
    if end.candidates and end.elsewhere is not None:
        shown.append(("elsewhere", words.probability(end.elsewhere)))
    return shown


def _codes(rows: Sequence[FlightRow], data: ReportData) -> list[tuple[str, str]]:
    shown = {
        code
        for row in rows
        for end in (row.origin, row.destination)
        for code, _ in _candidates(end, data)
    }
    return [(a.code, a.name) for a in data.airfields if a.code in shown]


def _by_day(rows: Sequence[FlightRow]) -> list[tuple[date, list[FlightRow]]]:
    ordered = sorted(rows, key=lambda r: (r.first_seen, r.flight_id))
    days = groupby(ordered, key=lambda r: r.first_seen.astimezone(UTC).date())
    return [(d, list(group)) for d, group in days]


def _clock(when: datetime, since: date) -> str:
    utc = when.astimezone(UTC)
    later = (utc.date() - since).days
    return f"{utc:%H:%M}" + (f" +{later} d" if later else "")


def _finalize(value: object) -> object:
    # Text may hold characters that turn its neighbours round; markup is our own.
    return plain(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("heavylift.dossier", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "count": words.count,
        "n": words.number,
        "day": words.day,
        "days": words.days,
        "moment": words.moment,
        "duration": words.duration,
        "size": words.size,
        "clock": _clock,
        "anchor": anchor,
        "svg": Markup,
    }
    return env


def _template() -> Template:
    return _environment().get_template("report.html.j2")
