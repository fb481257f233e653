"""Traces of single aircraft from a readsb globe: one file an aircraft and day.

readsb keeps them as ``YYYY/MM/DD/traces/<last two digits>/trace_full_<address>.json``,
gzip under that name, and tar1090 serves them below ``globe_history``
(github.com/wiedehopf/readsb: README-json.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from heavylift.errors import FetchError
from heavylift.fetch.plan import Content, Item, Terms

_ADDRESS: Final = re.compile(r"~?[0-9a-f]{6}")
_FOLDER: Final = "globe_history"

#: Days after which a trace is taken for finished. readsb closes a day some minutes
#: after midnight UTC; servers that copy from others take until the next morning.
_SETTLES_AFTER: Final = timedelta(days=2)


def terms_of(licence: str | None) -> Terms:
    """Give the terms of a globe's traces, as far as the user knows them."""
    return Terms(
        licence=licence or "not stated here: ask who runs the server",
        attribution="name the network whose receivers these are",
    )


def trace_items(
    addresses: Iterable[str],
    days: Iterable[date],
    base: str,
    *,
    terms: Terms,
    today: date,
    onward: frozenset[str] = frozenset(),
) -> list[Item]:
    """List the traces of aircraft on days, day by day.

    Args:
        addresses: Transponder addresses, six hex digits; ``~`` before those that are
            no ICAO addresses.
        days: The days, UTC.
        base: Address of the globe.
        terms: Under which terms its traces are published.
        today: Traces of days that are hardly over still change.
        onward: Hosts that may be redirected to.

    Raises:
        FetchError: Something is no transponder address.
    """
    known = list(dict.fromkeys(check_address(a) for a in addresses))
    root = base.rstrip("/")
    root = root if root.endswith(f"/{_FOLDER}") else f"{root}/{_FOLDER}"
    return [
        Item(
            url=f"{root}/{name}",
            name=name,
            content=Content.TRACE,
            terms=terms,
            onward=onward,
            changes=day + _SETTLES_AFTER > today,
            may_be_absent=True,
        )
        for day in days
        for name in (_name(address, day) for address in known)
    ]


def check_address(text: str) -> str:
    """Give a transponder address in lower case.

    Raises:
        FetchError: It is none.

    >>> check_address("600828"), check_address("~2AE01F")
    ('600828', '~2ae01f')
    """
    address = text.strip().lower()
    if _ADDRESS.fullmatch(address) is None:
        raise FetchError(
            f"'{text}' is no transponder address",
            help="write six hex digits, such as 600828; a registration is none",
        )
    return address


def _name(address: str, day: date) -> str:
    folder = f"{day:%Y/%m/%d}/traces/{address[-2:]}"
    return f"{folder}/trace_full_{address}.json"
