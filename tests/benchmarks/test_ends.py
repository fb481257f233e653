"""The harness counts what it says it counts."""

import csv

import numpy as np
import pytest

from benchmarks.ends.cuts import cut_flights
from benchmarks.ends.evidence import EVIDENCE, without
from benchmarks.ends.labels import Label, LabelledSet, read_set
from benchmarks.ends.outcomes import BASELINES, Outcome, find_outcomes
from benchmarks.ends.score import is_fitted_on, report
from benchmarks.ends.scores import (
    baseline,
    believed,
    calibration_error,
    confidence,
    coverage_at,
    reliability,
    right_of_most_believed,
    score,
    side_by_side,
)
from builders.tracks import Held, flight, piece
from heavylift.flights import settle, weigh
from heavylift.model.ends import EndClass
from heavylift.reference.airfields import load_airfields


def outcome(end_class="toward", airfield="", candidates=(), **changes):
    """An end whose truth is LLOV."""
    facts = {
        "group": "made  20 km",
        "flight": "4b1234",
        "truth": "LLOV",
        "close": False,
        "baselines": dict.fromkeys(BASELINES, ""),
    }
    return Outcome(
        end_class=EndClass(end_class),
        airfield=airfield,
        candidates=tuple(candidates),
        **(facts | changes),
    )


def labelled(made, airfield="LLOV"):
    start, end = int(made.time_ms[0]), int(made.time_ms[-1])
    label = Label(track="4b1234", start_ms=start, end_ms=end, airfield=airfield)
    return LabelledSet(name="made", pieces=Held([piece(made)]).pieces, labels=[label])


# Figures


def test_coverage_counts_sure_ends_and_precision_those_that_are_right():
    ends = [
        outcome("runway", "LLOV", [("LLOV", 1.0)]),
        outcome("near", "LLER", [("LLER", 1.0)]),
        outcome("toward", "", [("LLOV", 0.6)]),
        outcome("unknown"),
    ]

    made = score(ends)

    assert (made.ends, made.covered, made.precision) == (4, 0.5, 0.5)
    assert (made.first, made.three, made.listed) == (0.5, 0.5, 0.5)


def test_an_end_without_candidates_is_a_miss_and_not_left_out():
    ends = [outcome("unknown"), outcome("unknown")]

    made = score(ends)

    assert (made.first, made.three) == (0.0, 0.0)
    assert np.isnan(made.ece)
    assert np.isnan(made.precision)


def test_coverage_of_close_ends_looks_at_those_alone():
    ends = [
        outcome("ground", "LLOV", close=True),
        outcome("unknown", close=True),
        outcome("unknown"),
    ]

    made = score(ends)

    assert (made.close, made.covered_close) == (2, 0.5)


def test_a_sure_end_says_one_and_is_judged_by_that():
    right = outcome("near", "LLOV", [("LLOV", 1.0)])
    wrong = outcome("near", "LLER", [("LLER", 1.0)])

    assert score([right]).ece == 0.0
    assert score([right, wrong]).ece == 0.5


def test_believed_counts_elsewhere_as_right_when_the_truth_is_not_listed():
    missed = outcome(candidates=[("LLER", 0.7), ("LLEK", 0.1)])

    p, right = believed([missed])

    assert p == pytest.approx([0.7, 0.1, 0.2])
    assert right.tolist() == [0.0, 0.0, 1.0]


def test_brier_over_all_candidates_is_zero_for_certainty_that_is_right():
    assert score([outcome(candidates=[("LLOV", 1.0)])]).brier == 0.0
    assert score([outcome(candidates=[("LLER", 1.0)])]).brier == 2.0


def test_calibration_is_perfect_when_as_many_come_true_as_were_said():
    p, right = np.full(10, 0.8), np.array([1.0] * 8 + [0.0] * 2)

    assert calibration_error(p, right) == pytest.approx(0.0)
    assert reliability(p, right) == [(0.8, 10, 0.8, 0.8)]


def test_a_baseline_that_abstains_is_not_wrong():
    name = BASELINES[2]
    ends = [
        outcome(baselines=dict.fromkeys(BASELINES, "LLOV")),
        outcome(baselines=dict.fromkeys(BASELINES, "")),
    ]

    assert baseline(ends, name) == (0.5, 1.0)


def beside(*ends, name=BASELINES[0]):
    """Side by side with a baseline that names what each end says."""
    return side_by_side(
        [end if isinstance(end, Outcome) else outcome(**end) for end in ends], name
    )


def naming(code):
    return dict.fromkeys(BASELINES, code)


def test_belief_is_one_for_a_sure_class_and_nothing_without_candidates():
    assert confidence(outcome("near", "LLOV", [("LLOV", 1.0)])) == 1.0
    assert confidence(outcome(candidates=[("LLER", 0.7), ("LLOV", 0.2)])) == 0.7
    assert confidence(outcome("unknown")) == 0.0


def test_at_a_baselines_coverage_the_ends_believed_most_are_taken():
    told = beside(
        outcome(candidates=[("LLER", 0.3)], baselines=naming("LLOV")),
        outcome(candidates=[("LLOV", 0.9)], baselines=naming("")),
        outcome("ground", "LLOV", [("LLOV", 1.0)], baselines=naming("LLER")),
        outcome("unknown", baselines=naming("")),
    )

    assert (told.covered, told.precision) == (0.5, 0.5)
    assert told.right_as_covered == 1.0
    assert told.covered_as_right == 0.75


