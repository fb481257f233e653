"""Times are resolved as annotators resolved them."""

import pytest

from benchmarks.statements.gold_times import Answer, Score, documents
from builders.shared import SHARED, needs_shared
from heavylift.statements.times import times_of

pytestmark = needs_shared


@pytest.mark.parametrize(
    ("file", "right", "right_dated", "extra"),
    [
        ("times-gum.jsonl.gz", 0.82, 0.84, 0.12),
        ("times-aquaint.jsonl.gz", 0.78, 0.83, 0.05),
    ],
)
def test_annotated_times_are_resolved_exactly(file, right, right_dated, extra):
    score = Score()

    for text in documents(SHARED / "data" / "statements" / file):
        found = times_of(text.name, text.text, text.published)
        score.add(
            text.golds,
            [
                Answer(t.start, t.end, t.from_, t.to, t.value, t.granularity)
                for t in found
            ],
        )

    assert score.right / score.golds >= right
    assert score.right_dated / score.dated >= right_dated
    assert score.spurious / score.answers <= extra
