"""OpenSky's database, in both of its spellings."""

from datetime import date

import pytest

from builders.databases import OPENSKY_COLUMNS, lines, opensky, said
from heavylift.aircraft.databases.opensky import is_opensky, read_opensky
from heavylift.aircraft.databases.reading import (
    BROKEN_LINE,
    MALFORMED,
    NO_ADDRESS,
    NO_DATE,
    SAYS_NOTHING,
)
from heavylift.aircraft.databases.text_tables import head_of

AZ60 = {
    "icao24": "600881",
    "registration": "4K-AZ60",
    "manufacturericao": "ILYUSHIN",
    "manufacturername": "Ilyushin",
    "model": "Il-76TD",
    "typecode": "IL76",
    "serialnumber": "0053464922",
    "operator": "Silk Way Airlines",
    "operatoricao": "AZQ",
    "owner": "Silk Way",
    "registered": "2011-04-05",
}


def read(data):
    assert is_opensky(head_of(data))
    return read_opensky(data, "aircraftDatabase.csv")


@pytest.mark.parametrize("later", [False, True])
def test_a_row_is_read_in_both_spellings(later):
    found = read(opensky(AZ60, later=later))

    [entry] = found.entries.to_pylist()
    assert entry == {
        "address": 0x600881,
        "registration": "4K-AZ60",
        "type": "IL76",
        "model": "Ilyushin Il-76TD",
        "operator": "Silk Way Airlines",
        "designator": "AZQ",
        "owner": "Silk Way",
        "military": None,
        "privacy": None,
        "serial": "0053464922",
        "from": date(2011, 4, 5),
        "to": None,
    }
    assert (found.rows, found.refused, found.remarks) == (1, {}, {})


@pytest.mark.parametrize("later", [False, True])
def test_a_header_in_capitals_is_the_same_header(later):
    data = opensky(AZ60, later=later)
    head, row = data.split(b"\r\n", 1)

    found = read(head.upper() + b"\r\n" + row)

    assert said(found, "registration", "designator") == [("4K-AZ60", "AZQ")]
    assert found.rows == 1


@pytest.mark.parametrize("later", [False, True])
def test_a_delimiter_inside_quotation_marks_is_a_part_of_the_cell(later):
    names = {"operator": "Sky, Ltd", "owner": 'the "other" mark' if later else "O'Hara"}

    found = read(opensky(AZ60 | names, later=later))

    assert said(found, "operator", "owner") == [tuple(names.values())]


def test_a_doubled_quotation_mark_stands_for_one():
    found = read(opensky(AZ60 | {"owner": 'Air ""Koryo""'}))

    assert said(found, "owner") == ['Air "Koryo"']


def test_empty_and_blank_cells_say_nothing():
    row = {"icao24": "600881", "registration": "  ", "typecode": " il76 "}

    found = read(opensky(row))

    [entry] = found.entries.to_pylist()
    told = {name: value for name, value in entry.items() if value is not None}
    assert told == {"address": 0x600881, "type": "IL76"}


def test_a_type_that_is_no_designator_does_not_replace_a_model():
    found = read(
        opensky(
            AZ60 | {"typecode": "Candid"},
            {"icao24": "600882", "typecode": "Candid"},
        )
    )

    assert said(found, "type", "model") == [
        (None, "Ilyushin Il-76TD"),
        (None, "Candid"),
    ]


def test_a_date_that_cannot_be_read_is_unknown_and_counted():
    found = read(opensky(AZ60 | {"registered": "05/04/2011"}))

    assert said(found, "from") == [None]
    assert found.remarks == {NO_DATE: 1}


def test_rows_that_are_not_used_are_counted():
    blank = opensky({}).split(b"\r\n")[1].decode()
    short = '"600882","4K-AZ61"'
    data = opensky(AZ60, {"icao24": "600883"}) + lines(blank, short, end="\r\n")

    found = read(data)

    assert said(found, "address") == [0x600881]
    assert (found.rows, found.refused) == (
        4,
        {SAYS_NOTHING: 1, NO_ADDRESS: 1, MALFORMED: 1},
    )


def test_a_lone_quotation_mark_that_swallows_rows_is_noticed():
    cells = ["600881", "4K-AZ60"] + [""] * (len(OPENSKY_COLUMNS) - 2)
    begun = ",".join([*cells[:-1], '"2011'])
    ended = ",".join(["600882", "4K-AZ61", *cells[2:-1], '"'])
    data = opensky() + lines(begun, ",".join(cells), ended)

    found = read(data)

    assert found.remarks[BROKEN_LINE] + found.refused[MALFORMED] > 0


def test_a_header_alone_has_no_rows():
    found = read(opensky())

    assert (found.rows, len(found.entries)) == (0, 0)


def test_columns_that_are_not_there_say_nothing():
    found = read(lines("icao24,registration,typecode", "600881,4K-AZ60,IL76"))

    assert said(found, "registration", "operator") == [("4K-AZ60", None)]
