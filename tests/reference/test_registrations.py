"""Which spellings of a registration are one, and of which state it is."""

import csv
import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shared import SHARED, needs_shared
from heavylift.reference.addresses import states_of
from heavylift.reference.registrations import (
    normal_registration,
    state_of_registration,
)


@pytest.mark.parametrize(
    "text", ["4K-AZ60", "4KAZ60", "4k-az60", " 4K AZ60 ", "4K.AZ60", "4K\u2011AZ60"]
)
def test_spellings_of_one_registration_are_equal(text):
    assert normal_registration(text) == "4KAZ60"


@pytest.mark.parametrize("text", [None, "", "  ", "-"])
def test_no_registration_is_empty_text_and_of_no_state(text):
    assert normal_registration(text) == ""
    assert state_of_registration(text) is None


@given(st.text(max_size=12))
def test_a_normal_registration_stays_as_it_is(text):
    normal = normal_registration(text)

    assert normal_registration(normal) == normal


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("4K-AZ60", "AZ"),
        ("4K78131", "AZ"),
        ("4L-IGT", "GE"),
        ("4X-ICA", "IL"),
        ("RA-76842", "RU"),
        ("UR-82007", "UA"),
        ("UP-I7605", "KZ"),
        ("EW-383TH", "BY"),
        ("9Q-CVK", "CD"),
        ("N123AB", "US"),
        ("F-ONUI", "FR"),
        ("RDPL-34123", "LA"),
        ("OB-1878-P", "PE"),
    ],
)
def test_the_mark_says_which_state(text, state):
    assert state_of_registration(text) == state


def test_territories_that_share_a_mark_are_told_apart_by_the_next_letter():
    texts = ["VP-BMG", "VPCKY", "VQ-BAA", "B-HUO", "B-MAX", "B-2468"]

    states = [state_of_registration(t) for t in texts]

    assert states == ["BM", "KY", "BM", "HK", "MO", "CN"]


@pytest.mark.parametrize("text", ["B-18201", "4U-ABC", "PJ-ABC"])
def test_a_mark_of_several_states_or_of_none_has_no_state(text):
    assert state_of_registration(text) is None


@pytest.mark.parametrize(
    "serial",
    ["07-8609", "ZZ171", "ZK449", "54+01", "MM62200", "NAVY1", "N28-012", "740"],
)
def test_serials_of_military_aircraft_have_no_state(serial):
    assert state_of_registration(serial) is None


def test_a_hyphen_says_where_the_mark_ends():
    assert state_of_registration("CN-RGA") == state_of_registration("CNRGA") == "MA"
    assert state_of_registration("C-NRGA") == "CA"


@needs_shared
def test_registrations_and_addresses_of_a_large_database_name_the_same_states():
    path = SHARED / "data/aircraft/tar1090-aircraft.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file, delimiter=";") if r["reg"]][::20]
    by_address = states_of(np.array([int(r["hex"], 16) for r in rows]))

    pairs = [
        (state_of_registration(r["reg"]), s)
        for r, s in zip(rows, by_address.tolist(), strict=True)
    ]

    both = [(a, b) for a, b in pairs if a and b]
    assert len(both) > 0.95 * len(pairs)
    assert sum(a == b for a, b in both) > 0.995 * len(both)
