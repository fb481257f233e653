"""What a page says of its article in JSON-LD, in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from lxml import etree


#: A node of JSON-LD: whatever a page put there.
Node: TypeAlias = dict[str, Any]

#: Real pages have some dozens; a page with more of them wants to keep us busy.
_MOST_NODES: Final = 20_000

#: Types that say something of the whole page, if no article does.
_PAGES: Final = ("WebPage", "ItemPage", "AboutPage", "CreativeWork")


def article_node(page: etree._Element) -> Node:
    """Give the node that describes the article of a page; empty when there is none.

    The first article counts: those that follow are mostly of other pages.
    """
    articles: list[Node] = []
    pages: list[Node] = []
    left = _MOST_NODES
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _nodes(script.text or "", left):
            left -= 1
            kinds = _kinds(node)
            if any(k.endswith(("Article", "BlogPosting", "Report")) for k in kinds):
                articles.append(node)
            elif any(k in _PAGES for k in kinds):
                pages.append(node)
    return next(iter([*articles, *pages]), {})


def words_of(value: object) -> str:
    """Give a value of JSON-LD as text: names of several with commas between."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return words_of(value.get("name") or value.get("@value") or "")
    if isinstance(value, list):
        names = dict.fromkeys(words_of(one) for one in value[:_MOST_NAMES])
        return ", ".join(name for name in names if name)
    return ""


#: So many authors are listed.
_MOST_NAMES: Final = 50


def _nodes(text: str, most: int) -> Iterator[Node]:
    """All nodes of a script, outer before inner, without recursion."""
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip(" \n\r\t;")
    try:
        # Newlines inside strings are common, and forbidden in strict JSON.
        waiting: list[object] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting and most > 0:
        value = waiting.pop()
        if isinstance(value, dict):
            most -= 1
            yield value
            # A list of other articles is not this one.
            inner = [v for k, v in value.items() if k != "itemListElement"]
        elif isinstance(value, list):
            inner = value
        else:
            continue
        waiting.extend(reversed(inner))


def _kinds(node: Node) -> Sequence[str]:
    kind = node.get("@type", "")
    kinds = kind if isinstance(kind, list) else [kind]
    return [k.rsplit("/", 1)[-1] for k in kinds if isinstance(k, str)]
