"""``heavylift statements``: who is said to have said what, in documents."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from heavylift.cli.options import SETTINGS, split
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from heavylift.statements.inputs import Texts
    from heavylift.statements.places import CasePlace

#: Kinds of records, as ``--only`` names them.
KINDS: Final = ("statement", "time", "quantity", "place")

#: A list of one airfield, by its ICAO code.
_CODE: Final = re.compile(r"[A-Z]{4}")


def _kinds(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> list[str]:
    named = split(context, parameter, value)
    unknown = [kind for kind in named if kind not in KINDS]
    if unknown:
        raise click.BadParameter(f"'{unknown[0]}' is none of {', '.join(KINDS)}")
    return named


@click.command("statements", context_settings=SETTINGS)
@click.argument(
    "docs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DOCS…"
)
@click.option(
    "--out",
    metavar="FILE.jsonl",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here rather than to standard output.",
)
@click.option(
    "--only",
    callback=_kinds,
    metavar="KIND,…",
    help="Only records of these kinds: statement, time, quantity, place.",
)
def command(docs: tuple[Path, ...], out: Path | None, only: list[str]) -> None:
    """List who is said to have said what, each tied to its exact characters.

    DOCS are pages, PDFs, texts, web archives, a case file (its documents), or lines of
    JSON with `doc`, `text` and, if known, `published` (.jsonl, .jsonl.gz). One line of
    JSON is written for each statement, time, quantity and place; offsets are characters
    of the text. English alone is read. What the statements say is not judged.

    \b
    Example:
      heavylift statements article.txt --out statements.jsonl
      heavylift statements articles.jsonl.gz --only statement
    """
    from heavylift.statements.inputs import Texts
    from heavylift.statements.places import gazetteer
    from heavylift.statements.reading import read
    from heavylift.statements.records import encode

    texts = Texts(docs)
    names = gazetteer(_places_of(docs))
    written: Counter[str] = Counter()
    with _output(out) as sink, reading() as show:
        for records in read(texts, names):
            for record in records:
                kind = type(record).__name__.lower()
                if not only or kind in only:
                    written[kind] += 1
                    sink.write(encode(record) + b"\n")
            show(texts)
        if not texts.read:
            raise texts.nothing()
    _tell(texts, written, out)


def _places_of(docs: tuple[Path, ...]) -> list[CasePlace]:
    """Give the lists of places of the case files among the inputs."""
    from heavylift.errors import CaseError
    from heavylift.statements.places import CasePlace

    places: list[CasePlace] = []
    for path in docs:
        if path.suffix != ".toml" or not path.is_file():
            continue
        try:
            own = tomllib.loads(path.read_text(encoding="utf-8")).get("places", {})
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CaseError(
                f"{path}: not TOML ({error})", help="see docs/reference/case-file.md"
            ) from None
        places += [
            CasePlace(
                name=name.replace("_", " "), code=what if _CODE.fullmatch(what) else ""
            )
            for name, what in own.items()
            if isinstance(what, str)
        ]
    return places


@contextmanager
def _output(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from heavylift.files import check_folder, replacing

    check_folder(out.parent)
    with replacing(out) as temporary, temporary.open("wb") as sink:
        yield sink


def _tell(texts: Texts, written: Counter[str], out: Path | None) -> None:
    counted = ", ".join(f"{kind}: {n:,}" for kind, n in sorted(written.items()))
    click.echo(
        f"documents read: {texts.read:,}; {counted or 'nothing found'}", err=True
    )
    if texts.refused:
        reasons = "; ".join(f"{why}: {n:,}" for why, n in sorted(texts.refused.items()))
        click.echo(f"refused: {texts.refused.total():,} ({reasons})", err=True)
        for named in texts.named:
            click.echo(f"  {named}", err=True)
        if texts.refused.total() > len(texts.named):
            click.echo("  and others", err=True)
    if out is not None:
        click.echo(f"written to {out}", err=True)
