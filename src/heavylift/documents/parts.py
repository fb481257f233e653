"""Documents of a file that holds many: JSON lines, a web archive, a collection."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from heavylift.documents import warc
from heavylift.documents.confined import Confined
from heavylift.documents.extracting import extract
from heavylift.documents.found import Found, Passed, Wanted
from heavylift.documents.hashes import sha256_of
from heavylift.documents.kinds import BEGINNING, FileKind, kind_of
from heavylift.documents.lines import Line, lines_of
from heavylift.documents.records import Container, DateSaid, Extract, Facts
from heavylift.documents.wacz import responses_of_collection
from heavylift.documents.written_dates import read_written
from heavylift.errors import DocumentError
from heavylift.extras import DOCUMENTS, require

#: How a date is called that a JSON line gives.
LINE_DATE: Final = "JSON published"

_READERS: Final[dict[str, FileKind]] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/pdf": "pdf",
    "text/plain": "text",
}


def of_lines(path: Path) -> Iterator[Found | Passed]:
    """Give the documents of a file of JSON lines."""
    whole = sha256_of(path)
    with path.open("rb") as file:
        for numbered in lines_of(file):
            part = f"line {numbered.number}"
            where = f"{path}: {part}"
            if numbered.line is None:
                yield Passed(
                    where=where,
                    reason=numbered.reason,
                    help='a line holds {"doc": …, "published": …, "text": …}',
                )
                continue
            yield Found(
                where=where,
                file=path.name,
                name=numbered.line.doc,
                original=numbered.raw,
                ending="json",
                media_type="application/json",
                extract=_of_line(numbered.line),
                container=Container(file=path.name, sha256=whole, part=part),
            )


def _of_line(line: Line) -> Extract:
    said = line.published or ""
    date = DateSaid(kind="published", where=LINE_DATE, said=said, value=said)
    return Extract(
        text=line.text,
        tool="as it is",
        encoding="utf-8 (JSON)",
        facts=Facts(
            title=line.title,
            outlet=line.outlet,
            author=line.author,
            address=line.address,
            language=line.language,
            dates=(date,) if said else (),
        ),
    )


def of_archive(
    path: Path, reader: Confined, wanted: Wanted
) -> Iterator[Found | Passed]:
    """Give the documents of a web archive."""
    require(DOCUMENTS)
    whole = sha256_of(path)
    with path.open("rb") as file:
        for one in warc.responses(file):
            part = f"record {one.number}"
            yield from _of_record(path, one, (part, whole), reader, wanted)


def of_collection(
    path: Path, reader: Confined, wanted: Wanted
) -> Iterator[Found | Passed]:
    """Give the documents of a collection of web archives."""
    require(DOCUMENTS)
    whole = sha256_of(path)
    with zipfile.ZipFile(path) as archive:
        for member, one in responses_of_collection(archive, str(path)):
            part = f"{member}, record {one.number}"
            yield from _of_record(path, one, (part, whole), reader, wanted)


def _of_record(
    path: Path,
    one: warc.Response | warc.Skipped,
    part: tuple[str, str],
    reader: Confined,
    wanted: Wanted,
) -> Iterator[Found | Passed]:
    """One record of an archive; nothing when another address is wanted."""
    where = f"{path}: {part[0]} ({one.address or 'no address'})"
    if wanted.address and one.address != wanted.address:
        return
    if isinstance(one, warc.Skipped):
        usual = one.reason in warc.USUAL
        help = "" if usual else "what else the archive holds is read; get it again"
        yield Passed(where=where, reason=one.reason, help=help, usual=usual)
        return
    kind = _READERS[one.media_type]
    # Servers call PDFs text and the other way round; the content decides.
    if kind_of(one.body[:BEGINNING]) in ("pdf", "page"):
        kind = kind_of(one.body[:BEGINNING])
    try:
        read = extract(
            kind, one.body, where, reader, given=wanted.encoding, served=one.charset
        )
    except DocumentError as error:
        reason = error.message.removeprefix(f"{where}: ")
        yield Passed(where=where, reason=reason, help=error.help)
        return
    taken = str(read_written(one.date) or "")
    facts = msgspec.structs.replace(
        read.facts,
        address=one.address or read.facts.address,
        retrieved=taken or read.facts.retrieved,
    )
    yield Found(
        where=where,
        file=path.name,
        original=one.record,
        ending="warc",
        media_type=one.media_type,
        extract=msgspec.structs.replace(
            read,
            facts=facts,
            flags=(*read.flags, *one.flags),
            remarks=(*read.remarks, *one.remarks),
        ),
        retrieved_from="WARC-Date" if taken else "",
        container=Container(file=path.name, sha256=part[1], part=part[0]),
    )
