"""Tables held as columns, until the turn of each of their aircraft comes.

A table may list its aircraft in any order, so nothing of it can be given out before
all of it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from heavylift.model.positions import Positions
from heavylift.sources import refusals
from heavylift.sources.members import Member
from heavylift.sources.opensky import first_of_each_position
from heavylift.sources.refusals import Findings
from heavylift.sources.rows import Block, Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Rows of one aircraft in a block of a table.

    Attributes:
        table: Which table.
        block: Which block of it.
        number: Which aircraft of the block.
    """

    table: int
    block: int
    number: int


@dataclass(slots=True, kw_only=True)
class HeldTable:
    """A table as columns.

    Attributes:
        member: Where it came from.
        reader: ``opensky``, ``table`` or ``heatmap``.
        timed: Whether times are those of positions, not of OpenSky's vectors.
        findings: What was refused and noticed.
        blocks: Its usable rows.
        files: Indices of the source files made of it, by what is said of the aircraft.
    """

    member: Member
    reader: str
    timed: bool
    findings: Findings
    blocks: list[Block] = field(default_factory=list)
    files: dict[Identity, int] = field(default_factory=dict)


def join_slices(
    table: HeldTable, slices: Sequence[Slice]
) -> tuple[Positions, Identity]:
    """Put together what a table holds of one aircraft.

    Args:
        table: The table; its findings get OpenSky's repeated positions.
        slices: Where the aircraft's rows are, at least one.

    Returns:
        The positions in the order of the file, and what is said of the aircraft.
    """
    parts, vectors = [], []
    identity: Identity = (None, None, None)
    for piece in slices:
        block = table.blocks[piece.block]
        start, end = block.bounds[piece.number : piece.number + 2]
        parts.append(block.positions.take(slice(start, end)))
        vectors.append(block.vector_ms[start:end])
        told = block.identity[piece.number]
        identity = (
            identity[0] or told[0],
            identity[1] or told[1],
            identity[2] or told[2],
        )
    positions = Positions.concatenate(parts)
    if table.reader != "opensky":
        return positions, identity
    first = first_of_each_position(
        positions, np.concatenate(vectors), timed=table.timed
    )
    repeated = positions.row[~first]
    if len(repeated):
        place = f"row {int(repeated[0])}"
        table.findings.refuse_row(refusals.POSITION_REPEATED, place, len(repeated))
    return positions.take(first), identity
