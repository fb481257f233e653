"""Ask servers, one request after the other: wait, try again, and know when to stop.

Refusals (403, 429, 5xx, no answer in time, a broken connection) are counted over all
files of a run. After so many in a row the run ends: a server that refuses does not
want to be asked, or cannot answer, and the next file would fare no better.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from heavylift.fetch.addresses import check, host_of
from heavylift.fetch.etiquette import Etiquette, Pace, asked_to_wait, wait_before
from heavylift.fetch.transport import Line, Reply, Unreachable

#: Answers that say "later", not "no": too early, too many, and a server's own trouble.
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})

#: A connection that brought this much before it broke did its work: it is no refusal.
#: Less would let a server that drops every connection at once be asked for ever.
_WORTHWHILE: Final = 64 << 10


class Stopped(Exception):
    """The run ends here: too many refusals, or a wait that is too long."""


class GivenUp(Exception):
    """This file cannot be had now; another may."""


class Asking:
    """Asks servers with manners; counts refusals over a whole run."""

    def __init__(
        self,
        manners: Etiquette,
        *,
        insecure: bool = False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.tell = tell
        self._manners = manners
        self._insecure = insecure
        self._line = Line(manners, insecure=insecure)
        self._pace = Pace(manners.interval_s)
        self._refusals = 0
        self._tries = 0

    def check(self, url: str) -> None:
        """See that an address may be opened.

        Raises:
            FetchError: It may not.
        """
        check(url, insecure=self._insecure)

    def turn_to_next(self) -> None:
        """Turn to the next file: it has all its tries."""
        self._tries = 0

    @contextlib.contextmanager
    def ask(
        self, url: str, headers: Mapping[str, str], onward: Collection[str] = ()
    ) -> Iterator[Reply]:
        """Ask until there is an answer that says something about the file.

        Args:
            url: The address.
            headers: Sent with the request.
            onward: Hosts that a redirect may lead to.

        Raises:
            Stopped: Too many refusals in a row, or the server asks for a long wait.
            GivenUp: Too many of them for this file.
            NotFollowed: A redirect leads where it may not.
            FetchError: The address may not be opened.
        """
        while True:
            self._pace.wait_for_turn(host_of(url))
            with contextlib.ExitStack() as kept:
                try:
                    reply = kept.enter_context(self._line.get(url, headers, onward))
                except Unreachable as error:
                    why, wait_s = f"{host_of(url)}: {error}", None
                else:
                    wait_s = asked_to_wait(reply.headers, datetime.now(UTC))
                    if not _is_later(reply.status, wait_s):
                        yield reply
                        return
                    why = f"{host_of(reply.url)} answers {reply.status}"
            self._refused(why, wait_s)

    def went_well(self) -> None:
        """Forget refusals: the server answers."""
        self._refusals = self._tries = 0

    def broke_off(self, url: str, why: str, brought: int) -> None:
        """Count a body that broke off, and wait.

        Args:
            url: Whose body.
            why: In words.
            brought: Bytes that came before.

        Raises:
            Stopped: Too many refusals in a row.
            GivenUp: Too many of them for this file.
        """
        if brought >= _WORTHWHILE:
            self.went_well()
        self._refused(f"{host_of(url)}: {why}", None)

    def refused_for_good(self, url: str, status: int) -> None:
        """Count an answer that trying again would not change.

        Raises:
            Stopped: Too many refusals in a row.
        """
        self._count(f"{host_of(url)} answers {status}")

    def _refused(self, why: str, asked_s: float | None) -> None:
        self._count(why)
        manners = self._manners
        if asked_s is not None and asked_s > manners.most_asked_s:
            raise Stopped(f"{why} and asks to be left alone for {_minutes(asked_s)}")
        self._tries += 1
        if self._tries >= manners.tries:
            raise GivenUp(f"{why}: {self._tries} tries")
        wait_s = wait_before(self._refusals, random.random(), manners)
        wait_s = wait_s if asked_s is None else max(asked_s, wait_s)
        self.tell(f"{why}; trying again in {wait_s:.0f} s")
        time.sleep(wait_s)

    def _count(self, why: str) -> None:
        self._refusals += 1
        if self._refusals >= self._manners.refusals:
            raise Stopped(f"{why}: {self._refusals} refusals in a row")


def _is_later(status: int, wait_s: float | None) -> bool:
    """Whether to come back: GitHub says so with 403 when its limit is reached."""
    return status in _LATER or (status == 403 and wait_s is not None)


def _minutes(seconds: float) -> str:
    return (
        f"{seconds / 60:.0f} minutes" if seconds < 7_200 else f"{seconds / 3600:.1f} h"
    )
