"""Masks over columns of Arrow, as NumPy has them; what is null fits nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def mask_of(column: pa.Array | pa.ChunkedArray) -> Mask:
    """Turn a column of yes and no into a mask; null is no."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    values: Mask = pc.fill_null(column, False).to_numpy(zero_copy_only=False)
    return values.astype(np.bool_)


def where_text(column: pa.ChunkedArray, test: Callable[[str], bool]) -> Mask:
    """Tell which rows of a column of text pass a test; each text is asked once.

    Empty text and null pass none.
    """
    coded = column.combine_chunks().dictionary_encode()
    fits = [bool(v) and test(v) for v in coded.dictionary.to_pylist()]
    of = np.array([*fits, False], np.bool_)
    at = pc.fill_null(coded.indices, len(of) - 1).to_numpy(zero_copy_only=False)
    mask: Mask = of[at]
    return mask


def yes_where(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Say yes where a flag is set; that it is not set says nothing."""
    return pc.if_else(column, True, pa.scalar(None, pa.bool_()))
