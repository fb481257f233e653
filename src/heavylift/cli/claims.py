"""``heavylift claims``: who said what, what agrees, and what flights say to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from heavylift.cli.options import SETTINGS, open_registry_of, registry_option
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from heavylift.claims.claimed import Claimed
    from heavylift.claims.records import Assertion, Listed
    from heavylift.dossier.case import Case

#: What is done when a case is given and no command.
_DEFAULT: Final = "table"


class _Claims(click.Group):
    """A group of which one command needs no name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, self._named(args))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, self._named(args))

    def _named(self, args: list[str]) -> list[str]:
        known = {*self.commands, *SETTINGS["help_option_names"]}
        return args if not args or args[0] in known else [_DEFAULT, *args]


@click.group("claims", cls=_Claims, context_settings=SETTINGS)
def command() -> None:
    """Say who said what, what agrees, and what flights say to it.

    `heavylift claims CASE.toml` prints the claims of a case beside its flights. They
    are kept in a ledger that is only appended to, in the folder CASE.evidence beside
    the case file. Rules propose what belongs together; a person's judgement, with
    name and reason, goes before every rule.

    \b
    Example:
      heavylift claims import case.toml counts.csv documents.csv
      heavylift claims case.toml
      heavylift claims judge case.toml A006 --unit leg --by "A. Editor" \\
        --reason "the author says so"
    """


case_argument = click.argument(
    "case", type=click.Path(path_type=Path), metavar="CASE.toml"
)

no_flights_option = click.option(
    "--no-flights", is_flag=True, help="Do not read the inputs: claims alone."
)


@command.command("table", context_settings=SETTINGS)
@case_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "ftm"]),
    default="table",
    help="What to print: a table, JSON, CSV with a row for each assertion, or lines of "
    "FollowTheMoney entities.",
)
@no_flights_option
@registry_option
def table(case: Path, form: str, no_flights: bool, registry: Path | None) -> None:
    """Print the claims of a case beside its flights.

    The word `table` may be left out.

    \b
    Example:
      heavylift claims case.toml
      heavylift claims case.toml --no-flights --format csv
    """
    asked, claimed = _claimed(case, not no_flights, registry)
    if form == "table":
        from heavylift.cli.claims_tables import print_claims

        print_claims(claimed, asked.reconstruction)
    elif form == "json":
        from heavylift.exports.claims import claims_json

        click.echo(claims_json(claimed), nl=False)
    elif form == "csv":
        from heavylift.exports.claims import claims_csv

        click.echo(claims_csv(claimed), nl=False)
    else:
        from heavylift.exports.followthemoney import follow_the_money

        click.echo(follow_the_money(claimed), nl=False)


@command.command("show", context_settings=SETTINGS)
@case_argument
@click.argument("name", metavar="NAME")
@no_flights_option
@registry_option
def show(case: Path, name: str, no_flights: bool, registry: Path | None) -> None:
    """Print all that is known of one claim.

    NAME is the name of the claim, or of any assertion in it.

    \b
    Example:
      heavylift claims show case.toml A005
    """
    from heavylift.cli.claims_tables import print_claim
    from heavylift.errors import ClaimError

    asked, claimed = _claimed(case, False, registry)
    found = next(
        (c for c in claimed.claims if name in [c.id, *(a.id for a in c.assertions)]),
        None,
    )
    if found is None:
        raise ClaimError(
            f"{case}: no claim has an assertion called {name}",
            help=f"heavylift claims {case} --no-flights lists them",
        )
    if not no_flights:
        claimed = _beside(asked, claimed, registry)
    print_claim(claimed, found)


@command.command("import", context_settings=SETTINGS)
@case_argument
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE…",
)
def import_(case: Path, files: tuple[Path, ...]) -> None:
    """Enter lists of claims, counts or documents.

    A CSV file with the columns period_start, qty_low and unit is a list of counts; one
    with claim and value_low a list of claims; one with doc_id and derived_from a list
    of documents. A file that ends in .jsonl holds statements that were read in the
    stored documents of the case. The same file again changes nothing.

    \b
    Example:
      heavylift claims import case.toml counts.csv documents.csv
    """
    from heavylift.dossier.case import read_case
    from heavylift.dossier.claims_entering import import_list

    asked = read_case(case)
    for file in files:
        done = import_list(asked, file)
        click.echo(
            f"{file}: {done.entered} {done.form} entered, {done.known} known already"
            + "".join(
                f"; {reason}: {n} (first: {done.examples[reason]})"
                for reason, n in sorted(done.refused.items())
            )
        )


@command.command("add", context_settings=SETTINGS)
@case_argument
@click.option("--text", required=True, help="What is said, in a sentence.")
@click.option("--topic", default="", help="What it is about; from its words if left.")
@click.option("--denies", is_flag=True, help="It is denied.")
@click.option("--count", default=None, metavar="NUMBER", help="How many: 6, or 92-100.")
@click.option("--words", default="", help='Words beside the number: "at least".')
@click.option("--unit", default="", help="What is counted: landings, legs, people.")
@click.option("--from", "origin", default="", help="Place that flights left.")
@click.option("--to", "destination", default="", help="Place that they reached.")
@click.option(
    "--period",
    default="",
    help="First and last day: 2023-09-01/2023-09-17; a month or a year is as good.",
)
@click.option("--subject", default="", help="Who or what did it, or was counted.")
@click.option("--speaker", default="", help="Who said it.")
@click.option("--role", default="", help="What the speaker is.")
@click.option("--side", default="", help="Of which side the speaker is.")
@click.option("--outlet", default="", help="Who printed it.")
@click.option("--date", "said_on", default="", help="When, as far as known.")
@click.option("--doc", default="", help="The document that it stands in.")
@click.option("--url", default="", help="Its address.")
@click.option("--operator", "operators", multiple=True, help="Airline that is meant.")
@click.option("--type", "types", multiple=True, help="Type of aircraft meant.")
@click.option("--by", required=True, metavar="NAME", help="Who enters it.")
def add(case: Path, **said: object) -> None:
    """Enter one assertion by hand.

    \b
    Example:
      heavylift claims add case.toml --text "At least six landings at Ovda" \\
        --count 6 --words "at least" --unit landings --from UBBB --to LLOV \\
        --period 2023-09-01/2023-09-17 --outlet "Associated Press" --by "A. Editor"
    """
    from heavylift.dossier.case import read_case
    from heavylift.dossier.claims_entering import enter, made_by_hand

    asked = read_case(case)
    made = made_by_hand(said)
    _entered(enter(asked, [made])[0], made)


