"""``heavylift lake``: what a lake holds, and how complete that is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.options import INPUT, SETTINGS

if TYPE_CHECKING:
    from heavylift.lake import Lake
    from heavylift.lake.days import DayRecord


@click.command("lake", context_settings=SETTINGS)
@click.argument("action", type=click.Choice(["status"]), metavar="status")
@click.argument("where", type=INPUT, metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with hashes.")
def command(action: str, where: Path | str, as_json: bool) -> None:
    """Tell what each day of a lake holds, and how complete it is.

    DIR is the folder or URL given to `heavylift ingest`. A day is complete (256 trace
    folders, no part missing), partial, absent, or unknown (tables and heatmaps do not
    say what is missing).

    \b
    Example:
      heavylift lake status lake
      heavylift lake status lake --json
    """
    from heavylift.lake import open_lake
    from heavylift.lake.days import days

    assert action == "status"
    lake = open_lake(where)
    records = days(lake)
    waiting = _waiting(lake)
    if as_json:
        told = [
            _as_json(record, record.day.isoformat() in waiting) for record in records
        ]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _tell(records, waiting)
        for file in lake.drawn:
            codes = ", ".join(strip.code for strip in file.strips)
            click.echo(f"found with airfields of your own: {file.name} ({codes})")


def _waiting(lake: Lake) -> set[str]:
    from heavylift.lake.days import read_days
    from heavylift.lake.derive import out_of_date

    return set(out_of_date(lake, read_days(lake)))


def _as_json(record: DayRecord, waits: bool) -> dict[str, object]:
    return {
        "day": record.day.isoformat(),
        "state": record.state.value,
        "folders": record.folders,
        "traces": record.traces,
        "files": record.files,
        "rows": record.rows,
        "first": _moment(record.first_ms),
        "last": _moment(record.last_ms),
        "parts_missing": record.parts_missing,
        "replicas": list(record.replicas),
        "inputs": dict(record.inputs),
        "kept": list(record.kept),
        "unread": record.unread,
        "not_used": dict(record.left),
        "flights": record.flights,
        "flights_out_of_date": waits,
    }


def _moment(time_ms: int | None) -> str | None:
    from heavylift.exports.flights import iso

    if time_ms is None:
        return None
    return iso(datetime.fromtimestamp(time_ms / 1000, UTC))


def _tell(records: list[DayRecord], waiting: set[str]) -> None:
    if not records:
        click.echo("no day: nothing has been ingested")
        return
    click.echo(
        f"{'day':10}  {'state':8} {'folders':>7} {'traces':>7} {'rows':>12} "
        f"{'first':>8} {'last':>8} {'flights':>8}  remarks"
    )
    for record in records:
        click.echo(_line(record, record.day.isoformat() in waiting).rstrip())
    counts = {
        state: sum(r.state.value == state for r in records)
        for state in ("complete", "partial", "absent", "unknown")
    }
    told = ", ".join(f"{n:,} {state}" for state, n in counts.items() if n)
    click.echo(f"{len(records):,} days: {told}")


def _line(record: DayRecord, waits: bool) -> str:
    def clock(time_ms: int | None) -> str:
        if time_ms is None:
            return ""
        return f"{datetime.fromtimestamp(time_ms / 1000, UTC):%H:%M:%S}"

    remarks = [
        *record.replicas,
        *([f"{record.parts_missing} parts missing"] if record.parts_missing else []),
        *record.kept,
        *([f"{record.unread:,} traces left out unread"] if record.unread else []),
        *([f"{len(record.left)} other copies not used"] if record.left else []),
        *(["flights out of date"] if waits else []),
    ]
    folders = "" if record.folders is None else str(record.folders)
    flights = "" if record.flights is None else f"{record.flights:,}"
    return (
        f"{record.day}  {record.state.value:8} {folders:>7} {record.traces:>7,} "
        f"{record.rows:>12,} {clock(record.first_ms):>8} {clock(record.last_ms):>8} "
        f"{flights:>8}  {'; '.join(remarks)}"
    )
