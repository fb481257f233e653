"""The documents of a case: which there are, their texts, and whether all is as it was.

Beside ``CASE.toml`` lies the folder ``CASE.evidence``. In it ``documents.jsonl`` is the
log of custody, a chained ledger with an entry for each document, and ``documents/``
holds a folder for each: the bytes as they came (the evidentiary copy), the text that
offsets count in (the working copy), and what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from heavylift.documents.hashes import sha256, sha256_of
from heavylift.documents.records import Document, read_document
from heavylift.errors import DocumentError, LedgerError, MissingInput
from heavylift.ledger import Ledger

#: Names in the folder of evidence.
LOG: Final = "documents.jsonl"
DOCUMENTS: Final = "documents"

#: Names in the folder of a document, beside the bytes as they came.
TEXT: Final = "text.txt"
RECORD: Final = "document.json"

#: Folders that are not finished begin so.
UNFINISHED: Final = ".new-"


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What the log says of a document that was added.

    Attributes:
        action: What was done.
        id: Name of the document in this case.
        folder: Its folder below ``documents``.
        sha256: Hash of the bytes as they came.
        text_sha256: Hash of the text.
        record_sha256: Hash of what is known of it, ``document.json``.
        by: Who added it, where a person said so.
    """

    action: Literal["added"] = "added"
    id: str
    folder: str
    sha256: str
    text_sha256: str
    record_sha256: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A document with what the log says of it.

    Attributes:
        document: What is known of it.
        added: What was entered when it was added.
        at: When, by the clock of the machine, UTC.
        entry: Hash of that entry.
    """

    document: Document
    added: Added
    at: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The documents of a case.

    Attributes:
        folder: The folder of evidence.
        held: Its documents, in the order in which they were added.
        head: Hash of the last entry of the log, which stands for all of it.
    """

    folder: Path
    held: tuple[Held, ...]
    head: str

    @property
    def documents(self) -> tuple[Document, ...]:
        """Its documents, in the order in which they were added."""
        return tuple(one.document for one in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as the log says.

    Attributes:
        where: File or folder, below the folder of evidence.
        what: What is wrong.
        is_left: It was left by an add that was stopped, and nothing is lost by it.
    """

    where: str
    what: str
    is_left: bool = False


def evidence_folder(case: Path) -> Path:
    """Give the folder of evidence of a case, whether or not it is there."""
    return case.with_suffix(".evidence")


def open_collection(case: Path) -> Collection:
    """Open the documents of a case; a case without any has an empty collection.

    Args:
        case: The case file.

    Raises:
        MissingInput: The case file is not there.
        LedgerError: The log was changed.
        DocumentError: The record of a document is not the one that was added.
    """
    if not case.is_file():
        raise MissingInput(case)
    folder = evidence_folder(case)
    ledger = Ledger.open(folder / LOG)
    return Collection(
        folder=folder, held=tuple(held_of(folder, ledger)), head=ledger.head
    )


def held_of(folder: Path, ledger: Ledger, first: int = 0) -> Iterator[Held]:
    """Read the records of documents that a log names, from an entry on.

    Raises:
        LedgerError: An entry is of a kind that is not known.
        DocumentError: A record is not the one that was added.
    """
    for entry in ledger.entries[first:]:
        try:
            added = entry.as_(Added)
        except msgspec.ValidationError:
            raise LedgerError(
                f"{ledger.path}: entry {entry.sequence} is of a kind that is not known",
                help="a newer version of heavylift wrote it; use that one",
            ) from None
        path = folder / DOCUMENTS / added.folder / RECORD
        raw = _checked(path, added.record_sha256)
        yield Held(
            document=read_document(raw), added=added, at=entry.time, entry=entry.hash
        )


def find_document(collection: Collection, name: str) -> Held:
    """Find a document by its name, or by the beginning of that or of its hash.

    Raises:
        DocumentError: There is none, or there are several.
    """
    exact = [one for one in collection.held if one.document.id == name]
    found = exact or [
        one
        for one in collection.held
        if len(name) >= _FEWEST_DIGITS
        and (one.document.sha256.startswith(name) or one.document.id.startswith(name))
    ]
    if len(found) == 1:
        return found[0]
    known = [one.document.id for one in collection.held]
    few = ", ".join(known[:_NAMED]) + (" …" if len(known) > _NAMED else "")
    raise DocumentError(
        f"{collection.folder}: no document is called {name!r}"
        if not found
        else f"{collection.folder}: several documents begin with {name!r}",
        help=f"it holds {few}" if known else "add one: heavylift documents add",
    )


#: Fewer letters fit several documents of a large case, today or tomorrow.
_FEWEST_DIGITS: Final = 6

#: So many documents are named in a message.
_NAMED: Final = 8


def text_of(collection: Collection, held: Held) -> str:
    """Give the text of a document; offsets count its characters.

    Raises:
        DocumentError: It is not the text that was added.
    """
    path = collection.folder / DOCUMENTS / held.added.folder / TEXT
    return _checked(path, held.added.text_sha256).decode("utf-8")


def verify(case: Path) -> tuple[int, list[Fault]]:
    """Hash everything anew; give how many documents there are, and every fault.

    Raises:
        MissingInput: The case file is not there.
    """
    if not case.is_file():
        raise MissingInput(case)
    folder = evidence_folder(case)
    try:
        ledger = Ledger.open(folder / LOG)
    except LedgerError as error:
        return 0, [Fault(where=LOG, what=error.message)]
    faults = []
    if ledger.torn:
        what = "ends in the beginning of an entry whose writer was stopped"
        faults.append(Fault(where=LOG, what=what, is_left=True))
    known = set()
    for entry in ledger.entries:
        try:
            added = entry.as_(Added)
        except msgspec.ValidationError:
            what = f"entry {entry.sequence} is of a kind that is not known"
            faults.append(Fault(where=LOG, what=what))
            continue
        known.add(added.folder)
        faults += _faults_of(folder, added)
    faults += _left(folder, known)
    return len(known), faults


def head_of(case: Path) -> str:
    """Give the hash of the last entry of the log; empty when its chain is broken."""
    try:
        return Ledger.open(evidence_folder(case) / LOG).head
    except LedgerError:
        return ""


def _faults_of(folder: Path, added: Added) -> list[Fault]:
    """Compare the files of a document with the log."""
    here = folder / DOCUMENTS / added.folder
    where = f"{DOCUMENTS}/{added.folder}"
    if not here.is_dir():
        return [Fault(where=where, what=f"the folder of {added.id} is missing")]
    faults = []
    originals = [p for p in here.iterdir() if p.name.startswith("original.")]
    others = {RECORD, TEXT, *(p.name for p in originals)}
    for path, said in (
        *((path, added.sha256) for path in originals or [here / "original"]),
        (here / TEXT, added.text_sha256),
        (here / RECORD, added.record_sha256),
    ):
        if (what := _fault(path, said)) is not None:
            faults.append(Fault(where=f"{where}/{path.name}", what=what))
    faults += (
        Fault(where=f"{where}/{path.name}", what="was put in; the log has no such file")
        for path in here.iterdir()
        if path.name not in others
    )
    return faults


def _fault(path: Path, said: str) -> str | None:
    try:
        if sha256_of(path) == said:
            return None
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    return "was changed: its hash is not the one in the log"


def _left(folder: Path, known: set[str]) -> list[Fault]:
    """Folders that the log does not name."""
    documents = folder / DOCUMENTS
    finished = documents.iterdir() if documents.is_dir() else ()
    return [
        Fault(
            where=path.relative_to(folder).as_posix(),
            what="was left by an add that was stopped; give that add again",
            is_left=True,
        )
        for path in (
            *sorted(folder.glob(f"{UNFINISHED}*")),
            *sorted(path for path in finished if path.name not in known),
        )
    ]


def _checked(path: Path, said: str) -> bytes:
    help = "heavylift documents verify lists everything that is not as it was added"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror or error})", help=help
        ) from None
    if sha256(raw) != said:
        raise DocumentError(f"{path}: was changed after it was added", help=help)
    return raw
