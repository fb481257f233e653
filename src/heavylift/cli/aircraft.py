"""``heavylift aircraft``: which aircraft an address was on a day."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from heavylift.cli.options import SETTINGS, day, open_registry_of, registry_option
from heavylift.errors import RegistryError

if TYPE_CHECKING:
    from heavylift.aircraft.identities import Identity
    from heavylift.aircraft.registry import Registry

#: Columns of the table for many addresses.
_COLUMNS: Final = (
    "icao24",
    "day",
    "registration",
    "registration_basis",
    "type",
    "model",
    "operator",
    "designator",
    "owner",
    "military",
    "state_of_address",
    "state_of_registration",
    "sources",
    "remarks",
)


@click.command("aircraft", context_settings=SETTINGS)
@click.argument("names", nargs=-1, metavar="[ADDRESS|REGISTRATION…]")
@click.option(
    "--on", "when", callback=day, metavar="DAY", help="Day asked for [default: today]."
)
@click.option(
    "--list",
    "listed",
    type=click.File("r", encoding="utf-8-sig", errors="replace"),
    default=None,
    metavar="FILE",
    help="Read further addresses or registrations, one a line; - for standard input.",
)
@registry_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print one line for each as CSV.")
def command(
    names: tuple[str, ...],
    when: date | None,
    listed: TextIO | None,
    registry: Path | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Say which aircraft an address was on a day, and who says otherwise.

    ADDRESS is a transponder address in six hex digits; of a REGISTRATION every address
    is told that carries it by any source. What sources say comes from the registry
    (`heavylift registry import`); the state from the blocks of addresses and marks of
    registrations that come with heavylift.

    \b
    Example:
      heavylift aircraft 600828 --on 2023-09-02
      heavylift aircraft 4K-78131 600881 --on 2023-09-02 --json
    """
    from heavylift.aircraft.identities import identify
    from heavylift.aircraft.matching import entries_of

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    wanted = [*names, *(_lines(listed) if listed is not None else [])]
    if not wanted:
        raise click.UsageError("name an address or a registration, or give --list")
    opened = open_registry_of(registry)
    asked = when or datetime.now(UTC).date()
    numbers = _numbers(opened, wanted)
    entries = entries_of(opened, numbers)
    found = identify(entries, [(number, asked) for number in numbers])
    if as_json:
        told = [_as_json(identity) for identity in found]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    elif as_csv:
        _print_csv(found)
    else:
        for identity in found:
            _tell(identity)
    if not opened.imports:
        click.echo(
            "nothing is imported yet; see: heavylift registry import --help", err=True
        )


def _lines(file: TextIO) -> list[str]:
    return [line.strip() for line in file if line.strip()]


def _numbers(registry: Registry, names: Sequence[str]) -> list[int]:
    """Addresses, and every address of a registration, each once and in order."""
    from heavylift.aircraft.entries import address_number
    from heavylift.aircraft.registry import KEY
    from heavylift.reference.registrations import normal_registration

    numbers = {name: address_number(name) for name in names}
    keys = {name: normal_registration(name) for name, n in numbers.items() if n is None}
    by_key: dict[str, list[int]] = {}
    if keys:
        rows = registry.entries(set(), set(keys.values()))
        for address, key in zip(
            rows["address"].to_pylist(), rows[KEY].to_pylist(), strict=True
        ):
            by_key.setdefault(key, []).append(address)
    found: list[int] = []
    unknown = []
    for name in names:
        number = numbers[name]
        if number is not None:
            found.append(number)
        elif keys[name] in by_key:
            found += sorted(set(by_key[keys[name]]))
        else:
            unknown.append(name)
    if unknown:
        raise RegistryError(
            f"{', '.join(unknown[:4])}: no address of six hex digits, and no "
            "registration that any source in the registry has",
            help="check the spelling, or import a database that has it: "
            "heavylift registry import FILE",
        )
    return list(dict.fromkeys(found))


def _tell(identity: Identity) -> None:
    from heavylift.aircraft.entries import ATTRIBUTES
    from heavylift.aircraft.remarks import remarks, said_by, states
    from heavylift.aircraft.voices import BASIS_WORDS
    from heavylift.reference.airfields import country_names

    names = country_names()
    click.echo(f"{identity.icao24} on {identity.day}")
    of_address, of_marks = states(identity)
    where = names.get(of_address, of_address) if of_address else "no state's block"
    click.echo(f"  address        {where}")
    marks = " or ".join(names.get(s, s) for s in of_marks)
    for name in ATTRIBUTES:
        said = identity[name]
        if not said.voices:
            continue
        value = _words(name, said.text) or "not established"
        extra = f" [{marks}]" if name == "registration" and marks else ""
        basis = f" ({said.how})" if said.how else ""
        click.echo(f"  {name:14} {value}{extra}{basis}")
        for voice in said.voices:
            click.echo(
                f"    {_words(name, str(voice.value)):20} {said_by(voice)}: "
                f"{BASIS_WORDS[voice.basis]}"
                + (f", {voice.days_off:,} days off" if voice.days_off else "")
            )
    if not identity.said:
        click.echo("  no source in the registry says anything of it")
    for remark in remarks(identity):
        click.echo(f"  ! {remark.text}")


def _words(name: str, value: str) -> str:
    if name in {"military", "privacy"}:
        return value.replace("True", "yes").replace("False", "no")
    return value


def _as_json(identity: Identity) -> dict[str, object]:
    from heavylift.aircraft.telling import as_json

    return as_json(identity)


def _print_csv(found: Sequence[Identity]) -> None:
    from heavylift.aircraft.telling import as_row

    writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for identity in found:
        writer.writerow(as_row(identity))
