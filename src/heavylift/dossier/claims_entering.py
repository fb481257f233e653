"""Enter claims in the ledger of a case: from lists, from read statements, by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

import msgspec

from heavylift.claims.book import read_book
from heavylift.claims.counts import Count, count_of
from heavylift.claims.from_statements import assertions_of
from heavylift.claims.lists import read_list
from heavylift.claims.periods import parse_period
from heavylift.claims.records import (
    Assertion,
    Content,
    Decision,
    Judgement,
    Listed,
    Topic,
    id_of,
)
from heavylift.claims.stored import stored_documents
from heavylift.claims.topics import topic_of
from heavylift.claims.units import rate_of, unit_of
from heavylift.dossier.case import Case
from heavylift.dossier.claims import ledger_of
from heavylift.errors import ClaimError, MissingInput
from heavylift.ledger import Ledger
from heavylift.statements.records import Record, decode

#: Counted where an entry of the same name says something else.
SAME_NAME: Final = "another entry of this name says something else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a list.

    Attributes:
        form: What it is a list of.
        entered: Rows that were entered.
        known: Rows that were in the ledger already.
        refused: Rows that were not, by reason.
        examples: The first for each reason.
    """

    form: str
    entered: int
    known: int
    refused: Counter[str] = field(default_factory=Counter)
    examples: Mapping[str, str] = field(default_factory=dict)


def import_list(case: Case, path: Path) -> Imported:
    """Enter a list of claims, counts, documents or read statements.

    Raises:
        MissingInput: The file is not there.
        ClaimError: It is no such list.
        LedgerError: The ledger was changed, or another program holds it.
    """
    refused: Counter[str] = Counter()
    examples: dict[str, str] = {}
    entries: Sequence[Assertion | Listed]
    if path.suffix == ".jsonl":
        form, entries = "statements", _statements(case, path)
    else:
        read = read_list(path)
        form, entries = read.form, read.entries
        refused, examples = read.refused.copy(), dict(read.examples)
    known = refused_names = 0
    fresh: list[Assertion | Listed] = []
    held = _held(case)
    for entry in entries:
        before = held.get(entry.id)
        if before is None:
            held[entry.id] = entry
            fresh.append(entry)
        elif _alike(before, entry):
            known += 1
        else:
            refused_names += 1
            examples.setdefault(SAME_NAME, entry.id)
    if refused_names:
        refused[SAME_NAME] += refused_names
    Ledger.open(ledger_of(case)).extend(fresh)
    return Imported(
        form=form,
        entered=len(fresh),
        known=known,
        refused=refused,
        examples=examples,
    )


def enter(case: Case, entries: Iterable[Assertion | Listed]) -> list[bool]:
    """Enter assertions; what is in the ledger already is not entered again.

    Returns:
        Whether each was entered.

    Raises:
        ClaimError: Another entry of the name says something else.
    """
    held = _held(case)
    done = []
    for entry in entries:
        before = held.get(entry.id)
        if before is not None and not _alike(before, entry):
            raise ClaimError(
                f"{entry.id}: {SAME_NAME}",
                help="give it another name, or withdraw the other one",
            )
        if before is None:
            Ledger.open(ledger_of(case)).append(entry)
            held[entry.id] = entry
        done.append(before is None)
    return done


def append(case: Case, content: Content) -> int:
    """Enter a judgement or a withdrawal; the number of its entry."""
    return Ledger.open(ledger_of(case)).append(content).sequence


