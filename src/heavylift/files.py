"""Write files so that a run that is stopped leaves the old ones whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from heavylift.errors import CannotWrite


def check_folder(folder: Path) -> None:
    """Make sure that files can be written below a folder, before any long work.

    Nothing is made yet: what fails later must leave no empty folder behind.

    Raises:
        CannotWrite: The folder, or the nearest that is there, cannot be written to.
    """
    there = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if not there.is_dir():
        raise CannotWrite(folder, f"{there} is not a folder")
    if not os.access(there, os.W_OK):
        raise CannotWrite(folder, "no permission to write to the folder")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; rename it over ``path`` on success.

    Raises:
        CannotWrite: The disk is full, or the folder is not to be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="_", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            # mkstemp makes files for their owner alone; a report is to be shared.
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error
