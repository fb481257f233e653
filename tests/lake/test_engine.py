"""Tasks of one machine: in order, and never two that read with all cores at once."""

import threading
import time
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from heavylift.lake.engine import CORES, Local

#: Longer than any of these tests takes, unless something waits for ever.
LONG_S = 20


@dataclass(frozen=True)
class Task:
    """A task that is told by its number."""

    number: int
    cores: int = CORES
    size: int = 1


def tasks(n, cores=CORES):
    return [Task(number, cores) for number in range(n)]


def nothing(_):
    pass


@pytest.mark.parametrize("cores", [1, CORES])
def test_results_come_in_the_order_of_tasks(cores):
    given = tasks(7, cores)

    found = list(Local().run(lambda task, _: task.number, given, nothing))

    assert found == [0, 1, 2, 3, 4, 5, 6]


def test_the_next_one_begins_when_everything_was_read_and_not_before():
    begun = [threading.Event() for _ in range(2)]
    seen = []

    def stage(task, progress):
        begun[task.number].set()
        if task.number == 0:
            progress(SimpleNamespace(given_all=False))
            seen.append(begun[1].wait(0.05))
            progress(SimpleNamespace(given_all=True))
            # What is left to do is done while the next one reads.
            seen.append(begun[1].wait(LONG_S))
        return task.number

    found = list(Local().run(stage, tasks(2), nothing))

    assert seen == [False, True]
    assert found == [0, 1]


def test_no_two_read_at_once():
    reading = []
    most = []

    def stage(task, progress):
        reading.append(task.number)
        most.append(len(reading))
        time.sleep(0.002)
        reading.remove(task.number)
        progress(SimpleNamespace(given_all=True))
        time.sleep(0.002)

    list(Local().run(stage, tasks(20), nothing))

    assert max(most) == 1


@pytest.mark.parametrize("cores", [1, CORES])
def test_a_task_that_fails_stops_the_run(cores):
    def stage(task, _):
        if task.number == 1:
            raise OSError("the disk is full")
        return task.number

    run = Local().run(stage, tasks(5, cores), nothing)

    assert next(run) == 0
    with pytest.raises(OSError, match="full"):
        list(run)


def test_a_task_that_reads_is_stopped_when_nobody_waits_for_it():
    ended = []
    begun = threading.Event()

    def stage(task, progress):
        progress(SimpleNamespace(given_all=True))
        if task.number == 0:
            begun.wait(LONG_S)
        begun.set()
        try:
            while task.number == 1:
                time.sleep(0.001)
                progress(SimpleNamespace(given_all=False))
        finally:
            ended.append(task.number)

    run = Local().run(stage, tasks(2), nothing)
    next(run)
    run.close()

    assert ended == [0, 1]


def test_progress_of_small_tasks_adds_up_to_what_there_is():
    shown = []

    def show(done):
        shown.append((done.bytes_done, done.total_bytes))

    list(Local().run(lambda task, _: None, tasks(4, cores=1), show))

    assert shown[-1] == (4, 4)
