"""Tables of text: no row is lost without being counted."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.databases import gz, write
from heavylift.aircraft.databases.text_tables import (
    HEAD_BYTES,
    after_head,
    cells_of,
    head_of,
    read_head,
    read_text_table,
    read_whole,
)
from heavylift.errors import MissingInput, RegistryError

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8
)


@given(st.lists(st.tuples(CELL, CELL), max_size=20))
def test_what_the_standard_writer_writes_is_read_as_it_was(rows):
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b"), *rows])

    table = read_text_table(text.getvalue().encode(), "t.csv")

    assert list(zip(*table.columns.to_pydict().values(), strict=True)) == rows
    assert (table.malformed, table.replaced) == (0, 0)


@given(
    st.lists(st.integers(1, 5).map(lambda n: ",".join("x" * n)), max_size=30),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_line_is_a_row_or_is_counted(rows, end):
    data = "".join(row + end for row in ["a,b,c", *rows]).encode()

    table = read_text_table(data, "t.csv")

    fits = sum(row.count(",") == 2 for row in rows)
    assert (len(table.columns), table.malformed) == (fits, len(rows) - fits)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n\n", b"\xef\xbb\xbf\r\n"])
def test_the_first_line_is_found_behind_marks_and_blank_lines(before, end):
    data = before + b"a,b" + end + b"1,2" + end

    assert head_of(data) == "a,b"
    assert after_head(data) == b"1,2" + end


def test_a_line_that_never_ends_is_all_head():
    assert head_of(b"a,b") == "a,b"
    assert after_head(b"a,b") == b""
    assert head_of(b"") == ""


def test_columns_without_a_name_or_of_one_name_are_told_apart_by_their_place():
    assert cells_of('"a", b ,a,', ",", '"') == ["a", "b", "a#2", "#3"]


def test_bytes_that_are_no_text_are_counted_wherever_they_are():
    table = read_text_table(b"a,b\n\xff,\xfe\xfd\n1,2\n", "t.csv")

    assert table.replaced == 3
    assert table.column("a").to_pylist() == ["\N{REPLACEMENT CHARACTER}", "1"]


def test_a_column_that_is_not_there_is_empty():
    table = read_text_table(b"a,b\n1,2\n", "t.csv")

    assert table.column("c").to_pylist() == [""]


def test_only_the_beginning_of_a_large_gzip_is_read_to_tell_what_it_is(tmp_path):
    path = write(tmp_path / "a", gz(b"a,b\n" + b"1,2\n" * 1_000_000))

    head = read_head(path)

    assert head_of(head) == "a,b"
    assert len(head) <= HEAD_BYTES


def test_bytes_that_only_begin_like_gzip_are_a_head_but_no_file(tmp_path):
    path = write(tmp_path / "a", b"\x1f\x8bhello")

    assert read_head(path) == b"\x1f\x8bhello"
    with pytest.raises(RegistryError, match="breaks off"):
        read_whole(path)


@pytest.mark.parametrize("read", [read_head, read_whole])
def test_a_file_that_is_not_there_is_told(tmp_path, read):
    with pytest.raises(MissingInput):
        read(tmp_path / "nowhere")
