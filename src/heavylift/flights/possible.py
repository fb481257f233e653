"""Which ends in cruise may usage yet place at one of some airfields?

Positions of a flight are kept while its batch is in memory, but only all batches
together say where a fleet goes. So whoever picks flights from a batch asks here first.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.flights.ahead import cruise_ends, fit_ahead
from heavylift.flights.candidates import write_list
from heavylift.flights.columns import with_columns
from heavylift.flights.sequences import row_by_code
from heavylift.model.ends import EndClass, Role
from heavylift.reference.airfields import Airfields

#: Stands for a share that is not known yet.
_SOME: Final = 1e-6


def with_places_ahead(
    table: pa.Table, role: Role, codes: Collection[str], airfields: Airfields
) -> pa.Table:
    """Give open ends in cruise those of some airfields for candidates that lie ahead.

    Args:
        table: Flights, columns as in ``model.flights``.
        role: Which end.
        codes: Codes of the airfields.
        airfields: The table of airfields.

    Returns:
        The same flights; ``unknown`` ends that may become ``toward`` one of the
        airfields are so, with shares that mean nothing.
    """
    row_of = row_by_code(airfields)
    asked = sorted(code for code in codes if code in row_of)
    rows = np.array([row_of[code] for code in asked], np.int64)
    classes = table[f"{role}_class"].to_pylist()
    candidates = table[f"{role}_candidates"].to_pylist()
    unknown = [i for i, c in enumerate(classes) if c == EndClass.UNKNOWN]
    ends = np.repeat(np.array(unknown, np.int64), len(rows))
    fits = fit_ahead(
        cruise_ends(table, role), (ends, np.tile(rows, len(unknown))), airfields
    )
    for i, fit in zip(unknown, fits.reshape(-1, len(rows)) > 0.0, strict=True):
        if fit.any():
            ahead = [asked[k] for k in np.flatnonzero(fit).tolist()]
            classes[i] = EndClass.TOWARD.value
            candidates[i] = write_list(ahead, [_SOME] * len(ahead))
    return with_columns(
        table, {f"{role}_class": classes, f"{role}_candidates": candidates}
    )
