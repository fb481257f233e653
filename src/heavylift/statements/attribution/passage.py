"""A parsed text with its quotations: what every rule looks at."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from heavylift.statements.attribution import verbs
from heavylift.statements.attribution.quotations import Quotation, quotations
from heavylift.statements.attribution.tree import Tree
from heavylift.statements.records import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as rules see it.

    Attributes:
        tree: Its parse.
        quotations: Its quotations, by their beginnings.
        home: For each word, the number of the innermost quotation around it, or -1.
        levels: The quotations of each level, by their beginnings.
        starts: Where those begin.
    """

    tree: Tree
    quotations: list[Quotation]
    home: list[int]
    levels: dict[int, list[Quotation]]
    starts: dict[int, list[int]]

    @property
    def text(self) -> str:
        """The text itself."""
        return self.tree.text

    def around(self, word: int) -> Quotation | None:
        """Give the innermost quotation that holds a word."""
        number = self.home[word]
        return self.quotations[number] if number >= 0 else None

    def lemma(self, word: int) -> str:
        """Give the dictionary form of a word; that of the inventory, if it has one."""
        lemma = self.tree.lemma[word]
        if lemma in verbs.ALL:
            return lemma
        return verbs.LEMMAS.get(self.tree.word[word], lemma)

    def before(self, character: int, level: int = 0) -> Quotation | None:
        """Give the last quotation of a level that ends there or earlier."""
        starts = self.starts.get(level, [])
        number = bisect.bisect_right(starts, character) - 1
        while number >= 0:
            one = self.levels[level][number]
            if one.end <= character:
                return one
            number -= 1
        return None

    def after(self, character: int, level: int = 0) -> Quotation | None:
        """Give the first quotation of a level that begins there or later."""
        starts = self.starts.get(level, [])
        number = bisect.bisect_left(starts, character)
        return self.levels[level][number] if number < len(starts) else None

    def touched(self, span: Span, level: int = 0) -> list[Quotation]:
        """Give the quotations of a level that share characters with a span."""
        starts = self.starts.get(level, [])
        number = bisect.bisect_left(starts, span[1]) - 1
        out: list[Quotation] = []
        while number >= 0 and self.levels[level][number].end > span[0]:
            out.append(self.levels[level][number])
            number -= 1
        return out[::-1]

    def last(self, word: int) -> int:
        """Give the last word before the sentence of a word ends, or a semicolon."""
        tree = self.tree
        past = tree.sentences[tree.sentence[word]][1]
        for one in range(word, past):
            if tree.tag[one] == "." or tree.word[one] == ";":
                return max(word, one - 1)
        return past - 1


def passage_of(tree: Tree) -> Passage:
    """Look up the quotations of a parsed text."""
    found = quotations(tree.text)
    home = [-1] * len(tree)
    levels: dict[int, list[Quotation]] = {}
    for number, one in enumerate(found):
        for word in range(tree.after(one.start), tree.after(one.end)):
            home[word] = number
        levels.setdefault(one.level, []).append(one)
    starts = {level: [one.start for one in ones] for level, ones in levels.items()}
    return Passage(tree, found, home, levels, starts)
