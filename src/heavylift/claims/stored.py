"""Documents that are stored with a case, as claims need them, and their texts."""

from __future__ import annotations

from pathlib import Path

from heavylift.claims.records import Listed
from heavylift.documents.collection import open_collection, text_of


def stored_documents(case: Path) -> tuple[dict[str, Listed], dict[str, str]]:
    """Read the documents stored with a case.

    Args:
        case: The case file.

    Returns:
        What is known of each, and its text, by its name.

    Raises:
        DocumentError: A record or a text is not the one that was added.
        LedgerError: The log of custody was changed.
    """
    listed: dict[str, Listed] = {}
    texts: dict[str, str] = {}
    collection = open_collection(case)
    for held in collection.held:
        document = held.document
        texts[document.id] = text_of(collection, held)
        listed[document.id] = Listed(
            id=document.id,
            title=document.title,
            outlet=document.outlet,
            date=document.published,
            url=document.address,
            language=document.language,
            derived_from=document.derived_from,
            rule="stored with the case",
        )
    return listed, texts
