"""Do tasks, here or on machines that somebody else has started.

The stages of a lake are pure tasks: a record says all that a task needs to know, what
it writes has a name that follows from its input, and doing it twice changes nothing.
So it does not matter where a task is done, in which order, or how often.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, Protocol, TypeVar

from heavylift.errors import EngineError

Progress = Callable[[Any], None]

EngineName = Literal["local", "dask"]

#: Names of the engines.
ENGINES: Final[tuple[EngineName, ...]] = ("local", "dask")


#: Cores an investigator's laptop surely has; more would need more memory.
CORES: Final = 2


class Sized(Protocol):
    """A task, as far as engines look into it."""

    @property
    def size(self) -> int:
        """About how many bytes it reads, for a progress bar."""
        ...

    @property
    def cores(self) -> int:
        """How many cores it keeps busy by itself."""
        ...


@dataclass(slots=True, kw_only=True)
class Done:
    """How much was done, for a progress bar."""

    bytes_done: int = 0
    total_bytes: int = 0


_Task = TypeVar("_Task", bound=Sized)
_Result = TypeVar("_Result")

#: What does a task: a function of a module, so that workers find it.
Stage = Callable[[_Task, Progress], _Result]


class Engine(Protocol):
    """What tasks are handed to."""

    def run(
        self,
        stage: Stage[_Task, _Result],
        tasks: Iterable[_Task],
        progress: Progress,
    ) -> Iterator[_Result]:
        """Do tasks; give what they give, in their order.

        Args:
            stage: What does one.
            tasks: Taken as they are needed.
            progress: Called with what is being read.

        Raises:
            EngineError: The engine was lost, or gives a task up.
            HeavyliftError: A task says that it cannot be done.
        """
        ...


class Local:
    """Tasks in threads of this process, as many at once as its cores are good for.

    Kernels, Arrow and inflating release the interpreter; processes would need a second
    or two each before they do anything. A task that keeps all cores busy is alone while
    it reads; what it does then leaves a core free, and the next one may begin.
    """

    def run(
        self,
        stage: Stage[_Task, _Result],
        tasks: Iterable[_Task],
        progress: Progress,
    ) -> Iterator[_Result]:
        """Do tasks, as ``Engine.run`` says."""
        waiting = _Waiting[_Result](progress)
        with ThreadPoolExecutor(CORES) as threads:
            try:
                for task in tasks:
                    if task.cores >= CORES:
                        yield from waiting.until_read()
                        reading = _Reading(progress)
                        future = threads.submit(stage, task, reading)
                        future.add_done_callback(reading.end)
                        waiting.add_wide(future, reading)
                    else:
                        future = threads.submit(stage, task, in_silence)
                        waiting.add(future, task.size)
                        yield from waiting.down_to(CORES)
                yield from waiting.down_to(0)
            finally:
                waiting.cancel()


class _Gives(Protocol):
    """What a task reads from, as far as others have to wait for it."""

    @property
    def given_all(self) -> bool:
        """Whether nothing is read any more."""
        ...


class _Reading:
    """Shows the progress of a task, and tells when it has read everything.

    It is also where a task is stopped of which nobody wants the result any more.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._over = threading.Event()
        self._is_stopped = False

    def __call__(self, sources: _Gives) -> None:
        if self._is_stopped:
            raise CancelledError
        self._progress(sources)
        if sources.given_all:
            self._over.set()

    def stop(self) -> None:
        """End the task when it shows its progress next."""
        self._is_stopped = True

    def end(self, _: object) -> None:
        """The task has ended, well or not."""
        self._over.set()

    def wait(self) -> None:
        """Wait until everything is read."""
        self._over.wait()


class _Waiting(Generic[_Result]):
    """Tasks that were begun and whose results were not given yet, in their order."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = Done()
        self._tasks: deque[tuple[Future[_Result], int]] = deque()
        self._reading: _Reading | None = None

    def add(self, future: Future[_Result], size: int) -> None:
        """Add a task of one core that reads so many bytes."""
        self._done.total_bytes += size
        self._tasks.append((future, size))

    def add_wide(self, future: Future[_Result], reading: _Reading) -> None:
        """Add a task of all cores, which shows its progress itself."""
        self._tasks.append((future, 0))
        self._reading = reading

    def down_to(self, most: int) -> Iterator[_Result]:
        """Give results, until so many are left at most."""
        while len(self._tasks) > most:
            yield self._first()

    def until_read(self) -> Iterator[_Result]:
        """Give results, until at most one task is left, which has read everything."""
        if self._reading is None:
            yield from self.down_to(0)
            return
        yield from self.down_to(1)
        self._reading.wait()
        # What counts early need not be done again after a run that is stopped.
        while self._tasks and self._tasks[0][0].done():
            yield self._first()

    def cancel(self) -> None:
        """Begin none of those that were not begun, and go on with none that reads."""
        for future, _ in self._tasks:
            future.cancel()
        if self._reading is not None:
            self._reading.stop()

    def _first(self) -> _Result:
        future, size = self._tasks.popleft()
        result = future.result()
        if size:
            self._done.bytes_done += size
            self._progress(self._done)
        return result


def in_silence(_: object) -> None:
    """Show no progress of a task: several are done at once, or nobody looks."""


def engine_of(
    name: EngineName, scheduler: str | None = None
) -> AbstractContextManager[Engine]:
    """Open an engine.

    Args:
        name: Which.
        scheduler: Address of a Dask scheduler; worker processes are started on this
            machine without it.

    Raises:
        EngineError: It is not installed, or nothing answers at the address.
    """
    if name == "local":
        if scheduler is not None:
            raise EngineError(
                f"{scheduler}: a scheduler is of no use to the local engine",
                help="add --engine dask, or leave out --scheduler",
            )
        return nullcontext(Local())
    from heavylift.lake.dask_engine import dask_engine  # noqa: PLC0415 -- an extra

    return dask_engine(scheduler)
