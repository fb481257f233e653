"""An identity as JSON values and as one row of a table."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from heavylift.aircraft.entries import ATTRIBUTES
from heavylift.aircraft.identities import Identity, Said
from heavylift.aircraft.remarks import remarks, states
from heavylift.aircraft.voices import BASIS_WORDS, Voice

Json = dict[str, object]


def as_json(identity: Identity, callsigns: Collection[str] = ()) -> Json:
    """Give all that is said of an address on a day.

    Args:
        identity: What is said.
        callsigns: Callsigns used on that day, for remarks.
    """
    of_address, of_marks = states(identity)
    return {
        "icao24": identity.icao24,
        "day": identity.day.isoformat(),
        "state_of_address": of_address,
        "state_of_registration": list(of_marks),
        **{name: _said(identity[name]) for name in ATTRIBUTES if identity[name].voices},
        "also_of": [
            {"icao24": address, **_voice(voice)}
            for address, voice in identity.elsewhere
        ],
        "history": [_voice(voice) for voice in identity.history],
        "remarks": [
            {"kind": r.kind, "text": r.text} for r in remarks(identity, callsigns)
        ],
    }


def as_row(identity: Identity, callsigns: Collection[str] = ()) -> dict[str, str]:
    """Give one row: several values joined by "or", empty where nothing is said.

    Args:
        identity: What is said.
        callsigns: Callsigns used on that day, for remarks.
    """
    of_address, of_marks = states(identity)
    sources = {v.source for said in identity.said.values() for v in said.voices}
    return {
        "icao24": identity.icao24,
        "day": identity.day.isoformat(),
        "registration": identity["registration"].text,
        "registration_basis": identity["registration"].how,
        "type": identity["type"].text,
        "model": identity["model"].text,
        "operator": identity["operator"].text,
        "designator": identity["designator"].text,
        "owner": identity["owner"].text,
        "military": _yes_or_no(identity["military"]),
        "state_of_address": of_address or "",
        "state_of_registration": " or ".join(of_marks),
        "sources": "; ".join(sorted(sources)),
        "remarks": " ".join(r.text for r in remarks(identity, callsigns)),
    }


def _yes_or_no(said: Said) -> str:
    return " or ".join("yes" if v else "no" for v in said.values)


def _said(said: Said) -> Json:
    return {
        "values": list(said.values),
        "basis": said.how or None,
        "voices": [_voice(voice) for voice in said.voices],
    }


def _voice(voice: Voice) -> Json:
    return {
        "value": voice.value,
        "source": voice.source,
        "from": _iso(voice.first),
        "to": _iso(voice.last),
        "basis": BASIS_WORDS[voice.basis],
        "days_off": voice.days_off,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
