"""``heavylift tempo``: how unusual the flights of a case were, and out of how much."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.corridor_seen import namer, visits_json
from heavylift.cli.options import SETTINGS, open_registry_of, registry_option
from heavylift.cli.progress import reading
from heavylift.errors import CaseError

if TYPE_CHECKING:
    from heavylift.dossier.case import Case
    from heavylift.dossier.context_words import Grid, ToldContext
    from heavylift.dossier.tempo import Tempo
    from heavylift.dossier.tempo_words import Told


@click.command("tempo", context_settings=SETTINGS)
@click.argument("case", type=click.Path(path_type=Path), metavar="CASE.toml")
@click.option(
    "--svg",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Write the figure too.",
)
@registry_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with each day.")
def command(case: Path, svg: Path | None, registry: Path | None, as_json: bool) -> None:
    """Say how unusual the flights of a case were, and out of how much.

    The period of the case is compared with the days before it, as its section [tempo]
    says: rotations per day that could have been seen, judged by all other traffic of
    the inputs. `heavylift investigate` prints the same in its report.

    \b
    Example:
      heavylift tempo case.toml
      heavylift tempo case.toml --svg tempo.svg --json
    """
    from heavylift.dossier.case import read_case
    from heavylift.dossier.context_words import tell_context
    from heavylift.dossier.run import context_of, find
    from heavylift.dossier.tempo import windows_of
    from heavylift.dossier.tempo_words import tell_tempo

    asked = read_case(case)
    if asked.tempo is None:
        raise CaseError(
            f"{case}: does not say what the period is to be compared with",
            help="add a section [tempo] with before_days = 60, or as many days as the "
            "inputs hold before the period",
        )
    windows_of(asked.tempo, asked.start, asked.end)
    opened = open_registry_of(registry if registry is not None else asked.registry)
    with reading() as show:
        run = find(asked, opened, show)
    context, tempo = context_of(asked, run)
    assert tempo is not None
    name = namer(run.airfields)
    told = tell_tempo(tempo, name)
    labels = run.places[0].label, run.places[1].label
    beside = tell_context(context, labels, name)
    if svg is not None:
        _write_figure(tempo, asked, svg)
    if as_json:
        days = _days(tempo)
        whole = {
            "reconstruction": asked.reconstruction,
            **asdict(told),
            "beside": asdict(beside),
            "visits_and_rotations": visits_json(context.stays),
            "q": dict(tempo.discoveries.q),
            "looks_at_controls": tempo.discoveries.looks,
            "days": days,
        }
        click.echo(json.dumps(whole, indent=2, default=str))
    else:
        _tell(told, beside, asked.reconstruction)


def _write_figure(tempo: Tempo, case: Case, path: Path) -> None:
    from heavylift.dossier.contents import RECONSTRUCTION
    from heavylift.dossier.tempo_picture import tempo_picture
    from heavylift.figures.timeline import EventMark
    from heavylift.files import replacing

    event = case.event
    mark = EventMark(label=event.label, day=event.day, at=event.at) if event else None
    stamp = RECONSTRUCTION if case.reconstruction else ""
    picture = tempo_picture(tempo, mark, stamp)
    if picture is not None:
        with replacing(path) as temporary:
            temporary.write_text(picture.wide, encoding="utf-8")


def _days(tempo: Tempo) -> list[dict[str, object]]:
    """Counts and exposure of each day; no count where nothing could be seen."""
    daily = tempo.daily
    return [
        {
            "day": daily.day(i).isoformat(),
            "count": int(count) if exposure > 0 else None,
            "observable_days": round(float(exposure), 4),
        }
        for i, (count, exposure) in enumerate(
            zip(daily.counts.tolist(), daily.exposure.tolist(), strict=True)
        )
    ]


def _tell(told: Told, beside: ToldContext, reconstruction: bool) -> None:
    if reconstruction:
        click.echo("RECONSTRUCTION: the positions are made up after reports")
    click.echo(told.headline)
    click.echo(told.meaning)
    for heading, lines in (
        ("What it rests on", told.rests_on),
        ("Asked in other ways", told.otherwise),
        ("What could have been seen", (*told.seen, *beside.remarks)),
        ("Control corridors", told.controls),
    ):
        _say(heading, lines)
    _say("Followed by network", (), beside.networks)
    _say(
        "Heard on the way",
        (beside.unheard,) if beside.unheard else (),
        beside.heard,
    )
    units = [f"{label}: {'; '.join(lines)}" for label, lines in told.units]
    _say("In every unit, by class of evidence", units)
    _say("Visits and rotations, in the period", beside.stays)
    _say("Visits", (), beside.visits)
    _say("Rotations", (), beside.rotations)


def _say(heading: str, lines: Sequence[str], grid: Grid | None = None) -> None:
    """Print lines and a table under a heading; nothing when there are neither."""
    if not lines and grid is None:
        return
    click.echo(f"\n{heading}")
    for line in lines:
        click.echo(f"  {line}")
    if grid is not None:
        _print(grid)


def _print(grid: Grid) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = Table(caption=grid.caption, caption_justify="left")
    for head in grid.heads:
        shown.add_column(head, overflow="fold")
    for row in grid.rows:
        shown.add_row(*row)
    Console(highlight=False, soft_wrap=True, markup=False).print(shown)
    if grid.left_out:
        click.echo(f"  and {grid.left_out:,} more")
