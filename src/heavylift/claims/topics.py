"""What is something said about, and can flight data say anything to it?

Flights are never evidence of what was aboard, who wanted it or why. So an assertion
that says any such thing beside a count of flights is not put beside flights as a whole;
whoever wants its count compared enters what flew by itself.
"""

from __future__ import annotations

import re
from typing import Final

from heavylift.claims.records import Assertion, Topic
from heavylift.claims.units import FLOWN, Unit

#: Words of what was aboard. "Cargo flight" and "cargo aircraft" name a kind of flying,
#: and say nothing of it.
_ABOARD: Final = re.compile(
    r"weapon|\barms\b|\barmament|munition|\bammo\b|explosive|missile|rocket|howitzer"
    r"|\bbombs?\b|\bshells?\b|artillery|\btanks?\b|\bequipment\b|\bhardware\b|\bgoods\b"
    r"|\btroops\b|mercenar|\bpersonnel\b|\bpassengers?\b|humanitarian|\baboard\b"
    r"|\bdrones?\b|military (?:goods|equipment|supplies|materiel)|\bshipments?\b"
    r"|\bsuppl(?:y|ies|ied)|\bdeliver(?:y|ies|ed|ing)?\b|\bcarr(?:y|ies|ied|ying)\b"
    r"|\bload(?:ed|s)?\b|\btransport(?:ed|ing)\b"
    r"|\bfreight\b(?! (?:flight|aircraft|plane))"
    r"|\bcargo(?:es)?\b(?![\s-]*(?:flight|air|plane|carrier|transport|operator|jet"
    r"|company))",
    re.IGNORECASE,
)

#: Words of why, and of who wanted it.
_WHY: Final = re.compile(
    r"\bintend|\bintent|\bpurpose|\bin order to\b|\bordered\b|\bon behalf\b|\bbecause\b"
    r"|\bpreparation|\bprepar(?:e|ing)\b|\bsmuggl|\bsecret|\bcovert|\bhelp(?:ed|ing)?\b",
    re.IGNORECASE,
)

_DEAD: Final = re.compile(
    r"\b(?:dead|died|dies|kill(?:ed|s)?|deaths?|casualt|wounded|injured|fatalit|missing)",
    re.IGNORECASE,
)
_DISPLACED: Final = re.compile(
    r"displaced|refugee|\bfled\b|\bfleeing|expelled|forcibly|settled in|left the region"
    r"|\bremain\b|relocat|departure of",
    re.IGNORECASE,
)
#: Words of flying. "On flights" is no such word: it says how something else came.
_FLEW: Final = re.compile(
    r"\bfl(?:ew|own|y|ies)\b|\bland(?:ed|ings?)\b|\btook off\b|\btake-?offs?\b",
    re.IGNORECASE,
)


def topic_of(text: str, unit: Unit | None, key: str = "") -> Topic:
    """Say what a text is about, for a person to correct.

    What was aboard goes before the flight that it was aboard of.

    Args:
        text: What is said.
        unit: What is counted in it.
        key: The name under which a list groups it.

    >>> topic_of("At least six flights landed at Ovda", "landing")
    'flights'
    >>> topic_of("350 flights carried explosives", "flight")
    'cargo'
    """
    words = f"{text} {key.replace('_', ' ')}"
    rules: tuple[tuple[Topic, bool], ...] = (
        ("cargo", bool(_ABOARD.search(words))),
        ("intent", bool(_WHY.search(words))),
        ("flights", unit in FLOWN),
        ("area", unit == "area"),
        ("casualties", bool(_DEAD.search(words))),
        ("displaced", bool(_DISPLACED.search(words))),
        ("flights", unit in (None, "aircraft") and bool(_FLEW.search(words))),
    )
    return next((topic for topic, holds in rules if holds), "other")


def why_not_testable(assertion: Assertion) -> str:
    """Say why flight data can say nothing to an assertion; empty when they may.

    Neither a count nor a judgement changes what the words say: a text that speaks of
    what was aboard, of why or for whom stays untestable, whatever topic it is given.
    """
    if assertion.topic != "flights":
        return _UNTESTABLE[assertion.topic]
    said = f"{assertion.text} {assertion.subject}"
    for topic, words in (("cargo", _ABOARD), ("intent", _WHY)):
        if words.search(said):
            return f"{_UNTESTABLE[topic]}; {_BY_ITSELF}"
    return ""


_BY_ITSELF: Final = "enter what flew by itself to put it beside flights"

_UNTESTABLE: Final[dict[str, str]] = {
    "cargo": "it says what was aboard, which flight data do not hold",
    "intent": "it says why or for whom, which flight data do not hold",
    "casualties": "it is about people, not about flights",
    "displaced": "it is about people, not about flights",
    "area": "it is about an area, not about flights",
    "other": "it is not about flights",
}
