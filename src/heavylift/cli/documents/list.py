"""``heavylift documents list``: the documents of a case."""

from __future__ import annotations

import json
from pathlib import Path

import click

from heavylift.cli.documents.options import case_argument
from heavylift.cli.options import SETTINGS


@click.command("list", context_settings=SETTINGS)
@case_argument
@click.option("--json", "as_json", is_flag=True, help="Print all that is known.")
def command(case: Path, as_json: bool) -> None:
    """List the documents of a case, in the order in which they were added.

    \b
    Example:
      heavylift documents list case.toml
      heavylift documents list case.toml --json
    """
    import msgspec

    from heavylift.documents import manifest, open_collection

    collection = open_collection(case)
    if as_json:
        told = [
            {**msgspec.to_builtins(row), **msgspec.to_builtins(document)}
            for row, document in zip(
                manifest(collection), collection.documents, strict=True
            )
        ]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    if not collection.held:
        click.echo(f"no documents in {collection.folder}", err=True)
        return
    for document in collection.documents:
        known = (
            f"published {document.published} ({document.published_from})",
            document.outlet,
            document.language,
            f"{document.characters:,} characters",
            *document.flags,
        )
        click.echo(f"{document.id}\n    {', '.join(part for part in known if part)}")
    click.echo(f"log of custody ends with {collection.head}", err=True)
