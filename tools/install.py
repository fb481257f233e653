"""Make an environment: once, with a line on screen, and never half.

The stamp is written last. A set-up that was interrupted has none, and the next start
begins again. Two starts at once wait for each other.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.environment import ROOT, Environment, base_python, fingerprint, is_ready
from tools.extra import added, is_there, lock_of, stamp_of, stamp_text

#: Lies in every environment made here. A folder without it is somebody else's, for
#: example a developer's own ``.venv``, and is never removed.
MARK = "made-by-heavylift"

#: pip waits longer each time; two tries show a missing connection within seconds.
RETRIES = 2

#: Seconds between two updates of the line on screen.
TICK_S = 0.5

#: What pip and uv print when no package index answers.
NO_CONNECTION = re.compile(
    r"NewConnectionError|NameResolution|Failed to establish|Max retries exceeded"
    r"|ConnectTimeout|Could not connect|dns error|error sending request|ProxyError",
    re.IGNORECASE,
)
NO_WHEEL = re.compile(r"No matching distribution|no wheels|no usable wheels")
NO_VENV = re.compile(r"ensurepip is not|No module named '?(venv|ensurepip)")
WRONG_HASH = re.compile(r"DO NOT MATCH THE HASHES|Hash mismatch")


class SetupError(Exception):
    """The environment could not be made. Message and help are for a person."""

    def __init__(self, message: str, *, help: str) -> None:
        super().__init__(f"{message}\n  help: {help}")


class Progress:
    """One line on standard error that says what is being done, and for how long.

    On a terminal the line is renewed; elsewhere only the first and the last are
    written.
    """

    def __init__(
        self,
        command: str,
        what: str = "setting up for the first time, about a minute ...",
    ) -> None:
        self.command = command
        self.what = what
        self.doing = "starting"
        self._started_s = time.monotonic()
        self._live = sys.stderr.isatty()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Progress:
        print(
            f"{self.command}: {self.what}",
            file=sys.stderr,
            flush=True,
        )
        if self._live:
            self._thread.start()
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        self._over.set()
        if self._live:
            self._thread.join()
            sys.stderr.write("\r\033[K")
        if not failed:
            print(
                f"{self.command}: ready after {self.elapsed_s:.0f} s", file=sys.stderr
            )

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started_s

    def _renew(self) -> None:
        while not self._over.wait(TICK_S):
            columns = shutil.get_terminal_size().columns
            line = f"  {self.elapsed_s:3.0f} s  {self.doing}"[: columns - 1]
            sys.stderr.write(f"\r\033[K{line}")
            sys.stderr.flush()


def install(environment: Environment) -> None:
    """Make the environment that the lock file describes, or say why not.

    Raises:
        SystemExit: It could not be made, or the user interrupted.
    """
    try:
        with _one_at_a_time(environment):
            if not is_ready(environment):
                _check_folder(environment)
                with Progress(environment.command) as progress:
                    _make(environment, progress)
    except SetupError as error:
        sys.exit(f"{environment.command}: {error}")
    except OSError as error:
        sys.exit(
            f"{environment.command}: could not set up {environment.folder}: {error}\n"
            "  help: the folder must be writable and have about 1 GB free"
        )
    except KeyboardInterrupt:
        print(
            f"{environment.command}: interrupted; the next start begins again",
            file=sys.stderr,
        )
        sys.exit(130)


def add(environment: Environment, extra: str) -> None:
    """Add the packages of an extra to an environment that is there.

    Raises:
        SystemExit: They could not be added, or the user interrupted.
    """
    lock, stamp = lock_of(extra), stamp_of(environment, extra)
    names = added(environment, extra)
    command = environment.command
    try:
        with (
            _one_at_a_time(environment),
            Progress(command, f"adding {len(names)} packages, once ...") as progress,
        ):
            if not is_there(environment, extra):
                uv = shutil.which("uv")
                with_lock = environment._replace(lock=lock)
                _run(_installer(with_lock, uv), progress, packages=_names(lock))
                unfinished = stamp.with_suffix(".unfinished")
                unfinished.write_text(stamp_text(environment, extra), encoding="ascii")
                unfinished.replace(stamp)
    except SetupError as error:
        sys.exit(f"{command}: {error}")
    except OSError as error:
        sys.exit(f"{command}: could not add {extra} to {environment.folder}: {error}")
    except KeyboardInterrupt:
        print(f"{command}: interrupted; the next start begins again", file=sys.stderr)
        sys.exit(130)


@contextlib.contextmanager
def _one_at_a_time(environment: Environment) -> Iterator[None]:
    """Hold a lock that other starts wait for; the system frees it if we die."""
    beside = environment.folder.with_name(environment.folder.name + ".lock")
    with beside.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(
                f"{environment.command}: another start is setting up, waiting",
                file=sys.stderr,
            )
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _check_folder(environment: Environment) -> None:
    folder = environment.folder
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise SetupError(
            f"{folder} exists, but was not made by ./{environment.command}",
            help="rename or remove that folder, then start again",
        )


def _make(environment: Environment, progress: Progress) -> None:
    folder = environment.folder
    uv = shutil.which("uv")
    progress.doing = "making a private environment"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / MARK).touch()
    # uv needs no pip inside, and without pip this works on a Debian that lacks it.
    bare = ["--without-pip"] if uv else []
    _run([str(base_python()), "-I", "-m", "venv", *bare, str(folder)], progress)
    _run(_installer(environment, uv), progress, packages=_names(environment.lock))
    _put_source_on_path(environment)
    unfinished = environment.stamp.with_suffix(".unfinished")
    unfinished.write_text(fingerprint(environment), encoding="ascii")
    unfinished.replace(environment.stamp)


def _venv_package() -> str:
    """Name Debian's package for the Python at hand."""
    if base_python() == Path("/usr/bin/python3").resolve():
        return "python3-venv"
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def _installer(environment: Environment, uv: str | None) -> list[str]:
    # Wheels only: compiling takes an hour and fails in ways nobody can act upon.
    what = ["--require-hashes", "--only-binary", ":all:", "-r", str(environment.lock)]
    what += [word for name in environment.built for word in ("--no-binary", name)]
    python = str(environment.python)
    if uv:
        return [uv, "pip", "install", "--python", python, *what]
    # --no-compile: Python compiles what it imports; half of this it never will.
    how = ["--no-input", "--no-compile", "--no-user", "--progress-bar", "off"]
    quick = ["--disable-pip-version-check", "--retries", str(RETRIES)]
    return [python, "-I", "-m", "pip", "install", *how, *quick, *what]


