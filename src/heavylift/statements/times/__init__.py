"""Expressions of time, found and resolved by rules."""

from heavylift.statements.times.reading import times_of

__all__ = ["times_of"]
