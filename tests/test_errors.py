"""Every error says what, where, and what to do next."""

import pickle

import pytest

from heavylift import errors
from heavylift.errors import (
    CannotWrite,
    CaseError,
    ClaimError,
    ColumnsNotFound,
    CriteriaError,
    DocumentError,
    EngineError,
    ExtraMissing,
    FetchError,
    FlightsError,
    HeavyliftError,
    LakeError,
    LedgerError,
    MissingInput,
    NothingReadable,
    PlaceError,
    RatesError,
    RegistryError,
    SourceError,
    StatementError,
    StripError,
)

ONE_OF_EACH = [
    HeavyliftError("flights.csv: wrong", help="do it again"),
    SourceError("flights.csv: wrong", help="do it again"),
    ColumnsNotFound("table.csv", ["time", "lat"], ["when", "where"]),
    NothingReadable(["traces", "table.csv"], {"empty file": 2, "unknown format": 1}),
    PlaceError("'Nowhereland' is no place", help="give a code"),
    CriteriaError("'Nowhereland' is no state", help="give two letters"),
    RegistryError("aircraft.csv: no database of aircraft", help="get it again"),
    StripError("strips.csv, line 2: has no name", help="give each a name"),
    FlightsError("flights.csv: no table of flights", help="make one"),
    CaseError("case.toml: no period", help="see the example"),
    RatesError("during: the window has no day", help="give its end"),
    EngineError("tcp://10.0.0.1:8786: lost", help="start it again"),
    FetchError("https://a.example: not there", help="look for it elsewhere"),
    LakeError("lake: not a lake", help="name another folder"),
    DocumentError("page.html: nested too deeply", help="save it as text"),
    LedgerError("ledger.jsonl, entry 3: was changed", help="see what stands before"),
    StatementError("in.jsonl, line 2: no text", help="give each a text"),
    ClaimError("a count without a unit", help="say what is counted"),
    ExtraMissing("documents", "reading documents"),
    MissingInput("nowhere.csv"),
    CannotWrite("out/report.html", "disk full"),
]


def all_errors():
    """Every class of the tree, from the module itself."""
    return {
        thing
        for thing in vars(errors).values()
        if isinstance(thing, type) and issubclass(thing, Exception)
    }


def test_every_error_of_the_module_is_tried_here():
    assert {type(e) for e in ONE_OF_EACH} == all_errors()


@pytest.mark.parametrize("error", ONE_OF_EACH, ids=lambda e: type(e).__name__)
def test_an_error_says_what_and_in_a_second_line_what_to_do(error):
    what, what_to_do = str(error).split("\n")

    assert what == error.message
    assert what_to_do == f"  help: {error.help}"
    assert not what.endswith((".", "\n"))
    assert error.help


@pytest.mark.parametrize("error", ONE_OF_EACH, ids=lambda e: type(e).__name__)
def test_an_error_comes_whole_from_another_process(error):
    came = pickle.loads(pickle.dumps(error))

    assert type(came) is type(error)
    assert str(came) == str(error)
    assert vars(came) == vars(error)


def test_every_error_is_one_of_ours():
    assert all(issubclass(e, HeavyliftError) for e in all_errors())


def test_the_tree_drawn_in_the_docstring_is_the_tree():
    drawn = {
        word
        for line in (errors.__doc__ or "").splitlines()
        for word in line.replace("├──", " ").replace("└──", " ").split()[:2]
        if word[0].isupper() and word.isidentifier()
    }

    assert {e.__name__ for e in all_errors()} <= drawn


def test_missing_columns_name_what_is_missing_and_what_is_there():
    error = ColumnsNotFound("table.csv", ["time", "lat"], ["when", "where"])

    assert error.message.startswith("table.csv: no column found for time, lat")
    assert "when, where" in error.message
    assert "--columns" in error.help


def test_nothing_readable_names_the_inputs_and_each_reason_with_its_count():
    error = NothingReadable(["traces", "a.csv"], {"unknown format": 1, "empty file": 2})

    assert "traces, a.csv" in error.message
    assert "(empty file: 2; unknown format: 1)" in error.message


def test_nothing_readable_without_a_reason_makes_none_up():
    assert "(" not in NothingReadable(["traces"], {}).message
