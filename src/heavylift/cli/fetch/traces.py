"""``heavylift fetch traces``: traces of single aircraft from a readsb globe."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from heavylift.cli.fetch.options import asking_options, day, days_between, to_option
from heavylift.cli.fetch.telling import announce, carry_out, check_can_ask, may_go_on
from heavylift.cli.options import SETTINGS, split


@click.command("traces", context_settings=SETTINGS)
@click.argument("addresses", callback=split, metavar="ADDRESS,…")
@click.option("--since", required=True, callback=day, help="First day (UTC).")
@click.option("--until", required=True, callback=day, help="First day after (UTC).")
@click.option(
    "--url", required=True, metavar="GLOBE", help="Address of the globe's map."
)
@to_option("traces")
@click.option(
    "--every",
    "interval_s",
    type=float,
    default=None,
    metavar="SECONDS",
    help="Least time between two requests; 1 at least, and if not given.",
)
@click.option(
    "--licence", metavar="TEXT", help="Licence to record, if you know the globe's."
)
@asking_options
def command(
    addresses: list[str],
    since: date,
    until: date,
    folder: Path,
    **how: Any,  # noqa: ANN401
) -> None:
    """Fetch traces of single aircraft, a file for each aircraft and day.

    ADDRESS is a transponder address, six hex digits. GLOBE is the address of a map made
    with readsb and tar1090: one of your own, or of a network that allows it. Whoever
    runs it sees which aircraft you ask for. Where the archive has no file (404), that
    is counted; it does not say that the aircraft did not fly.

    \b
    Example:
      heavylift fetch traces 600828,600829 --since 2023-09-01 --until 2023-09-18 \\
        --url https://globe.example --to traces
      heavylift flights traces --out fleet.parquet
    """
    from heavylift.fetch.addresses import check, host_of
    from heavylift.fetch.asking import Asking
    from heavylift.fetch.etiquette import GLOBE_INTERVAL_S, Etiquette, check_interval
    from heavylift.fetch.plan import Plan
    from heavylift.fetch.traces import terms_of, trace_items

    check_can_ask(how)
    base = check(how["url"], insecure=how["insecure"])
    asked = how["interval_s"]
    interval_s = GLOBE_INTERVAL_S
    if asked is not None:
        interval_s = check_interval(asked, host_of(base).partition(":")[0])
    items = trace_items(
        addresses,
        days_between(since, until),
        base,
        terms=terms_of(how["licence"]),
        today=datetime.now(UTC).date(),
        onward=frozenset(how["onward"]),
    )
    plan = Plan(folder=folder, items=tuple(items))
    announce(plan, interval_s)
    if may_go_on(how):
        asking = Asking(Etiquette(interval_s=interval_s), insecure=how["insecure"])
        carry_out(plan, asking, as_json=how["as_json"])
