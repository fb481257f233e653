"""Which places does a text name, and which may be meant?

Names are looked for in the tables of airfields, towns, regions and countries and in
the case's own list, the longest first, in one pass. All places of a name are kept: the
order says which is likelier, and nothing is left out because it is small. A country is
a place here, but seldom that of an event: its rule says "country".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from heavylift.reference.place_names import (
    MANY_NAMES,
    WELL_KNOWN_TOWN,
    small_towns,
    town_at,
)
from heavylift.statements.parsing import is_parse_of
from heavylift.statements.places.capitals import is_capitals, is_shouted
from heavylift.statements.places.codes import codes_in
from heavylift.statements.places.evidence import (
    AIRFIELD_NOUNS,
    SELDOM,
    Evidence,
    entities_of,
    evidence,
    is_surname,
)
from heavylift.statements.places.known_places import LONGEST_NAME, Gazetteer
from heavylift.statements.places.towns_meant import by_people, town_candidate
from heavylift.statements.places.words import Words, words_of
from heavylift.statements.quantities.tokens import word_set
from heavylift.statements.records import Place, PlaceCandidate, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Small towns are looked for in so many countries that a text names most often. More
#: would bring in the villages of the world.
MOST_COUNTRIES: Final = 8

#: The name of a town with fewer people, without anything that says that it is a place,
#: is as often that of a family. Half of it takes Romney and Clinton for towns.
KNOWN_BY_ITSELF: Final = 100_000

#: Names of so few letters are found only with evidence: "Of", "Ii", "Bo".
SHORT: Final = 3


#: Small words within a name: "Rostov-on-Don", "Rio de Janeiro".
_PARTICLES: Final = word_set(
    "on of de la le les el al ad as ar the and upon du da do dos das del di der den am "
    "an in y e ben bin a sur sous"
)


@dataclass(slots=True)
class _Text:
    """A text as it is read."""

    doc_id: str
    words: Words
    known: Gazetteer
    entities: dict[int, str]
    found: list[Place] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)
    sure: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    doubtful: dict[Span, str] = field(default_factory=dict)
    last: int = -1


def places_of(
    doc_id: str, text: str, gazetteer: Gazetteer, parsed: Doc | None = None
) -> list[Place]:
    """Give the places that a text names, in their order.

    Args:
        doc_id: The document, copied into each.
        text: The text as it is stored.
        gazetteer: Names that are looked for; made once by ``gazetteer()``.
        parsed: The same text as spaCy read it, if at hand; its entities speak for and
            against names.

    Returns:
        The places with all that each may mean; spans do not overlap.

    Raises:
        ValueError: The parse is of another text.
    """
    if parsed is not None and not is_parse_of(parsed, text):
        raise ValueError("the parse is not of this text")
    read = _Text(doc_id, words_of(text), gazetteer, entities_of(parsed))
    words, i = read.words, 0
    while i < len(words):
        if not words.is_name[i]:
            i += 1
            continue
        past = _name_at(read, i)
        if past == i:
            read.open.append(i)
            if is_surname(words, i) and words.at(i - 1) not in gazetteer.demonyms:
                read.surnames.add(words.folded[i])
        i = max(past, i + 1)
    _second_look(read)
    read.found = [place for place in read.found if not _is_person(read, place)]
    found = [*read.found, *codes_in(doc_id, text, read.found, gazetteer)]
    found.sort(key=lambda place: place.start)
    return [_ranked(read, place) for place in found]


def _is_person(read: _Text, place: Place) -> bool:
    """Whether the name is that of a person elsewhere in the text: "Bernie Sanders"."""
    return read.doubtful.get((place.start, place.end), "") in read.surnames


def _doubt(read: _Text, i: int, past: int, rows: list[int], seen: Evidence) -> None:
    """Note a name that may be a family's; the names of great cities may not."""
    if past - i > 1 or seen.is_described or seen.airfield_noun:
        return
    if not rows or town_at(rows[0]).population < WELL_KNOWN_TOWN:
        words = read.words
        read.doubtful[words.start[i], words.end[past - 1]] = words.folded[i]


def _name_at(read: _Text, i: int) -> int:
    """Find the name that begins at a word; one past it, or the word itself."""
    words = read.words
    reach = _reach(words, i)
    for past in range(reach, i, -1):
        name = words.folded[i] if past == i + 1 else " ".join(words.folded[i:past])
        ends = _accept(read, i, past, name)
        if ends:
            return ends
    return _people(read, i)


