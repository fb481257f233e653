"""Does a callsign make another flight?

Not by its padding (``model.callsigns``), and not where it is blank: that says nothing.
"""

from __future__ import annotations

import numpy as np

from heavylift.kernels import kernel
from heavylift.model.callsigns import unpadded


@kernel
def renamed(before: np.uint64, after: np.uint64) -> bool:
    """Whether both are known (not 0) and differ in more than padding."""
    known = before != 0 and after != 0
    return bool(known and unpadded(before) != unpadded(after))
