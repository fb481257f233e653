"""Do tasks, here or on machines that somebody else has started.

The stages of a lake are pure tasks: a record says all that a task needs to know, what
it writes has a name that follows from its input, and doing it twice changes nothing.
So it does not matter where a task is done, in which order, or how often.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeVar

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
    or two each before they do anything.
    """

    def run(
        self,
        stage: Stage[_Task, _Result],
        tasks: Iterable[_Task],
        progress: Progress,
    ) -> Iterator[_Result]:
        """Do tasks, as ``Engine.run`` says."""
        done = Done()
        waiting: deque[tuple[_Task, Future[_Result]]] = deque()
        with ThreadPoolExecutor(CORES) as threads:
            try:
                for task in tasks:
                    if task.cores >= CORES:
                        while waiting:
                            yield _first(waiting, done, progress)
                        yield stage(task, progress)
                        continue
                    done.total_bytes += task.size
                    waiting.append((task, threads.submit(stage, task, in_silence)))
                    if len(waiting) > CORES:
                        yield _first(waiting, done, progress)
                while waiting:
                    yield _first(waiting, done, progress)
            finally:
                for _, future in waiting:
                    future.cancel()


def _first(
    waiting: deque[tuple[_Task, Future[_Result]]], done: Done, progress: Progress
) -> _Result:
    task, future = waiting.popleft()
    result = future.result()
    done.bytes_done += task.size
    progress(done)
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
