"""``heavylift documents``: keep the documents of a case. One file a command."""

from __future__ import annotations

from typing import Final

import click

from heavylift.cli.groups import Commands
from heavylift.cli.options import SETTINGS

#: What can be done with documents; each is in the module of its name.
COMMANDS: Final[dict[str, str]] = {
    "add": "Bring documents into a case: pages, PDF, texts, web archives.",
    "list": "List the documents of a case.",
    "show": "Print what is known of a document, and its text with offsets.",
    "verify": "Hash everything anew, and check the log of custody.",
}


@click.command(
    "documents",
    cls=Commands,
    package="heavylift.cli.documents",
    told=COMMANDS,
    context_settings=SETTINGS,
)
def command() -> None:
    """Keep the documents of a case: their bytes, their text, their dates, their log.

    They lie in the folder CASE.evidence beside CASE.toml. The bytes as they came are
    kept and never changed; statements refer to the characters of the text beside them.
    Nothing is fetched: save pages with your browser, or as web archives.

    \b
    Example:
      heavylift documents add case.toml article.html --retrieved 2023-10-06
      heavylift documents list case.toml
      heavylift documents verify case.toml
    """
