"""Add the documents of files, and say what came of each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
import msgspec

from heavylift.documents import (
    Adder,
    Confined,
    Found,
    Given,
    Outcome,
    Passed,
    Wanted,
    documents_in,
    evidence_folder,
)
from heavylift.errors import DocumentError, MissingInput

#: So many parts of a file that could not be used are told one by one.
_TOLD = 10


def add_files(
    case: Path, files: tuple[Path, ...], given: Given, wanted: Wanted, *, quiet: bool
) -> tuple[list[Outcome], int]:
    """Add the documents of files; give what came of each, and how many files failed.

    Raises:
        DocumentError: The only file cannot be added.
        HeavyliftError: The case cannot be written to, or its log was changed.
    """
    adder, outcomes, refused = Adder(evidence_folder(case)), [], 0
    with Confined() as reader:
        for path in files:
            try:
                outcomes += _add_file(adder, path, given, (wanted, reader), quiet)
            except (DocumentError, MissingInput) as error:
                if len(files) == 1:
                    raise
                click.echo(f"heavylift: {error}", err=True)
                refused += 1
    return outcomes, refused


def as_builtins(outcome: Outcome) -> dict[str, object]:
    """Give what came of a document as JSON."""
    told: dict[str, object] = msgspec.to_builtins(outcome.document)
    return {**told, "new": outcome.is_new}


def _add_file(
    adder: Adder, path: Path, given: Given, how: tuple[Wanted, Confined], quiet: bool
) -> list[Outcome]:
    """Add the documents of one file.

    Raises:
        DocumentError: None of them can be added.
    """
    wanted, reader = how
    outcomes: list[Outcome] = []
    passed: list[Passed] = []
    for one in documents_in(path, reader, wanted):
        if isinstance(one, Passed):
            passed.append(one)
            continue
        try:
            outcomes.append(adder.add(one, given))
        except DocumentError as error:
            if one.container is None:
                raise
            passed.append(_refused(one, error))
            continue
        if not quiet:
            _tell(outcomes[-1])
    _tell_passed(path, passed)
    if not outcomes:
        raise _nothing(path, passed, wanted)
    return outcomes


def _refused(found: Found, error: DocumentError) -> Passed:
    reason = error.message.removeprefix(f"{found.where}: ")
    return Passed(where=found.where, reason=reason, help=error.help)


def _tell(outcome: Outcome) -> None:
    document = outcome.document
    if outcome.is_new:
        click.echo(
            f"{document.id}: added; {document.characters:,} characters, "
            f"{document.language}, published {document.published} "
            f"({document.published_from})"
        )
    else:
        click.echo(f"{document.id}: these very bytes are there already")
    for remark in outcome.remarks:
        click.echo(f"  {remark}", err=True)


def _tell_passed(path: Path, passed: list[Passed]) -> None:
    """Say what of a file was not used: what is wrong one by one, the rest counted."""
    wrong = [one for one in passed if not one.usual]
    for one in wrong[:_TOLD]:
        click.echo(f"{one.where}: {one.reason}\n  help: {one.help}", err=True)
    if len(wrong) > _TOLD:
        click.echo(f"{path}: {len(wrong) - _TOLD:,} more that were not used", err=True)
    usual = Counter(one.reason for one in passed if one.usual)
    for reason, n in usual.most_common():
        click.echo(f"{path}: not used: {reason}: {n:,}", err=True)


def _nothing(path: Path, passed: list[Passed], wanted: Wanted) -> DocumentError:
    if wanted.address and not passed:
        return DocumentError(
            f"{path}: no record of {wanted.address}",
            help="give the address as the archive writes it; without --address all "
            "documents of the archive are added",
        )
    return DocumentError(
        f"{path}: no document in it could be added",
        help=next((one.help for one in passed if one.help), "")
        or "give an archive that holds pages, texts or PDFs",
    )
