"""``heavylift explain``: why each end of a flight has its class."""

from __future__ import annotations

import dataclasses
import json
import math
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from heavylift.cli.options import (
    INPUT,
    SETTINGS,
    airfields_for,
    airfields_option,
    check_known,
    columns_option,
)
from heavylift.cli.progress import reading
from heavylift.errors import FlightsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from heavylift.flights.explanations import (
        CandidateFacts,
        EndExplanation,
        Explanation,
    )
    from heavylift.flights.find import FlightBatch
    from heavylift.flights.silences import Silence
    from heavylift.model.sources import Piece, SourceFile
    from heavylift.reference.airfields import Airfields
    from heavylift.sources import Sources

#: So many flights are named when one is not found.
_NAMED = 5


@click.command("explain", context_settings=SETTINGS)
@click.argument("flights", type=INPUT, metavar="FLIGHTS")
@click.argument("flight_id", metavar="FLIGHT_ID")
@columns_option
@airfields_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    flights: Path | str,
    flight_id: str,
    columns: dict[str, str],
    drawn: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Say why each end of a flight has its class.

    FLIGHTS is a table made by `heavylift flights`, FLIGHT_ID the flight's name in it,
    or the beginning of one. The files that the table names are read again: from the
    current folder, else from the table's own. A lake has all that is needed.

    \b
    Example:
      heavylift explain flights.parquet 4242bb-20220305T092210Z
      heavylift explain flights.csv 4242bb-20220305 --json
    """
    from heavylift.exports.flights import read_flights
    from heavylift.lake import is_lake

    airfields = airfields_for(drawn, [flights])
    if is_lake(flights):
        explanation = _explain_from_lake(flights, flight_id, airfields)
    else:
        path = Path(flights)
        row = _pick(read_flights(path), path, flight_id)
        check_known(row, path, airfields)
        explanation = _explain(row, path, columns, airfields)
    if as_json:
        click.echo(json.dumps(_plain(explanation), indent=2, ensure_ascii=False))
    else:
        _tell(explanation)


def _pick(table: pa.Table, path: Path | str, flight_id: str) -> dict[str, Any]:
    """Find the one flight that is meant.

    Raises:
        FlightsError: None or several begin like that.
    """
    ids = [str(own) for own in table["flight_id"].to_pylist()]
    fitting = [i for i, own in enumerate(ids) if own == flight_id] or [
        i for i, own in enumerate(ids) if own.startswith(flight_id)
    ]
    if len(fitting) == 1:
        row: dict[str, Any] = table.slice(fitting[0], 1).to_pylist()[0]
        return row
    named = [ids[i] for i in fitting] or [
        own for own in ids if own.startswith(flight_id[:6])
    ]
    some = ", ".join((named or ids)[:_NAMED]) or "none at all"
    what = "several flights begin" if fitting else "no flight begins"
    raise FlightsError(
        f"{path}: {what} with '{flight_id}'",
        help=f"take one of the column flight_id, for example {some}",
    )


def _explain(
    row: Mapping[str, Any],
    flights: Path,
    columns: dict[str, str],
    airfields: Airfields,
) -> Explanation:
    from heavylift.flights.explain import explain_flight, find_in_batch
    from heavylift.flights.find import Tally, flight_batches
    from heavylift.sources import open_sources

    named = [said["file"] for said in json.loads(row["sources"])]
    found = _locate(named, flights)
    # Most often the aircraft's own files are enough. Where other aircraft decide which
    # of its positions are not trusted, everything in its archives is read.
    for only in (named, None):
        with reading() as show:
            sources = open_sources(
                list(found.values()),
                columns=columns or None,
                names=list(found),
                only=only,
            )
            wanted = _PiecesOf(sources, str(row["track"])) if only else sources
            for batch in flight_batches(wanted, Tally(), airfields=airfields):
                show(sources)
                index = find_in_batch(batch, row)
                if index >= 0 and (only is None or _is_same(batch, index, row)):
                    return explain_flight(batch, index, row, sources.files, airfields)
    raise FlightsError(
        f"{flights}: {row['flight_id']} is not in the files that it was made from",
        help="the files have changed since; make the table anew with: "
        "heavylift flights INPUT… --out FILE",
    )


def _explain_from_lake(
    where: Path | str, flight_id: str, airfields: Airfields
) -> Explanation:
    from heavylift.flights.explain import explain_flight, find_in_batch
    from heavylift.flights.find import Tally, flight_batches
    from heavylift.lake import open_lake
    from heavylift.lake.days import read_days
    from heavylift.lake.derive import window
    from heavylift.lake.pieces import LakeSources
    from heavylift.lake.query import flights_named

    lake = open_lake(where)
    row = _pick(flights_named(lake, flight_id), where, flight_id)
    day = f"{row['first_seen']:%Y-%m-%d}"
    sources = LakeSources(lake, window(read_days(lake), [day]), tracks=[row["track"]])
    with reading() as show:
        for batch in flight_batches(sources, Tally(), airfields=airfields):
            show(sources)
            index = find_in_batch(batch, row)
            if index >= 0:
                return explain_flight(batch, index, row, sources.files, airfields)
    raise FlightsError(
        f"{where}: {row['flight_id']} is not in the positions of the lake",
        help="its flights are out of date; any ingest brings them up to date",
    )


def _locate(named: list[str], flights: Path) -> dict[str, Path]:
    """Find the inputs that files of a table lie in, by the name they had.

    A member of an archive is found by its archive: what is left of its name when the
    path below the archive is taken off.

    Raises:
        FlightsError: A file is neither below the current folder nor the table's.
    """
    found: dict[str, Path] = {}
    for name in named:
        places = [
            (part.as_posix(), folder / part)
            for folder in (Path(), flights.parent)
            for part in (PurePosixPath(name), *PurePosixPath(name).parents)
        ]
        at = next(((n, p) for n, p in places if p.is_file()), None)
        if at is None:
            raise FlightsError(
                f"{name}: not there, and {flights} names it as a source",
                help="call heavylift in the folder in which the table was made, or "
                "put the table beside its inputs",
            )
        found[at[0]] = at[1]
    return found


def _is_same(batch: FlightBatch, index: int, row: Mapping[str, Any]) -> bool:
    """Whether a flight made anew trusts as many positions as it did in the table."""
    now = batch.table.slice(index, 1).to_pylist()[0]
    names = ("flight_id", "positions", "quarantined")
    return all(now[name] == row[name] for name in names)


class _PiecesOf:
    """Sources of which only one aircraft is given out."""

    def __init__(self, sources: Sources, track: str) -> None:
        self._sources = sources
        self._track = track

    @property
    def files(self) -> list[SourceFile]:
        return self._sources.files

    def groups(self) -> Iterator[list[Piece]]:
        for group in self._sources.groups():
            own = [piece for piece in group if piece.aircraft.label == self._track]
            if own:
                yield own


def _plain(value: object) -> object:
    """Turn records into what JSON can say: times as text, unknown as null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return {
            name.replace("_ms", "") if name in _TIMES else name: (
                _iso(v) if name in _TIMES else _plain(v)
            )
            for name, v in named.items()
        }
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return _iso(int(value.timestamp() * 1000))
    return value


