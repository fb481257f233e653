"""Lists of candidates as columns: read from the JSON of the table, and written to it.

The table holds a list as text; whoever weighs thousands of lists wants numbers. Texts
that are alike are read once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


class _Candidate(msgspec.Struct, frozen=True, gc=False):
    """``model.ends.Candidate`` that the garbage collector need not look after.

    A day has tens of thousands, and going over all that a program holds takes longer
    than reading them.
    """

    airfield: str
    probability: float


_LIST: Final = msgspec.json.Decoder(list[_Candidate])


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Candidates of some ends, end to end.

    Attributes:
        offsets: Where the candidates of each end begin; shape ``(ends + 1,)``.
        code: Number of the airfield's code in the names beside these lists.
        share: Share of belief.
    """

    offsets: NDArray[np.int64]
    code: NDArray[np.int64]
    share: NDArray[np.float64]

    @property
    def end(self) -> NDArray[np.int64]:
        """Which end each candidate belongs to."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))

    def take(self, ends: NDArray[np.int64]) -> Lists:
        """The lists of some ends."""
        offsets, rows = take_runs(self.offsets, ends)
        return Lists(offsets=offsets, code=self.code[rows], share=self.share[rows])


def take_runs(
    offsets: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pick runs of rows that lie end to end.

    Args:
        offsets: Where each run begins; shape ``(runs + 1,)``.
        wanted: Runs, in any order.

    Returns:
        Where each of those begins when they lie end to end, and their rows.
    """
    lengths = np.diff(offsets)[wanted]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    rows = np.repeat(offsets[:-1][wanted] - starts[:-1], lengths)
    return starts, rows + np.arange(len(rows))


def read_lists(columns: Iterable[pa.ChunkedArray]) -> tuple[list[Lists], list[str]]:
    """Read columns of candidates.

    Args:
        columns: As ``origin_candidates`` of the table, one list an end.

    Returns:
        The lists of each column, and the codes that they number.
    """
    encoded = [column.combine_chunks().dictionary_encode() for column in columns]
    numbers: dict[str, int] = {}
    found = []
    for column in encoded:
        lists = [_LIST.decode(text) for text in column.dictionary.to_pylist()]
        every = [candidate for listed in lists for candidate in listed]
        lengths = [len(listed) for listed in lists]
        alike = Lists(
            offsets=np.cumsum([0, *lengths], dtype=np.int64),
            code=np.array(
                [numbers.setdefault(c.airfield, len(numbers)) for c in every], np.int64
            ),
            share=np.array([c.probability for c in every], np.float64),
        )
        found.append(alike.take(column.indices.to_numpy().astype(np.int64)))
    return found, list(numbers)


def read_list(text: str) -> dict[str, float]:
    """Candidates of one end with their probabilities.

    >>> read_list('[{"airfield": "LLOV", "probability": 0.5}]')
    {'LLOV': 0.5}
    """
    return {c.airfield: c.probability for c in _LIST.decode(text)}


def write_list(codes: Iterable[str], shares: Iterable[float]) -> str:
    """Candidates as JSON, as ``json.dumps`` writes it, which takes longer.

    >>> write_list(["LLOV"], [0.5])
    '[{"airfield": "LLOV", "probability": 0.5}]'
    """
    listed = [
        f'{{"airfield": {_quoted(code)}, "probability": {share!r}}}'
        for code, share in zip(codes, shares, strict=True)
    ]
    return f"[{', '.join(listed)}]"


@lru_cache(maxsize=100_000)
def _quoted(code: str) -> str:
    """A code as JSON has it."""
    return json.dumps(code)
