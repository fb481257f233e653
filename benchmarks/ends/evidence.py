"""Switch off one piece of evidence at a time, to see what it lifts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from heavylift.flights import settle, weigh
from heavylift.flights.alignment import Alignments
from heavylift.flights.paths import Ways

#: What can be switched off, in the words of the table.
EVIDENCE: Final = (
    "runway alignment",
    "way to the runways",
    "course",
    "height and path",
    "suitability",
    "usage",
)


@contextlib.contextmanager
def without(piece: str) -> Iterator[None]:
    """Work without one piece of ``EVIDENCE`` for a while."""
    with contextlib.ExitStack() as switched_off:
        for module, name, replaced in _SWITCHES[piece]:
            real = getattr(module, name)
            setattr(module, name, _instead(replaced, real))
            switched_off.callback(setattr, module, name, real)
        yield


Replaced = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], object]


def _instead(replaced: Replaced, real: Callable[..., Any]) -> Callable[..., object]:
    return lambda *args, **named: replaced(real, args, named)


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


def _no_runways(
    _: Callable[..., Any], args: tuple[Any, ...], __: dict[str, Any]
) -> object:
    away = args[3]
    return Ways(way_m=away, turn_deg=np.zeros_like(away))


def _no_course(
    real: Callable[..., Any], args: tuple[Any, ...], _: dict[str, Any]
) -> object:
    shape, seen = args
    straight = np.zeros_like(seen.off_course_deg)
    return real(shape, replace(seen, off_course_deg=straight, turn_deg=straight))


def _no_height(
    real: Callable[..., Any], args: tuple[Any, ...], _: dict[str, Any]
) -> object:
    shape, seen = args
    return real(shape, replace(seen, height_m=np.full_like(seen.height_m, np.nan)))


def _all_suit(
    _: Callable[..., Any], args: tuple[Any, ...], __: dict[str, Any]
) -> object:
    return np.ones(len(args[1]))


def _all_kinds(
    _: Callable[..., Any], args: tuple[Any, ...], __: dict[str, Any]
) -> object:
    return np.full(len(args[0]), 0xFF, dtype=np.uint8)


def _as_it_is(
    _: Callable[..., Any], args: tuple[Any, ...], __: dict[str, Any]
) -> object:
    return args[0]


_SWITCHES: Final[dict[str, tuple[tuple[Any, str, Replaced], ...]]] = {
    "runway alignment": ((weigh, "align", _no_alignment),),
    "way to the runways": ((weigh, "way_to_runways", _no_runways),),
    "course": ((weigh, "likelihood", _no_course),),
    "height and path": ((weigh, "likelihood", _no_height),),
    "suitability": (
        (weigh, "suitability", _all_suit),
        (weigh, "usable_kinds", _all_kinds),
    ),
    "usage": ((settle, "weigh_by_usage", _as_it_is),),
}
