"""Compile loops over columns, and keep the machine code for the next run.

Numba keeps compiled kernels beside the source and looks at that one file to see whether
they are still good. A kernel that another file's change has altered (an inlined
distance, a constant) would go on running as it was. So the machine code is kept in a
folder named by a digest of the whole package: another version, another folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba as nb

#: Machine code not used for so long is removed: a month. Shorter, and a run of another
#: version that is under way could lose its folder.
_KEPT_S: Final = 30 * 86_400

_PACKAGE: Final = Path(__file__).parent


def _digest() -> str:
    """Digest of every source file of the package."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _folder() -> Path:
    """Where machine code of this version is kept; made when missing.

    Only the user's own folders: whoever can write there can run code as the user.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "heavylift" / f"kernels-{_digest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.touch()
    except OSError:
        return _PACKAGE / "__pycache__"
    _forget_old(folder.parent)
    return folder


def _forget_old(root: Path) -> None:
    for folder in root.glob("kernels-*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > _KEPT_S:
                shutil.rmtree(folder, ignore_errors=True)


if not os.environ.get("NUMBA_CACHE_DIR"):
    nb.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile a loop: cached, and free of the interpreter's lock while it runs."""
    return cast(Function, nb.njit(cache=True, nogil=True)(function))


def inline_kernel(function: Function) -> Function:
    """Compile a few lines that are worth copying into their callers."""
    return cast(Function, nb.njit(cache=True, nogil=True, inline="always")(function))


def parser_kernel(function: Function, *, inline: bool = False) -> Function:
    """Compile a parser: indices are unsigned, nothing may be allocated.

    Whoever writes one shows why no index leaves its text; the tests run it with every
    index checked. ``numpy`` division needs no test for zero. As nothing is allocated,
    references need no counting: counting them for sixteen columns at each call costs
    25 times the rest.
    """
    made: Function = nb.njit(  # type: ignore[call-overload]
        cache=True,
        nogil=True,
        error_model="numpy",
        _nrt=False,
        forceinline=inline,
    )(function)
    return made


def parser(function: Function) -> Function:
    """Compile a part of a parser, to become part of whoever calls it."""
    return parser_kernel(function, inline=True)
