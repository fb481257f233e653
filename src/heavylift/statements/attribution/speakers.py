"""Who a source is: its name, its role, and whom a pronoun or short name means.

What a pronoun means is proposed, never decided: it stands apart from the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.spans import trimmed
from heavylift.statements.attribution.tree import SUBJECTS
from heavylift.statements.records import Span

_HE_SHE: Final = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_THEY: Final = frozenset({"they", "them", "their", "it", "its"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom", "whose"})
_OTHER: Final = frozenset(
    {"both", "some", "many", "others", "several", "most", "all", "few", "neither",
     "those", "these", "this", "another"}
)  # fmt: skip

#: Pronouns and words that stand for somebody named elsewhere.
PRONOUNS: Final = _HE_SHE | _THEY | _RELATIVE | _OTHER

#: How many characters back the person is that "he" means: about three paragraphs.
_REACH: Final = 1500

#: Labels of names of places.
_PLACES: Final = frozenset({"GPE", "LOC", "FAC"})

_POSSESSIVE: Final = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source as people would name it.

    Attributes:
        name: Its name, or its words when the text gives no name.
        role: What the text says of it besides the name.
        proposed: Whom a pronoun or a short name probably means.
        pronoun: It is given by a pronoun.
    """

    name: str
    role: str = ""
    proposed: str | None = None
    pronoun: bool = False


@dataclass(slots=True)
class Cast:
    """Who was named so far, while a text is read from its beginning.

    Attributes:
        passage: The text.
        people: Where each person is named: first word, one past the last.
        speakers: The person or group that spoke last, by kind.
        full: The longest name so far that ends with a surname.
    """

    passage: Passage
    people: list[tuple[int, int]] = field(default_factory=list)
    last_person: tuple[int, str] | None = None
    last_group: tuple[int, str] | None = None
    full: dict[str, str] = field(default_factory=dict)
    read: int = 0
    places: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Look up which words name places."""
        self.places = frozenset(
            word
            for first, past, label in self.passage.tree.names
            if label in _PLACES
            for word in range(first, past)
        )

    def speaker(self, source: Span) -> Speaker:
        """Name a source; sources must come in the order of the text."""
        tree, text = self.passage.tree, self.passage.text
        words = text[source[0] : source[1]]
        self._read_until(tree.after(source[1]))
        first = tree.after(source[0])
        if words.lower() in PRONOUNS:
            proposed = self._meant(words.lower(), first)
            return Speaker(words, proposed=proposed, pronoun=True)
        person = self._person_in(source)
        if person is None:
            whole = self.full.get(words.lower())
            if whole is not None:
                self.last_person = source[0], whole
                return Speaker(words, proposed=whole if whole != words else None)
            self.last_group = source[0], words
            return Speaker(words)
        start, end = tree.span(*person)
        name = _POSSESSIVE.sub("", text[start:end])
        role = trimmed(text, (source[0], start))
        if role[0] >= role[1]:
            role = trimmed(text, (end, source[1]))
        full = self.full.get(name.split()[-1].lower(), name) if name.split() else name
        self.last_person = source[0], full
        told = text[role[0] : role[1]].strip()
        longer = full if full != name and len(full) > len(name) else None
        return Speaker(name, "" if _POSSESSIVE.fullmatch(told) else told, longer)

    def _read_until(self, word: int) -> None:
        tree = self.passage.tree
        names = tree.names
        while self.read < len(names) and names[self.read][0] < word:
            first, past, label = names[self.read]
            self.read += 1
            if label != "PERSON":
                continue
            self.people.append((first, past))
            name = _POSSESSIVE.sub("", tree.text[slice(*tree.span(first, past))])
            parts = name.split()
            if parts and len(name) > len(self.full.get(parts[-1].lower(), "")):
                self.full[parts[-1].lower()] = " ".join(parts)

    def _person_in(self, source: Span) -> tuple[int, int] | None:
        """Give the person that a source is, not one that it only mentions."""
        tree = self.passage.tree
        first, past = tree.after(source[0]), tree.after(source[1])
        head = next(
            (w for w in range(first, past) if not first <= tree.head[w] < past),
            first,
        )
        for start, end in reversed(self.people):
            if end <= first:
                break
            if start < first or end > past:
                continue
            for word in range(start, end):
                above = tree.head[word]
                apposed = tree.relation[word] == "appos" and above == head
                if word == head or apposed:
                    return start, end
        return None

    def _meant(self, pronoun: str, word: int) -> str | None:
        tree, text = self.passage.tree, self.passage.text
        start = tree.start[word] if word < len(tree) else len(text)
        if pronoun in _RELATIVE:
            return self._antecedent(word)
        if pronoun in _HE_SHE:
            named = self._subject_before(word)
            spoke = self.last_person
            if (
                spoke
                and start - spoke[0] <= _REACH
                and (named is None or named[0] <= spoke[0])
            ):
                return spoke[1]
            return named[1] if named else None
        if pronoun in _THEY:
            group = self.last_group
            return group[1] if group and start - group[0] <= _REACH else None
        return None

    def _subject_before(self, word: int) -> tuple[int, str] | None:
        """Give the last person before a word who is the subject of a sentence."""
        tree, text = self.passage.tree, self.passage.text
        for first, past in reversed(self.people):
            if past > word:
                continue
            start, end = tree.span(first, past)
            if tree.start[min(word, len(tree) - 1)] - start > _REACH:
                break
            subject = any(tree.relation[w] in SUBJECTS for w in range(first, past))
            if subject and self.passage.around(first) is None:
                name = _POSSESSIVE.sub("", text[start:end])
                parts = name.split()
                return start, self.full.get(parts[-1].lower(), name) if parts else name
        return None

    def _antecedent(self, word: int) -> str | None:
        """Give the noun that a relative pronoun stands for."""
        tree = self.passage.tree
        verb = word
        while tree.relation[verb] != "relcl" and tree.head[verb] != verb:
            verb = tree.head[verb]
        if tree.relation[verb] != "relcl" or word <= tree.head[verb]:
            return None
        noun = tree.head[verb]
        if tree.word[word].startswith("who") and noun in self.places:
            # "officials in Yerevan, who": the place is not who spoke.
            above = tree.head[tree.head[noun]]
            if tree.relation[noun] != "pobj" or not tree.tag[above].startswith("NN"):
                return None
            noun = above
        start, end = tree.span(tree.left[noun], min(word, len(tree)))
        start, end = trimmed(tree.text, (start, end))
        return tree.text[start:end] if start < end else None
