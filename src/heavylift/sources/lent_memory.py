"""Memory that is lent out and comes back by itself when nobody looks at it any more.

A day is read group by group, and each group fills tens of megabytes. Memory that is
given back to the system and asked for again has to be emptied by it, page by page,
which costs up to a third of the time that filling it takes. So what one group has left
is handed to the next. Whoever keeps a column of a group keeps all of its memory, and
other memory is taken instead.
"""

from __future__ import annotations

import weakref
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Memory is asked for in steps of 8 MB, so that groups of nearly one size share it.
_STEP_BYTES: Final = 1 << 23


class _Lent:
    """What stands between memory and the arrays that look at it.

    Arrays keep it alive, and it alone knows where the memory is: however NumPy shortens
    the chain from a view to its owner, it cannot pass by this.
    """

    __slots__ = ("__array_interface__", "__weakref__")

    def __init__(self, memory: NDArray[np.uint8]) -> None:
        self.__array_interface__ = memory.__array_interface__


class Lender:
    """Lends memory. Safe to share between threads."""

    def __init__(self) -> None:
        self._free: list[NDArray[np.uint8]] = []

    def lend(self, size: int) -> NDArray[np.uint8]:
        """Give at least ``size`` bytes; what they hold is not known."""
        try:
            memory = self._free.pop()
        except IndexError:
            memory = np.empty(0, np.uint8)
        if len(memory) < size:
            steps = -(-size // _STEP_BYTES)
            # Not np.empty: it asks for huge pages, and most of this is never touched.
            pages = mmap(-1, steps * _STEP_BYTES, MAP_PRIVATE | MAP_ANONYMOUS)
            memory = np.frombuffer(pages, np.uint8)
        lent = _Lent(memory)
        # What is called holds the memory itself until it is back.
        returning = weakref.finalize(lent, self._free.append, memory)
        returning.atexit = False
        return np.asarray(lent)
