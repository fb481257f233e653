"""Trusted timestamps (RFC 3161) over lists of hashes: what existed, and when at latest?

An authority that somebody trusts signs a digest together with the time. The digest is
that of a list, so one timestamp covers all files of a case, and neither their content
nor their number reaches the authority.

The list is text: the SHA-256 of each file in lower-case hexadecimal, in ascending
order, each once, each followed by one line feed (U+000A), and nothing else. What is
stamped is the SHA-256 of these bytes. So anybody can check it without this program::

    sha256sum FILE            # is the file in the list?
    openssl ts -verify -data LIST.txt -in REPLY.tsr -CAfile ROOT.pem

A timestamp says that the files existed when it was made. It says nothing of who made
them, whence they came, or whether what stands in them is true.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from heavylift.documents.der import certificates_in_order
from heavylift.documents.signatures import (
    check_signature,
    check_times,
    refused,
    signer_of,
)
from heavylift.errors import DocumentError
from heavylift.extras import DOCUMENTS, require

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

#: SHA-256 as an object identifier (RFC 5754, 2.2).
_SHA256: Final = "2.16.840.1.101.3.4.2.1"

_HASH: Final = re.compile(r"[0-9a-f]{64}")

#: Status of a reply that has a timestamp as it was asked for (RFC 3161, 2.4.2).
_GRANTED: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A timestamp that was checked.

    Attributes:
        time: When the authority says it was made, UTC.
        accuracy_s: How exactly, in seconds; ``None`` when it does not say.
        authority: Subject of the certificate that signed it (RFC 4514).
        certificate_until: End of that certificate, UTC. Later the timestamp still says
            what it said, but authorities need not tell any more whether it was revoked.
        policy: Under which policy of the authority, an object identifier.
        serial: Its number at the authority.
        digest: SHA-256 of the list.
        covers: The list.
        root: Subject of the given root that it was checked against; ``None`` when none
            was given: then nobody vouches for the authority.
    """

    time: datetime
    accuracy_s: float | None
    authority: str
    certificate_until: datetime
    policy: str
    serial: int
    digest: str
    covers: tuple[str, ...]
    root: str | None


def hash_list(hashes: Iterable[str]) -> bytes:
    r"""Write the list of hashes that is stamped; see the beginning of this file.

    Raises:
        DocumentError: Something is no SHA-256, or there is none.

    >>> a, b = "a" * 64, "b" * 64
    >>> hash_list([b, a, b]).decode() == f"{a}\n{b}\n"
    True
    """
    listed = sorted({one.lower() for one in hashes})
    if not listed:
        raise DocumentError(
            "there is nothing to stamp: no file was given",
            help="bring documents into the case first, with `heavylift documents`",
        )
    for one in listed:
        if not _HASH.fullmatch(one):
            raise DocumentError(
                f"'{one[:80]}' is no SHA-256", help="it has 64 hexadecimal digits"
            )
    return "".join(f"{one}\n" for one in listed).encode("ascii")


def read_hash_list(raw: bytes) -> tuple[str, ...]:
    """Read a list of hashes, in exactly the form in which it is stamped.

    Raises:
        DocumentError: It has another form.
    """
    listed = tuple(raw.decode("ascii", "replace").removesuffix("\n").split("\n"))
    if not all(map(_HASH.fullmatch, listed)) or hash_list(listed) != raw:
        raise DocumentError(
            "the list of hashes is not in the form in which it is stamped",
            help="it was changed after it was stamped, or is another file; take it "
            "from where the timestamp was first kept",
        )
    return listed


def make_request(listed: bytes) -> bytes:
    """Make a request for a timestamp over a list, with a random number in it.

    Returns:
        The request in DER, to be sent as ``application/timestamp-query``.
    """
    require(DOCUMENTS)
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415

    read_hash_list(listed)
    return (
        TimestampRequestBuilder()
        .data(listed)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
        .as_bytes()
    )


