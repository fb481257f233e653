"""Ask a language model where statements stand in documents, passage by passage.

What the model wrote is never used as it is: see :mod:`heavylift.statements.grounding`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import msgspec

from heavylift.documents.hashes import sha256
from heavylift.errors import FetchError
from heavylift.fetch.chat import Model, ask
from heavylift.fetch.transport import Unreachable
from heavylift.statements.grounding import Reader, ground, spans_of
from heavylift.statements.passages import passages
from heavylift.statements.prompts import request_for
from heavylift.statements.proposals import OF_REPLIES, Asked, Reason, Refusal
from heavylift.statements.reading import Document
from heavylift.statements.records import Span, Statement

#: Format of a line of the log.
LOG_FORMAT: Final = 1


@dataclass(slots=True, kw_only=True)
class Run:
    """What came of asking a model about documents.

    Attributes:
        statements: That were found, by document in the order given.
        log: One entry a request.
        left: Passages that were not asked about, because the run stopped.
        stopped: Why it stopped; empty when it did not.
    """

    statements: list[Statement] = field(default_factory=list)
    log: list[Asked] = field(default_factory=list)
    left: int = 0
    stopped: str = ""

    def unusable(self) -> int:
        """How many replies were of no use."""
        return sum(map(_is_unusable, self.log))


def ask_about(
    documents: Iterable[Document],
    model: Model,
    *,
    reader: Reader | None = None,
    run: Run | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Run:
    """Ask a model about documents, passage by passage.

    Args:
        documents: Whole texts.
        model: Whom to ask, and how.
        reader: Reads polarity, hedges and negations in the words that were found.
        run: Filled as it goes, so that an interrupted run keeps what it had.
        tell: Told how it goes.
    """
    run = Run() if run is None else run
    todo = list(_passages(documents))
    known = set[tuple[object, ...]]()
    in_a_row = 0
    for number, (document, span) in enumerate(todo):
        tell(f"{number + 1} of {len(todo)}: {document.doc}, {span[0]:,} to {span[1]:,}")
        try:
            statements, asked = _ask_about_passage(document, span, model, reader)
        except (FetchError, Unreachable) as error:
            said = error.message if isinstance(error, FetchError) else str(error)
            helped = f"\n  help: {error.help}" if isinstance(error, FetchError) else ""
            run.stopped = f"{model.endpoint.name}: {said}{helped}"
            run.left = len(todo) - number
            return run
        new = [s for s in statements if (s.doc, spans_of(s)) not in known]
        known |= {(s.doc, spans_of(s)) for s in new}
        run.statements += new
        run.log.append(_without(asked, len(statements) - len(new)))
        in_a_row = in_a_row + 1 if _is_unusable(asked) else 0
        if in_a_row >= model.limits.unusable:
            run.stopped = f"{model.endpoint.name}: {in_a_row} useless replies in a row"
            run.left = len(todo) - number - 1
            return run
    return run


def _ask_about_passage(
    document: Document, span: Span, model: Model, reader: Reader | None
) -> tuple[list[Statement], Asked]:
    request, mark = _request(document.text[slice(*span)], model.name)
    heard = ask(model, request)
    found = ground(
        document.doc,
        document.text,
        heard.proposals,
        model=model.name,
        passage=span,
        reader=reader,
    )
    asked = Asked(
        heavylift_model_log=LOG_FORMAT,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        endpoint=model.endpoint.url,
        model=model.name,
        says_model=heard.says_model,
        doc=document.doc,
        passage=span,
        text_sha256=sha256(document.text.encode("utf-8", "surrogatepass")),
        request_sha256=sha256(request),
        reply_sha256=heard.sha256,
        mark=mark,
        accepted=len(found.statements),
        refused=(*heard.refused, *found.refused),
    )
    return found.statements, asked


def _without(asked: Asked, again: int) -> Asked:
    """Count statements that the passage before had already: passages overlap."""
    if not again:
        return asked
    seen = Refusal(reason=Reason.AGAIN, words="found in a passage before this one")
    return msgspec.structs.replace(
        asked,
        accepted=asked.accepted - again,
        refused=(*asked.refused, *[seen] * again),
    )


def _passages(documents: Iterable[Document]) -> Iterator[tuple[Document, Span]]:
    for document in documents:
        for span in passages(document.text):
            yield document, span


def count_passages(documents: Iterable[Document]) -> int:
    """How many requests documents need."""
    return sum(1 for _ in _passages(documents))


def _request(passage: str, model: str) -> tuple[bytes, str]:
    """Make a request with a mark that nobody who wrote the text can have known."""
    mark = f"-----{secrets.token_hex(16)}-----"
    request = request_for(passage, model=model, mark=mark)
    return msgspec.json.encode(request), mark


def _is_unusable(asked: Asked) -> bool:
    return any(refused.reason in OF_REPLIES for refused in asked.refused)
