"""Claims of a case: read from its ledger, and put beside the flights of its run."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from heavylift.aircraft.registry import EMPTY, Registry
from heavylift.claims.book import Book, read_book
from heavylift.claims.claimed import Claimed, work_out
from heavylift.claims.periods import Period
from heavylift.claims.printed_checks import printed_checks
from heavylift.claims.records import Assertion
from heavylift.claims.routes import Route
from heavylift.claims.seen import MARGIN_DAYS, Data, Seen, look
from heavylift.claims.stored import stored_documents
from heavylift.claims.topics import why_not_testable
from heavylift.claims.verdicts import Beside, Verdict, judge
from heavylift.corridors.asking import Asked, criteria_of
from heavylift.corridors.criteria import ANY, Criteria
from heavylift.dossier.case import Case, read_case
from heavylift.dossier.run import Run
from heavylift.errors import CriteriaError, LedgerError, MissingInput
from heavylift.exports.claims import claims_csv, claims_json
from heavylift.files import replacing
from heavylift.ledger import Ledger
from heavylift.reference.airfields import airfields_with
from heavylift.reference.places import parse_place
from heavylift.reference.strip_files import read_strips

#: Name of the ledger in the folder of evidence.
LEDGER: Final = "ledger.jsonl"

#: Said of each verdict in a case whose flights are made up: it proves nothing.
MADE_UP: Final = (
    "The flights are a reconstruction made from these very reports: this shows the way "
    "to compare, not a fact."
)


def ledger_of(case: Case) -> Path:
    """Where the ledger of a case is, or would be."""
    return case.evidence / LEDGER


def claims_of(case: Case) -> Claimed | None:
    """Read the claims of a case, without its flights.

    Returns:
        The claims; ``None`` when the case has no ledger.

    Raises:
        LedgerError: The ledger was changed.
        ClaimError: An entry or a stored document cannot be read.
    """
    path = ledger_of(case)
    if not path.is_file():
        return None
    ledger = Ledger.open(path)
    book = read_book(ledger)
    stored, texts = stored_documents(case.path)
    # What a list says of a document adds to what is stored of it.
    book = replace(book, documents={**stored, **book.documents})
    claimed = work_out(book, _resolver(case), texts, case.sides)
    return replace(
        claimed,
        ledger=f"{case.evidence.name}/{LEDGER}",
        head=ledger.head,
        entries=len(ledger),
        torn=len(ledger.torn),
        arithmetic=printed_checks(texts, book.documents),
    )


def beside_flights(
    claimed: Claimed, case: Case, run: Run, registry: Registry = EMPTY
) -> Claimed:
    """Put the claims of a case beside the flights of its inputs.

    Args:
        claimed: The claims.
        case: The case.
        run: The case, run over its inputs.
        registry: What databases say of aircraft.
    """
    seen = _Looks(case, run, registry)
    found: dict[str, Beside] = {}
    for own in claimed.book.assertions.values():
        beside = judge(own, seen.of(own, claimed.routes[own.id]))
        if case.reconstruction and beside.verdict is not Verdict.UNTESTABLE:
            beside = replace(beside, conditions=(MADE_UP, *beside.conditions))
        found[own.id] = beside
    return replace(claimed, beside=found)


class _Looks:
    """Looks at flights once for each way, period and kind of aircraft."""

    def __init__(self, case: Case, run: Run, registry: Registry) -> None:
        self._case = case
        self._run = run
        self._registry = registry
        self._data: dict[tuple[dt.date, dt.date], Data] = {}
        self._seen: dict[tuple[Route, Period, Asked], Seen] = {}

    def of(self, own: Assertion, route: Route) -> Seen | None:
        span = own.period.widest
        if why_not_testable(own) or span is None:
            return None
        if route.problem:
            return Seen(days=0, days_read=0, problem=route.problem)
        asked = self._asked(own)
        key = route, own.period, asked
        if key not in self._seen:
            try:
                criteria = criteria_of(asked, self._registry)
            except CriteriaError as error:
                return Seen(days=0, days_read=0, problem=error.message)
            data = replace(self._between(span), criteria=criteria)
            self._seen[key] = look(route, own.period, data)
        checked = criteria_names(own, self._run.corridor.criteria)
        return replace(self._seen[key], unchecked=bool(own.subject) and not checked)

    def _asked(self, own: Assertion) -> Asked:
        """What the claim asks of aircraft, else what the case does."""
        if own.operators or own.types:
            return Asked(operators=own.operators, types=own.types)
        return self._case.asked

    def _between(self, span: tuple[dt.date, dt.date]) -> Data:
        if span not in self._data:
            margin = dt.timedelta(days=MARGIN_DAYS)
            start, end = (
                dt.datetime.combine(day, dt.time(), dt.UTC) + shift
                for day, shift in zip(span, (-margin, margin), strict=True)
            )
            self._data[span] = Data(
                flights=self._run.found.flights(start, end),
                completeness=self._run.found.completeness(start.date(), end.date()),
                airfields=self._run.airfields,
                criteria=ANY,
                privacy=self._run.corridor.privacy,
            )
        return self._data[span]


def criteria_names(own: Assertion, criteria: Criteria) -> bool:
    """Whether aircraft were asked for by what the claim or the case says of them."""
    return bool(own.operators or own.types or criteria.names)


def _resolver(case: Case) -> Callable[[str], frozenset[str]]:
    airfields = airfields_with(read_strips(case.airfields, case.airfield_names))

    def resolve(text: str) -> frozenset[str]:
        place = parse_place(text, airfields, base=case.path.parent, own=case.places)
        return frozenset(place.airfields)

    return resolve


def write_claims(claimed: Claimed, case: Case, out: Path) -> None:
    """Write the claims of a dossier: as a table, as JSON, and the ledger as it is.

    The hash of the ledger and of its last entry stand in ``claims.json``; see
    :func:`verify`.
    """
    raw = ledger_of(case).read_bytes()
    # What was appended while the case ran is not what was told of.
    raw = b"".join(raw.splitlines(keepends=True)[: claimed.entries])
    told = json.loads(claims_json(claimed))
    told["ledger"] |= {"file": LEDGER, "sha256": hashlib.sha256(raw).hexdigest()}
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    for name, content in (
        (LEDGER, raw),
        ("claims.json", text.encode()),
        ("claims.csv", claims_csv(claimed).encode()),
    ):
        with replacing(out / name) as temporary:
            temporary.write_bytes(content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A ledger that is whole.

    Attributes:
        path: Where it is.
        entries: How many entries it has.
        head: Hash of the last one.
        torn: Bytes of an entry that was not finished.
        against: What it was compared with; empty for nothing but itself.
    """

    path: Path
    entries: int
    head: str
    torn: int
    against: str


