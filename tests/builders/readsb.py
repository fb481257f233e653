"""Write readsb traces, days of them in a tar, and tars in parts."""

import gzip
import io
import json
import tarfile
from pathlib import Path

#: 2023-08-30 00:00 UTC.
MIDNIGHT = 1_693_353_600.0


def row(offset_s, lat, lon, altitude_ft=30_000, **other):
    """One row of a trace, in readsb's order.

    Others: ``gs_kt``, ``track``, ``flags``, ``rate``, ``details``, ``source``,
    ``geo_ft``.
    """
    usual = {
        "gs_kt": 450.0,
        "track": 90.0,
        "flags": 0,
        "rate": 0,
        "details": None,
        "source": "adsb_icao",
        "geo_ft": None,
    }
    assert other.keys() <= usual.keys()
    return [offset_s, lat, lon, altitude_ft, *(usual | other).values()]


def level_flight(n=5, *, start_s=0.0, step_s=10.0, lat=40.0, lon=45.0):
    """Rows of an aircraft flying east."""
    return [row(start_s + i * step_s, lat, lon + i * 0.02) for i in range(n)]


def trace_bytes(icao, rows, *, timestamp=MIDNIGHT, gz=True, **header):
    """A trace as readsb writes it: a row a line, no blank within a row."""
    head = {"icao": icao, **header, "timestamp": timestamp}
    lines = ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows)
    text = ",\n".join(f"{json.dumps(k)}:{json.dumps(v)}" for k, v in head.items())
    data = f'{{{text},\n"trace":[ \n{lines} ]\n }}\n'.encode()
    return gzip.compress(data, mtime=0) if gz else data


def write_trace(path, icao, rows, *, timestamp=MIDNIGHT, gz=True, **header):
    """Write a trace; folders are made; the path is given back."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(trace_bytes(icao, rows, timestamp=timestamp, gz=gz, **header))
    return path


def member_name(icao):
    """Where an archive puts a trace."""
    return f"./traces/{icao[-2:]}/trace_full_{icao}.json"


def write_tar(path, members, *, format=tarfile.USTAR_FORMAT):
    """Write a tar of named bytes; the path is given back."""
    path = Path(path)
    with tarfile.open(path, "w", format=format) as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def split(path, size):
    """Cut a file into ``.aa``, ``.ab``, … of so many bytes and remove it."""
    path = Path(path)
    data = path.read_bytes()
    path.unlink()
    parts = []
    for number, start in enumerate(range(0, len(data), size)):
        letters = chr(ord("a") + number // 26) + chr(ord("a") + number % 26)
        part = path.with_name(f"{path.name}.{letters}")
        part.write_bytes(data[start : start + size])
        parts.append(part)
    return parts
