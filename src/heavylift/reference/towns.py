"""Which towns does a person mean by a name, and where are they?

The table ships with the package and is derived from GeoNames (CC BY 4.0, credited in
``NOTICE``) by ``tools/build_towns.py``; ``data/PROVENANCE.towns.toml`` says from which
files, which towns are in and which of their names. A name that several towns have is
theirs all: which one is meant is never decided here, however large one of them is. A
country after a comma says it: "Stepanakert, AZ".

A name says nothing about whose a town is; each name that the source has finds it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from heavylift.errors import PlaceError
from heavylift.reference.gazetteer import country_names
from heavylift.reference.lookup import WORD

#: Coordinates are stored as whole thousandths of a degree: 111 m, less than a town.
STEPS_PER_DEGREE: Final = 1_000

#: Names of one town, in the shipped table, stand on lines of their own.
BETWEEN_NAMES: Final = "\n"

#: Letters that Unicode does not take apart into a plain letter and a mark.
PLAIN: Final = {
    "ə": "e",  # Azerbaijani; some keyboards give the letter after it instead
    "ǝ": "e",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ħ": "h",
    "ŋ": "n",
    "ɔ": "o",
    "ɛ": "e",
}

#: Signs within a word that stand for a soft or broken sound, and are often left out.
APOSTROPHES: Final = "'’‘`´ʻʼʹʺʿʾ"

_FOLDS: Final = PLAIN | dict.fromkeys(APOSTROPHES, "")
_FOLDED: Final = str.maketrans(_FOLDS)

#: Other signs that names of the table have; a test looks for more.
_SIGNS: Final = '-‐–.,()/·:"”&_[]?*$'
_BLANKS: Final = re.compile("  +")
_MARKS: Final = re.compile("[\u0300-\u036f\u064b-\u065f]+")

#: Stands between the names of two towns when all are looked through.
_BETWEEN_TOWNS: Final = "\0"

#: So many choices are listed by an error; more do not fit a line or help.
MAX_CHOICES: Final = 6

#: Closer than this two names are taken for misspellings of each other.
MIN_LIKENESS: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A populated place.

    Attributes:
        name: Its main name in the source, in Latin letters.
        other_names: Its other names in Latin letters, one of each spelling.
        country: ISO 3166-1 alpha-2, as the source assigns it.
        lat_deg: Degrees north.
        lon_deg: Degrees east.
        population: As the source has it; of towns that people left, often of before or
            of long after.
    """

    name: str
    other_names: tuple[str, ...]
    country: str
    lat_deg: float
    lon_deg: float
    population: int

    @property
    def label(self) -> str:
        """The town as it is named in a list of choices."""
        return f"{self.name}, {self.country} ({self.population:,} people)"


def find_towns(text: str) -> list[Town]:
    """Give the towns of a name.

    Case, accents and apostrophes do not matter; every letter else does. Nothing is
    corrected: a misspelt name finds nothing, see ``suggest_towns``.

    Args:
        text: A name in Latin letters, main or other; after a comma the country by its
            two letters or its name, if it is to be of that one.

    Returns:
        All towns that have the name, the most people first; empty if none has.

    >>> [(t.name, t.country) for t in find_towns("Stepanakert")]
    [('Khankendi', 'AZ')]
    >>> find_towns("Xankəndi") == find_towns("Khankendi, Azerbaijan")
    True
    """
    name, country = _parts(text)
    found = [t for t in _named(name) if country in {"", t.country}]
    if not found and country:
        # Whoever writes a comma may mean a name that has one.
        found = _named(fold_name(text))
    return found


def the_town(text: str) -> Town | None:
    """Give the one town of a name; nothing when none is called so.

    Raises:
        PlaceError: Several towns have the name; the message lists them.
    """
    found = find_towns(text)
    if len(found) > 1:
        raise ambiguous(text, [town.label for town in found])
    return found[0] if found else None


def ambiguous(text: str, choices: list[str]) -> PlaceError:
    """Say that a name means several places, and how to say which."""
    more = f" and {len(choices) - MAX_CHOICES} more" if choices[MAX_CHOICES:] else ""
    return PlaceError(
        f"'{text}' may be any of {len(choices)} places: "
        f"{'; '.join(choices[:MAX_CHOICES])}{more}",
        help="say which: a town with its country (Stepanakert, AZ), the code of an "
        "airfield (LLOV), country:AM for a country, or circle:LAT,LON,KM",
    )


