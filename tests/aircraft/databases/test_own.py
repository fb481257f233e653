"""Tables of the user's own: names of columns, spans, flags, Parquet."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from builders.databases import lines, said
from heavylift.aircraft.databases.own import NAMES, columns_of, is_own, read_own
from heavylift.aircraft.databases.reading import (
    BROKEN_LINE,
    ENDS_FIRST,
    MALFORMED,
    NO_ADDRESS,
    NO_DATE,
    NO_FLAG,
)
from heavylift.errors import RegistryError

#: A value for each kind of column, and how it is read.
VALUES = {
    "registration": ("4k-az60", "4K-AZ60"),
    "type": ("il76", "IL76"),
    "model": (" Il-76TD ", "Il-76TD"),
    "operator": ("Silk Way", "Silk Way"),
    "designator": ("AZQ", "AZQ"),
    "owner": ("Silk Way", "Silk Way"),
    "military": ("Yes", True),
    "serial": ("0053464922", "0053464922"),
    "from": ("2023-01-01", date(2023, 1, 1)),
    "to": ("20230601", date(2023, 6, 1)),
}

SPELLINGS = [(what, name) for what, names in NAMES.items() for name in names]


def read(*rows, source="fleet"):
    return read_own(lines(*rows), "fleet.csv", source)


def parquet(path, **columns):
    pq.write_table(pa.table(columns), path)
    return read_own(path.read_bytes(), str(path), "fleet")


def _changed(name):
    return [name, name.upper(), f" {name.title()} ", "_".join(name)]


@pytest.mark.parametrize(("what", "name"), SPELLINGS)
def test_every_accepted_name_of_a_column_is_read_however_it_is_written(what, name):
    for spelling in _changed(name):
        if what == "address":
            rows = [f"{spelling},operator", "600881,Silk Way"]
            expected = ("operator", "Silk Way")
        else:
            more, value = ("note", "") if what == "operator" else ("operator", "x")
            rows = [f"icao24,{spelling},{more}", f"600881,{VALUES[what][0]},{value}"]
            expected = (what, VALUES[what][1])

        found = read(*rows)

        assert is_own(rows[0])
        assert said(found, "address", expected[0]) == [(0x600881, expected[1])]


def test_of_two_columns_for_one_thing_the_first_name_known_is_read():
    assert columns_of(["reg", "hex", "registration", "HEX"]) == {
        "address": "hex",
        "registration": "registration",
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_read(delimiter):
    found = read(*(delimiter.join(row) for row in (("hex", "reg"), ("600881", "x"))))

    assert said(found, "registration") == ["X"]


def test_days_are_half_open_and_empty_is_open():
    found = read(
        "icao24,registration,from,to",
        "600881,a,2023-01-01,2023-06-01",
        "600881,b,,2023-01-01",
        "600881,c,2023-06-01,",
        "600881,d,,",
    )

    assert said(found, "from", "to") == [
        (date(2023, 1, 1), date(2023, 6, 1)),
        (None, date(2023, 1, 1)),
        (date(2023, 6, 1), None),
        (None, None),
    ]
    assert not found.is_picture


def test_a_table_without_days_is_a_picture():
    assert read("icao24,registration", "600881,a").is_picture


def test_spans_and_words_that_cannot_be_are_counted():
    found = read(
        "icao24,registration,from,to,military",
        "600881,a,2023-06-01,2023-06-01,",
        "600881,b,2023-06-02,2023-06-01,",
        "600881,c,June,2023-13-01,maybe",
        "x,d,,,",
        "600881,e,,",
    )

    assert said(found, "registration", "from", "to", "military") == [
        ("C", None, None, None)
    ]
    assert found.refused == {ENDS_FIRST: 2, NO_ADDRESS: 1, MALFORMED: 1}
    assert found.remarks[NO_DATE] == 2
    assert found.remarks[NO_FLAG] == 1
    assert found.rows == len(found.entries) + found.refused.total()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        *((word, True) for word in ("yes", "Y", "TRUE", "1")),
        *((word, False) for word in (" no ", "n", "False", "0")),
        *((word, None) for word in ("", "x")),
    ],
)
def test_yes_and_no_are_read_in_several_words(word, meant):
    found = read("icao24,reg,military", f"600881,a,{word}")

    assert said(found, "military") == [meant]


def test_a_cell_in_quotation_marks_holds_delimiters_and_a_line_break_is_noticed():
    found = read("icao24,owner", '600881,"Sky, Ltd"', '600882,"Silk', 'Way"')

    assert said(found, "owner") == ["Sky, Ltd", "Silk\nWay"]
    assert found.remarks == {BROKEN_LINE: 1}


@pytest.mark.parametrize(
    "header", ["registration,operator", "icao24,colour", "icao24,from,to", "type"]
)
def test_a_table_that_lacks_columns_is_refused_with_those_that_it_has(header):
    with pytest.raises(RegistryError) as refused:
        read(header, ",".join("x" * (header.count(",") + 1)))

    assert refused.value.message.endswith(f"it has {', '.join(header.split(','))}")
    assert "icao24" in refused.value.help


def test_a_table_of_positions_is_none_of_aircraft(tmp_path):
    assert not is_own("time,icao24,registration,lat,lon")

    with pytest.raises(RegistryError, match="a table of positions"):
        parquet(tmp_path / "p.parquet", icao24=["600881"], reg=["a"], lat=[1.0])


def test_a_parquet_table_is_read_with_its_types(tmp_path):
    found = parquet(
        tmp_path / "fleet.parquet",
        hex=["600881", "600882", None],
        reg=pa.array(["a", None, "c"], pa.large_string()).dictionary_encode(),
        mil=[True, False, None],
        valid_from=pa.array([date(2023, 1, 1), None, None]),
        until=pa.array([datetime(2023, 6, 1, 1, tzinfo=UTC), None, None]),
        note=[[1], [2], [3]],
    )

    assert said(found, "address", "registration", "military", "from", "to") == [
        (0x600881, "A", True, date(2023, 1, 1), date(2023, 6, 1)),
        (0x600882, None, False, None, None),
    ]
    assert found.refused == {NO_ADDRESS: 1}
    assert found.remarks == {}


def test_a_parquet_table_that_lacks_columns_is_refused_with_those_that_it_has(
    tmp_path,
):
    with pytest.raises(RegistryError, match="it has colour, reg"):
        parquet(tmp_path / "fleet.parquet", colour=["red"], reg=["a"])


@pytest.mark.parametrize("size", [4, 20, 200])
def test_a_parquet_table_that_is_cut_short_is_refused(tmp_path, size):
    path = tmp_path / "fleet.parquet"
    pq.write_table(pa.table({"icao24": ["600881"], "reg": ["a"]}), path)

    with pytest.raises(RegistryError, match="cannot be read as a table"):
        read_own(path.read_bytes()[:size], str(path), "fleet")


def test_a_column_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(RegistryError, match="cannot be read as a table"):
        parquet(tmp_path / "fleet.parquet", icao24=["600881"], reg=[["a", "b"]])
