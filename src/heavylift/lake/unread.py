"""Which traces need not be read, because it is known that they are not wanted?

Unpacking and decoding is nearly all the work of an ingest, and of most traces nothing
is kept. The first bytes of a trace, which are looked at anyway, say the type of its
aircraft; heatmaps say who never came near a place. What is told so late or so oddly
that these cannot know it is read, and judged by ``Wanted``.

An aircraft is kept whole or not at all: if one of its traces may be wanted, all are
read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from heavylift.lake import layout
from heavylift.lake.first_look import FirstLook
from heavylift.lake.wanted import Wanted
from heavylift.sources.detect import Kind
from heavylift.sources.members import Member
from heavylift.sources.readsb import Header, read_header

#: Why traces are left out unread, besides the reasons for leaving out positions.
NOT_NEAR: Final = "aircraft not near the region in the heatmaps"

#: Traces that were left out unread, by day and reason.
Unread = Counter[tuple[str, str]]


def leave_unread(
    members: Sequence[Member], wanted: Wanted, look: FirstLook | None
) -> tuple[list[Member], Unread]:
    """Sort out traces that need not be read.

    Args:
        members: Of one input, listed with their first bytes. If there are tables among
            them all is read: they may tell a type, or a place, of any aircraft.
        wanted: What is wanted.
        look: What heatmaps tell of its place; they cover the days of the input.

    Returns:
        What is to be read, and how many traces are not.
    """
    unread: Unread = Counter()
    if not (wanted.types or look) or has_tables(members):
        return list(members), unread
    headers: dict[str, list[Header | None]] = {}
    for member in members:
        if member.kind is Kind.READSB:
            headers.setdefault(member.address, []).append(header_of(member))
    reasons = {
        address: _why_not(address, [h for h in own if h is not None], wanted, look)
        for address, own in headers.items()
        if None not in own
    }
    for address, reason in reasons.items():
        if reason:
            unread.update((_day(h), reason) for h in headers[address] if h is not None)
    return [m for m in members if not reasons.get(m.address)], unread


def has_tables(members: Sequence[Member]) -> bool:
    """Whether there is anything among members but traces and heatmaps."""
    return any(m.kind not in (Kind.READSB, Kind.HEATMAP) for m in members)


def header_of(member: Member) -> Header | None:
    """What the first bytes of a trace say of it; ``None`` when its rows lie behind."""
    found = read_header(member.head)
    return None if found is None else found[0]


def days_of(members: Sequence[Member]) -> set[str]:
    """Days (UTC) of which there are traces, as far as their first bytes tell."""
    headers = (header_of(m) for m in members if m.kind is Kind.READSB)
    return {_day(header) for header in headers if header is not None}


def _why_not(
    address: str, headers: list[Header], wanted: Wanted, look: FirstLook | None
) -> str:
    reason = wanted.why_not_types({header.t for header in headers})
    if reason or look is None or address not in look.far:
        return reason
    starts = {_start_ms(header) for header in headers}
    return NOT_NEAR if all(look.covers(start) for start in starts) else ""


def _start_ms(header: Header) -> int:
    return round(header.timestamp * 1000)


def _day(header: Header) -> str:
    return layout.day_of(_start_ms(header))
