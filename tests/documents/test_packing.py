"""What is packed is read whole, and never into more room than there is."""

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.documents.packing import Stream, TooLarge, inflate

MEMBERS = st.lists(st.binary(max_size=200), max_size=5)


@given(MEMBERS, st.booleans())
def test_a_stream_gives_what_gzip_gives(members, packed):
    plain = b"".join(members)
    raw = b"".join(map(gzip.compress, members)) if packed else plain.lstrip(b"\x1f")
    stream = Stream(io.BytesIO(raw))

    read = stream.read(1 << 20)

    assert read == (plain if packed else raw)
    assert not stream.is_broken


@given(st.binary(max_size=500), st.integers(1, 60))
def test_lines_of_a_stream_put_together_are_the_stream(raw, most):
    plain = raw.lstrip(b"\x1f")
    stream, lines = Stream(io.BytesIO(plain)), []

    while line := stream.readline(most):
        lines.append(line)

    assert b"".join(lines) == plain
    assert all(len(line) <= most for line in lines)
    assert all(b"\n" not in line[:-1] for line in lines)


def test_a_stream_that_breaks_off_gives_what_there_is_and_says_so():
    raw = gzip.compress(bytes(range(256)) * 1000)
    stream = Stream(io.BytesIO(raw[:-20]))

    read = stream.read(1 << 20)

    assert len(read) > 200_000
    assert stream.is_broken


def test_zeros_behind_a_packed_file_are_padding():
    stream = Stream(io.BytesIO(gzip.compress(b"abc") + bytes(5000)))

    assert stream.read(100) == b"abc"
    assert not stream.is_broken


def test_a_file_that_unpacks_to_many_times_its_size_is_refused():
    stream = Stream(io.BytesIO(gzip.compress(bytes(200_000_000))))

    with pytest.raises(TooLarge):
        stream.skip(200_000_000)


@pytest.mark.parametrize(
    ("how", "packed"),
    [
        ("gzip", gzip.compress(b"abc")),
        ("gzip", gzip.compress(b"a") + gzip.compress(b"bc") + bytes(9)),
        ("deflate", zlib.compress(b"abc")),
        ("deflate", zlib.compress(b"abc", wbits=-15)),
    ],
)
def test_bodies_are_unpacked_as_http_packs_them(how, packed):
    assert inflate(packed, how) == (b"abc", True)


def test_a_body_that_is_a_bomb_is_refused():
    with pytest.raises(TooLarge):
        inflate(gzip.compress(bytes(10_000_000)), "gzip", most=1_000_000)


def test_a_body_that_breaks_off_says_so():
    raw = gzip.compress(bytes(range(256)) * 100)

    body, is_whole = inflate(raw[:-9], "gzip")

    assert body
    assert not is_whole
