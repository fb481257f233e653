"""Run a program that the kernel ends at the first socket to any other machine.

A seccomp filter (Linux, ``seccomp(2)``) looks at each system call of the process and of
all its children: ``socket`` for anything but ``AF_UNIX`` kills the process with
``SIGSYS``, whoever calls it, Python or a library beneath, and whether or not the caller
would have kept the failure to itself. ``io_uring``, which can make sockets past that
call, is refused. Python's own audit hook says who it was where it was Python.
"""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"

#: How a process that was ended by the filter ends.
ENDED = -signal.SIGSYS

#: Installs the filter, then becomes ``heavylift`` or runs what it is given.
_PROGRAM = """
import ctypes, os, platform, sys

# Architecture as the kernel calls it; numbers of socket and io_uring_setup.
ARCHITECTURES = {
    "x86_64": (0xC000003E, 41, 425),
    "aarch64": (0xC00000B7, 198, 425),
}
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050001
LOAD, EQUAL, ATLEAST, RETURN = 0x20, 0x15, 0x35, 0x06
AF_UNIX, X32 = 1, 0x40000000

class Step(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("true", ctypes.c_uint8),
                ("false", ctypes.c_uint8), ("k", ctypes.c_uint32)]

class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("steps", ctypes.POINTER(Step))]

def forbid_sockets():
    audit, socket, io_uring = ARCHITECTURES[platform.machine()]
    steps = [
        (LOAD, 0, 0, 4),            # architecture
        (EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0),            # number of the call
        (ATLEAST, 5, 0, X32),       # calls of another kind: none is needed
        (EQUAL, 5, 0, io_uring),
        (EQUAL, 0, 2, socket),
        (LOAD, 0, 0, 16),           # first argument, its lower half
        (EQUAL, 0, 1, AF_UNIX),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, KILL),
        (RETURN, 0, 0, REFUSE),
    ]
    made = (Step * len(steps))(*steps)
    program = Program(len(steps), made)
    libc = ctypes.CDLL(None, use_errno=True)
    PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
    zero = ctypes.c_ulong(0)
    one = ctypes.c_ulong(1)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, one, zero, zero, zero):
        raise SystemExit("no filter: PR_SET_NO_NEW_PRIVS")
    if libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(FILTER), ctypes.byref(program), zero,
                  zero):
        raise SystemExit(f"no filter: {os.strerror(ctypes.get_errno())}")

def tell(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        print(f"ABOUT TO OPEN: {event} {arguments[1:]}", file=sys.stderr, flush=True)
    if event == "socket.__new__" and int(arguments[1]) != AF_UNIX:
        print(f"ABOUT TO OPEN: {event} {arguments[1:]}", file=sys.stderr, flush=True)

forbid_sockets()
sys.addaudithook(tell)
if sys.argv[1] == "-c":
    exec(sys.argv[2])
else:
    from heavylift.cli import main
    main()
"""


def possible() -> bool:
    """Whether this machine has such filters, and the numbers here are its."""
    return sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def isolated(*arguments, folder):
    """Run ``heavylift`` with arguments, or ``-c`` and a program, without sockets."""
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *(str(a) for a in arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