def verify(path: Path) -> Verified:
    """Check the ledger of a case file, or of a dossier with what its claims.json says.

    Raises:
        LedgerError: An entry does not fit, or the ledger is not the one that the
            dossier was made with.
        MissingInput: There is no ledger.
    """
    if not path.is_dir():
        ledger = Ledger.open(_there(ledger_of(read_case(path))))
        return _verified(ledger, "")
    ledger = Ledger.open(_there(path / LEDGER))
    record = _there(path / "claims.json")
    try:
        said = json.loads(record.read_bytes())["ledger"]
        head, sha256 = said["head"], said["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(
            f"{record}: does not say which ledger it was made with ({error!r})",
            help="make the dossier anew with heavylift investigate",
        ) from error
    if (ledger.head, hashlib.sha256(ledger.path.read_bytes()).hexdigest()) != (
        head,
        sha256,
    ):
        raise LedgerError(
            f"{ledger.path}: is not the ledger that {record.name} was made with: its "
            f"last entry has the hash {ledger.head[:16]}, and {str(head)[:16]} is on "
            "record",
            help="compare it with the ledger of the case; one of the two was replaced",
        )
    return _verified(ledger, record.name)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise MissingInput(path)
    return path


def _verified(ledger: Ledger, against: str) -> Verified:
    return Verified(
        path=ledger.path,
        entries=len(ledger),
        head=ledger.head,
        torn=len(ledger.torn),
        against=against,
    )


def book_of(case: Case) -> Book:
    """What the ledger of a case says; of one that is not there yet, nothing."""
    return read_book(Ledger.open(ledger_of(case)))
