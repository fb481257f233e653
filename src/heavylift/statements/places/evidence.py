"""What speaks for a word with a capital being the name of a place?

A preposition of place before it, a country after a comma, the word "airport" behind
it, or a parse. And against it: a longer name around it, a verb of speech after it, a
line in capitals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from heavylift.statements.places.words import Words
from heavylift.statements.quantities.tokens import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PLACED: Final = word_set(
    "in at near from into via across around outside inside off beside beyond"
)

#: These lead to people as well as to places: "said to Victoria".
_LOCATIVE: Final = _PLACED | word_set(
    "to towards toward through over between onto against until reached reaching "
    "left leaving entered entering"
)

#: "The city of Nice" is a place, "the Government of Georgia" tells nothing.
_KINDS_OF_PLACE: Final = word_set(
    "city cities town towns village villages port airport airports airfield outskirts "
    "centre center capital region area suburb district north south east west "
    "northeast northwest southeast southwest"
)

#: After these something is near a place, and not at it.
_NEAR: Final = frozenset(
    {"near", "outside", "around", "beside", "beyond", "towards", "toward", "off"}
)

#: Nouns that follow the name of an airfield.
AIRFIELD_NOUNS: Final = word_set(
    "airport airports airfield airfields airbase airbases airstrip aerodrome afb"
)

#: Words with a capital that may stand beside a name without being a part of it.
_BESIDE: Final = word_set(
    "airport airfield airbase air airstrip aerodrome base international military "
    "province region oblast governorate district city corridor north south east west "
    "northern southern eastern western central greater on in at from to near the and "
    "or but when while after before as if since although"
)

_SAYS: Final = word_set(
    "said says told added wrote tweeted argued explained noted replied insisted "
    "testified recalled who"
)

#: Titles before the name of a person.
TITLES: Final = word_set(
    "mr mrs ms dr sen rep gov gen col lt maj capt sgt president minister king queen "
    "prince senator governor general colonel justice secretary ambassador"
)

#: Names that are places only where a country follows: months and days, shortened ones
#: and titles, and institutions and brands that a table of towns has too.
SELDOM: Final = (
    TITLES
    | word_set(
        "jan feb mar apr jun jul aug sep sept oct nov dec god okay google western "
        "eastern northern southern congress university "
        "monday tuesday wednesday thursday friday saturday sunday "
        "january february march april may june july august september october november "
        "december"
    )
    | {"white house", "capitol hill"}
)

#: Entities of a parse that are places.
_PLACES: Final = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What surrounds a name.

    Attributes:
        is_locative: Whether a preposition of place or another place leads to it.
        is_placed: Whether that preposition leads to places alone.
        is_near: Whether something is said to be near it.
        is_described: Whether a country or region follows it after a comma.
        airfield_noun: One past the noun of an airfield after it; 0 without one.
        is_flanked: Whether it is a part of a longer name.
        is_titled: Whether "of" follows: "University of Evansville".
        is_first: Whether it begins a sentence or line.
        is_spoken: Whether it is followed by a verb of speech.
        parsed: What a parse takes it for; empty without one.
    """

    is_locative: bool
    is_placed: bool
    is_near: bool
    is_described: bool
    airfield_noun: int
    is_flanked: bool
    is_titled: bool
    is_first: bool
    is_spoken: bool
    parsed: str

    @property
    def is_place(self) -> bool:
        """Whether something says that it is a place and nothing else."""
        return (
            self.is_placed
            or self.is_described
            or bool(self.airfield_noun)
            or self.parsed in _PLACES
        )


