"""Virtual Radar's standing data: values, and names that are not kept."""

import pytest

from builders.databases import said, virtual_radar
from heavylift.aircraft.databases.reading import (
    BROKEN_LINE,
    MALFORMED,
    NAME_LEFT_OUT,
)
from heavylift.aircraft.databases.text_tables import head_of
from heavylift.aircraft.databases.virtual_radar import (
    is_virtual_radar,
    read_virtual_radar,
)

AZ60 = {
    "ICAO": "600881",
    "Registration": "4K-AZ60",
    "ModelICAO": "IL76",
    "Manufacturer": "Ilyushin",
    "Model": "Il-76TD",
    "ManufacturerAndModel": "Ilyushin Il-76TD",
    "IsPrivateOperator": "0",
    "Operator": "Silk Way Airlines",
    "AirlineCode": "AZQ",
    "SerialNumber": "0053464922",
    "YearBuilt": "1987",
}


def read(data):
    assert is_virtual_radar(head_of(data))
    return read_virtual_radar(data, "60.csv")


def test_a_row_is_read_with_all_that_it_says():
    found = read(virtual_radar(AZ60))

    [entry] = found.entries.to_pylist()
    told = {name: value for name, value in entry.items() if value is not None}
    assert told == {
        "address": 0x600881,
        "registration": "4K-AZ60",
        "type": "IL76",
        "model": "Ilyushin Il-76TD",
        "operator": "Silk Way Airlines",
        "designator": "AZQ",
        "serial": "0053464922",
    }
    assert (found.terms, found.refused, found.remarks) == ("CC0", {}, {})


@pytest.mark.parametrize("mark", ["1", " 1 ", "true", "True", "?"])
def test_the_name_of_a_private_operator_is_never_kept_and_counted(mark):
    private = AZ60 | {"IsPrivateOperator": mark, "Operator": "Jane Doe"}

    found = read(virtual_radar(AZ60, private))

    assert said(found, "operator") == ["Silk Way Airlines", None]
    assert "Jane" not in str(found.entries.to_pylist())
    assert found.remarks[NAME_LEFT_OUT] == 1


@pytest.mark.parametrize("mark", ["0", "", "false"])
def test_the_name_of_another_operator_is_kept(mark):
    found = read(virtual_radar(AZ60 | {"IsPrivateOperator": mark}))

    assert said(found, "operator") == ["Silk Way Airlines"]
    assert found.remarks == {}


def test_a_private_operator_without_a_name_is_not_counted():
    found = read(virtual_radar(AZ60 | {"IsPrivateOperator": "1", "Operator": " "}))

    assert found.remarks == {}


def test_cells_may_be_quoted_and_rows_too_long_are_counted():
    quoted = AZ60 | {"Operator": '"Sky, Ltd"'}
    long = AZ60 | {"Operator": "Sky, Ltd"}

    found = read(virtual_radar(quoted, long))

    assert said(found, "operator") == ["Sky, Ltd"]
    assert (found.rows, found.refused) == (2, {MALFORMED: 1})


def test_a_cell_with_a_line_break_is_noticed():
    found = read(virtual_radar(AZ60 | {"Operator": '"Silk\nWay"'}))

    assert said(found, "operator") == ["Silk\nWay"]
    assert found.remarks == {BROKEN_LINE: 1}
