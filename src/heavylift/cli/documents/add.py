"""``heavylift documents add``: bring documents into a case."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.documents.options import case_argument, partial_date, whole_day
from heavylift.cli.options import SETTINGS

if TYPE_CHECKING:
    from heavylift.documents import Given, PartialDate


@click.command("add", context_settings=SETTINGS)
@case_argument
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE…",
)
@click.option(
    "--published",
    callback=partial_date,
    metavar="DATE",
    help="Date of publication as far as it is known: 2023-10-05, 2023-10, XXXX-09-19 "
    "or 2023-10-05T14:30+04:00 [default: what the document says].",
)
@click.option(
    "--not-before", callback=whole_day, metavar="DAY", help="First day it can be of."
)
@click.option(
    "--not-after", callback=whole_day, metavar="DAY", help="Last day it can be of."
)
@click.option("--outlet", default="", help="Who published it.")
@click.option("--title", default="", help="Its title.")
@click.option("--author", default="", help="Who wrote it.")
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="Where it was published. Of a web archive, the one address to be added.",
)
@click.option(
    "--language", default="", metavar="CODE", help="Its language: en, de, az …"
)
@click.option(
    "--derived-from",
    default="",
    metavar="DOC",
    help="Document of this case that it retells or translates.",
)
@click.option(
    "--retrieved",
    callback=partial_date,
    metavar="DATE",
    help="When it was taken from where it was published [default: what the saved "
    "file says].",
)
@click.option(
    "--encoding",
    default="",
    metavar="NAME",
    help="Encoding of its characters, where it says none or a wrong one.",
)
@click.option("--by", default="", metavar="NAME", help="Who adds it, for the log.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def command(  # noqa: PLR0913, PLR0917 -- what a person says of a document
    case: Path,
    files: tuple[Path, ...],
    published: PartialDate | None,
    not_before: date | None,
    not_after: date | None,
    outlet: str,
    title: str,
    author: str,
    address: str,
    language: str,
    derived_from: str,
    retrieved: PartialDate | None,
    encoding: str,
    by: str,
    as_json: bool,
) -> None:
    """Bring documents into a case: the whole of each, or nothing.

    FILE is a saved page (HTML, MHTML), a PDF with text, a plain text, JSON lines of
    doc, published and text, or a web archive (WARC, WACZ) with many of these. What it
    is is told by its content. The same bytes again change nothing.

    Title, outlet, author, date, address and language are read from the document where
    it says them; what you give wins, and both are kept.

    \b
    Example:
      heavylift documents add case.toml article.html
      heavylift documents add case.toml leaflet.txt --published XXXX-09-19 \\
        --not-before 2023-09-01 --outlet "Example News"
      heavylift documents add case.toml crawl.warc.gz
    """
    from heavylift.cli.documents.adding import add_files, as_builtins
    from heavylift.documents import Given, Wanted
    from heavylift.errors import DocumentError, MissingInput

    if not case.is_file():
        raise MissingInput(case)
    given = Given(
        published=published,
        not_before=not_before,
        not_after=not_after,
        title=title,
        outlet=outlet,
        author=author,
        address=address,
        language=language,
        derived_from=derived_from,
        retrieved=retrieved,
        by=by,
    )
    _check_single(files, given)
    wanted = Wanted(encoding=encoding, address=address)
    outcomes, refused = add_files(case, files, given, wanted, quiet=as_json)
    if as_json:
        told = [as_builtins(outcome) for outcome in outcomes]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    if refused:
        raise DocumentError(
            f"{refused} of {len(files)} files were not added",
            help="the reason of each stands above; what was added stays",
        )


def _check_single(files: tuple[Path, ...], given: Given) -> None:
    """Refuse to say of many documents what can be true of one."""
    from heavylift.documents import holds_many

    single = {
        "--published": given.published,
        "--title": given.title,
        "--address": given.address,
        "--author": given.author,
    }
    said = ", ".join(name for name, value in single.items() if value)
    if said and len(files) > 1:
        raise click.UsageError(
            f"{said} can be true of one document, and {len(files)} files are given; "
            "add them one by one"
        )
    if said and not given.address and holds_many(files[0]):
        raise click.UsageError(
            f"{said} can be true of one document, and {files[0]} may hold many; say "
            "which with --address URL, or leave it out"
        )
