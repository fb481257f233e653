"""Does the text of a page hold what the page hides from its readers?

An article may be hidden until a script shows it, so hidden text is kept; but words can
also be put where people do not see them and programs do. That is for a person to judge.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

#: So many hidden elements are looked at: menus of a page have some dozens.
_MOST: Final = 500

#: So many characters of a hidden element are looked for in the text.
_SAMPLE: Final = 60

#: Shorter than this they stand elsewhere in the page, too.
_SHORTEST: Final = 12

#: Ways to hide an element that stand at the element itself. What style sheets hide is
#: not known here: they are mostly not in the file.
_HIDDEN: Final = etree.XPath(
    "//body//*[@hidden"
    " or contains(translate(@style, ' ', ''), 'display:none')"
    " or contains(translate(@style, ' ', ''), 'visibility:hidden')"
    " or contains(translate(@style, ' ', ''), 'font-size:0')"
    " or contains(concat(translate(@style, ' ', ''), ';'), 'opacity:0;')]"
)


def hidden_samples(page: etree._Element) -> list[str]:
    """Give the first words of each element that a page hides."""
    samples = []
    for element in _HIDDEN(page)[:_MOST]:
        words = " ".join("".join(element.itertext())[: 4 * _SAMPLE].split())[:_SAMPLE]
        if len(words) >= _SHORTEST:
            samples.append(words)
    return samples


def hidden_in(samples: list[str], text: str) -> list[str]:
    """Give those that stand in the text that was read."""
    plain = " ".join(text.split())
    return [sample for sample in dict.fromkeys(samples) if sample in plain]
