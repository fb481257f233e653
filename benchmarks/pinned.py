"""Run a command on some cores only: ``python -m benchmarks.pinned 0,1 COMMAND …``.

What it starts inherits the cores. On its own, and in the interpreter of the benchmarks,
so that commands of other environments can be held to the same cores.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def cores() -> list[int]:
    """Give the numbers of the cores that this process may use."""
    return sorted(os.sched_getaffinity(0))


def pinned(numbers: Sequence[int], command: Sequence[str]) -> list[str]:
    """Give the command that runs a command on these cores and no other."""
    named = ",".join(str(number) for number in numbers)
    return [sys.executable, "-s", "-m", "benchmarks.pinned", named, *command]


def main() -> None:
    """Become the command, on the cores that come before it."""
    os.sched_setaffinity(0, {int(number) for number in sys.argv[1].split(",")})
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
