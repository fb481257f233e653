"""Documents to be read for statements: of a case, or straight from files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from heavylift.documents.collection import open_collection, text_of
from heavylift.documents.confined import Confined
from heavylift.documents.found import Found, Passed, Wanted
from heavylift.documents.hashes import sha256
from heavylift.documents.languages import UNDETERMINED, language_of
from heavylift.documents.naming import name_document
from heavylift.documents.page_dates import published_of
from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.documents.reading import documents_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A document with its text.

    Attributes:
        doc: What it is called: its name in the case, its own, or that of its file.
        text: Its text; offsets count its characters (code points).
        published: Date of publication as far as it is known; ``None`` when it is not.
        language: Its language, BCP 47; ``und`` when it cannot be told.
        title: Its title, or empty.
        outlet: Who published it, or empty.
    """

    doc: str
    text: str = field(repr=False)
    published: PartialDate | None
    language: str = UNDETERMINED
    title: str = ""
    outlet: str = ""


def read_any(
    path: Path,
    *,
    passed: Callable[[Passed], None] = lambda _: None,
    encoding: str = "",
) -> Iterator[Readable]:
    """Go through the documents of a case file, or of any file that holds some.

    Args:
        path: A case file (``.toml``), a page, PDF or text, JSON lines, or a web
            archive; told by its content.
        passed: Called with each part of a file that is no document.
        encoding: Encoding of characters, where a person gave it.

    Raises:
        MissingInput: It is not there.
        DocumentError: It cannot be read, or a text is not the one that was added.
        LedgerError: The log of the case was changed.
        ExtraMissing: What reads it is not installed.
    """
    if path.suffix == ".toml":
        yield from _of_case(path)
        return
    with Confined() as reader:
        for one in documents_in(path, reader, Wanted(encoding=encoding)):
            if isinstance(one, Passed):
                passed(one)
            else:
                yield _readable(one, path)


def _of_case(path: Path) -> Iterator[Readable]:
    collection = open_collection(path)
    for held in collection.held:
        document = held.document
        yield Readable(
            doc=document.id,
            text=text_of(collection, held),
            published=document.date,
            language=document.language,
            title=document.title,
            outlet=document.outlet,
        )


def _readable(found: Found, path: Path) -> Readable:
    facts, text = found.extract.facts, found.extract.text
    said = published_of(facts.dates)
    published = parse_partial(said.value) if said else None
    read = language_of(text)
    return Readable(
        doc=name_document(
            sha256(found.original),
            own=found.name or ("" if found.container else path.stem),
            outlet=facts.outlet,
            date=published,
            title=facts.title,
        ),
        text=text,
        published=published,
        language=(facts.language or read) if read == UNDETERMINED else read,
        title=facts.title,
        outlet=facts.outlet,
    )
