"""Airfields that the user of a case drew: with which it is run, and how that is told.

They weigh on every end like any other airfield, so the report marks them and names
their file with its hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from heavylift.dossier.case import Case
from heavylift.dossier.words import count, listed
from heavylift.lake.storage import Lake, check_drawn
from heavylift.reference.airfields import StripsFile, airfields_with
from heavylift.reference.places import Place, check_lists, parse_place
from heavylift.reference.strip_files import read_strips
from heavylift.reference.strips import strips_of

#: Said after the name of an airfield wherever the report names it.
MARK: Final = "drawn by the user"


def own_airfields(case: Case, lake: Lake | None) -> tuple[StripsFile, ...]:
    """Files of airfields that a case is run with: its own, or those of its lake.

    Raises:
        MissingInput: A file is not there.
        StripError: A file cannot be used.
        LakeError: The flights of the lake were found with other airfields.
    """
    drawn = read_strips(case.airfields, case.airfield_names)
    return drawn if lake is None else check_drawn(lake, drawn).drawn


def places_of_case(case: Case, drawn: Sequence[StripsFile]) -> tuple[Place, Place]:
    """Where the flights of a case leave and arrive.

    All lists of the case are looked at, so that a mistake in one does not wait.

    Raises:
        PlaceError: A place or a list cannot be resolved.
    """
    airfields, base = airfields_with(drawn), case.path.parent
    check_lists(case.places, airfields, base=base)
    origins, destinations = (
        parse_place(text, airfields, base=base, own=case.places)
        for text in (case.origin, case.to)
    )
    return origins, destinations


def marked(name: str, code: str, drawn: Sequence[StripsFile]) -> str:
    """The name of an airfield, marked if the user drew it."""
    own = {strip.code for strip in strips_of(drawn)}
    return f"{name}, {MARK}" if code in own else name


def remarks(drawn: Sequence[StripsFile]) -> tuple[str, ...]:
    """What the report says of these airfields, one sentence a file."""
    return tuple(
        f"{count(len(file.strips), 'airfield')} "
        f"({listed([f'{s.name}, {s.code}' for s in file.strips])}) "
        f"{'was' if len(file.strips) == 1 else 'were'} {MARK} and may decide ends like "
        f"any other: {file.name}, SHA-256 {file.sha256}."
        for file in drawn
    )


def as_json(drawn: Sequence[StripsFile]) -> list[Mapping[str, object]]:
    """What ``inputs.json`` says of these airfields, one object a file."""
    return [
        {
            "path": file.name,
            "sha256": file.sha256,
            "airfields": [msgspec.to_builtins(strip) for strip in file.strips],
        }
        for file in drawn
    ]