def _names(lock: Path) -> list[str]:
    """List the packages of a lock file, each once."""
    text = lock.read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE)))


def _run(
    command: Sequence[str], progress: Progress, packages: Sequence[str] = ()
) -> None:
    """Run a step and follow what it says.

    Raises:
        SetupError: It failed; the message has the reason if it is a known one, else
            the last lines it wrote.
    """
    # A Python home or path of the user's would leak into the new environment.
    kept = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")
    }
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=kept | {"PYTHONNOUSERSITE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout
        for line in process.stdout:
            said.append(line.rstrip())
            progress.doing = _doing(said, packages) or progress.doing
    if process.returncode:
        raise _explain("\n".join(said))


def _doing(said: Sequence[str], packages: Sequence[str]) -> str | None:
    """Turn pip's last line into words, with how far it has come."""
    last = said[-1].strip()
    if last.startswith("Collecting "):
        name = re.split(r"[=\s]", last.removeprefix("Collecting "), maxsplit=1)[0]
        seen = sum(line.startswith("Collecting ") for line in said)
        return f"getting {name} ({seen} of {len(packages)} packages)"
    if last.startswith("Installing collected"):
        return f"unpacking {len(packages)} packages"
    return None


def _explain(log: str) -> SetupError:
    if NO_VENV.search(log):
        return SetupError(
            "this Python cannot make environments, a part of it is missing",
            help=f"apt install {_venv_package()}",
        )
    if "No space left on device" in log:
        return SetupError("the disk is full", help="free about 1 GB, then start again")
    if WRONG_HASH.search(log):
        return SetupError(
            "a package is not the one that the lock file names\n" + _tail(log),
            help="nothing of it was installed; start again, and if it stays so, "
            "do not use the package index that gave it",
        )
    if NO_CONNECTION.search(log):
        return SetupError(
            "no package index could be reached; the first start needs a connection",
            help="connect and start again; later starts need none. Behind a proxy, "
            "set HTTPS_PROXY",
        )
    if NO_WHEEL.search(log):
        return SetupError(
            f"a package is not offered for Python {sys.version.split()[0]} on this "
            f"machine ({os.uname().machine})\n" + _tail(log),
            help="start it with another Python, for example: python3.12 ./heavylift",
        )
    return SetupError("setting up failed\n" + _tail(log), help="see the lines above")


def _tail(log: str, lines: int = 12) -> str:
    return "\n".join(f"    {line}" for line in log.splitlines()[-lines:])


def _put_source_on_path(environment: Environment) -> None:
    """Make the package importable, by a path relative to where the line is read.

    Relative, because the line is then plain ASCII whatever the folders are called.
    """
    [site_packages] = environment.folder.glob("lib/python3*/site-packages")
    source = os.path.relpath(ROOT / "src", site_packages)
    (site_packages / "heavylift.pth").write_text(source + "\n", encoding="ascii")
