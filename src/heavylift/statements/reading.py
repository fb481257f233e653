"""Reading texts: from documents to records, each tied to its characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from heavylift.documents.partial_dates import PartialDate
from heavylift.errors import StatementError
from heavylift.statements.attribution import statements_of
from heavylift.statements.languages import is_english
from heavylift.statements.parsing import parse
from heavylift.statements.records import Record, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: A document: its name, its text, and when it was published as far as known.
Document = tuple[str, str, PartialDate | None]


def read(documents: Iterable[Document]) -> Iterator[list[Record]]:
    """Read documents one after the other, in bounded memory.

    Yields:
        The records of each document, by their first characters.

    Raises:
        StatementError: A text is not in English.
        ExtraMissing: The extra ``documents`` is not installed.
    """
    checked = ((one[1], one) for one in map(_english, documents))
    for parsed, (doc_id, text, published) in parse(checked):
        yield records_of(doc_id, text, published, parsed)


def records_of(
    doc_id: str, text: str, published: PartialDate | None, parsed: Doc
) -> list[Record]:
    """Give all records of one parsed text, by their first characters."""
    found: list[Record] = [*statements_of(doc_id, text, parsed)]
    return sorted(found, key=_place)


def _english(document: Document) -> Document:
    doc_id, text, _ = document
    if not is_english(text):
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
