"""Flights whose airfields somebody else has said.

Three sets are at hand, none of them made here (``../shared/data/README.md`` says where
from): ``kaliningrad`` (routes published by the carriers; reception ends before every
landing), ``labelled`` (EUROCONTROL reference trajectories and OpenSky flights), and
``surface`` (readsb traces whose aircraft say that they stand on an airfield).

Any other set is a file of positions that heavylift reads and a CSV of labels with the
columns ``flight`` or ``icao24`` (the track), ``first``, ``last`` (UTC), ``origin`` and
``destination``; an airfield that is not known is left empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from heavylift.flights.find import find_flights
from heavylift.model.ends import EndClass
from heavylift.model.sources import Piece, SourceFile
from heavylift.sources import open_sources

Role = Literal["origin", "destination"]

#: Labels name the minute; the track may begin and end a little beside it.
_SLACK_MS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One flight and the airfield of one of its ends.

    Attributes:
        track: Track it is on.
        start_ms: Its beginning.
        end_ms: Its end.
        airfield: Where that end was.
    """

    track: str
    start_ms: int
    end_ms: int
    airfield: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """Positions with labels.

    Attributes:
        name: Which set.
        pieces: Positions, by track.
        labels: What is known of one role.
    """

    name: str
    pieces: list[Piece]
    labels: list[Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Pieces in the place of opened files."""

    pieces: list[Piece]
    files: list[SourceFile]

    def groups(self) -> Iterator[list[Piece]]:
        """Give all pieces at once."""
        yield self.pieces


def read_labelled(shared: Path, role: Role) -> list[LabelledSet]:
    """Read all labelled sets below ``shared/data``."""
    return [
        _kaliningrad(shared / "data", role),
        _labelled(shared / "data", role),
        _surface(shared / "data", role),
    ]


def read_set(name: str, positions: Path, labels: Path, role: Role) -> LabelledSet:
    """Read a set in the simple form: positions, and a CSV of labels.

    Args:
        name: What to call it in tables.
        positions: Anything that heavylift reads.
        labels: Columns ``flight`` or ``icao24``, ``first``, ``last``, ``origin``,
            ``destination``. A track is named as in the positions: by ``flight`` where
            such a track is there, else by ``icao24``.
        role: Which end is wanted; rows that leave it empty are left out.
    """
    pieces = _pieces(positions)
    tracks = {piece.aircraft.label for piece in pieces}
    found = []
    for row in _rows(labels):
        by_flight = row.get("flight", "") in tracks
        track = row["flight"] if by_flight else row.get("icao24", "").lower()
        if row.get(role) and track in tracks:
            found.append(
                Label(
                    track=track,
                    start_ms=_ms(row["first"]) - _SLACK_MS,
                    end_ms=_ms(row["last"]) + _SLACK_MS,
                    airfield=row[role],
                )
            )
    return LabelledSet(name=name, pieces=pieces, labels=found)


def _kaliningrad(data: Path, role: Role) -> LabelledSet:
    folder = data / "kaliningrad-2022"
    return read_set(
        "kaliningrad", folder / "positions.parquet", folder / "flights.csv", role
    )


def _labelled(data: Path, role: Role) -> LabelledSet:
    folder = data / "labelled"
    whole = read_set(
        "labelled", folder / "positions.csv.gz", folder / "flights.csv", role
    )
    # The reference trajectories hold the arrival alone.
    kept = [
        label
        for label in whole.labels
        if role == "destination" or not label.track.startswith("egll")
    ]
    return LabelledSet(name=whole.name, pieces=whole.pieces, labels=kept)


def _surface(data: Path, role: Role) -> LabelledSet:
    pieces = _pieces(data / "readsb-traces")
    files = max(int(p.positions.file.max()) for p in pieces) + 1
    nowhere = [SourceFile(name="", reader="")] * files
    table, _ = find_flights(Given(pieces=pieces, files=nowhere))
    labels = [
        Label(
            track=row["track"],
            start_ms=int(row["first_seen"].timestamp() * 1000),
            end_ms=int(row["last_seen"].timestamp() * 1000),
            airfield=row[role],
        )
        for row in table.to_pylist()
        if row[f"{role}_class"] == EndClass.GROUND
    ]
    return LabelledSet(name="surface", pieces=pieces, labels=labels)


def _pieces(path: Path) -> list[Piece]:
    return [piece for group in open_sources([path]).groups() for piece in group]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ms(text: str) -> int:
    moment = datetime.fromisoformat(text)
    utc = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(utc.timestamp() * 1000)
