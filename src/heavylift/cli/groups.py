"""A group of commands that are imported only when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Commands(click.Group):
    """Commands by name, each in the module of its name.

    Attributes:
        package: Where their modules are.
        told: What each does, in the order in which they are listed.
    """

    package: str
    told: Mapping[str, str]

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        # ``click.command`` hands over what its decorator was given.
        self.package = options.pop("package")
        self.told = options.pop("told")
        super().__init__(*args, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give their names, in order."""
        return list(self.told)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; ``None`` when there is none of the name."""
        if cmd_name not in self.told:
            return None
        command = importlib.import_module(f"{self.package}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write what each does, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.told.items()))
