"""Remove what no record of a lake names: outdated, or left by runs that stopped."""

from __future__ import annotations

from heavylift.lake import layout
from heavylift.lake.days import read_days
from heavylift.lake.derive import names_in_use
from heavylift.lake.records import Day
from heavylift.lake.storage import Lake

#: Folders whose files count only when a record names them.
_NAMED: tuple[str, ...] = (
    layout.POSITIONS,
    layout.SOURCES,
    layout.STAYS,
    layout.FOUND,
    layout.RECEPTION,
    layout.FLIGHTS,
    layout.ENDS,
)


def remove_unfinished(lake: Lake) -> None:
    """Remove files that were being written when a run was stopped.

    Only the one who holds the lock may do this.
    """
    for folder in (*_NAMED, layout.DAYS, layout.INPUTS):
        for name in lake.names(folder):
            if name.rsplit("/", 1)[-1].startswith(layout.UNFINISHED):
                lake.delete(name)


def remove_unnamed(lake: Lake) -> None:
    """Remove whole files that no record names.

    Only the one who holds the lock may do this.
    """
    days = read_days(lake)
    used = positions_in_use(lake, days) | names_in_use(lake, days)
    for folder in _NAMED:
        for name in lake.names(folder):
            if name not in used:
                lake.delete(name)


def positions_in_use(lake: Lake, days: dict[str, Day]) -> set[str]:
    """Names of all files of positions, and beside them, that count."""
    used: set[str] = set()
    for day in days.values():
        for copy in day.copies:
            for chunk, buckets in zip(
                copy.chunk_names, copy.chunks.values(), strict=True
            ):
                used |= {layout.positions_file(day.day, chunk, b) for b in buckets}
                used |= {layout.sources_file(chunk), layout.stays_file(chunk)}
    return used