@command.command("judge", context_settings=SETTINGS)
@case_argument
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--same", is_flag=True, help="They are one claim.")
@click.option("--different", is_flag=True, help="They are not one claim.")
@click.option("--copy-of", default="", metavar="NAME", help="It comes from that one.")
@click.option("--no-copy-of", default="", metavar="NAME", help="It does not.")
@click.option("--supersedes", default="", metavar="NAME", help="It replaces that one.")
@click.option("--denies", default="", metavar="NAME", help="It denies that one.")
@click.option("--unit", default="", help="What it counts: landing, leg, rotation …")
@click.option("--topic", default="", help="What it is about.")
@click.option("--period", default="", help="Of when it is: 2023-09-01/2023-09-17.")
@click.option("--by", required=True, metavar="NAME", help="Who decides.")
@click.option("--reason", required=True, help="Why; it is printed.")
def judge(
    case: Path, names: tuple[str, ...], by: str, reason: str, **chosen: object
) -> None:
    """Decide something of assertions; it goes before every rule.

    Give one decision. The latest judgement goes before earlier ones.

    \b
    Example:
      heavylift claims judge case.toml A006 --unit leg --by "A. Editor" \\
        --reason "the author says that both ways are counted"
      heavylift claims judge case.toml A003 --copy-of A001 --by "A. Editor" \\
        --reason "names the article"
    """
    from heavylift.claims.judging import checked
    from heavylift.dossier.case import read_case
    from heavylift.dossier.claims import book_of
    from heavylift.dossier.claims_entering import append, judgement_of

    asked = read_case(case)
    made = judgement_of(names, chosen, by, reason)
    entry = append(asked, checked(made, book_of(asked)))
    click.echo(f"entry {entry}: {made.decision} {', '.join(made.of)} {made.value}")


@command.command("withdraw", context_settings=SETTINGS)
@case_argument
@click.argument("name", metavar="NAME")
@click.option("--by", required=True, metavar="NAME", help="Who withdraws it.")
@click.option("--reason", required=True, help="Why; it is printed.")
def withdraw(case: Path, name: str, by: str, reason: str) -> None:
    """Let an entry count no more; it stays in the ledger, and so does the reason.

    NAME is that of an assertion or a document, or "entry 12" for a judgement.

    \b
    Example:
      heavylift claims withdraw case.toml A021 --by "A. Editor" \\
        --reason "the source is not to be trusted"
    """
    from heavylift.claims.judging import checked_withdrawal
    from heavylift.claims.records import Withdrawal
    from heavylift.dossier.case import read_case
    from heavylift.dossier.claims import book_of
    from heavylift.dossier.claims_entering import append

    asked = read_case(case)
    made = Withdrawal(of=name, by=by, reason=reason)
    entry = append(asked, checked_withdrawal(made, book_of(asked)))
    click.echo(f"entry {entry}: {name} is withdrawn")


@command.command("verify", context_settings=SETTINGS)
@click.argument("where", type=click.Path(path_type=Path), metavar="CASE.toml|DOSSIER")
def verify(where: Path) -> None:
    """Check that no entry of a ledger was changed, put in, taken out or moved.

    Of a dossier the ledger is compared with what its claims.json says of it too.

    \b
    Example:
      heavylift claims verify case.toml
      heavylift claims verify dossier
    """
    from heavylift.dossier.claims import verify as check

    found = check(where)
    click.echo(f"{found.path}: {found.entries} entries, each as it was written")
    click.echo(f"last entry: {found.head}")
    if found.against:
        click.echo(f"the same as {found.against} says")
    if found.torn:
        click.echo(
            f"after it {found.torn} bytes of an entry that was not finished; the next "
            "entry takes their place"
        )


def _claimed(path: Path, flights: bool, registry: Path | None) -> tuple[Case, Claimed]:
    """Read the claims of a case, with or without its flights."""
    from heavylift.dossier.case import read_case
    from heavylift.dossier.claims import claims_of, ledger_of
    from heavylift.errors import ClaimError

    asked = read_case(path)
    claimed = claims_of(asked)
    if claimed is None:
        raise ClaimError(
            f"{path}: no claims are entered; there is no {ledger_of(asked)}",
            help=f"enter some: heavylift claims import {path} FILE, or claims add",
        )
    return asked, _beside(asked, claimed, registry) if flights else claimed


def _beside(asked: Case, claimed: Claimed, registry: Path | None) -> Claimed:
    from heavylift.dossier.claims import beside_flights
    from heavylift.dossier.run import find

    opened = open_registry_of(registry if registry is not None else asked.registry)
    with reading() as show:
        run = find(asked, opened, show)
    return beside_flights(claimed, asked, run, opened)


def _entered(entered: bool, made: Assertion | Listed) -> None:
    click.echo(
        f"{made.id} is entered" if entered else f"{made.id} is in the ledger already"
    )
