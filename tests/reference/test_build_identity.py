"""The tool that derives the shipped tables of addresses, marks and airlines."""

import hashlib
import importlib.util
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src/heavylift/reference/data"
SOURCE = ROOT.parent / "shared/data/aircraft"


def load_tool():
    path = ROOT / "tools/build_identity.py"
    spec = importlib.util.spec_from_file_location("build_identity", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def block(first, last, state="AZ", military="0"):
    return {
        "Start": first,
        "Finish": last,
        "CountryISO2": state,
        "IsMilitary": military,
    }


def prefix(mark, state, form):
    return {"Prefix": mark, "CountryISO2": state, "DecodeNoHyphenRegex": form}


def airline(designator, name="Test Air", iata=""):
    return {"ICAO": designator, "Name": name, "IATA": iata}


def operator(designator, **more):
    row = {"name": "", "telephony": "", "country": "", "military": ""}
    return {"designator": designator, **row, **more}


def test_a_military_range_gets_the_state_of_the_smallest_block_around_it():
    blocks = [block("600000", "6fffff", "US"), block("600800", "600bff", "AZ")]

    rows = tool.address_rows(blocks, [["600900", "6009ff"]], Counter())

    assert rows[-1] == ("600900", "6009ff", "AZ", "yes", "ranges")


def test_blocks_of_nobody_and_those_written_twice_are_left_out_and_counted():
    noted = Counter()
    blocks = [block("000000", "7fffff", "ZZ"), *[block("600800", "600bff")] * 2]

    rows = tool.address_rows(blocks, [], noted)

    assert rows == [("600800", "600bff", "AZ", "no", "standing-data")]
    assert noted["address_blocks: blocks of nobody, left out"] == 1
    assert noted["address_blocks: written twice, once left out"] == 1


def test_blocks_that_overlap_in_part_are_refused():
    with pytest.raises(ValueError, match="overlap in part"):
        tool.address_rows([block("100", "1ff"), block("180", "2ff")], [], Counter())


def test_a_range_of_no_state_is_refused():
    with pytest.raises(ValueError, match="in no state's block"):
        tool.address_rows([block("100", "1ff")], [["300", "3ff"]], Counter())


def test_the_sources_are_compared_address_by_address():
    noted = Counter()
    blocks = [
        block("600000", "6000ff", military="1"),
        block("600010", "600010", military="0"),
    ]

    tool.address_rows(blocks, [["600000", "60001f"]], noted)

    assert noted["addresses called military by both"] == 31
    assert noted["addresses called military by standing-data alone"] == 256 - 32
    assert noted["addresses called military by ranges alone"] == 1


def test_a_form_is_what_follows_the_mark_once_hyphens_are_out():
    rows = tool.mark_rows(
        [prefix("LV", "AR", r"LV(?<code>[S|U|X]\d{3}|[A-Z]{3}-\d)")], [], Counter()
    )

    assert rows == [("LV", "AR", r"(?:[SUX]\d{3}|[A-Z]{3}\d)", "standing-data")]


def test_the_united_nations_have_a_mark_and_no_state():
    rows = tool.mark_rows([prefix("4U", "ZZ", "4U(?<code>[A-Z]{3})")], [], Counter())

    assert rows[0][:2] == ("4U", "")


def test_what_is_kept_by_hand_is_joined_to_the_airline_it_is_about():
    rows = tool.airline_rows(
        [
            airline("AZQ", "Silk Way  Airlines", "ZP"),
            airline("", "Bookings"),
        ],
        [operator("AZQ", telephony="SILK LINE", country="AZ")],
        Counter(),
    )

    assert rows == [("AZQ", "Silk Way Airlines", "SILK LINE", "ZP", "AZ", "")]


def test_a_name_kept_by_hand_is_of_the_present_holder_and_goes_before_another():
    [row] = tool.airline_rows(
        [airline("ESU", "An earlier holder", "XX")],
        [operator("ESU", name="Emtrasur", telephony="EMTRASUR")],
        Counter(),
    )

    assert row[:4] == ("ESU", "Emtrasur", "EMTRASUR", "")


def test_the_shipped_tables_are_those_the_provenance_names():
    text = (SHIPPED / "PROVENANCE.identity.toml").read_text(encoding="utf-8")
    provenance = tomllib.loads(text)

    assert provenance["licence"] == "CC0-1.0"
    for output in provenance["outputs"].values():
        data = (SHIPPED / output["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == output["sha256"]
        assert data.count(b"\n") == output["rows"] + 1


@pytest.mark.parametrize("name", ["marks_by_hand", "operators_by_hand"])
def test_what_is_kept_by_hand_is_what_the_tables_were_made_from(name):
    text = (SHIPPED / "PROVENANCE.identity.toml").read_text(encoding="utf-8")
    source = tomllib.loads(text)["inputs"][name]

    data = (ROOT / "tools" / source["file"]).read_bytes()

    assert hashlib.sha256(data).hexdigest() == source["sha256"]


@pytest.mark.skipif(not SOURCE.is_dir(), reason="../shared is not here")
def test_the_shipped_tables_can_be_built_again_from_their_source(tmp_path):
    written = tool.build(SOURCE, tmp_path)

    for path in written.values():
        assert path.read_bytes() == (SHIPPED / path.name).read_bytes()
