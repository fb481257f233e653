"""What stands beside the counts of a case, from files and from a lake."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from builders.cases import CASE, small_case
from builders.lakes import lake_of
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case
from heavylift.dossier.context_words import tell_context
from heavylift.dossier.run import context_of, find
from heavylift.exposure.heard import cells_between, heard_by_day
from heavylift.lake.derive import heard_in_cells
from heavylift.lake.wanted import Wanted

RUN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LABELS = ("Heydar Aliyev (UBBB)", "Ovda (LLOV)")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """Two flights from Baku to Ovda, one that may be, one back and one elsewhere."""
    return small_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def run(case):
    return find(read_case(case))


@pytest.fixture(scope="module")
def context(case, run):
    return context_of(read_case(case), run)[0]


def test_reception_stands_beside_the_counts_of_a_case_without_rates(case):
    dossier = build_dossier(read_case(case), case.parent / "dossier", now=RUN)

    html = dossier.report.read_text("utf-8")
    # Nobody else was there, so the flights asked about judge reception themselves.
    assert "reception to the ground at Ovda (LLOV) (landings): 2 of 2" in html
    assert "reception to the ground at Ovda (LLOV) (landings): 2 of 2" in (
        dossier.finding
    )
    assert "judged by the flights asked about themselves, for lack of others" in html
    assert "Who else was received" in html


def test_visits_and_rotations_are_told_with_their_units(context):
    told = tell_context(context, LABELS)

    assert "legs out: ground 2; legs back: 0" in told.stays
    assert "rotations with a leg out: 0" in told.stays
    assert any(line.startswith("visits at LLOV: 2, both sides") for line in told.stays)
    assert told.visits is not None
    assert told.rotations is None


def test_aircraft_heard_on_the_way_are_counted_by_height_in_each_window(context):
    heard = tell_context(context, LABELS).heard

    assert heard.heads == (
        *("window", "0 to 1.5 km", "1.5 to 4 km", "4 to 8 km", "above 8 km"),
    )
    [row] = heard.rows
    assert row[0] == "during, 1 of 2 days"
    assert all("%" in cell for cell in row[1:])
    assert "that flights of this case were heard in" in heard.caption
    assert "flights of this case are among them" in heard.caption


def test_each_network_is_told_with_how_far_it_followed_others(context):
    networks = tell_context(context, LABELS).networks

    landing = next(row for row in networks.rows if row[0] == "LLOV")
    assert landing[1:5] == ("landings", "traces", "2", "0")


def test_of_positions_that_were_too_many_to_count_it_is_said_that_nothing_is_known(
    case, run
):
    reception = run.found.tally.reception
    reception.is_full = True
    try:
        context, _ = context_of(read_case(case), run)
    finally:
        reception.is_full = False

    told = tell_context(context, LABELS)
    assert told.heard is None
    assert told.unheard.startswith("How many aircraft were heard on the way is not")


@pytest.fixture(scope="module")
def lake_case(case, tmp_path_factory):
    """The same from a lake that holds one type only."""
    folder = tmp_path_factory.mktemp("lake-case")
    made = lake_of(
        folder / "lake", case.parent / "traces", wanted=Wanted(types=["IL76"])
    )
    text = CASE.replace('inputs = ["traces"]', 'inputs = ["lake"]')
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder / "case.toml", made


def test_a_lake_says_the_same_of_both_places_of_networks_and_of_the_way(
    context, lake_case
):
    asked = read_case(lake_case[0])

    found, _ = context_of(asked, find(asked))

    told, wanted = (tell_context(c, LABELS) for c in (found, context))
    assert told.seen == wanted.seen
    # Networks are called by the paths of inputs, which differ.
    assert [row[3:] for row in told.networks.rows] == [
        row[3:] for row in wanted.networks.rows
    ]
    assert told.heard == wanted.heard
    assert told.stays == wanted.stays


def test_that_a_lake_holds_only_some_aircraft_is_said_among_the_limits(lake_case):
    path, _ = lake_case

    dossier = build_dossier(read_case(path), path.parent / "dossier", now=RUN)

    html = dossier.report.read_text("utf-8")
    assert "Only part of the traffic" in html
    assert "On 1 day of 2 the lake holds only part of the traffic (types IL76)" in html


def test_who_was_heard_in_some_cells_of_a_lake_is_who_was_heard_there(run, lake_case):
    cells = cells_between(40.47, 50.05, 29.94, 34.94)
    reception = run.found.tally.reception
    reception.count(np.zeros(0, np.uint64))

    keys, counts = heard_in_cells(
        lake_case[1], date(2023, 9, 1), date(2023, 9, 5), cells
    )

    assert heard_by_day(keys, counts, cells) == heard_by_day(
        reception.keys, reception.aircraft, cells
    )
