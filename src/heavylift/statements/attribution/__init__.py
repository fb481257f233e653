"""Who is said to have said what."""

from heavylift.statements.attribution.statements import statements_of

__all__ = ["statements_of"]
