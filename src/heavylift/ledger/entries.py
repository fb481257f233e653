"""One entry of a ledger, and the one way to write it.

An entry is a line of JSON with its keys in order of code points, no blanks, and text
as UTF-8. Its ``hash`` is the SHA-256 of that same line without the member ``hash``:
another program needs no more than a JSON library to check it. This is the idea of RFC
8785 (JSON Canonicalization Scheme) without its rules for numbers: a number is written
as Python writes it, the shortest decimal that is read back as the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec

_T = TypeVar("_T")

#: What the first entry names as the hash before it: there is none.
FIRST: Final = "0" * 64


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry.

    Attributes:
        sequence: 1 for the first entry of a ledger, then one more each time.
        time: When it was appended by the clock of the machine, UTC,
            ``YYYY-MM-DDThh:mm:ss.ffffffZ``.
        previous: The hash of the entry before; :data:`FIRST` when there is none.
        content: What was entered.
        hash: SHA-256 over all of the above, in hexadecimal digits.
    """

    sequence: int
    time: str
    previous: str
    content: dict[str, object]
    hash: str

    def as_(self, kind: type[_T]) -> _T:
        """Read the content as a record.

        Raises:
            msgspec.ValidationError: It is none of that kind.
        """
        return msgspec.convert(self.content, kind)


def canonical(value: Mapping[str, object]) -> bytes:
    """Write JSON in the one way in which it is hashed.

    Raises:
        ValueError: It holds a number that JSON does not know, or half a character.
        TypeError: It holds something that JSON does not know.

    >>> canonical({"b": 1, "a": "Gəncə"}).decode()
    '{"a":"Gəncə","b":1}'
    """
    return json.dumps(
        value,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    ).encode()


def make_entry(
    sequence: int, time: str, previous: str, content: Mapping[str, object]
) -> Entry:
    """Make an entry with its hash.

    Raises:
        ValueError: The content cannot be written as JSON.
        TypeError: The content cannot be written as JSON.
    """
    bare: dict[str, object] = {
        "sequence": sequence,
        "time": time,
        "previous": previous,
        "content": content,
    }
    return Entry(
        sequence=sequence,
        time=time,
        previous=previous,
        content=dict(content),
        hash=hashlib.sha256(canonical(bare)).hexdigest(),
    )


def line_of(entry: Entry) -> bytes:
    """Write an entry as its line, without the line's end."""
    return canonical(
        {
            "sequence": entry.sequence,
            "time": entry.time,
            "previous": entry.previous,
            "content": entry.content,
            "hash": entry.hash,
        }
    )
