"""Sum up an input in one SHA-256, as anybody can with ``sha256sum``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

#: Files hashed at a time; hashing releases the interpreter.
_WORKERS: Final = 2


def hash_input(path: Path, files: Sequence[tuple[str, Path]]) -> str:
    """Give the SHA-256 of an input, 64 hex digits.

    Of a file it is that of its bytes; of a folder or a tar in parts that of the sorted
    lines ``<hash>  <name>`` as ``sha256sum`` prints them.

    Args:
        path: The input.
        files: The files it consists of: name below the input, path.
    """
    with ThreadPoolExecutor(_WORKERS) as workers:
        hashes = list(workers.map(_sha256, (place for _, place in files)))
    if len(files) == 1 and path.is_file():
        return hashes[0]
    names = [name for name, _ in files]
    lines = sorted(f"{h}  {n}\n" for h, n in zip(hashes, names, strict=True))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
