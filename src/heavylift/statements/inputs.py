"""Texts from files, before anything is read in them.

JSON lines are read here, so that a document keeps the name that it is given. All else
comes through the documents layer: pages, PDFs, texts, web archives, the documents of a
case. Nothing vanishes: what cannot be used is counted under a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from heavylift.documents.found import Passed
from heavylift.documents.packing import LARGEST, Stream, TooLarge
from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.documents.readable import read_any
from heavylift.documents.reading import holds_many
from heavylift.errors import DocumentError, MissingInput, StatementError
from heavylift.statements.languages import is_read
from heavylift.statements.reading import Document

#: Why a line or a file is refused.
NOT_JSON: Final = "not a line of JSON"
NO_TEXT: Final = 'no "doc" or no "text", or one of them is no text'
NO_DATE: Final = '"published" is no date'
TWICE: Final = "a document of this name was read before"
NOT_ENGLISH: Final = "not in English, which alone is read"
NOT_UTF8: Final = "not UTF-8 text"
BROKEN: Final = "the file breaks off or is not packed as its name says"
UNPACKS: Final = "unpacks to many times its size, as files made to fill memory do"
UNREADABLE: Final = "cannot be read as a document"
PART: Final = "a part of an archive that is no document"

#: So many refusals are named with their place; all are counted.
_NAMED: Final = 5

#: Files whose every line is a document.
_LINES: Final = (".jsonl", ".jsonl.gz", ".ndjson")


class _Line(msgspec.Struct):
    doc: str
    text: str
    published: str | None = None


_LINE: Final = msgspec.json.Decoder(_Line)


class Texts:
    """The documents of files, one after the other, and what was refused of them.

    Attributes:
        bytes_done: Bytes of the files that were read so far.
        total_bytes: Bytes of all files.
        read: How many documents were good.
        refused: How many were not, by reason.
        named: The first refusals, each with its place.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """Look at the files without reading them.

        Raises:
            MissingInput: One is not there.
        """
        for path in paths:
            if not path.is_file():
                raise MissingInput(path)
        self.paths = paths
        self.bytes_done = 0
        self.total_bytes = sum(path.stat().st_size for path in paths)
        self.read = 0
        self.refused: Counter[str] = Counter()
        self._names: set[str] = set()
        self.named: list[str] = []

    def __iter__(self) -> Iterator[Document]:
        """Give the good documents."""
        done = 0
        for path in self.paths:
            for document in self._of(path, done):
                self.read += 1
                yield document
            done += path.stat().st_size
            self.bytes_done = done

    def _of(self, path: Path, done: int) -> Iterator[Document]:
        if path.name.lower().endswith(_LINES):
            with path.open("rb") as raw:
                yield from self._lines(path, raw, done)
            return
        try:
            # A file of one document is known by its name; those of an archive or of a
            # case have names of their own.
            own = path.suffix == ".toml" or holds_many(path)
            for one in read_any(path, passed=lambda part: self._pass(path, part)):
                name = one.doc if own else path.name
                yield from self._good(
                    Document(name, one.text, one.published), f"{path}"
                )
        except DocumentError as error:
            self._refuse(UNREADABLE, error.message)

    def _pass(self, path: Path, part: Passed) -> None:
        # Pictures and scripts of an archive are no loss.
        if not part.usual:
            self._refuse(PART, f"{path}, {part.where}: {part.reason}")

    def _lines(self, path: Path, raw: BinaryIO, done: int) -> Iterator[Document]:
        number = 0
        try:
            stream = Stream(raw)
            while line := stream.readline(LARGEST):
                if stream.is_broken and not line.endswith(b"\n"):
                    break
                number += 1
                self.bytes_done = done + raw.tell()
                if line.strip():
                    yield from self._line(line, f"{path}, line {number}")
            if stream.is_broken:
                self._refuse(BROKEN, f"{path}, after line {number}")
        except OSError:
            self._refuse(BROKEN, f"{path}, after line {number}")
        except TooLarge:
            self._refuse(UNPACKS, f"{path}, after line {number}")

    def _line(self, line: bytes, place: str) -> Iterator[Document]:
        published: PartialDate | None = None
        try:
            read = _LINE.decode(line)
            if read.published:
                published = parse_partial(read.published)
        except msgspec.ValidationError:
            self._refuse(NO_TEXT, place)
        except msgspec.DecodeError:
            self._refuse(NOT_JSON, place)
        except UnicodeDecodeError:
            self._refuse(NOT_UTF8, place)
        except ValueError:
            self._refuse(NO_DATE, place)
        else:
            yield from self._good(Document(read.doc, read.text, published), place)

    def _good(self, document: Document, place: str) -> Iterator[Document]:
        if document.doc in self._names:
            # Records name their document: two of one name could not be told apart.
            self._refuse(TWICE, place)
        elif is_read(document.text):
            self._names.add(document.doc)
            yield document
        else:
            self._refuse(NOT_ENGLISH, place)

    def _refuse(self, reason: str, place: str) -> None:
        self.refused[reason] += 1
        if len(self.named) < _NAMED:
            known = reason in (UNREADABLE, PART)  # these have their own words
            self.named.append(place if known else f"{place}: {reason}")

    def nothing(self) -> StatementError:
        """Make the error of files without a single good document."""
        why = "; ".join(f"{reason}: {n}" for reason, n in sorted(self.refused.items()))
        return StatementError(
            f"no document could be read from {', '.join(map(str, self.paths))}"
            + (f" ({why})" if why else ""),
            help="give texts in English: pages, PDFs, texts, web archives, a case "
            'file, or .jsonl with one {"doc": …, "text": …} a line',
        )
