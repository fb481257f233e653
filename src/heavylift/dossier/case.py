"""The case file: a question, written down so that it can be asked again.

TOML, read strictly: a misspelt key is an error, not a filter that silently does
nothing. Paths in it are relative to the file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from heavylift.claims.claimed import Side
from heavylift.corridors.asking import Asked
from heavylift.documents.collection import evidence_folder
from heavylift.dossier.tempo import TempoAsked, Unit
from heavylift.errors import CaseError, MissingInput
from heavylift.exposure.exposure import Measure
from heavylift.model.ends import Prior

_EXAMPLE: Final = "see docs/reference/case-file.md for a whole example"


class _Period(msgspec.Struct, forbid_unknown_fields=True):
    # A day or a time; msgspec cannot tell the two apart by type.
    start: Any
    end: Any


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    label: str
    time: Any


class _Tempo(msgspec.Struct, forbid_unknown_fields=True):
    before_days: int
    after_days: int = 0
    unit: Unit = "rotations"
    measure: Literal["followed", "share", "heard", "archive"] = "followed"
    events: str = ""


class _Side(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    speakers: list[str] = []
    outlets: list[str] = []


class _Claims(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    sides: list[_Side] = []


class _CaseFile(msgspec.Struct, forbid_unknown_fields=True, rename={"origin": "from"}):
    title: str
    question: str
    period: _Period
    origin: str
    to: str
    inputs: list[str]
    event: _Event | None = None
    aircraft: list[str] = []
    types: list[str] = []
    operators: list[str] = []
    military: bool = False
    states: list[str] = []
    registry: str = ""
    public_interest: str = ""
    prior: Prior = "usage"
    columns: dict[str, str] = {}
    attribution: list[str] = []
    limits: list[str] = []
    tempo: _Tempo | None = None
    claims: _Claims = _Claims()
    airfields: list[str] = []
    places: dict[str, str] = {}
    reconstruction: bool = False
    publish_documents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the case is about.

    Attributes:
        label: In a few neutral words.
        day: Its day, UTC.
        at: Its moment, when known to the minute; else ``None``.
    """

    label: str
    day: date
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question to the data.

    Attributes:
        path: The case file.
        title: Title of the dossier.
        question: The question in the words of whoever asks.
        start: First moment of the period.
        end: First moment after it (half-open).
        event: What the period leads up to, or nothing.
        origin: Place the flights leave, as written.
        to: Place they reach, as written.
        inputs: Files and folders to read.
        input_names: The same as written in the case file.
        asked: What is asked of aircraft; nothing for all.
        registry: Folder of the registry of aircraft; ``None`` for the usual one.
        public_interest: Why flights of privacy addresses are told; empty when they are
            to be left out.
        prior: Whether other flights of the fleet weigh on candidates: ``usage``, or
            ``even``.
        columns: Columns of tables that are not recognised, our name to theirs.
        attribution: Whose data these are and on what terms.
        limits: Limits of this case that the reader must know, one sentence each.
        tempo: What the period is to be compared with; ``None`` for nothing.
        airfields: Files of airfields that the user drew.
        airfield_names: The same as written in the case file.
        places: Lists of the user: a place as text, by name.
        reconstruction: Whether the positions are made up after reports; every page and
            figure of the dossier then says so.
        publish_documents: Whether the dossier carries the documents themselves, and not
            only what is known of them.
        sides: Whom the case counts to a side.
    """

    path: Path
    title: str
    question: str
    start: datetime
    end: datetime
    event: Event | None
    origin: str
    to: str
    inputs: tuple[Path, ...]
    input_names: tuple[str, ...]
    asked: Asked
    registry: Path | None
    public_interest: str
    prior: Prior
    columns: dict[str, str]
    attribution: tuple[str, ...]
    limits: tuple[str, ...]
    tempo: TempoAsked | None
    airfields: tuple[Path, ...] = ()
    airfield_names: tuple[str, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    reconstruction: bool = False
    publish_documents: bool = False
    sides: tuple[Side, ...] = ()

    @property
    def evidence(self) -> Path:
        """Folder of its documents and of the ledger of claims; it need not be there."""
        return evidence_folder(self.path)


def read_case(path: Path) -> Case:
    """Read and check a case file.

    Args:
        path: The TOML file.

    Raises:
        MissingInput: The file is not there.
        CaseError: It is not TOML, lacks something, or says something impossible.
    """
    if not path.is_file():
        raise MissingInput(path)
    try:
        said = msgspec.toml.decode(path.read_bytes(), type=_CaseFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: {error}", help=_EXAMPLE) from error
    start = _moment(said.period.start, path, "period.start")
    end = _moment(said.period.end, path, "period.end")
    if end <= start:
        raise CaseError(
            f"{path}: the period ends ({said.period.end}) before it begins "
            f"({said.period.start})",
            help="end is the first day after the period: [22 to 24 February] is "
            "start = 2022-02-22, end = 2022-02-25",
        )
    if not said.inputs:
        raise CaseError(
            f"{path}: inputs is empty",
            help='name at least one file or folder, for example inputs = ["traces"]',
        )
    return Case(
        path=path,
        title=said.title,
        question=said.question,
        start=start,
        end=end,
        event=_event(said.event, path),
        origin=said.origin,
        to=said.to,
        inputs=tuple(path.parent / name for name in said.inputs),
        input_names=tuple(said.inputs),
        asked=Asked(
            aircraft=tuple(said.aircraft),
            types=tuple(said.types),
            operators=tuple(said.operators),
            military=said.military,
            states=tuple(said.states),
        ),
        registry=path.parent / said.registry if said.registry else None,
        public_interest=said.public_interest.strip(),
        prior=said.prior,
        columns=dict(said.columns),
        attribution=tuple(said.attribution),
        limits=tuple(said.limits),
        tempo=_tempo(said.tempo, path),
        airfields=tuple(path.parent / name for name in said.airfields),
        airfield_names=tuple(said.airfields),
        places=dict(said.places),
        reconstruction=said.reconstruction,
        publish_documents=said.publish_documents,
        sides=tuple(
            Side(name=s.name, speakers=tuple(s.speakers), outlets=tuple(s.outlets))
            for s in said.claims.sides
        ),
    )


def _tempo(said: _Tempo | None, path: Path) -> TempoAsked | None:
    if said is None:
        return None
    return TempoAsked(
        before_days=said.before_days,
        after_days=said.after_days,
        unit=said.unit,
        measure=Measure[said.measure.upper()],
        events=_dates(path.parent / said.events) if said.events else (),
    )


def _dates(path: Path) -> tuple[str, ...]:
    """Dates of events: the column ``date`` of a CSV, else ``date_start``."""
    if not path.is_file():
        raise MissingInput(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: cannot be read ({error})", help=_EXAMPLE) from error
    rows = csv.DictReader(lines)
    names = rows.fieldnames or []
    column = next((n for n in ("date", "date_start") if n in names), None)
    if column is None:
        raise CaseError(
            f"{path}: no column date; it has {', '.join(names) or 'nothing'}",
            help="give a CSV with the days of events in a column date: 2023-09-19",
        )
    return tuple(row[column] or "" for row in rows)


def _event(said: _Event | None, path: Path) -> Event | None:
    if said is None:
        return None
    moment = _moment(said.time, path, "event.time")
    exact = isinstance(said.time, datetime)
    return Event(label=said.label, day=moment.date(), at=moment if exact else None)


def _moment(value: object, path: Path, key: str) -> datetime:
    """A day stands for its first moment, UTC; a time without a zone is UTC."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise CaseError(
        f"{path}: {key} is {value!r}, not a date",
        help="write dates without quotation marks: 2022-02-22 or 2022-02-22T06:00:00Z",
    )


def days_of(start: datetime, end: datetime) -> list[date]:
    """Days (UTC) that a half-open period touches, in order."""
    last = (end - timedelta(microseconds=1)).date()
    return [
        start.date() + timedelta(days=n) for n in range((last - start.date()).days + 1)
    ]
