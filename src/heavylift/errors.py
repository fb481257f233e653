"""Everything heavylift raises on purpose.

HeavyliftError
├── SourceError            input could not be read as flight data
│   ├── NothingReadable    none of the inputs gave a single position
│   └── ColumnsNotFound    a table lacks columns that are needed
├── PlaceError             a place could not be resolved
├── CriteriaError          what is asked of aircraft cannot be understood
├── StripError             an airfield that the user drew cannot be used
├── FlightsError           a flights table is missing or not one
├── CaseError              the case file is missing or says something impossible
├── EngineError            what work is handed to is missing, was lost or gives up
├── LakeError              a lake is missing, in use, out of date or cannot be changed
├── RegistryError          a database of aircraft is none, or the registry is broken
├── FetchError             something cannot be fetched, or may not be
├── RatesError             counts, exposure or windows of which no rate can be made
├── DocumentError          a document cannot be read, or lacks what must be known
├── LedgerError            a ledger is broken, in use, or refuses an entry
├── StatementError         a text whose statements cannot be read
├── ClaimError             a claim or a judgement that cannot be
├── ExtraMissing           packages that not everybody needs are not installed
├── MissingInput           a file or folder that was named is not there
└── CannotWrite            a result cannot be written where it was asked for

Each message says what was wrong, where, and after ``help:`` what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path


class HeavyliftError(Exception):
    """Base of every error a caller may want to show to a person."""

    def __init__(self, message: str, *, help: str) -> None:
        super().__init__(f"{message}\n  help: {help}")
        self.message = message
        self.help = help

    def __reduce__(self) -> tuple[object, ...]:
        """Keep all of it on the way from another process."""
        return _as_raised, (type(self), self.args, self.__dict__)


def _as_raised(
    kind: type[HeavyliftError], args: tuple[object, ...], attributes: dict[str, object]
) -> HeavyliftError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error


class SourceError(HeavyliftError):
    """Input could not be read as flight data."""


class ColumnsNotFound(SourceError):
    """A table lacks columns that are needed."""

    def __init__(
        self, path: Path | str, missing: Iterable[str], present: Iterable[str]
    ) -> None:
        super().__init__(
            f"{path}: no column found for {', '.join(missing)}; "
            f"the table has {', '.join(present)}",
            help="say which column holds what, for example "
            "--columns time=t,lat=y,lon=x,icao24=hex,altitude_ft=alt",
        )
        self.path = path


class NothingReadable(SourceError):
    """None of the inputs gave a single position."""

    def __init__(self, inputs: Iterable[str], reasons: Mapping[str, int]) -> None:
        why = "; ".join(f"{reason}: {n}" for reason, n in sorted(reasons.items()))
        super().__init__(
            f"no position could be read from {', '.join(inputs)}"
            + (f" ({why})" if why else ""),
            help="give readsb traces (a file, a folder or a day's tar), OpenSky state "
            "vectors, or a CSV or Parquet table with time, position and address; "
            "for other tables, name the columns with --columns",
        )


class PlaceError(HeavyliftError):
    """A place could not be resolved."""


class CriteriaError(HeavyliftError):
    """What is asked of aircraft cannot be understood."""


class StripError(HeavyliftError):
    """An airfield that the user drew cannot be used."""


class FlightsError(HeavyliftError):
    """A flights table is missing or not one."""


class CaseError(HeavyliftError):
    """The case file is missing or says something impossible."""


class LakeError(HeavyliftError):
    """A lake is missing, in use, out of date or cannot be changed."""


class RegistryError(HeavyliftError):
    """A database of aircraft is none, or the registry is broken."""


class RatesError(HeavyliftError):
    """Counts, exposure or windows are such that no rate can be made of them."""


class EngineError(HeavyliftError):
    """What work is handed to is missing, was lost or gives up."""


class DocumentError(HeavyliftError):
    """A document cannot be read, or lacks what must be known of it."""


class LedgerError(HeavyliftError):
    """A ledger is broken, in use, or refuses an entry."""


class StatementError(HeavyliftError):
    """The statements of a text cannot be read."""


class ClaimError(HeavyliftError):
    """A claim or a judgement cannot be as it was given."""


class ExtraMissing(HeavyliftError):
    """Packages that not everybody needs are not installed."""

    def __init__(self, name: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs packages that are not installed",
            help=f"install them with: pip install 'heavylift[{name}]'",
        )


class FetchError(HeavyliftError):
    """Something cannot be fetched, or may not be."""


class MissingInput(HeavyliftError):
    """A file or folder that was named is not there."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path}: no such file or folder",
            help="check the spelling; paths in a case file are relative to that file",
        )
        self.path = path


class CannotWrite(HeavyliftError):
    """A result cannot be written where it was asked for."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(
            f"{path}: cannot be written ({reason})",
            help="choose a folder to write to, on a disk with room, with --out",
        )
        self.path = path
