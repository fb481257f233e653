"""The documentation tells of everything, and what it tells of is there."""

import contextlib
import json
import re
import shlex
import tomllib
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

from heavylift import errors
from heavylift.claims.link_records import LinkKind
from heavylift.claims.records import Topic
from heavylift.claims.relations import Kind
from heavylift.claims.verdicts import Verdict
from heavylift.cli import COMMANDS, group
from heavylift.cli.documents import COMMANDS as OF_DOCUMENTS
from heavylift.cli.fetch import COMMANDS as FETCHES
from heavylift.documents import Document
from heavylift.dossier.case import read_case
from heavylift.errors import SourceError
from heavylift.exports.positions import positions_table
from heavylift.fetch.etiquette import Etiquette
from heavylift.fetch.records import Entry, Outcome
from heavylift.model.ends import CLASS_ORDER, words
from heavylift.model.positions import Quarantine
from heavylift.reference.airfields import load_airfields
from heavylift.reference.places import parse_place
from heavylift.sources import refusals
from heavylift.sources.columns import recognise

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])

#: The program describes flights and nothing beyond. Written in halves, so that a
#: search for these words finds where they matter.
NEVER_SAID = re.compile(
    r"\b(?:smug" + r"gl|wea" + r"pon|sec" + r"ret|disg" + r"uise|clandes" + r"tine"
    r"|switched o" + r"ff|turned o" + r"ff|went da" + r"rk|covert)",
    re.IGNORECASE,
)


def read(path):
    return path.read_text(encoding="utf-8")


def names(paths):
    return [path.relative_to(ROOT).as_posix() for path in paths]


def commands():
    """Give each command with itself as click knows it."""
    return [(name, group.get_command(click.Context(group), name)) for name in COMMANDS]


def section(text, heading):
    """Give what stands under a heading of the second level."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def typed(text):
    """Give the lines in shell blocks that start heavylift, as lists of arguments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [
        shlex.split(line, comments=True)[1:]
        for line in lines
        if line.startswith("./heavylift ")
    ]


def anchors(path):
    """Give the anchors of a page's headings as code hosts make them."""
    found = re.findall(r"^#+ (.*)$", read(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in found}


# What the program has is in the reference


@pytest.mark.parametrize(("name", "command"), commands(), ids=list(COMMANDS))
def test_every_option_of_every_command_is_told_of(name, command):
    told = section(read(REFERENCE / "commands.md"), f"`{name}`")
    explained = told.split("<!-- end -->", 1)[1]
    options = [o for p in command.params for o in p.opts if o.startswith("--")]

    assert [o for o in options if f"`{o}`" not in explained] == []


@pytest.mark.parametrize("name", FETCHES)
def test_every_option_of_everything_that_can_be_fetched_is_told_of(name):
    command = import_module(f"heavylift.cli.fetch.{name}").command
    told = section(read(REFERENCE / "commands.md"), "`fetch`")
    shared = told.split("\n### ", 1)[0]
    own = told.split(f"\n### `fetch {name}`\n", 1)[1].split("\n### ", 1)[0]
    explained = shared + own.split("<!-- end -->", 1)[1]
    options = [o for p in command.params for o in p.opts if o.startswith("--")]

    assert [o for o in options if f"`{o}`" not in explained] == []


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_every_option_of_everything_done_with_documents_is_told_of(name):
    command = import_module(f"heavylift.cli.documents.{name}").command
    told = section(read(REFERENCE / "commands.md"), "`documents`")
    own = told.split(f"\n### `documents {name}`\n", 1)[1].split("\n### ", 1)[0]
    explained = own.split("<!-- end -->", 1)[1]
    options = [o for p in command.params for o in p.opts if o.startswith("--")]

    assert [o for o in options if f"`{o}`" not in explained] == []


def test_every_key_of_the_record_of_a_document_is_told_of():
    told = section(read(REFERENCE / "documents.md"), "What is known of a document")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", told, re.MULTILINE)
    keys = [key for row in rows for key in re.findall(r"`(\w+)`", row)]

    assert set(Document.__struct_fields__) <= set(keys)


def test_every_flag_of_a_document_is_told_of():
    told = section(read(REFERENCE / "documents.md"), "What is known of a document")
    rows = re.findall(r"^\| `(\w+)` \|", told.split("Flags:")[1], re.MULTILINE)
    code = "".join(map(read, (ROOT / "src/heavylift/documents").glob("*.py")))
    appended = re.findall(
        r'(?:flags\.append|flags = |flags, |append)\(\s*\(?"(\w+)"', code
    )

    assert set(appended) <= set(rows)
    assert set(rows) <= set(re.findall(r'"(\w+)"', code))


def test_every_key_of_the_record_of_what_was_fetched_is_told_of():
    told = section(read(REFERENCE / "fetching.md"), "The record")
    keys = re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)

    assert keys == list(Entry.__struct_fields__)


