"""Which towns may a name mean, and which of them goes first?"""

from __future__ import annotations

from heavylift.reference.place_names import town_at
from heavylift.statements.records import PlaceCandidate


def by_people(rows: list[int], written: str) -> list[int]:
    """Rows of towns: those that are spelt so, accents and all, then the larger ones."""
    if len(rows) < 2:
        return rows
    towns = {row: town_at(row) for row in dict.fromkeys(rows)}
    spelt = "" if written.isascii() else written

    def rank(row: int) -> tuple[bool, int, int]:
        town = towns[row]
        is_spelt = bool(spelt) and spelt in {town.name, *town.other_names}
        return not is_spelt, -town.population, row

    return sorted(towns, key=rank)


def town_candidate(row: int) -> PlaceCandidate:
    """A town as what a name may mean."""
    town = town_at(row)
    return PlaceCandidate(
        name=town.name,
        kind="town",
        country=town.country,
        latitude=town.lat_deg,
        longitude=town.lon_deg,
    )
