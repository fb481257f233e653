"""A page that a browser saved as one file: MHTML (RFC 2557), a message of mail."""

from __future__ import annotations

import email
import email.message
import email.policy

import msgspec

from heavylift.documents.page_facts import web_address
from heavylift.documents.pages import read_page
from heavylift.documents.records import Extract
from heavylift.documents.written_dates import read_written
from heavylift.errors import DocumentError


def read_mhtml(raw: bytes, where: str, given: str = "") -> Extract:
    """Read the page of an MHTML file; pictures and styles are left in the original.

    Raises:
        DocumentError: It holds no page, or the page cannot be read.
    """
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    page = next(
        (part for part in message.walk() if part.get_content_type() == "text/html"),
        None,
    )
    body = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(body, bytes) or not body:
        raise DocumentError(
            f"{where}: a saved page (MHTML) in which no page is",
            help="save it again, as a web page: complete, or as a PDF",
        )
    served = str(page.get_param("charset") or "")
    read = read_page(body, where, given=given, served=served)
    location = _header(message, "Snapshot-Content-Location") or _header(
        page, "Content-Location"
    )
    facts = msgspec.structs.replace(
        read.facts,
        address=web_address(location) or read.facts.address,
        retrieved=str(read_written(_header(message, "Date")) or ""),
    )
    return msgspec.structs.replace(read, facts=facts)


def _header(message: email.message.Message, name: str) -> str:
    return str(message.get(name) or "").strip()
