"""Read a small answer whole: a list of what can be fetched."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from heavylift.errors import FetchError
from heavylift.fetch.addresses import NotFollowed
from heavylift.fetch.asking import Asking, GivenUp, Stopped
from heavylift.fetch.transport import Unreachable

#: Bytes of a list believed; a hundred releases of GitHub are less than one megabyte.
MOST_BYTES = 32 << 20

_T = TypeVar("_T")


def read_list(url: str, kind: type[_T], asking: Asking) -> tuple[_T, bool] | None:
    """Ask for a list and read it.

    Args:
        url: Its address.
        kind: What it must be.
        asking: Who asks.

    Returns:
        The list, and whether the server says that another page follows; ``None`` when
        it is not there.

    Raises:
        FetchError: It cannot be had, or is none.
    """
    asking.turn_to_next()
    while True:
        try:
            with asking.ask(url, {"Accept": "application/json"}) as reply:
                if reply.status == 404:
                    return None
                if reply.status != 200:
                    raise GivenUp(f"the server answers {reply.status}")
                data = bytearray()
                try:
                    for chunk in reply.chunks():
                        data += chunk
                        if len(data) > MOST_BYTES:
                            raise GivenUp("far too long for a list")
                except Unreachable as error:
                    why = str(error)
                else:
                    asking.went_well()
                    more = 'rel="next"' in reply.headers.get("link", "")
                    return msgspec.json.decode(data, type=kind), more
            asking.broke_off(url, why, 0)
        except msgspec.MsgspecError as error:
            page = data.lstrip()[:1] == b"<"
            what = "a page of HTML" if page else f"something else ({error})"
            raise FetchError(
                f"{url}: {what} instead of a list",
                help="check the address given with --url",
            ) from None
        except (GivenUp, Stopped, NotFollowed) as error:
            raise FetchError(
                f"{url}: no list to be had ({error})",
                help="give the same command again later; nothing was fetched yet",
            ) from None
