"""Carry out a plan: one file after the other, and say what came of each."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from heavylift.errors import FetchError
from heavylift.fetch.asking import Asking, Stopped
from heavylift.fetch.download import download
from heavylift.fetch.plan import Item, Plan, in_words
from heavylift.fetch.records import Entry, Outcome, opened
from heavylift.sources.fetched import PART


class Watching(Protocol):
    """What is told while files come in."""

    def begins(self, item: Item) -> None:
        """A file is turned to."""
        ...

    def has(self, size: int) -> None:
        """So many bytes of it are there."""
        ...

    def ends(self, item: Item, entry: Entry) -> None:
        """It is over for that file."""
        ...


@dataclass(slots=True, kw_only=True)
class Fetched:
    """What came of a plan.

    Attributes:
        entries: What came of each file that was turned to, in the plan's order.
        left: Files that were not turned to, or not finished, because the run stopped.
        stopped: Why the run stopped before its end; empty if it did not.
    """

    entries: list[Entry] = field(default_factory=list)
    left: list[Item] = field(default_factory=list)
    stopped: str = ""

    def count(self, outcome: Outcome) -> int:
        """How many files came to this."""
        return sum(entry.outcome is outcome for entry in self.entries)

    def failures(self, plan: Plan) -> int:
        """How many files are missing that should be there."""
        absent_is_fine = {i.name for i in plan.items if i.may_be_absent}
        return len(self.left) + sum(
            entry.outcome in (Outcome.REFUSED, Outcome.FAILED, Outcome.LEFT)
            or (entry.outcome is Outcome.NOT_THERE and entry.name not in absent_is_fine)
            for entry in self.entries
        )


def fetch(plan: Plan, asking: Asking, watching: Watching) -> Fetched:
    """Fetch what a plan names and is not there yet.

    Args:
        plan: What, and where it lands.
        asking: Who asks servers.
        watching: Told how it goes.

    Returns:
        What came of it; a run that a server stopped says so and what is left.

    Raises:
        FetchError: An address may not be opened, there is no room, another fetch is at
            work in the folder, or it cannot be written to.
    """
    done = Fetched()
    for item in plan.items:
        asking.check(item.url)
    _check_room(plan)
    with opened(plan.folder) as records:
        for number, item in enumerate(plan.items):
            watching.begins(item)
            try:
                entry = download(item, plan.folder, asking, records, watching.has)
            except Stopped as why:
                done.stopped = str(why)
                done.left = list(plan.items[number:])
                break
            done.entries.append(entry)
            watching.ends(item, entry)
    return done


def _check_room(plan: Plan) -> None:
    """Say before the first byte that there is no room for the last.

    Raises:
        FetchError: The listed sizes are more than what is free.
    """
    there = _nearest(plan.folder)
    missing = sum(
        (item.size or 0) - _size_of(plan.folder / f"{item.name}{PART}")
        for item in plan.items
        if not (plan.folder / item.name).exists()
    )
    free = shutil.disk_usage(there).free
    if missing > free:
        raise FetchError(
            f"{plan.folder}: {in_words(missing)} are to be fetched, "
            f"{in_words(free)} are free",
            help="make room, or name a folder on another disk with --to",
        )


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _nearest(folder: Path) -> Path:
    """Give the folder, or the nearest above it that is there."""
    return next(p for p in (folder, *folder.absolute().parents) if p.exists())