def test_what_is_not_named_here_is_wrong_where_the_baseline_names_all():
    ends = [
        outcome(candidates=[("LLOV", 0.9)], baselines=naming("LLOV")),
        outcome("unknown", baselines=naming("LLOV")),
    ]

    told = beside(*ends)

    assert (told.covered, told.precision) == (1.0, 1.0)
    assert told.right_as_covered == 0.5
    assert told.covered_as_right == 0.5


def test_beside_a_baseline_that_names_nothing_there_is_nothing_to_tell():
    told = beside(outcome(candidates=[("LLOV", 0.9)], baselines=naming("")))

    assert told.covered == 0.0
    assert np.isnan(
        [told.precision, told.right_as_covered, told.covered_as_right]
    ).all()


def test_where_no_bound_is_as_precise_nothing_is_named():
    told = beside(outcome(candidates=[("LLER", 0.9)], baselines=naming("LLOV")))

    assert (told.right_as_covered, told.covered_as_right) == (0.0, 0.0)


def test_the_order_of_ends_that_are_believed_alike_does_not_matter():
    belief, right = np.full(4, 0.8), np.array([1.0, 0.0, 0.0, 1.0])

    told = {
        right_of_most_believed(belief, right[order], 2)
        for order in ([0, 1, 2, 3], [1, 2, 0, 3], [3, 0, 1, 2])
    }

    assert told == {0.5}
    assert coverage_at(belief, right, 0.5) == 1.0
    assert coverage_at(belief, right, 0.6) == 0.0


def test_the_report_sets_each_baseline_beside_each_set_and_distance(capsys):
    airfields = load_airfields()
    made = labelled(flight("UBBB", "LLOV", every_s=30.0))
    cuts = cut_flights(made, "destination", airfields, [0, 45])

    report(cuts, "destination", airfields, lift=False)

    [_, beside_baselines] = capsys.readouterr().out.split("side by side")
    for name in BASELINES:
        # Two distances of the set, and the same two of all sets.
        assert beside_baselines.count(name) == 4


def test_all_cuts_of_a_flight_are_on_one_side_and_both_sides_are_used():
    names = [f"4b{i:04x}@1" for i in range(200)]

    on_one = sum(is_fitted_on(name) for name in names)

    assert 70 < on_one < 130


# From labels to outcomes


def test_a_set_of_ones_own_is_a_table_and_a_csv_of_labels(tmp_path):
    made = flight("UBBB", "LLOV", every_s=30.0)
    with (tmp_path / "positions.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time", "icao24", "lat", "lon"])
        for t, lat, lon in zip(made.time_ms, made.lat_deg, made.lon_deg, strict=True):
            writer.writerow([int(t) // 1000, "4b1234", lat, lon])
    (tmp_path / "labels.csv").write_text(
        "icao24,first,last,origin,destination\n"
        "4B1234,2023-09-02 06:00,2023-09-02T12:00:00Z,,LLOV\n"
    )
    paths = tmp_path / "positions.csv", tmp_path / "labels.csv"

    arriving = read_set("mine", *paths, "destination")
    departing = read_set("mine", *paths, "origin")

    assert [(x.track, x.airfield) for x in arriving.labels] == [("4b1234", "LLOV")]
    assert departing.labels == []  # that end is not known


def test_a_cut_keeps_nothing_nearer_and_the_end_is_found_beside_the_truth():
    airfields = load_airfields()
    made = labelled(flight("UBBB", "LLOV"))

    cuts = cut_flights(made, "destination", airfields, [0, 45])
    whole, short = find_outcomes(cuts, "destination", airfields)

    assert (whole.end_class, whole.airfield, whole.close) == ("ground", "LLOV", True)
    assert (short.end_class, short.airfield, short.close) == ("toward", "", False)
    assert "LLOV" in [code for code, _ in short.candidates]


def test_the_published_rule_answers_close_to_a_field_and_abstains_far_out():
    airfields = load_airfields()
    made = labelled(flight("LLOV", "UBBB"), "UBBB")

    cuts = cut_flights(made, "destination", airfields, [0, 60])
    whole, short = find_outcomes(cuts, "destination", airfields)

    assert whole.baselines["10 NM and 5 000 ft, medium or large"] == "UBBB"
    assert short.baselines["10 NM and 5 000 ft, medium or large"] == ""
    assert short.baselines["nearest airfield"] != ""


def pieces_of_evidence():
    return (
        weigh.align,
        weigh.way_to_runways,
        weigh.likelihood,
        weigh.suitability,
        settle.weigh_by_usage,
    )


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_evidence_is_switched_off_for_a_while_only(evidence):
    real = pieces_of_evidence()

    with without(evidence):
        changed = pieces_of_evidence()

    assert changed != real
    assert pieces_of_evidence() == real


def test_without_runway_alignment_no_end_is_lined_up():
    airfields = load_airfields()
    made = flight("LLOV", "UBBB")
    cuts = cut_flights(labelled(made, "UBBB"), "destination", airfields, [6])

    [usual] = find_outcomes(cuts, "destination", airfields)
    with without("runway alignment"):
        [less] = find_outcomes(cuts, "destination", airfields)

    assert usual.end_class == EndClass.RUNWAY
    assert less.end_class != EndClass.RUNWAY
