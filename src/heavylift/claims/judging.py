"""Judgements and withdrawals that people give, checked before they are entered."""

from __future__ import annotations

from typing import Final, get_args

from heavylift.claims.book import Book
from heavylift.claims.periods import parse_period
from heavylift.claims.records import Decision, Judgement, Topic, Withdrawal
from heavylift.claims.units import unit_of
from heavylift.errors import ClaimError

#: Decisions about several assertions at once, and how many there are at least.
_SEVERAL: Final[dict[Decision, int]] = {
    "same_claim": 2, "different_claim": 2, "copy_of": 2, "no_copy": 2,
    "supersedes": 2, "denies": 2,
}  # fmt: skip


def checked(judgement: Judgement, book: Book) -> Judgement:
    """Refuse a judgement that cannot be.

    Raises:
        ClaimError: It names nobody, no reason, nothing that is in the ledger, too few
            entries, or a value that is none.
    """
    _signed(judgement.by, judgement.reason, "judgement")
    known = set(book.assertions)
    if judgement.decision in ("copy_of", "no_copy"):
        known |= set(book.documents)
    missing = [name for name in judgement.of if name not in known]
    if missing:
        raise ClaimError(
            f"nothing in the ledger is called {', '.join(missing)}",
            help="names are in the first column of: heavylift claims CASE.toml",
        )
    least = _SEVERAL.get(judgement.decision, 1)
    if len(set(judgement.of)) < least:
        raise ClaimError(
            f"{judgement.decision} is a judgement of {least} entries or more, and "
            f"{len(set(judgement.of))} is named",
            help="name each of them once",
        )
    _check_value(judgement)
    return judgement


def checked_withdrawal(withdrawal: Withdrawal, book: Book) -> Withdrawal:
    """Refuse a withdrawal that cannot be.

    Raises:
        ClaimError: It names nobody, no reason, or nothing that still counts.
    """
    _signed(withdrawal.by, withdrawal.reason, "withdrawal")
    judgements = {f"entry {j.entry}" for j in book.judgements if not j.withdrawn}
    known = {*book.entered} - {*book.withdrawn}
    if withdrawal.of not in known | judgements:
        raise ClaimError(
            f"nothing that counts in the ledger is called {withdrawal.of}",
            help="give the name of an assertion or a document, or 'entry 12' for a "
            "judgement; heavylift claims show CASE.toml lists them",
        )
    return withdrawal


def _signed(by: str, reason: str, what: str) -> None:
    if not by.strip() or not reason.strip():
        raise ClaimError(
            f"a {what} without {'a name' if not by.strip() else 'a reason'}",
            help="say who decides and why: --by NAME --reason TEXT; both are printed",
        )


def _check_value(judgement: Judgement) -> None:
    value = judgement.value
    if judgement.decision == "unit" and unit_of(value) in (None, "other"):
        raise ClaimError(
            f"'{value}' is no unit",
            help="give landing, take-off, leg, rotation, flight, aircraft, person, "
            "share, area, money or duration",
        )
    if judgement.decision == "topic" and value not in get_args(Topic):
        raise ClaimError(
            f"'{value}' is no topic", help=f"give {', '.join(get_args(Topic))}"
        )
    if judgement.decision == "period" and parse_period(value).widest is None:
        raise ClaimError(
            f"'{value}' is no period",
            help="write its first and last day: 2023-09-01/2023-09-17",
        )
