"""How often, how long and how stubbornly a server is asked."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from heavylift.errors import FetchError
from heavylift.fetch.addresses import is_this_machine

#: Least seconds between two requests to a globe. Most are run by volunteers, and a map
#: in a browser asks about as often; a case of a hundred files still ends in minutes.
GLOBE_INTERVAL_S: Final = 1.0

#: Longest time between two requests that can be meant; a day of one aircraft an hour.
MOST_INTERVAL_S: Final = 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Etiquette:
    """Manners of one run.

    Attributes:
        interval_s: Least time between two requests to one host.
        first_wait_s: Wait after a first refusal; doubled after each that follows.
        longest_wait_s: The wait is not doubled beyond this.
        most_asked_s: A server that asks for a longer wait than this ends the run: a
            program that sleeps for an hour looks like one that hangs.
        tries: So many refusals in a row for one file, and the next file is asked for.
        refusals: So many in a row, of whatever file, end the run: with the waits above
            that is two minutes of a server that does not want or cannot.
        connect_s: How long to wait for a connection.
        silence_s: How long a server may be silent within an answer; a slow line still
            brings something in that time.
    """

    interval_s: float = 0.0
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    most_asked_s: float = 300.0
    tries: int = 4
    refusals: int = 8
    connect_s: float = 15.0
    silence_s: float = 60.0


class Pace:
    """Keeps requests to one host apart."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._last: dict[str, float] = {}

    def wait_for_turn(self, host: str) -> None:
        """Sleep until the host may be asked again."""
        last = self._last.get(host)
        if last is not None:
            time.sleep(max(0.0, last + self._interval_s - time.monotonic()))
        self._last[host] = time.monotonic()


def check_interval(interval_s: float, host: str) -> float:
    """Give an interval back if it is polite; this machine may be asked at any rate.

    Raises:
        FetchError: It is shorter than ``GLOBE_INTERVAL_S``, or no such time.
    """
    if not 0.0 <= interval_s <= MOST_INTERVAL_S:
        raise FetchError(
            f"--every {interval_s:g}: no time between two requests",
            help=f"give seconds, {MOST_INTERVAL_S:g} at most",
        )
    if interval_s < GLOBE_INTERVAL_S and not is_this_machine(host):
        raise FetchError(
            f"--every {interval_s:g}: {host} is asked once in {GLOBE_INTERVAL_S:g} s "
            "at most",
            help="give a longer time, or leave it out",
        )
    return interval_s


def wait_before(refusals: int, chance: float, manners: Etiquette) -> float:
    """Say how long to wait after so many refusals in a row, in seconds.

    Doubled each time; between half and all of it by chance, so that many who were
    refused at once do not come back at once.

    >>> [wait_before(n, 1.0, Etiquette()) for n in (1, 2, 3, 9)]
    [1.0, 2.0, 4.0, 60.0]
    """
    doubled = manners.first_wait_s * 2.0 ** (refusals - 1)
    return min(doubled, manners.longest_wait_s) * (0.5 + chance / 2)


def asked_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Say how long a server asks to be left alone, in seconds; ``None`` if it does not.

    ``Retry-After`` is seconds or a date (RFC 9110, 10.2.3); a date is compared with the
    server's own clock where it tells it. GitHub says instead when its limit ends
    (``x-ratelimit-reset``).

    Args:
        headers: Of the answer, names in lower case.
        now: The time here, UTC.
    """
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    if (until := _date(said)) is not None:
        there = _date(headers.get("date", "")) or now
        return max(0.0, (until - there).total_seconds())
    reset = headers.get("x-ratelimit-reset", "").strip()
    if headers.get("x-ratelimit-remaining", "").strip() == "0" and reset.isdecimal():
        return max(0.0, float(reset) - now.timestamp())
    return None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
