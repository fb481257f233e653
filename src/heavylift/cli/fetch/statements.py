"""``heavylift fetch statements``: statements at which a language model points."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heavylift.cli.fetch.telling import again, check_can_ask, may_go_on, say
from heavylift.cli.options import SETTINGS

if TYPE_CHECKING:
    from heavylift.fetch.chat import Model
    from heavylift.fetch.language_model import Run
    from heavylift.statements.reading import Document

#: Longest wait for a reply that can be meant: a long passage on a slow laptop.
_LONGEST_WAIT_S = 3_600.0


@click.command("statements", context_settings=SETTINGS)
@click.argument(
    "docs",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="DOCS…",
)
@click.option(
    "--endpoint",
    "url",
    required=True,
    metavar="ADDRESS",
    help="Where the model is asked, such as http://127.0.0.1:11434/v1.",
)
@click.option("--model", "name", required=True, help="Name of the model.")
@click.option(
    "--out",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.jsonl",
    help="File to write; what was refused is in FILE.log.jsonl beside it.",
)
@click.option(
    "--send-texts-to",
    metavar="HOST",
    help="Let the texts leave this machine, to this host. Whoever runs it can read and "
    "keep them.",
)
@click.option(
    "--insecure",
    is_flag=True,
    help="Allow plain http to that host; others on the way can then read the texts.",
)
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File with the server's key, readable for you alone (chmod 600). Without it: "
    "the variable HEAVYLIFT_MODEL_KEY, if set.",
)
@click.option(
    "--wait",
    "wait_s",
    type=click.FloatRange(1.0, _LONGEST_WAIT_S),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="Longest wait for one reply.",
)
@click.option("--yes", is_flag=True, help="Ask the model without asking you first.")
@click.option("--dry-run", is_flag=True, help="Print what would be asked, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def command(docs: tuple[Path, ...], path: Path, **how: Any) -> None:  # noqa: ANN401
    """Let a language model of yours point at statements in documents.

    The model is asked where somebody is said to have said something, and may answer
    only with words copied from the text. Each is looked for in the text; what is not
    there is refused, counted and logged. Numbers, dates and denials are never the
    model's. Statements found so are flagged `proposed_by_model`.

    DOCS are text files, and JSONL with {"doc", "published", "text"} a line. The model
    must run on this machine, unless you name its host with --send-texts-to.

    \b
    Example:
      heavylift fetch statements article.txt --model llama3.1:8b \\
        --endpoint http://127.0.0.1:11434/v1 --out proposed.jsonl
    """
    from heavylift.fetch.chat import Limits, Model
    from heavylift.fetch.endpoints import endpoint_of, read_key
    from heavylift.fetch.language_model import Run, ask_about
    from heavylift.files import check_folder
    from heavylift.statements.attribution.pointed import pointed_reader
    from heavylift.statements.inputs import Texts

    check_can_ask(how)
    if path.suffix != ".jsonl":
        raise click.UsageError("--out names a file that ends in .jsonl")
    endpoint = endpoint_of(
        how["url"], send_texts_to=how["send_texts_to"], insecure=how["insecure"]
    )
    limits = Limits(reply_s=how["wait_s"])
    key = read_key(how["key_file"])
    model = Model(name=how["name"], endpoint=endpoint, key=key, limits=limits)
    texts = Texts(docs)
    documents = [document for document in texts if document.text.strip()]
    for named in texts.named:
        say(f"refused: {named}")
    if not documents:
        raise texts.nothing()
    check_folder(path.parent)
    _announce(documents, model, path)
    if not may_go_on(how):
        return
    run = Run()
    try:
        ask_about(documents, model, reader=pointed_reader(), run=run, tell=say)
    finally:
        # What a model said in an hour is kept when the next reply is not waited for.
        _write(run, path)
    _tell(run, path, as_json=how["as_json"])
    if run.stopped or run.unusable():
        raise SystemExit(1)


def _announce(documents: Sequence[Document], model: Model, path: Path) -> None:
    from heavylift.fetch.language_model import count_passages

    endpoint = model.endpoint
    characters = sum(len(document.text) for document in documents)
    say(f"to ask: the model {model.name} at {endpoint.url}")
    if endpoint.is_here:
        say(f"  on this machine ({', '.join(endpoint.addresses)})")
    else:
        say(
            f"WARNING: {endpoint.host} is not this machine. The whole text of "
            f"{len(documents):,} documents leaves it. Whoever runs that host can read "
            "and keep them, and learns what you work on and when."
        )
        if not endpoint.secure:
            say("WARNING: by plain http: others on the way can read and change it.")
    say(
        f"about: {len(documents):,} documents, {characters:,} characters, "
        f"{count_passages(documents):,} requests"
    )
    say("no proxy is used, and no redirect followed")
    if model.key:
        say(f"a key is sent to {endpoint.name}")
    say(f"into: {path}, and what was refused into {_log(path)}")


def _write(run: Run, path: Path) -> None:
    """Write statements, and the log of all requests."""
    import msgspec

    from heavylift.files import replacing
    from heavylift.statements.records import encode

    if not run.log:
        return
    for target, lines in (
        (path, map(encode, run.statements)),
        (_log(path), map(msgspec.json.encode, run.log)),
    ):
        with replacing(target) as temporary:
            temporary.write_bytes(b"".join(line + b"\n" for line in lines))


def _tell(run: Run, path: Path, *, as_json: bool) -> None:
    refused = Counter(r.reason.value for asked in run.log for r in asked.refused)
    told = {
        "statements": len(run.statements),
        "refused": dict(refused.most_common()),
        "requests": len(run.log),
        "without_use": run.unusable(),
        "not_asked": run.left,
        "stopped": run.stopped or None,
    }
    if as_json:
        click.echo(json.dumps(told | {"out": str(path)}, indent=2, ensure_ascii=False))
    elif run.log:
        click.echo(path)
    say(f"{len(run.statements):,} statements, {refused.total():,} proposals refused")
    for reason, count in refused.most_common():
        say(f"  {count:,} {reason}")
    if run.unusable():
        say(f"{run.unusable():,} of {len(run.log):,} replies were of no use")
    if run.stopped:
        say(f"stopped, {run.left:,} requests not made: {run.stopped}")
        say(f"to ask again from the beginning: {again()}")


def _log(path: Path) -> Path:
    return path.with_suffix(".log.jsonl")
