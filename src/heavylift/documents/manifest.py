"""What a dossier says of the documents behind it, and which files of them it carries.

The full texts are mostly somebody's property. A dossier carries their hashes, so that
whoever has the same document can show that it is the same, and the texts themselves
only where the case says that they may be published.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import msgspec

from heavylift.documents.collection import DOCUMENTS, LOG, RECORD, TEXT, Collection


class ManifestRow(msgspec.Struct, frozen=True, kw_only=True):
    """One document behind a dossier.

    Attributes:
        id: Its name in the case.
        title: Its title.
        outlet: Who published it.
        author: Who wrote it.
        published: Date of publication as far as it is known.
        published_from: Where that date is from.
        retrieved: When it was taken.
        address: Where it was published.
        language: Its language, BCP 47.
        derived_from: Document of the case that it retells or translates.
        media_type: What its bytes are.
        size: Bytes as they came.
        sha256: Hash of these.
        characters: Characters of its text.
        text_sha256: Hash of the text.
        record_sha256: Hash of its record.
        added: When it was added, UTC.
        entry: Hash of the entry in the log of custody.
        flags: What a person should know before using it.
    """

    id: str
    title: str
    outlet: str
    author: str
    published: str
    published_from: str
    retrieved: str
    address: str
    language: str
    derived_from: str
    media_type: str
    size: int
    sha256: str
    characters: int
    text_sha256: str
    record_sha256: str
    added: str
    entry: str
    flags: tuple[str, ...]


def manifest(collection: Collection) -> tuple[ManifestRow, ...]:
    """Give a row for each document, in the order in which they were added."""
    return tuple(
        ManifestRow(
            id=held.document.id,
            title=held.document.title,
            outlet=held.document.outlet,
            author=held.document.author,
            published=held.document.published,
            published_from=held.document.published_from,
            retrieved=held.document.retrieved,
            address=held.document.address,
            language=held.document.language,
            derived_from=held.document.derived_from,
            media_type=held.document.media_type,
            size=held.document.size,
            sha256=held.document.sha256,
            characters=held.document.characters,
            text_sha256=held.document.text_sha256,
            record_sha256=held.added.record_sha256,
            added=held.at,
            entry=held.entry,
            flags=held.document.flags,
        )
        for held in collection.held
    )


def files_of(collection: Collection, *, full_texts: bool) -> list[PurePosixPath]:
    """List the files that a dossier carries, below the folder of evidence.

    Args:
        collection: The documents.
        full_texts: Whether originals and texts may leave the building.
    """
    if not collection.held:
        return []
    files = [PurePosixPath(LOG)]
    for held in collection.held:
        names = [RECORD]
        if full_texts:
            names += [held.document.original, TEXT]
        files += (PurePosixPath(DOCUMENTS, held.added.folder, n) for n in names)
    return files
