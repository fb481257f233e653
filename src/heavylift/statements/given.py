"""Read the texts whose statements are asked for.

Two forms: a text file, which is one document, and JSONL with an object a line,
``{"doc": ..., "published": ..., "text": ...}``. Texts are taken as they are stored,
without changing line ends or anything else, because offsets count their characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.errors import MissingInput, StatementError

#: Endings of files that hold a text and more; the text has to be taken out first.
_NOT_TEXT: Final = frozenset(
    {".html", ".htm", ".xhtml", ".pdf", ".warc", ".gz", ".wacz", ".docx", ".mhtml"}
)


class Document(NamedTuple):
    """A text with its name and date, as statements are read in it."""

    doc: str
    text: str
    published: PartialDate | None


class _Line(msgspec.Struct, frozen=True):
    doc: str
    text: str
    published: str | None = None


def read_documents(paths: Sequence[Path]) -> list[Document]:
    """Read documents.

    Args:
        paths: Text files, and files of JSONL (told by their ending ``.jsonl``).

    Raises:
        MissingInput: A file is not there.
        StatementError: A file is no text in UTF-8, a line is no document, or two
            documents have one name.
    """
    found = [document for path in paths for document in _documents(path)]
    names = set[str]()
    for document in found:
        if document.doc in names:
            raise StatementError(
                f"two documents are named '{document.doc}'",
                help="give each a name of its own: statements name their document",
            )
        names.add(document.doc)
    return found


def _documents(path: Path) -> Iterator[Document]:
    if not path.is_file():
        raise MissingInput(path)
    if path.suffix.lower() in _NOT_TEXT:
        raise StatementError(
            f"{path}: not a text, but a file that has one in it",
            help="bring it into a case with `heavylift documents`, or save its text",
        )
    if path.suffix.lower() != ".jsonl":
        yield Document(path.name, _text(path, path.read_bytes()), None)
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _document(path, number, line)


def _document(path: Path, number: int, line: bytes) -> Document:
    where = f"{path}, line {number}"
    wanted = '{"doc": "name", "published": "2023-10-05", "text": "…"}'
    try:
        found = msgspec.json.decode(line, type=_Line)
        published = parse_partial(found.published) if found.published else None
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise StatementError(
            f"{where}: no document ({error})", help=f"a line is {wanted}"
        ) from None
    if not found.doc:
        raise StatementError(f"{where}: the document has no name", help=wanted)
    return Document(found.doc, found.text, published)


def _text(path: Path, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StatementError(
            f"{path}: not a text in UTF-8 (byte {error.start:,})",
            help="save it as UTF-8, or bring it into a case with `heavylift documents`",
        ) from None
    if "\0" in text:
        raise StatementError(
            f"{path}: not a text, it has bytes that no text has",
            help="bring it into a case with `heavylift documents`",
        )
    return text
