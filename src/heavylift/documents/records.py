"""What is known of a document, and by whose word."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from heavylift.documents.partial_dates import PartialDate, parse_partial

#: What a date that a document bears is the date of.
DateKind = Literal["published", "modified", "made"]

#: Where a date comes from that a person gave.
GIVEN: Final = "given"


class DateSaid(msgspec.Struct, frozen=True, kw_only=True):
    """One date that a document says of itself.

    Attributes:
        kind: Of publication, of a change, or of the making of the file.
        where: Where it stands, such as ``JSON-LD datePublished``.
        said: As it is written there.
        value: The same as a partial date; empty when it cannot be read.
    """

    kind: DateKind
    where: str
    said: str
    value: str


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """The file in which a document came with others.

    Attributes:
        file: Its name.
        sha256: Hash of all of it, 64 hex digits.
        part: Which part of it the document is: a record's position, a line's number.
    """

    file: str
    sha256: str
    part: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says of itself; empty where it says nothing.

    Attributes:
        title: Its title.
        outlet: Who published it.
        author: Who wrote it; several names with commas between.
        address: Where it was published, or was taken from.
        language: Language as it says, BCP 47.
        retrieved: When it was taken, if the saved file says so; a partial date.
        dates: Every date it bears, the weightiest first.
    """

    title: str = ""
    outlet: str = ""
    author: str = ""
    address: str = ""
    language: str = ""
    retrieved: str = ""
    dates: tuple[DateSaid, ...] = ()


class Extract(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a document and what it says of itself.

    Attributes:
        text: The text; offsets count its code points.
        tool: What read it, with its version.
        facts: What the document says of itself.
        encoding: How its bytes were read as characters; empty for PDF.
        pages: Of a PDF, where in the text each page begins.
        flags: What a person should know before using it, as single words.
        remarks: The same in sentences.
    """

    text: str
    tool: str
    facts: Facts = Facts()
    encoding: str = ""
    pages: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What is written down of a document in a case: the file ``document.json``.

    Attributes:
        id: Name in this case; statements call it so.
        sha256: Hash of the bytes as they came, 64 hex digits.
        text_sha256: Hash of the text as it is stored in UTF-8.
        size: Bytes as they came.
        characters: Characters (code points) of the text.
        media_type: What the bytes are, such as ``text/html``.
        original: Name of the file with the bytes as they came.
        file: Name of the file that was added.
        title: Title, given or its own.
        outlet: Who published it.
        author: Who wrote it.
        published: Date of publication as far as it is known, a partial date.
        published_from: Where that date is from; ``given`` where a person gave it.
        not_before: First day that it can be of, where a person gave one.
        not_after: Last day that it can be of, where a person gave one.
        dates: Every date that the document bears, used or not.
        retrieved: When the bytes were taken from where they were published.
        retrieved_from: Where that moment is from.
        address: Where it was published, or was taken from.
        language: Language of the text, BCP 47; ``und`` when it cannot be told.
        derived_from: Document of this case that it retells or translates.
        encoding: How its bytes were read as characters.
        tool: What read the text, with its version.
        pages: Of a PDF, where in the text each page begins.
        container: The file in which it came with others.
        flags: What a person should know before using it, as single words.
        remarks: The same in sentences.
    """

    id: str
    sha256: str
    text_sha256: str
    size: int
    characters: int
    media_type: str
    original: str
    file: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    published_from: str = ""
    not_before: str = ""
    not_after: str = ""
    dates: tuple[DateSaid, ...] = ()
    retrieved: str = ""
    retrieved_from: str = ""
    address: str = ""
    language: str = "und"
    derived_from: str = ""
    encoding: str = ""
    tool: str = ""
    pages: tuple[int, ...] = ()
    container: Container | None = None
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def date(self) -> PartialDate | None:
        """Date of publication; ``None`` when nothing is known of it."""
        return parse_partial(self.published) if self.published else None


def write_document(document: Document) -> bytes:
    """Write a document's record as JSON for people and programs."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def read_document(raw: bytes) -> Document:
    """Read it back.

    Raises:
        msgspec.ValidationError: It is none.
        msgspec.DecodeError: It is not JSON.
    """
    return msgspec.json.decode(raw, type=Document)
