"""What was pointed at is read by the rules that read everything else."""

import pytest

from heavylift.statements.attribution.pointed import pointed_reader
from heavylift.statements.records import Statement


def pointed(text, source, cue, content):
    def span(part):
        start = text.index(part)
        return ((start, start + len(part)),)

    return Statement(
        doc="a",
        source=span(source),
        cue=span(cue),
        content=span(content),
        type="indirect",
        speaker=source,
    )


@pytest.mark.parametrize(
    ("text", "cue", "content", "polarity", "flags"),
    [
        ("The ministry said it flew.", "said", "it flew", "asserts", ()),
        ("The ministry denied that it flew.", "denied", "it flew", "denies", ()),
        (
            "The ministry did not deny that it flew.",
            "did not deny",
            "it flew",
            "asserts",
            ("negated_cue",),
        ),
        ("The ministry vowed to fly.", "vowed", "to fly", "commits", ()),
        ("The ministry called for talks.", "called for", "talks", "asks", ()),
        ("The ministry refused to comment.", "refused", "to comment", "refuses", ()),
    ],
)
def test_polarity_is_read_from_the_cue(text, cue, content, polarity, flags):
    read = pointed_reader()(text, pointed(text, "The ministry", cue, content))

    assert (read.polarity, read.flags) == (polarity, flags)


def test_hedges_and_negations_are_read_in_the_content():
    text = "Officials said about six aircraft may not have landed."

    one = pointed(text, "Officials", "said", "about six aircraft may not have landed")
    read = pointed_reader()(text, one)

    assert [text[a:b] for a, b in read.hedges] == ["about", "may"]
    assert [text[a:b] for a, b in read.negations] == ["not"]