def test_every_outcome_of_fetching_is_told_of():
    told = section(read(REFERENCE / "fetching.md"), "What can come of a file")
    words = re.findall(r"^\| `([^`]+)` \|", told, re.MULTILINE)

    assert words == [outcome.value for outcome in Outcome]


def test_every_number_of_the_manners_is_told_of():
    told = section(read(REFERENCE / "fetching.md"), "Manners")
    numbers = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", told, re.MULTILINE))

    assert {k: float(v) for k, v in numbers.items()} == asdict(Etiquette())


def test_every_exit_code_is_told_of():
    told = section(read(REFERENCE / "commands.md"), "Exit codes")

    assert re.findall(r"^\| (\d) \|", told, re.MULTILINE) == ["0", "1", "2"]


def test_every_column_of_the_positions_of_a_dossier_is_told_of_with_its_type():
    schema = positions_table([], []).schema
    told = section(read(REFERENCE / "columns.md"), "Positions")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", told, re.MULTILINE)

    assert rows == [(field.name, str(field.type)) for field in schema]


def test_every_error_is_told_of():
    known = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.HeavyliftError)
    }
    told = re.findall(r"^\| `(\w+)` \|", read(REFERENCE / "errors.md"), re.MULTILINE)

    assert set(told) == known


def test_every_reason_for_which_something_is_refused_or_remarked_is_told_of():
    known = {
        value
        for name, value in vars(refusals).items()
        if name.isupper() and isinstance(value, str)
    }
    told = section(read(REFERENCE / "inputs.md"), "What is refused")

    assert set(re.findall(r"^\| `([^`]+)` \|", told, re.MULTILINE)) == known


def test_every_name_of_a_column_that_tables_may_have_is_told_of():
    with pytest.raises(SourceError) as refused:
        recognise(["time"], {"no such name": "time"}, "table")
    known = refused.value.help.split("known are ")[1].split(";")[0].split(", ")
    heading = "Columns of tables that are recognised"
    told = section(read(REFERENCE / "inputs.md"), heading)

    assert set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)) == set(known)


def test_every_reason_for_not_trusting_a_position_is_told_of():
    known = [q.name.lower() for q in Quarantine if q is not Quarantine.NONE]
    told = section(read(REFERENCE / "words.md"), "Why a position is not trusted")

    assert re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE) == known


def test_every_class_is_told_of_in_its_fixed_words():
    told = section(read(REFERENCE / "words.md"), "Classes of evidence")
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.+?) \| (.+?) \|$", told, re.MULTILINE)

    assert rows == [
        (c.value, words(c, "origin", "X", "n"), words(c, "destination", "X", "n"))
        for c in CLASS_ORDER
    ]


def test_every_word_of_claims_is_told_of():
    told = {
        heading: set(re.findall(r"`([\w ,-]+)`", "".join(
            line.split(" | ")[0] + "\n"
            for line in section(read(REFERENCE / "claims.md"), heading).splitlines()
            if line.startswith("| `")
        )))
        for heading in ("Topics", "Relations", "Verdicts")
    }  # fmt: skip

    assert told["Topics"] == set(get_args(Topic))
    assert told["Relations"] == set(get_args(Kind)) | set(get_args(LinkKind))
    assert told["Verdicts"] == {str(verdict) for verdict in Verdict}


def test_every_key_of_a_case_file_is_told_of_and_no_other():
    told = re.findall(
        r"^\| `([\w.]+)` \| (?:yes|no|with `\[(?:event|tempo)\]`) \|",
        read(REFERENCE / "case-file.md"),
        re.MULTILINE,
    )

    assert set(told) == case_keys()


def case_keys():
    """Give the keys that a case file may have, sections as ``section.key``."""
    module = import_module("heavylift.dossier.case")
    keys = {"from" if k == "origin" else k for k in module._CaseFile.__struct_fields__}
    for name, part in (
        ("period", module._Period),
        ("event", module._Event),
        ("tempo", module._Tempo),
        ("claims", module._Claims),
    ):
        keys.remove(name)
        keys |= {f"{name}.{key}" for key in part.__struct_fields__}
    return keys


def test_the_whole_example_of_a_case_file_is_one(tmp_path):
    [(name, toml)] = re.findall(
        r"```toml title=(\S+)\n(.*?)```", read(REFERENCE / "case-file.md"), re.DOTALL
    )
    path = tmp_path / name
    path.write_text(toml, encoding="utf-8")

    case = read_case(path)

    airfields = load_airfields()
    assert parse_place(case.origin, airfields).airfields == {"ULLI"}
    assert {"UMKK", "RU-0028"} <= parse_place(case.to, airfields).airfields
    sections = re.findall(r"^(\w+) =|^\[(\w+)\]", toml, re.MULTILINE)
    top = {key.split(".")[0] for key in case_keys()}
    assert top <= {word for pair in sections for word in pair}


#: Where a constant of the table in ``ends.md`` lies, if not in ``flights``.
LAYER = {"stories": "positions", "select": "corridors"}


