"""Thin the Kaliningrad state vectors to the example that comes with the repository.

One vector per aircraft and ten seconds, the columns that are read, numbers rounded to
what the transponder resolves. The result is small enough to be cloned, and every end
of every flight gets the class it has in the full data (a test compares them).

    python tools/build_example.py ../shared/data/kaliningrad-2022
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

#: Seconds between the vectors kept of one aircraft.
EVERY_S: Final = 10

#: OpenSky's spelling, which also says the units: metres and metres per second.
#: Decimals: 1e-5 degrees is a metre; Mode S altitudes come in steps of 7.62 m (25 ft).
DECIMALS: Final[dict[str, int]] = {
    "lat": 5,
    "lon": 5,
    "velocity": 1,
    "heading": 1,
    "vertrate": 2,
    "baroaltitude": 1,
    "geoaltitude": 1,
    "lastposupdate": 1,
    "lastcontact": 1,
}

KEPT: Final = ("time", "icao24", "callsign", "onground", *DECIMALS)


def thin(vectors: pa.Table) -> pa.Table:
    """Keep the first vector of each aircraft in each ten seconds."""
    vectors = vectors.filter(pc.is_valid(vectors["lastposupdate"]))
    slot = pc.floor(pc.divide(vectors["lastposupdate"], float(EVERY_S)))
    vectors = vectors.append_column("slot", slot).sort_by(
        [("icao24", "ascending"), ("lastposupdate", "ascending"), ("time", "ascending")]
    )
    icao24 = vectors["icao24"].to_numpy()
    slots = vectors["slot"].to_numpy()
    first = np.ones(len(slots), dtype=bool)
    first[1:] = (icao24[1:] != icao24[:-1]) | (slots[1:] != slots[:-1])
    vectors = vectors.filter(pa.array(first))
    columns = {
        name: pc.round(vectors[name], DECIMALS[name])
        if name in DECIMALS
        else vectors[name]
        for name in KEPT
    }
    columns["time"] = pc.cast(columns["time"], pa.timestamp("s", tz="UTC"), safe=False)
    return pa.table(columns)


def main() -> None:
    """Read the folder given, write the example beside this repository's others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder with positions.parquet")
    source: Path = parser.parse_args().source
    folder = Path(__file__).parents[1] / "examples" / "kaliningrad-2022"
    table = thin(pq.read_table(source / "positions.parquet"))
    pq.write_table(
        table.replace_schema_metadata(None),
        folder / "positions.parquet",
        compression="zstd",
        compression_level=19,
        use_dictionary=["icao24", "callsign"],
        use_byte_stream_split=[n for n in DECIMALS],
    )


if __name__ == "__main__":
    main()
