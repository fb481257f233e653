"""Documents as JSON lines."""

import io

import pytest

from builders.documents import json_lines
from heavylift.documents.lines import EMPTY, NO_DATE, NO_JSON, lines_of


def read(raw):
    return list(lines_of(io.BytesIO(raw)))


@pytest.mark.parametrize("packed", [True, False])
def test_each_line_is_a_document(packed):
    raw = json_lines(
        {"doc": "a", "published": "2023-10-05", "text": "Six.\r\n"},
        {"doc": "b", "published": None, "text": "Two.", "more": 1},
        packed=packed,
    )

    first, second = read(raw)

    assert (first.line.doc, first.line.text) == ("a", "Six.\r\n")
    assert (second.line.doc, second.line.published) == ("b", None)
    assert (
        first.raw
        == json_lines({"doc": "a", "published": "2023-10-05", "text": "Six.\r\n"})[:-1]
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", NO_JSON),
        (b'{"doc": "a"}', NO_JSON),
        (b'{"text": 5}', NO_JSON),
        (b'{"text": "' + b"\xff" + b'"}', NO_JSON),
        (b'{"text": "\\ud800"}', NO_JSON),
        (b'{"text": ' * 100_000, NO_JSON),
        (b'{"text": " "}', EMPTY),
        (b'{"text": "a", "published": "5 May"}', NO_DATE),
    ],
)
def test_a_line_that_is_none_costs_itself_alone(line, reason):
    good = json_lines({"text": "a"})

    found = read(good + line + b"\n\n" + good)

    assert [one.reason for one in found] == ["", reason, ""]
    assert [one.number for one in found] == [1, 2, 4]


def test_lines_that_break_off_are_told():
    raw = json_lines(*({"text": f"text {n}"} for n in range(1000)), packed=True)

    found = read(raw[:-30])

    assert found[0].line.text == "text 0"
    assert "breaks off" in found[-1].reason
