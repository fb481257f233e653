"""What is counted, and of what is it a share?

The noun phrase after a number, as written. A parse tells where it ends; without one it
ends with the first noun in the plural, before a verb or a preposition. What is found
without a parse is shorter at times and never longer than the clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from heavylift.statements.quantities.counting import (
    DESCRIBING,
    is_counted,
    is_plural,
)
from heavylift.statements.quantities.tokens import Tokens, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: No phrase has more words before its noun.
_MOST_WORDS: Final = 7

#: A phrase with "of" in it may be longer.
_MOST_WORDS_OF: Final = 16

#: Words that end a noun phrase or cannot be in one.
_ENDS: Final = word_set(
    "a an and or but nor if as at by for from in into near of off on onto out "
    "over past since than through to toward towards under until up upon via with "
    "within without about above across after against along amid among around "
    "before behind below beneath beside between beyond despite down during except "
    "inside like outside per the this that these those its their his her our your "
    "my it they he she we you i who whom whose which what when where while "
    "because although though so yet is are was were be been being am has have had "
    "having do does did will would shall should can could may might must not no "
    "also now then ago later earlier already still only just including each every "
    "said says told there here both either"
)

#: These stand for what was named before.
PRONOUNS: Final = frozenset({"whom", "which", "them", "it", "these", "those"})

#: Words that end what something is a share of.
_ENDS_SHARE: Final = (
    _ENDS
    - PRONOUNS
    - word_set("the this that its their his her our your my a an and of all")
)

#: Parts of a parse that do not belong to the phrase any more.
_CLAUSES: Final = frozenset({"relcl", "acl", "appos", "advcl", "ccomp", "conj", "cc"})


def counted_after(
    tokens: Tokens, past: int, *, is_one: bool = False
) -> tuple[int, int]:
    """Find the noun phrase that is counted, without a parse.

    Args:
        tokens: The text.
        past: One past the number.
        is_one: Whether it is one thing; then its noun is in the singular.

    Returns:
        First token and one past the last; equal when there is none.
    """
    first = past + tokens.is_hyphen(past)
    ends, words = first, 0
    plural = kind = 0
    while words < _MOST_WORDS and _may_go_on(tokens, first, ends):
        word = tokens.written(ends)
        if tokens.is_word(ends) and is_plural(word) and ends + 1 > plural:
            follows = is_plural(tokens.written(ends + 1))
            if not (word.lower() in DESCRIBING and _may_go_on(tokens, first, ends + 1)):
                plural = ends + 1
                if not follows:
                    break
        elif is_one and is_counted(word):
            return first, ends + 1
        elif tokens.is_number(ends) and not kind:
            # "Four Silk Way Il-76 came": a type of aircraft may stand for the plural.
            kind = ends + 1 + tokens.is_joined(ends + 1) * tokens.is_word(ends + 1)
        ends, words = ends + 1, words + 1
    if plural or kind:
        return first, plural or kind
    singular = first + (is_one and ends > first)
    if ends > first and tokens.is_hyphen(past) and is_counted(tokens.at(first)):
        singular = first + 1
    return first, singular


def _may_go_on(tokens: Tokens, first: int, i: int) -> bool:
    """Whether a token can be in the phrase that begins at ``first``."""
    if i > first and tokens.is_new_line(i) and tokens.is_new_line(i - 1):
        return False
    if tokens.is_hyphen(i):
        return i > first
    if tokens.is_number(i):
        # "Il-76 flights", "747 flights".
        return (tokens.is_joined(i) and i > first) or tokens.at(i) in _TYPES
    return tokens.is_word(i) and tokens.word[i] not in _ENDS


_TYPES: Final = frozenset(f"7{k}7" for k in range(9))


def share_after(tokens: Tokens, first: int) -> tuple[int, int]:
    """Find what something is a share of, without a parse.

    Args:
        tokens: The text.
        first: Where the phrase begins, after "of".

    Returns:
        First token and one past the last; equal when there is none.
    """
    ends = first
    while ends - first < _MOST_WORDS_OF:
        if tokens.is_hyphen(ends) or (tokens.is_number(ends) and ends <= first + 1):
            ends += 1
        elif tokens.is_word(ends) and tokens.word[ends] not in _ENDS_SHARE:
            ends += 1
            word = tokens.word[ends - 1]
            is_noun = is_plural(word) and word not in DESCRIBING | {
                "his",
                "its",
                "this",
            }
            if word in PRONOUNS or (is_noun and not _has_more(tokens, ends)):
                break
        else:
            break
    while ends > first and tokens.word[ends - 1] in {"and", "of", "the", "a"}:
        ends -= 1
    return first, ends


def _has_more(tokens: Tokens, i: int) -> bool:
    """Whether a phrase goes on after a noun in the plural."""
    return tokens.at(i) in {"and", "of", "&"} or is_plural(tokens.written(i))


class Parse:
    """A parse of a text, asked by characters of the text."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._ends: dict[int, tuple[int, int]] = {}
        for chunk in doc.noun_chunks if doc.has_annotation("DEP") else ():
            root = chunk.root
            if root.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}:
                for token in chunk:
                    if token.i < root.i:
                        self._ends[token.idx] = (root.idx + len(root), chunk.end_char)

    def counted_end(self, start: int) -> int | None:
        """Where the phrase ends that is counted by the number at a character."""
        found = self._ends.get(start)
        return found[0] if found else None

    def share_end(self, start: int) -> int | None:
        """Where the phrase ends whose share is told, given where its "of" begins."""
        of = self._at(start)
        if of is None or of.lower_ != "of":
            return None
        wholes = [child for child in of.children if child.dep_ == "pobj"]
        if not wholes:
            return None
        whole = wholes[0]
        ends = whole.i
        for token in self._doc[whole.i + 1 : whole.right_edge.i + 1]:
            joins = token.dep_ in {"conj", "cc"} or token.text in {",", "and", "&"}
            if token.dep_ in _CLAUSES - {"conj", "cc"} or token.text in _STOPS:
                break
            if token.dep_ == "prep" and token.lower_ != "of":
                break
            if not joins or token.dep_ == "conj":
                ends = token.i
        last = self._doc[ends]
        return int(last.idx + len(last))

    def _at(self, start: int) -> Token | None:
        span = self._doc.char_span(start, start + 2, alignment_mode="strict")
        return span[0] if span is not None and len(span) == 1 else None


_STOPS: Final = frozenset({"—", "–", "(", ")", ";", ":", ".", "“", "”", '"'})
