"""The private environment that a command of this repository runs in.

Answers one question at every start, in a few milliseconds: is the environment there,
and is it the one that the lock file describes? If not, ``tools.install`` makes it.

Everything that could make an old environment wrong is part of its fingerprint: the
lock file, the code that installs it, the Python it was made with, the machine, and
the folder it lies in (environments cannot be moved).
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent.parent


class Environment(NamedTuple):
    """Where an environment lies and what it holds.

    Attributes:
        command: The command that makes and uses it.
        folder: Its folder, in the root of the repository.
        lock: Pins with hashes of everything that is installed.
        built: Packages that are offered as source alone and need no compiler.
    """

    command: str
    folder: Path
    lock: Path
    built: tuple[str, ...] = ()

    @property
    def python(self) -> Path:
        """The interpreter of the environment."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """Holds the fingerprint; written last, so it is there only when all is."""
        return self.folder / "heavylift.stamp"


HEAVYLIFT = Environment(
    command="heavylift",
    folder=ROOT / ".venv",
    lock=ROOT / "requirements" / "heavylift.lock",
)

#: Apart from the one that users have, so that a check never runs what they lack.
CHECK = Environment(
    command="check",
    folder=ROOT / ".venv-check",
    lock=ROOT / "requirements" / "check.lock",
)


def base_python() -> Path:
    """Give the Python outside any environment; the same from in- and outside one."""
    return Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))


def fingerprint(environment: Environment) -> str:
    """Sum up everything that the environment depends on, as 64 hex digits."""
    digest = hashlib.sha256(environment.lock.read_bytes())
    for name in ("environment.py", "install.py"):
        digest.update((ROOT / "tools" / name).read_bytes())
    facts = (sys.version, os.uname().machine, str(base_python()), str(ROOT))
    digest.update("\0".join(facts).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def is_ready(environment: Environment) -> bool:
    """Say whether the environment is complete and the one that is wanted now."""
    try:
        stamped = environment.stamp.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return False
    return stamped == fingerprint(environment) and environment.python.exists()


def ensure(environment: Environment) -> None:
    """Make the environment unless it is there.

    Raises:
        SystemExit: It could not be made; the message says why and what to do.
    """
    if not is_ready(environment):
        from tools import install  # noqa: PLC0415 -- slow to import, needed once

        install.install(environment)


def hand_over(
    environment: Environment, module: str, arguments: Sequence[str]
) -> NoReturn:
    """Become ``python -m module arguments`` of the environment.

    ``-I`` keeps the user's own packages and ``PYTHON…`` variables out, so that
    everybody runs exactly what the lock file names.
    """
    python = str(environment.python)
    os.execv(python, [python, "-I", "-m", module, *arguments])
