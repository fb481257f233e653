"""Of what kind is that which is counted?

The difference that matters most is that between a landing, a leg and a rotation: six
landings and twelve legs can be the same flights. What a noun does not tell is left
open: "flight" may be either, and stays ``flight``.
"""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.quantities.tokens import word_set

OTHER: Final = "other"

#: "Transports" alone may be flights or aircraft; the press means aircraft. "Transport"
#: is most often neither.
_PHRASES: Final = {
    "round trips": "rotation", "round trip": "rotation", "round-trips": "rotation",
    "round-trip flights": "rotation", "trip flights": "rotation",
    "return trips": "rotation", "return trip": "rotation",
    "- offs": "take-off", "take-offs": "take-off", "take offs": "take-off",
}  # fmt: skip

#: Units of counting with the nouns that say so. An arrival is a landing; a departure
#: is a take-off. A round trip is out and back, which is a rotation. A sortie is one
#: flight of one aircraft, however far: it may be a leg or a rotation, so it is a
#: flight.
_NOUNS: Final = {
    "landing": "landing landings touchdown touchdowns arrival arrivals",
    "take-off": "takeoff takeoffs take-off take-offs departure departures liftoffs",
    "leg": "leg legs",
    "rotation": "rotation rotations roundtrip roundtrips",
    "flight": "flight flights sortie sorties airlift airlifts overflight overflights",
    "aircraft": "aircraft airplane airplanes aeroplane aeroplanes plane planes "
    "transports airliner airliners airlifter airlifters transporter transporters "
    "freighter freighters jet jets helicopter helicopters airframe airframes drone "
    "drones warplane warplanes bomber bombers jumbo jumbos turboprop turboprops",
    "person": "person persons people man men woman women child children infant infants "
    "resident residents inhabitant inhabitants citizen citizens civilian civilians "
    "soldier soldiers troops troop serviceman servicemen servicemember servicemembers "
    "fighter fighters combatant combatants militant militants mercenary mercenaries "
    "peacekeeper peacekeepers officer officers policeman policemen police refugee "
    "refugees migrant migrants evacuee evacuees returnee returnees prisoner prisoners "
    "captive captives detainee detainees hostage hostages victim victims casualty "
    "casualties death deaths fatality fatalities dead wounded injured missing killed "
    "displaced deportee deportees passenger passengers pilot pilots crew crewmember "
    "crewmembers official officials diplomat diplomats expert experts journalist "
    "journalists lawmaker lawmakers student students patient patients voter voters "
    "personnel survivor survivors worker workers employee employees "
    "minor minors boy boys girl girls individual individuals reservist reservists "
    "separatist separatists protester protesters",
}

_UNITS: Final = {word: unit for unit, words in _NOUNS.items() for word in words.split()}

#: "Silk Way Il-76s", "747s": types of aircraft in the plural.
_TYPES: Final = re.compile(r"[a-z]{1,4}-?\d{2,4}[a-z]{0,3}|7\d7s")

#: Ends of names of peoples: "Armenians", "Israelis", "Lebanese".
_PEOPLES: Final = re.compile(r"[A-Z]\w+(?:ians?|ans|[aeio]nis?|[^\W\d]{3,}is|ese|ards)")

#: Plurals that do not end in an s, and adjectives that stand for people.
UNLIKE: Final = word_set(
    "people men women children aircraft troops police personnel crew servicemen "
    "policemen dead wounded injured missing killed displaced airmen spacecraft "
    "data media cattle staff"
)

#: Nouns in the plural that describe the noun after them: "arms shipments".
DESCRIBING: Final = word_set(
    "arms airlines airways sales sports news customs forces goods systems affairs "
    "communications operations rights"
)


#: What these stand for was said before.
_TELL_NOTHING: Final = frozenset({"them", "whom", "which", "it", "these", "those"})


def counting_unit(counts: str) -> str:
    """Give the unit of counting of a noun phrase; empty for an empty one.

    >>> counting_unit("Silk Way cargo flights"), counting_unit("ethnic Armenians")
    ('flight', 'person')
    >>> counting_unit("round trips"), counting_unit("incidents")
    ('rotation', 'other')
    """
    words = counts.split()
    if not words or words[-1] in _TELL_NOTHING or words[-1].isdecimal():
        return ""
    head = words[-1].strip("'’").lower()
    phrase = " ".join(word.lower() for word in words[-2:])
    unit = _PHRASES.get(phrase) or _UNITS.get(head)
    if unit is None and _TYPES.fullmatch(head):
        return "aircraft"
    if unit is None and _PEOPLES.fullmatch(words[-1]):
        return "person"
    return unit or OTHER


_NOT_PLURAL: Final = ("ss", "us", "'s", "’s")


def is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural."""
    low = word.lower()
    if low in UNLIKE:
        return True
    return (
        len(low) > 2
        and low.endswith("s")
        and not low.endswith(("ss", "us", "'s", "’s"))
    )


def is_counted(word: str) -> bool:
    """Whether a word is a noun whose unit of counting is known."""
    return word.lower() in _UNITS
