"""Say how unusual it was, out of how much, and what that does not mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from heavylift.dossier.tempo import Tempo
from heavylift.exposure.exposure import Measure
from heavylift.exposure.places import BothPlaces
from heavylift.exposure.said import (
    LISTED_AIRFIELDS,
    observed_said,
    others_said,
    place_said,
    reception_in_short,
)
from heavylift.tempo.rates import RateRatio
from heavylift.tempo.sentences import (
    MEANS_NOT,
    say_discoveries,
    say_dispersion,
    say_exposure_error,
    say_footing,
    say_leads,
    say_p,
    say_q,
    say_scan,
    say_smallest,
    say_surge,
)
from heavylift.visits.said import units_said

#: What is counted, for people.
UNIT_WORDS = {
    "rotations": "rotations, complete or with only one leg in the data",
    "legs": "legs with both ends established",
    "legs that may belong": "legs with both ends established, and legs that may belong",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a tempo.

    Attributes:
        headline: The ratio in one sentence.
        meaning: What it does not mean.
        rests_on: What was counted out of how much, and how sure that is.
        otherwise: The same by other measures of exposure, and what a search finds.
        seen: What could have been seen, at each airfield and in each window.
        controls: Control corridors beside it.
        units: Counts in every unit, by window.
    """

    headline: str
    meaning: str
    rests_on: tuple[str, ...]
    otherwise: tuple[str, ...]
    seen: tuple[str, ...]
    controls: tuple[str, ...]
    units: tuple[tuple[str, tuple[str, ...]], ...]


def tell_tempo(tempo: Tempo, name: Callable[[str], str] = str) -> Told:
    """Say all of it in fixed words.

    Args:
        tempo: What was found.
        name: Gives the name of an airfield by its code.
    """
    surge = tempo.surges[tempo.asked.measure]
    found = surge.found
    what = UNIT_WORDS[tempo.asked.unit]
    rests_on = [
        f"Counted: {what}",
        say_footing(found.during),
        say_footing(found.baseline),
    ]
    if isinstance(found, RateRatio):
        rests_on += [say_p(found), say_exposure_error(found)]
    rests_on += [say_smallest(surge), say_dispersion(surge.dispersion)]
    if tempo.uncounted:
        rests_on.append(
            f"{tempo.uncounted} began on days without data, which have no count"
        )
    otherwise = [
        f"by {_measure(m)}: {say_surge(s)}"
        for m, s in tempo.surges.items()
        if m is not tempo.asked.measure
    ]
    otherwise += _events(tempo)
    otherwise.append(f"searched without a window given in advance: {_scanned(tempo)}")
    return Told(
        headline=f"{tempo.asked.unit.capitalize()}: {say_surge(surge)}.",
        meaning=MEANS_NOT,
        rests_on=tuple(rests_on),
        otherwise=tuple(otherwise),
        seen=tuple(_seen(tempo, name)),
        controls=tuple(_controls(tempo)),
        units=tuple(
            (
                label,
                tuple(units_said(counts, name, _reception_there(tempo.places[label]))),
            )
            for label, counts in tempo.units.items()
        ),
    )


def _events(tempo: Tempo) -> list[str]:
    """Whether rotations gather before dated events, and which were not used."""
    if tempo.events is None:
        return []
    said = [f"events not used, {why}: {n}" for why, n in tempo.events.left_out.items()]
    if tempo.leads is not None:
        said.insert(0, f"before dated events: {say_leads(tempo.leads)}")
    return said


def _measure(measure: Measure) -> str:
    return f"exposure from {measure.value}"


def _scanned(tempo: Tempo) -> str:
    return say_scan(tempo.scan)


def _seen(tempo: Tempo, name: Callable[[str], str]) -> list[str]:
    exposure = tempo.exposures[tempo.asked.measure]
    said = []
    for window in tempo.windows:
        observed = exposure.between(window.start, window.end)
        said.append(
            f"{window.label}: " + "; ".join(observed_said(observed, exposure.measure))
        )
        said += [
            f"{window.label}: {line}"
            for place in tempo.places[window.label]
            for line in place_said(place, name)
        ]
    said.append(others_said(tempo.others))
    return said


def _controls(tempo: Tempo) -> list[str]:
    """Control corridors, each with its share of false discoveries."""
    if not tempo.controls:
        return []
    said = [
        f"{c.control.said()}: {say_surge(c.surge)}; {say_q(tempo.discoveries, c.name)}"
        for c in tempo.controls
    ]
    return [*said, say_discoveries(tempo.discoveries)]


def _reception_there(places: BothPlaces) -> Callable[[str], str]:
    """Give what is said beside landings at an airfield; nothing where nobody lands."""
    [landing] = [place for place in places if place.role == "destination"]
    seen = {v.codes[0]: v for v in landing.fields}

    def said(code: str) -> str:
        if code in seen:
            return reception_in_short(seen[code])
        # Of a country only airfields with evidence are told one by one.
        few = len(landing.fields) + len(landing.unused) <= LISTED_AIRFIELDS
        return "reception not evaluated" if few and code in landing.unused else ""

    return said
