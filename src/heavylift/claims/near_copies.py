"""Which texts are largely the same words in the same order?

Texts are compared by their word 5-grams (shingles; Broder, "On the resemblance and
containment of documents", 1997). Containment is the share of the shorter text's
shingles that the other holds, resemblance (Jaccard) the share that both hold of all.
With thousands of texts every pair that shares anything can be looked at, so nothing is
sampled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

#: Words in a shingle. Four are shared by chance between reports of one event ("said on
#: Thursday that"); with eight, a light rewrite shares none.
WORDS: Final = 5

#: Share of a text's shingles from which on it is told as a copy. Rewrites that keep
#: half of the sequences of another text are no second observation. With half of it,
#: long shared quotations would do; with 0.8, shortened copies are missed.
COPY: Final = 0.5

#: Texts with fewer shingles are not compared: a headline is in every text about it.
LEAST: Final = 20

#: A shingle that stands in more texts than this is a newsroom's formula, not a copy.
#: It bounds the work too.
MOST_TEXTS: Final = 200

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two texts that share words in order.

    Attributes:
        a: Name of one.
        b: Name of the other.
        of_a: Share of a's shingles that b holds.
        of_b: Share of b's shingles that a holds.
        jaccard: Share that both hold of all.
    """

    a: str
    b: str
    of_a: float
    of_b: float
    jaccard: float

    @property
    def containment(self) -> float:
        """The larger of the two shares."""
        return max(self.of_a, self.of_b)


def near_copies(texts: Mapping[str, str], least: float = COPY) -> list[Overlap]:
    """Find pairs of texts of which one is largely in the other.

    Args:
        texts: Texts by name.
        least: Containment from which on a pair is given.

    Returns:
        Pairs, by their names; ``a`` comes first in alphabetical order.
    """
    names = sorted(texts)
    own = [shingles(texts[name]) for name in names]
    enough = [i for i, s in enumerate(own) if len(s) >= LEAST]
    if len(enough) < 2:
        return []
    row = np.repeat(np.arange(len(enough)), [len(own[i]) for i in enough])
    found, column = np.unique(
        np.concatenate([own[i] for i in enough]), return_inverse=True
    )
    matrix = sparse.csr_array(
        (np.ones(len(row), np.int32), (row, column)), (len(enough), len(found))
    )
    in_texts = np.bincount(column, minlength=len(found))
    matrix = matrix[:, in_texts <= MOST_TEXTS]
    shared = sparse.coo_array(sparse.triu(matrix @ matrix.T, k=1))
    pairs = []
    for i, j, n in zip(
        shared.row.tolist(), shared.col.tolist(), shared.data.tolist(), strict=True
    ):
        size_a, size_b = len(own[enough[i]]), len(own[enough[j]])
        overlap = Overlap(
            a=names[enough[i]],
            b=names[enough[j]],
            of_a=n / size_a,
            of_b=n / size_b,
            jaccard=n / (size_a + size_b - n),
        )
        if overlap.containment >= least:
            pairs.append(overlap)
    return sorted(pairs, key=lambda p: (p.a, p.b))


def shingles(text: str) -> NDArray[np.uint64]:
    """Hash each run of five words; sorted, each once.

    >>> len(shingles("one two three four five six"))
    2
    """
    words = [crc32(word.encode()) for word in _WORD.findall(text.casefold())]
    if len(words) < WORDS:
        return np.zeros(0, np.uint64)
    numbers = np.array(words, np.uint64)
    mixed = np.zeros(len(words) - WORDS + 1, np.uint64)
    for place in range(WORDS):
        # The multiplier of Knuth's MMIX generator: odd, so that no word is lost.
        mixed = (
            mixed * np.uint64(6364136223846793005) + numbers[place : place + len(mixed)]
        )
    return np.unique(mixed)