def evidence(  # noqa: PLR0913 - what is asked of the text around a name
    words: Words,
    first: int,
    past: int,
    *,
    after_place: bool,
    is_area: Callable[[int], bool],
    is_known: Callable[[int], bool],
    entities: dict[int, str],
) -> Evidence:
    """Look at what surrounds a name.

    Args:
        words: The text.
        first: First word of the name.
        past: One past its last word.
        after_place: Whether the name before it is a place and leads to this one.
        is_area: Whether the name of a country or region begins at a word.
        is_known: Whether a word with a capital is of no longer name: a people, say.
        entities: Kinds of entities of a parse, by first character of a word.
    """
    before = words.at(first - 1) if words.follows(first) else ""
    is_of = before == "of" and words.at(first - 2) in _KINDS_OF_PLACE
    comma = past < len(words) and words.gap(past) in {", ", ",\n", ",\r\n", " ("}
    return Evidence(
        is_locative=after_place or before in _LOCATIVE or is_of,
        is_placed=after_place or before in _PLACED or is_of,
        is_near=before in _NEAR or _is_close_to(words, first),
        is_described=comma and is_area(past),
        airfield_noun=_airfield_noun(words, past),
        is_flanked=_is_flanked(words, first, past, is_known),
        is_titled=words.at(past) == "of" and words.follows(past),
        is_first=words.begins_sentence(first),
        is_spoken=words.at(past) in _SAYS and past < len(words) and words.follows(past),
        parsed=entities.get(words.start[first], ""),
    )


def _is_close_to(words: Words, first: int) -> bool:
    """Whether "close to" or "south of" leads to the name."""
    one, other = words.at(first - 2), words.at(first - 1)
    of_side = other == "of" and one in {"north", "south", "east", "west", "outskirts"}
    return words.follows(first) and ((one, other) == ("close", "to") or of_side)


def is_surname(words: Words, i: int) -> bool:
    """Whether a word with a capital follows another, as family names do."""
    if i == 0 or not words.is_name[i - 1]:
        return False
    if words.at(i - 1) in TITLES:
        return words.gap(i) in {" ", ". ", "\u00a0", ".\u00a0"}
    if not words.follows(i) or words.owns[i - 1] or words.begins_sentence(i):
        return False
    opens = words.begins_sentence(i - 1) and words.at(i - 1) in _OPENERS
    return words.at(i - 1) not in _BESIDE and not opens


def _airfield_noun(words: Words, past: int) -> int:
    """One past "airport", "international airport" or "air base" after a name."""
    i = past
    while words.at(i) in {"international", "military", "civil", "main"}:
        if not words.follows(i):
            return 0
        i += 1
    if i >= len(words) or not words.follows(i):
        return 0
    if words.at(i) in AIRFIELD_NOUNS:
        return i + 1
    if words.at(i) == "air" and words.at(i + 1) in {"base", "bases", "field"}:
        return i + 2
    is_force = [words.at(i + k) for k in range(3)] == ["air", "force", "base"]
    return i + 3 if is_force else 0


def _is_flanked(
    words: Words, first: int, past: int, is_known: Callable[[int], bool]
) -> bool:
    """Whether a name with a capital stands right before or behind."""

    def is_part(i: int) -> bool:
        return words.is_name[i] and words.at(i) not in _BESIDE and not is_known(i)

    behind = past < len(words) and words.follows(past) and not words.owns[past - 1]
    if behind and not words.begins_sentence(past) and is_part(past):
        return True
    ahead = first > 0 and words.follows(first) and not words.owns[first - 1]
    if not ahead or words.begins_sentence(first):
        return False
    # "The Baku talks": the first word of a sentence has its capital from there.
    return is_part(first - 1) and not (
        words.begins_sentence(first - 1) and words.at(first - 1) in _OPENERS
    )


#: Words that open a sentence before a name.
_OPENERS: Final = word_set(
    "the a an this that these those its their his her our both either neither another "
    "many most some several even only also then now yet so because though although "
    "while when where with without for by of under about amid despite during including "
    "inside is are was were has have had will would did does do can could may "
    "should"
)


def entities_of(parsed: Doc | None) -> dict[int, str]:
    """Kinds of entities by the first character of each of their words."""
    if parsed is None or not parsed.has_annotation("ENT_IOB"):
        return {}
    return {token.idx: token.ent_type_ for token in parsed if token.ent_type_}
