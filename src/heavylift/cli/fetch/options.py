"""Options that several commands of ``heavylift fetch`` share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])


def to_option(default: str) -> Callable[[_F], _F]:
    """Where files land."""
    return click.option(
        "--to",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(default),
        show_default=True,
        metavar="DIR",
        help="Folder to fetch into; made when missing.",
    )


def asking_options(command: _F) -> _F:
    """Options of every command that fetches files."""
    options = (
        click.option("--yes", is_flag=True, help="Fetch without asking."),
        click.option(
            "--dry-run", is_flag=True, help="Print what would be fetched, and stop."
        ),
        click.option(
            "--redirect-to",
            "onward",
            multiple=True,
            metavar="HOST",
            help="Follow redirects to this host too. May be given often.",
        ),
        click.option(
            "--insecure",
            is_flag=True,
            help="Allow plain http, which can be read and changed on the way. "
            "Addresses of this machine need no leave.",
        ),
        click.option(
            "--json", "as_json", is_flag=True, help="Print what came of it as JSON."
        ),
    )
    return reduce(lambda made, option: option(made), reversed(options), command)


def day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Read a day."""
    return None if value is None else read_day(value)


def read_day(text: str) -> date:
    """Read a day as people write it in files.

    Raises:
        BadParameter: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is no day; write 2023-09-02") from None


def days_between(since: date, until: date) -> list[date]:
    """List the days from one up to and without another.

    Raises:
        BadParameter: There is none.
    """
    if until <= since:
        raise click.BadParameter(
            f"--until {until} is not after --since {since}; it is the first day that "
            "is not fetched"
        )
    return [since + timedelta(days=n) for n in range((until - since).days)]
