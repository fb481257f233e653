"""Lists of people become proposals; a row that cannot is refused under a reason."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.claims.lists import read_list
from heavylift.errors import ClaimError, MissingInput

COUNTS = (
    "id,period_start,period_end,qty_low,qty_high,qualifier,unit,origin,destination\n"
)


def write(folder, text, name="list.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_count_is_read_with_its_inclusive_days(tmp_path):
    row = "A5,2023-09-01,2023-09-17,6,,at least,landings at Ovda,UBBB,LLOV\n"

    read = read_list(write(tmp_path, "\ufeff" + COUNTS + row))

    [own] = read.entries
    assert (own.id, own.unit, own.topic, str(own.count)) == (
        "A5",
        "landing",
        "flights",
        "at least 6",
    )
    assert str(own.period) == "2023-09-01 to 2023-09-17"
    assert own.rule == "listed in list.csv"


def test_rows_that_cannot_be_entered_are_counted_with_the_first_of_each(tmp_path):
    rows = [
        "A1,2023-09-01,,six,,,landings,,",
        "A2,2023-09-01,,9,6,,landings,,",
        "A3,2023-09-01,,,,,landings,,",
        "A4,2023-09-01,,6,,,,,",
        "A5,2023-09-01,,-6,,,landings,,",
        "A6,2023-09-01,,6,6,,landings,,",
    ]

    read = read_list(write(tmp_path, COUNTS + "\n".join(rows)))

    assert [e.id for e in read.entries] == ["A6"]
    assert read.refused == {
        "a number that is none": 2,
        "a range whose end is below its beginning": 1,
        "a count without number, word or unit": 2,
    }
    assert read.examples["a number that is none"] == "line 2"


def test_a_claim_keeps_its_words_its_denial_and_who_disputes_it(tmp_path):
    text = (
        "claim_id,quantity_key,claim,claim_type,value_low,value_high,unit,qualifier,"
        "speaker,speaker_role,speaker_side,medium,date_of_statement,date_about,doc_id,"
        "url,disputed_by,notes\n"
        'C022,,"No such thing, at the moment",denial,,,,,A General,head,Azerbaijan,'
        'Outlet,2020-10-07,2020-10,D093,,"C018, C020",\n'
    )

    [own] = read_list(write(tmp_path, text)).entries

    assert own.polarity == "denies"
    assert own.disputes == ("C018", "C020")
    assert (own.speaker, own.role, own.side) == ("A General", "head", "Azerbaijan")


def test_a_row_without_a_name_is_named_by_what_it_says(tmp_path):
    row = ",2023-09-01,2023-09-17,6,6,,landings,UBBB,LLOV\n"

    one, other = (
        read_list(write(tmp_path, COUNTS + r)).entries[0].id
        for r in (row, row.replace("6,6", "7,7"))
    )

    assert one.startswith("c-")
    assert one != other


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n", "no list of claims"),
        (b"", "its columns are none"),
        (b"\xff\xfe\x00", "cannot be read as a list"),
        (b'id,"' + b"x" * 2_000_000, "cannot be read as a list"),
    ],
)
def test_a_file_that_is_no_list_is_told(tmp_path, content, message):
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    with pytest.raises(ClaimError, match=message):
        read_list(path)


def test_a_list_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MissingInput):
        read_list(tmp_path / "none.csv")


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), min_size=9, max_size=9))
def test_whatever_stands_in_a_row_it_is_entered_or_refused(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    with path.open("w", encoding="utf-8", errors="ignore", newline="") as file:
        file.write(COUNTS)
        csv.writer(file).writerow(cells)

    try:
        read = read_list(path)
    except ClaimError:
        return

    # A row may have become several, or none, by the line ends in its cells.
    assert len(read.entries) + read.refused.total() >= 0
    for own in read.entries:
        assert own.count is not None
        assert own.unit is not None