def test_the_numbers_that_decide_are_those_of_the_code():
    told = section(read(DOCS / "explanation" / "ends.md"), "Numbers that decide")
    rows = re.findall(r"^\| `(\w+)\.(\w+)` \| ([\d.]+) \|", told, re.MULTILINE)
    actual = [
        (module, name, getattr(_module(module), name, "not there"))
        for module, name, _ in rows
    ]

    assert len(rows) > 20
    assert actual == [(module, name, float(value)) for module, name, value in rows]


def _module(name):
    return import_module(f"heavylift.{LAYER.get(name, 'flights')}.{name}")


def test_the_layers_that_contributors_are_told_of_are_those_that_are_checked():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    [layers] = [
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["id"] == "layers"
    ]
    told = section(read(ROOT / "CONTRIBUTING.md"), "Layers")
    [line] = [line for line in told.splitlines() if line.startswith("`kernels`")]

    assert [set(part.strip(" `").split()) for part in line.split("→")] == [
        set(layer.split(" : ")) for layer in reversed(layers)
    ]


# What the pages name is there


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_link_within_the_repository_leads_somewhere(page):
    links = re.findall(r"\]\(([^)\s]+)\)", read(page))
    broken = []
    for link in links:
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_file_of_the_program_that_is_named_is_there(page):
    layers = r"sources|positions|flights|corridors|figures|exports|dossier|reference"
    layers += "|fetch|aircraft|visits|exposure|tempo|lake"
    named = re.findall(
        rf"`(?:src/heavylift/)?((?:{layers}|model)/\w+\.py)`", read(page)
    )

    assert [n for n in named if not (ROOT / "src" / "heavylift" / n).is_file()] == []


def test_every_test_in_the_catalogue_of_odd_tracks_is_there():
    named = re.findall(r"`(test_\w+)`", read(REFERENCE / "odd-tracks.md"))
    written = "\n".join(read(path) for path in (ROOT / "tests").rglob("test_*.py"))

    assert named
    assert [n for n in named if f"\ndef {n}(" not in written] == []


def test_every_page_can_be_reached_from_the_index():
    links = re.findall(r"\]\(([^)#\s]+)\)", read(DOCS / "index.md"))
    reached = {(DOCS / link).resolve() for link in links}
    pages = {p for p in PAGES if p.is_relative_to(DOCS) and "decisions" not in p.parts}

    assert names(sorted(pages - reached - {DOCS / "index.md"})) == []


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_no_page_says_what_the_data_do_not(page):
    assert NEVER_SAID.findall(read(page)) == []


def test_the_picture_in_the_readme_is_small_enough_to_load_anywhere():
    [picture] = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", read(ROOT / "README.md"))
    raw = (ROOT / picture).read_bytes()

    assert raw.startswith(b"\x89PNG")
    assert len(raw) < 400_000


# What the pages tell to type works


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_command_that_a_page_shows_is_one(page):
    for name, *arguments in typed(read(page)):
        command = group.get_command(click.Context(group), name)

        assert command is not None, f"{name} is no command"
        with command.make_context(name, list(arguments)) as context:
            assert context.params or isinstance(command, click.Group)
            if isinstance(command, click.Group):
                below, inner, rest = command.resolve_command(context, arguments)
                assert inner is not None, f"{name} {arguments[0]} is no command"
                assert inner.make_context(below, rest, parent=context).params


def test_the_readme_shows_the_two_commands():
    text = read(ROOT / "README.md")

    for command in ("./heavylift demo", "./check"):
        assert command in text
        assert (ROOT / command.split()[0]).is_file()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Run the commands of the README in a folder that looks like the checkout."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "examples").symlink_to(ROOT / "examples")
    with contextlib.chdir(folder):
        for arguments in typed(read(ROOT / "README.md")):
            done = CliRunner().invoke(group, arguments, prog_name="heavylift")
            assert done.exit_code == 0, f"{arguments}: {done.output}"
    return folder


def test_the_commands_of_the_readme_run_and_make_what_it_says(checkout):
    made = {path.name for path in checkout.iterdir()} - {"examples"}

    assert made == {"heavylift-demo", "flights.parquet", "dossier"}


def test_every_file_of_a_dossier_is_told_of(checkout):
    told = read(REFERENCE / "dossier.md").split("\n## ")[0]
    written = {path.name for path in (checkout / "dossier").iterdir()}

    assert set(re.findall(r"^\| `([\w.]+)` \|", told, re.MULTILINE)) == written


def test_every_key_of_inputs_json_is_told_of(checkout):
    told = section(read(REFERENCE / "dossier.md"), "`inputs.json`")
    written = json.loads(read(checkout / "dossier" / "inputs.json"))
    keys = {key for key in written if not isinstance(written[key], dict)}
    keys |= {f"inputs[].{key}" for key in written["inputs"][0]}
    keys |= {f"positions.{key}" for key in written["positions"]}

    assert set(re.findall(r"^\| `([\w.\[\]]+)` \|", told, re.MULTILINE)) == keys