def suggest_towns(text: str, *, limit: int = 3) -> list[Town]:
    """Give towns whose name is written almost like the text, likeliest first.

    >>> suggest_towns("Stepanakirt")[0].name
    'Khankendi'
    """
    name, country = _parts(text)
    if not name:
        return []
    # To compare with every name of the world takes seconds; people seldom get the
    # first letter wrong.
    near = {
        word
        for word in _folded().split(BETWEEN_NAMES)
        if word[:1] == name[0] and abs(len(word) - len(name)) <= 2
    }
    close = get_close_matches(name, sorted(near), limit, MIN_LIKENESS)
    towns = [t for word in close for t in _named(word) if country in {"", t.country}]
    return list(dict.fromkeys(towns))[:limit]


def fold_name(text: str) -> str:
    """Reduce a name to small plain letters and single blanks.

    Not ``lookup.fold``: that keeps letters which no accent makes, and must, for the
    names of airfields are searched by it word by word.

    >>> fold_name("Gəncə"), fold_name("Step’anakert"), fold_name("Mitzpe-Ramon")
    ('gence', 'stepanakert', 'mitzpe ramon')
    """
    text = text.casefold().translate(_FOLDED)
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in split if not unicodedata.combining(c))
        text = text.casefold()
    return " ".join(WORD.findall(text))


def _parts(text: str) -> tuple[str, str]:
    """The name folded, and the code of its country, empty when not said."""
    name, comma, last = text.rpartition(",")
    if comma:
        names = country_names()
        wanted = last.strip()
        by_name = {fold_name(n): code for code, n in names.items()}
        code = wanted.upper() if wanted.upper() in names else ""
        code = code or by_name.get(fold_name(wanted), "")
        if code:
            return fold_name(name), code
    return fold_name(text), ""


def _named(folded: str) -> list[Town]:
    if not folded:
        return []
    whole, needle = _folded(), f"{BETWEEN_NAMES}{folded}{BETWEEN_NAMES}"
    towns, row, counted = [], 0, 0
    at = whole.find(needle)
    while at >= 0:
        row += whole.count(_BETWEEN_TOWNS, counted, at)
        counted = at
        towns.append(_town(row))
        at = whole.find(needle, at + 1)
    return sorted(towns, key=lambda t: (-t.population, t.country, t.name))


def _town(i: int) -> Town:
    [row] = _table().slice(i, 1).to_pylist()
    name, *others = row["names"].split(BETWEEN_NAMES)
    return Town(
        name=name,
        other_names=tuple(others),
        country=row["country"],
        lat_deg=row["lat_step"] / STEPS_PER_DEGREE,
        lon_deg=row["lon_step"] / STEPS_PER_DEGREE,
        population=row["population"],
    )


@lru_cache(maxsize=1)
def _table() -> pa.Table:
    data = files("heavylift.reference").joinpath("data", "towns.parquet").read_bytes()
    return pq.ParquetFile(BytesIO(data)).read()


@lru_cache(maxsize=1)
def _folded() -> str:
    """All names as ``fold_name`` gives them, each between two line ends.

    Towns follow on each other, with ``_BETWEEN_TOWNS`` between two. Folded all at once,
    which takes a tenth of the time of one by one: a name is asked for once a run.
    """
    names = _table()["names"].combine_chunks()
    rows = pa.ListArray.from_arrays(pa.array([0, len(names)], pa.int32()), names)
    apart = f"{BETWEEN_NAMES}{_BETWEEN_TOWNS}{BETWEEN_NAMES}"
    whole = pc.binary_join(rows, apart)[0].as_py().casefold()
    for sign, plain in _FOLDS.items():
        whole = whole.replace(sign, plain)
    whole = _MARKS.sub("", unicodedata.normalize("NFKD", whole)).casefold()
    for sign in _SIGNS:
        whole = whole.replace(sign, " ")
    whole = _BLANKS.sub(" ", whole)
    whole = whole.replace(f" {BETWEEN_NAMES}", BETWEEN_NAMES)
    whole = whole.replace(f"{BETWEEN_NAMES} ", BETWEEN_NAMES)
    return f"{BETWEEN_NAMES}{whole}{BETWEEN_NAMES}"
