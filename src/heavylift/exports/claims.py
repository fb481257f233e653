"""Claims as files: a row an assertion for spreadsheets, an object a claim in JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import Final

import msgspec

from heavylift.claims.claimed import Claimed
from heavylift.claims.grouping import Claim
from heavylift.claims.records import Assertion
from heavylift.exports.flights import FORMULA

#: Columns of the table, in order, with what they hold.
COLUMNS: Final[dict[str, str]] = {
    "claim": "name of the claim that the assertion belongs to: that of its earliest",
    "assertion": "name of the assertion",
    "topic": "what it is about",
    "text": "what is said",
    "polarity": "asserts, denies or no_comment",
    "count": "how many, with its bound, as printed",
    "count_low": "smallest number that this allows; empty without one",
    "count_high": "largest number that this allows; empty without one",
    "unit": "what is counted",
    "unit_words": "the unit as written",
    "subject": "who or what did it, or was counted",
    "origin": "place that flights left, as written",
    "destination": "place that they reached, as written",
    "start": "first day of the period; of a vague one the earliest that it may be",
    "end": "first day after the period (half-open); of a vague one the latest",
    "period": "the period in words",
    "speaker": "who said it; a pronoun stays one",
    "proposed": "whom a pronoun or short name probably means; a proposal",
    "role": "what the speaker is",
    "side": "of which side, as entered or by the lists of the case",
    "outlet": "who printed it",
    "date": "when it was said or printed, as far as known",
    "basis": "what the source says that it rests on",
    "document": "the document that it stands in",
    "url": "its address",
    "quotation": "its words, where they were read in a stored document",
    "spans": "the characters of these words in the stored text, half-open",
    "original": "the document, or assertion, that it goes back to",
    "copy": "why it is a copy; empty for an original",
    "why_here": "why it belongs to the claim; empty for the earliest",
    "relations": "how it stands to others of its claim",
    "links": "how it stands to other claims",
    "verdict": "what flights say to it, in fixed words; empty when not compared",
    "verdict_reason": "why, with the numbers",
    "conditions": "what was taken for granted to compare",
    "seen_low": "established flights, in the unit compared",
    "seen_high": "those, and those that may belong",
    "exposure": "share of what flew that could have been seen, at most",
    "may_have_flown": "how many may have flown at most; empty for no bound",
    "days_covered": "share of the days of the period that lie within the data",
    "judgements": "what persons decided of it, with names and reasons",
    "rule": "how it came into the ledger",
    "entry": "number of its entry in the ledger",
}


def claims_rows(claimed: Claimed) -> list[dict[str, object]]:
    """Give one row an assertion, in the order of claims, columns as in ``COLUMNS``."""
    return [
        _row(claimed, claim, member.assertion, member.why)
        for claim in claimed.claims
        for member in claim.members
    ]


def claims_csv(claimed: Claimed) -> str:
    """Write the table as CSV; no cell is taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in claims_rows(claimed):
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def claims_json(claimed: Claimed) -> str:
    """Write claims with their assertions, relations, links and judgements as JSON."""
    rows = {str(row["assertion"]): row for row in claims_rows(claimed)}
    told = {
        "ledger": {
            "file": claimed.ledger,
            "entries": claimed.entries,
            "head": claimed.head,
            "torn_bytes": claimed.torn,
            "entries_of_other_kinds": dict(claimed.book.others),
        },
        "claims": [
            {
                "claim": claim.id,
                "originals": claimed.originals(claim),
                "assertions": [rows[a.id] for a in claim.assertions],
                "relations": [msgspec.to_builtins(r) for r in claim.relations],
                "links": [msgspec.to_builtins(k) for k in claimed.links_of(claim)],
            }
            for claim in claimed.claims
        ],
        "documents": [
            {
                **msgspec.to_builtins(document),
                "original": claimed.lineage.original(name),
                "copy": claimed.lineage.why(name),
            }
            for name, document in claimed.book.documents.items()
        ],
        "judgements": [msgspec.to_builtins(j) for j in claimed.book.judgements],
        "withdrawn": [msgspec.to_builtins(w) for w in claimed.book.withdrawn.values()],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _row(claimed: Claimed, claim: Claim, own: Assertion, why: str) -> dict[str, object]:
    count = own.count
    return {
        "claim": claim.id,
        "assertion": own.id,
        "topic": own.topic,
        "text": own.text,
        "polarity": own.polarity,
        "count": None if count is None else str(count),
        "count_low": None if count is None else count.low,
        "count_high": None if count is None else count.high,
        "unit": own.unit,
        "unit_words": own.unit_words,
        "subject": own.subject,
        "origin": own.origin,
        "destination": own.destination,
        "start": own.period.start.isoformat() if own.period.start else None,
        "end": own.period.end.isoformat() if own.period.end else None,
        "period": str(own.period),
        "speaker": own.speaker,
        "proposed": own.proposed,
        "role": own.role,
        "side": claimed.side_of(own),
        "outlet": claimed.outlet_of(own),
        "date": claimed.date_of(own),
        "basis": own.basis,
        "document": own.doc,
        "url": own.url,
        "quotation": own.quotation,
        "spans": " ".join(f"{a}-{b}" for a, b in own.spans),
        "original": claimed.lineage.original(own.id),
        "copy": claimed.lineage.why(own.id),
        "why_here": why,
        **_told(claimed, claim, own),
        **_beside(claimed, own),
        "rule": own.rule,
        "entry": claimed.book.entered.get(own.id),
    }


def _told(claimed: Claimed, claim: Claim, own: Assertion) -> dict[str, object]:
    """How it stands to others, and what persons decided of it, in words."""
    return {
        "relations": "; ".join(
            f"{r.a} {r.kind} {r.b}: {r.reason}"
            for r in claim.relations
            if own.id in (r.a, r.b)
        ),
        "links": "; ".join(
            f"{k.kind} {', '.join(k.to)}: {k.reason}"
            for k in claimed.links
            if k.of == own.id
        ),
        "judgements": "; ".join(
            f"{j.judgement.decision} {j.judgement.value or ', '.join(j.judgement.of)} "
            f"({j.judgement.by}: {j.judgement.reason})"
            + (" withdrawn" if j.withdrawn else "")
            for j in claimed.judgements_of(own.id)
        ),
    }


def _beside(claimed: Claimed, own: Assertion) -> dict[str, object]:
    beside = claimed.beside.get(own.id)
    low, high = beside.seen if beside and beside.seen else (None, None)
    return {
        "verdict": beside.words if beside else "",
        "verdict_reason": beside.reason if beside else "",
        "conditions": "; ".join(beside.conditions) if beside else "",
        "seen_low": low,
        "seen_high": high,
        "exposure": _rounded(beside.exposure) if beside else None,
        "may_have_flown": beside.most if beside else None,
        "days_covered": _rounded(beside.covered) if beside else None,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA):
        return "'" + value
    return value
