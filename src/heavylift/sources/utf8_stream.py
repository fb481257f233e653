"""Make bytes valid UTF-8 while they are read, and change nothing else.

Arrow tells of a row with too many cells in text. Where its bytes are no text Arrow
fails instead, and all rows after it would be lost.
"""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO, Final

#: Bytes asked for at a time, as Arrow would.
_CHUNK: Final = 1 << 20

#: The mark, as it is decoded and as it is written.
_MARK: Final = "\N{REPLACEMENT CHARACTER}"
_MARK_BYTES: Final = _MARK.encode()


class Utf8Stream(io.RawIOBase):
    """What a file holds, with a mark (U+FFFD) in the place of what is no UTF-8.

    Args:
        file: The bytes; read, not closed.

    Attributes:
        replaced: How many marks were put in.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._ready = b""
        self.replaced = 0

    def readable(self) -> bool:
        """Say yes: ``io`` asks."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; 0 at the end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        is_last = False
        while not self._ready and not is_last:
            raw = self._file.read(_CHUNK)
            is_last = not raw
            if raw.isascii() and not self._decoder.getstate()[0]:
                self._ready = raw
            else:
                text = self._decoder.decode(raw, is_last)
                self.replaced += text.count(_MARK) - raw.count(_MARK_BYTES)
                self._ready = text.encode()
        n = min(len(view), len(self._ready))
        view[:n] = self._ready[:n]
        self._ready = self._ready[n:]
        return n
