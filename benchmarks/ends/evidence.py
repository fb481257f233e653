"""Switch off one piece of evidence at a time, to see what it lifts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from heavylift.flights import settle, weigh
from heavylift.flights.alignment import Alignments

#: What can be switched off, in the words of the table.
EVIDENCE: Final = (
    "runway alignment",
    "course",
    "height and path",
    "suitability",
    "usage",
)


@contextlib.contextmanager
def without(piece: str) -> Iterator[None]:
    """Work without one piece of ``EVIDENCE`` for a while."""
    module, name, replaced = _SWITCHES[piece]
    real = getattr(module, name)
    setattr(module, name, lambda *args, **named: replaced(real, args, named))
    try:
        yield
    finally:
        setattr(module, name, real)


Replaced = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], object]


def _no_alignment(
    _: Callable[..., Any], args: tuple[Any, ...], __: dict[str, Any]
) -> Alignments:
    n = len(args[3][1])
    unknown = np.full(n, np.nan)
    none = np.full(n, -1, dtype=np.int64)
    return Alignments(
        runway_end=none,
        along_m=unknown,
        across_m=unknown,
        height_m=unknown,
        rows=np.zeros(n, dtype=np.int64),
    )


def _no_course(
    real: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]
) -> object:
    straight = np.zeros_like(named["off_course_deg"])
    return real(*args, **(named | {"off_course_deg": straight}))


def _no_height(
    real: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]
) -> object:
    unknown = np.full_like(named["height_m"], np.nan)
    return real(*args, **(named | {"height_m": unknown}))


def _all_suit(
    _: Callable[..., Any], args: tuple[Any, ...], __: dict[str, Any]
) -> object:
    return np.ones(len(args[1]))


def _as_it_is(
    _: Callable[..., Any], args: tuple[Any, ...], __: dict[str, Any]
) -> object:
    return args[0]


_SWITCHES: Final[dict[str, tuple[Any, str, Replaced]]] = {
    "runway alignment": (weigh, "align", _no_alignment),
    "course": (weigh, "likelihood", _no_course),
    "height and path": (weigh, "likelihood", _no_height),
    "suitability": (weigh, "suitability", _all_suit),
    "usage": (settle, "weigh_by_usage", _as_it_is),
}
