"""``heavylift fetch day``: whole days from adsb.lol's releases."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heavylift.cli.fetch.options import (
    asking_options,
    days_between,
    read_day,
    to_option,
)
from heavylift.cli.fetch.telling import (
    announce,
    announce_list,
    carry_out,
    check_can_ask,
    may_go_on,
    say,
)
from heavylift.cli.options import SETTINGS
from heavylift.errors import FetchError

if TYPE_CHECKING:
    from heavylift.fetch.plan import Plan
    from heavylift.fetch.releases import Replica


def _days(_ctx: click.Context, _param: click.Parameter, value: str) -> list[date]:
    """Read a day, or the first and the last of several."""
    first, dots, last = value.partition("..")
    since = read_day(first)
    return days_between(since, (read_day(last) if dots else since) + timedelta(days=1))


@click.command("day", context_settings=SETTINGS)
@click.argument("days", callback=_days, metavar="DAY|FIRST..LAST")
@to_option("adsb.lol")
@click.option(
    "--replica",
    metavar="NAME",
    help="Take this replica (prod-0), the best of this kind (staging), or all. "
    "Without it: the best of prod and staging.",
)
@click.option(
    "--url",
    metavar="ADDRESS",
    help="Address of another list of releases in GitHub's form; {year} in it is "
    "replaced.",
)
@asking_options
def command(days: list[date], folder: Path, **how: Any) -> None:  # noqa: ANN401
    """Fetch whole days of the world from adsb.lol's releases.

    Lists the replicas of each day and takes one: the first that lacks no part, prod
    before staging. All parts are fetched, two to three gigabytes a day; leave them
    packed. `heavylift flights` and `heavylift ingest` read the folder as it is.

    \b
    Example:
      heavylift fetch day 2023-09-02 --to archive --dry-run
      heavylift fetch day 2023-09-01..2023-09-17 --to archive --yes
      heavylift ingest archive --lake lake
    """
    from heavylift.fetch.asking import Asking
    from heavylift.fetch.etiquette import Etiquette
    from heavylift.fetch.releases import LIST, addresses_of_lists, list_replicas

    check_can_ask(how)
    base = how["url"] or LIST
    asking = Asking(Etiquette(), insecure=how["insecure"], tell=say)
    announce_list(addresses_of_lists(days, base))
    onward = frozenset[str](how["onward"])
    found = list_replicas(days, base, asking, onward=onward)
    plan = _plan(found, folder, how["replica"])
    announce(plan)
    if may_go_on(how):
        carry_out(plan, asking, as_json=how["as_json"])


def _plan(found: dict[date, list[Replica]], folder: Path, wanted: str | None) -> Plan:
    """Choose replicas, and say which there were."""
    from heavylift.fetch.plan import Plan
    from heavylift.fetch.releases import choose

    remarks, items = list[str](), []
    for day, replicas in found.items():
        chosen = choose(replicas, wanted)
        items += [part for replica in chosen for part in replica.parts]
        if not replicas:
            remarks.append(
                f"{day}: no release is listed; that does not say that nothing flew"
            )
        elif not chosen:
            remarks.append(f"{day}: no replica of the kind that is wanted")
        remarks += [_line(replica, replica in chosen) for replica in replicas]
    if not items:
        raise FetchError(
            "\n".join([*remarks, "nothing that could be fetched is listed"]),
            help="name another day, or one of the replicas with --replica",
        )
    return Plan(folder=folder, items=tuple(items), remarks=tuple(remarks))


def _line(replica: Replica, chosen: bool) -> str:
    from heavylift.fetch.plan import in_words

    remarks = "".join(f"; {defect}" for defect in replica.defects)
    mark = "  <- fetched" if chosen else ""
    return (
        f"{replica.day}: {replica.name:12} {len(replica.parts)} files, "
        f"{in_words(replica.size)}{remarks}{mark}"
    )
