"""``heavylift interference``: where and when positions cannot be true."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from heavylift.cli.options import SETTINGS, columns_option
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from heavylift.positions.regions import Interference
    from heavylift.sources import Sources

#: What each kind is called before a person.
WORDS: Final = {
    "shared_point": "several aircraft in the air at one point",
    "stuck_point": "an aircraft in flight stays at one point",
    "halt_in_air": "a fast aircraft stands still in the air, or joins on where it does",
    "jump": "not reachable from the positions around it",
    "gps_lost": "the sender marked its GPS as lost",
    "low_integrity": "no integrity, and impossible positions among them",
    "integrity_lost": "remark: integrity was lost; these positions may be true",
}

#: Single aircraft with fewer positions than this are decoding errors as a rule; they
#: are added up in one line.
LISTED_POSITIONS: Final = 3


@click.command("interference", context_settings=SETTINGS)
@click.argument(
    "inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT…"
)
@columns_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, all of them.")
@click.option(
    "--map",
    "map_file",
    metavar="FILE.svg",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also draw a map of them.",
)
def command(
    inputs: tuple[Path, ...],
    columns: dict[str, str],
    as_json: bool,
    map_file: Path | None,
) -> None:
    """List where and when positions were reported that cannot be true.

    INPUT is what `heavylift flights` takes. Each line says when (UTC), the place that
    was reported, how many aircraft and positions, and what does not fit. The aircraft
    were elsewhere. Why positions do not fit is not in the data.

    \b
    Example:
      heavylift interference 2024/12/30/heatmap/16.bin.ttf
      heavylift interference 2023/09/02/traces --map interference.svg
    """
    with reading() as show:
        sources, found = _find(inputs, columns, show)
    if as_json:
        click.echo(json.dumps([_record(f) for f in found], indent=2))
    else:
        _tell(sources, found)
    if map_file is not None:
        _draw(found, map_file)


def _find(
    inputs: Sequence[Path], columns: dict[str, str], show: object
) -> tuple[Sources, list[Interference]]:
    from heavylift.positions import judge_groups
    from heavylift.positions.regions import combine, list_stretches
    from heavylift.sources import open_sources

    sources = open_sources(inputs, columns=columns or None)
    stretches = []
    for tracks in judge_groups(sources):
        labels = [a.label for a in tracks.aircraft]
        stretches += list_stretches(tracks.positions, tracks.offsets, labels)
        if callable(show):
            show(sources)
    return sources, combine(stretches)


def _record(found: Interference) -> dict[str, object]:
    start, end = _stamp(found, "start"), _stamp(found, "end")
    place = {"lat": round(found.lat, 5), "lon": round(found.lon, 5)}
    return {**asdict(found), "start": start, "end": end, **place}


def _stamp(found: Interference, which: str) -> str:
    return f"{getattr(found, which):%Y-%m-%dT%H:%M:%SZ}"


def _tell(sources: Sources, found: Sequence[Interference]) -> None:
    for report in sources.inputs:
        click.echo(
            f"{report.path}: {report.reader}, {report.rows_read:,} positions read",
            err=True,
        )
    listed = [f for f in found if f.aircraft > 1 or f.positions >= LISTED_POSITIONS]
    if not found:
        click.echo("No position was found that cannot be true.")
        return
    if listed:
        click.echo("Positions that cannot be true, by what does not fit:")
    kind = ""
    for f in listed:
        if f.kind != kind:
            kind = f.kind
            click.echo(f"\n{kind}: {WORDS[kind]}")
        click.echo(
            f"  {f.start:%Y-%m-%d %H:%M:%S} to {_until(f)} UTC  {f.lat:8.4f}, "
            f"{f.lon:9.4f}  {_count(f.aircraft, 'aircraft', 'aircraft')}, "
            f"{_count(f.positions, 'position', 'positions')}"
        )
    rest = [f for f in found if f not in listed]
    if rest:
        n = sum(f.positions for f in rest)
        click.echo(
            f"\nand {_count(n, 'position', 'positions')} of single aircraft in "
            f"{_count(len(rest), 'place', 'places')}; --json lists them"
        )


def _until(f: Interference) -> str:
    same_day = f.start.date() == f.end.date()
    return f"{f.end:%H:%M:%S}" if same_day else f"{f.end:%Y-%m-%d %H:%M:%S}"


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _draw(found: Sequence[Interference], path: Path) -> None:
    from heavylift.figures.interference import Spot, draw_interference
    from heavylift.reference.basemap import load_basemap

    spots = [
        Spot(
            kind=f.kind,
            lat_deg=f.lat,
            lon_deg=f.lon,
            aircraft=f.aircraft,
            name=f"{WORDS[f.kind]}: {f.aircraft} aircraft, {f.positions} positions, "
            f"{_stamp(f, 'start')} to {_stamp(f, 'end')}",
        )
        for f in found
        if f.aircraft > 1 or f.positions >= LISTED_POSITIONS
    ]
    svg = draw_interference(spots, load_basemap())
    if not svg:
        click.echo("no map drawn: there is nothing to show", err=True)
        return
    path.write_text(svg, encoding="utf-8")
    click.echo(f"map written to {path}", err=True)
