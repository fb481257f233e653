"""How many attributions survive grounding when a model points at them without error.

Each attribution that people marked in PolNeAR is given as strings, as a perfect model
would, and it is counted whether they are put back at the very characters::

    python -m benchmarks.statements.grounding ../shared/data/statements
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from heavylift.statements.grounding import ground
from heavylift.statements.passages import passages
from heavylift.statements.proposals import Proposal
from heavylift.statements.records import Span

#: Proposals of one speaker and one cue: the form that a model is asked for.
_OTHER_FORM = "not of one speaker and one cue"


class _Attribution(msgspec.Struct):
    source: list[Span]
    cue: list[Span]
    content: list[Span]


class _Article(msgspec.Struct):
    text: str
    attributions: list[_Attribution]


def main(folder: Path) -> None:
    with gzip.open(folder / "polnear-train.jsonl.gz") as lines:
        articles = [msgspec.json.decode(line, type=_Article) for line in lines]
    counts = Counter(became for one in articles for became in what_became(one))
    asked = counts.total() - counts.pop(_OTHER_FORM)
    print(f"{asked:,} attributions of one speaker and one cue")
    print("| what became of them | count | share |\n|---|---:|---:|")
    for became, count in counts.most_common():
        print(f"| {became} | {count:,} | {count / asked:.2%} |")


def what_became(article: _Article) -> Iterator[str]:
    """Say of each attribution what became of it."""
    cut = passages(article.text)
    for one in article.attributions:
        if not (len(one.source) == len(one.cue) == 1 and one.content):
            yield _OTHER_FORM
            continue
        spans = [*one.source, *one.cue, *one.content]
        first, last = min(spans)[0], max(end for _, end in spans)
        around = [p for p in cut if p[0] <= first and last <= p[1]]
        yield _ground(article.text, one, around[0]) if around else "cut in two"


def _ground(text: str, one: _Attribution, passage: Span) -> str:
    proposal = Proposal(
        speaker=text[slice(*one.source[0])],
        cue=text[slice(*one.cue[0])],
        content=tuple(text[start:end] for start, end in one.content),
    )
    found = ground("doc", text, [proposal], model="none", passage=passage)
    if found.refused:
        return f"refused: {found.refused[0].reason}"
    [made] = found.statements
    wanted = [one.source, one.cue, one.content]
    given = [made.source, made.cue, made.content]
    if [[_bare(text, s) for s in part] for part in wanted] == [list(p) for p in given]:
        return "at the very characters"
    return "the same words at another place, flagged ambiguous"


def _bare(text: str, span: Span) -> Span:
    """Leave out spaces at the ends, which nobody points at."""
    start, end = span
    words = text[start:end]
    return (
        start + len(words) - len(words.lstrip()),
        end - len(words) + len(words.rstrip()),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
