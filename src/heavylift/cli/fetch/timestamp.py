"""``heavylift fetch timestamp``: a trusted timestamp over the documents of a case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from heavylift.cli.fetch.telling import check_can_ask, may_go_on, say, say_proxy
from heavylift.cli.options import SETTINGS
from heavylift.errors import MissingInput

if TYPE_CHECKING:
    from heavylift.fetch.timestamp import Stamped

#: Seconds between the authority's clock and ours that are told; less is the way there
#: and back and a clock that nobody has set today.
_APART_S: Final = 120.0


@click.command("timestamp", context_settings=SETTINGS)
@click.argument("case", type=click.Path(path_type=Path), metavar="CASE.toml")
@click.option(
    "--authority",
    "url",
    required=True,
    metavar="ADDRESS",
    help="Address of an authority for timestamps (RFC 3161). There is no default.",
)
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="CERT.pem",
    help="Certificate that you trust and that the authority's leads to. Without it "
    "nobody vouches for the time. May be given often.",
)
@click.option(
    "--with",
    "also",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Stamp this file, or every file of this folder, too: a dossier, say. May be "
    "given often.",
)
@click.option("--yes", is_flag=True, help="Fetch without asking.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def command(case: Path, url: str, **how: Any) -> None:  # noqa: ANN401
    """Let an authority sign that the documents of a case existed by now.

    Sent is one SHA-256: that of the sorted list of the SHA-256 of all documents in
    CASE.evidence. Neither texts nor names nor their number leave the machine; the
    authority sees your network address and the time. List, request and reply land in
    CASE.evidence/timestamps. The same documents again are not stamped twice.

    \b
    Example:
      heavylift fetch timestamp case.toml --authority https://freetsa.org/tsr \\
        --root freetsa-root.pem
    """
    from heavylift.documents.collection import evidence_folder
    from heavylift.documents.stamped import hashes_of
    from heavylift.documents.timestamps import hash_list, read_roots
    from heavylift.extras import DOCUMENTS, require
    from heavylift.fetch.timestamp import check_authority, stamp

    check_can_ask(how)
    authority = check_authority(url)
    for path in (case, *how["roots"]):
        if not path.is_file():
            raise MissingInput(path)
    require(DOCUMENTS)
    evidence = evidence_folder(case)
    hashes = hashes_of(evidence, how["also"])
    listed = hash_list(hashes)
    roots = [one for path in how["roots"] for one in read_roots(path.read_bytes())]
    say(f"to stamp: {len(hashes):,} files, as one SHA-256")
    for name in sorted(hashes.values())[:_MOST_PRINTED]:
        say(f"  {name}")
    if len(hashes) > _MOST_PRINTED:
        say(f"  … and {len(hashes) - _MOST_PRINTED:,} more")
    say(f"by: {authority}")
    say_proxy(authority)
    if authority.startswith("http://"):
        say("  by plain http: others on the way see the SHA-256; the reply is signed")
    if not roots:
        say("  no --root: nobody will vouch for the time until one is given")
    say(f"into: {evidence / 'timestamps'}")
    if may_go_on(how):
        _tell(stamp(evidence, listed, authority, roots), as_json=how["as_json"])


#: Names printed one by one.
_MOST_PRINTED: Final = 12


def _tell(stamped: Stamped, *, as_json: bool) -> None:
    found = stamped.timestamp
    if as_json:
        told = {
            "path": str(stamped.path),
            "new": stamped.new,
            "time": found.time.isoformat(),
            "accuracy_s": found.accuracy_s,
            "authority": found.authority,
            "certificate_until": found.certificate_until.isoformat(),
            "policy": found.policy,
            "root": found.root,
            "digest": found.digest,
            "covers": found.covers,
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo(stamped.path)
    say("stamped" if stamped.new else "stamped already, nothing was sent")
    say(f"  {found.time:%Y-%m-%d %H:%M:%S} UTC, by {found.authority}")
    say(f"  over {len(found.covers):,} SHA-256, under policy {found.policy}")
    if found.root is None:
        say("  not checked against a root: this shows the time to nobody yet")
    else:
        say(f"  checked against {found.root}; revocation was not looked up")
    if abs(stamped.apart_s) > _APART_S:
        say(
            f"  this machine's clock differs from the authority's by "
            f"{abs(stamped.apart_s):,.0f} s"
        )
