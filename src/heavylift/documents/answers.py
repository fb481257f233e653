"""What a server answered, freed of what HTTP packs it in, and checked by its digests.

HTTP/1.1 (RFC 9112) sends a body in chunks and packed; archives keep it so, or undo
either and keep the field that says it, or the other way round.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from heavylift.documents.packing import inflate

#: Bytes of a digest by its algorithm.
_DIGESTS: Final = frozenset({"sha1", "sha256", "sha512", "md5"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as an archive keeps it.

    Attributes:
        status: Status code; empty when it is none.
        fields: Fields of its header, by name in lower case; the first of a name counts.
        stored: Its body as it is kept.
    """

    status: str
    fields: Mapping[str, str]
    stored: bytes


def read_answer(block: bytes) -> Answer:
    """Take an answer apart; without a status when it is none."""
    from warcio.statusandheaders import (  # noqa: PLC0415
        StatusAndHeadersParser,
        StatusAndHeadersParserException,
    )

    stream = io.BytesIO(block)
    try:
        parsed = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2"]).parse(
            stream
        )
    except (StatusAndHeadersParserException, EOFError, ValueError, IndexError):
        return Answer("", {}, b"")
    fields = {name.strip().lower(): value for name, value in reversed(parsed.headers)}
    return Answer(parsed.get_statuscode(), fields, stream.read())


def without_chunks(stored: bytes, fields: Mapping[str, str]) -> bytes:
    """Take chunks apart; many archives keep the field and not the chunks."""
    if fields.get("transfer-encoding", "").strip().lower() != "chunked":
        return stored
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    plain: bytes = ChunkedDataReader(io.BytesIO(stored)).read()
    return plain


def unpacked(plain: bytes, said: str) -> tuple[bytes, bool]:
    """Undo ``Content-Encoding``; say whether the body is whole.

    Raises:
        TooLarge: It unpacks to too much.
        ValueError: It is packed in a way that is not read.
    """
    for how in reversed([part.strip().lower() for part in said.split(",")]):
        if how in ("", "identity", "none"):
            continue
        if how not in ("gzip", "x-gzip", "deflate"):
            if _looks_plain(plain):
                continue
            raise ValueError(how)
        body, is_whole = inflate(plain, "deflate" if how == "deflate" else "gzip")
        if not body and plain:
            # Archives made by browsers keep the field and unpack the body.
            if _looks_plain(plain):
                continue
            raise ValueError(how)
        plain = body
        if not is_whole:
            return plain, False
    return plain, True


def _looks_plain(body: bytes) -> bool:
    """Whether it begins as markup or a PDF does."""
    return body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%PDF-"))


def media_type_of(said: str) -> tuple[str, str]:
    """Media type and encoding of ``Content-Type``; empty where not said."""
    media_type, *parameters = said.split(";")
    charset = next(
        (
            value.strip(" \"'")
            for name, _, value in (p.partition("=") for p in parameters)
            if name.strip().lower() == "charset"
        ),
        "",
    )
    return media_type.strip().lower(), charset


def check_digests(
    fields: Mapping[str, str], block: bytes, payloads: tuple[bytes, ...]
) -> tuple[list[str], list[str]]:
    """Compare digests with those that a record names; give flags and sentences.

    Of which payload the digest is, before or after chunks are taken apart, archives
    disagree, so any of them will do.

    Args:
        fields: Fields of the record, by name in lower case.
        block: The record's block.
        payloads: The body as kept, without chunks, and unpacked.
    """
    flags, remarks = [], []
    for name, held in (("block", (block,)), ("payload", payloads)):
        said = fields.get(f"warc-{name}-digest", "")
        if not said:
            continue
        matches = [_matches(said, data) for data in held]
        if None in matches:
            flags.append("digest_unknown")
            remarks.append(f"its {name} digest ({said[:80]}) is of a kind not known")
        elif True not in matches:
            flags.append("digest_differs")
            remarks.append(f"its {name} digest is not that which the archive says")
    return list(dict.fromkeys(flags)), remarks


def _matches(said: str, data: bytes) -> bool | None:
    """Whether data have a digest; ``None`` when its kind is not known.

    Written ``algorithm:value``, the value in base 32 or hexadecimal digits.
    """
    algorithm, _, value = said.partition(":")
    name = algorithm.strip().lower().replace("-", "")
    if name not in _DIGESTS:
        return None
    digest = hashlib.new(name, data, usedforsecurity=False).digest()
    plain = base64.b32encode(digest).decode().rstrip("=")
    return value.strip().rstrip("=").upper() in (plain, digest.hex().upper())