def _reach(words: Words, i: int) -> int:
    """One past the last word that can be in one name with a word."""
    reach = past = i + 1
    while past < len(words) and past - i < LONGEST_NAME:
        if words.owns[past - 1] or not words.goes_on(past):
            break
        past += 1
        if words.is_name[past - 1]:
            reach = past
        elif words.folded[past - 1] not in _PARTICLES:
            break
    return reach


def _accept(read: _Text, i: int, past: int, name: str) -> int:
    """Take a name as a place if it is one; one past it, 0 if not."""
    known = read.known
    area = known.countries.get(name) or known.regions.get(name)
    if name in known.acronyms and not _is_acronym(read, i, past):
        area = None
    is_field = name in known.short_names or name in known.full_names
    is_named = area or is_field or name in known.towns or name in known.served
    if name in known.case:
        seen = _evidence(read, i, past)
        return _add(read, i, past, known.case[name], "case list", seen)
    is_acronym = area and name in known.acronyms
    if not is_named or (is_capitals(read.words, i, past) and not is_acronym):
        return 0
    seen = _evidence(read, i, past)
    is_whole = name in known.full_names and past - i > 1 and not area
    if is_whole and not seen.airfield_noun:
        fields = [known.airfield(row) for row in known.full_names[name]]
        return _add(read, i, past, fields, "airfield", seen)
    if seen.is_flanked:
        return 0
    if seen.airfield_noun and (is_field or name in known.served):
        return _airfield(read, i, past, name, seen)
    return (_area if area else _town)(read, i, past, name, seen)


def _evidence(read: _Text, i: int, past: int) -> Evidence:
    words = read.words

    def is_area(at: int) -> bool:
        names = (" ".join(words.folded[at : at + k]) for k in (3, 2, 1))
        known = read.known
        return words.is_name[at] and any(
            name in known.countries or name in known.regions for name in names
        )

    def is_known(at: int) -> bool:
        return words.at(at) in read.known.demonyms

    # "Between Baku and Ovda", "Baku, Ganja": a place leads to the next.
    joined = words.gap(i) in {", ", "-", "–", "—", "/"} and read.last == i
    linked = words.at(i - 1) in {"and", "or"} and read.last == i - 1
    return evidence(
        words,
        i,
        past,
        after_place=joined or linked,
        is_area=is_area,
        is_known=is_known,
        entities=read.entities,
    )


def _airfield(read: _Text, i: int, past: int, name: str, seen: Evidence) -> int:
    """Take "Baku airport" or "Ovda air base" as airfields of that name or town."""
    known = read.known
    own = known.full_names.get(name, []) + known.short_names.get(name, [])
    own += known.full_names.get(" ".join(read.words.folded[i : seen.airfield_noun]), [])
    rows = dict.fromkeys(own + known.served.get(name, []))
    fields = sorted(
        (row for row in rows),
        key=lambda row: (row not in own, known.fields.kind[row]),
    )
    rule = "airfield" if own else "airfield of a town"
    candidates = [known.airfield(row) for row in fields]
    return _add(read, i, seen.airfield_noun, candidates, rule, seen)


def _area(read: _Text, i: int, past: int, name: str, seen: Evidence) -> int:
    known = read.known
    country, region = known.countries.get(name, []), known.regions.get(name, [])
    for candidate in country:
        read.countries[candidate.code] += 1
    towns = [
        town_candidate(row)
        for row in by_people(known.town_rows(name), read.words.written(i, past))
    ]
    rule = "country" if country else "region"
    return _add(read, i, past, [*country, *region, *towns], rule, seen)


def _town(read: _Text, i: int, past: int, name: str, seen: Evidence) -> int:
    """Take a name of towns, or of an airfield without "airport"."""
    known = read.known
    rows = by_people(known.town_rows(name), read.words.written(i, past))
    fields = known.short_names.get(name, [])
    if not _is_sure(read, name, seen, rows):
        return 0
    candidates = [town_candidate(row) for row in rows]
    airfields = [known.airfield(row) for row in fields]
    if not candidates and not airfields:
        return 0
    read.sure.add(name)
    _doubt(read, i, past, rows, seen)
    rule = "town" if candidates else "airfield"
    return _add(read, i, past, [*candidates, *airfields], rule, seen)


