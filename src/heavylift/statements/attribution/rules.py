"""All rules in turn, and what stands of what they find."""

from __future__ import annotations

from itertools import chain

from heavylift.statements.attribution.according import according, colons
from heavylift.statements.attribution.found import Attribution
from heavylift.statements.attribution.nesting import continued, outermost
from heavylift.statements.attribution.nominal import adjectives, possessed
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.verbal import verbal


def find(passage: Passage) -> list[Attribution]:
    """Find the attributions of a text, in the order of their cues."""
    rules = (verbal, according, possessed, adjectives, colons)
    found = chain.from_iterable(rule(passage) for rule in rules)
    return continued(passage, outermost(passage, [one for one in found if one]))
