"""``heavylift documents show``: what is known of a document, and its text."""

from __future__ import annotations

import json
from pathlib import Path

import click

from heavylift.cli.documents.options import case_argument
from heavylift.cli.options import SETTINGS

#: So many characters around a span show the sentence it stands in.
_AROUND = 160


class _Span(click.ParamType[tuple[int, int]]):
    """Two numbers of characters: ``120-180``."""

    name = "span"

    def convert(
        self,
        value: str | tuple[int, int],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        start, hyphen, end = value.partition("-")
        if not hyphen or not start.isdecimal() or not end.isdecimal():
            self.fail(f"'{value}' is no span; write 120-180", param, ctx)
        if int(end) <= int(start):
            self.fail(f"'{value}' holds no character", param, ctx)
        return int(start), int(end)


@click.command("show", context_settings=SETTINGS)
@case_argument
@click.argument("document", metavar="DOC")
@click.option(
    "--at",
    "spans",
    multiple=True,
    type=_Span(),
    metavar="FROM-TO",
    help="Show these characters (the first is 0, TO is not shown) with what stands "
    "around them. May be given often.",
)
@click.option("--text", "as_text", is_flag=True, help="Print the text alone, exactly.")
@click.option("--json", "as_json", is_flag=True, help="Print all that is known.")
def command(
    case: Path,
    document: str,
    spans: tuple[tuple[int, int], ...],
    as_text: bool,
    as_json: bool,
) -> None:
    """Print what is known of a document, and its text with the offset of each line.

    DOC is its name, or the beginning of its hash. Offsets count characters of the text
    as it is stored; statements and claims use the same.

    \b
    Example:
      heavylift documents show case.toml example-news-2023-10-05
      heavylift documents show case.toml example-news-2023-10-05 --at 512-570
    """
    import msgspec

    from heavylift.documents import find_document, open_collection, text_of

    collection = open_collection(case)
    held = find_document(collection, document)
    if as_json:
        told = {"added": held.at, **msgspec.to_builtins(held.document)}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    text = text_of(collection, held)
    if as_text:
        click.echo(text.encode("utf-8"), nl=False)
        return
    if spans:
        for start, end in spans:
            _show_span(text, start, end)
        return
    known = msgspec.to_builtins(held.document)
    for name in _TOLD:
        if known[name]:
            said = known[name]
            click.echo(f"{name}: {said if isinstance(said, str) else ', '.join(said)}")
    click.echo(f"added: {held.at}{f' by {held.added.by}' if held.added.by else ''}")
    for date in held.document.dates:
        what = date.value or f"{date.said!r}, not understood"
        click.echo(f"date: {date.kind} {what} ({date.where})")
    for remark in held.document.remarks:
        click.echo(f"remark: {remark}")
    click.echo("")
    at, width = 0, len(str(len(text)))
    for line in text.splitlines(keepends=True):
        click.echo(f"{at:>{width}}  {_printable(line.rstrip())}")
        at += len(line)


#: What is printed above the text, in this order.
_TOLD = (
    "id", "title", "outlet", "author", "published", "published_from", "not_before",
    "not_after", "retrieved", "retrieved_from", "address", "language", "derived_from",
    "media_type", "file", "sha256", "text_sha256", "encoding", "tool", "flags",
)  # fmt: skip


def _show_span(text: str, start: int, end: int) -> None:
    """Print a span between its marks, and a little of what stands around it."""
    if start >= len(text):
        raise click.BadParameter(
            f"the text has {len(text):,} characters", param_hint="--at"
        )
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    line = text.count("\n", 0, start) + 1
    click.echo(f"{start}-{min(end, len(text))} (line {line})")
    told = f"{before}⟦{text[start:end]}⟧{after}"
    for part in told.splitlines():
        click.echo(f"  {_printable(part)}")


def _printable(line: str) -> str:
    """Leave out of a line what would move a terminal's cursor or turn its writing."""
    mark = "\N{REPLACEMENT CHARACTER}"
    return "".join(c if c.isprintable() or c == "\t" else mark for c in line)
