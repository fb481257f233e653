"""Damage files of every format for some minutes, and read them with indices checked.

``python -m benchmarks.fuzz --minutes 10 --seeds FOLDER`` starts itself anew with every
index of the compiled parsers checked. Hypothesis chooses a file, damages it (bytes put
in, taken out, changed, moved; words that the formats know), and shrinks what breaks:

- a trace that the compiled parser takes has the values of the general one;
- whatever is read, nothing but an error meant for people comes out;
- every position is on Earth and in time, and as many are counted as are given.

What was found is kept as a test beside the reader it was found in.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.archives import WARM_ROWS, made_up_day

#: Set where indices are checked.
CHECKED = "NUMBA_BOUNDSCHECK"

#: Bytes of a file that are damaged: beyond, everything repeats.
LONGEST = 6_000

#: What the formats are made of; a damage that fits says more than any byte.
WORDS = [
    *(b"null", b'"ground"', b"[", b"]", b"{", b"}", b",", b":", b'"', b"\\", b"\n"),
    *(b"-", b".", b"e9", b"0", b"00", b"1e400", b"NaN", b"999999999999999999999"),
    *(b'"flight":"AZQ041  "', b'"squawk":"7777"', b'"nic":8', b'"trace":[', b"\0"),
    *(b'"type":"adsb_icao"', b'"timestamp":1693353600.0', b'"icao":"~600123"'),
    *(
        b"\x1f\x8b\x08",
        b"ustar\x0000",
        b"\x9d\x7c\x7f\x0e",
        b"\xff\xff\xff\xff",
        b"PAR1",
    ),
    *(b"time,icao24,lat,lon\n", b";", b"\t", b"\r", b"\xef\xbb\xbf", b"\xc3\xa9"),
]

Damage = tuple[float, int, bytes]


def main() -> None:
    """Fuzz, and print how much was read how often."""
    parser = argparse.ArgumentParser(description="Fuzz the readers.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seeds", type=Path, nargs="*", default=[])
    wanted = parser.parse_args()
    if os.environ.get(CHECKED) != "1":
        with tempfile.TemporaryDirectory() as cache:
            checked = {**os.environ, CHECKED: "1", "NUMBA_CACHE_DIR": cache}
            again = [sys.executable, "-m", "benchmarks.fuzz", *sys.argv[1:]]
            sys.exit(subprocess.run(again, env=checked, check=False).returncode)
    seeds = seeds_of(wanted.seeds)
    print(f"{len(seeds)} files to damage, indices checked", flush=True)
    until_s = time.monotonic() + 60 * wanted.minutes
    done: Counter[str] = Counter()
    turns = 0
    while time.monotonic() < until_s:
        for name, check in CHECKS.items():
            fit = [s for s in seeds if name != "trace" or b'"trace"' in s]
            _some(fit, name, check, done)
        turns += 1
    for name, times in sorted(done.items()):
        print(f"{name}: {times:,}")
    print(f"{wanted.minutes:g} minutes, {turns} turns, nothing broke")


def _some(
    seeds: Sequence[bytes],
    name: str,
    check: Callable[[bytes], str],
    done: Counter[str],
) -> None:
    """Damage and read some hundred files."""

    @settings(
        max_examples=400,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(seeds), DAMAGES)
    def fuzz(seed: bytes, damages: list[Damage]) -> None:
        done[f"{name}: {check(damaged(seed, damages))}"] += 1

    fuzz()


DAMAGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 8),
        st.one_of(st.sampled_from(WORDS), st.binary(max_size=4)),
    ),
    max_size=3,
)


def damaged(data: bytes, damages: Sequence[Damage]) -> bytes:
    """Put other bytes in the place of some, at shares of the length."""
    content = bytearray(data)
    for where, gone, new in damages:
        at = int(where * len(content))
        content[at : at + gone] = new
    return bytes(content)


def seeds_of(folders: Sequence[Path]) -> list[bytes]:
    """Small files of every format, from folders and made up."""
    with tarfile.open(made_up_day(WARM_ROWS).tar) as tar:
        files = [tar.extractfile(member) for member in tar.getmembers()]
        made = [gzip.decompress(file.read()) for file in files if file is not None]
    found = [
        path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in {".json", ".csv", ".ttf", ".bin", ".gz"}
    ]
    table = b"time,icao24,lat,lon,baroaltitude,onground\n" + b"".join(
        b"%d,600002,40.%d,45.1,1000,false\n" % (1_693_353_600 + n, n) for n in range(40)
    )
    return [data[:LONGEST] for data in [*made, *found, table] if data]


def traces_agree(data: bytes) -> str:
    """Whether the compiled parser and the general one agree."""
    from heavylift.model.positions import COLUMNS  # noqa: PLC0415 -- indices checked
    from heavylift.sources import readsb  # noqa: PLC0415
    from heavylift.sources.readsb_columns import TraceColumns  # noqa: PLC0415
    from heavylift.sources.refusals import Findings  # noqa: PLC0415

    # A trace that is cut has no end: it gets one, or hardly any would be taken.
    end = data.rfind(b"],")
    data = data[: end + 1] + b" ]\n }\n" if end > 0 else data
    fast, general = TraceColumns(1), TraceColumns(1)
    taken = readsb.parse_fast(data, fast)
    findings = Findings()
    read = readsb.parse_general(data, general, findings)
    if taken is None:
        return "left to the general parser"
    assert fast.filled == taken.rows == read.rows
    assert taken.header == read.header or not taken.rows
    for column in COLUMNS:
        np.testing.assert_array_equal(
            getattr(fast.positions(), column.name),
            getattr(general.positions(), column.name),
        )
    return "both agree"


def files_are_read(data: bytes) -> str:
    """Whether a file, as it is and packed, gives sound positions or a refusal."""
    return _read([("file", data)])


def packed_files_are_read(data: bytes) -> str:
    """The same of a file in gzip, of which every other one lacks a byte."""
    packed = gzip.compress(data, 1)
    if len(data) % 2:
        at = len(data) % len(packed)
        packed = packed[:at] + packed[at + 1 :]
    return _read([("file.gz", packed)])


def tars_are_read(data: bytes) -> str:
    """The same of a tar of two traces whose bytes are damaged as the file says."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as tar:
        for name in ("./traces/02/trace_full_600002.json", "b" * 120):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    raw = bytearray(whole.getvalue())
    for n in range(0, min(len(data), 40), 4):
        raw[int.from_bytes(data[n : n + 2], "little") % len(raw)] = data[n]
    return _read([("day.tar", bytes(raw))])


def _read(files: Sequence[tuple[str, bytes]]) -> str:
    from heavylift.errors import HeavyliftError  # noqa: PLC0415
    from heavylift.sources import open_sources  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        for name, data in files:
            Path(folder, name).write_bytes(data)
        rows = 0
        try:
            sources = open_sources([Path(folder)])
            for group in sources.groups():
                own = group.positions
                rows += len(own)
                assert (np.abs(own.lat_deg) <= 90).all()
                assert (np.abs(own.lon_deg) <= 180).all()
                assert (own.time_ms > 0).all()
                assert (own.file >= 0).all()
        except HeavyliftError as error:
            return f"refused ({type(error).__name__})"
        assert sum(report.rows_read for report in sources.inputs) == rows
    return "read"


CHECKS: dict[str, Callable[[bytes], str]] = {
    "trace": traces_agree,
    "file": files_are_read,
    "gzip": packed_files_are_read,
    "tar": tars_are_read,
}


if __name__ == "__main__":
    main()
