"""Hand tasks to Dask: to a scheduler that is there, or to processes of this machine.

Dask brings a task to another worker when one is lost. A task that fails is tried once
more; then, or when it has taken three workers with it, or when the scheduler is gone,
the run stops and says so. What was finished stays, and the same command goes on there.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

import heavylift
from heavylift.errors import EngineError, HeavyliftError
from heavylift.lake.engine import Done, Engine, Progress, Sized, Stage, in_silence

_Task = TypeVar("_Task", bound=Sized)
_Result = TypeVar("_Result")

#: A task that fails is tried once more: disks and networks have moments. What fails
#: twice would fail a third time.
RETRIES: Final = 1

#: Seconds to wait for a scheduler or a worker. Batch systems start workers within
#: minutes, but a scheduler that does not answer in that time is not there.
CONNECT_S: Final = 20

#: Seconds without any worker after which a run stops; a killed worker is back sooner.
NO_WORKER_S: Final = 300

#: Tasks handed out for each thread of the workers: enough that none waits for the next,
#: and few enough that inputs are listed and hashed while others are read.
AHEAD: Final = 3

#: What to say after whatever stopped a run.
_AGAIN: Final = "then give the same command again: what was finished is kept"


@contextlib.contextmanager
def dask_engine(scheduler: str | None) -> Iterator[Engine]:
    """Open Dask.

    Args:
        scheduler: Its address, such as ``tcp://10.0.0.1:8786``; worker processes are
            started here without one, as many as there are cores.

    Raises:
        EngineError: It is not installed, or nothing answers.
    """
    if importlib.util.find_spec("distributed") is None:
        raise EngineError(
            "Dask is not installed",
            help="install it with: pip install 'heavylift[dask]'",
        )
    import distributed  # noqa: PLC0415 -- slow to import, and an extra

    # It tells of every lost connection with a traceback; what is raised here says it.
    for name in logging.root.manager.loggerDict:
        if name.split(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with contextlib.ExitStack() as closing:
        address: Any = scheduler
        if scheduler is None:
            address = closing.enter_context(
                distributed.LocalCluster(
                    n_workers=os.cpu_count(),
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                )
            )
        try:
            client = distributed.Client(
                address, timeout=CONNECT_S, set_as_default=False
            )
        except (OSError, ValueError) as error:
            raise EngineError(
                f"{scheduler}: no Dask scheduler answers ({_first_line(error)})",
                help="start one with: dask scheduler; and workers with: dask worker "
                "ADDRESS; give the address that it prints as --scheduler",
            ) from error
        closing.callback(_close, client)
        yield _Dask(client, scheduler or "the local cluster")


def _close(client: Any) -> None:
    # A scheduler that is gone cannot be told good-bye.
    with contextlib.suppress(Exception):
        client.close(timeout=2)


class _Dask:
    """Tasks on the workers of a Dask scheduler."""

    def __init__(self, client: Any, called: str) -> None:
        self._client = client
        self._called = called

    def run(
        self,
        stage: Stage[_Task, _Result],
        tasks: Iterable[_Task],
        progress: Progress,
    ) -> Iterator[_Result]:
        """Do tasks, as ``Engine.run`` says."""
        done = Done()
        waiting: deque[tuple[_Task, Any]] = deque()
        try:
            for task in tasks:
                done.total_bytes += task.size
                if not waiting or len(waiting) < self._at_once():
                    waiting.append((task, self._submit(stage, task)))
                    continue
                yield self._result(waiting, done, progress)
                waiting.append((task, self._submit(stage, task)))
            while waiting:
                yield self._result(waiting, done, progress)
        finally:
            with contextlib.suppress(Exception):
                self._client.cancel([future for _, future in waiting], force=True)

    def _at_once(self) -> int:
        with self._said():
            threads: int = sum(self._client.nthreads().values())
        return max(2, AHEAD * threads)

    def _submit(self, stage: Stage[_Task, _Result], task: _Task) -> Any:
        with self._said():
            return self._client.submit(
                _do, stage, task, heavylift.__version__, pure=False, retries=RETRIES
            )

    def _result(
        self, waiting: deque[tuple[_Task, Any]], done: Done, progress: Progress
    ) -> Any:
        task, future = waiting[0]
        with self._said():
            found = self._wait(future)
        waiting.popleft()
        done.bytes_done += task.size
        progress(done)
        return found

    def _wait(self, future: Any) -> Any:
        """Wait for a task as long as there is anybody who may do it."""
        without_s = 0
        while True:
            try:
                return future.result(timeout=CONNECT_S)
            except TimeoutError:
                if future.done():
                    raise
                idle = not self._client.nthreads()
                without_s = without_s + CONNECT_S if idle else 0
                if without_s >= NO_WORKER_S:
                    raise EngineError(
                        f"{self._called}: has had no worker for {NO_WORKER_S} s",
                        help=f"start workers with: dask worker ADDRESS; {_AGAIN}",
                    ) from None

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what goes wrong into an error that helps."""
        from distributed import KilledWorker  # noqa: PLC0415

        try:
            yield
        except HeavyliftError:
            raise
        except KilledWorker as error:
            raise EngineError(
                f"{self._called}: several workers were lost at the same task "
                f"({_first_line(error)})",
                help="see the workers' own logs; most often their memory was used up: "
                f"give each 2 GB a thread, {_AGAIN}",
            ) from error
        except ModuleNotFoundError as error:
            raise EngineError(
                f"{self._called}: a worker lacks a package ({_first_line(error)})",
                help="install the same version of heavylift, with the extra dask, "
                f"where workers run, {_AGAIN}",
            ) from error
        except Exception as error:
            if self._is_lost(error):
                raise EngineError(
                    f"{self._called}: the Dask scheduler is gone "
                    f"({_first_line(error)})",
                    help=f"start it and its workers again, {_AGAIN}",
                ) from error
            raise

    def _is_lost(self, error: Exception) -> bool:
        from distributed import CancelledError  # noqa: PLC0415

        lost = isinstance(error, OSError | TimeoutError | CancelledError)
        return lost or self._client.status != "running"


def _do(stage: Stage[_Task, _Result], task: _Task, version: str) -> _Result:
    """Do a task on a worker."""
    if version != heavylift.__version__:
        raise EngineError(
            f"a worker has heavylift {heavylift.__version__}, and work was handed out "
            f"by {version}",
            help="install the same version everywhere, then start workers anew",
        )
    try:
        return stage(task, in_silence)
    except HeavyliftError:
        raise
    except Exception as error:
        # Into the worker's log. What is raised here has words alone: an error that
        # cannot be sent would never arrive, and be waited for.
        traceback.print_exc()
        said = f"{type(error).__name__}: {_first_line(error)}"
    raise EngineError(
        f"a task failed twice on a worker ({said})",
        help=f"see the worker's own log for the whole of it; {_AGAIN}",
    )


def _first_line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
