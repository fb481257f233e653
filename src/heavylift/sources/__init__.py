"""Readers of foreign formats. Their quirks end here: what comes out is ``Piece``s."""

from __future__ import annotations

from heavylift.sources.groups import (
    MAX_GROUP_ROWS,
    Sources,
    open_sources,
    open_span,
)

__all__ = ["MAX_GROUP_ROWS", "Sources", "open_sources", "open_span"]
