"""Show that long work goes on: on standard error, and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Measured(Protocol):
    """What is read, as far as progress is concerned."""

    @property
    def bytes_done(self) -> int:
        """Bytes read so far."""
        ...

    @property
    def total_bytes(self) -> int:
        """Bytes to read."""
        ...


@contextmanager
def reading() -> Iterator[Callable[[Measured], None]]:
    """Give a function to be called with the sources whenever some were read."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        # The kernels are compiled once a machine, which takes longer than small cases.
        task = bar.add_task("reading (the first run prepares for a minute)", total=None)

        def show(sources: Measured) -> None:
            bar.update(
                task,
                description="reading",
                total=sources.total_bytes,
                completed=sources.bytes_done,
            )

        yield show


@contextmanager
def writing(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be called with days done and days in all."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("days"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
