"""Values in Thrift's compact protocol, which Parquet's footers are written in.

Format: "Thrift Compact protocol encoding" of Apache Thrift
(doc/specs/thrift-compact-protocol.md). Only what Parquet's records need is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

#: Numbers of types in the headers of fields and lists.
_TRUE: Final = 1
_FALSE: Final = 2
_BYTE: Final = 3
_I16: Final = 4
_I32: Final = 5
_I64: Final = 6
_BINARY: Final = 8
_LIST: Final = 9
_STRUCT: Final = 12

#: Lists of fewer values have their length in the first byte.
_LONG_LIST: Final = 15

#: What ends the fields of a struct.
_STOP: Final = b"\0"

#: A value: number of its type, and its bytes.
Value = tuple[int, bytes]


def varint(number: int) -> bytes:
    """A whole number that is not negative, seven bits a byte, lowest first (ULEB128).

    >>> varint(300).hex()
    'ac02'
    """
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _zigzag(number: int) -> bytes:
    """A whole number with its sign in the lowest bit, so that small ones are short."""
    return varint(2 * number if number >= 0 else -2 * number - 1)


def byte(number: int) -> Value:
    """A number of eight bits."""
    return _BYTE, bytes([number])


def i16(number: int) -> Value:
    """A number of 16 bits."""
    return _I16, _zigzag(number)


def i32(number: int) -> Value:
    """A number of 32 bits."""
    return _I32, _zigzag(number)


def i64(number: int) -> Value:
    """A number of 64 bits."""
    return _I64, _zigzag(number)


def truth(said: bool) -> Value:
    """A truth, for a field of a struct: its type says it."""
    return (_TRUE if said else _FALSE), b""


def binary(raw: bytes) -> Value:
    """Bytes, or a text in UTF-8."""
    return _BINARY, varint(len(raw)) + raw


def listed(values: Sequence[Value]) -> Value:
    """A list of values of one type; of structs, if it is empty."""
    kind = values[0][0] if values else _STRUCT
    if len(values) < _LONG_LIST:
        head = bytes([len(values) << 4 | kind])
    else:
        head = bytes([0xF0 | kind]) + varint(len(values))
    return _LIST, head + b"".join(raw for _, raw in values)


def struct(fields: Mapping[int, Value]) -> Value:
    """A struct: values by the number of their field, at most 15 apart, in order."""
    out = []
    last = 0
    for number, (kind, raw) in fields.items():
        out.append(bytes([number - last << 4 | kind]) + raw)
        last = number
    return _STRUCT, b"".join(out) + _STOP
