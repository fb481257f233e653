"""FAA's database: spans, models, and names that are not kept."""

from datetime import date

import pytest

from builders.databases import MASTER_COLUMNS, acftref, dereg, lines, master, said
from heavylift.aircraft.databases.faa import faa_beside, is_faa, read_faa
from heavylift.aircraft.databases.reading import (
    ENDS_FIRST,
    MALFORMED,
    NAME_LEFT_OUT,
    NO_ADDRESS,
    NO_DATE,
)

COMPANY = {
    "N-NUMBER": "852GT",
    "SERIAL NUMBER": "37571",
    "MFR MDL CODE": "1384418",
    "TYPE REGISTRANT": "3",
    "NAME": "ATLAS AIR INC",
    "CERT ISSUE DATE": "20111118",
    "MODE S CODE": "52762437",
    "MODE S CODE HEX": "ABE51F",
}

GONE = {
    "N-NUMBER": "701SB",
    "SERIAL-NUMBER": "0001",
    "MFR-MDL-CODE": "1384418",
    "NAME": "JANE DOE",
    "CERT-ISSUE-DATE": "19990102",
    "CANCEL-DATE": "20080304",
    "MODE-S-CODE-HEX": "A93D22",
}


def read(**tables):
    return read_faa({f"{k.upper()}.TXT": v for k, v in tables.items()}, "faa.zip")


def test_a_registered_aircraft_is_read_with_its_first_day():
    models = acftref(**{"1384418": ("BOEING", "747-87UF")})

    found = read(master=master(COMPANY), acftref=models)

    [entry] = found.entries.to_pylist()
    told = {name: value for name, value in entry.items() if value is not None}
    assert told == {
        "address": 0xABE51F,
        "registration": "N852GT",
        "model": "BOEING 747-87UF",
        "owner": "ATLAS AIR INC",
        "serial": "37571",
        "from": date(2011, 11, 18),
    }
    assert (found.rows, found.refused, found.remarks) == (1, {}, {})


@pytest.mark.parametrize("kind", ["1", "2", "4", "9", "", "6", "x"])
def test_the_name_of_a_private_person_is_never_kept_and_counted(kind):
    person = COMPANY | {"TYPE REGISTRANT": kind, "NAME": "DOE JANE"}

    found = read(master=master(COMPANY, person))

    assert said(found, "owner") == ["ATLAS AIR INC", None]
    assert "DOE" not in str(found.entries.to_pylist())
    assert found.remarks[NAME_LEFT_OUT] == 1


@pytest.mark.parametrize("kind", ["3", "5", "7", "8"])
def test_the_name_of_a_company_or_a_public_body_is_kept(kind):
    found = read(master=master(COMPANY | {"TYPE REGISTRANT": kind}))

    assert said(found, "owner") == ["ATLAS AIR INC"]
    assert found.remarks == {}


def test_a_cancelled_aircraft_is_said_until_its_last_day_without_any_name():
    found = read(dereg=dereg(GONE))

    [entry] = found.entries.to_pylist()
    assert (entry["from"], entry["to"]) == (date(1999, 1, 2), date(2008, 3, 4))
    assert entry["registration"] == "N701SB"
    assert "DOE" not in str(entry)


def test_one_that_was_cancelled_without_a_first_day_is_known_of_its_last_alone():
    found = read(dereg=dereg(GONE | {"CERT-ISSUE-DATE": ""}))

    assert said(found, "from", "to") == [(date(2008, 3, 3), date(2008, 3, 4))]


def test_spans_that_never_end_or_end_before_they_begin_are_refused_and_counted():
    endless = GONE | {"CANCEL-DATE": ""}
    backwards = GONE | {"CANCEL-DATE": "19990101"}
    one_day = GONE | {"CANCEL-DATE": "19990102"}

    found = read(dereg=dereg(GONE, endless, backwards, one_day))

    assert len(found.entries) == 1
    assert found.refused == {
        ENDS_FIRST: 2,
        "cancelled on a day that is not given": 1,
    }
    assert found.rows == len(found.entries) + found.refused.total()


def test_both_tables_are_read_as_one_database():
    unreadable = COMPANY | {"CERT ISSUE DATE": "20119999"}
    without = GONE | {"MODE-S-CODE-HEX": ""}

    found = read(master=master(COMPANY, unreadable), dereg=dereg(GONE, without))

    assert found.source == "FAA"
    assert said(found, "registration") == ["N852GT", "N852GT", "N701SB"]
    assert (found.rows, found.refused) == (4, {NO_ADDRESS: 1})
    assert found.remarks[NO_DATE] == 1


def test_a_model_that_is_not_in_the_table_of_models_is_unknown():
    found = read(master=master(COMPANY))

    assert said(found, "model") == [None]


def test_a_quotation_mark_is_a_part_of_a_name_and_takes_no_rows_with_it():
    odd = COMPANY | {"NAME": '"BIG" AIR', "N-NUMBER": "1"}

    found = read(master=master(odd, COMPANY))

    assert said(found, "owner") == ['"BIG" AIR', "ATLAS AIR INC"]


def test_a_row_with_a_comma_too_many_is_counted():
    found = read(master=master(COMPANY, COMPANY | {"NAME": "AIR, INC"}))

    assert (len(found.entries), found.refused) == (1, {MALFORMED: 1})


def test_a_header_alone_has_no_rows():
    found = read(master=lines(MASTER_COLUMNS))

    assert (found.rows, len(found.entries)) == (0, 0)


def test_one_table_takes_the_names_of_models_that_lie_beside_it(tmp_path):
    for name, data in (
        ("DEREG.txt", dereg(GONE)),
        ("acftref.txt", acftref(**{"1384418": ("BOEING", "747")})),
    ):
        (tmp_path / name).write_bytes(data)
    path = tmp_path / "DEREG.txt"

    tables = faa_beside(path, path.read_bytes())

    assert is_faa(path.read_text().splitlines()[0])
    assert set(tables) == {"DEREG.TXT", "ACFTREF.TXT"}
    assert said(read_faa(tables, "DEREG.txt"), "model") == ["BOEING 747"]
