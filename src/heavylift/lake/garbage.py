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
    layout.EARLY,
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


def remove_unnamed(lake: Lake, *, is_made: bool) -> None:
    """Remove whole files that no record names.

    Only the one who holds the lock may do this.

    Args:
        lake: The lake.
        is_made: Whether its flights are: then those found early are of no more use.
    """
    days = read_days(lake)
    used = positions_in_use(lake, days) | names_in_use(lake, days)
    if not is_made:
        used |= early_in_use(days)
    for folder in _NAMED:
        for name in lake.names(folder):
            if name not in used:
                lake.delete(name)


def positions_in_use(lake: Lake, days: dict[str, Day]) -> set[str]:
    """Names of all files of positions, and beside them, that count."""
    used: set[str] = set()
    for day in days.values():
        for copy in day.copies:
            for chunk, buckets in copy.by_chunk.items():
                used |= {layout.positions_file(day.day, chunk, b) for b in buckets}
                used |= {layout.sources_file(chunk), layout.stays_file(chunk)}
    return used


def early_in_use(days: dict[str, Day]) -> set[str]:
    """Names of what may have been found while chunks that count were read."""
    used: set[str] = set()
    for day in days.values():
        for copy in day.copies:
            for chunk, buckets in copy.by_chunk.items():
                used |= {layout.early_file(chunk, b) for b in buckets}
                used |= {layout.early_reception_file(chunk, b) for b in buckets}
    return used
