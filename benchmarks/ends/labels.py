"""Flights whose airfields somebody else has said.

Three sets, none of them made here (``../shared/data/README.md`` says where from):
``kaliningrad`` (routes published by the carriers; reception ends before every landing),
``labelled`` (EUROCONTROL reference trajectories and OpenSky flights), and ``surface``
(readsb traces whose aircraft say themselves that they stand on an airfield).
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


def _kaliningrad(data: Path, role: Role) -> LabelledSet:
    folder = data / "kaliningrad-2022"
    labels = [
        Label(
            track=row["icao24"],
            start_ms=_ms(row["first"]) - _SLACK_MS,
            end_ms=_ms(row["last"]) + _SLACK_MS,
            airfield=row[role],
        )
        for row in _rows(folder / "flights.csv")
    ]
    return LabelledSet(
        name="kaliningrad", pieces=_pieces(folder / "positions.parquet"), labels=labels
    )


def _labelled(data: Path, role: Role) -> LabelledSet:
    folder = data / "labelled"
    labels = [
        Label(
            track=row["flight"],
            start_ms=_ms(row["first"]) - _SLACK_MS,
            end_ms=_ms(row["last"]) + _SLACK_MS,
            airfield=row[role],
        )
        for row in _rows(folder / "flights.csv")
        # The reference trajectories hold the arrival alone.
        if role == "destination" or not row["flight"].startswith("egll")
    ]
    return LabelledSet(
        name="labelled", pieces=_pieces(folder / "positions.csv.gz"), labels=labels
    )


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
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
