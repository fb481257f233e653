"""Say what will be fetched, ask, show how it goes, and say what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from heavylift.cli.fetch import GIVEN

if TYPE_CHECKING:
    from heavylift.fetch.asking import Asking
    from heavylift.fetch.plan import Item, Plan
    from heavylift.fetch.records import Entry
    from heavylift.fetch.run import Fetched, Watching

#: Addresses printed one by one; of more, the first and how many under which folder.
_MOST_PRINTED = 12


def say(text: str = "") -> None:
    """Say something to the person."""
    click.echo(text, err=True)


def check_can_ask(how: dict[str, Any]) -> None:
    """See, before anything is opened, that somebody is there to be asked.

    Raises:
        UsageError: Nobody is, and nothing was said beforehand.
    """
    if not (how["yes"] or how["dry_run"] or sys.stdin.isatty()):
        raise click.UsageError("nobody to ask here: add --yes, or --dry-run to look")


def announce_list(addresses: list[str]) -> None:
    """Say which lists are asked for before it is known what there is."""
    for address in addresses:
        say(f"asking for the list of releases: {address}")
        say_proxy(address)


def say_proxy(address: str) -> None:
    """Say through which proxy an address is asked, if through one."""
    from heavylift.fetch.transport import name_of_proxy, proxy_for

    proxy = proxy_for(address)
    if proxy is not None:
        say(f"  through the proxy {name_of_proxy(proxy)}")


def announce(plan: Plan, interval_s: float = 0.0) -> None:
    """Say what will be fetched, from where, how much, and under which terms."""
    from heavylift.fetch.plan import in_words

    for remark in plan.remarks:
        say(remark)
    size = in_words(plan.known_bytes)
    if plan.unknown_sizes:
        size = "sizes not listed" if not plan.known_bytes else f"{size} and more"
    say(f"to fetch: {len(plan.items):,} files, {size}")
    for item in plan.items[:_MOST_PRINTED]:
        say(f"  {item.url}" + (f"  {in_words(item.size)}" if item.size else ""))
    if len(plan.items) > _MOST_PRINTED:
        say(f"  … and {len(plan.items) - _MOST_PRINTED:,} more, the last of them")
        say(f"  {plan.items[-1].url}")
    say(f"hosts: {', '.join(plan.hosts)}")
    if plan.onward:
        say(f"  which may redirect to: {', '.join(plan.onward)}")
    if plan.items:
        say_proxy(plan.items[0].url)
    if interval_s:
        say(
            f"at most one request in {interval_s:g} s: "
            f"{_duration(interval_s * len(plan.items))} or more"
        )
    for terms in plan.terms:
        say(f"licence: {terms.say()}")
    say(f"into: {plan.folder}")


def may_go_on(how: dict[str, Any]) -> bool:
    """Ask whether to go on; ``--yes`` and ``--dry-run`` have answered already."""
    if how["dry_run"]:
        say("nothing was fetched (--dry-run)")
        return False
    if how["yes"] or click.confirm("fetch this?", err=True):
        return True
    say("nothing was fetched")
    return False


def carry_out(plan: Plan, asking: Asking, *, as_json: bool) -> None:
    """Fetch what a plan names, and say what came of it.

    Standard output gets the paths of the files that are there now, or everything as
    JSON. The exit code is 1 when something is missing that should be there.
    """
    from heavylift.fetch.run import fetch

    with _watching(plan, asking) as watching:
        done = fetch(plan, asking, watching)
    if as_json:
        click.echo(json.dumps(_as_json(plan, done), indent=2, ensure_ascii=False))
    else:
        for path in _present(plan, done):
            click.echo(path)
    _tell(plan, done)
    if done.failures(plan):
        raise SystemExit(1)


def again() -> str:
    """Give the command that was given, to be given again."""
    return str(click.get_current_context().meta.get(GIVEN, "the same command"))


def _present(plan: Plan, done: Fetched) -> list[str]:
    from heavylift.fetch.records import Outcome

    there = (Outcome.LANDED, Outcome.THERE)
    return [str(plan.folder / e.name) for e in done.entries if e.outcome in there]


def _as_json(plan: Plan, done: Fetched) -> dict[str, object]:
    import msgspec

    return {
        "folder": str(plan.folder),
        "files": [msgspec.to_builtins(entry) for entry in done.entries],
        "stopped": done.stopped or None,
        "left": [item.url for item in done.left],
    }


def _tell(plan: Plan, done: Fetched) -> None:
    from heavylift.fetch.plan import in_words
    from heavylift.fetch.records import Outcome
    from heavylift.sources.fetched import RECORD

    for outcome in (Outcome.REFUSED, Outcome.FAILED, Outcome.LEFT):
        for entry in done.entries:
            if entry.outcome is outcome:
                say(f"{outcome}: {entry.name}: {entry.words}")
    absent = [e for e in done.entries if e.outcome is Outcome.NOT_THERE]
    for words in dict.fromkeys(entry.words for entry in absent):
        say(f"{sum(e.words == words for e in absent):,} {words}")
    counts = {
        "fetched": done.count(Outcome.LANDED),
        "there already with the right hash": done.count(Outcome.THERE),
        "not there": len(absent),
        "refused": done.count(Outcome.REFUSED),
        "failed": done.count(Outcome.FAILED),
        "left alone": done.count(Outcome.LEFT),
        "not asked for": len(done.left),
    }
    received = in_words(sum(entry.received for entry in done.entries))
    told = ", ".join(f"{n:,} {what}" for what, n in counts.items() if n)
    say(f"{told or 'nothing to fetch'}; {received} came over the line")
    if done.stopped:
        say(f"stopped: {done.stopped}")
    if done.failures(plan):
        say(f"to go on where it stopped: {again()}")
    if any(e.outcome not in (Outcome.THERE, Outcome.LEFT) for e in done.entries):
        say(f"what came of each address: {plan.folder / RECORD}")


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return (
        f"{seconds / 60:.0f} minutes" if seconds < 7_200 else f"{seconds / 3_600:.1f} h"
    )


class _Lines:
    """Says a line for each larger file; for who is not at a terminal."""

    def begins(self, item: Item) -> None:
        pass

    def has(self, size: int) -> None:
        pass

    def ends(self, item: Item, entry: Entry) -> None:
        from heavylift.fetch.plan import in_words

        if entry.size and not item.may_be_absent:
            words = f" ({entry.words})" if entry.words else ""
            say(f"{entry.name}: {entry.outcome}, {in_words(entry.size)}{words}")


@contextmanager
def _watching(plan: Plan, asking: Asking) -> Iterator[Watching]:
    if not sys.stderr.isatty():
        asking.tell = say
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, highlight=False, markup=False)
    with Progress(*columns, console=console, transient=True) as bar:
        asking.tell = console.print
        task = bar.add_task("", total=None)
        number = 0

        class Bar:
            def begins(self, item: Item) -> None:
                nonlocal number
                number += 1
                name = item.name.rpartition("/")[2]
                told = f"{number:,} of {len(plan.items):,}: {name}"
                bar.reset(task, description=told, total=item.size)

            def has(self, size: int) -> None:
                bar.update(task, completed=size)

            def ends(self, item: Item, entry: Entry) -> None:
                pass

        yield Bar()
