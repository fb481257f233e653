"""Where positions came from: files, what they said, what of them was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from heavylift.model.positions import Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Aircraft:
    """What identifies a track.

    Attributes:
        icao24: Transponder address, six lower-case hex digits, with a leading
            ``~`` when it is not an ICAO address. ``None`` when the source does not
            give one.
        label: What tells this track from others in the inputs: the address, else
            the source's own name for the track (a flight id, a callsign).
    """

    icao24: str | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file, or one member of an archive, that gave positions.

    Attributes:
        name: The input as the user gave it, then the path below it, ``/`` between.
        reader: Which reader read it: ``readsb``, ``heatmap``, ``opensky``, ``table``.
        registration: Registration written in the file; ``None`` when absent or when
            the file has several aircraft.
        aircraft_type: ICAO type designator written in the file (Doc 8643).
        operator: Operator or owner as written in the file.
        db_flags: readsb's ``dbFlags``: 1 military, 2 interesting, 4 PIA, 8 LADD.
    """

    name: str
    reader: str
    registration: str | None = None
    aircraft_type: str | None = None
    operator: str | None = None
    db_flags: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Positions of one aircraft from one source file.

    Attributes:
        aircraft: Whose positions they are.
        positions: The columns; ``file`` is the index of the source file. Rows are in
            the order of the file, which need not be the order of time.
    """

    aircraft: Aircraft
    positions: Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Pieces of several aircraft, end to end in one set of columns.

    Going over a group gives its pieces; they are views, nothing is copied.

    Attributes:
        aircraft: Whose each piece is; all pieces of an aircraft follow on each other.
        offsets: Rows ``offsets[k]`` up to ``offsets[k + 1]`` are those of
            ``aircraft[k]``; shape ``(len(aircraft) + 1,)``.
        positions: The columns; rows of a piece are in the order of its file.
    """

    aircraft: list[Aircraft]
    offsets: NDArray[np.int64]
    positions: Positions

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self.aircraft)

    def __iter__(self) -> Iterator[Piece]:
        """Give the pieces."""
        bounds = self.offsets.tolist()
        for aircraft, lo, hi in zip(
            self.aircraft, bounds[:-1], bounds[1:], strict=True
        ):
            rows = self.positions.take(slice(lo, hi))
            yield Piece(aircraft=aircraft, positions=rows)

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Group:
        """Put pieces end to end, in the order given."""
        sizes = [len(piece.positions) for piece in pieces]
        return cls(
            aircraft=[piece.aircraft for piece in pieces],
            offsets=np.cumsum([0, *sizes], dtype=np.int64),
            positions=Positions.concatenate([piece.positions for piece in pieces]),
        )


@dataclass(slots=True, kw_only=True)
class InputReport:
    """What became of one input the user named; filled while reading.

    Attributes:
        path: As given on the command line or in the case file.
        reader: Reader that was chosen by content; ``mixed`` for a folder with several.
        size_bytes: Size of the file, or of all files read below the folder.
        sha256: Hash of the file; for a folder or split tar, of the sorted lines
            ``<hash>  <name>`` of its files (as ``sha256sum`` prints). Empty until
            asked for.
        files: Files or members that gave at least one position.
        rows_read: Positions read.
        refused_rows: Rows not used, by reason.
        refused_files: Files or members not used, by reason.
        remarks: Things noticed that refused nothing, by reason.
        examples: For each reason, the first place where it was met.
    """

    path: str
    reader: str = "unknown"
    size_bytes: int = 0
    sha256: str = ""
    files: int = 0
    rows_read: int = 0
    refused_rows: Counter[str] = field(default_factory=Counter)
    refused_files: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, part: InputReport) -> None:
        """Add what became of a part of the input, read after the parts before it."""
        if part.files:
            known = self.reader in ("unknown", part.reader)
            self.reader = part.reader if known else "mixed"
        self.files += part.files
        self.rows_read += part.rows_read
        self.refused_rows += part.refused_rows
        self.refused_files += part.refused_files
        self.remarks += part.remarks
        for reason, place in part.examples.items():
            self.examples.setdefault(reason, place)
