"""Bytes become characters by what is said of them, and never by a guess."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.documents.encodings import decode
from heavylift.errors import DocumentError

RUSSIAN = "Самолёт приземлился в Баку, сообщили очевидцы."


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_mark_at_the_beginning_decides_and_is_no_part_of_the_text(mark, encoding):
    decoded = decode(mark + RUSSIAN.encode(encoding), "a.txt")

    assert decoded.text == RUSSIAN
    assert decoded.encoding == f"{encoding} (its mark)"


def test_what_a_page_declares_is_used():
    raw = f'<meta charset="windows-1251"><p>{RUSSIAN}</p>'.encode("cp1251")

    decoded = decode(raw, "a.html", markup=True)

    assert RUSSIAN in decoded.text
    assert decoded.encoding == "cp1251 (its declaration)"


def test_what_a_server_says_goes_before_what_a_page_declares():
    raw = f'<meta charset="iso-8859-1"><p>{RUSSIAN}</p>'.encode("cp1251")

    decoded = decode(raw, "a.html", served="windows-1251", markup=True)

    assert RUSSIAN in decoded.text
    assert decoded.encoding == "cp1251 (its server)"


def test_utf_8_that_is_declared_to_be_something_else_is_read_and_told():
    raw = f'<meta charset="iso-8859-1"><p>{RUSSIAN}</p>'.encode()

    decoded = decode(raw, "a.html", markup=True)

    assert RUSSIAN in decoded.text
    assert decoded.flags == ("encoding_wrongly_declared",)


def test_bytes_of_which_nothing_is_said_are_refused():
    with pytest.raises(
        DocumentError, match="nothing says in which encoding"
    ) as refused:
        decode(RUSSIAN.encode("cp1251"), "a.txt")

    assert "--encoding windows-1251" in refused.value.help


def test_what_a_person_says_wins():
    decoded = decode(RUSSIAN.encode("cp1251"), "a.txt", given="windows-1251")

    assert (decoded.text, decoded.encoding) == (RUSSIAN, "cp1251 (given)")


@pytest.mark.parametrize("given", ["no-such", "rot13", "base64", "idna", "zlib"])
def test_an_encoding_that_is_none_is_refused(given):
    with pytest.raises(DocumentError, match="no encoding is called"):
        decode(b"text", "a.txt", given=given)


def test_a_few_broken_bytes_in_utf_8_are_marked_and_told():
    raw = RUSSIAN.encode() * 50 + b"\xff"

    decoded = decode(raw, "a.txt")

    assert decoded.text == RUSSIAN * 50 + "\ufffd"
    assert decoded.flags == ("encoding_damaged",)
    assert "1 places" in decoded.remarks[0]


def test_a_declaration_that_lies_damages_and_says_so():
    raw = b'<meta charset="utf-8"><p>' + RUSSIAN.encode("cp1251")

    decoded = decode(raw, "a.html", markup=True)

    assert decoded.flags == ("encoding_damaged",)


def test_zero_bytes_keep_their_places():
    decoded = decode(b"Six flights\0 landed at the airfield.", "a.txt")

    assert decoded.text == "Six flights\ufffd landed at the airfield."
    assert decoded.flags == ("nul_replaced",)


def test_utf_16_without_a_mark_is_refused_and_read_when_it_is_given():
    raw = "Six flights landed.".encode("utf-16-le")

    with pytest.raises(DocumentError, match="nothing says in which encoding"):
        decode(raw, "a.txt")

    assert decode(raw, "a.txt", given="utf-16-le").text == "Six flights landed."


def test_line_ends_and_blanks_stay_as_they_are():
    text = " \r\nA line.\r\n\n\tAnother\rone.\u2028 e\u0301 \u00a0\n"

    assert decode(text.encode(), "a.txt").text == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_utf_8_is_read_back_exactly(text):
    assert decode(text.encode(), "a").text == text.removeprefix("\ufeff")


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "utf-16", "gbk", "x"]))
def test_no_bytes_break_the_reading(raw, served):
    try:
        decoded = decode(raw, "a", served=served, markup=True)
    except DocumentError:
        return

    decoded.text.encode("utf-8")
    assert "\0" not in decoded.text
