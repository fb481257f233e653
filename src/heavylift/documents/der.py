"""Put the certificates of a reply into the order that DER asks for.

A reply of RFC 3161 has its certificates as a SET, which in DER is sorted by its bytes
(X.690, 11.6). Authorities that run OpenSSL send them in the order of their settings,
and a strict reader refuses that. The certificates are outside of what is signed (RFC
5652, 5.4), so sorting them changes nothing that anybody vouches for.
"""

from __future__ import annotations

from typing import Final, NamedTuple

#: ``certificates [0] IMPLICIT CertificateSet`` of SignedData (RFC 5652, 5.1).
_CERTIFICATES: Final = 0xA0

_SEQUENCE: Final = 0x30
_CONSTRUCTED: Final = 0x20

#: Bytes of a length that can be meant: four hold four gigabytes.
_LONGEST: Final = 4


class _Element(NamedTuple):
    tag: int
    start: int
    inner: int
    end: int


def certificates_in_order(reply: bytes) -> bytes:
    """Sort the certificates of a timestamp reply.

    Args:
        reply: A ``TimeStampResp`` in DER or nearly so.

    Returns:
        The same bytes but for the order of certificates; ``reply`` itself when it has
        none.

    Raises:
        ValueError: It is nothing of the kind.
    """
    whole = _element(reply, 0, len(reply))
    if whole.tag != _SEQUENCE or whole.end != len(reply):
        raise ValueError("it is not one sequence")
    inside = _inside(reply, whole)
    if len(inside) < 2:  # a refusal has a status and no token
        return reply
    # ContentInfo: its type, then [0] around SignedData.
    content = _inside(reply, inside[1])
    if len(content) != 2:
        raise ValueError("it has no signed content")
    for signed in _inside(reply, content[1]):
        for element in _inside(reply, signed):
            if element.tag == _CERTIFICATES:
                several = _inside(reply, element)
                sorted_ = b"".join(
                    sorted(reply[one.start : one.end] for one in several)
                )
                return reply[: element.inner] + sorted_ + reply[element.end :]
    return reply


def _inside(raw: bytes, around: _Element) -> list[_Element]:
    if not around.tag & _CONSTRUCTED:
        raise ValueError(f"nothing can stand inside an element of tag {around.tag:#x}")
    found, at = list[_Element](), around.inner
    while at < around.end:
        found.append(_element(raw, at, around.end))
        at = found[-1].end
    return found


def _element(raw: bytes, at: int, limit: int) -> _Element:
    if at + 2 > limit:
        raise ValueError(f"it breaks off at byte {at}")
    size, inner = raw[at + 1], at + 2
    if size & 0x80:
        digits = size & 0x7F
        if not 0 < digits <= _LONGEST or inner + digits > limit:
            raise ValueError(f"a length at byte {at} cannot be")
        size = int.from_bytes(raw[inner : inner + digits], "big")
        inner += digits
    if inner + size > limit:
        raise ValueError(f"it breaks off in what begins at byte {at}")
    return _Element(raw[at], at, inner, inner + size)
