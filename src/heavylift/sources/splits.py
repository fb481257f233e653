"""Find the parts of a tar that was split.

Big archives are published in parts that ``split`` made: ``day.tar.aa``,
``day.tar.ab``. A user names all of them, their folder, or the first; a download loses
one. A part that is not the first has no mark of its own, so here, for once, names
help: they tell the order of the parts and which is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from heavylift.sources.detect import HEAD_BYTES, Kind, detect

#: Endings that ``split`` gives to parts: ``.aa``, ``.ab`` … or ``.00``, ``.01`` …
#: Endings that name a compression are none.
_PART: Final = re.compile(
    r"(?P<stem>.+)\.(?!(?:gz|xz|lz|zst|lzo)$)"
    r"(?P<part>[a-z]{2}|\d{2,3}|(?<=\.tar\.)[a-z]{3})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file below an input.

    Attributes:
        source: Index of the input.
        name: The input as given, then the path below it.
        below: The path below the input.
        path: Where it is.
        size: Its size in bytes.
        identity: Device and number of the file: the same under every name.
    """

    source: int
    name: str
    below: str
    path: Path
    size: int
    identity: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Parts of one tar.

    Attributes:
        stem: What their names have in common; empty for a tar of one file.
        files: The parts that were named, in the order of the inputs.
    """

    stem: str
    files: tuple[File, ...]


def describe(source: int, name: str, below: str, path: Path) -> File:
    """Describe a file, with its size and what it is known by."""
    status = path.stat()
    return File(
        source=source,
        name=name,
        below=below,
        path=path,
        size=status.st_size,
        identity=(status.st_dev, status.st_ino),
    )


def join_splits(files: list[File]) -> list[File | Split]:
    """Put the parts of each split tar together, at the place of the first.

    Args:
        files: Files of all inputs.

    Returns:
        The same, with one ``Split`` for the parts of each tar.
    """
    stems: dict[tuple[Path, str, int], list[File]] = {}
    for file in files:
        if (key := _stem(file.path)) is not None:
            stems.setdefault(key, []).append(file)
    splits = {k: p for k, p in stems.items() if _is_split_tar(k[1], p)}
    joined: list[File | Split] = []
    for file in files:
        key = _stem(file.path)
        if key is None or key not in splits:
            joined.append(file)
        elif file is splits[key][0]:
            joined.append(Split(stem=key[1], files=tuple(splits[key])))
    return joined


def _stem(path: Path) -> tuple[Path, str, int] | None:
    found = _PART.fullmatch(path.name)
    if found is None:
        return None
    return path.parent, found["stem"], len(found["part"])


def _is_split_tar(stem: str, parts: list[File]) -> bool:
    """Tell by content; a continuation has none to tell by, so its name must help."""
    return stem.endswith(".tar") or any(
        detect(read_head(part.path))[0] is Kind.TAR for part in parts
    )


def read_head(path: Path) -> bytes:
    """Give the first bytes of a file; none when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def all_parts(split: Split) -> list[File]:
    """Order the parts of a tar, with those that follow the first one on disk.

    A part that was not named but lies beside those that were belongs to the input
    that named the first.
    """
    named = sorted(split.files, key=lambda f: _number(f.path))
    if not split.stem:
        return named
    first = named[0]
    known = {file.path.name for file in named}
    beside = [
        describe(first.source, path.as_posix(), path.name, path)
        for path in sorted(first.path.parent.iterdir())
        if path.name not in known and _follows(first.path, path)
    ]
    return sorted(named + beside, key=lambda f: _number(f.path))


def _follows(first: Path, path: Path) -> bool:
    return (
        _stem(path) == _stem(first)
        and _part(path).isdigit() == _part(first).isdigit()
        and _number(path) > _number(first)
        and path.is_file()
    )


def _part(path: Path) -> str:
    found = _PART.fullmatch(path.name)
    return found["part"] if found else ""


def _number(path: Path) -> int:
    """Give the position that a part's ending stands for: ``aa`` 0, ``ab`` 1."""
    part = _part(path)
    if part.isdigit():
        return int(part)
    number = 0
    for letter in part:
        number = number * 26 + ord(letter) - ord("a")
    return number


def stretches(parts: list[File]) -> list[list[File]]:
    """Cut a run of parts where one is missing."""
    stretches = [[parts[0]]]
    for before, part in pairwise(parts):
        if _number(part.path) == _number(before.path) + 1:
            stretches[-1].append(part)
        else:
            stretches.append([part])
    return stretches
