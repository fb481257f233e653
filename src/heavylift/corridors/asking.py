"""What people ask of aircraft, turned into criteria, and told with its reach.

"cargo" stands for a list of types, "Silk Way" for airlines, "Azerbaijan" for AZ. What a
word stands for, how many addresses that covers and who says so is told beside every
result: a selection is part of the finding.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from heavylift.aircraft.matching import (
    Matched,
    match_aircraft,
    match_military,
    match_operators,
    match_states,
    match_types,
    operator_designators,
)
from heavylift.aircraft.registry import EMPTY, Registry
from heavylift.corridors.criteria import Criteria, Name
from heavylift.errors import CriteriaError
from heavylift.reference.airfields import country_names
from heavylift.reference.transports import types_called

#: Longest list that is printed whole.
_FEW: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of aircraft, in the words of whoever asks.

    Attributes:
        aircraft: Addresses, registrations or names of tracks.
        types: ICAO type designators, or a group of them: "cargo", "freighter".
        operators: Airline designators, or parts of names.
        military: Whether only military aircraft are asked for.
        states: States of registration: two letters (ISO 3166-1), or names.
    """

    aircraft: Collection[str] = ()
    types: Collection[str] = ()
    operators: Collection[str] = ()
    military: bool = False
    states: Collection[str] = ()


def criteria_of(asked: Asked, registry: Registry = EMPTY) -> Criteria:
    """Turn words into criteria.

    Args:
        asked: The words.
        registry: What databases say of aircraft.

    Raises:
        CriteriaError: A word is no type, operator or state.
        RegistryError: The registry is broken.
    """
    types = frozenset().union(*map(_types, asked.types))
    states = frozenset(map(_state, asked.states))
    if any(not word.strip() for word in asked.operators):
        raise CriteriaError(
            "an operator is asked for without a name",
            help='give a designator or a part of a name: --operator "Silk Way"',
        )
    said: dict[Name, Matched] = {}
    if registry.imports:
        if asked.aircraft:
            said["aircraft"] = match_aircraft(registry, asked.aircraft)
        if types:
            said["types"] = match_types(registry, types)
        if asked.operators:
            said["operators"] = match_operators(registry, asked.operators)
        if asked.military:
            said["military"] = match_military(registry)
        if states:
            said["states"] = match_states(registry, states)
    return Criteria(
        aircraft=tuple(asked.aircraft),
        types=types,
        operators=tuple(asked.operators),
        military=asked.military,
        states=states,
        registry=said,
    )


def _types(word: str) -> frozenset[str]:
    group = types_called(word)
    if group is not None:
        return group
    designator = word.strip().upper()
    if not (2 <= len(designator) <= 4 and designator.isalnum()):
        raise CriteriaError(
            f"'{word}' is no type of aircraft",
            help="give ICAO designators (IL76,A124), or cargo or freighter for a list "
            "of transport types",
        )
    return frozenset({designator})


def _state(word: str) -> str:
    names = country_names()
    code = word.strip().upper()
    if code in names:
        return code
    wanted = word.strip().casefold()
    found = [c for c, name in names.items() if name.casefold() == wanted]
    if found:
        return found[0]
    close = [name for name in names.values() if wanted and wanted in name.casefold()]
    meant = f"did you mean {' or '.join(close[:4])}? " if close else ""
    raise CriteriaError(
        f"no state '{word}' is known",
        help=f"{meant}give its two letters (ISO 3166), for example AZ",
    )


def told(
    asked: Asked,
    criteria: Criteria,
    covered: Mapping[Name, Mapping[str, int]],
) -> list[str]:
    """Tell each thing asked, what it stands for, and how far it reaches.

    Args:
        asked: The words.
        criteria: What they stand for.
        covered: Addresses in the inputs, by what is asked and who says so.

    Returns:
        One line for each thing asked.
    """
    words: dict[Name, tuple[str, str]] = {
        "aircraft": ("aircraft " + ", ".join(asked.aircraft), ""),
        "types": (
            "types " + ", ".join(asked.types),
            _several(sorted(criteria.types), "designator")
            if any(types_called(w) for w in asked.types)
            else "",
        ),
        "operators": (
            "operators " + ", ".join(asked.operators),
            _several(sorted(operator_designators(asked.operators)), "designator"),
        ),
        "military": ("military aircraft", ""),
        "states": (
            "states of registration "
            + ", ".join(country_names()[s] for s in sorted(criteria.states)),
            "",
        ),
    }
    lines = []
    for name in criteria.names:
        what, stands_for = words[name]
        meaning = f" ({stands_for})" if stands_for else ""
        lines.append(f"{what}{meaning}: {_reach(name, criteria, covered)}")
    return lines


def _reach(
    name: Name, criteria: Criteria, covered: Mapping[Name, Mapping[str, int]]
) -> str:
    by_source = covered.get(name, {})
    here = ", ".join(f"{n:,} by {source}" for source, n in by_source.items())
    parts = [f"addresses in the inputs: {here or '0'}"]
    known = criteria.registry.get(name)
    if known is not None:
        there = ", ".join(f"{n:,} by {source}" for source, n in known.by_source.items())
        parts.append(f"in the registry: {there or '0'}")
    return "; ".join(parts)


def _several(words: Sequence[str], noun: str) -> str:
    if not words:
        return ""
    count = f"{len(words)} {noun}{'s' if len(words) != 1 else ''}"
    more = ", …" if len(words) > _FEW else ""
    return f"{count}: {', '.join(words[:_FEW])}{more}"
