"""Which words of a text are expressions of time.

At every word with which one may begin all patterns are tried, and the longest that
fits is taken. Patterns are bounded, so the time grows with the text alone.
"""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.times.absolute import ABSOLUTE
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.joining import join
from heavylift.statements.times.lengths import LENGTHS
from heavylift.statements.times.patterns import Pattern
from heavylift.statements.times.relative import RELATIVE
from heavylift.statements.times.tokens import Tokens

_PATTERNS: Final = (*ABSOLUTE, *RELATIVE, *LENGTHS)

_BY_START: Final[dict[str, tuple[Pattern, ...]]] = {
    letter: tuple(each for each in _PATTERNS if letter in each.starts)
    for letter in sorted({letter for each in _PATTERNS for letter in each.starts})
}

#: Where an expression may begin. What the cheap tests let through is tried in full.
_START: Final = re.compile(
    "[" + re.escape("".join(sorted(set(_BY_START) - set("tagiysrhbvnqDO#ERU'")))) + "]"
    # Words such as "the" only before what may go on as a time.
    r"|(?<![^ |\"'(])[tagiysrhbv](?= [^x ]|$)|[nqO](?=[ -][^ ])"
    # A number only before what may make it one, and not below a stroke.
    r"|(?<!/)D(?=[-/ o.,c]|$)|#(?=[ -][UV=])"
    r"|E(?= )|R(?= U)|U(?=-x| [BA] T|'x I|[ -]I)|'(?=Do)"
)


def find(tokens: Tokens) -> list[Expression]:
    """Find the expressions of time of a text, in order.

    What is made of several (a range and its ends) stands behind its parts.
    """
    found: list[Expression] = []
    code = tokens.code
    at = 0
    while start := _START.search(code, at):
        at = start.start()
        longest = _longest(tokens, at)
        if longest is None:
            at += 1
        else:
            found.append(longest)
            at = longest.end
    return join(tokens, found)


def _longest(tokens: Tokens, at: int) -> Expression | None:
    longest: Expression | None = None
    reach = at
    for each in _BY_START[tokens.code[at]]:
        match = each.regex.match(tokens.code, at)
        if match is not None and match.end() > reach:
            built = each.build(tokens, match)
            if built is not None and built.end > reach:
                longest, reach = built, built.end
    return longest
