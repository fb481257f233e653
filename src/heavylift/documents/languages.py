"""In which language is a text? By its letters, then by its commonest short words.

Nothing is learned and nothing is weighed by a model: the words are those that stand in
every text of a language, whatever it is about. What is too short or too mixed to tell
is ``und`` (undetermined, ISO 639-2), never a best guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

#: ISO 639-2 for a language that is not determined.
UNDETERMINED: Final = "und"

#: Articles, prepositions, conjunctions, pronouns and auxiliary verbs. Words that two
#: of these languages share stand in both, so that they decide nothing.
_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that is was for on with as by at from it he his had "
        "has have were are be been which they their not an this but who will would "
        "its after when there or said we she her than could more also into about",
        "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein "
        "eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind "
        "noch wie einem über einen so zum war haben nur oder aber vor zur bis durch",
        "fr": "de la le et les des en un du une que est pour qui dans par plus pas au "
        "sur ne se ce il sont avec aux son cette ont ses mais comme ou nous sa elle "
        "leur été fait deux même aussi être selon entre contre depuis",
        "es": "de la que el en y a los del se las por un para con no una su al lo como "
        "más pero sus le ya o este sí porque esta entre cuando muy sin sobre también "
        "me hasta hay donde quien desde nos durante fue son ha según",
        "it": "di e il la che in un a per è una sono mi si ma con non le da lo ho del "
        "ha della nel alla gli dei più delle anche come questo al dal hanno tra stato "
        "degli nella sul sulla suo essere dopo ai dalla quando perché",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos "
        "como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu "
        "também só pelo pela até isso entre",
        "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als "
        "dan maar bij nog uit door over ze naar heeft hij wordt tot werd deze meer "
        "hebben kan geen was zich",
        "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ne "
        "var ama ya ki olduğunu tarafından değil her ise göre iki şu o üzere yok ancak "
        "eden oldu olduğu arasında diye karşı",
        "az": "və bir bu üçün ilə də da ki olan edib olub kimi daha sonra deyib onun "
        "bildirib isə görə tərəfindən edən olunub o hər çox nə var qarşı olaraq idi "
        "haqqında artıq edilib",
        "pl": "w i na z do się nie że to jest o jak po za od co a przez był dla są ale "
        "tym przy jego tak czy oraz może które który której także już",
        "ro": "de și în a la cu pe din care că nu un o este mai au fost pentru sunt al "
        "s-a dar ca sau prin după cele lui această",
    }.items()
}

#: Languages written in a script, and letters that only some of them have. The first is
#: meant where none of the others' letters stand.
_SCRIPTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "CYRILLIC": (("ru", ""), ("uk", "іїєґ"), ("be", "ў"), ("sr", "ђјљњћџ")),
    "HEBREW": (("he", ""),),
    "ARABIC": (("ar", ""), ("fa", "پچژگ"), ("ur", "ٹڈڑے")),
    "ARMENIAN": (("hy", ""),),
    "GEORGIAN": (("ka", ""),),
    "GREEK": (("el", ""),),
    "HANGUL": (("ko", ""),),
    "HIRAGANA": (("ja", ""),),
    "KATAKANA": (("ja", ""),),
    "CJK": (("zh", ""),),
}

#: Turkish has no such letter, and hardly a word of Azerbaijani is without.
_SCHWA: Final = "ə"

#: So much of a text is looked at, from its beginning.
_LOOKED_AT: Final = 20_000

#: Fewer words than this can be a name and a place.
_FEWEST_WORDS: Final = 8

#: Of running text a third and more are such words; of lists of names hardly any.
_LEAST_SHARE: Final = 0.12

#: How much more of them one language must have than the next: quotations do not
#: reach that, and relatives (Spanish and Portuguese) keep it even in short texts.
_LEAST_LEAD: Final = 1.25

#: A letter that only one language of a script has is one in thirty there; names bring
#: some of them everywhere.
_LEAST_LETTERS: Final = 0.005

#: A text with so few words is taken for English when nothing speaks for another.
_SHORT: Final = 25

_WORD: Final = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Tell the language of a text: two letters (ISO 639-1), or ``und``.

    >>> language_of("The ambassador said that the flights were a major concern to us.")
    'en'
    >>> language_of("Der Botschafter sagte, dass die Flüge ein Anlass zur Sorge sind")
    'de'
    >>> language_of("Ovda, Baku, Ganja")
    'und'
    """
    words = _words(text)
    letters = Counter(unicodedata.normalize("NFC", "".join(words)).lower())
    total = sum(letters.values())
    if not total:
        return UNDETERMINED
    scripts: Counter[str] = Counter()
    for letter, n in letters.items():
        scripts[_script(letter)] += n
    # Japanese is mostly Chinese characters, and never without its own.
    if scripts["HIRAGANA"] > 0.1 * total:
        return "ja"
    script, n = scripts.most_common(1)[0]
    if n <= total / 2 or (script != "LATIN" and script not in _SCRIPTS):
        return UNDETERMINED
    if script == "LATIN":
        return _by_words(words, letters[_SCHWA] / total)
    (usual, _), *others = _SCRIPTS[script]
    for language, own in others:
        if sum(letters[letter] for letter in own) > _LEAST_LETTERS * total:
            return language
    return usual if total >= _FEWEST_WORDS else UNDETERMINED


def is_english(text: str) -> bool:
    """Say whether a text is English.

    One of a few words, in which no short word of any language stands out, counts as
    English when its letters are those of English alone, or its own stand out.

    >>> is_english("Six cargo flights landed.")
    True
    >>> is_english("Sechs Frachtflüge landeten.")
    False
    """
    language = language_of(text)
    if language != UNDETERMINED:
        return language == "en"
    words = _words(text)
    if not words or len(words) > _SHORT:
        return False
    shares = _shares(words)
    # Names bring letters of other languages; then its short words must speak for it.
    return shares["en"] >= max(shares.values()) and (
        shares["en"] > 0 or "".join(words).isascii()
    )


def _words(text: str) -> list[str]:
    """Words of the beginning; single letters are those of lists, formulas and code."""
    return [word for word in _WORD.findall(text[:_LOOKED_AT]) if len(word) > 1]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def _by_words(words: list[str], schwas: float) -> str:
    if len(words) < _FEWEST_WORDS:
        return UNDETERMINED
    if schwas > _LEAST_LETTERS:
        return "az"
    (first, best), (_, second) = _shares(words).most_common(2)
    if best < _LEAST_SHARE or best < _LEAST_LEAD * second:
        return UNDETERMINED
    return first


def _shares(words: list[str]) -> Counter[str]:
    """Which share of words are short words of each language."""
    # In Turkish the capital of ı is I; the dot that ``lower`` leaves on İ is taken off.
    folded = Counter(word.lower().replace("i̇", "i") for word in words)
    total = sum(folded.values())
    return Counter(
        {
            language: sum(folded[word] for word in own) / total
            for language, own in _WORDS.items()
        }
    )
