"""Between which airfields is meant, and is it the same way?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from heavylift.claims.records import Assertion
from heavylift.errors import HeavyliftError

#: How two routes lie to each other; ``reversed`` is the same way the other way round.
Lie = Literal["same", "reversed", "within", "holds", "apart", "unknown"]

#: Resolves a place as written to codes of airfields.
Resolve = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A directed pair of places.

    Attributes:
        origin: Codes of the airfields it starts at; empty when not said.
        destination: Codes of the airfields it ends at.
        problem: Why a place could not be resolved; empty when it could.
    """

    origin: frozenset[str] = frozenset()
    destination: frozenset[str] = frozenset()
    problem: str = ""

    @property
    def is_known(self) -> bool:
        """Whether any end is."""
        return bool(self.origin or self.destination)


def routes_of(
    assertions: Mapping[str, Assertion], resolve: Resolve
) -> dict[str, Route]:
    """Resolve the places of assertions; one that is none is told and not guessed."""
    found: dict[str, Route] = {}
    known: dict[str, frozenset[str] | HeavyliftError] = {}

    def one(text: str) -> frozenset[str]:
        if not text.strip():
            return frozenset()
        if text not in known:
            try:
                known[text] = resolve(text)
            except HeavyliftError as error:
                known[text] = error
        result = known[text]
        if isinstance(result, HeavyliftError):
            raise result
        return result

    for name, own in assertions.items():
        try:
            found[name] = Route(
                origin=one(own.origin), destination=one(own.destination)
            )
        except HeavyliftError as error:
            found[name] = Route(problem=error.message)
    return found


def lie(a: Route, b: Route) -> Lie:
    """Say how one route lies to another: ``within`` when a is a part of b."""
    if not a.is_known or not b.is_known:
        return "unknown"
    if a == b:
        return "same"
    if (a.origin, a.destination) == (b.destination, b.origin):
        return "reversed"
    if _part(a, b) or _part(_turned(a), b):
        return "within"
    if _part(b, a) or _part(_turned(b), a):
        return "holds"
    return "apart"


def _part(a: Route, b: Route) -> bool:
    return all(
        # A place that is not said is anywhere.
        not whole or (bool(part) and part <= whole)
        for part, whole in ((a.origin, b.origin), (a.destination, b.destination))
    )


def _turned(route: Route) -> Route:
    return Route(origin=route.destination, destination=route.origin)
