"""The words of time: what each is, and what it stands for.

A word has one class, a character, so that a text becomes a string of classes over
which the grammar is written. The inventories are closed lists of English; nothing in
them was counted from a corpus.
"""

from __future__ import annotations

from typing import Final

#: Months written out that can be nothing else: class ``M``.
MONTHS: Final = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11,
    "december": 12,
}  # fmt: skip

#: Months that are names of people, verbs or adjectives as well: class ``m``, which
#: needs a number or a word of time beside it.
MONTHS_AND_WORDS: Final = frozenset({"march", "april", "may", "june", "august"})

#: Abbreviated months: class ``j``, which needs a number, a full stop or such a word.
MONTHS_SHORT: Final = {
    "jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip

#: Days of the week, Monday as 0: class ``W``; their plurals class ``F``.
WEEKDAYS: Final = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4,
    "saturday": 5, "sunday": 6,
}  # fmt: skip

#: Abbreviated days: class ``w``, which needs a date beside it.
WEEKDAYS_SHORT: Final = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
    "sat": 5, "sun": 6,
}  # fmt: skip

#: Numbers in words: class ``n``.
NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip

#: Ordinals in words: class ``O``.
ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip

#: Decades by name, of the twentieth century unless one is named: class ``J``.
DECADES: Final = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip

#: Units in the singular: class ``U``. "Second" is an ordinal in nearly all news.
UNITS: Final = {
    "minute": "minute", "hour": "hour", "day": "day", "week": "week",
    "fortnight": "fortnight", "weekend": "weekend", "month": "month",
    "quarter": "quarter", "year": "year", "decade": "decade", "century": "century",
}  # fmt: skip

#: Units in the plural: class ``V``.
UNITS_PLURAL: Final = {
    "seconds": "second", "centuries": "century",
    **{f"{name}s": unit for name, unit in UNITS.items() if name != "century"},
}  # fmt: skip

#: Seasons: class ``S``. The number is that of EDTF (ISO 8601-2): 21 to 24.
SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

#: Parts of a day: class ``N``.
DAYPARTS: Final = frozenset({"morning", "afternoon", "evening", "night"})

#: Days named from the day of writing: class ``T``, with their distance from it.
DAYS_FROM_HERE: Final = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}

#: Words that say which unit of the calendar: their classes are in :data:`CLASSES`.
WHICH: Final = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1,
    "next": 1, "coming": 1, "upcoming": 1, "following": 1,
    "this": 0, "current": 0, "that": 0, "same": 0,
}  # fmt: skip

#: Numbers that are not said: class ``q``.
VAGUE: Final = frozenset({"several", "few", "some", "many", "recent", "couple"})

#: How often by one word: class ``k``, with the length of the cycle.
CYCLES: Final = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W",
    "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y",
    "annually": "P1Y",
}  # fmt: skip

#: Holidays and the word that must follow; class ``H``. See ``holidays.py`` for days.
HOLIDAY_WORDS: Final = frozenset({
    "christmas", "thanksgiving", "easter", "halloween", "labor", "memorial",
    "election", "independence", "veterans", "columbus", "valentine", "boxing",
    "good", "palm", "new",
})  # fmt: skip

#: Every other word of the grammar with its class.
CLASSES: Final = {
    "last": "L", "past": "P", "previous": "p", "preceding": "p",
    "next": "X", "coming": "X", "upcoming": "X", "following": "f",
    "this": "C", "current": "C", "that": "Z", "same": "z",
    "ago": "G", "back": "G", "earlier": "e", "later": "l", "before": "B", "after": "A",
    "early": "K", "late": "K", "mid": "K",
    "beginning": "I", "start": "I", "middle": "I", "end": "I",
    "the": "t", "a": "a", "an": "a", "in": "i", "of": "v", "from": "r",
    "between": "b", "to": "h", "through": "h", "until": "h", "till": "h", "and": "u",
    "or": "u", "since": "s", "by": "y", "on": "g", "at": "g", "during": "d",
    "over": "d", "within": "d", "for": "d", "around": "d", "about": "d",
    "throughout": "d", "every": "E", "each": "E", "per": "R", "half": "2",
    "noon": "c", "midnight": "c", "midday": "c", "q": "Q", "h": "Q", "fy": "Q",
    "o": "x",
}  # fmt: skip

