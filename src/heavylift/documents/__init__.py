"""Documents: their bytes as they came, the text that is read, and whence they are."""

from heavylift.documents.adding import Adder, Outcome
from heavylift.documents.collection import (
    Collection,
    Fault,
    Held,
    evidence_folder,
    find_document,
    open_collection,
    text_of,
    verify,
)
from heavylift.documents.confined import Confined
from heavylift.documents.describing import Given
from heavylift.documents.found import Found, Passed, Wanted
from heavylift.documents.languages import is_english, language_of
from heavylift.documents.manifest import ManifestRow, files_of, manifest
from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.documents.readable import Readable, read_any
from heavylift.documents.reading import documents_in, holds_many
from heavylift.documents.records import Document

__all__ = [
    "Adder",
    "Collection",
    "Confined",
    "Document",
    "Fault",
    "Found",
    "Given",
    "Held",
    "ManifestRow",
    "Outcome",
    "PartialDate",
    "Passed",
    "Readable",
    "Wanted",
    "documents_in",
    "evidence_folder",
    "files_of",
    "find_document",
    "holds_many",
    "is_english",
    "language_of",
    "manifest",
    "open_collection",
    "parse_partial",
    "read_any",
    "text_of",
    "verify",
]
