"""Open inputs that a user named: files, or one lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from heavylift.errors import LakeError
from heavylift.lake.days import read_days
from heavylift.lake.derive import window
from heavylift.lake.pieces import LakeSources
from heavylift.lake.storage import Lake, is_lake, open_lake
from heavylift.sources import Sources, open_sources


def open_inputs(
    inputs: Sequence[Path | str], *, columns: Mapping[str, str] | None = None
) -> Sources | LakeSources:
    """Open files and folders, or a lake.

    Args:
        inputs: As the user named them.
        columns: For tables: our name of a column, with its unit, to the table's.

    Raises:
        MissingInput: A path is not there.
        LakeError: A lake stands beside other inputs.
    """
    lake = lake_among(inputs)
    if lake is None:
        return open_sources([Path(i) for i in inputs], columns=columns or None)
    return LakeSources(lake, list(read_days(lake).values()))


def lake_among(inputs: Sequence[Path | str]) -> Lake | None:
    """Open the lake that inputs name; ``None`` when they name files.

    Raises:
        LakeError: A lake stands beside other inputs: an aircraft of both would come
            twice.
    """
    lakes = [named for named in inputs if is_lake(named)]
    if not lakes:
        return None
    if len(inputs) > 1:
        raise LakeError(
            f"{lakes[0]}: a lake is read by itself, not with other inputs",
            help=f"bring them into it first: heavylift ingest INPUT… --lake {lakes[0]}",
        )
    return open_lake(lakes[0])


def open_window(lake: Lake, start: datetime, end: datetime) -> LakeSources:
    """Open the days of a lake that flights of a half-open window may depend on."""
    first, last = start.date().isoformat(), end.date().isoformat()
    days = read_days(lake)
    inside = [day for day in days if first <= day <= last]
    return LakeSources(lake, window(days, inside))
