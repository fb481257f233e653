"""Claims on a terminal: as tables where there is one, as plain lines where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

    from heavylift.claims.claimed import Claimed
    from heavylift.claims.grouping import Claim

#: Longest text in a row; `heavylift claims show` prints all of it.
_LONGEST: Final = 90


def print_claims(claimed: Claimed, reconstruction: bool) -> None:
    """Print each claim with its assertions, their sources and their verdicts."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True, markup=False)
    if reconstruction:
        console.print("RECONSTRUCTION: the positions are made up after reports")
    _summary(console, claimed)
    for claim in claimed.claims:
        console.print()
        if console.is_terminal:
            _as_table(console, claimed, claim)
        else:
            _as_lines(console, claimed, claim)
        for relation in claim.relations:
            if relation.kind not in ("agrees with", "leaves room for"):
                console.print(
                    f"  {relation.a} {relation.kind} {relation.b}: {relation.reason}"
                )
        for link in claimed.links_of(claim):
            if link.kind != "part of":
                others = ", ".join(link.to)
                console.print(f"  {link.of} {link.kind} {others}: {link.reason}")


def _summary(console: Console, claimed: Claimed) -> None:
    book = claimed.book
    originals = {claimed.lineage.original(name) for name in book.assertions}
    console.print(
        f"{len(book.assertions)} assertions in {len(claimed.claims)} claims, from "
        f"{len(originals)} originals; {len(book.documents)} documents listed, "
        f"{len(book.judgements)} judgements, {len(book.withdrawn)} withdrawn"
    )
    if claimed.torn:
        console.print(
            f"The last entry of {claimed.ledger} was not finished ({claimed.torn} "
            "bytes); the next entry takes its place"
        )


def _heading(claimed: Claimed, claim: Claim) -> str:
    originals = claimed.originals(claim)
    return (
        f"{claim.id}, {claim.first.topic}: {_short(claim.first.text)} "
        f"[{len(originals)} original{'' if len(originals) == 1 else 's'}]"
    )


def _rows(claimed: Claimed, claim: Claim) -> list[tuple[str, ...]]:
    from heavylift.claims.records import said_by
    from heavylift.claims.relations import told

    rows: list[tuple[str, ...]] = []
    for own in claim.assertions:
        beside = claimed.beside.get(own.id)
        said = told(own) if own.count is not None else _short(own.text)
        rows.append(
            (
                own.id,
                f"denies: {said}" if own.polarity == "denies" else said,
                str(own.period),
                said_by(own) or claimed.outlet_of(own),
                claimed.side_of(own),
                "copy" if claimed.lineage.why(own.id) else "",
                beside.words if beside else "",
            )
        )
    return rows


def _as_table(console: Console, claimed: Claimed, claim: Claim) -> None:
    from rich.table import Table

    table = Table(title=_heading(claimed, claim), title_justify="left", box=None)
    for name in ("name", "said", "of when", "by", "side", "copy", "beside flights"):
        table.add_column(name, overflow="fold")
    for row in _rows(claimed, claim):
        table.add_row(*row)
    console.print(table, soft_wrap=False)


def _as_lines(console: Console, claimed: Claimed, claim: Claim) -> None:
    console.print(_heading(claimed, claim))
    for row in _rows(claimed, claim):
        console.print("  " + "; ".join(part for part in row if part))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def print_claim(claimed: Claimed, claim: Claim) -> None:
    """Print all that is known of one claim."""
    from heavylift.dossier.claims_words import tell_claim

    told = tell_claim(claimed, claim)
    lines = [f"Claim {told.id} ({told.topic}): {told.heading}", told.sources, ""]
    for said in told.lines:
        who = ", ".join(p for p in (said.speaker, said.role, said.side) if p)
        lines += [
            f"{said.id} {said.polarity}: {said.text}",
            *(
                f"  {name}: {text}"
                for name, text in (
                    ("figure", said.figure),
                    ("way", said.way),
                    ("period", said.period),
                    ("by", who),
                    ("in", ", ".join(p for p in (said.outlet, said.date) if p)),
                    ("rests on", said.basis),
                    ("stands in", said.where),
                    ("address", said.url),
                    ("words", f"{said.before}[{said.quotation}]{said.after}")
                    if said.quotation
                    else ("", ""),
                    ("copy", said.copy),
                    ("here because", said.why_here),
                    ("beside flights", f"{said.verdict}. {said.reason}".strip(". ")),
                    *(("taken for granted", text) for text in said.conditions),
                    *(("judged", text) for text in said.judged),
                )
                if text
            ),
            "",
        ]
    for what, reason in (*told.relations, *told.links):
        lines.append(f"{what}: {reason}" if what else reason)
    print("\n".join(lines).rstrip())
