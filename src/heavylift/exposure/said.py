"""What is said beside every count and every zero, in fixed words.

The words say what was and was not seen, out of how many; never why.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Final

from heavylift.exposure.exposure import LEAST_OTHERS, Measure, Observed
from heavylift.exposure.others import Others
from heavylift.exposure.places import PlaceVisibility
from heavylift.exposure.visibility import Visibility
from heavylift.model.ends import Role
from heavylift.units import METRES_PER_FOOT

#: So many airfields of a place are told one by one, those with the most ends first.
LISTED_AIRFIELDS: Final = 4

#: Said where nobody else was there.
BY_ASKED: Final = "judged by the flights asked about themselves, for lack of others"

#: Which aircraft a visibility is about, by role.
_WHOSE: Mapping[Role | None, str] = {
    None: "",
    "origin": " (take-offs)",
    "destination": " (landings)",
}

_HEADED: Mapping[Role | None, str] = {
    None: "headed for it or coming from it",
    "origin": "coming from it",
    "destination": "headed for it",
}

_UNKNOWN_AT: Mapping[str, str] = {
    "origin": "the origin",
    "destination": "the destination",
    "way": "the way between",
}


_HEADED_AT: Mapping[str, str] = {
    "origin": "coming from it",
    "destination": "headed for it",
    "way": "on it",
}


def visibility_said(seen: Visibility, place: str) -> str:
    """Say an airfield's visibility.

    Args:
        seen: The visibility.
        place: How the airfield is called.
    """
    what = f"reception to the ground at {place}{_WHOSE[seen.role]}"
    if seen.came_low:
        return f"{what}: {seen.to_surface:,} of {seen.came_low:,}"
    if not seen.ends:
        return (
            f"{what}: not evaluated, no flight was seen at it or {_HEADED[seen.role]}"
        )
    lowest = ""
    if not math.isnan(seen.median_lowest_m):
        lowest = f", half of them not below {_feet(seen.median_lowest_m)} above it"
    flights = f"of {_count(seen.ends, 'flight')} at it or {_HEADED[seen.role]}"
    return (
        f"{what}: not evaluated, {flights} none was followed below 1 500 ft within 5 NM"
        f"{lowest}"
    )


def place_said(seen: PlaceVisibility, name: Callable[[str], str] = str) -> list[str]:
    """Say how far aircraft were followed at a place, airfield by airfield.

    Args:
        seen: The place.
        name: Gives the name of an airfield by its code.

    Returns:
        A phrase for each airfield with the most ends, for all together where there are
        several, and for those at which nobody was seen.
    """
    said = [
        visibility_said(v, name(v.codes[0])) for v in seen.fields[:LISTED_AIRFIELDS]
    ]
    used, unused = len(seen.fields), len(seen.unused)
    if used > 1:
        which = "both of them" if used == 2 else f"all {used} of them"
        said.append(visibility_said(seen.together, f"{which} together"))
    if unused == 1 and not used:
        said.append(visibility_said(seen.together, name(seen.unused[0])))
    elif unused:
        listed = ", ".join(name(code) for code in seen.unused[:LISTED_AIRFIELDS])
        more = unused - LISTED_AIRFIELDS
        listed += f" and {more:,} more" if more > 0 else ""
        said.append(
            f"reception to the ground at {listed}{_WHOSE[seen.role]}: not evaluated, "
            f"no flight was seen at {'it' if unused == 1 else 'them'} or "
            f"{_HEADED[seen.role].replace('it', 'it' if unused == 1 else 'them')}"
        )
    if seen.whose == "anybody":
        said[0] += f" ({BY_ASKED})"
    return said


def reception_in_short(seen: Visibility) -> str:
    """Say an airfield's visibility beside a number that names the airfield already."""
    if seen.came_low:
        return f"reception to the ground {seen.to_surface:,} of {seen.came_low:,}"
    return "reception not evaluated"


