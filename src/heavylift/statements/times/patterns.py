"""The grammar's alphabet in words, and what a pattern over it is.

A pattern is a regular expression over the classes of the tokens. ``<month>`` and the
like stand for classes, so that a pattern reads like what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.tokens import Tokens

#: What stands for what. A gap is one blank, and hyphens may stand between gaps.
_PIECES: Final = {
    "<weekday>": r"(?P<weekday>W|w(?=[.,]| [Mmj])\.?)",
    "<month>": r"(?P<month>[Mm]|j\.?)",
    "<day>": r"(?P<day>D)o?",
    "<year>": r"(?P<year>Y)",
    "<part>": r"(?:(?:t )?(?:(?P<part>K)[ -]|(?P<edge>I) v (?:t )?))?",
    "<number>": r"(?P<number>[nD#Y](?:[- ]n)?)",
    "<vague>": r"(?P<vague>a q(?: v)?|q(?: v)?)",
    "<units>": r"(?P<unit>[UV])",
    "<to>": r"(?: ?--? ?| h )",
}

#: A piece; ``(?P<name>`` is a group.
_PIECE: Final = re.compile(r"(?<!\?P)<[a-z]+>")

Build = Callable[[Tokens, "re.Match[str]"], "Expression | None"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is looked for, and what is made of it.

    Attributes:
        starts: The classes with which it may begin.
        regex: The pattern over the code.
        build: Makes an expression of a match, or ``None`` when it is none after all.
    """

    starts: str
    regex: re.Pattern[str]
    build: Build


def pattern(starts: str, written: str, build: Build) -> Pattern:
    """Make a pattern."""
    regex = _PIECE.sub(lambda piece: _PIECES[piece[0]], written)
    return Pattern(starts, re.compile(regex), build)


def token(tokens: Tokens, match: re.Match[str], name: str) -> str:
    """Give the token of a group as written, in lower case; empty without it."""
    at = match.start(name) if name in match.re.groupindex else -1
    return tokens.word(at) if at >= 0 else ""


def integer(tokens: Tokens, match: re.Match[str], name: str) -> int | None:
    """Give the number of a group of digits; ``None`` without it."""
    digits = token(tokens, match, name)
    return int(digits) if digits else None
