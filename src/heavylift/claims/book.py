"""What stands in a ledger once judgements and withdrawals are taken into account.

Nothing is deleted: what was withdrawn is left out of every count, and still read, so
that copies of it are known as copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from heavylift.claims.periods import parse_period
from heavylift.claims.records import (
    KINDS,
    Assertion,
    Content,
    Judgement,
    Listed,
    Withdrawal,
)
from heavylift.claims.units import unit_of
from heavylift.errors import ClaimError
from heavylift.ledger import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement with where it stands.

    Attributes:
        entry: Number of its entry.
        time: When it was entered.
        judgement: What was decided.
        withdrawn: Why it no longer counts; empty when it does.
    """

    entry: int
    time: str
    judgement: Judgement
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a ledger says.

    Attributes:
        assertions: Those that count, by name, as last judged; in the order of entries.
        documents: Documents that count, by name.
        withdrawn: Withdrawn assertions and documents, by name, with why.
        withdrawn_documents: Those documents: what comes of them still does.
        judgements: All judgements, in order.
        entered: Number of the entry of each assertion and document.
        proposed: By name what each assertion said before anybody judged it.
        others: Entries of other layers, by kind.
    """

    assertions: Mapping[str, Assertion]
    documents: Mapping[str, Listed]
    withdrawn: Mapping[str, Withdrawal]
    withdrawn_documents: Mapping[str, Listed]
    judgements: tuple[Judged, ...]
    entered: Mapping[str, int]
    proposed: Mapping[str, Assertion]
    others: Mapping[str, int]

    @property
    def decided(self) -> tuple[Judgement, ...]:
        """Judgements that count, in order."""
        return tuple(j.judgement for j in self.judgements if not j.withdrawn)


def read_book(entries: Iterable[Entry]) -> Book:
    """Read a ledger.

    Args:
        entries: Its entries, first to last.

    Raises:
        ClaimError: An entry is of this layer and cannot be read.
    """
    proposed: dict[str, Assertion] = {}
    documents: dict[str, Listed] = {}
    withdrawals: dict[str, Withdrawal] = {}
    judged: list[tuple[int, str, Judgement]] = []
    entered: dict[str, int] = {}
    others: Counter[str] = Counter()
    for entry in entries:
        content = content_of(entry)
        match content:
            case None:
                others[str(entry.content.get("kind", "without a kind"))] += 1
            case Assertion():
                proposed[content.id] = content
                entered[content.id] = entry.sequence
            case Listed():
                documents[content.id] = content
                entered[content.id] = entry.sequence
            case Judgement():
                judged.append((entry.sequence, entry.time, content))
            case Withdrawal():
                withdrawals[content.of] = content
    judgements = tuple(
        Judged(
            entry=number,
            time=time,
            judgement=judgement,
            withdrawn=withdrawals[name].reason
            if (name := f"entry {number}") in withdrawals
            else "",
        )
        for number, time, judgement in judged
    )
    standing = {name: a for name, a in proposed.items() if name not in withdrawals}
    for one in judgements:
        if not one.withdrawn:
            _apply(one.judgement, standing)
    return Book(
        assertions=standing,
        documents={n: d for n, d in documents.items() if n not in withdrawals},
        withdrawn={n: w for n, w in withdrawals.items() if n in entered},
        withdrawn_documents={n: d for n, d in documents.items() if n in withdrawals},
        judgements=judgements,
        entered=entered,
        proposed=proposed,
        others=dict(others),
    )


_DECODABLE: Final = Assertion | Listed | Judgement | Withdrawal


def content_of(entry: Entry) -> Content | None:
    """Read an entry of this layer; ``None`` for one of another.

    Raises:
        ClaimError: It is of this layer and cannot be read.
    """
    if entry.content.get("kind") not in KINDS:
        return None
    try:
        content: Content = msgspec.convert(entry.content, _DECODABLE)
    except msgspec.ValidationError as error:
        raise ClaimError(
            f"entry {entry.sequence} of the ledger cannot be read as what it says it "
            f"is ({error})",
            help="it was written by a newer version of heavylift; use that one",
        ) from error
    return content


def _apply(judgement: Judgement, standing: dict[str, Assertion]) -> None:
    """Change what an assertion counts as; what it says stays in its entry."""
    replace = msgspec.structs.replace
    for name in judgement.of:
        own = standing.get(name)
        if own is None:
            continue
        match judgement.decision:
            case "unit":
                standing[name] = replace(own, unit=unit_of(judgement.value))
            case "topic":
                topic = judgement.value
                standing[name] = replace(own, topic=topic)
            case "period":
                standing[name] = replace(own, period=parse_period(judgement.value))
            case "supersedes":
                # The first replaces all that follow.
                if name != judgement.of[0]:
                    del standing[name]
            case _:
                pass