#: Fields that hold Unix milliseconds; in JSON they are text and lose their unit.
_TIMES = frozenset({"time_ms", "start_ms", "end_ms"})


def _iso(time_ms: int) -> str:
    from heavylift.exports.flights import iso

    return iso(datetime.fromtimestamp(time_ms / 1000, UTC))


def _tell(flight: Explanation) -> None:
    say = click.echo
    called = f"  {flight.callsign}" if flight.callsign else ""
    say(
        f"{flight.flight_id}{called}  "
        f"{flight.first_seen:%Y-%m-%d %H:%M:%S} to {flight.last_seen:%H:%M:%S} UTC"
    )
    if flight.found_as != flight.flight_id:
        say(
            f"  these files alone give it as {flight.found_as}: other files of this "
            "aircraft were read when the table was made"
        )
    for end in (flight.origin, flight.destination):
        _tell_end(end)
    say("\nnot heard within the flight")
    for silence in flight.silences:
        say(f"  {_silence(silence)}")
        if silence.said:
            say(f"    {silence.said}")
    if not flight.silences:
        say("  no silence of ten minutes or more")
    say("\npositions kept but not trusted")
    for run in flight.quarantined:
        rows = (
            f"row {run.first_row}"
            if run.first_row == run.last_row
            else f"rows {run.first_row} to {run.last_row}"
        )
        say(
            f"  {run.reason.replace('_', ' ')}: {run.positions:,}, "
            f"{_clock(run.start_ms)} to {_clock(run.end_ms)}, {rows} of {run.file}"
        )
    now = sum(run.positions for run in flight.quarantined)
    if not flight.quarantined:
        say("  none")
    if now != flight.not_trusted:
        say(
            f"  the table counts {flight.not_trusted:,}, these files give {now:,}: "
            "other files were read when it was made"
        )


