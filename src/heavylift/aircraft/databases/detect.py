"""Which database is a file? Told by what is in it, never by its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from heavylift.aircraft.databases.faa import faa_beside, faa_files, is_faa, read_faa
from heavylift.aircraft.databases.opensky import is_opensky, read_opensky
from heavylift.aircraft.databases.own import is_own, read_own
from heavylift.aircraft.databases.reading import Reading
from heavylift.aircraft.databases.tar1090 import is_tar1090, read_tar1090
from heavylift.aircraft.databases.text_tables import head_of, read_head, read_whole
from heavylift.aircraft.databases.virtual_radar import (
    is_virtual_radar,
    read_virtual_radar,
)
from heavylift.errors import MissingInput, RegistryError

_ZIP: Final = b"PK\x03\x04"
_PARQUET: Final = b"PAR1"


def read_database(path: Path, source: str | None = None) -> Reading:
    """Read a database of aircraft.

    Args:
        path: tar1090-db's ``aircraft.csv.gz``, OpenSky's CSV, FAA's zip or one of its
            tables, Virtual Radar's standing data (a file or the folder), or a table
            of the user's own.
        source: What to call a table of the user's own; its name by default.

    Raises:
        MissingInput: It is not there.
        RegistryError: It is none of these, or broken.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise MissingInput(path)
    return _file(path, source)


def _file(path: Path, source: str | None) -> Reading:
    name = str(path)
    start = read_head(path)
    head = head_of(start)
    is_table = start.startswith((_ZIP, _PARQUET)) or any(
        is_one(head)
        for is_one in (is_tar1090, is_faa, is_virtual_radar, is_opensky, is_own)
    )
    if not is_table:
        raise _unknown(path)
    data = read_whole(path)
    if data.startswith(_ZIP):
        files = faa_files(path, data)
        if files is None:
            raise _unknown(path)
        return read_faa(files, name)
    if is_tar1090(head):
        return read_tar1090(data, name)
    if is_faa(head):
        return read_faa(faa_beside(path, data), name)
    if is_virtual_radar(head):
        return read_virtual_radar(data, name)
    if is_opensky(head):
        return read_opensky(data, name)
    return read_own(data, name, source or path.name.split(".")[0] or path.name)


def _folder(path: Path) -> Reading:
    """Read the many files of Virtual Radar's standing data, or FAA's few."""
    names = {p.name.upper(): p for p in path.iterdir() if p.is_file()}
    wanted = ("MASTER.TXT", "DEREG.TXT", "ACFTREF.TXT")
    tables = [names[n] for n in wanted if n in names]
    if tables and is_faa(head_of(read_head(tables[0]))):
        files = {p.name.upper(): read_whole(p) for p in tables}
        return read_faa(files, str(path))
    parts = [
        read_virtual_radar(read_whole(file), str(file))
        for file in sorted(path.rglob("*.csv"))
        if file.is_file() and is_virtual_radar(head_of(read_head(file)))
    ]
    if not parts:
        raise _unknown(path)
    return _joined(parts)


def _joined(parts: Sequence[Reading]) -> Reading:
    first, *rest = parts
    first.entries = pa.concat_tables([p.entries for p in parts])
    for part in rest:
        first.rows += part.rows
        first.refused += part.refused
        first.remarks += part.remarks
    return first


def _unknown(path: Path) -> RegistryError:
    return RegistryError(
        f"{path}: not a database of aircraft that is known here",
        help="give tar1090-db's aircraft.csv.gz, OpenSky's aircraft database, FAA's "
        "ReleasableAircraft.zip, Virtual Radar's standing data, a table of flights, "
        "or a table of your own with columns icao24, registration, type, operator, …",
    )