def place_in_short(seen: PlaceVisibility, label: str) -> str:
    """Say how far aircraft were followed at a place in one phrase.

    Args:
        seen: The place.
        label: How the place is called.
    """
    own = f" ({BY_ASKED})" if seen.whose == "anybody" else ""
    what = f"reception to the ground at {label}{_WHOSE[seen.role]}"
    together = seen.together
    if together.came_low:
        return f"{what}: {together.to_surface:,} of {together.came_low:,}{own}"
    if not together.ends:
        return f"{what}: not evaluated, no other flight was seen there"
    return (
        f"{what}: not evaluated, none of {_count(together.ends, 'flight')} was "
        f"followed below 1 500 ft within 5 NM{own}"
    )


def count_said(count: int, noun: str, visibilities: Collection[str]) -> str:
    """Say a count with what could have been seen.

    Args:
        count: How many were seen.
        noun: Of what, in the singular: "flight", "leg", "landing", "rotation".
        visibilities: What is said of the airfields.

    >>> count_said(0, "flight", ["reception to the ground at Ganja (UBBG): 0 of 5"])
    '0 flights seen; reception to the ground at Ganja (UBBG): 0 of 5'
    """
    counted = f"{count:,} {noun}{'' if count == 1 else 's'} seen"
    return "; ".join([counted, *visibilities])


def observed_said(seen: Observed, measure: Measure) -> list[str]:
    """Say the exposure of a window, one sentence each.

    Args:
        seen: The exposure.
        measure: What reception was judged by.
    """
    said = [
        f"{seen.observable_days:.1f} observable days of {_count(seen.days, 'day')} "
        f"(measure: {measure.value})",
        f"data of {_count(seen.days_with_data, 'day')} of {seen.days}, "
        f"{seen.archive_days:.1f} days of archive",
    ]
    if seen.days_assumed_whole:
        said.append(
            f"on {_count(seen.days_assumed_whole, 'day')} the source does not say what "
            "is missing; taken as whole"
        )
    for where, (others, about) in seen.unknown_at.items():
        place = _UNKNOWN_AT[where]
        if about >= LEAST_OTHERS:
            said.append(
                f"of {about:,} other flights at {place} or {_HEADED_AT[where]}, "
                f"{others:,} were seen there in the whole period: reception there is "
                "too poor to follow; the archive alone counts, and a zero weighs "
                "nothing"
            )
        else:
            said.append(
                f"reception at {place} unknown: too few other aircraft in the period; "
                "the archive alone counts there"
            )
    known = {w: n for w, n in seen.others.items() if w not in seen.unknown_at}
    if seen.relative_sd is not None:
        rests = " and ".join(f"{n:,} at {_UNKNOWN_AT[w]}" for w, n in known.items())
        said.append(
            f"reception rests on others in these days: {rests}; uncertain by "
            f"{100 * seen.relative_sd:.0f} % or more"
        )
    return said


def kept_said(kept: Mapping[str, int], days: int) -> list[str]:
    """Say that a lake holds some aircraft only, by whom reception is judged then.

    Args:
        kept: Days of which not all was kept, by what was kept.
        days: Days looked at.
    """
    return [
        f"on {_count(n, 'day')} of {days:,} the lake holds only part of the traffic "
        f"({what}): the others by whom reception is judged are chosen by that, and are "
        "no picture of all who flew; figures of reception and exposure may be biased"
        for what, n in kept.items()
    ]


#: Said beside flights that come without positions.
NOT_HEARD: Final = (
    "aircraft heard on the way: not known from flights alone; case reports and "
    "heavylift tempo count them from positions"
)


def others_said(others: Others) -> str:
    """Say which flights reception was judged by."""
    return (
        f"reception is judged by {int(others.mask.sum()):,} other flights; left out: "
        f"{others.asked:,} that may be of the corridor, {others.same_aircraft:,} more "
        f"of their aircraft, {others.open_ended:,} between a place of it and an end "
        "that is not established"
    )


def _feet(height_m: float) -> str:
    feet = round(height_m / METRES_PER_FOOT / 100) * 100
    return f"{feet:,} ft".replace(",", " ")


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 or noun.endswith('aircraft') else 's'}"
