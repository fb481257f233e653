"""Whether a text is in English, the one language whose statements are read.

Function words tell: no English text of any length does without them, and texts in other
languages have their own. Rules for English on other languages would give garbage.
"""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.vocabulary import words

#: How much of a text is looked at, in characters: more changes nothing.
_SAMPLE: Final = 20_000

#: Below so many words a headline may lack function words; it passes unless it has
#: more of another language's.
_SHORT: Final = 20

#: The share of function words in English running text is near 0.4; lists of names and
#: headlines come down to half of that, other languages to 0.05 (French "on", German
#: "in").
_LEAST: Final = 0.12

#: The share of Latin letters; names in other scripts may stand in an English text.
_LATIN: Final = 0.6

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")

_ENGLISH: Final = words("""
    the of and to a in is that it was for on are with as his they be at this have
    from or had by not but what all were we when your can said there an each which
    she do how their if will up about out many then them these so some her would him
    into has more he who its been did than could i you my our us no only other also
    after over
    """)

_OTHERS: Final = tuple(
    frozenset(words.split())
    for words in (
        # German, French, Spanish, Italian, Portuguese, Dutch
        "der die das und ist nicht ein eine mit für auf den von zu dem sich auch als",
        "le la les des et est une dans que qui pour pas sur au avec il ne ce se du par",
        "el la los las y es que en un una por con del se para no su al como más",
        "il la di che e è un una per non con del della si le dei sono alla da nel",
        "o a os as de que e do da em um uma para com não por no na se dos mais",
        "de het een en van is dat niet op te zijn met voor aan er die ook door bij",
        # Turkish, Azerbaijani, Polish, Swedish, Danish and Norwegian, Romanian
        "ve bir bu da de için ile olarak çok olan daha ne ama gibi en sonra kadar",
        "və bir bu da də üçün ilə olan daha ki isə amma kimi sonra qədər edib",
        "i w na z że się nie do jest to o jak po ale przez dla od za są",
        "och att det som en på är av för med den till inte har de om ett",
        "og at det er en til på som af av ikke for med den har de et",
        "și în de la cu pe nu este o un care din că pentru mai sunt",
    )
)


def is_english(text: str) -> bool:
    """Say whether a text is in English.

    A text without words is nobody's; it passes, and nothing is found in it.
    """
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    latin = sum(c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in letters)
    if letters and latin < _LATIN * len(letters):
        return False
    words = [word.lower().replace("’", "'") for word in _WORD.findall(sample)]
    english = sum(word in _ENGLISH for word in words)
    other = max(sum(word in others for word in words) for others in _OTHERS)
    if len(words) < _SHORT:
        return other == 0 or english >= other
    return english > other and english >= _LEAST * len(words)
