"""What does not fit together in who an aircraft is said to be?

Remarks, not filters: an address outside its state's blocks, a registration at two
addresses, a callsign of another airline are all real, and all have harmless causes.
Nothing is left out for them, and nothing follows from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from heavylift.aircraft.entries import address_number
from heavylift.aircraft.identities import Identity
from heavylift.aircraft.voices import Basis, Voice, comparable
from heavylift.reference.addresses import military_sources, state_of_address
from heavylift.reference.airfields import country_names
from heavylift.reference.airlines import airline, airline_of_callsign, find_airlines
from heavylift.reference.registrations import state_of_registration

Kind = Literal["conflict", "history", "state", "callsign", "military", "privacy"]

#: Attributes of which a disagreement is worth a sentence. Names of models and owners
#: are spelt in too many ways for a difference to mean anything.
_COMPARED: Final = {"registration": "registration", "type": "type"}

#: Other addresses named in one remark; more say only that it is no registration.
_FEW: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that does not fit, or is worth knowing.

    Attributes:
        kind: What it is about.
        text: One sentence.
    """

    kind: Kind
    text: str


def remarks(identity: Identity, callsigns: Collection[str] = ()) -> list[Remark]:
    """Note what does not fit together.

    Args:
        identity: What is said of an address on a day.
        callsigns: Callsigns it used on that day.
    """
    found = [
        *_conflicts(identity),
        *_elsewhere(identity),
        *_history(identity),
        *_state(identity),
        *_military(identity),
        *_callsigns(identity, callsigns),
    ]
    if identity.value("privacy") is True:
        text = "The address is flagged as a privacy address (PIA): it is temporary."
        found.append(Remark(kind="privacy", text=text))
    return found


def states(identity: Identity) -> tuple[str | None, tuple[str, ...]]:
    """Give the state of the address, and those of the registrations said of it."""
    marks = [state_of_registration(str(v)) for v in identity["registration"].values]
    found = dict.fromkeys(s for s in marks if s is not None)
    return state_of_address(identity.icao24), tuple(found)


def span(voice: Voice) -> str:
    """Tell for which days a voice speaks."""
    if voice.first is None and voice.last is None:
        return "without dates"
    if voice.first is None:
        return f"until {voice.last}"
    if voice.last is None:
        return f"from {voice.first}"
    days = (voice.last - voice.first).days
    if days == 1:
        return str(voice.first)
    return f"{voice.first} to before {voice.last}"


def said_by(voice: Voice) -> str:
    """Tell who says something and how: "tar1090-db, 2026-11-01"."""
    return f"{voice.source}, {span(voice)}"


def _conflicts(identity: Identity) -> Iterable[Remark]:
    for name, word in _COMPARED.items():
        said = identity[name]
        if not said.disputed:
            continue
        told = "; ".join(f"{v.value} ({said_by(v)})" for v in said.voices)
        text = f"Sources differ on the {word} of {identity.icao24}: {told}."
        yield Remark(kind="conflict", text=text)


def _elsewhere(identity: Identity) -> Iterable[Remark]:
    for registration in identity["registration"].values:
        key = comparable(registration)
        others = [e for e in identity.elsewhere if comparable(e[1].value) == key]
        if others:
            yield _said_elsewhere(identity, str(registration), others)


def _said_elsewhere(
    identity: Identity, registration: str, others: Sequence[tuple[str, Voice]]
) -> Remark:
    """One registration is said of other addresses too."""
    named = "; ".join(f"{a} ({said_by(voice)})" for a, voice in others[:_FEW])
    more = len(others) - _FEW
    named += f"; and {more} more" if more > 0 else ""
    same_day = identity["registration"].basis is Basis.FOR and any(
        voice.basis is Basis.FOR for _, voice in others
    )
    when = " for the same day" if same_day else ""
    addresses = {a for a, _ in others}
    who = "another address" if len(addresses) == 1 else "other addresses"
    return Remark(
        kind="conflict" if same_day else "history",
        text=f"{registration} is said of {who} too{when}: {named}.",
    )


def _history(identity: Identity) -> Iterable[Remark]:
    keys = {comparable(v.value) for v in identity.history}
    told = {comparable(v.value) for v in identity["registration"].voices}
    if len(keys) > 1 and not keys <= told:
        named = "; ".join(f"{v.value} ({said_by(v)})" for v in identity.history)
        yield Remark(
            kind="history",
            text=f"Address {identity.icao24} has had several registrations: {named}.",
        )


def _state(identity: Identity) -> Iterable[Remark]:
    of_address, of_marks = states(identity)
    if address_number(identity.icao24) is None or not of_marks:
        return
    if of_address in of_marks:
        return
    names = country_names()
    where = (
        f"in a block of {names.get(of_address, of_address)}"
        if of_address is not None
        else "in no state's block"
    )
    if identity.icao24.startswith("~"):
        where = "outside the addresses that ICAO gives out"
    marks = identity["registration"].text
    registered = " or ".join(names.get(s, s) for s in of_marks)
    yield Remark(
        kind="state",
        text=f"Address {identity.icao24} lies {where}, its registration {marks} is of "
        f"{registered}.",
    )


def _military(identity: Identity) -> Iterable[Remark]:
    said = identity["military"]
    if said.disputed:
        told = "; ".join(
            f"{'military' if v.value else 'not military'} ({said_by(v)})"
            for v in said.voices
        )
        text = f"Sources differ on whether {identity.icao24} is military: {told}."
        yield Remark(kind="conflict", text=text)
    ranges = military_sources(identity.icao24)
    if ranges and True not in said.values:
        yield Remark(
            kind="military",
            text=f"Address {identity.icao24} lies in a military range "
            f"({', '.join(ranges)}); no source calls the aircraft military.",
        )


def _callsigns(identity: Identity, callsigns: Collection[str]) -> Iterable[Remark]:
    own = designators(identity)
    for designator in dict.fromkeys(_used(callsigns)):
        flown = airline(designator)
        if flown is None or not own or designator in own:
            continue
        operators = identity["operator"].text or ", ".join(sorted(own))
        yield Remark(
            kind="callsign",
            text=f"Callsigns of {flown.name} ({designator}) were used; the operator is "
            f"said to be {operators}.",
        )
    if identity.value("military") is True and not own:
        for designator in dict.fromkeys(_used(callsigns)):
            flown = airline(designator)
            if flown is not None:
                yield Remark(
                    kind="callsign",
                    text=f"Callsigns of {flown.name} ({designator}) were used; the "
                    "aircraft is said to be military.",
                )


def _used(callsigns: Iterable[str]) -> Iterable[str]:
    for callsign in sorted(callsigns):
        flown = airline_of_callsign(callsign)
        if flown is not None:
            yield flown.designator


def designators(identity: Identity) -> frozenset[str]:
    """Airline designators of the operators said of an aircraft; empty when unknown.

    A name without a designator stands for the airlines of exactly that name.
    """
    found = {str(v.value).upper() for v in identity["designator"].voices}
    for name in _names(identity):
        found |= {
            a.designator
            for a in find_airlines(name)
            if comparable(a.name) == comparable(name)
        }
    return frozenset(found)


def _names(identity: Identity) -> Sequence[str]:
    return [
        str(v.value)
        for attribute in ("operator", "owner")
        for v in identity[attribute].voices
    ]
