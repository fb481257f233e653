"""What annotators say of the times of a text, as days, and when an answer is right.

Two corpora are read: the dates of GUM (values of TEI: ``2013-09``, ``--10``,
``2013-09-15/2013-09-30`` with inclusive ends, ``None/2006-05-28``) and the TIMEX
values of AQUAINT (``1998-10-XX``, ``2000-W13``, ``1998-FA``, ``199X``, ``P2D``,
``PRESENT_REF``, ``2000-03-29TEV``).

An annotated time is *dated* when its value is a day or a range of days with the year
written. Those are compared as half-open days; a part of a day counts as its day, a
moment as its minute. All others (lengths, sets, the present and the future, months
and days of no year, what is mistyped) are compared as they are written.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.statements.times import spans


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated time.

    Attributes:
        start: First character.
        end: One past the last.
        value: As annotated.
        first: First day or moment; ``None`` when open or not dated.
        last: One past the last day; ``None`` when open or not dated.
        dated: Whether its days are known.
    """

    start: int
    end: int
    value: str
    first: str | None
    last: str | None
    dated: bool


@dataclass(frozen=True, slots=True)
class Document:
    """An annotated text."""

    name: str
    text: str
    published: PartialDate
    golds: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program says: characters, days as in ``Time``, and a value."""

    start: int
    end: int
    first: str | None
    last: str | None
    value: str
    kind: str = ""


def documents(path: Path) -> Iterator[Document]:
    """Read a corpus."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line)
            golds = tuple(
                gold(each["start"], each["end"], each["value"]) for each in row["times"]
            )
            yield Document(
                row["doc"], row["text"], parse_partial(row["published"]), golds
            )


def gold(start: int, end: int, value: str) -> Gold:
    """Read an annotated value."""
    sides = value.split("/")
    try:
        first = None if sides[0] == "None" else _days(sides[0])[0]
        last = None if sides[-1] == "None" else _days(sides[-1])[1]
    except (ValueError, KeyError):
        return Gold(start, end, value, None, None, False)
    return Gold(start, end, value, first, last, True)


_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "AU": 23, "WI": 24}


def _days(value: str) -> tuple[str, str]:
    """Give first and one past the last of a value.

    Raises:
        ValueError: It is not dated.
    """
    value = re.sub(r"(?:-XX)+$", "", value)
    value = re.sub(r"T(?:EV|NI|MO|AF|MI)$", "", value)
    if week := re.fullmatch(r"(\d{4})-W(\d{1,2})", value):
        return _of(
            spans.week_of(dt.date.fromisocalendar(int(week[1]), int(week[2]), 1))
        )
    if season := re.fullmatch(r"(\d{4})-([A-Z]{2})", value):
        return _of(spans.season_of(int(season[1]), _SEASONS[season[2]]))
    if re.fullmatch(r"\d{3}X", value):
        return _of(spans.decade_of(int(value[:3]) * 10))
    if moment := re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?", value):
        return f"{moment[1]}T{moment[2]}", ""
    if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value):
        days = parse_partial(value).span
        if days is not None:
            return str(days[0]), str(days[1])
    raise ValueError(value)


def _of(stretch: spans.Stretch) -> tuple[str, str]:
    return str(stretch.first), str(stretch.end)


def overlap(one: Gold, two: Answer) -> float:
    """Give how much of both together both share."""
    shared = min(one.end, two.end) - max(one.start, two.start)
    return shared / (max(one.end, two.end) - min(one.start, two.start))


def is_right(one: Gold, answer: Answer, *, days_only: bool = True) -> bool:
    """Whether an answer says what the annotator said."""
    if not one.dated:
        return one.value == answer.value
    if one.first is not None and "T" in one.first:
        return answer.first == one.first
    if (one.first, one.last) == (answer.first, answer.last):
        return True
    return not days_only and one.value == answer.value


@dataclass(slots=True)
class Score:
    """Counts of one corpus.

    Attributes:
        golds: Annotated times.
        dated: Of these, dated.
        right: Annotated times that some overlapping answer has right.
        right_dated: The same of the dated ones.
        right_half: The same, of answers that share at least half of the characters.
        by_value: Like ``right``, where the same value as written is right too.
        found: Annotated times that some answer overlaps.
        answers: Answers, lengths and sets left out.
        spurious: Of these, without an annotated time.
        lengths: Lengths and sets.
        spurious_lengths: Of these, without an annotated time.
    """

    golds: int = 0
    dated: int = 0
    right: int = 0
    right_dated: int = 0
    right_half: int = 0
    right_half_dated: int = 0
    best: int = 0
    by_value: int = 0
    found: int = 0
    answers: int = 0
    spurious: int = 0
    lengths: int = 0
    spurious_lengths: int = 0

    def add(self, golds: Sequence[Gold], answers: Sequence[Answer]) -> None:
        """Count a document."""
        for one in golds:
            near = [each for each in answers if overlap(one, each) > 0]
            half = [each for each in near if overlap(one, each) >= 0.5]
            right = any(is_right(one, each) for each in near)
            right_half = any(is_right(one, each) for each in half)
            self.golds += 1
            self.dated += one.dated
            self.right += right
            self.right_dated += right and one.dated
            self.right_half += right_half
            self.right_half_dated += right_half and one.dated
            self.found += bool(near)
            self.best += bool(near) and is_right(
                one, max(near, key=lambda each: overlap(one, each))
            )
            self.by_value += any(is_right(one, each, days_only=False) for each in near)
        for each in answers:
            spurious = not any(overlap(one, each) > 0 for one in golds)
            if each.kind in ("duration", "set"):
                self.lengths += 1
                self.spurious_lengths += spurious
            else:
                self.answers += 1
                self.spurious += spurious
