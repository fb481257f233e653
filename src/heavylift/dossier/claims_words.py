"""Say what was said of a case: by whom, how it stands together, and beside the flights.

One order holds for all: by date, then outlet. Nobody's words come first for being of a
side, and none are told in other words than the source's or the list's.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from heavylift.claims.claimed import Claimed
from heavylift.claims.grouping import Claim
from heavylift.claims.periods import exactly, overlap_days
from heavylift.claims.records import Assertion, said_by
from heavylift.claims.relations import told
from heavylift.claims.verdicts import Verdict
from heavylift.dossier.words import count, listed

#: Relations told first: what somebody may want to dispute.
_FIRST = (
    "denies", "conflicts with", "disputes", "agrees if", "counts another window",
    "leaves room for", "says less than", "agrees with",
)  # fmt: skip

#: Links that are told one by one; parts of a whole fill pages.
_TOLD_LINKS = (
    "denies", "disputes", "exceeds its whole", "does not add up to", "adds up to",
    "differs from its original", "same figure, another period", "part of",
)  # fmt: skip

#: So many parts of wholes are told for one claim; claims.json has all.
_MOST_PARTS = 2

#: So many relations are told for one claim; claims.json has all.
_MOST_RELATIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """One assertion, as the report tells it."""

    id: str
    text: str
    figure: str
    period: str
    way: str
    speaker: str
    role: str
    side: str
    outlet: str
    date: str
    url: str
    basis: str
    polarity: str
    before: str
    quotation: str
    after: str
    where: str
    copy: str
    verdict: str
    verdict_key: str
    reason: str
    conditions: tuple[str, ...]
    why_here: str
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLines:
    """One claim, as the report tells it."""

    id: str
    heading: str
    topic: str
    lines: tuple[SaidLine, ...]
    sources: str
    relations: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldClaims:
    """The section.

    Attributes:
        limits: What it cannot say, before anything else.
        summary: How many, in one sentence each.
        verdicts: Verdicts and how many assertions have each.
        flights: Claims about flights within the period of the case.
        elsewhen: Claims about flights of other periods.
        others: All other claims.
        arithmetic: Checks of numbers within documents.
        judgements: The log of judgements, in order.
        withdrawn: What was withdrawn, with why.
        ledger: Which ledger it is.
    """

    limits: tuple[str, ...]
    summary: tuple[str, ...]
    verdicts: tuple[tuple[str, int], ...]
    flights: tuple[ClaimLines, ...]
    elsewhen: tuple[ClaimLines, ...]
    others: tuple[ClaimLines, ...]
    arithmetic: tuple[tuple[str, str], ...]
    judgements: tuple[tuple[str, str, str, str, str], ...]
    withdrawn: tuple[tuple[str, str, str], ...]
    ledger: str


def tell_claims(claimed: Claimed, start: dt.datetime, end: dt.datetime) -> ToldClaims:
    """Say all of it in fixed words.

    Args:
        claimed: The claims.
        start: First moment of the period of the case.
        end: First moment after it.
    """
    case = exactly(start.date(), (end + dt.timedelta(days=1, microseconds=-1)).date())
    lines = [
        (tell_claim(claimed, c), bool(overlap_days(c.first.period, case)))
        for c in claimed.claims
    ]
    flights = [(c, inside) for c, inside in lines if c.topic == "flights"]
    verdicts = Counter(b.verdict for b in claimed.beside.values())
    return ToldClaims(
        limits=_limits(claimed),
        summary=_summary(claimed),
        verdicts=tuple((str(v), verdicts[v]) for v in Verdict if verdicts[v]),
        flights=tuple(c for c, inside in flights if inside),
        elsewhen=tuple(c for c, inside in flights if not inside),
        others=tuple(c for c, _ in lines if c.topic != "flights"),
        arithmetic=claimed.arithmetic,
        judgements=tuple(
            (
                f"{j.time[:16].replace('T', ' ')}, entry {j.entry}",
                j.judgement.by,
                f"{_DECISIONS[j.judgement.decision]} {j.judgement.value}".strip(),
                listed(list(j.judgement.of)),
                j.judgement.reason
                + (f" (withdrawn: {j.withdrawn})" if j.withdrawn else ""),
            )
            for j in claimed.book.judgements
        ),
        withdrawn=tuple(
            (w.of, w.by, w.reason) for w in claimed.book.withdrawn.values()
        ),
        ledger=f"{claimed.ledger}, {count(claimed.entries, 'entry', 'entries')}, the "
        f"last with the hash {claimed.head}",
    )


#: What a person decided, in words.
_DECISIONS = {
    "same_claim": "the same claim",
    "different_claim": "different claims",
    "unit": "the unit is",
    "copy_of": "the first is a copy of the second",
    "no_copy": "the first is no copy of the second",
    "supersedes": "the first replaces the others",
    "denies": "the first denies the others",
    "topic": "the topic is",
    "period": "the period is",
}


def _limits(claimed: Claimed) -> tuple[str, ...]:
    limits = [
        "That somebody said a thing is told here, not that it is so. Sources stand by "
        "date, then outlet, whichever side they are of.",
        "What was aboard, why and for whom no flight can show; such claims are not "
        "testable with flight data, however many flights were seen.",
        "'Consistent with' means that the number claimed may have flown, given what "
        "could have been seen. It is no proof, and with little exposure it says "
        "little.",
        "Copies are told by lists, by shared words and by what sources say of "
        "themselves; a copy that none of these shows counts as an original.",
    ]
    if claimed.torn:
        limits.append(
            "The last entry of the ledger was not finished when its writer was "
            "stopped; it is not told of."
        )
    if claimed.book.withdrawn:
        limits.append(
            f"{count(len(claimed.book.withdrawn), 'entry', 'entries')} "
            "of the ledger were withdrawn and do not count; they are listed below."
        )
    return tuple(limits)


def _summary(claimed: Claimed) -> tuple[str, ...]:
    assertions = list(claimed.book.assertions.values())
    originals = {claimed.lineage.original(a.id) for a in assertions}
    copies = sum(bool(claimed.lineage.why(a.id)) for a in assertions)
    said = [
        f"{count(len(assertions), 'assertion')} make "
        f"{count(len(claimed.claims), 'claim')}; {copies} of them pass on another "
        f"source, and all go back to {count(len(originals), 'original')}."
    ]
    documents = claimed.book.documents
    if documents:
        retold = [name for name in documents if claimed.lineage.why(name)]
        said.append(
            f"Of {count(len(documents), 'document')} {len(retold)} retell others; "
            f"{len(documents) - len(retold)} are originals."
        )
        most = Counter(claimed.lineage.original(name) for name in retold)
        if most:
            name, many = most.most_common(1)[0]
            said.append(
                f"Most often retold is {name}"
                + (f" ({documents[name].outlet})" if name in documents else "")
                + f": {count(many, 'copy', 'copies')}, which count once with it."
            )
    return tuple(said)


def tell_claim(claimed: Claimed, claim: Claim) -> ClaimLines:
    """Say all that is known of one claim."""
    relations = sorted(claim.relations, key=lambda r: _FIRST.index(r.kind))
    links = sorted(claimed.links_of(claim), key=lambda k: _TOLD_LINKS.index(k.kind))
    parts = [k for k in links if k.kind == "part of"]
    shown = [k for k in links if k.kind != "part of"] + parts[:_MOST_PARTS]
    rest = len(parts) - _MOST_PARTS
    more = len(relations) - _MOST_RELATIONS
    return ClaimLines(
        id=claim.id,
        heading=_heading(claim.first),
        topic=claim.first.topic,
        lines=tuple(_line(claimed, m.assertion, m.why) for m in claim.members),
        sources=_sources(claimed, claim),
        relations=(
            *((f"{r.a} {r.kind} {r.b}", r.reason) for r in relations[:_MOST_RELATIONS]),
            *([("", f"and {more} more, see claims.json")] if more > 0 else []),
        ),
        links=(
            *((f"{k.of} {k.kind} {listed(list(k.to))}", k.reason) for k in shown),
            *([("", f"and a part of {count(rest, 'more whole')}")] if rest > 0 else []),
        ),
    )


def _heading(first: Assertion) -> str:
    """A claim in a few words: its figure and way, or its text."""
    if first.count is None or not (first.origin or first.destination):
        return first.text
    way = " to ".join(part for part in (first.origin, first.destination) if part)
    return f"{told(first)}, {way}, {first.period}"


def _sources(claimed: Claimed, claim: Claim) -> str:
    originals, copies = claimed.originals(claim), claimed.copies(claim)
    if not originals:
        return "No source asserts it here."
    said = f"{count(len(originals), 'original')}: {listed(originals)}."
    if not copies:
        return said
    if len(claim.members) == 1:
        return f"{said} This is a copy of it."
    are = "is a copy" if len(copies) == 1 else "are copies"
    return f"{said} Of {len(claim.members)} assertions {len(copies)} {are}."


def _figure(own: Assertion) -> str:
    """The figure, where the text does not begin with it anyway."""
    figure = told(own) if own.count is not None else ""
    return "" if own.text.startswith(figure) else figure


def _line(claimed: Claimed, own: Assertion, why_here: str) -> SaidLine:
    beside = claimed.beside.get(own.id)
    spans = " ".join(f"{a}-{b}" for a, b in own.spans)
    return SaidLine(
        id=own.id,
        text=own.text,
        figure=_figure(own),
        period=str(own.period),
        way=" to ".join(p for p in (own.origin, own.destination) if p),
        speaker=said_by(own),
        role=own.role,
        side=claimed.side_of(own),
        outlet=claimed.outlet_of(own),
        date=claimed.date_of(own),
        url=own.url,
        basis=own.basis,
        polarity=own.polarity.replace("_", " "),
        before=own.before,
        quotation=own.quotation,
        after=own.after,
        where=f"{own.doc}, characters {spans}" if spans else own.doc,
        copy=claimed.lineage.why(own.id),
        verdict=beside.words if beside else "",
        verdict_key=beside.verdict.name.lower() if beside else "",
        reason=beside.reason if beside else "",
        conditions=tuple(f"{c[0].upper()}{c[1:]}" for c in beside.conditions)
        if beside
        else (),
        why_here=why_here,
        judged=tuple(
            f"{_DECISIONS[j.judgement.decision]} {j.judgement.value}".strip()
            + f" ({j.judgement.by}: {j.judgement.reason})"
            for j in claimed.judgements_of(own.id)
            if not j.withdrawn
        ),
    )
