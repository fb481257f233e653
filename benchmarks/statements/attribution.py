"""Measure who-said-what on PolNeAR, beside textacy 0.13, in one run.

``python -m benchmarks.statements.attribution --shared ../shared --part dev`` reads
the annotated articles with heavylift and with ``textacy.extract.direct_quotations``,
fed by document and by paragraph, in an environment of its own that is set up at the
first run. Each process is held to one core.

``--half first`` and ``--half second`` take one half of the documents, by the hash of
their names: rules were made while looking at the first half of ``train`` alone.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, Run, alternate, machine, middle
from benchmarks.pinned import cores, pinned
from benchmarks.statements.readers import READERS
from benchmarks.statements.scoring import Marked, Tally, count
from tools.environment import ensure


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure attributions on PolNeAR.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--half", choices=("first", "second"))
    parser.add_argument("--alone", action="store_true", help="without textacy")
    parser.add_argument("--rules", action="store_true", help="print each rule")
    wanted = parser.parse_args()
    path = wanted.shared / "data" / "statements" / f"polnear-{wanted.part}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    documents = [one for one in documents if _in_half(one["doc"], wanted.half)]
    if not wanted.alone:
        ensure(READERS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = folder / "given.jsonl.gz"
        with gzip.open(given, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(one) + "\n" for one in documents)
        commands = _commands(folder, given, alone=wanted.alone)
        runs, failed = alternate(commands, 1)
        for tool, words in failed.items():
            print(f"not measured: {tool}: {words}", file=sys.stderr)
        print(f"{machine()}; {len(documents)} documents")
        _print(documents, runs, folder, rules=wanted.rules)


def _in_half(doc: str, half: str | None) -> bool:
    if half is None:
        return True
    odd = int(hashlib.md5(doc.encode(), usedforsecurity=False).hexdigest(), 16) % 2
    return odd == (half == "second")


def _commands(folder: Path, given: Path, *, alone: bool) -> dict[str, list[str]]:
    here = cores()[:1]
    ours = [sys.executable, "-s", "-m", "heavylift", "statements", str(given)]
    ours += ["--only", "statement", "--out", str(folder / "heavylift")]
    commands = {"heavylift": pinned(here, ours)}
    if not alone:
        script = str(ROOT / "benchmarks" / "statements" / "textacy_reader.py")
        for how in ("document", "paragraph"):
            name = f"textacy by {how}"
            theirs = [str(READERS.python), "-I", script, how, str(given)]
            commands[name] = pinned(here, [*theirs, str(folder / name)])
    return commands


def _print(
    documents: Sequence[Mapping[str, Any]],
    runs: Mapping[str, Sequence[Run]],
    folder: Path,
    *,
    rules: bool,
) -> None:
    words = sum(len(one["text"].split()) for one in documents)
    print(
        "| tool | P | R | F1 | cue P | cue R | speech R | speech cue R "
        "| words per CPU second |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for tool, times in runs.items():
        if not times:
            continue
        found = _found(folder / tool)
        tally = Tally()
        for one in documents:
            spans = found.get(one["doc"], [])
            pairs = count(tally, one["text"], one["attributions"], spans)
            _by_rule(tally, spans, set(pairs.values()))
        speed = words / middle(times).cpu_s
        print(
            f"| {tool} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f} "
            f"| {tally.cues / max(1, tally.found):.3f} "
            f"| {tally.cues / max(1, tally.marked):.3f} "
            f"| {tally.speech_matched / max(1, tally.speech):.3f} "
            f"| {tally.speech_cues / max(1, tally.speech):.3f} | {speed:,.0f} |"
        )
        print(
            f"  {tool}: marked {tally.marked}, found {tally.found}, matched "
            f"{tally.matched}, of these without source {tally.no_source}; by speech "
            f"{tally.speech}; {middle(times).cpu_s:.0f} s of processor time, at most "
            f"{middle(times).peak_mb:.0f} MB"
        )
        if rules:
            for rule, (n, good) in sorted(tally.rules.items(), key=lambda r: -r[1][0]):
                print(f"    {rule:32} {n:5} {good / n:.2f}")


def _found(path: Path) -> dict[str, list[Marked]]:
    """Read spans by document: ours one a line, those of others by document."""
    out: dict[str, list[Marked]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found = record.get("found", [record])
            out.setdefault(record["doc"], []).extend(found)
    return out


def _by_rule(tally: Tally, spans: Sequence[Marked], good: set[int]) -> None:
    for number, one in enumerate(spans):
        if "rule" not in one:
            continue
        rule = "/".join(str(one["rule"]).split("/")[:2])
        if "nested_in_quote" in str(one.get("flags")):
            rule += ", nested"
        counted = tally.rules.setdefault(rule, [0, 0])
        counted[0] += 1
        counted[1] += number in good


if __name__ == "__main__":
    main()