def read_roots(raw: bytes) -> list[Certificate]:
    """Read certificates that the user trusts, in PEM.

    Raises:
        DocumentError: They are none.
    """
    require(DOCUMENTS)
    from cryptography import x509  # noqa: PLC0415

    try:
        return x509.load_pem_x509_certificates(raw)
    except ValueError as error:
        raise DocumentError(
            f"the root is no certificate in PEM ({error})",
            help="it begins with -----BEGIN CERTIFICATE-----; get it from the "
            "authority's own pages",
        ) from None


def check_timestamp(
    reply: bytes,
    listed: bytes,
    *,
    request: bytes | None = None,
    roots: Sequence[Certificate] = (),
) -> Timestamp:
    """Check a reply of an authority against a list.

    Signature and certificates are checked as of the time of the timestamp, against the
    given roots. Without a root the signature can at most be checked against what the
    reply itself has in it, and ``root`` says so. Revocation is not looked up.

    Args:
        reply: The authority's answer, DER.
        listed: The list as it was stamped.
        request: What was asked; the random number in it is compared.
        roots: Certificates that the user trusts.

    Raises:
        DocumentError: The reply is none, is a refusal, is over another list, answers
            another request, or is not signed by whom the roots lead to.
    """
    require(DOCUMENTS)
    covers = read_hash_list(listed)
    try:
        return _checked(reply, listed, covers, request, roots)
    except DocumentError:
        raise
    except Exception as error:  # what a stranger sent can fail anywhere inside readers
        raise refused(
            f"it cannot be read ({type(error).__name__}: {str(error)[:120]})",
            "take it from where it was first kept, or ask again",
        ) from error


def _checked(
    reply: bytes,
    listed: bytes,
    covers: tuple[str, ...],
    request: bytes | None,
    roots: Sequence[Certificate],
) -> Timestamp:
    digest = hashlib.sha256(listed).digest()
    answered = _read_reply(reply)
    _check_granted(answered)
    told = answered.tst_info
    imprint = told.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256 or imprint.message != digest:
        raise refused(
            f"it is over another list (SHA-256 {imprint.message.hex()[:16]}…, this one "
            f"has {digest.hex()[:16]}…)",
            "the list was changed, or belongs to another timestamp",
        )
    if request is not None:
        _check_request(request, digest, told.nonce)
    signer = signer_of(answered)
    check_times(signer, told.gen_time)
    root = check_signature(answered, digest, signer, roots)
    accuracy = told.accuracy
    return Timestamp(
        time=told.gen_time,
        accuracy_s=None
        if accuracy is None
        else (accuracy.seconds or 0)
        + (accuracy.millis or 0) / 1e3
        + (accuracy.micros or 0) / 1e6,
        authority=signer.subject.rfc4514_string(),
        certificate_until=signer.not_valid_after_utc,
        policy=told.policy.dotted_string,
        serial=told.serial_number,
        digest=digest.hex(),
        covers=covers,
        root=root,
    )


def _read_reply(reply: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415

    try:
        return decode_timestamp_response(certificates_in_order(reply))
    except ValueError as error:
        raise refused(
            f"it is no reply as RFC 3161 has them ({str(error)[:120]})",
            "ask again; if it stays so, the address is not that of an authority",
        ) from None


def _check_granted(answered: TimeStampResponse) -> None:
    if answered.status == _GRANTED:
        return
    words = "; ".join(answered.status_string) or "it does not say why"
    raise refused(
        f"the authority did not grant it (status {answered.status}: {words})",
        "its pages say what it accepts; another authority may",
    )


def _check_request(request: bytes, digest: bytes, nonce: int | None) -> None:
    asked = _read_request(request)
    if asked.message_imprint.message != digest:
        raise refused(
            "the request that was kept with it is over another list",
            "the files of two timestamps were mixed",
        )
    if asked.nonce != nonce:
        raise refused(
            "it answers another request: its random number is not the one sent",
            "ask again; somebody on the way may have sent an old answer",
        )


def _read_request(request: bytes) -> TimeStampRequest:
    from rfc3161_client import _rust  # noqa: PLC0415

    try:
        return _rust.parse_timestamp_request(request)
    except ValueError as error:
        raise refused(
            f"the request that was kept with it cannot be read ({str(error)[:120]})",
            "take it from where the timestamp was first kept",
        ) from None
