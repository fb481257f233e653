"""State vectors of The OpenSky Network, asked for by its own client, ``pyopensky``.

The client is an extra: it brings pandas and more, and only some have an account (the
database is for university researchers, public bodies and aviation authorities; others
have to ask). Credentials are the user's own, where the client looks for them; this
program never sees more of them than whether there are any.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from heavylift import __version__
from heavylift.errors import FetchError
from heavylift.fetch.addresses import check
from heavylift.fetch.part import cannot_write
from heavylift.fetch.plan import Terms
from heavylift.fetch.records import FORMAT, Entry, Outcome, opened
from heavylift.sources.fetched import PART

if TYPE_CHECKING:
    from pyopensky.trino import Trino

#: Where the client asks, and where it has its credentials checked.
HOSTS: Final = ("https://trino.opensky-network.org", "https://auth.opensky-network.org")

TERMS: Final = Terms(
    licence="for research and other non-commercial use, under OpenSky's terms",
    attribution="The OpenSky Network, https://opensky-network.org; cite M. Schäfer "
    'et al., "Bringing Up OpenSky", IPSN 2014',
    address="https://opensky-network.org/about/terms-of-use",
)

#: How the client is installed.
INSTALL: Final = "pip install 'heavylift[opensky]'"

#: Around each flight of an airport so much more is asked for: OpenSky ends a flight at
#: the last position in the air, and what was heard on the ground lies beyond.
_AROUND_FLIGHTS: Final = "20 min"

#: The client keeps what it was answered; of a day that is hardly over that would be too
#: little for ever, because vectors arrive late.
_SETTLES_AFTER: Final = timedelta(days=1)

#: Columns that are kept, as the historical database names them, and as what.
_COLUMNS: Final = {
    "time": pa.timestamp("ms", "UTC"),
    "icao24": pa.string(),
    "lat": pa.float64(),
    "lon": pa.float64(),
    "velocity": pa.float64(),
    "heading": pa.float64(),
    "vertrate": pa.float64(),
    "callsign": pa.string(),
    "onground": pa.bool_(),
    "alert": pa.bool_(),
    "spi": pa.bool_(),
    "squawk": pa.string(),
    "baroaltitude": pa.float64(),
    "geoaltitude": pa.float64(),
    "lastposupdate": pa.float64(),
    "lastcontact": pa.float64(),
    "serials": pa.list_(pa.int32()),
}
_SCHEMA: Final = pa.schema([pa.field(n, t) for n, t in _COLUMNS.items()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which state vectors are wanted.

    Attributes:
        since: From this time on, UTC.
        until: Up to and without this time, UTC.
        icao24: Transponder addresses; empty for all.
        bounds: South, west, north, east, degrees; ``None`` for everywhere.
        airport: ICAO code of an airport that flights leave or reach, by OpenSky's own
            estimate; ``None`` for any.
    """

    since: datetime
    until: datetime
    icao24: tuple[str, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    airport: str | None = None

    def say(self) -> str:
        """Say it in one line."""
        told = [f"state vectors from {self.since:%Y-%m-%d %H:%M} to "]
        told[0] += f"{self.until:%Y-%m-%d %H:%M} UTC"
        if self.icao24:
            told.append(f"of {', '.join(self.icao24)}")
        if self.bounds:
            told.append("in S,W,N,E " + ",".join(f"{b:g}" for b in self.bounds))
        if self.airport:
            told.append(f"of flights from and to {self.airport} by OpenSky's estimate")
        return ", ".join(told)

    def stretches(self) -> Iterator[tuple[datetime, datetime]]:
        """Give the stretches that are asked for one by one, ends included.

        By day, so that what was answered need not be asked again. Flights of an airport
        are asked for at once: the database looks for them by the day they began.
        """
        start = self.since
        while start < self.until:
            midnight = datetime(start.year, start.month, start.day, tzinfo=UTC)
            end = min(midnight + timedelta(days=1), self.until)
            end = self.until if self.airport else end
            # The client's ends are inclusive, and vectors are of whole seconds.
            yield start, end - timedelta(seconds=1)
            start = end


def open_client(url: str | None = None) -> Trino:
    """Load the client, and see that there are credentials.

    Args:
        url: Another server of the same protocol, which is asked without any.

    Raises:
        FetchError: It is not installed, or there are no credentials.
    """
    try:
        trino: Any = importlib.import_module("pyopensky.trino")
        config: Any = importlib.import_module("pyopensky.config")
    except ModuleNotFoundError as error:
        raise FetchError(
            f"OpenSky's client is not installed ({error.name} is missing)",
            help=f"install it with: {INSTALL}",
        ) from None
    if url is not None:
        return _client_for(trino, url)
    if not (config.trino_username and config.trino_password):
        raise FetchError(
            "no name and password for OpenSky's database",
            help="write yours into "
            f"{config.opensky_config_file} or into OPENSKY_USERNAME and "
            "OPENSKY_PASSWORD; who has access: https://opensky-network.org/data/trino",
        )
    client: Trino = trino.Trino()
    return client


def fetch_into(
    client: Trino,
    question: Question,
    path: Path,
    *,
    now: datetime,
    url: str = HOSTS[0],
    tell: Callable[[str], None] = lambda _: None,
) -> Entry:
    """Ask for state vectors and write them into a Parquet file.

    Args:
        client: Asks OpenSky.
        question: Which vectors.
        path: The file; it has its name only when all of it has arrived.
        now: The time, UTC.
        url: Whom the client asks.
        tell: Told how it goes.

    Returns:
        What came of it; it is in the record beside the file too.

    Raises:
        FetchError: OpenSky does not answer, does not accept the credentials, or gives
            something else than vectors; or another file of that name is there.
    """
    with opened(path.parent) as records:
        before = records.landed(path.name)
        if path.exists():
            if before is None or not before.words.endswith(question.say()):
                raise FetchError(
                    f"{path}: is there already, and is not the answer to this question",
                    help="name another file with --to",
                )
            return msgspec.structs.replace(before, outcome=Outcome.THERE)
        part = path.with_name(path.name + PART)
        try:
            rows = _write(client, question, part, now, tell)
        except OSError as error:
            raise cannot_write(path, error) from error
        with part.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        entry = Entry(
            heavylift_fetch=FORMAT,
            outcome=Outcome.LANDED,
            words=f"{rows:,} rows: {question.say()}",
            name=path.name,
            url=url,
            time=f"{now:%Y-%m-%dT%H:%M:%SZ}",
            size=part.stat().st_size,
            sha256=sha256,
            licence=TERMS.licence,
            attribution=TERMS.attribution,
            terms=TERMS.address,
            program=f"heavylift {__version__}",
        )
        part.replace(path)
        records.add(entry)
        return entry


def _write(
    client: Trino,
    question: Question,
    path: Path,
    now: datetime,
    tell: Callable[[str], None],
) -> int:
    """Ask stretch by stretch and write what comes; give the number of vectors."""
    _check_credentials(client)
    rows = 0
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
        for start, end in question.stretches():
            table = _ask(client, question, start, end, keep=end + _SETTLES_AFTER < now)
            if table is not None:
                writer.write_table(table)
                rows += table.num_rows
            tell(f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}: {rows:,} so far")
    return rows


def as_vectors(table: pa.Table) -> pa.Table:
    """Give the columns of state vectors, in the types that are written.

    Args:
        table: What the client gave: OpenSky's names, metres and m/s.

    Raises:
        FetchError: Columns are missing, or hold something else.
    """
    missing = [name for name in _COLUMNS if name not in table.column_names]
    if missing:
        raise FetchError(
            f"OpenSky gave no column {', '.join(missing)}",
            help="its database or its client has changed; look for a newer heavylift",
        )
    try:
        return table.select(list(_COLUMNS)).cast(_SCHEMA, safe=False)
    except pa.ArrowException as error:
        raise FetchError(
            f"OpenSky gave something else than state vectors ({error})",
            help="its database or its client has changed; look for a newer heavylift",
        ) from None


def _check_credentials(client: Trino) -> None:
    """Have name and password looked at; without that the client opens a browser."""
    try:
        token = client.token()
    except Exception as error:
        raise FetchError(
            f"OpenSky does not answer ({type(error).__name__}: {error})",
            help="look whether you are online, then give the same command again",
        ) from error
    if token is None:
        raise FetchError(
            "OpenSky does not accept the name and password",
            help="check them where its client keeps them; access to the database has "
            "to be granted to an account: https://opensky-network.org/data/trino",
        )


def _ask(
    client: Trino, question: Question, start: datetime, end: datetime, *, keep: bool
) -> pa.Table | None:
    """Ask for one stretch; ``None`` when there is nothing in it."""
    wanted: dict[str, Any] = {"cached": keep}
    if question.icao24:
        wanted["icao24"] = list(question.icao24)
    if question.bounds is not None:
        south, west, north, east = question.bounds
        wanted["bounds"] = (west, south, east, north)
    if question.airport is not None:
        wanted |= {"airport": question.airport, "time_buffer": _AROUND_FLIGHTS}
    try:
        # The client draws bars of its own on standard error.
        with contextlib.redirect_stderr(io.StringIO()):
            frame = client.history(start, end, **wanted)
    except Exception as error:
        # Whatever its libraries raise: names of five packages.
        said = (str(error).splitlines() or [""])[0]
        raise FetchError(
            f"OpenSky does not answer from {start:%Y-%m-%d %H:%M} on "
            f"({type(error).__name__}: {said})",
            help="give the same command again: days that were answered are kept by "
            "its client and are not asked for again",
        ) from error
    if frame is None:
        return None
    return as_vectors(pa.Table.from_pandas(frame, preserve_index=False))


def _client_for(trino: Any, url: str) -> Trino:  # noqa: ANN401 -- a module
    """Make a client of another server, which is not given any credentials."""
    parts = urlsplit(check(url))

    class Elsewhere(trino.Trino):  # type: ignore[misc]
        def token(self, **_: object) -> str:
            return "none is needed"

        def engine(self) -> object:
            url = trino.URL(
                parts.hostname,
                port=parts.port,
                user="heavylift",
                catalog="minio",
                schema="osky",
            )
            return trino.create_engine(
                url,
                connect_args={
                    "http_scheme": parts.scheme,
                    "legacy_prepared_statements": True,
                },
            )

    client: Trino = Elsewhere()
    return client
