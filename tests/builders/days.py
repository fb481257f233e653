"""Small made-up days, as benchmarks are run on them."""

from benchmarks.archives import MadeUpDay
from benchmarks.traces import FIRST_DAY_S, tar_beside, truth_beside, write_tars


def made_up_day(folder, rows=6_000):
    """Write a day of some aircraft into a folder."""
    out = folder / f"day-{rows}"
    write_tars(out, rows=rows, processes=1)
    return MadeUpDay(tar=tar_beside(out, FIRST_DAY_S), truth=truth_beside(out))
