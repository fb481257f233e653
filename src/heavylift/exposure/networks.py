"""Which network gave the last position of a flight, and which the first?

Networks differ in what they receive: one follows aircraft to the ground where another
loses them two hours before. A flights table does not know networks, only the inputs
its positions lie in. An input's name, without dates and endings, stands for its
network here; whoever named the inputs decides what that says, and can give names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.model.ends import Role

#: Network of an end whose flight does not say where its positions lie.
NO_NETWORK: Final = ""

#: The part of a path that lies inside a readsb archive, or is one of its traces: of
#: one aircraft, so no network.
_INSIDE: Final = re.compile(
    r"(^|/)(traces/.*|([0-9a-f]{2}/)?trace_(full|recent)_[^/]*)$", re.I
)

#: Network of traces whose path says nothing else.
_TRACES: Final = "traces"

#: A date, and the time that may follow it: days of one network are one network.
_DATED: Final = re.compile(
    r"v?\d{4}[-._]?\d{2}[-._]?\d{2}([-_T]?\d{2}([-:]?\d{2})*Z?)?"
)
_ENDING: Final = re.compile(r"(\.(tar|a[a-z]|gz|zst|json|csv|parquet|bin|ttf))+$", re.I)


class _Stretch(msgspec.Struct, frozen=True):
    """One entry of the column ``sources``; its rows are not asked for here."""

    file: str


_STRETCHES: Final = msgspec.json.Decoder(list[_Stretch])


def network_of(file: str) -> str:
    """Name the network that gave a position, by the input it lies in.

    The last part of the path, outside of readsb's archives, that is more than a date:
    that has a letter.

    >>> network_of("data/v2023.09.02-planes-readsb-prod-0.tar.aa/traces/a0/1.json")
    'planes-readsb-prod-0'
    >>> network_of("opensky/2022-03-01.parquet")
    'opensky'
    >>> network_of("traces/a0/trace_full_4b12a0.json")
    'traces'
    """
    outside = _INSIDE.sub("", file)
    for part in reversed(outside.split("/")):
        name = _DATED.sub("", _ENDING.sub("", part)).strip("-_. ")
        if any(letter.isalpha() for letter in name):
            return name
    return file if outside == file else _TRACES


def networks_of_ends(
    flights: pa.Table, role: Role, named: Mapping[str, str]
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Networks of ends: that of the flight's first position, or of its last.

    Args:
        flights: With the column ``sources`` of ``model.flights``; without it nothing
            is known of networks.
        role: Which end.
        named: Names of networks by input, as a path or the beginning of one.

    Returns:
        Names of networks in alphabetical order, and the number of each end's.
    """
    at = 0 if role == "origin" else -1
    names = []
    known = "sources" in flights.column_names
    for text in flights["sources"].to_pylist() if known else [None] * len(flights):
        stretches = _STRETCHES.decode(text) if text else []
        names.append(_called(stretches[at].file, named) if stretches else NO_NETWORK)
    distinct = tuple(sorted(set(names)))
    number = {name: i for i, name in enumerate(distinct)}
    return distinct, np.array([number[n] for n in names], np.int64)


def _called(file: str, named: Mapping[str, str]) -> str:
    for beginning, name in named.items():
        if file == beginning or file.startswith(beginning.rstrip("/") + "/"):
            return name
    return network_of(file)
