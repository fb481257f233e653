"""Unpack what may unpack to more than there is room for."""

from __future__ import annotations

import zlib
from typing import IO, Final

#: Most bytes of one document, unpacked: a long report with its pictures. The whole of
#: it is held in memory, so this is also what a reader needs beside its parser.
LARGEST: Final = 100_000_000

#: Archives of pages shrink to a fifth, of repeated text to a fiftieth; deflate's own
#: limit is 1032. Past the first pieces, more than this is made to fill the disk.
_MOST_TIMES: Final = 200
_UNSUSPECTED: Final = 64_000_000


def is_bomb(unpacked: int, packed: int) -> bool:
    """Say whether so many bytes cannot have come of so few by honest packing."""
    return unpacked > max(_UNSUSPECTED, _MOST_TIMES * packed)


_PIECE: Final = 1 << 18

#: For :func:`zlib.decompressobj`: a gzip header, a zlib header, none.
_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_BARE: Final = -zlib.MAX_WBITS

GZIP_MARK: Final = b"\x1f\x8b"


class TooLarge(ValueError):
    """It unpacks to more than is allowed."""


def inflate(packed: bytes, how: str, most: int = LARGEST) -> tuple[bytes, bool]:
    """Unpack bytes; give them, and whether they were whole.

    Args:
        packed: The bytes.
        how: ``gzip`` or ``deflate``, as HTTP names them.
        most: Most bytes to unpack to.

    Raises:
        TooLarge: It unpacks to more.
    """
    # HTTP's "deflate" has a zlib header, and some servers leave it out.
    headed = len(packed) > 1 and int.from_bytes(packed[:2], "big") % 31 == 0
    kind = _GZIP if how == "gzip" else _ZLIB if headed else _BARE
    parts: list[bytes] = []
    size = 0
    while packed:
        unpacker = zlib.decompressobj(kind)
        try:
            part = unpacker.decompress(packed, most - size + 1)
        except zlib.error:
            # Zeros behind the last member are padding; anything else is damage.
            return b"".join(parts), bool(parts) and not packed.strip(b"\0")
        parts.append(part)
        size += len(part)
        if size > most:
            raise TooLarge
        if not unpacker.eof:
            return b"".join(parts), False
        packed = unpacker.unused_data if kind == _GZIP else b""
    return b"".join(parts), True


class Stream:
    """A file that is read on, unpacked when it is gzip; in bounded memory.

    Attributes:
        is_broken: It ends in the middle of packed data, or such data are damaged.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._unpacker: zlib._Decompress | None = None
        self._packed = file.read(_PIECE)
        self._is_packed = self._packed.startswith(GZIP_MARK)
        self._buffer = bytearray()
        self._taken = 0
        self._given = 0
        self._is_over = False
        self.is_broken = False

    def read(self, size: int) -> bytes:
        """Read so many bytes, fewer at the end.

        Raises:
            TooLarge: The file unpacks to many times its size.
        """
        while len(self._buffer) < size and self._more():
            pass
        part = bytes(self._buffer[:size])
        del self._buffer[:size]
        return part

    def skip(self, size: int) -> int:
        """Read so many bytes and keep none; give how many there were."""
        left = size
        while left and (part := self.read(min(left, _PIECE))):
            left -= len(part)
        return size - left

    def left(self) -> int | None:
        """How many bytes there are still; ``None`` when it is packed."""
        if self._is_packed:
            return None
        here = self._file.tell()
        end = self._file.seek(0, 2)
        self._file.seek(here)
        return end - here + len(self._packed) + len(self._buffer)

    def unread(self, part: bytes) -> None:
        """Put back what was read last."""
        self._buffer[:0] = part

    def readline(self, most: int) -> bytes:
        """Read a line with its end, or as much of it as is allowed."""
        searched = 0
        while True:
            end = self._buffer.find(b"\n", searched)
            if end >= 0 or len(self._buffer) >= most:
                return self.read(min(end + 1 if end >= 0 else most, most))
            searched = len(self._buffer)
            if not self._more():
                return self.read(most)

    def _more(self) -> bool:
        """Take up another piece; say whether there was any."""
        if not self._packed and not self._is_over:
            self._packed = self._file.read(_PIECE)
        if not self._packed or self._is_over:
            self.is_broken |= self._unpacker is not None
            return False
        if not self._is_packed:
            self._buffer += self._packed
            self._packed = b""
            return True
        return self._unpack()

    def _unpack(self) -> bool:
        if self._unpacker is None:
            self._packed = self._packed.lstrip(b"\0")
            if not self._packed:
                # Padding up to here; the next piece, if any, decides.
                return True
            self._unpacker = zlib.decompressobj(_GZIP)
        before = len(self._packed)
        try:
            part = self._unpacker.decompress(self._packed, _PIECE)
        except zlib.error:
            self.is_broken = self._is_over = True
            return False
        self._packed = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        self._taken += before - len(self._packed)
        self._given += len(part)
        self._buffer += part
        if is_bomb(self._given, self._taken):
            raise TooLarge
        if self._unpacker.eof:
            self._unpacker = None
        return True
