r"""How fast are quantities and places read, and how long do the names take to load?

    python -m benchmarks.quantities_and_places --shared ../shared

Read are the interviews and news of GUM (CC BY) in ``data/statements``, without a parse.
Times are those of the processor, for others use the machine too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

from heavylift.claims.arithmetic import checks_in
from heavylift.statements.places import gazetteer, places_of
from heavylift.statements.quantities import quantities_of

#: The texts are read so many times; the best counts.
RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    path = options.shared / "data/statements/times-gum.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        texts = [json.loads(line)["text"] for line in file]
    words = sum(len(text.split()) for text in texts)
    started = time.process_time()
    known = gazetteer()
    print(f"{len(texts)} texts, {words:,} words")
    print(f"load of all names: {time.process_time() - started:.2f} s")

    def quantities() -> int:
        return sum(len(quantities_of("", text)) for text in texts)

    def places() -> int:
        return sum(len(places_of("", text, known)) for text in texts)

    def checks() -> int:
        return sum(len(checks_in(text, quantities_of("", text))) for text in texts)

    kinds = {
        "quantities": quantities,
        "places": places,
        "quantities and checks of them": checks,
    }
    for name, read in kinds.items():
        seconds, found = best(read)
        print(f"{name}: {found:,} found, {words / seconds:,.0f} words/s")


def best(read: Callable[[], int]) -> tuple[float, int]:
    """Shortest time of several, and what was found."""
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        found = read()
        times.append(time.process_time() - started)
    return min(times), found


if __name__ == "__main__":
    main()
