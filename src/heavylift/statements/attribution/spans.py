"""Cutting and joining spans of characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from heavylift.statements.records import Span

#: What does not belong to either end of a span.
_AROUND: Final = " \t\r\n\f\v\u00a0\u2028\u2029\x85,;:—–"


def trimmed(text: str, span: Span) -> Span:
    """Leave out white space, commas and the like at both ends."""
    start, end = span
    while start < end and (text[start] in _AROUND or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _AROUND or text[end - 1].isspace()):
        end -= 1
    return start, end


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """Cut holes out of a span."""
    left = [span]
    for hole_start, hole_end in holes:
        left = [
            piece
            for start, end in left
            for piece in (
                ((start, min(end, hole_start)), (max(start, hole_end), end))
                if hole_start < end and hole_end > start
                else ((start, end),)
            )
            if piece[0] < piece[1]
        ]
    return left


def joined(spans: Iterable[Span]) -> list[Span]:
    """Order spans and join those that overlap or touch."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
