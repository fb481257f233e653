"""Registries of aircraft, made to order."""

from __future__ import annotations

import hashlib
from datetime import date

import pyarrow as pa

from heavylift.aircraft.databases import Reading
from heavylift.aircraft.entries import ENTRY_SCHEMA, address_number, entries_table
from heavylift.aircraft.registry import EMPTY, add_import, open_registry


def said(icao24, registration=None, first=None, last=None, **more):
    """One entry: an address, what is said of it, first day and first day after."""
    return {
        "address": address_number(icao24),
        "registration": registration,
        "from": day(first),
        "to": day(last),
        **more,
    }


def day(text):
    return date.fromisoformat(text) if text else None


def reading(source, *entries, is_picture=True):
    """What a reader gives of a database."""
    columns = {
        f.name: pa.array([e.get(f.name) for e in entries], f.type) for f in ENTRY_SCHEMA
    }
    return Reading(
        source=source,
        entries=entries_table(columns, len(entries)),
        rows=len(entries),
        is_picture=is_picture,
    )


def add(folder, source, as_of, *entries):
    """Import a picture of a day; without a day, entries with days of their own."""
    read = reading(source, *entries, is_picture=as_of is not None)
    text = repr((source, as_of, entries))
    return add_import(
        folder,
        read,
        file=f"{source}.csv",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        as_of=day(as_of) or date(2000, 1, 1),
        dated_by="given",
    )


def registry(folder, *imports):
    """A registry of imports: source, day or ``None``, then its entries."""
    for source, as_of, *entries in imports:
        add(folder, source, as_of, *entries)
    return open_registry(folder) if imports else EMPTY
