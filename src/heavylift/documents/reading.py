"""Which documents are in a file: a page, a PDF, a text, an archive of many.

What a file is is told by its content. One that holds a single document either gives it
or fails; of one that holds many, each gives itself or is told of.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from heavylift.documents.confined import Confined
from heavylift.documents.extracting import SINGLE, extract
from heavylift.documents.found import Found, Passed, Wanted
from heavylift.documents.kinds import BEGINNING, FileKind, kind_of
from heavylift.documents.packing import LARGEST, Stream, TooLarge, inflate
from heavylift.documents.parts import of_archive, of_collection, of_lines
from heavylift.documents.wacz import is_wacz
from heavylift.errors import DocumentError, MissingInput

_UNREAD: Final = {
    "picture": "a picture; recognise its text with a program for that, read it over, "
    "and add the result as a text file",
    "office": "an office document; print it to a PDF there, and add that",
    "zip": "a zip that is no collection of web archives; unpack it, and add the files "
    "in it (office documents as PDF)",
}


def documents_in(
    path: Path, reader: Confined, wanted: Wanted | None = None
) -> Iterator[Found | Passed]:
    """Go through the documents of a file.

    Args:
        path: The file.
        reader: What hostile documents are read with.
        wanted: What a person says of it.

    Raises:
        MissingInput: It is not there.
        DocumentError: It cannot be read, or it is a single document that cannot.
    """
    wanted = wanted or Wanted()
    if not path.is_file():
        raise MissingInput(path)
    kind = file_kind(path)
    try:
        if kind == "lines":
            yield from of_lines(path)
        elif kind == "warc":
            yield from of_archive(path, reader, wanted)
        elif kind == "zip":
            yield from of_collection(path, reader, wanted)
        else:
            yield _single(path, kind, reader, wanted)
    except TooLarge:
        raise DocumentError(
            f"{path}: unpacks to many times its size, or to more than "
            f"{LARGEST / 1e6:.0f} MB for one document",
            help="files made to fill the memory do so; get it from where it was "
            "published, or unpack it and add the part that matters",
        ) from None
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror or error})",
            help="check the disk and the permissions of the file",
        ) from None


def holds_many(path: Path) -> bool:
    """Say whether a file is of a kind that holds many documents."""
    return file_kind(path) in ("lines", "warc", "zip")


def file_kind(path: Path) -> FileKind:
    """Tell what a file is; of gzip, what is in it.

    Raises:
        MissingInput: It is not there.
        DocumentError: It is empty, or of a kind that is not read.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
        kind = kind_of(beginning)
        if kind == "gzip":
            with path.open("rb") as file:
                kind = kind_of(Stream(file).read(BEGINNING))
            # Gzip in gzip is nobody's document.
            kind = "text" if kind == "gzip" else kind
    except FileNotFoundError:
        raise MissingInput(path) from None
    except TooLarge:
        kind = "text"  # refused when it is read
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror or error})",
            help="give a file: a page, a PDF, a text, or an archive of these",
        ) from None
    if not beginning:
        raise DocumentError(f"{path}: an empty file", help="get the document again")
    if kind in _UNREAD and not (kind == "zip" and _is_collection(path)):
        what, _, todo = _UNREAD[kind].partition("; ")
        raise DocumentError(f"{path}: {what}, which is not read", help=todo)
    return kind


def _is_collection(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return is_wacz(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def _single(path: Path, kind: FileKind, reader: Confined, wanted: Wanted) -> Found:
    size = path.stat().st_size
    if size > LARGEST:
        raise DocumentError(
            f"{path}: {size / 1e6:.0f} MB; of one document at most "
            f"{LARGEST / 1e6:.0f} MB are read",
            help="save the article or the chapter that matters alone",
        )
    original = path.read_bytes()
    raw, packed = original, original.startswith(b"\x1f\x8b")
    if packed:
        raw, is_whole = inflate(original, "gzip")
        if not is_whole:
            raise DocumentError(
                f"{path}: the gzip breaks off", help="get the file again"
            )
    _, ending, media_type = SINGLE[kind]
    read = extract(kind, raw, str(path), reader, given=wanted.encoding)
    return Found(
        where=str(path),
        file=path.name,
        original=original,
        ending=f"{ending}.gz" if packed else ending,
        media_type=media_type,
        extract=read,
        retrieved_from="saved page" if read.facts.retrieved else "",
    )
