"""Names of areas, countries and peoples."""

import re

import pytest

from heavylift.reference.gazetteer import country_names
from heavylift.reference.place_names import (
    LARGE_TOWN,
    areas,
    demonyms,
    field_names,
    small_towns,
    town_at,
    town_names,
)


def test_every_area_names_its_source_and_known_codes():
    codes = {*country_names(), "XK", ""}

    for area in areas():
        assert area.source, area.name
        assert area.kind in {"region", "country"}
        assert area.country in codes
        assert re.fullmatch(r"([A-Z]{2}(-[A-Z0-9]{1,3})?)?", area.code)
        if area.code and area.kind == "region":
            assert area.code.startswith(f"{area.country}-")


def test_no_name_of_an_area_is_there_twice_for_one_kind():
    names = [(area.kind, name.lower()) for area in areas() for name in area.names]

    assert len(names) == len({*names})


@pytest.mark.parametrize(
    ("word", "code"), [("armenian", "AM"), ("azeri", "AZ"), ("israelis", "IL")]
)
def test_peoples_lead_to_their_country(word, code):
    assert demonyms()[word] == code
    assert {*demonyms().values()} <= {*country_names(), "XK"}


def test_small_towns_are_those_that_the_index_has_not():
    small = small_towns("AM")

    towns = [town_at(row) for row in {row for rows in small.values() for row in rows}]
    assert towns
    assert all(t.country == "AM" and t.population < LARGE_TOWN for t in towns)
    indexed = {
        row for rows in town_names()[0].values() for row in map(int, rows.split())
    }
    assert indexed.isdisjoint(row for rows in small.values() for row in rows)


def test_airfields_in_documents_have_icao_codes():
    fields = field_names()
    rows = dict(
        zip(fields.code, zip(fields.name, fields.country, strict=True), strict=True)
    )

    assert rows["LLOV"] == ("Ovda Airport", "IL")
    assert all(re.fullmatch("[A-Z]{4}", code) for code in fields.code)
    at = fields.code.index("LLOV")
    assert fields.lat_deg[at] == pytest.approx(29.94, abs=0.01)
