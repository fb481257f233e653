"""The parts of the reference that are made from the program are as the program is."""

import os
import re
import shlex
import tomllib
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from heavylift.cli import COMMANDS, claims, group
from heavylift.cli.documents import COMMANDS as OF_DOCUMENTS
from heavylift.cli.fetch import COMMANDS as FETCHES
from heavylift.exports.claims import COLUMNS
from heavylift.model.flights import FLIGHT_COLUMNS
from heavylift.reference.transports import transports

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
TUTORIAL = ROOT / "docs" / "tutorial" / "first-case.md"
REFRESH = "HEAVYLIFT_REFRESH_DOCS=1 ./check tests tests/docs"

#: A generated part stands between two comments, the first with its name.
END = "<!-- end -->"
PART = f"<!-- generated: {{}} -->\n{{}}\n{END}"


def help_of(*command):
    """Give the help text of a command as it is on a terminal of 80 columns."""
    shown = CliRunner().invoke(
        group, [*command, "--help"], prog_name="heavylift", terminal_width=80
    )

    assert shown.exit_code == 0
    return f"```text\n{shown.output.rstrip()}\n```"


def flight_columns():
    """Give the columns of the flights table as a table of Markdown."""
    rows = [
        f"| `{c.name}` | {c.kind} | {c.unit} | {c.meaning} |" for c in FLIGHT_COLUMNS
    ]
    return "\n".join(["| column | kind | unit | meaning |", "|---|---|---|---|", *rows])


def claims_columns():
    """Give the columns of a table of claims as a table of Markdown."""
    rows = [f"| `{name}` | {holds} |" for name, holds in COLUMNS.items()]
    return "\n".join(["| column | holds |", "|---|---|", *rows])


def transport_types():
    """Give the transport types as a table of Markdown."""
    rows = [
        f"| `{t.designator}` | {t.name} | {t.group} | {t.max_payload_t:g} "
        f"| {'yes' if t.passenger_too else 'no'} | {t.why} | {t.source} |"
        for t in transports().values()
    ]
    head = (
        "| type | name | group | payload, t, at most | passenger too | why | source |"
    )
    return "\n".join([head, "|---|---|---|---|---|---|---|", *rows])


def identity_counts():
    """Give what the provenance of the identity tables counts, as a table."""
    data = ROOT / "src/heavylift/reference/data/PROVENANCE.identity.toml"
    noted = tomllib.loads(data.read_text(encoding="utf-8"))["noted"]
    rows = [f"| {what} | {n} |" for what, n in noted.items()]
    return "\n".join(["| what | count |", "|---|---|", *rows])


PARTS = [
    ("commands.md", "heavylift --help", help_of),
    *(
        ("commands.md", f"heavylift {name} --help", lambda name=name: help_of(name))
        for name in COMMANDS
    ),
    *(
        (
            "commands.md",
            f"heavylift {group} {name} --help",
            partial(help_of, group, name),
        )
        for group, names in (
            ("documents", OF_DOCUMENTS),
            ("fetch", FETCHES),
            ("registry", ("import", "status", "remove")),
            ("claims", tuple(claims.command.commands)),
        )
        for name in names
    ),
    ("columns.md", "columns of the flights table", flight_columns),
    ("claims.md", "columns of claims", claims_columns),
    ("who.md", "counts of the identity tables", identity_counts),
    ("who.md", "transport types", transport_types),
]


@pytest.mark.parametrize(("page", "name", "make"), PARTS, ids=[p[1] for p in PARTS])
def test_a_generated_part_of_the_reference_is_as_the_program_is(page, name, make):
    path = REFERENCE / page
    part = PART.format(name, make())
    if os.environ.get("HEAVYLIFT_REFRESH_DOCS"):
        begin, end = (re.escape(line) for line in (part.split("\n")[0], END))
        text = path.read_text(encoding="utf-8")
        text = re.sub(f"{begin}.*?{end}", lambda _: part, text, flags=re.DOTALL)
        path.write_text(text, encoding="utf-8")
    same = part in path.read_text(encoding="utf-8")

    assert same, f"{path.name} has another '{name}'; renew it with: {REFRESH}"


def test_the_tutorial_shows_what_its_commands_print(tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    text = TUTORIAL.read_text(encoding="utf-8")
    printed = []

    def work(block):
        """Do what a block of the page tells to do; give the block as it should be."""
        kind, content = block[1], block[2]
        if kind == "sh":
            printed[:] = [run(line) for line in content.splitlines()]
        elif kind.startswith("toml title="):
            Path(kind.removeprefix("toml title=")).write_text(content, encoding="utf-8")
        elif kind == "text output":
            shown = "".join(printed).replace(str(tmp_path), "…")
            return f"```{kind}\n{shown.rstrip()}\n```"
        return block[0]

    worked = re.sub(
        r"^```([^\n]+)\n(.*?)^```", work, text, flags=re.MULTILINE | re.DOTALL
    )

    if os.environ.get("HEAVYLIFT_REFRESH_DOCS"):
        TUTORIAL.write_text(worked, encoding="utf-8")
    same = TUTORIAL.read_text(encoding="utf-8") == worked
    assert same, f"{TUTORIAL.name} shows other output; renew it with: {REFRESH}"


def run(line):
    """Run one line of the tutorial; give what it prints."""
    command, *arguments = shlex.split(line, comments=True)
    done = CliRunner().invoke(group, arguments, prog_name="heavylift")

    assert command == "./heavylift"
    assert done.exit_code == 0, f"{line}: {done.output}"
    return done.output
