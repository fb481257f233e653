"""Word lists, written as text: easy to read, to sort and to compare."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Give the words of a text.

    >>> sorted(words("say tell"))
    ['say', 'tell']
    """
    return frozenset(text.split())


def with_prepositions(text: str) -> dict[str, frozenset[str]]:
    """Give words with the prepositions that go with them.

    >>> sorted(with_prepositions("call:for,on")["call"])
    ['for', 'on']
    """
    pairs = (pair.split(":") for pair in text.split())
    return {word: frozenset(those.split(",")) for word, those in pairs}
