"""The scorer of attributions: one to one, half of the characters of each part."""

import pytest

from benchmarks.statements.scoring import Tally, count, is_speech, matches, overlap


def one(source, cue, content):
    return {"source": source, "cue": cue, "content": content}


TEXT = "Officials said that no aircraft landed."
MARKED = one([[0, 9]], [[10, 14]], [[15, 38]])


@pytest.mark.parametrize(
    ("found", "fits"),
    [
        (MARKED, True),
        (one([[0, 9]], [[10, 14]], [[20, 38]]), True),
        (one([[0, 9]], [[10, 14]], [[28, 38]]), False),
        (one([[0, 4]], [[10, 14]], [[15, 38]]), False),
        (one([[0, 9]], [[10, 19]], [[15, 38]]), False),
        (one([], [[10, 14]], [[15, 38]]), False),
        (one([[0, 9]], [[10, 14]], [[15, 25], [26, 38]]), True),
    ],
)
def test_all_three_parts_must_share_half_of_their_characters(found, fits):
    assert matches([MARKED], [found]) == ({0: 0} if fits else {})


def test_a_part_that_both_leave_empty_agrees():
    assert overlap(frozenset(), frozenset()) == 1
    assert overlap(frozenset({1}), frozenset()) == 0


def test_each_is_matched_once_and_as_many_as_can_be():
    wide, narrow = one([[0, 9]], [[10, 14]], [[15, 30]]), MARKED

    assert matches([MARKED], [MARKED, MARKED]) == {0: 0}
    assert matches([wide, narrow], [narrow, wide]) in ({0: 0, 1: 1}, {0: 1, 1: 0})


def test_counts_are_those_of_the_matches():
    tally = Tally()
    cue_alone = one([[0, 9]], [[10, 14]], [[0, 9]])

    count(tally, TEXT, [MARKED], [MARKED])
    count(tally, TEXT, [MARKED], [cue_alone])

    assert (tally.precision, tally.recall, tally.f1) == (0.5, 0.5, 0.5)
    assert (tally.speech, tally.speech_matched, tally.speech_cues) == (2, 1, 2)


@pytest.mark.parametrize("cue", ["said", "has also said", "according to", "denied"])
def test_verbs_of_speech_are_known_in_every_form(cue):
    assert is_speech(cue)


@pytest.mark.parametrize("cue", ["supports", "want", "of", ""])
def test_other_cues_are_no_verbs_of_speech(cue):
    assert not is_speech(cue)
