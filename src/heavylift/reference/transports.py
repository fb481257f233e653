"""Which aircraft types carry cargo, and how much could one lift?

The table ``data/transports.csv`` lists them by ICAO type designator (Doc 8643) in two
groups, with the criterion at its head. A designator does not tell a variant: all of the
Il-76 family (TD-90, TD-90SW, TD-90VD, MD-90A) is IL76, and passenger and cargo 747-400s
are B744. So the payload is that of the variant that lifts most: an upper bound of
capacity, and never what was aboard.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Group(StrEnum):
    """How a type is mostly flown."""

    #: Built as a freighter or military transport, or mostly flown as one today.
    CARGO = "cargo"
    #: Flown both ways, and passenger versions are the majority.
    FREIGHTER = "freighter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """A type that carries cargo.

    Attributes:
        designator: ICAO Doc 8643.
        name: Maker and model.
        group: How it is mostly flown.
        max_payload_t: Largest structural payload of any variant, tonnes.
        passenger_too: Whether passenger versions have the same designator.
        why: Why it is in this group.
        source: Where the payload comes from.
        checked: Whether the payload was compared with a document or a report of it.
    """

    designator: str
    name: str
    group: Group
    max_payload_t: float
    passenger_too: bool
    why: str
    source: str
    checked: bool


#: Ends the source of a payload that was not compared with the document named.
NOT_CHECKED = "not checked"


@lru_cache(maxsize=1)
def transports() -> dict[str, Transport]:
    """All types of the table by designator."""
    data = files("heavylift.reference").joinpath("data", "transports.csv")
    lines = data.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {
        row["designator"]: Transport(
            designator=row["designator"],
            name=row["name"],
            group=Group(row["group"]),
            max_payload_t=float(row["max_payload_t"]),
            passenger_too={"yes": True, "no": False}[row["passenger_too"]],
            why=row["why"],
            source=row["source"],
            checked=NOT_CHECKED not in row["source"],
        )
        for row in rows
    }


def types_called(word: str) -> frozenset[str] | None:
    """Give the designators that a group's name stands for.

    Args:
        word: "cargo" or "freighter", in either case.

    Returns:
        The designators of the group; ``None`` when the word is no group's name.

    >>> "IL76" in types_called("Cargo"), "B763" in types_called("freighter")
    (True, True)
    >>> types_called("IL76") is None
    True
    """
    wanted = word.strip().casefold()
    if wanted not in set(Group):
        return None
    return frozenset(d for d, t in transports().items() if t.group == wanted)


def max_payload_t(designator: str | None) -> float | None:
    """Give the upper bound of what an aircraft of a type could lift.

    Args:
        designator: ICAO Doc 8643, in either case.

    Returns:
        Tonnes, of the variant that lifts most; ``None`` for a type not in the table.

    >>> max_payload_t("il76"), max_payload_t("A388") is None
    (60.0, True)
    """
    found = transports().get((designator or "").strip().upper())
    return found.max_payload_t if found else None
