"""Who signed a timestamp, and whether the roots that somebody trusts lead there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from heavylift.errors import DocumentError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse


def signer_of(answered: TimeStampResponse) -> Certificate:
    """Give the certificate of the one signature, out of those in the reply.

    Raises:
        DocumentError: It is not in the reply.
    """
    try:
        found = _embedded(answered)
        [signature] = answered.signed_data.signer_infos
        [signer] = [
            certificate
            for certificate in found
            if certificate.issuer == signature.issuer
            and certificate.serial_number == signature.serial_number
        ]
    except ValueError as error:
        raise refused(
            f"the certificate of its signature is not in it ({str(error)[:120]})",
            "ask the authority again, or another one",
        ) from None
    return signer


def _embedded(answered: TimeStampResponse) -> list[Certificate]:
    from cryptography import x509  # noqa: PLC0415

    return [
        x509.load_der_x509_certificate(raw) for raw in answered.signed_data.certificates
    ]


def check_times(signer: Certificate, time: datetime) -> None:
    """See that a certificate was valid at the time of the timestamp.

    Raises:
        DocumentError: It was not.
    """
    if time > signer.not_valid_after_utc:
        raise refused(
            "the authority's certificate had expired on "
            f"{signer.not_valid_after_utc:%Y-%m-%d}, before its time, {time:%Y-%m-%d}",
            "ask an authority whose certificate is valid",
        )
    if time < signer.not_valid_before_utc:
        raise refused(
            f"the authority's certificate was not valid before "
            f"{signer.not_valid_before_utc:%Y-%m-%d}, and it is of {time:%Y-%m-%d}",
            "ask an authority whose certificate is valid",
        )


def check_signature(
    answered: TimeStampResponse,
    digest: bytes,
    signer: Certificate,
    roots: Sequence[Certificate],
) -> str | None:
    """Check signature and certificates.

    Args:
        answered: The reply.
        digest: SHA-256 of the list.
        signer: Certificate of its signature.
        roots: Certificates that the user trusts. Without any the certificates at the
            top of the reply itself stand in, so that at least a change is noticed.

    Returns:
        Subject of the given root that they lead to; ``None`` when none was given.

    Raises:
        DocumentError: The signature does not fit, or no root leads to it.
    """
    if signer.issuer == signer.subject and signer not in roots:
        raise refused(
            "the authority's certificate is signed by itself alone",
            "give it with --root if you trust it, or ask another authority",
        )
    if roots:
        failures = list[str]()
        for root in roots:
            why = _against(answered, digest, root)
            if why is None:
                return root.subject.rfc4514_string()
            failures.append(why)
        raise refused(*_in_words(failures[-1], signer))
    own = [c for c in _embedded(answered) if c.issuer == c.subject]
    failures = [why for why in (_against(answered, digest, c) for c in own) if why]
    if own and len(failures) == len(own):
        raise refused(*_in_words(failures[-1], signer))
    return None


def _against(
    answered: TimeStampResponse, digest: bytes, root: Certificate
) -> str | None:
    """Check against one root; say what is wrong."""
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415

    verifier = VerifierBuilder().add_root_certificate(root).build()
    try:
        verifier.verify(answered, digest)
    except (VerificationError, ValueError) as error:
        return str(error)
    return None


def _in_words(why: str, signer: Certificate) -> tuple[str, str]:
    """Say in words what OpenSSL says in a list of its errors."""
    name = signer.issuer.rfc4514_string()
    if "certificate verify error" in why:
        found = re.search(r"Verify error: ?([^\"]+)", why)
        said = found[1] if found else "no way from its certificate to a root"
        if "expired" in said or "not yet valid" in said:
            return (
                f"a certificate above it was not valid at its time ({said})",
                "ask an authority whose certificates are valid",
            )
        return (
            f"no given root leads to its certificate, which {name} issued ({said})",
            "give the root that the authority names on its own pages, with --root",
        )
    if "EKU" in why:
        return (
            f"its certificate is not one for timestamps ({why})",
            "ask an authority for timestamps",
        )
    return (
        f"its signature does not fit ({why.partition(': ErrorStack')[0]})",
        "it was changed after it was signed; take it from where it was first kept",
    )


def refused(why: str, help: str) -> DocumentError:
    """Say that a timestamp is refused, why, and what to do."""
    return DocumentError(f"the timestamp is refused: {why}", help=help)
