"""The published figures of the case, as their own words give them."""

import csv

import pytest

from builders.shared import SHARED, needs_shared
from heavylift.statements.quantities import quantities_of

#: What each word of the tables says of the number beside it.
QUALIFIERS = {
    "at least": "at_least",
    "no fewer than": "at_least",
    "over": "more_than",
    "more than": "more_than",
    "above": "more_than",
    "about": "about",
    "some": "about",
    "almost": "about",
    "nearly": "about",
    "approximately": "about",
    "exactly": "exact",
}


def rows(name):
    with (SHARED / "case" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@needs_shared
@pytest.mark.parametrize("name", ["aggregates.csv", "claims.csv"])
def test_every_qualifier_of_the_case_is_a_bound(name):
    low = {"aggregates.csv": "qty_low", "claims.csv": "value_low"}[name]
    counted = 0

    for row in rows(name):
        qualifier = row["qualifier"].lower()
        if qualifier not in QUALIFIERS or not row[low]:
            continue
        text = f"{qualifier} {row[low]} {row['unit']}"
        [quantity, *_] = quantities_of("d", text)
        counted += 1

        assert quantity.bound == QUALIFIERS[qualifier], text
        assert text[quantity.start : quantity.end].startswith(f"{qualifier} {row[low]}")

    assert counted >= 5


@needs_shared
def test_the_claims_of_the_case_hold_the_numbers_that_their_columns_give():
    missed = []

    for row in rows("claims.csv"):
        if not row["value_low"] or not row["value_high"]:
            continue
        wanted = {float(row["value_low"]), float(row["value_high"])}
        if "billion" in row["unit"]:
            wanted = {value * 1e9 for value in wanted}
        found = quantities_of("d", row["claim"])
        values = {v for q in found for v in (q.value, q.low, q.high)}
        if not wanted <= values:
            missed.append(row["claim_id"])

    # These give a range of two sources, a number whose unit stands before another, a
    # sum, and "a few hundred".
    assert missed == ["C009", "C044", "C050", "C093"]