#: Zones that may follow a time of day: class ``=``.
ZONES: Final = frozenset({
    "gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet",
    "cest", "bst", "msk", "jst", "eet", "eest", "ist", "zulu",
})  # fmt: skip

#: Words after a number of four digits that make it a number of things.
COUNTED: Final = frozenset({
    "people", "soldiers", "troops", "civilians", "refugees", "residents", "persons",
    "men", "women", "children", "families", "dead", "wounded", "homes", "houses",
    "feet", "foot", "ft", "miles", "mile", "km", "kilometers", "kilometres", "meters",
    "metres", "m", "tons", "tonnes", "kg", "lb", "pounds", "dollars", "euros", "rubles",
    "roubles", "percent", "points", "votes", "square", "cubic", "times",
    "copies", "units", "passengers", "seats", "words", "pages", "employees", "workers",
    "members", "students", "others", "years", "days", "hours", "minutes", "weeks",
    "months", "flights", "landings", "aircraft", "planes", "knots", "mph", "kph",
    "degrees", "meals", "prisoners", "fighters", "victims", "migrants", "users",
    "million", "billion", "thousand", "items", "cases", "deaths", "hectares", "acres",
    "horsepower", "hp", "mm", "cm", "calories", "jobs", "cars", "bombs", "missiles",
    "rockets", "drones", "shells", "tanks", "visitors", "participants", "protesters",
    "demonstrators", "delegates", "volunteers", "police", "officers", "sq", "bc", "bce",
    "year",
})  # fmt: skip

#: Words before a number of four digits that make it the number of something.
NUMBERED: Final = frozenset({
    "flight", "page", "p", "pp", "no", "number", "room", "highway", "route", "boeing",
    "airbus", "model", "article", "section", "chapter", "paragraph", "resolution",
    "lot", "iso", "box", "suite", "extension", "ext", "gate", "channel", "port", "line",
    "serial", "registration", "train", "bus",
})  # fmt: skip

#: Words before a number of four digits that make it an amount.
QUANTIFIED: Final = frozenset({
    "about", "nearly", "almost", "than", "least", "most", "some", "roughly",
    "approximately", "exactly", "only", "over", "under",
})  # fmt: skip

#: Words after a day of the week that make it part of a name.
NAMES_AFTER_WEEKDAY: Final = frozenset({
    "times", "telegraph", "mirror", "mail", "express", "post", "sun", "herald",
    "tribune", "school", "live", "roast",
})  # fmt: skip


def classify(word: str, capital: bool) -> str:
    """Give the class of a word.

    Args:
        word: In lower case.
        capital: Whether it begins with a capital letter.

    Returns:
        One character; ``x`` for a word that the grammar does not know.
    """
    found = _CLASS.get(word, "x")
    # "may", "march", "sat" and "sun" in small letters are words.
    return "x" if found in _ONLY_CAPITAL and not capital else found


#: Classes of words that are names only when they begin with a capital.
_ONLY_CAPITAL: Final = frozenset("MmjwH")


def _all_classes() -> dict[str, str]:
    classes = dict(CLASSES)
    for words, letter in (
        (MONTHS, "M"), (MONTHS_AND_WORDS, "m"), (MONTHS_SHORT, "j"), (WEEKDAYS, "W"),
        ([f"{day}s" for day in WEEKDAYS], "F"), (WEEKDAYS_SHORT, "w"), (NUMBERS, "n"),
        (ORDINALS, "O"), (DECADES, "J"), (UNITS, "U"), (UNITS_PLURAL, "V"),
        (SEASONS, "S"), (DAYPARTS, "N"), (DAYS_FROM_HERE, "T"), (VAGUE, "q"),
        (CYCLES, "k"), (HOLIDAY_WORDS, "H"), (ZONES, "="),
    ):  # fmt: skip
        classes.update(dict.fromkeys(words, letter))
    return classes


_CLASS: Final = _all_classes()
