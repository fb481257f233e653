"""Write readsb heatmaps: by hand, and of whole days, from positions."""

import gzip
import struct

import numpy as np

START_MS = 1_735_545_600_000
MARK = 0x0E7F7C9D


def mark(time_ms):
    high, low = time_ms >> 32, time_ms & 0xFFFFFFFF
    return struct.pack("<iiIhh", MARK, high, low, 10_000, 0)


def place(address, lat, lon, alt=1480, gs=4718, source=0):
    word = (address | source << 27) & 0xFFFFFFFF
    return struct.pack("<Iiihh", word, round(lat * 1e6), round(lon * 1e6), alt, gs)


def told(address, callsign, squawk):
    return struct.pack("<Ii", address, 1 << 30 | squawk) + callsign.ljust(8).encode()


def write(path, *slices, zipped=True, start_ms=START_MS, step_ms=10_000):
    """Write slices, each a list of records, some time apart, after their index."""
    index = b"".join(struct.pack("<i12x", len(slices) + i) for i in range(len(slices)))
    body = b"".join(
        mark(start_ms + step_ms * i) + b"".join(records)
        for i, records in enumerate(slices)
    )
    path.write_bytes(gzip.compress(index + body) if zipped else index + body)
    return path


HALF_HOUR_MS = 1_800_000


def write_day(folder, day_ms, *, step_ms=30_000, **tracks):
    """Write the 48 heatmaps of a day as readsb does; the paths.

    Of each aircraft the first position of each interval, if it has one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    n = HALF_HOUR_MS // step_ms
    slices = [[] for _ in range(48 * n)]
    for icao24, positions in tracks.items():
        word = int(icao24.removeprefix("~"), 16) | (0x1000000 * icao24.startswith("~"))
        numbers = (positions.time_ms - day_ms) // step_ms
        of_slice, first = np.unique(numbers, return_index=True)
        for number, row in zip(of_slice.tolist(), first.tolist(), strict=True):
            if 0 <= number < len(slices):
                lat, lon = positions.lat_deg[row], positions.lon_deg[row]
                slices[number].append(place(word, lat, lon))
    return [
        write(
            folder / f"{k:02}.bin.ttf",
            *slices[k * n : (k + 1) * n],
            start_ms=day_ms + k * HALF_HOUR_MS,
            step_ms=step_ms,
        )
        for k in range(48)
    ]
