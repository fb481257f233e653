"""The command ``aircraft`` as a person types it."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from builders.databases import lines, tar1090, write
from heavylift.cli import group
from heavylift.errors import HeavyliftError, MissingInput, RegistryError

#: Two addresses carry 4K-78131; 600881 has carried another registration before.
TAR1090 = (
    "600828;4K-AZ40;IL76;00;ILYUSHIN Il-76/82",
    "600881;4K-78129;IL76;10;ILYUSHIN Il-76/82",
    "613133;4K-78131;IL76;10;ILYUSHIN Il-76/82",
)
OWN = (
    "icao24,registration,operator,from,to",
    "600881,4K-AZ60,Silk Way,2011-01-01,2019-06-01",
    "600881,4K-78131,,2022-01-01,2024-01-01",
)


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    folder = tmp_path_factory.mktemp("registry")
    for name, data in (("a.csv", tar1090(*TAR1090)), ("fleet.csv", lines(*OWN))):
        file = write(folder / name, data)
        done = invoke(
            *("registry", "import", file, "--registry", folder / "r"),
            *("--as-of", "2026-11-01"),
        )
        assert done.exit_code == 0, done.output
    return folder / "r"


def invoke(*arguments, **wanted):
    told = CliRunner(env={"COLUMNS": "200"}).invoke(
        group, [str(a) for a in arguments], **wanted
    )
    if isinstance(told.exception, HeavyliftError):
        raise told.exception
    return told


def run(*arguments, registry, **wanted):
    return invoke("aircraft", *arguments, "--registry", registry, **wanted)


ON = ("--on", "2023-09-02")


def addresses(told):
    return [one["icao24"] for one in json.loads(told.stdout)]


def test_an_address_is_told_with_each_voice_and_how_it_comes_to_say_so(registry):
    told = run("600828", *ON, registry=registry)

    assert told.exit_code == 0
    assert told.stderr == ""
    lines_told = told.stdout.splitlines()
    assert lines_told[0] == "600828 on 2023-09-02"
    assert (
        "  registration   4K-AZ40 [Azerbaijan] (first said after that day)"
        in lines_told
    )
    assert any("tar1090-db, 2026-11-01" in line for line in lines_told)


def test_what_is_said_for_the_day_goes_before_and_the_rest_is_told_too(registry):
    told = run("600881", *ON, "--json", registry=registry)

    [one] = json.loads(told.stdout)
    assert one["registration"]["values"] == ["4K-78131"]
    assert one["registration"]["basis"] == "said for that day"
    assert {v["value"] for v in one["registration"]["voices"]} == {
        "4K-78131",
        "4K-78129",
    }
    assert {r["kind"] for r in one["remarks"]} >= {"conflict"}
    assert [h["value"] for h in one["history"]] == ["4K-AZ60", "4K-78131", "4K-78129"]


@pytest.mark.parametrize("spelling", ["4K-78131", "4k78131", "4K 78131"])
def test_every_address_of_a_registration_is_told(registry, spelling):
    told = run(spelling, *ON, "--json", registry=registry)

    assert addresses(told) == ["600881", "613133"]


def test_each_address_is_told_once_in_the_order_asked(registry):
    told = run("613133", "4K-78131", "600828", "613133", "--json", registry=registry)

    assert addresses(told) == ["613133", "600881", "600828"]


def test_an_address_that_no_source_knows_is_told_with_its_state(registry):
    told = run("6008ff", *ON, registry=registry)

    assert told.exit_code == 0
    assert "address        Azerbaijan" in told.stdout
    assert "no source in the registry says anything of it" in told.stdout


@pytest.mark.parametrize("name", ["4K-NONE", "60082", "6008288", "?"])
def test_a_name_that_no_source_knows_is_refused(registry, name):
    with pytest.raises(RegistryError, match="no registration that any") as refused:
        run("600828", name, registry=registry)

    assert name in refused.value.message
    assert "600828:" not in refused.value.message
    assert "registry import" in refused.value.help


LISTED = "\ufeff600828\r\n\r\n 4K-78131 \n600828\n"


def test_a_list_is_read_from_a_file(registry, tmp_path):
    path = write(tmp_path / "list.txt", LISTED.encode())

    told = run("--list", path, "--json", registry=registry)

    assert addresses(told) == ["600828", "600881", "613133"]


def test_a_list_is_read_from_standard_input_after_the_names(registry):
    told = run("613133", "--list", "-", "--json", registry=registry, input=LISTED[1:])

    assert addresses(told) == ["613133", "600828", "600881"]


def test_a_list_with_bytes_that_are_no_text_is_refused_like_any_name(
    registry, tmp_path
):
    path = write(tmp_path / "list.txt", b"600828\n\xff\xfe\n")

    with pytest.raises(RegistryError, match="no address"):
        run("--list", path, registry=registry)


def test_a_table_has_one_line_for_each_address(registry):
    told = run("600881", "4K-AZ40", "--csv", *ON, registry=registry)

    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert [r["icao24"] for r in rows] == ["600881", "600828"]
    assert rows[0]["registration"] == "4K-78131"
    assert rows[0]["registration_basis"] == "said for that day"
    assert rows[0]["sources"] == "fleet; tar1090-db"
    assert {r["day"] for r in rows} == {"2023-09-02"}


@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)])
def test_an_empty_registry_says_what_to_do_and_keeps_standard_output_for_data(
    tmp_path, monkeypatch, form
):
    monkeypatch.setenv("HEAVYLIFT_REGISTRY", str(tmp_path / "nowhere"))

    told = invoke("aircraft", "600828", *form)

    assert told.exit_code == 0
    assert "600828" in told.stdout
    assert told.stderr == (
        "nothing is imported yet; see: heavylift registry import --help\n"
    )


def test_a_registration_asked_of_an_empty_registry_says_what_to_do(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("HEAVYLIFT_REGISTRY", str(tmp_path / "nowhere"))

    with pytest.raises(RegistryError) as refused:
        invoke("aircraft", "4K-AZ40")

    assert "heavylift registry import FILE" in refused.value.help


def test_a_registry_that_is_named_and_not_there_is_told(tmp_path):
    with pytest.raises(MissingInput):
        run("600828", registry=tmp_path / "nowhere")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("600828", "--json", "--csv"),
        ("600828", "--on", "yesterday"),
        ("--list", "/nowhere/list.txt"),
    ],
)
def test_a_misspelt_command_is_exit_code_2(registry, arguments):
    told = run(*arguments, registry=registry)

    assert told.exit_code == 2
    assert told.stdout == ""
    assert "Error: " in told.stderr
