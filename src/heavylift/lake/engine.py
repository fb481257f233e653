"""Do tasks, here or on machines that somebody else has started.

The stages of a lake are pure tasks: a record says all that a task needs to know, what
it writes has a name that follows from its input, and doing it twice changes nothing.
So it does not matter where a task is done, in which order, or how often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, Literal, Protocol, TypeVar

from heavylift.errors import EngineError

Progress = Callable[[Any], None]

EngineName = Literal["local", "dask"]

#: Names of the engines.
ENGINES: Final[tuple[EngineName, ...]] = ("local", "dask")


class Sized(Protocol):
    """A task, as far as engines look into it."""

    @property
    def size(self) -> int:
        """About how many bytes it reads, for a progress bar."""
        ...


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
    """Tasks one after the other in this process; reading uses threads of its own."""

    def run(
        self,
        stage: Stage[_Task, _Result],
        tasks: Iterable[_Task],
        progress: Progress,
    ) -> Iterator[_Result]:
        """Do tasks, as ``Engine.run`` says."""
        for task in tasks:
            yield stage(task, progress)


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