def _tell_end(end: EndExplanation) -> None:
    say = click.echo
    say(f"\n{'landing' if end.role == 'destination' else 'take-off'}: {end.words}")
    say(f"  {end.end_class}: {end.reason}")
    if end.now != end.end_class:
        say(f"  read again, these files alone give: {end.now}")
    say(f"  {_state(end)}")
    for line in end.not_stronger:
        say(f"  {line}")
    beyond = "after it" if end.role == "destination" else "before it"
    if end.silence is None:
        say(f"  {beyond}: nothing of this aircraft in these files")
    else:
        say(f"  {beyond}: {_silence(end.silence)}")
    if end.gap:
        say(f"  {end.gap}")
    if not end.candidates:
        say("  no airfield was considered")
        return
    say(
        f"  {'airfield':32} {'away':>8} {'above it':>9} {'off course':>10} "
        f"{'runway fit':>10} {'by motion':>9} {'in table':>8}  on an axis"
    )
    for candidate in end.candidates:
        say(f"  {_candidate(candidate)}")
    say(
        f"  {'elsewhere':32} {'':>8} {'':>9} {'':>10} {'':>10} "
        f"{end.elsewhere_by_motion:9.2f} {_share(end.elsewhere)}"
    )
    if end.others:
        say(f"  and {end.others:,} others, none of them likelier")


def _state(end: EndExplanation) -> str:
    state = end.state
    heard = "last" if end.role == "destination" else "first"
    parts = [
        f"{heard} heard in the air at {_clock(state.time_ms)}",
        f"{state.lat_deg:.4f}, {state.lon_deg:.4f}",
        _known(state.altitude_m, "{:.0f} m", "altitude"),
        _known(state.speed_ms, "{:.0f} m/s", "speed"),
        _known(state.track_deg, "course {:.0f}°", "course"),
        _moving(state.climb_ms),
        _known(state.change_m, "{:+.0f} m in ten minutes", "change of height"),
    ]
    if state.surface_rows:
        parts.append(f"{state.surface_rows:,} surface positions beyond")
    return ", ".join(parts)


def _moving(climb_ms: float) -> str:
    way = "descending" if climb_ms < 0 else "climbing"
    return _known(abs(climb_ms), way + " at {:.1f} m/s", "vertical speed")


def _candidate(c: CandidateFacts) -> str:
    height = _known(c.height_m, "{:.0f} m", "")
    off = _known(c.off_course_deg, "{:.0f}°", "")
    axis = (
        f"{c.runway}: {max(c.along_m, 0.0) / 1000:.1f} km out, "
        f"within {c.across_m:.0f} m"
        if c.runway
        else ""
    )
    return (
        f"{c.name[:32]:32} {c.distance_m / 1000:5.1f} km {height:>9} {off:>10} "
        f"{c.runway_fit:10.2f} {c.by_motion:9.2f} "
        f"{_share(c.probability)}  {axis}"
    ).rstrip()


def _share(value: float | None) -> str:
    return f"{'–':>8}" if value is None or math.isnan(value) else f"{value:8.2f}"


def _known(value: float, form: str, what: str) -> str:
    return f"{what} unknown".strip() if math.isnan(value) else form.format(value)


def _silence(silence: Silence) -> str:
    minutes = (silence.end_ms - silence.start_ms) / 60_000
    hours = f"{minutes // 60:.0f} h " if minutes >= 60 else ""
    return (
        f"not heard for {hours}{minutes % 60:.0f} min, {_clock(silence.start_ms)} to "
        f"{_clock(silence.end_ms)}, {silence.distance_m / 1000:.0f} km apart"
    )


def _clock(time_ms: int) -> str:
    moment = datetime.fromtimestamp(time_ms / 1000, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}"
