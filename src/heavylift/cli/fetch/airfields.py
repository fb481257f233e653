"""``heavylift fetch airfields``: OurAirports' tables of airfields and runways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from heavylift.cli.fetch.options import asking_options, to_option
from heavylift.cli.fetch.telling import announce, carry_out, check_can_ask, may_go_on
from heavylift.cli.options import SETTINGS


@click.command("airfields", context_settings=SETTINGS)
@to_option("airfields")
@click.option("--url", metavar="ADDRESS", help="Folder of a mirror to fetch from.")
@asking_options
def command(folder: Path, **how: Any) -> None:  # noqa: ANN401 -- as click hands them over
    """Fetch OurAirports' tables: airports.csv, runways.csv, countries.csv.

    The airfields that come with heavylift are built from these; a newer table is for
    looking things up, and for building them anew. Given again, it fetches only what
    has changed.

    \b
    Example:
      heavylift fetch airfields --to airfields
    """
    from heavylift.fetch.addresses import check
    from heavylift.fetch.asking import Asking
    from heavylift.fetch.databases import AIRFIELDS, airfield_items
    from heavylift.fetch.etiquette import Etiquette
    from heavylift.fetch.plan import Plan

    check_can_ask(how)
    base = check(how["url"] or AIRFIELDS, insecure=how["insecure"])
    own = frozenset[str]() if how["url"] else frozenset()
    items = airfield_items(base, own | frozenset(how["onward"]))
    plan = Plan(folder=folder, items=tuple(items))
    announce(plan)
    if may_go_on(how):
        asking = Asking(Etiquette(), insecure=how["insecure"])
        carry_out(plan, asking, as_json=how["as_json"])
