"""In what is a number measured?

Units of measurement have the names that pint reads, so that anybody can convert them;
money has its ISO 4217 code, which pint does not know. A dollar whose country is not
named is taken as that of the United States, as the press does.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from heavylift.statements.quantities.tokens import Tokens

PERCENT: Final = "percent"

#: Lengths, with the words and signs for each; "square" before makes an area.
_LENGTHS: Final = {
    "km": "kilometer kilometers kilometre kilometres km kms",
    "m": "meter meters metre metres m",
    "cm": "centimeter centimeters centimetre centimetres cm",
    "mile": "mile miles mi",
    "foot": "foot feet ft",
    "yard": "yard yards yd",
    "inch": "inch inches",
}

_SIMPLE: Final = {
    **_LENGTHS,
    PERCENT: "% percent pct per-cent",
    "nautical_mile": "nm nmi",
    "hectare": "hectare hectares ha",
    "acre": "acre acres",
    "km ** 2": "km² km^2 sqkm",
    "mile ** 2": "mi² sqmi",
    "m ** 2": "m² sqm",
    "kg": "kilogram kilograms kilogramme kilogrammes kilo kilos kg kgs",
    "g": "gram grams gramme grammes",
    # Which ton is not said: 907, 1 000 or 1 016 kg. pint takes the first.
    "ton": "ton tons",
    "metric_ton": "tonne tonnes t",
    "lb": "lb lbs",
    "liter": "liter liters litre litres",
    "barrel": "barrel barrels",
    "second": "second seconds sec secs",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs h",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
    # pint takes a decade for a ratio of ten, so nothing here converts it.
    "decade": "decade decades",
    "century": "century centuries",
    "knot": "knot knots kt kts kn",
    "mile / hour": "mph",
    "km / hour": "kmh kph",
}

_PHRASES: Final = {
    PERCENT: "per cent|percentage",
    "percentage_point": "percentage point|percentage points|percent points|pp",
    "nautical_mile": "nautical mile|nautical miles",
    "metric_ton": "metric ton|metric tons|metric tonne|metric tonnes",
    "foot": "ft .",
    "mile": "mi .",
    "degC": "° c|degrees celsius|degree celsius",
    "degF": "° f|degrees fahrenheit|degree fahrenheit",
    "km ** 2": "km 2|sq km|sq . km|sq . kilometers|sq . kilometres",
    "mile ** 2": "mi 2|sq mi|sq . mi|sq . mi .|sq mile|sq miles|sq . miles",
    "m ** 2": "m 2|sq m|sq . m",
    "km / hour": "km / h|kilometers per hour|kilometres per hour|km per hour"
    "|kilometers an hour|kilometres an hour|km h",
    "mile / hour": "miles per hour|miles an hour",
}

#: Letters that stand for a unit only right after digits.
_LETTERS: Final = frozenset({"m", "t", "h", "g", "ha", "min", "sec", "mi", "kn", "pp"})

_UNITS: Final[dict[tuple[str, ...], str]] = {
    **{(w,): unit for unit, words in _SIMPLE.items() for w in words.split()},
    **{
        tuple(phrase.split()): unit
        for unit, phrases in _PHRASES.items()
        for phrase in phrases.split("|")
    },
    **{
        ("square", word): f"{unit} ** 2"
        for unit, words in _LENGTHS.items()
        for word in words.split()
    },
}

_LONGEST: Final = max(map(len, _UNITS))

TIME_UNITS: Final = frozenset(
    {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"}
)

#: Signs of money before a number, and the letters that may stand before the sign.
_SIGNS: Final = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₺": "TRY",
    "₪": "ILS", "₼": "AZN", "֏": "AMD", "₾": "GEL", "₴": "UAH", "₹": "INR",
}  # fmt: skip
_DOLLARS: Final = {"us": "USD", "c": "CAD", "a": "AUD", "nz": "NZD", "hk": "HKD"}
_CODES: Final = frozenset({*_SIGNS.values(), *_DOLLARS.values(), "CHF", "CNY", "KZT"})
_MONEY: Final = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR",
    "manat": "AZN", "manats": "AZN", "dram": "AMD", "drams": "AMD",
    "shekel": "ILS", "shekels": "ILS", "rouble": "RUB", "roubles": "RUB",
    "ruble": "RUB", "rubles": "RUB", "lira": "TRY", "liras": "TRY",
    "lari": "GEL", "hryvnia": "UAH", "hryvnias": "UAH",
}  # fmt: skip

MONEY: Final = frozenset(_CODES)


class Unit(NamedTuple):
    """A unit with its tokens: ``[first, past)`` around the number."""

    name: str
    first: int
    past: int


def money_before(tokens: Tokens, first: int) -> Unit | None:
    """The money whose sign or code stands right before a number."""
    sign = _SIGNS.get(tokens.at(first - 1))
    if sign:
        begins = first - 1
        if sign == "USD" and tokens.is_joined(begins):
            letters = _DOLLARS.get(tokens.at(begins - 1))
            if letters:
                return Unit(letters, begins - 1, first)
        return Unit(sign, begins, first)
    code = tokens.written(first - 1)
    return Unit(code, first - 1, first) if code in _CODES else None


def unit_after(tokens: Tokens, past: int) -> Unit | None:
    """The unit of measurement or money that follows a number."""
    at = past + tokens.is_hyphen(past)
    words: list[str] = []
    k = at
    while len(words) < _LONGEST and k < len(tokens):
        words.append(tokens.word[k])
        # "4,400-square-kilometre" has hyphens within.
        k += 1 + tokens.is_hyphen(k + 1)
    for length in range(len(words), 0, -1):
        name = _UNITS.get(tuple(words[:length]))
        ends = at
        for _ in range(length - 1):
            ends += 1 + tokens.is_hyphen(ends + 1)
        ends += 1
        if name and _is_unit(tokens, past, ends, words[:length]):
            return Unit(name, past, ends)
    if tokens.written(at) in _CODES:
        return Unit(tokens.written(at), past, at + 1)
    if tokens.at(at) == "us" and tokens.at(at + 1) in {"dollar", "dollars"}:
        return Unit("USD", past, at + 2)
    name = _MONEY.get(tokens.at(at))
    return Unit(name, past, at + 1) if name else None


def _is_unit(tokens: Tokens, past: int, ends: int, words: list[str]) -> bool:
    """Whether words that can be a unit are one here."""
    if tokens.is_new_line(past) and words[0] != "%":
        return False
    if words[0] in _LETTERS:
        # "24 h" and "5 m" stand after digits; "24 H" and "one t" are something else.
        return tokens.is_number(past - 1) and tokens.written(ends - 1).islower()
    if words == ["second"]:
        # "One second" is a time; "the two second planes" are something else.
        return tokens.is_hyphen(past) or tokens.at(past - 1) in {"one", "1"}
    if words == ["percentage"]:
        return False
    return words[-1] not in {".", "2"} or tokens.is_joined(ends - 1)