def _is_sure(read: _Text, name: str, seen: Evidence, rows: list[int]) -> bool:
    """Whether there is enough to take a name of a town as one."""
    known = read.known
    if name in SELDOM or seen.is_titled:
        return seen.is_described
    if seen.parsed == "PERSON" and not (seen.is_locative or seen.is_described):
        return False
    is_word = name in known.words or len(name) <= SHORT
    if seen.is_place or (name in read.sure and not (is_word and seen.is_first)):
        return True
    if not rows:
        return seen.is_locative
    town = town_at(rows[0])
    is_known = len(town.other_names) + 1 >= MANY_NAMES
    if not is_known and town.population < KNOWN_BY_ITSELF:
        return False
    return seen.is_locative or not (is_word or seen.is_spoken)


def _people(read: _Text, i: int) -> int:
    """Take "Israeli airbase" as a place by its people, and count the country."""
    words, known = read.words, read.known
    code = known.demonyms.get(words.at(i))
    if code is None:
        return i
    read.countries[code] += 1
    at = i + 1
    if words.at(at) in {"military", "air", "civilian"} and words.at(at + 1) != "force":
        at += 1
    has_noun = words.at(at) in AIRFIELD_NOUNS or (
        words.at(at - 1) == "air" and words.at(at) in {"base", "bases"}
    )
    if not has_noun or not all(words.follows(k) for k in range(i + 1, at + 1)):
        return i
    candidate = PlaceCandidate(
        name=known.country_of.get(code, code), kind="country", code=code, country=code
    )
    return _add(read, i, at + 1, [candidate], "airfield by its people", None)


def _second_look(read: _Text) -> None:
    """Look again at words that were no place: small towns, and names seen since."""
    words, known = read.words, read.known
    ends = {place.end for place in read.found}
    nations = [code for code, _ in read.countries.most_common(MOST_COUNTRIES)]
    tables = [small_towns(code) for code in nations]
    done = 0 if tables or read.sure else len(words)
    for i in read.open:
        if i < done:
            continue
        for past in range(_reach(words, i), i, -1):
            name = " ".join(words.folded[i:past])
            rows = [row for table in tables for row in table.get(name, [])]
            if name in SELDOM:
                continue
            if not rows and name not in read.sure:
                continue
            after = words.gap(i) in {", ", "-"} and words.end[i - 1] in ends
            seen = _evidence(read, i, past)
            is_sure = name in read.sure and not (seen.is_first and name in known.words)
            is_place = seen.is_place or after or is_sure
            if not is_place or seen.is_flanked or seen.is_titled:
                continue
            if is_capitals(words, i, past):
                continue
            rows = by_people([*known.town_rows(name), *rows], words.written(i, past))
            fields = [known.airfield(row) for row in known.short_names.get(name, [])]
            found = [*map(town_candidate, rows), *fields]
            read.sure.add(name)
            _doubt(read, i, past, rows, seen)
            _add(read, i, past, found, "town of a country named here", seen)
            ends.add(words.end[past - 1])
            done = past
            break


def _is_acronym(read: _Text, i: int, past: int) -> bool:
    """Whether "US" is written in capitals, in a line that is not all capitals."""
    words = read.words
    written = words.written(i, past)
    return written.isupper() and not is_shouted(words.text, words.start[i])


def _ranked(read: _Text, place: Place) -> Place:
    """A place with towns of the countries that the text names before others."""
    towns = [c for c in place.candidates if c.kind == "town"]
    if len(towns) < 2 or not read.countries:
        return place
    ordered = iter(sorted(towns, key=lambda c: c.country not in read.countries))
    candidates = (next(ordered) if c.kind == "town" else c for c in place.candidates)
    return msgspec.structs.replace(place, candidates=tuple(candidates))


def _add(
    read: _Text,
    i: int,
    past: int,
    candidates: list[PlaceCandidate],
    rule: str,
    seen: Evidence | None,
) -> int:
    """Keep a place; one past its last word."""
    words = read.words
    is_near = seen is not None and seen.is_near
    read.found.append(
        Place(
            doc=read.doc_id,
            start=words.start[i],
            end=words.end[past - 1],
            candidates=tuple(dict.fromkeys(candidates)),
            rule=f"{rule}; near" if is_near else rule,
        )
    )
    read.last = past
    return past
