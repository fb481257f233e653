"""How many attributions survive grounding when a model points at them without error.

Each attribution that people marked in PolNeAR is given as strings, as a perfect model
would, and it is counted whether they are put back at the very characters. Then each is
made wrong on purpose, and it is counted how many are accepted all the same::

    python -m benchmarks.statements.grounding ../shared/data/statements
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
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

    print("\n| made wrong on purpose, every tenth article | tried | accepted |")
    print("|---|---:|---:|")
    for wrong, change in WRONG.items():
        tried = [
            _accepted(article.text, changed)
            for article in articles[::10]
            for changed in _changed(article, change)
        ]
        print(f"| {wrong} | {len(tried):,} | {sum(tried) / len(tried):.2%} |")


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


def _other_speaker(text: str, one: _Attribution, other: _Attribution) -> Proposal:
    """Who says something else in the same article."""
    made = _proposal(text, one)
    speaker = _proposal(text, other).speaker
    return msgspec.structs.replace(made, speaker=speaker)


def _without_not(text: str, one: _Attribution, _: _Attribution) -> Proposal:
    """What is left behind a negation inside the content."""
    made = _proposal(text, one)
    behind = (
        [made.content[0]]
        if len(made.content) > 1
        else re.split(r"\b(?:not|never|no)\b|n[’']t\b", made.content[0], maxsplit=1)
    )
    if len(behind) == 1:
        return made
    return msgspec.structs.replace(made, content=(behind[-1].strip(),))


def _changed_word(text: str, one: _Attribution, _: _Attribution) -> Proposal:
    """A content with one word that is not in the text."""
    made = _proposal(text, one)
    words = made.content[0].split(" ")
    words[len(words) // 2] = "otherwise-not"
    return msgspec.structs.replace(made, content=(" ".join(words),))


def _in_another_order(text: str, one: _Attribution, _: _Attribution) -> Proposal:
    """A content with its words backwards."""
    made = _proposal(text, one)
    backwards = " ".join(reversed(made.content[0].split()))
    return msgspec.structs.replace(made, content=(backwards,))


#: Ways in which a model may be wrong, or be made to be.
WRONG: dict[str, Callable[[str, _Attribution, _Attribution], Proposal]] = {
    "one word of the content changed": _changed_word,
    "words of the content in another order": _in_another_order,
    "content without the negation before it": _without_not,
    "another speaker of the article": _other_speaker,
}


def _changed(
    article: _Article, change: Callable[[str, _Attribution, _Attribution], Proposal]
) -> Iterator[Proposal]:
    """Make each attribution wrong; leave out those that the change does not touch."""
    usable = [
        one
        for one in article.attributions
        if len(one.source) == len(one.cue) == 1 and one.content
    ]
    for one, other in zip(usable, [*usable[1:], *usable[:1]], strict=True):
        made, right = change(article.text, one, other), _proposal(article.text, one)
        if made != right and made.content[0].count(" ") >= 1:
            yield made


def _accepted(text: str, proposal: Proposal) -> bool:
    return bool(ground("doc", text, [proposal], model="none").statements)


def _proposal(text: str, one: _Attribution) -> Proposal:
    return Proposal(
        speaker=text[slice(*one.source[0])],
        cue=text[slice(*one.cue[0])],
        content=tuple(text[start:end] for start, end in one.content),
    )


def _ground(text: str, one: _Attribution, passage: Span) -> str:
    proposal = _proposal(text, one)
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
