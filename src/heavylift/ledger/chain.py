"""Does every entry of a ledger stand as it was written, and in its place?

Each entry names the hash of the one before it, so none can be changed, taken out, put
in or moved without breaking the chain there. What a chain cannot show by itself is that
its last entries were cut off whole, or that all of it was written anew: whoever kept
the hash of the last entry (a dossier does, and a trusted timestamp proves when) can.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec

from heavylift.errors import LedgerError
from heavylift.ledger.entries import FIRST, Entry, line_of, make_entry

_HELP = (
    "what stands before that entry is whole; compare the file with a copy, for example "
    "in a dossier that was made of this case earlier"
)


@dataclass(frozen=True, slots=True)
class Chain:
    """What a ledger holds.

    Attributes:
        entries: Its entries, first to last, each of them checked.
        torn: What stands after the last whole line: the beginning of an entry whose
            writer was stopped. Empty as a rule.
        size: Bytes up to the end of the last whole entry.
    """

    entries: tuple[Entry, ...]
    torn: bytes
    size: int

    @property
    def head(self) -> str:
        """The hash of the last entry, which stands for all of them."""
        return self.entries[-1].hash if self.entries else FIRST


def read_chain(data: bytes, name: str, after: Chain | None = None) -> Chain:
    """Read a ledger and check its chain.

    Args:
        data: Its bytes, from the end of ``after`` on.
        name: What to call it in an error.
        after: What was read and checked before.

    Raises:
        LedgerError: An entry does not fit; the message names the first of them.
    """
    entries = list(after.entries) if after else []
    size = after.size if after else 0
    *lines, torn = data.split(b"\n")
    for line in lines:
        entries.append(_checked(line, entries[-1] if entries else None, name))
        size += len(line) + 1
    if torn and (whole := _whole(torn, entries[-1] if entries else None)):
        # The writer was stopped between the entry and the end of its line.
        return Chain((*entries, whole), b"", size + len(torn))
    return Chain(tuple(entries), torn, size)


def _whole(line: bytes, before: Entry | None) -> Entry | None:
    try:
        return _checked(line, before, "")
    except LedgerError:
        return None


def _checked(line: bytes, before: Entry | None, name: str) -> Entry:
    number = before.sequence + 1 if before else 1
    where = f"{name}: entry {number} (line {number})"
    try:
        entry = msgspec.convert(json.loads(line), Entry)
    except (ValueError, RecursionError):
        raise LedgerError(f"{where} is not an entry of a ledger", help=_HELP) from None
    if entry.sequence != number:
        raise LedgerError(
            f"{where} calls itself entry {entry.sequence}: entries were taken out, "
            "put in or moved",
            help=_HELP,
        )
    if entry.previous != (before.hash if before else FIRST):
        raise LedgerError(
            f"{where} does not follow the entry before it: one of the two was "
            "changed or replaced",
            help=_HELP,
        )
    if _rewritten(entry) != line:
        raise LedgerError(
            f"{where} was changed after it was written: its hash is not that of its "
            "content",
            help=_HELP,
        )
    return entry


def _rewritten(entry: Entry) -> bytes:
    """Write an entry anew with the hash that its content has."""
    try:
        return line_of(
            make_entry(entry.sequence, entry.time, entry.previous, entry.content)
        )
    except (ValueError, RecursionError):
        return b""
