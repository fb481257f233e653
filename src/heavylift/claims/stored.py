"""Documents that are stored with a case: what is known of them, and their texts.

Each lies in a folder of its own below ``documents``: ``document.json`` and
``text.txt``. What else is there is not looked at here.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from heavylift.claims.records import Listed
from heavylift.errors import ClaimError


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """What of a document's record claims need."""

    id: str
    title: str = ""
    outlet: str = ""
    published: str | None = ""
    address: str | None = ""
    language: str | None = ""
    derived_from: str | None = ""


def stored_documents(evidence: Path) -> tuple[dict[str, Listed], dict[str, str]]:
    """Read the documents stored in a folder of evidence.

    Returns:
        What is known of each, and its text, by its name.

    Raises:
        ClaimError: A record or a text cannot be read.
    """
    listed: dict[str, Listed] = {}
    texts: dict[str, str] = {}
    for path in sorted(evidence.glob("documents/*/document.json")):
        try:
            record = msgspec.json.decode(path.read_bytes(), type=_Record)
            text = path.with_name("text.txt")
            if text.is_file():
                # No newline is translated: offsets count characters as they are.
                texts[record.id] = text.read_bytes().decode("utf-8")
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ClaimError(
                f"{path}: cannot be read as the record of a document ({error})",
                help="add the document to the case anew",
            ) from error
        listed[record.id] = Listed(
            id=record.id,
            title=record.title,
            outlet=record.outlet,
            date=record.published or "",
            url=record.address or "",
            language=record.language or "",
            derived_from=record.derived_from or "",
            rule="stored with the case",
        )
    return listed, texts
