"""Keep Python's collector of cycles from looking at all that a program has loaded.

While a day is read some hundred thousand objects come and go, and sooner or later the
collector looks at everything there is: modules, types and compiled kernels, 170,000
objects that stay as long as the program does. That takes a tenth of a second, during
which no other thread of Python goes on.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def only_new_objects() -> Iterator[None]:
    """Let the collector look only at what is made meanwhile."""
    if gc.get_freeze_count():
        # Somebody else has done so, and will undo it.
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
