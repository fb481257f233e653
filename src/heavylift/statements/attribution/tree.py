"""The parse of a text as plain lists, and what rules ask of it.

Rules look at every word several times; lists of Python's own are read ten times faster
than the objects of the parser, and a rule can be tried on a tree made by hand.

Labels are those of spaCy's English models: parts of speech of the Penn Treebank,
relations of the ClearNLP converter (``nsubj``, ``ccomp``, ``agent`` and so on).
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from heavylift.statements.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Relations of subjects, of active and passive verbs.
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed text; all lists have one entry a word.

    Attributes:
        text: The text; offsets below are characters of it.
        start: First character of each word.
        end: One past its last character.
        word: The word in lower case, with straight apostrophes.
        lemma: Its dictionary form in lower case.
        tag: Its part of speech (Penn Treebank).
        relation: Its relation to its head.
        head: Index of its head; a root is its own.
        children: Indices of the words that depend on it, in order.
        left: Index of the first word of what depends on it, itself included.
        right: Index of the last word of what depends on it, itself included.
        sentence: Number of its sentence.
        sentences: First word and one past the last of each sentence.
        names: First word, one past the last, and label of each name found.
    """

    text: str
    start: list[int]
    end: list[int]
    word: list[str]
    lemma: list[str]
    tag: list[str]
    relation: list[str]
    head: list[int]
    sentence: list[int]
    sentences: list[tuple[int, int]]
    names: list[tuple[int, int, str]] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.start)

    def child(self, word: int, *relations: str) -> int | None:
        """Give the first dependent of a word with one of these relations."""
        for child in self.children[word]:
            if self.relation[child] in relations:
                return child
        return None

    def subtree(self, word: int) -> Span:
        """Give the characters of a word with all that depends on it."""
        return self.span(self.left[word], self.right[word] + 1)

    def span(self, first: int, past: int) -> Span:
        """Give the characters from a word to before another."""
        return self.start[first], self.end[past - 1]

    def at(self, character: int) -> int:
        """Give the word that holds a character, or the last one before it."""
        return max(0, bisect.bisect_right(self.start, character) - 1)

    def after(self, character: int) -> int:
        """Give the first word that begins at a character or later."""
        return bisect.bisect_left(self.start, character)

    def is_verb(self, word: int) -> bool:
        """Say whether a word is a verb."""
        return self.tag[word].startswith("VB")

    def is_space(self, word: int) -> bool:
        """Say whether a "word" is white space."""
        return self.tag[word] == "_SP"


def tree_of(parsed: Doc) -> Tree:
    """Take the lists out of a parsed text."""
    text = parsed.text
    start = [token.idx for token in parsed]
    sentences = [(sentence.start, sentence.end) for sentence in parsed.sents]
    columns = parsed.to_array(["ORTH", "LEMMA", "TAG", "DEP"]).tolist()
    strings = parsed.vocab.strings
    seen: dict[int, str] = {}

    def told(key: int) -> str:
        if key not in seen:
            seen[key] = strings[key]
        return seen[key]

    words = [told(row[0]) for row in columns]
    tree = Tree(
        text=text,
        start=start,
        end=[s + len(word) for s, word in zip(start, words, strict=True)],
        word=[word.lower().replace("’", "'") for word in words],
        lemma=[told(row[1]).lower() for row in columns],
        tag=[told(row[2]) for row in columns],
        relation=[told(row[3]) for row in columns],
        head=[token.head.i for token in parsed],
        sentence=[n for n, (a, b) in enumerate(sentences) for _ in range(a, b)],
        sentences=sentences,
        names=[(name.start, name.end, name.label_) for name in parsed.ents],
    )
    return linked(tree)


def linked(tree: Tree) -> Tree:
    """Fill in children and edges from the heads."""
    size = len(tree)
    tree.children.extend([] for _ in range(size))
    tree.left.extend(range(size))
    tree.right.extend(range(size))
    depth = [-1] * size
    for word in range(size):
        path = [word]
        while depth[path[-1]] < 0 and tree.head[path[-1]] != path[-1]:
            path.append(tree.head[path[-1]])
        above = max(depth[path[-1]], 0)
        for steps, passed in enumerate(reversed(path)):
            depth[passed] = above + steps
        if tree.head[word] != word:
            tree.children[tree.head[word]].append(word)
    for word in sorted(range(size), key=depth.__getitem__, reverse=True):
        above = tree.head[word]
        tree.left[above] = min(tree.left[above], tree.left[word])
        tree.right[above] = max(tree.right[above], tree.right[word])
    return tree
