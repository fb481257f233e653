"""How one assertion stands to assertions of other claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heavylift.claims.records import Assertion

LinkKind = Literal[
    "part of", "exceeds its whole", "adds up to", "does not add up to",
    "same figure, another period", "differs from its original", "denies", "disputes",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How one assertion stands to others, of other claims.

    Attributes:
        of: Name of the one: the part, the retelling, the denial; of a sum, the whole.
        to: Names of the others.
        kind: How.
        reason: Why, in a sentence.
    """

    of: str
    to: tuple[str, ...]
    kind: LinkKind
    reason: str


def value_of(own: Assertion) -> float | None:
    """The figure of an assertion that can be compared with others."""
    if own.count is None or own.rate_per or own.polarity != "asserts":
        return None
    return own.count.value if own.count.value is not None else own.count.low
