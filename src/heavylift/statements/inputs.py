"""Texts from files, before anything is read in them: JSONL, packed or not, and .txt.

Nothing vanishes: a line or file that cannot be used is counted under a reason.
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, cast

import msgspec

from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.errors import MissingInput, StatementError
from heavylift.statements.languages import is_english
from heavylift.statements.reading import Document

#: Why a line or a file is refused.
NOT_JSON: Final = "not a line of JSON"
NO_TEXT: Final = 'no "doc" or no "text", or one of them is no text'
NO_DATE: Final = '"published" is no date'
NOT_ENGLISH: Final = "not in English, which alone is read"
NOT_UTF8: Final = "not UTF-8 text"
BROKEN: Final = "the file breaks off or is not packed as its name says"
NO_FORMAT: Final = "neither .jsonl, .jsonl.gz nor .txt"

#: So many refusals are named with their place; all are counted.
_NAMED: Final = 5

#: The two bytes with which gzip begins, whatever the name says.
_GZIP: Final = b"\x1f\x8b"


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
        name = path.name.lower()
        if name.endswith(".txt"):
            yield from self._text(path)
        elif name.endswith((".jsonl", ".jsonl.gz", ".ndjson")):
            with path.open("rb") as raw:
                yield from self._lines(path, raw, done)
        else:
            self._refuse(NO_FORMAT, str(path))

    def _text(self, path: Path) -> Iterator[Document]:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            self._refuse(NOT_UTF8, str(path))
            return
        yield from self._good((path.name, text, None), str(path))

    def _lines(self, path: Path, raw: BinaryIO, done: int) -> Iterator[Document]:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        lines = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        number = 0
        try:
            for number, line in enumerate(lines, 1):
                self.bytes_done = done + raw.tell()
                if line.strip():
                    yield from self._line(line, f"{path}, line {number}")
        except (OSError, EOFError, zlib.error):
            self._refuse(BROKEN, f"{path}, after line {number}")

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
            yield from self._good((read.doc, read.text, published), place)

    def _good(self, document: Document, place: str) -> Iterator[Document]:
        if is_english(document[1]):
            yield document
        else:
            self._refuse(NOT_ENGLISH, place)

    def _refuse(self, reason: str, place: str) -> None:
        self.refused[reason] += 1
        if len(self.named) < _NAMED:
            self.named.append(f"{place}: {reason}")

    def nothing(self) -> StatementError:
        """Make the error of files without a single good document."""
        why = "; ".join(f"{reason}: {n}" for reason, n in sorted(self.refused.items()))
        return StatementError(
            f"no document could be read from {', '.join(map(str, self.paths))}"
            + (f" ({why})" if why else ""),
            help='give English text: .txt, or .jsonl with one {"doc": …, "text": …} '
            "a line",
        )
