"""From a form of a verb to its dictionary form, for the verbs of the inventory.

The parser's lemmas go wrong where English doubles or drops letters ("hoping" becomes
"hop"); inside a known inventory the forms can be made instead of guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_VOWELS: Final = frozenset("aeiou")

#: Past forms that no rule makes.
_IRREGULAR: Final = {
    "say": "said", "tell": "told", "write": "wrote written", "read": "read",
    "think": "thought", "feel": "felt", "know": "knew known", "find": "found",
    "see": "saw seen", "hear": "heard", "hold": "held", "understand": "understood",
    "show": "showed shown", "mean": "meant", "swear": "swore sworn", "bet": "bet",
    "forget": "forgot forgotten", "begin": "began begun", "seek": "sought",
    "choose": "chose chosen", "foresee": "foresaw foreseen", "give": "gave given",
    "take": "took taken", "make": "made", "lay": "laid", "draw": "drew drawn",
    "put": "put", "send": "sent", "speak": "spoke spoken", "cast": "cast",
    "learn": "learned learnt", "dream": "dreamed dreamt", "slam": "slammed",
    "fight": "fought", "sing": "sang sung", "leave": "left", "stand": "stood",
    "forbid": "forbade forbidden", "beseech": "besought", "sling": "slung",
    "hit": "hit", "come": "came", "go": "went gone", "shoot": "shot",
    "retell": "retold", "raise": "raised", "keep": "kept", "let": "let",
}  # fmt: skip


def forms(verbs: Iterable[str]) -> dict[str, str]:
    """Give each form of these verbs its dictionary form."""
    out: dict[str, str] = {}
    for verb in verbs:
        for form in _forms(verb):
            out.setdefault(form, verb)
    out.update((verb, verb) for verb in verbs)
    return out


def _forms(verb: str) -> list[str]:
    past = _IRREGULAR.get(verb, "").split()
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return [verb + "s", verb[:-1] + "ing", *(past or [verb + "d"])]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return [verb[:-1] + "ies", verb + "ing", *(past or [verb[:-1] + "ied"])]
    third = verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s")
    plain = [third, verb + "ing", *(past or [verb + "ed"])]
    closed = (
        len(verb) > 2
        and verb[-1] not in _VOWELS | set("wxyh")
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
    )
    if closed:
        twice = verb + verb[-1]
        plain += [twice + "ing"] + ([] if past else [twice + "ed"])
    return plain
