"""Read the traces of a group of aircraft into one set of columns.

What a thread is given to do: nothing here knows of other groups, or counts anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from heavylift.sources import refusals
from heavylift.sources.lent_memory import Lender
from heavylift.sources.members import Member
from heavylift.sources.readsb import Trace, read_trace
from heavylift.sources.readsb_columns import TraceColumns

#: Bytes a row takes in a trace: 25 gzipped and 171 plain, measured on a generated day
#: in the real layout; real days lie near.
GZIP_ROW_BYTES: Final = 25

#: Room made in columns over what sizes let expect: files shrink better or worse.
_SPARE: Final = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Traces as read, their rows in one set of columns.

    Attributes:
        traces: Where each lay, and what was found.
        columns: Their rows, end to end.
    """

    traces: list[tuple[Member, Trace]]
    columns: TraceColumns


def read_traces(members: Sequence[Member], lender: Lender) -> Traces:
    """Read traces one after the other.

    Args:
        members: The traces.
        lender: Where the memory for the columns comes from.
    """
    rows = sum(member.size for member in members) // GZIP_ROW_BYTES
    columns = TraceColumns(int(rows * _SPARE), lender)
    traces = [(member, _read_member(member, columns)) for member in members]
    return Traces(traces=traces, columns=columns)


def _read_member(member: Member, columns: TraceColumns) -> Trace:
    try:
        data = member.read()
    except OSError:
        nothing = read_trace(b"", member.name, columns)
        nothing.findings.refused = refusals.NOT_OPENED
        return nothing
    trace = read_trace(
        data, member.name, columns, cut=member.cut, address=member.address
    )
    if member.cut and trace.findings.refused:
        trace.findings.refused = refusals.TAR_MEMBER_CUT
        trace.findings.forget(refusals.TAR_MEMBER_CUT)
    return trace
