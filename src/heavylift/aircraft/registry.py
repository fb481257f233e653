"""A local registry: what several sources say of aircraft, kept side by side.

A folder with two files an import: its entries in Parquet, and a record of where they
came from. Imports are never merged or changed; the same file of the same day again is
no new import. Each file is written beside its name and renamed, the record last: an
import without a record is not there.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from heavylift.aircraft.databases.reading import Reading
from heavylift.aircraft.entries import ENTRY_SCHEMA, in_order
from heavylift.errors import CannotWrite, RegistryError
from heavylift.files import check_folder, replacing
from heavylift.reference.registrations import normal_registration

#: Layout of the folder; raised when older programs could not read a newer one.
FORMAT: Final = 1

_IMPORTS: Final = "imports"

#: Entries told by their registration, in any spelling.
KEY: Final = "registration_key"

#: Columns of entries as they are kept: also the key of the registration.
_KEPT: Final = ENTRY_SCHEMA.append(pa.field(KEY, pa.string()))

#: Columns of entries as they are given out: also which import they are of.
GIVEN: Final = _KEPT.append(pa.field("source", pa.string())).append(
    pa.field("of", pa.int32())
)


#: What ``normal_registration`` leaves out of ASCII; RE2 knows fewer blanks than Python.
_FILLING: Final = r"[\t-\r\x1c- .\-_/]+"


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """One import.

    Attributes:
        name: What its files are called.
        source: The database in words: "tar1090-db".
        file: The file as the user named it.
        sha256: Hash of what was read.
        as_of: Day of which its entries are said, where they give none themselves.
        dated_by: How that day is known: ``given``, ``fetched``, ``gzip``,
            ``modified`` (the time of the file) or ``flights``.
        rows: Rows read.
        entries: Entries kept.
        refused: Rows not used, by reason.
        remarks: Things noticed that refused nothing, by reason.
        terms: On what terms it may be used.
        format: Layout of its files.
    """

    name: str
    source: str
    file: str
    sha256: str
    as_of: date
    dated_by: str
    rows: int
    entries: int
    refused: dict[str, int]
    remarks: dict[str, int]
    terms: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """An open registry; one without a folder is empty.

    Attributes:
        folder: Where it is; ``None`` when there is none.
        imports: What it holds, in the order of source, day and file.
    """

    folder: Path | None
    imports: tuple[Import, ...]

    def entries(
        self,
        addresses: Collection[int] | None = None,
        registrations: Collection[str] = (),
    ) -> pa.Table:
        """Give entries.

        Args:
            addresses: Numbers of the addresses wanted; ``None`` for all.
            registrations: Also those of these registrations, as
                ``normal_registration`` writes them.

        Returns:
            Columns of ``GIVEN``; ``of`` counts imports from 0.

        Raises:
            RegistryError: A file of it is broken.
        """
        tables = [GIVEN.empty_table()]
        wanted = None if addresses is None else np.array(sorted(addresses), np.int32)
        keys = pa.array(sorted(registrations), pa.string())
        for at, one in enumerate(self.imports):
            table = self._read(one)
            if wanted is not None:
                mask = np.isin(table["address"].to_numpy(), wanted)
                if len(keys):
                    named = pc.is_in(table[KEY], value_set=keys).to_numpy()
                    mask |= named
                table = table.take(pa.array(np.flatnonzero(mask)))
            n = len(table)
            table = table.append_column(
                "source", pa.array([one.source] * n, pa.string())
            )
            tables.append(table.append_column("of", pa.array(np.full(n, at, np.int32))))
        return pa.concat_tables(tables)

    def _read(self, one: Import) -> pa.Table:
        assert self.folder is not None
        path = self.folder / _IMPORTS / f"{one.name}.parquet"
        try:
            return _read_table(path)
        except (pa.ArrowException, OSError) as error:
            raise RegistryError(
                f"{path}: cannot be read ({error})",
                help="remove that file and the one of its name in .json, and import "
                f"{one.file} again",
            ) from error


@lru_cache(maxsize=8)
def _read_table(path: Path) -> pa.Table:
    """Read entries once: an import never changes, and one question asks for it twice.

    Eight of the largest databases take half a gigabyte.
    """
    file = pq.ParquetFile(path)
    if not file.schema_arrow.equals(_KEPT):
        raise pa.ArrowInvalid("its columns are not those of entries")
    return file.read()


EMPTY: Final = Registry(folder=None, imports=())


def open_registry(folder: Path) -> Registry:
    """Open a registry; a folder that is not there is an empty one.

    Raises:
        RegistryError: A record in it is none, or a newer program wrote it.
    """
    found = []
    # What is being written has a name that begins with "_".
    for path in sorted((folder / _IMPORTS).glob("[!_]*.json")):
        with contextlib.suppress(FileNotFoundError):  # removed by somebody meanwhile
            found.append(_read_record(path))
    found.sort(key=lambda i: (i.source, i.as_of, i.file, i.name))
    return Registry(folder=folder, imports=tuple(found))


class _Format(msgspec.Struct):
    """What records of every version have."""

    format: int


def _read_record(path: Path) -> Import:
    try:
        data = path.read_bytes()
        if msgspec.json.decode(data, type=_Format).format != FORMAT:
            raise RegistryError(
                f"{path}: written by another version of heavylift",
                help="use the newer version, or another folder with --registry",
            )
        one = msgspec.json.decode(data, type=Import)
        if one.name != path.stem:
            raise msgspec.ValidationError(f"it names itself {one.name}")
    except FileNotFoundError:
        raise
    except (msgspec.MsgspecError, OSError) as error:
        raise RegistryError(
            f"{path}: not a record of an import ({error})",
            help="remove that file and the one of its name in .parquet, and import "
            "again",
        ) from error
    return one


def check_registry(folder: Path) -> None:
    """Make sure that a registry can be added to, before long reading.

    Raises:
        RegistryError: It is broken, or cannot be written to.
    """
    open_registry(folder)
    try:
        check_folder(folder / _IMPORTS)
    except CannotWrite as error:
        raise _cannot_keep(error) from error


def _cannot_keep(error: CannotWrite) -> RegistryError:
    return RegistryError(
        error.message,
        help="name a folder to write to, on a disk with room, with --registry",
    )


def add_import(
    folder: Path,
    reading: Reading,
    *,
    file: str,
    sha256: str,
    as_of: date,
    dated_by: str,
) -> tuple[Import, bool]:
    """Add what was read of a database.

    Args:
        folder: The registry; made when missing.
        reading: What was read.
        file: The file, as the user named it.
        sha256: Its hash.
        as_of: The day of which entries are said that do not say themselves.
        dated_by: How that day is known, see ``Import``.

    Returns:
        The import, and whether it is new: the same content of the same day is not.

    Raises:
        RegistryError: Nothing of it can be used, or the registry is broken or cannot
            be written to.
    """
    for known in open_registry(folder).imports:
        if (known.sha256, known.as_of, known.source) == (sha256, as_of, reading.source):
            return known, False
    if not len(reading.entries):
        why = "; ".join(f"{r}: {n}" for r, n in sorted(reading.refused.items()))
        raise RegistryError(
            f"{file}: no row says anything of an address ({why or 'it is empty'})",
            help="check that it is the right file; nothing of it was imported",
        )
    entries = in_order(_dated(reading, as_of))
    keys = keys_of(entries["registration"])
    entries = entries.append_column(KEY, keys).cast(_KEPT)
    what = f"{reading.source}\n{as_of}\n{sha256}"
    digest = hashlib.sha256(what.encode()).hexdigest()[:12]
    one = Import(
        name=f"{as_of.isoformat()}-{digest}",
        source=reading.source,
        file=file,
        sha256=sha256,
        as_of=as_of,
        dated_by=dated_by,
        rows=reading.rows,
        entries=len(entries),
        refused=dict(sorted(reading.refused.items())),
        remarks={k: n for k, n in sorted(reading.remarks.items()) if n},
        terms=reading.terms,
    )
    place = folder / _IMPORTS / one.name
    try:
        with replacing(place.with_name(f"{one.name}.parquet")) as temporary:
            pq.write_table(entries, temporary, compression="zstd", compression_level=1)
        with replacing(place.with_name(f"{one.name}.json")) as temporary:
            temporary.write_bytes(msgspec.json.format(msgspec.json.encode(one)) + b"\n")
    except CannotWrite as error:
        raise _cannot_keep(error) from error
    return one, True


def remove_import(folder: Path, name: str) -> Import:
    """Remove an import; its record first, so that none is left without entries.

    Raises:
        RegistryError: There is none of the name.
    """
    for known in open_registry(folder).imports:
        if known.name == name:
            (folder / _IMPORTS / f"{name}.json").unlink(missing_ok=True)
            (folder / _IMPORTS / f"{name}.parquet").unlink(missing_ok=True)
            return known
    raise RegistryError(
        f"{folder}: no import '{name}'",
        help="see their names with: heavylift registry status",
    )


def _dated(reading: Reading, as_of: date) -> pa.Table:
    """Say until when entries hold that do not say it themselves."""
    entries = reading.entries
    if not reading.is_picture:
        return entries
    day = pa.scalar(as_of, pa.date32())
    after = pa.scalar(as_of + timedelta(days=1), pa.date32())
    # A picture cannot know of days after it.
    first = pc.min_element_wise(entries["from"], day, skip_nulls=False)
    is_open = pc.and_(pc.is_null(first), pc.is_null(entries["to"]))
    first = pc.if_else(is_open, day, first)
    last = pc.min_element_wise(pc.coalesce(entries["to"], after), after)
    for name, column in (("from", first), ("to", last)):
        at = ENTRY_SCHEMA.get_field_index(name)
        entries = entries.set_column(at, ENTRY_SCHEMA.field(at), column)
    return entries


def keys_of(registrations: pa.ChunkedArray) -> pa.Array:
    """Registrations as ``normal_registration`` writes them, null where none is."""
    column = registrations.combine_chunks()
    plain = pc.replace_substring_regex(pc.utf8_upper(column), _FILLING, "")
    # What is not ASCII is rare, and has rules of its own.
    odd = pc.fill_null(pc.invert(pc.string_is_ascii(column)), False)
    if pc.any(odd).as_py():
        rest = [normal_registration(v) for v in column.filter(odd).to_pylist()]
        plain = pc.replace_with_mask(plain, odd, pa.array(rest, pa.string()))
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def described(one: Import) -> str:
    """Name an import in a few words: "tar1090-db as of 2026-11-01"."""
    return f"{one.source} as of {one.as_of.isoformat()}"


def by_reason(counts: Mapping[str, int]) -> str:
    """Tell counts by reason in one line."""
    return "; ".join(f"{reason}: {n:,}" for reason, n in sorted(counts.items()))
