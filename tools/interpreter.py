"""Find a Python that is new enough, before any new syntax is met.

This file, ``heavylift`` and ``check`` keep to syntax that Python 3.6 can read, so
that an old Python gets as far as the message instead of a syntax error.
"""

import os
import shutil
import sys

#: The oldest Python that the lock files are made for; Debian 12 has it.
OLDEST = (3, 11)

#: Tried in this order when the Python at hand is too old. A distribution often has a
#: newer one beside its default, for example on Ubuntu 22.04.
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def require(command: str) -> None:
    """Go on when this Python is new enough; else start again with one that is.

    Args:
        command: Name of the command, for the message.

    Raises:
        SystemExit: No Python new enough is on the path, or this is Windows.
    """
    if os.name == "nt":
        sys.exit(
            command + ": needs Linux or macOS\n"
            "  help: on Windows, run it inside the Windows Subsystem for Linux"
        )
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_NAMES:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])
    sys.exit(
        "{}: needs Python {}.{} or newer, but {} is {}\n"
        "  help: install a newer Python (Debian 12 and Ubuntu 24.04 have one), or "
        "start it as: python3.12 {}".format(
            command,
            OLDEST[0],
            OLDEST[1],
            sys.executable,
            sys.version.split()[0],
            sys.argv[0],
        )
    )
