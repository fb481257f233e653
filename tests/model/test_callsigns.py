"""Which spellings of a callsign are one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.model.callsigns import normal_callsign, unpadded
from heavylift.model.positions import pack_callsign, unpack_callsign

LETTERS = st.sampled_from(["", "A", "AHY"])
ZEROS = st.integers(0, 3)


@settings(deadline=None)
@given(LETTERS, ZEROS, st.from_regex(r"[1-9][0-9]?", fullmatch=True))
def test_zeros_that_pad_a_number_behind_letters_are_taken_away(letters, zeros, number):
    padded = np.uint64(pack_callsign(letters + "0" * zeros + number))
    bare = letters + ("" if letters else "0" * zeros) + number

    assert unpack_callsign(unpadded(padded)) == bare
    assert unpadded(unpadded(padded)) == unpadded(padded)


@settings(deadline=None)
@given(LETTERS, ZEROS, st.from_regex(r"[0-9]?[A-Z]{1,2}", fullmatch=True))
def test_a_callsign_that_ends_in_letters_is_left_as_it_is(letters, zeros, rest):
    packed = np.uint64(pack_callsign(letters + "0" * zeros + rest))

    assert unpadded(packed) == packed


@pytest.mark.parametrize("text", ["AHY021", "AHY21", "AHY 021", "ahy-0021", "AHY21  "])
def test_spellings_of_one_callsign_are_equal(text):
    assert normal_callsign(text) == "AHY21"


@pytest.mark.parametrize(
    "text",
    ["AFL02PA", "4KAZ60", "AHY", "AHY0", "0", "ABCDEFGH", "ABCDEFGH001", "ÖAB01"],
)
def test_what_is_no_padded_number_is_left_as_it_is(text):
    assert normal_callsign(text) == text


@pytest.mark.parametrize("text", [None, "", "   "])
def test_no_callsign_is_empty_text(text):
    assert normal_callsign(text) == ""


@settings(deadline=None)
@given(st.text(max_size=10))
def test_a_normal_callsign_stays_as_it_is(text):
    normal = normal_callsign(text)

    assert normal_callsign(normal) == normal
