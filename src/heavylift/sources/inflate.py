"""Undo gzip, and save what can be saved of a gzip that was cut short.

Archives are cut short by broken downloads and missing parts. What could be inflated
before the cut is as good as any other data, so it is given back with a mark.
libdeflate does the common case; everything it refuses goes to zlib, which works
piece by piece and can stop anywhere.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Final

import deflate
import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel

#: First two bytes of every gzip member (RFC 1952, 2.3.1).
GZIP_MAGIC: Final = b"\x1f\x8b"

#: The same and the only method that RFC 1952 knows, 8 (deflate).
_MEMBER: Final = b"\x1f\x8b\x08"

_MEMBER_1: Final = np.uint8(_MEMBER[0])
_MEMBER_2: Final = np.uint8(_MEMBER[1])
_MEMBER_3: Final = np.uint8(_MEMBER[2])

#: Deflate cannot shrink by more than this: a length above it is a lie (zlib's
#: technical notes give 1032:1).
_MAX_RATIO: Final = 1032

#: Largest trace or member inflated in memory. A day of one aircraft is 1 to 10 MB;
#: a hundred times that is no trace but a mistake or an attack.
MAX_INFLATED_BYTES: Final = 512 * 1024 * 1024

#: Ask zlib for a gzip wrapper (zlib.h, inflateInit2: 16 + window bits).
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS

#: Bytes of compressed data handed to zlib at a time.
_CHUNK: Final = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflated:
    """What a gzip held.

    Attributes:
        data: The bytes, up to the cut if there is one.
        cut: Whether the gzip ended, or stopped making sense, before its end.
        too_large: Whether inflating stopped at ``MAX_INFLATED_BYTES``.
    """

    data: bytes | bytearray
    cut: bool = False
    too_large: bool = False


def is_gzip(data: bytes) -> bool:
    """Tell gzip by its first bytes; names say nothing, archives leave ``.gz`` away."""
    return data.startswith(GZIP_MAGIC)


def inflate(data: bytes, *, room: int = 0) -> Inflated:
    """Inflate a whole gzip file, of one member or several.

    Args:
        data: The file.
        room: So many bytes can be appended to the result without copying it, as a rule.

    Returns:
        All that could be inflated. ``data`` is empty when nothing could.
    """
    size = int.from_bytes(data[-4:], "little")  # RFC 1952: ISIZE, modulo 2^32
    believable = 0 < size <= min(_MAX_RATIO * len(data), MAX_INFLATED_BYTES)
    # libdeflate stops after one member without saying so
    if believable and not _has_member_inside(np.frombuffer(data, np.uint8)):
        try:
            return Inflated(data=deflate.gzip_decompress(data, size + room))
        except deflate.DeflateError:
            pass
    return _inflate_by_pieces(data)


@kernel
def _has_member_inside(data: NDArray[np.uint8]) -> bool:
    """Whether a member may begin behind the first byte; 18 times ``bytes.find``."""
    # The least of all differences, without a way out of the loop: so the compiler
    # takes 32 bytes at a time.
    least = np.uint8(255)
    for i in range(1, len(data) - 2):
        differs = (
            (data[i] ^ _MEMBER_1)
            | (data[i + 1] ^ _MEMBER_2)
            | (data[i + 2] ^ _MEMBER_3)
        )
        least = min(least, differs)
    found: bool = least == 0
    return found


def inflate_head(data: bytes, size: int) -> bytes:
    """Inflate at most the first ``size`` bytes; empty when nothing can be inflated."""
    try:
        return zlib.decompressobj(_GZIP_WINDOW).decompress(data, size)
    except zlib.error:
        return b""


def _inflate_by_pieces(data: bytes) -> Inflated:
    stream = GzipStream(io.BytesIO(data))
    out = bytearray()
    while piece := stream.read(_CHUNK):
        out += piece
        if len(out) > MAX_INFLATED_BYTES:
            return Inflated(data=b"", too_large=True)
    return Inflated(data=bytes(out), cut=stream.cut)


class GzipStream(io.RawIOBase):
    """Inflate while reading; end quietly at a cut and say so in ``cut``.

    Args:
        file: Compressed bytes; read, not closed.
        whole_lines: Leave away what follows the last line end before a cut, where a
            number may have lost digits without showing it.
    """

    def __init__(self, file: BinaryIO, *, whole_lines: bool = False) -> None:
        super().__init__()
        self.cut = False
        self.bytes_in = 0
        self._file = file
        self._whole_lines = whole_lines
        self._member = zlib.decompressobj(_GZIP_WINDOW)
        self._ready = bytearray()
        self._held = b""
        self._done = False

    def readable(self) -> bool:
        """Say yes: ``io`` asks."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; 0 at the end or at the cut."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._ready and not self._done:
            self._inflate_more()
        n = min(len(view), len(self._ready))
        view[:n] = self._ready[:n]
        del self._ready[:n]
        return n

    def _inflate_more(self) -> None:
        chunk = self._file.read(_CHUNK)
        self.bytes_in += len(chunk)
        if not chunk:
            self._finish(cut=not self._member.eof)
            return
        while chunk and not self._done:
            if self._member.eof:
                chunk = self._next_member(chunk)
                continue
            try:
                out = self._member.decompress(chunk)
            except zlib.error:
                self._finish(cut=True)
                return
            chunk = self._member.unused_data
            self._give(out)

    def _next_member(self, chunk: bytes) -> bytes:
        """Start the next member, or stop at bytes that are none (padding, garbage)."""
        if not chunk.startswith(_MEMBER[: len(chunk)]):
            self._finish(cut=False)
            return b""
        self._member = zlib.decompressobj(_GZIP_WINDOW)
        return chunk

    def _give(self, out: bytes) -> None:
        if not self._whole_lines:
            self._ready += out
            return
        out = self._held + out
        end = out.rfind(b"\n") + 1
        self._ready += out[:end]
        self._held = out[end:]

    def _finish(self, *, cut: bool) -> None:
        self._done = True
        self.cut = cut
        if not cut:
            self._ready += self._held
        self._held = b""
