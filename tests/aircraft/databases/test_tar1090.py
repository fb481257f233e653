"""tar1090-db's database: values, flags, and what is no aircraft."""

import pytest

from builders.databases import TAR1090_HEADER, lines, said, tar1090
from heavylift.aircraft.databases.reading import (
    MALFORMED,
    NO_ADDRESS,
    NO_AIRCRAFT,
    NOT_UTF8,
    SAYS_NOTHING,
    SEVERAL,
)
from heavylift.aircraft.databases.tar1090 import is_tar1090, read_tar1090
from heavylift.aircraft.entries import NON_ICAO

ROW = "600828;4K-AZ40;IL76;00;ILYUSHIN Il-76/82"


def read(data):
    return read_tar1090(data, "aircraft.csv")


@pytest.mark.parametrize("header", [True, False])
def test_a_row_says_registration_type_and_model(header):
    data = tar1090(ROW, header=header)

    found = read(data)

    assert is_tar1090(data.decode().splitlines()[0])
    assert said(found, "address", "registration", "type", "model") == [
        (0x600828, "4K-AZ40", "IL76", "ILYUSHIN Il-76/82")
    ]
    assert (found.rows, found.is_picture, found.source) == (1, True, "tar1090-db")


def test_a_flag_that_is_set_says_yes_and_one_that_is_not_says_nothing():
    rows = [f"60080{k};R{k};IL76;{flags};" for k, flags in enumerate(FLAGS)]

    found = read(tar1090(*rows))

    assert said(found, "military", "privacy") == list(FLAGS.values())


FLAGS = {
    "00": (None, None),
    "10": (True, None),
    "01": (None, None),
    "0010": (None, True),
    "1010": (True, True),
    "0001": (None, None),
    "": (None, None),
    "  1": (True, None),
}


def test_owners_are_read_where_the_rows_have_them():
    data = lines(
        "600828;4K-AZ40;IL76;00;ILYUSHIN Il-76;1987;Silk Way;",
        "600881;4K-AZ60;IL76;00;ILYUSHIN Il-76;;;",
    )

    found = read(data)

    assert said(found, "owner") == ["Silk Way", None]


def test_a_tower_or_a_vehicle_has_no_registration_and_is_counted():
    found = read(tar1090("4d0001;TWR;TWR;00;", "4d0002; GND ;GND;00;"))

    assert said(found, "registration", "type") == [(None, "TWR"), (None, "GND")]
    assert found.remarks == {NO_AIRCRAFT: 2}


def test_each_row_that_is_not_used_is_counted_under_its_reason():
    data = tar1090(
        ROW,
        "nohex!;4K-AZ41;IL76;00;",
        ";4K-AZ42;IL76;00;",
        "600829;;;00;",
        "600830;4K-AZ43;IL76",
        "600831;4K-AZ44;IL76;00;IL-76;one;too;many",
    )

    found = read(data)

    assert said(found, "address") == [0x600828]
    assert found.rows == 6
    assert found.refused == {NO_ADDRESS: 2, SAYS_NOTHING: 1, MALFORMED: 2}


def test_rows_of_one_address_are_all_kept_and_counted():
    found = read(tar1090(ROW, "600828;4K-78131;IL76;10;"))

    assert said(found, "registration") == ["4K-AZ40", "4K-78131"]
    assert found.remarks == {SEVERAL: 1}


def test_addresses_are_read_in_any_case_and_those_that_are_not_icaos_are_told_apart():
    found = read(tar1090("ABCDEF;a;IL76;;", "abcdef;b;IL76;;", "~abcdef;c;IL76;;"))

    assert said(found, "address") == [0xABCDEF, 0xABCDEF, 0xABCDEF + NON_ICAO]
    assert said(found, "registration") == ["A", "B", "C"]


def test_quotation_marks_mean_themselves():
    found = read(tar1090('600828;"4K;IL76;00;The "Condor', ROW))

    assert said(found, "registration", "model") == [
        ('"4K', 'The "Condor'),
        ("4K-AZ40", "ILYUSHIN Il-76/82"),
    ]


def test_a_byte_order_mark_blank_lines_and_foreign_line_ends_change_nothing():
    plain = tar1090(ROW, "600829;4K-AZ41;IL76;00;")
    dressed = b"\xef\xbb\xbf\r\n" + plain.replace(b"\n", b"\r\n")
    old = plain.replace(b"\n", b"\r")

    found = [read(data) for data in (plain, dressed, old)]

    assert found[0].entries == found[1].entries == found[2].entries
    assert [f.rows for f in found] == [2, 2, 2]


def test_bytes_that_are_no_text_are_replaced_and_counted():
    data = tar1090(ROW) + b"600829;4K-AZ41;IL76;00;Il\xff76\n"

    found = read(data)

    assert said(found, "model") == [
        "ILYUSHIN Il-76/82",
        "Il\N{REPLACEMENT CHARACTER}76",
    ]
    assert found.remarks == {NOT_UTF8: 1}


def test_a_header_alone_has_no_rows():
    found = read(lines(TAR1090_HEADER))

    assert (found.rows, len(found.entries)) == (0, 0)
