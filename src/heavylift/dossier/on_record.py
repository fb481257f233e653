"""What a dossier keeps on record beside its flights: who flew, and what was read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import heavylift
from heavylift.aircraft.flown import Flown
from heavylift.aircraft.registry import Registry
from heavylift.aircraft.telling import as_json
from heavylift.dossier.own_airfields import as_json as own_airfields_as_json
from heavylift.flights.find import Tally
from heavylift.model.ends import Prior
from heavylift.model.sources import InputReport
from heavylift.reference.airfields import StripsFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read for a case.

    Attributes:
        inputs: What became of each input.
        tally: What happened on the way to flights.
        drawn: Airfields that the user drew, by file.
        registry: Databases of aircraft that were asked.
    """

    inputs: Sequence[InputReport]
    tally: Tally
    drawn: tuple[StripsFile, ...]
    registry: Registry


def aircraft_json(aircraft: Sequence[Flown]) -> str:
    """Who flew on which days, all voices and what does not fit together."""
    told = [
        {
            **as_json(one.identity, one.callsigns),
            "days": [day.isoformat() for day in one.days],
            "flights": list(one.flights),
            "callsigns": list(one.callsigns),
        }
        for one in aircraft
    ]
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def inputs_json(read: Read, prior: Prior, reconstruction: bool) -> str:
    """Give what was read and refused, and by whose word aircraft are told.

    Args:
        read: What was read.
        prior: Whether other flights of the fleet weighed on candidates.
        reconstruction: Whether the case says that the positions are made up.
    """
    tally = read.tally
    return (
        json.dumps(
            {
                "reconstruction": reconstruction,
                "inputs": [
                    {
                        "path": r.path,
                        "reader": r.reader,
                        "size_bytes": r.size_bytes,
                        "sha256": r.sha256,
                        "files": r.files,
                        "rows_read": r.rows_read,
                        "rows_refused": _sorted(r.refused_rows),
                        "files_refused": _sorted(r.refused_files),
                        "remarks": _sorted(r.remarks),
                        "first_examples": dict(sorted(r.examples.items())),
                    }
                    for r in read.inputs
                ],
                "airfields": own_airfields_as_json(read.drawn),
                "positions": {
                    "read": sum(r.rows_read for r in read.inputs),
                    "repeated_in_another_file": tally.repeated,
                    "quarantined": _sorted(tally.quarantined),
                },
                "registry": [
                    {
                        "source": one.source,
                        "as_of": one.as_of.isoformat(),
                        "dated_by": one.dated_by,
                        "file": Path(one.file).name,
                        "sha256": one.sha256,
                        "entries": one.entries,
                        "rows_refused": one.refused,
                    }
                    for one in read.registry.imports
                ],
                "prior": prior,
                "flights": tally.flights,
                "stretches_on_the_surface_only": tally.surface_only,
                "moved_between_airfields_unheard": tally.moved_unheard,
                "heavylift": heavylift.__version__,
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
