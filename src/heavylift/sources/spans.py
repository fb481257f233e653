"""Cut an input into ranges of addresses that can be read apart from each other.

Everything of an aircraft is in one range, so whoever reads one needs no other. Tables
and heatmaps are not sorted by aircraft: an input that has any is one range.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from heavylift.sources.detect import Kind
from heavylift.sources.members import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range of an input.

    Attributes:
        first: First address of it; ``""`` together with ``last`` for everything.
        last: Last address of it.
        size: Bytes to read.
    """

    first: str = ""
    last: str = ""
    size: int = 0

    def holds(self, member: Member) -> bool:
        """Whether a member is of this range."""
        return not self.last or self.first <= member.address <= self.last


def spans_of(members: Iterable[Member], most_bytes: int) -> list[Span]:
    """Cut members into ranges of about as many bytes, in the order of addresses.

    Args:
        members: Of one input.
        most_bytes: A range has no more, unless one aircraft alone has.

    Returns:
        At least one; the same whatever the order of the members.
    """
    sizes: Counter[str] = Counter()
    is_traces = True
    for member in members:
        sizes[member.address] += member.size
        is_traces &= member.kind is Kind.READSB
    if not is_traces or sizes.total() <= most_bytes:
        return [Span(size=sizes.total())]
    spans: list[Span] = []
    first, size = "", 0
    before = ""
    for address in sorted(sizes):
        if size and size + sizes[address] > most_bytes:
            spans.append(Span(first=first, last=before, size=size))
            size = 0
        first = first if size else address
        size += sizes[address]
        before = address
    return [*spans, Span(first=first, last=before, size=size)]
