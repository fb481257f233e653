"""One change of a lake at a time.

In a folder the lock is the operating system's: it goes when the process does, however
that ends. Object storage has no such thing; there an object says that somebody is at
work, and stays when the process is killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import platform
from collections.abc import Iterator

from heavylift.errors import LakeError
from heavylift.lake.layout import LOCK
from heavylift.lake.storage import Lake, changing


@contextlib.contextmanager
def alone(lake: Lake) -> Iterator[None]:
    """Keep others from changing a lake meanwhile.

    Raises:
        LakeError: Somebody else is changing it.
    """
    keep = _locked_folder(lake) if lake.folder is not None else _locked_object(lake)
    with keep:
        yield


@contextlib.contextmanager
def _locked_folder(lake: Lake) -> Iterator[None]:
    assert lake.folder is not None
    with changing(lake, LOCK):
        handle = os.open(lake.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.read(handle, 200).decode("utf-8", "replace").strip()
            raise LakeError(
                f"{lake.where}: another ingest is at work in it ({said or 'unknown'})",
                help="wait until it is done, then give the same command again",
            ) from None
        os.ftruncate(handle, 0)
        os.write(handle, _who().encode())
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def _locked_object(lake: Lake) -> Iterator[None]:
    if lake.has(LOCK):
        said = lake.read(LOCK).decode("utf-8", "replace").strip()
        raise LakeError(
            f"{lake.where}: another ingest is at work in it ({said})",
            help=f"wait until it is done; if it was killed, remove the object {LOCK}, "
            "then give the same command again",
        )
    lake.write(LOCK, _who().encode())
    try:
        yield
    finally:
        lake.delete(LOCK)


def _who() -> str:
    return f"process {os.getpid()} on {platform.node()}"