def made_by_hand(said: Mapping[str, object]) -> Assertion:
    """Make an assertion of what a person gives.

    Args:
        said: ``text``, ``count`` and so on, as the options of ``claims add``.

    Raises:
        ClaimError: A count without unit, an unknown topic or period.
    """
    given = {k: v for k, v in said.items() if isinstance(v, str)}
    count = _count(given.get("count", ""), given["words"])
    unit = unit_of(given["unit"])
    if count is not None and unit is None:
        raise ClaimError(
            f"{given['count']} of what?", help="say what is counted: --unit landings"
        )
    period = parse_period(given["period"])
    if given["period"] and period.widest is None:
        raise ClaimError(
            f"'{given['period']}' is no period",
            help="write its first and last day: 2023-09-01/2023-09-17",
        )
    topic = given["topic"]
    if topic and topic not in get_args(Topic):
        raise ClaimError(
            f"'{topic}' is no topic", help=f"give {', '.join(get_args(Topic))}"
        )
    own = Assertion(
        id="",
        text=given["text"],
        topic=next(
            (t for t in get_args(Topic) if t == topic), topic_of(given["text"], unit)
        ),
        polarity="denies" if said.get("denies") else "asserts",
        subject=given["subject"],
        origin=given["origin"],
        destination=given["destination"],
        period=period,
        count=count,
        unit=unit,
        unit_words=given["unit"],
        rate_per=rate_of(f"{given['unit']} {given['words']}"),
        speaker=given["speaker"],
        role=given["role"],
        side=given["side"],
        outlet=given["outlet"],
        date=given["said_on"],
        doc=given["doc"],
        url=given["url"],
        operators=_texts(said.get("operators")),
        types=_texts(said.get("types")),
        rule="by hand",
        by=given["by"],
    )
    return msgspec.structs.replace(own, id=id_of(own))


def judgement_of(
    names: Sequence[str], chosen: Mapping[str, object], by: str, reason: str
) -> Judgement:
    """Make a judgement of the options of ``claims judge``.

    Raises:
        ClaimError: No decision is given, or several.
    """
    given = [(name, value) for name, value in chosen.items() if value]
    if len(given) != 1:
        raise ClaimError(
            f"{len(given)} decisions are given",
            help="give one: --same, --different, --copy-of, --no-copy-of, "
            "--supersedes, --denies, --unit, --topic or --period",
        )
    option, value = given[0]
    text = value if isinstance(value, str) else ""
    names_of = (*names, text) if option in _OF_TWO else tuple(names)
    return Judgement(
        decision=_DECISIONS[option],
        of=names_of,
        value="" if option in _OF_TWO else text,
        by=by,
        reason=reason,
    )


_DECISIONS: Final[dict[str, Decision]] = {
    "same": "same_claim",
    "different": "different_claim",
    "copy_of": "copy_of",
    "no_copy_of": "no_copy",
    "supersedes": "supersedes",
    "denies": "denies",
    "unit": "unit",
    "topic": "topic",
    "period": "period",
}

#: Decisions whose option names the other entry.
_OF_TWO: Final = ("copy_of", "no_copy_of", "supersedes", "denies")


def _held(case: Case) -> dict[str, Assertion | Listed]:
    """What is in the ledger, withdrawn entries among it: their names are taken."""
    book = read_book(Ledger.open(ledger_of(case)))
    return {**book.withdrawn_documents, **book.documents, **book.proposed}


def _alike(before: Assertion | Listed, entry: Assertion | Listed) -> bool:
    """Whether two say the same, by whatever list they came."""
    return msgspec.structs.replace(before, rule="") == msgspec.structs.replace(
        entry, rule=""
    )


def _statements(case: Case, path: Path) -> list[Assertion]:
    if not path.is_file():
        raise MissingInput(path)
    records: dict[str, list[Record]] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            record = decode(line)
        except msgspec.DecodeError as error:
            raise ClaimError(
                f"{path}: line {number} is no statement ({error})",
                help="give what heavylift statements wrote",
            ) from error
        records.setdefault(record.doc, []).append(record)
    listed, texts = stored_documents(case.path)
    missing = sorted(set(records) - set(texts))
    if missing:
        raise ClaimError(
            f"{path}: the texts of {', '.join(missing[:5])} are not stored with the "
            "case",
            help=f"add the documents to {case.path.name} first",
        )
    return [
        assertion
        for doc, own in records.items()
        for assertion in assertions_of(own, texts[doc], listed[doc])
    ]


def _count(text: str, words: str) -> Count | None:
    """Read a number, or two with a stroke between: 92-100."""
    if not text:
        return count_of(None, None, words)
    low, stroke, high = text.replace(",", "").partition("-")
    try:
        numbers = float(low), float(high if stroke else low)
    except ValueError:
        raise ClaimError(
            f"'{text}' is no number", help="write 6, or 92-100 for a range"
        ) from None
    return count_of(*numbers, words)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()
