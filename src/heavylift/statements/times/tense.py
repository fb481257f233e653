"""Whether what an expression dates has happened: "left on Friday", "leaves on Friday".

It is the nearest word before the expression that shows a tense, in the same sentence;
where none stands there, the verb that the expression hangs on, if the text comes with
a parse; else the nearest word after it. Nothing that shows a tense is an answer too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from heavylift.statements.times.tokens import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Tense = Literal["past", "future", ""]

#: How many tokens and gaps are looked at on either side: about a clause. With half of
#: it the verb of a long subject is missed, with twice that of another clause is taken.
_REACH: Final = 24

#: Words that put what they govern after the moment of speaking.
_FUTURE: Final = frozenset({
    "will", "shall", "ll", "won", "plan", "plans", "planned", "planning", "scheduled",
    "expected", "expects", "expect", "due", "slated", "upcoming", "deadline", "intends",
    "intend", "would", "may", "might", "hopes", "hope", "should", "must",
})  # fmt: skip

#: Words that show the past; regular verbs are told by their ending.
_PAST: Final = frozenset({
    "was", "were", "had", "did", "said", "told", "went", "came", "took", "gave", "made",
    "found", "held", "began", "met", "left", "led", "saw", "knew", "got", "became",
    "wrote", "spoke", "ran", "sent", "brought", "bought", "thought", "taught", "caught",
    "fought", "kept", "felt", "lost", "won", "shot", "hit", "killed", "flew", "fell",
    "rose", "grew", "drew", "threw", "drove", "broke", "chose", "stood", "sat", "laid",
    "paid", "put", "read", "set", "cut", "swore", "sought", "struck", "heard", "built",
    "dealt", "spent", "sank", "been", "has", "have", "ve", "born", "died", "blew",
})  # fmt: skip

#: Before a participle these make it the passive of what is or will be.
_PASSIVE: Final = frozenset({"be", "is", "are"})

#: What makes "to meet" something that will be.
_HAS_TO: Final = frozenset({"is", "are", "am", "due", "about"})

#: "To" before one of these is a direction, not an infinitive.
_NO_INFINITIVE: Final = frozenset({"the", "a", "an", "his", "her", "its", "their"})

#: Endings that look like a verb in the past and are none.
_NO_VERB: Final = frozenset({
    "red", "bed", "need", "indeed", "hundred", "united", "speed", "feed", "seed",
    "proceed", "exceed", "succeed", "shed", "breed", "greed", "wed", "led",
})  # fmt: skip


def tense_at(
    tokens: Tokens, first: int, end: int, verbs: dict[int, Token] | None
) -> Tense:
    """Say whether an expression dates what has happened or what will.

    Args:
        tokens: The text.
        first: First token of the expression.
        end: One past its last.
        verbs: The tokens of a parse by their first character; ``None`` without one.
    """
    said = _beside(tokens, first)
    if said == "by":
        return _before(tokens, first, infinitive=True) or "future"
    if said:
        return said
    shown = _before(tokens, first)
    if not shown and verbs is not None:
        # A parse errs as often as the nearest word; it serves where none shows a tense.
        shown = _of_parse(tokens, first, end, verbs)
    return shown or _after(tokens, end)


def by_first_character(parsed: Doc | None) -> dict[int, Token] | None:
    """Give the tokens of a parse by where they begin."""
    return None if parsed is None else {token.idx: token for token in parsed}


def _beside(tokens: Tokens, first: int) -> Tense | Literal["by"]:
    """Judge the words right before: "by Friday", "as early as Friday"."""
    words = tokens.words(max(0, first - 6), first)[-3:]
    if not words:
        return ""
    if words[-1] == "by":
        return "by"
    if words[-3:] in (["as", "early", "as"], ["as", "soon", "as"]):
        return "future"
    if words[-1] in ("until", "till"):
        # "It was not until Friday that"; "Until Friday, they had".
        opens = tokens.text[tokens.starts[first - 2]].isupper()
        return "past" if opens or words[-2:-1] == ["not"] else "future"
    return "past" if words[-1] == "since" else ""


def _before(tokens: Tokens, first: int, *, infinitive: bool = False) -> Tense:
    following = ""
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        letter = tokens.code[at]
        if letter in "|;" or (letter == "." and tokens.code[at + 1 : at + 2] in " |"):
            return ""
        if letter == " " and _new_line(tokens, at, first):
            return ""
        if letter in " Mm":
            continue
        word = tokens.word(at)
        # "Is to meet" is of what will be; "wanted to meet" is what "wanted" says.
        is_to = infinitive or (at > 1 and tokens.word(at - 2) in _HAS_TO)
        if word == "to" and is_to and following.isalpha() and _infinitive(following):
            return "future"
        # "To be held", "is heard": what stands before the auxiliary tells.
        shown = _shown(word)
        if shown == "past" and at > 1 and tokens.word(at - 2) in _PASSIVE:
            shown = ""
        if shown:
            return shown
        following = word
    return ""


def _new_line(tokens: Tokens, gap: int, first: int) -> bool:
    """Whether a gap ends a line, a heading say, after which a sentence begins."""
    if (
        gap + 1 >= first
        or "\n" not in tokens.text[tokens.starts[gap] : tokens.ends[gap]]
    ):
        return False
    return tokens.text[tokens.starts[gap + 1]].isupper()


def _after(tokens: Tokens, end: int) -> Tense:
    for at in range(end, min(len(tokens.code), end + _REACH)):
        letter = tokens.code[at]
        if letter in "|;" or (letter == "." and tokens.code[at + 1 : at + 2] in " |"):
            return ""
        if letter not in " Mm":
            shown = _shown(tokens.word(at))
            if shown:
                return shown
    return ""


def _infinitive(word: str) -> bool:
    return word not in _NO_INFINITIVE and not word.endswith(("ing", "s", "ed"))


def _shown(word: str) -> Tense:
    if word in _FUTURE:
        return "future"
    if word in _PAST or (
        word.endswith("ed") and len(word) > 3 and word not in _NO_VERB
    ):
        return "past"
    return ""


def _of_parse(tokens: Tokens, first: int, end: int, verbs: dict[int, Token]) -> Tense:
    """Climb from the expression to its verb."""
    for at in range(first, end):
        token = verbs.get(tokens.starts[at])
        if token is None:
            continue
        # A tree is at most as deep as its sentence is long.
        for ancestor in token.ancestors:
            if ancestor.pos_ in ("VERB", "AUX"):
                return _of_verb(ancestor)
        return ""
    return ""


def _of_verb(verb: Token) -> Tense:
    for child in verb.children:
        if child.tag_ == "MD":
            return "future"
        if child.dep_ in ("aux", "auxpass") and child.tag_ == "VBD":
            return "past"
        if child.dep_ == "aux" and child.tag_ == "TO":
            return "future"
    if verb.tag_ in ("VBD", "VBN"):
        return "future" if verb.lower_ in _FUTURE else "past"
    return ""
