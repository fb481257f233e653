"""Reading texts: from documents to records, each tied to its characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from heavylift.documents.partial_dates import PartialDate
from heavylift.errors import StatementError
from heavylift.statements.attribution import statements_of
from heavylift.statements.languages import is_read
from heavylift.statements.parsing import parse
from heavylift.statements.places import Gazetteer, gazetteer, places_of
from heavylift.statements.quantities import quantities_of
from heavylift.statements.records import Record, Statement
from heavylift.statements.times import times_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Document(NamedTuple):
    """A text to be read.

    Attributes:
        doc: What it is called; records name their document.
        text: Its text, as stored; offsets count its characters.
        published: When it was published, as far as that is known.
    """

    doc: str
    text: str
    published: PartialDate | None = None


def read(
    documents: Iterable[Document], names: Gazetteer | None = None
) -> Iterator[list[Record]]:
    """Read documents one after the other, in bounded memory.

    Args:
        documents: What to read.
        names: Names of places; those that heavylift knows when it is not given.

    Yields:
        The records of each document, by their first characters.

    Raises:
        StatementError: A text is not in English.
        ExtraMissing: The extra ``documents`` is not installed.
    """
    checked = ((one[1], one) for one in map(_english, documents))
    names = names or gazetteer()
    for parsed, (doc_id, text, published) in parse(checked):
        yield records_of(doc_id, text, published, parsed, names)


def records_of(
    doc_id: str,
    text: str,
    published: PartialDate | None,
    parsed: Doc,
    names: Gazetteer,
) -> list[Record]:
    """Give all records of one parsed text, by their first characters."""
    found: list[Record] = [
        *statements_of(doc_id, text, parsed),
        *times_of(doc_id, text, published, parsed),
        *quantities_of(doc_id, text, parsed),
        *places_of(doc_id, text, names, parsed),
    ]
    return sorted(found, key=_place)


def _english(document: Document) -> Document:
    doc_id, text, _ = document
    if not is_read(text):
        raise StatementError(
            f"{doc_id}: the text is not in English",
            help="statements are read in English alone; give a translation, and name "
            "it as one, or leave this document out",
        )
    return document


def _place(record: Record) -> tuple[int, int, str]:
    if isinstance(record, Statement):
        spans = (*record.source, *record.cue, *record.content)
        first = min(start for start, _ in spans)
        return first, record.cue[0][0], "statement"
    return record.start, record.end, type(record).__name__
