"""The records of a lake: what each day holds, from where, and how complete that is.

They are JSON in the lake. What a day's record does not name does not count, so the
record is written last.
"""

from __future__ import annotations

import msgspec

from heavylift.lake.layout import chunk_name
from heavylift.reference.strips import StripsFile


class Marker(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """What makes a folder a lake.

    Attributes:
        format: Version of the layout.
        buckets: How many buckets aircraft are spread over.
        drawn: Files of airfields that the user drew. All its flights are found with
            them, so they are settled when the lake is made; a version that does not
            know them refuses it.
    """

    format: int
    buckets: int
    drawn: tuple[StripsFile, ...] = ()


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """What one input holds of one day.

    Attributes:
        deposit: Name of the input in the lake.
        name: The input as it was named when it was ingested.
        sha256: Hash of the input.
        reader: Which reader read it.
        replica: Which of the publisher's copies it says to be, such as ``prod-0``.
        kept: What was kept of it: empty for all, else region and types.
        traces: readsb traces of the day that gave positions; 0 for other sources.
        folders: Trace folders they lie in, of 256; ``None`` for other sources.
        parts_missing: Parts of a split tar that were not there.
        is_cut: Whether the archive ends before its end mark.
        rows: Positions.
        first_ms: Time of the first position, Unix milliseconds.
        last_ms: Time of the last.
        chunks: What each chunk of the input has of the day: positions in each bucket
            that has any. Chunks follow on each other in the order of addresses.
        unread: readsb traces of the day that were left out unread.
    """

    deposit: str
    name: str
    sha256: str
    reader: str
    replica: str = ""
    kept: str = ""
    traces: int
    folders: int | None
    parts_missing: int = 0
    is_cut: bool = False
    rows: int
    first_ms: int
    last_ms: int
    chunks: dict[int, dict[int, int]]
    unread: int = 0

    @property
    def by_chunk(self) -> dict[str, dict[int, int]]:
        """Positions by name of the chunk and bucket, in the order of addresses."""
        return {chunk_name(self.deposit, n): own for n, own in self.chunks.items()}

    @property
    def chunk_names(self) -> list[str]:
        """Names of the chunks that have a share in the day."""
        return list(self.by_chunk)

    def rows_of(self, bucket: int) -> int:
        """Positions of a bucket."""
        return sum(chunk.get(bucket, 0) for chunk in self.chunks.values())

    @property
    def buckets(self) -> set[int]:
        """Buckets that have positions."""
        return {bucket for chunk in self.chunks.values() for bucket in chunk}


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """A copy of a day that does not count.

    Attributes:
        name: The input as it was named.
        sha256: Hash of the input.
        reason: Why it does not count.
        traces: Its traces.
        rows: Its positions.
    """

    name: str
    sha256: str
    reason: str
    traces: int
    rows: int


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The flights of a day.

    Attributes:
        made_from: Sum of what they were made from; they are out of date when that
            of the lake is another.
        flights: How many took off on the day.
    """

    made_from: str
    flights: int


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a lake.

    Attributes:
        day: Which, as ``2023-09-02``, UTC.
        copies: What counts, by deposit.
        left: Copies that do not count, in the order of their hashes.
        flights: Its flights; ``None`` until they are made.
    """

    day: str
    copies: tuple[Copy, ...] = ()
    left: tuple[Left, ...] = ()
    flights: Made | None = None

    @property
    def rows(self) -> int:
        """Positions that count."""
        return sum(c.rows for c in self.copies)


class Deposit(msgspec.Struct, frozen=True, kw_only=True):
    """One input; its record is there when all its days are.

    Attributes:
        deposit: Its name in the lake: what it is, and what was kept of it.
        name: As the user named it.
        sha256: Hash of its bytes, as ``InputReport`` has it.
        size_bytes: Its size.
        reader: Which reader read it.
        kept: What was kept of it: empty for all, else region and types.
        days: Days it gave positions for.
        files: Files or members that gave positions.
        rows_read: Positions read.
        rows_refused: Rows not used, by reason.
        files_refused: Files not used, by reason.
        remarks: Things noticed, by reason.
        left_out: Positions that region or types left out, by reason.
        examples: For each reason the first place where it was met.
        unread: Traces left out unread, by reason.
    """

    deposit: str
    name: str
    sha256: str
    size_bytes: int
    reader: str
    kept: str
    days: tuple[str, ...]
    files: int
    rows_read: int
    rows_refused: dict[str, int]
    files_refused: dict[str, int]
    remarks: dict[str, int]
    left_out: dict[str, int]
    examples: dict[str, str]
    unread: dict[str, int] = {}
