"""Say how unusual it was, out of how much, and what that does not mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from heavylift.dossier.tempo import Tempo
from heavylift.exposure.exposure import Measure
from heavylift.exposure.said import observed_said, others_said, visibility_said
from heavylift.model.ends import CLASS_ORDER
from heavylift.tempo.rates import RateRatio
from heavylift.tempo.sentences import (
    MEANS_NOT,
    say_dispersion,
    say_footing,
    say_leads,
    say_p,
    say_scan,
    say_smallest,
    say_surge,
)
from heavylift.visits.units import ByClass, UnitCounts

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
        rests_on.append(say_p(found))
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
        controls=tuple(
            f"{c.control.said()}: {say_surge(c.surge)}" for c in tempo.controls
        ),
        units=tuple(
            (label, tuple(_units(counts, name)))
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
    said = [visibility_said(v, name(v.codes[0])) for v in tempo.visibilities if v.ends]
    unused = [v.codes[0] for v in tempo.visibilities if not v.ends]
    if unused:
        listed = ", ".join(sorted(set(unused))[:8])
        more = len(set(unused)) - 8
        listed += f" and {more} more" if more > 0 else ""
        said.append(
            "reception to the ground not evaluated, no other flight was seen at them "
            f"or headed for them: {listed}"
        )
    for window in tempo.windows:
        observed = exposure.between(window.start, window.end)
        said.append(
            f"{window.label}: " + "; ".join(observed_said(observed, exposure.measure))
        )
    said.append(others_said(tempo.others))
    return said


def _units(counts: UnitCounts, name: Callable[[str], str]) -> list[str]:
    said = [
        f"legs out: {_by_class(counts.legs_out)}",
        f"legs back: {_by_class(counts.legs_back)}",
        f"rotations: {_by_class(counts.rotations)}",
        f"legs out without the way back in the data: "
        f"{_by_class(counts.legs_out_alone)}",
    ]
    said += [
        f"landings at {name(code)}: {_by_class(by_class)}"
        for code, by_class in counts.landings.items()
        if sum(by_class.values())
    ]
    said.append(f"aircraft with a leg out: {len(counts.aircraft)}")
    return said


def _by_class(counts: ByClass) -> str:
    """A vector by class, zeros of all classes told as one."""
    told = [f"{c} {counts[c]}" for c in CLASS_ORDER if counts.get(c)]
    return ", ".join(told) or "0"
