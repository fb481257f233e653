"""adsb.lol's daily releases: which replicas of a day there are, and which parts.

One repository a year, one release a day and replica, tagged
``v2023.09.02-planes-readsb-prod-0``; its files are one ``.tar`` or, past 2 GB,
``.tar.aa``, ``.tar.ab`` … (github.com/adsblol/globe_history_2024: README.md,
scripts/update.sh). Replicas differ: *prod* is served to the public, *staging* stands in
for it, *mlatonly* holds nothing but multilateration, and a tag that ends in ``tmp`` was
being written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import msgspec

from heavylift.errors import FetchError
from heavylift.fetch.addresses import host_of
from heavylift.fetch.asking import Asking
from heavylift.fetch.listing import read_list
from heavylift.fetch.plan import Content, Item, Terms

#: Where the releases of a year are listed. The interface needs no account; it answers
#: sixty questions an hour, and a year of releases takes ten.
LIST: Final = "https://api.github.com/repos/adsblol/globe_history_{year}/releases"

#: GitHub keeps released files on these hosts and redirects to them; the name was
#: changed before, so the older one is in the list too.
ONWARD: Final = frozenset(
    {"release-assets.githubusercontent.com", "objects.githubusercontent.com"}
)

TERMS: Final = Terms(
    licence="Open Database License 1.0",
    attribution="adsb.lol and its contributors",
    address="https://opendatacommons.org/licenses/odbl/1-0/",
)

#: Replicas that may be taken when none is named, best first. Others, such as
#: ``mlatonly``, lack most aircraft and are taken only by name.
_PREFERRED: Final = ("prod", "staging")

#: Releases a page, the most GitHub gives.
_PAGE: Final = 100
#: Pages asked for at most: GitHub lists no more than ten thousand of anything.
MOST_PAGES: Final = 100

_TAG: Final = re.compile(
    r"v(\d{4})\.(\d\d)\.(\d\d)-planes-readsb-(?P<replica>[a-z]+-\d+(?:tmp)?)"
)
_FILE: Final = re.compile(r"(?P<stem>[\w.+-]+)\.tar(?:\.(?P<part>[a-z]{2,3}|\d{2,3}))?")
_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")


class _Asset(msgspec.Struct, frozen=True):
    name: str
    size: int
    browser_download_url: str
    state: str = "uploaded"
    digest: str | None = None


class _Release(msgspec.Struct, frozen=True):
    tag_name: str
    assets: list[_Asset]
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """One replica of one day.

    Attributes:
        day: The day, UTC.
        name: Such as ``prod-0``.
        tag: Of the release.
        parts: Its files, in order.
        defects: What is missing, in words.
    """

    day: date
    name: str
    tag: str
    parts: tuple[Item, ...]
    defects: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(part.size or 0 for part in self.parts)

    @property
    def _rank(self) -> tuple[bool, bool, int, str]:
        kind = self.name.partition("-")[0]
        place = _PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED)
        return bool(self.defects), self.name.endswith("tmp"), place, self.name


def addresses_of_lists(days: Iterable[date], base: str) -> list[str]:
    """Give the addresses at which the releases of days are listed.

    >>> addresses_of_lists([date(2023, 9, 2), date(2023, 9, 3)], "https://a/{year}/r")
    ['https://a/2023/r']
    """
    return list(dict.fromkeys(base.replace("{year}", f"{d:%Y}") for d in days))


def list_replicas(
    days: Sequence[date],
    base: str,
    asking: Asking,
    *,
    onward: frozenset[str] = frozenset(),
) -> dict[date, list[Replica]]:
    """List the replicas of days, best first.

    Args:
        days: The days.
        base: Address of the list, ``{year}`` in it.
        asking: Who asks.
        onward: Hosts that downloads may be redirected to, besides GitHub's own.

    Returns:
        Replicas of each day; none where there is no release.

    Raises:
        FetchError: A list cannot be had.
    """
    found: dict[date, list[Replica]] = {day: [] for day in days}
    for address in addresses_of_lists(days, base):
        for release in _releases(address, asking):
            replica = _replica(release, onward)
            if replica is not None and replica.day in found:
                found[replica.day].append(replica)
    return {day: sorted(found[day], key=lambda r: r._rank) for day in days}


def choose(replicas: Sequence[Replica], wanted: str | None) -> list[Replica]:
    """Choose which replicas of a day to fetch.

    Args:
        replicas: Those of one day, best first.
        wanted: ``None`` for the best of *prod* and *staging*: one that lacks no part
            before one that does, *prod* first, ``tmp`` last. ``all`` for each, else
            a replica's name (``prod-0``) or kind (``staging``), of which the best.
    """
    if wanted == "all":
        return list(replicas)
    if wanted is None:
        fit = [r for r in replicas if r.name.partition("-")[0] in _PREFERRED]
    else:
        fit = [r for r in replicas if wanted in (r.name, r.name.partition("-")[0])]
    return fit[:1]


def _releases(address: str, asking: Asking) -> Iterator[_Release]:
    for page in range(1, MOST_PAGES + 1):
        url = f"{address}?per_page={_PAGE}&page={page}"
        found = read_list(url, list[_Release], asking)
        if found is None:
            raise FetchError(
                f"{address}: not there (404): no releases are listed for that year",
                help="check the year; the archive begins in 2023. "
                "With --url another list can be named",
            )
        releases, more = found
        yield from releases
        if not releases or not more:
            return


def _replica(release: _Release, onward: frozenset[str]) -> Replica | None:
    tag = _TAG.fullmatch(release.tag_name)
    if tag is None or release.draft:
        return None
    try:
        day = date(int(tag[1]), int(tag[2]), int(tag[3]))
    except ValueError:
        return None
    matches = [(_FILE.fullmatch(asset.name), asset) for asset in release.assets]
    files = [(f, a) for f, a in matches if f and f["stem"] == release.tag_name]
    files.sort(key=lambda pair: (len(pair[0]["part"] or ""), pair[0]["part"] or ""))
    arrived = [(f, a) for f, a in files if a.state == "uploaded"]
    return Replica(
        day=day,
        name=tag["replica"],
        tag=release.tag_name,
        parts=tuple(_item(f["part"], a, onward) for f, a in arrived),
        defects=tuple(_defects([f["part"] for f, _ in arrived], len(files))),
    )


def _item(part: str | None, asset: _Asset, onward: frozenset[str]) -> Item:
    digest = _DIGEST.fullmatch(asset.digest or "")
    url = asset.browser_download_url
    first = part is None or set(part) <= {"a"} or set(part) <= {"0"}
    return Item(
        url=url,
        name=asset.name,
        content=Content.TAR if first else Content.TAR_PART,
        terms=TERMS,
        size=asset.size,
        sha256=digest[1] if digest else None,
        onward=onward | (ONWARD if host_of(url) == "github.com" else frozenset()),
    )


def _defects(parts: Sequence[str | None], listed: int) -> Iterator[str]:
    """Say what is missing among parts, in order; a missing last one cannot be told."""
    if not parts:
        yield "no file of traces"
    if len(parts) < listed:
        yield f"{listed - len(parts)} files were not uploaded whole"
    numbers = [_number(part) for part in parts if part]
    if not numbers or None in parts:
        return
    if numbers[0] != 0:
        yield "the first part is missing"
    holes = sum(b - a - 1 for a, b in pairwise(numbers))
    if holes > 0:
        yield f"{holes} parts are missing in the middle"


def _number(part: str) -> int:
    """Give the place of a part: ``aa`` and ``00`` are 0, ``ab`` and ``01`` are 1."""
    if part.isdecimal():
        return int(part)
    number = 0
    for letter in part:
        number = number * 26 + ord(letter) - ord("a")
    return number
