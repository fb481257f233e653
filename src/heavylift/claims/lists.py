"""Claims and documents from lists of people: CSV with named columns.

Three forms are told apart by their columns. Counts have ``period_start`` and
``qty_low``; claims have ``claim`` and ``value_low``; documents have ``doc_id`` and
``derived_from``. Every row becomes a proposal, and a row that cannot is refused under a
reason.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

import msgspec

from heavylift.claims.counts import Count, count_of
from heavylift.claims.periods import parse_period
from heavylift.claims.records import Assertion, Listed, Polarity, Topic, id_of
from heavylift.claims.topics import topic_of
from heavylift.claims.units import rate_of, unit_of
from heavylift.errors import ClaimError, MissingInput

Row = Mapping[str, str]

#: What a list of claims calls a denial, and an answer that is none.
_DENIALS: Final = ("denial", "denies", "refutation")
_SILENCES: Final = ("non-denial", "no comment", "no_comment")

#: No row of a list is longer; a file that is no list may have no line ends at all.
_LONGEST_FIELD: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """What a list holds.

    Attributes:
        form: ``counts``, ``claims`` or ``documents``.
        entries: Its rows, in order.
        refused: Rows that could not be entered, by reason.
        examples: The first line refused for each reason.
    """

    form: str
    entries: tuple[Assertion | Listed, ...]
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


def read_list(path: Path) -> ReadList:
    """Read a list of counts, claims or documents.

    Raises:
        MissingInput: The file is not there.
        ClaimError: It is no CSV, or none of the three.
    """
    if not path.is_file():
        raise MissingInput(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            csv.field_size_limit(_LONGEST_FIELD)
            reader = csv.DictReader(file)
            names = {name.strip() for name in reader.fieldnames or ()}
            form, make = _form(names, path)
            entries: list[Assertion | Listed] = []
            refused: Counter[str] = Counter()
            examples: dict[str, str] = {}
            for row in reader:
                made = make(_clean(row), path.name)
                if isinstance(made, str):
                    refused[made] += 1
                    examples.setdefault(made, f"line {reader.line_num}")
                else:
                    entries.append(made)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ClaimError(
            f"{path}: cannot be read as a list ({error})",
            help="give a CSV file in UTF-8 with names in its first line",
        ) from error
    return ReadList(
        form=form, entries=tuple(entries), refused=refused, examples=examples
    )


_Make = Callable[[Row, str], Assertion | Listed | str]


def _form(names: set[str], path: Path) -> tuple[str, _Make]:
    if {"claim", "value_low"} <= names:
        return "claims", _claim
    if {"period_start", "qty_low", "unit"} <= names:
        return "counts", _counted
    if {"doc_id", "derived_from"} <= names:
        return "documents", _document
    raise ClaimError(
        f"{path}: no list of claims, counts or documents; its columns are "
        f"{', '.join(sorted(names)) or 'none'}",
        help="counts need period_start, qty_low and unit; claims need claim and "
        "value_low; documents need doc_id and derived_from",
    )


def _clean(row: Mapping[str | None, str | list[str] | None]) -> Row:
    return {
        name.strip(): value.strip()
        for name, value in row.items()
        if name is not None and isinstance(value, str)
    }


def _document(row: Row, file: str) -> Listed | str:
    if not row["doc_id"]:
        return "a document without a name"
    return Listed(
        id=row["doc_id"],
        title=row.get("title", ""),
        outlet=row.get("outlet", ""),
        date=row.get("date", ""),
        url=row.get("url", ""),
        language=row.get("language", ""),
        form=row.get("form", "") or row.get("kind", ""),
        derived_from=row["derived_from"],
        note=row.get("note", ""),
        rule=f"listed in {file}",
    )


def _counted(row: Row, file: str) -> Assertion | str:
    words = row.get("qualifier", "")
    count = _count(row["qty_low"], row.get("qty_high", ""), words)
    if isinstance(count, str):
        return count
    unit = unit_of(row["unit"])
    if count is None or unit is None:
        return "a count without number, word or unit"
    subject = row.get("subject", "")
    of = f" of {subject}" if subject else ""
    text = row.get("text", "") or f"{count} {row['unit']}{of}"
    return _named(
        Assertion(
            id=row.get("agg_id", "") or row.get("id", ""),
            text=text,
            topic=_topic(row) or topic_of(text, unit),
            subject=subject,
            origin=row.get("origin", ""),
            destination=row.get("destination", ""),
            period=parse_period(row["period_start"], row.get("period_end", "")),
            count=count,
            unit=unit,
            unit_words=row["unit"],
            rate_per=rate_of(f"{row['unit']} {words}"),
            basis=row.get("data_basis", ""),
            date=row.get("date_of_statement", ""),
            note=row.get("notes", ""),
            rule=f"listed in {file}",
        ),
        row,
    )


def _claim(row: Row, file: str) -> Assertion | str:
    if not row["claim"]:
        return "a claim without words"
    words = row.get("qualifier", "")
    count = _count(row["value_low"], row.get("value_high", ""), words)
    if isinstance(count, str):
        return count
    unit = unit_of(row.get("unit", ""))
    if unit is None and count is not None and not count.is_open:
        return "a count without unit"
    key = row.get("quantity_key", "")
    kind = row.get("claim_type", "").casefold()
    polarity: Polarity = "denies" if kind in _DENIALS else "asserts"
    polarity = "no_comment" if kind in _SILENCES else polarity
    return _named(
        Assertion(
            id=row.get("claim_id", "") or row.get("id", ""),
            text=row["claim"],
            topic=_topic(row) or topic_of(row["claim"], unit, key),
            polarity=polarity,
            subject=row.get("subject", ""),
            origin=row.get("origin", ""),
            destination=row.get("destination", ""),
            period=parse_period(row.get("date_about", "")),
            count=count,
            unit=unit,
            unit_words=row.get("unit", ""),
            rate_per=rate_of(words),
            key=key,
            date=row.get("date_of_statement", ""),
            disputes=_names(row.get("disputed_by", "")),
            disputed=row.get("disputed_by", ""),
            note=row.get("notes", ""),
            rule=f"listed in {file}",
        ),
        row,
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _topic(row: Row) -> Topic | None:
    said = row.get("topic", "")
    return next((topic for topic in _TOPICS if topic == said), None)


_TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)


#: Names of entries in a remark: "C006 gives about 12".
_NAME: Final = re.compile(r"\b[A-Z]\d{3,}\b")


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_NAME.findall(text)))


def _count(low: str, high: str, words: str) -> Count | str | None:
    try:
        numbers = [float(n.replace(",", "")) if n else None for n in (low, high)]
    except ValueError:
        return "a number that is none"
    if any(n is not None and not 0 <= n < 1e15 for n in numbers):
        return "a number that is none"
    first, last = numbers
    if first is not None and last is not None and last < first:
        return "a range whose end is below its beginning"
    return count_of(first, last, words)


def _named(assertion: Assertion, row: Row) -> Assertion:
    """Add who said it and where; give it a name when the list has none."""
    whole: Assertion = msgspec.structs.replace(
        assertion,
        speaker=row.get("speaker", ""),
        role=row.get("speaker_role", ""),
        side=row.get("speaker_side", ""),
        outlet=row.get("medium", "") or row.get("outlet", ""),
        doc=row.get("doc_id", ""),
        url=row.get("url", ""),
        operators=_split(row.get("operators", "")),
        types=_split(row.get("types", "")),
    )
    return whole if whole.id else msgspec.structs.replace(whole, id=id_of(whole))
