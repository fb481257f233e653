"""Dates and places of evidence as they are typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from heavylift.documents import PartialDate

case_argument: Final = click.argument(
    "case", type=click.Path(path_type=Path, dir_okay=False), metavar="CASE.toml"
)


def partial_date(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> PartialDate | None:
    """Read a date of which parts may not be known."""
    from heavylift.documents import parse_partial

    if value is None:
        return None
    try:
        return parse_partial(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def whole_day(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> date | None:
    """Read a day."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no day; write 2023-09-02") from None
