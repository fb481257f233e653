"""The fixed words for what could not be used, and how often it was met.

A refused row or file is a result, not a crash: it is counted under one of these
reasons, the reason reaches ``inputs.json`` and the report, and the first place where
it was met is kept so that a person can look. A *remark* refuses nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from heavylift.model.sources import InputReport

# Rows that are not used.
ROW_MALFORMED: Final = "row malformed"
TIME_MISSING: Final = "time missing"
TIME_OUT_OF_RANGE: Final = "time out of range"
POSITION_MISSING: Final = "position missing"
NOT_A_NUMBER: Final = "not a number"
LATITUDE_OUT_OF_RANGE: Final = "latitude out of range"
LONGITUDE_OUT_OF_RANGE: Final = "longitude out of range"
ADDRESS_MISSING: Final = "address missing"
ADDRESS_MALFORMED: Final = "address malformed"
POSITION_REPEATED: Final = "position repeated"
REPEATED_AFTER_COVERAGE: Final = "vector repeated after coverage ended"

# Files and members that are not used.
EMPTY_FILE: Final = "empty file"
EMPTY_TRACE: Final = "empty trace"
GZIP_BROKEN: Final = "gzip broken"
JSON_BROKEN: Final = "json broken"
TABLE_BROKEN: Final = "table broken"
HEATMAP_BROKEN: Final = "heatmap broken"
TAR_BROKEN: Final = "tar broken"
UNKNOWN_FORMAT: Final = "unknown format"
UNSUPPORTED_FORMAT: Final = "unsupported format"
NOT_READ_YET: Final = "not a format read yet"
COLUMNS_MISSING: Final = "needed columns missing"
NO_USABLE_ROW: Final = "no usable row"
TOO_LARGE: Final = "too large when inflated"
BESIDE_TRACES: Final = "says again what the traces beside it say"
NOT_OPENED: Final = "file could not be opened"
UNFINISHED_DOWNLOAD: Final = "unfinished or refused download"

# Noticed, refusing nothing; TAR_MEMBER_CUT can also be why a member is not used.
GZIP_CUT: Final = "gzip cut short"
JSON_CUT: Final = "json cut short"
HEATMAP_CUT: Final = "heatmap cut short"
TAR_MEMBER_CUT: Final = "tar member cut short"
TAR_PART_MISSING: Final = "tar part missing"
TAR_CUT: Final = "tar ends without an end mark"
TAR_HEADER_BROKEN: Final = "tar header broken, searched for the next"
TAR_NOT_A_FILE: Final = "tar member is not a regular file"
NOT_UTF8: Final = "non-UTF-8 bytes"
TIME_BACKWARDS: Final = "time out of order"
FOLDER_DATE_DIFFERS: Final = "folder date differs from file's timestamp"
FETCH_RECORD: Final = "record of what was fetched"
READ_ALREADY: Final = "already read as part of another input"
ZONE_MISSING: Final = "time zone not given, read as UTC"
ALTITUDE_UNIT_MISSING: Final = "altitude unit not given, read as feet"
SPEED_UNIT_MISSING: Final = "speed unit not given, read as knots"
RATE_UNIT_MISSING: Final = "vertical rate unit not given, read as feet per minute"
GEO_ALTITUDE_UNIT_UNKNOWN: Final = "geoaltitude unit not known, not used"
ALTITUDE_NOT_FINITE: Final = "altitude not a number, read as unknown"
SPEED_IMPOSSIBLE: Final = "speed impossible, read as unknown"
CELL_NOT_UNDERSTOOD: Final = "value not understood, read as unknown"
NO_LAST_CONTACT: Final = (
    "no lastcontact column: vectors repeated after coverage ended cannot be told"
)


@dataclass(slots=True, kw_only=True)
class Findings:
    """What was refused or noticed while reading one file.

    Attributes:
        refused_rows: Rows not used, by reason.
        remarks: Things noticed that refused nothing, by reason.
        places: For each reason the first place where it was met, such as ``row 7``;
            empty when the whole file is meant.
        refused: Why the whole file is not used; empty when it is.
    """

    refused_rows: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    places: dict[str, str] = field(default_factory=dict)
    refused: str = ""

    def refuse_row(self, reason: str, place: str, rows: int = 1) -> None:
        """Count rows that are not used."""
        if rows:
            self.refused_rows[reason] += rows
            self.places.setdefault(reason, place)

    def remark(self, reason: str, place: str = "", times: int = 1) -> None:
        """Count something noticed."""
        if times:
            self.remarks[reason] += times
            self.places.setdefault(reason, place)

    def forget(self, remark: str) -> None:
        """Take a remark back."""
        self.remarks.pop(remark, None)
        self.places.pop(remark, None)

    def include(self, other: Findings) -> None:
        """Add what was found in another stretch of the same file."""
        self.refused_rows.update(other.refused_rows)
        self.remarks.update(other.remarks)
        self.places = {**other.places, **self.places}

    def add_to(self, report: InputReport, name: str) -> None:
        """Add these findings to the report of the input that holds the file.

        Args:
            report: Counts of the whole input; changed.
            name: Name of the file, for the examples.
        """
        report.refused_rows.update(self.refused_rows)
        report.remarks.update(self.remarks)
        if self.refused:
            report.refused_files[self.refused] += 1
            report.examples.setdefault(self.refused, name)
        for reason, place in self.places.items():
            report.examples.setdefault(reason, f"{name}, {place}" if place else name)
