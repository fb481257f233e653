"""Add the packages of an extra to the environment of users.

``python tools/extra.py documents`` is what heavylift starts when a command needs the
packages for reading documents and they are not there. The stamp is written last, so
that an installation that was interrupted is done again.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

if __name__ == "__main__":  # started with ``-I``: the root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.environment import HEAVYLIFT, ROOT, Environment, fingerprint


def lock_of(extra: str) -> Path:
    """Give the lock file of an extra; it holds what users have already, too."""
    return ROOT / "requirements" / f"{extra}.lock"


def stamp_of(environment: Environment, extra: str) -> Path:
    """Give the file that says that all of an extra is there."""
    return environment.folder / f"{extra}.stamp"


def stamp_text(environment: Environment, extra: str) -> str:
    """Sum up what the extra depends on, as 64 hex digits."""
    digest = hashlib.sha256(lock_of(extra).read_bytes())
    digest.update(fingerprint(environment).encode("ascii"))
    return digest.hexdigest()


def is_there(environment: Environment, extra: str) -> bool:
    """Say whether all of an extra is there, as its lock file describes it."""
    try:
        stamped = stamp_of(environment, extra).read_text(encoding="ascii")
        return stamped == stamp_text(environment, extra)
    except (OSError, UnicodeDecodeError):
        return False


def added(environment: Environment, extra: str) -> list[str]:
    """List the packages that the extra adds to those of the environment."""
    here, there = (_names(path) for path in (environment.lock, lock_of(extra)))
    return sorted(there - here)


def _names(lock: Path) -> set[str]:
    text = lock.read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


def main(extra: str, environment: Environment = HEAVYLIFT) -> None:
    """Install what an extra adds, unless it is there.

    Raises:
        SystemExit: It could not be installed; the message says why.
    """
    if not is_there(environment, extra):
        from tools import install  # noqa: PLC0415 -- slow to import, needed once

        install.add(environment, extra)


if __name__ == "__main__":
    main(sys.argv[1])
