"""Where everything lies in a lake, and what decides a name.

Names follow from content: a file of positions is named by the hash of its input, a
table of flights by what it was made from. So a run that is stopped and started again
writes the same names, and what no manifest names does not count.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

import heavylift

#: The file that makes a folder a lake.
MARKER: Final = "heavylift-lake.json"

#: Version of what is described here; a lake of another one is refused.
FORMAT: Final = 1

#: What makes flights: another version, or another way, makes them anew. The number
#: changes when the same version finds others.
DERIVED: Final = f"3 {heavylift.__version__}"

#: Buckets of a new lake. A day of the world (150 million rows) then has 9 million rows
#: a bucket, some 110 MB. More of them would make small lakes slow (a file for each day
#: and bucket), fewer would leave a cluster idle and make more anew than has changed.
BUCKETS: Final = 16

#: What begins with this is being written, or was when a run was stopped.
UNFINISHED: Final = "_"

#: Held while a lake is changed.
LOCK: Final = f"{UNFINISHED}lock"

#: Folders of the lake.
DAYS: Final = "days"
INPUTS: Final = "inputs"
POSITIONS: Final = "positions"
SOURCES: Final = "sources"
STAYS: Final = "stays"
EARLY: Final = "early"
FOUND: Final = "found"
RECEPTION: Final = "reception"
FLIGHTS: Final = "flights"
ENDS: Final = "ends"

#: Digits of a hash in names; 64 bits, so that no two inputs of a lake meet.
_DIGITS: Final = 16

#: Milliseconds of a day.
DAY_MS: Final = 86_400_000
_EPOCH: Final = date(1970, 1, 1)


def bucket_of(track: str, buckets: int) -> int:
    """Bucket of an aircraft: the same on every machine, for ever.

    >>> bucket_of("4242bb", 16)
    7
    """
    return zlib.crc32(track.encode("utf-8")) % buckets


def order_of(icao24: str | None, track: str) -> str:
    """What aircraft are sorted by: tracks without an address first, as readers do."""
    return icao24 if icao24 is not None else f" {track}"


def short_hash(parts: Iterable[str]) -> str:
    """Sum up texts in 16 hex digits; their order and borders matter."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8")
        digest.update(len(raw).to_bytes(8, "little") + raw)
    return digest.hexdigest()[:_DIGITS]


def day_of(time_ms: int) -> str:
    """The day (UTC) of a moment.

    >>> day_of(1_693_699_199_999)
    '2023-09-02'
    """
    return (_EPOCH + timedelta(days=time_ms // DAY_MS)).isoformat()


def start_ms(day: str) -> int:
    """First moment of a day, Unix milliseconds."""
    return int(
        datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp()
        * 1000
    )


def days_around(day: str, reach: int) -> list[str]:
    """The days from so many before to so many after, in order.

    >>> days_around("2024-03-01", 1)
    ['2024-02-29', '2024-03-01', '2024-03-02']
    """
    middle = date.fromisoformat(day)
    return [(middle + timedelta(days=n)).isoformat() for n in range(-reach, reach + 1)]


def day_manifest(day: str) -> str:
    """The record of a day; what it does not name does not count."""
    return f"{DAYS}/{day}.json"


def input_record(deposit: str) -> str:
    """The record of an input; written when all its days are."""
    return f"{INPUTS}/{deposit}.json"


def chunk_name(deposit: str, chunk: int) -> str:
    """Name of what is read of an input in one go."""
    return f"{deposit}-c{chunk:03d}"


def positions_file(day: str, chunk: str, bucket: int) -> str:
    """Positions of one bucket that a chunk of an input holds of a day."""
    return f"{POSITIONS}/{day}/{chunk}-b{bucket:03d}.parquet"


def sources_file(chunk: str) -> str:
    """Source files of a chunk of an input, and what they say of their aircraft."""
    return f"{SOURCES}/{chunk}.parquet"


def stays_file(chunk: str) -> str:
    """Where aircraft of a chunk of an input stay at a point."""
    return f"{STAYS}/{chunk}.parquet"


def early_file(chunk: str, bucket: int) -> str:
    """Flights of a bucket that were found while the chunk was read."""
    return f"{_early(chunk, bucket)}-flights.arrow"


def early_reception_file(chunk: str, bucket: int) -> str:
    """Who of a bucket was received where, as found while the chunk was read."""
    return f"{_early(chunk, bucket)}-reception.arrow"


def _early(chunk: str, bucket: int) -> str:
    return f"{EARLY}/{chunk}-b{bucket:03d}-{short_hash([DERIVED])}"


def found_file(day: str, bucket: int, made_from: str) -> str:
    """Flights of a bucket before all traffic was looked at."""
    return f"{FOUND}/{day}/b{bucket:03d}-{made_from}.parquet"


def reception_file(day: str, bucket: int, made_from: str) -> str:
    """Who of a bucket was received where, when."""
    return f"{RECEPTION}/{day}/b{bucket:03d}-{made_from}.parquet"


def flights_file(day: str, made_from: str) -> str:
    """Flights that took off on a day."""
    return f"{FLIGHTS}/{day}-{made_from}.parquet"


def ends_file(day: str, made_from: str) -> str:
    """Of the same flights, in the same order, what questions are asked of."""
    return f"{ENDS}/{day}-{made_from}.parquet"
