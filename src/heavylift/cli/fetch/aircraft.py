"""``heavylift fetch aircraft``: tar1090-db's table of aircraft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from heavylift.cli.fetch.options import asking_options, to_option
from heavylift.cli.fetch.telling import announce, carry_out, check_can_ask, may_go_on
from heavylift.cli.options import SETTINGS


@click.command("aircraft", context_settings=SETTINGS)
@to_option("aircraft")
@click.option("--url", metavar="ADDRESS", help="Folder of a mirror to fetch from.")
@asking_options
def command(folder: Path, **how: Any) -> None:  # noqa: ANN401 -- as click hands them over
    """Fetch tar1090-db's table of aircraft, aircraft.csv.gz.

    Address, registration, type, flags and long type of some 600,000 aircraft, as of
    today: a list for looking things up, not a register of the day you ask about. Given
    again, it fetches only what has changed.

    \b
    Example:
      heavylift fetch aircraft --to aircraft
    """
    from heavylift.fetch.addresses import check
    from heavylift.fetch.asking import Asking
    from heavylift.fetch.databases import AIRCRAFT, AIRCRAFT_ONWARD, aircraft_items
    from heavylift.fetch.etiquette import Etiquette
    from heavylift.fetch.plan import Plan

    check_can_ask(how)
    base = check(how["url"] or AIRCRAFT, insecure=how["insecure"])
    own = frozenset[str]() if how["url"] else AIRCRAFT_ONWARD
    items = aircraft_items(base, own | frozenset(how["onward"]))
    plan = Plan(folder=folder, items=tuple(items))
    announce(plan)
    if may_go_on(how):
        asking = Asking(Etiquette(), insecure=how["insecure"])
        carry_out(plan, asking, as_json=how["as_json"])
