"""The text of a page that a reader would see, without asking what of it is the article.

Used where no article is found, and where a page is nested so deeply that parsers give
up: this one keeps no tree, so no depth is too much.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

#: What these hold is never shown as text.
UNSEEN: Final = frozenset({
    "script", "style", "template", "noscript", "head", "title", "textarea", "select",
    "svg", "math", "iframe", "object", "audio", "video", "canvas",
})  # fmt: skip

#: These begin a line of their own.
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center",
    "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip


_COMMENT: Final = re.compile("<!--")
_TAG: Final = re.compile("<[A-Za-z/!?]")


def visible_text(markup: str) -> str:
    """Give the text of a page, one block a line; empty when it has none."""
    # What begins and never ends is a comment to the end of the page. Python's parser
    # would look for the end of each such beginning anew.
    for begin, end in ((_COMMENT, "-->"), (_TAG, ">")):
        if found := begin.search(markup, markup.rfind(end) + 1):
            markup = markup[: found.start()]
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects what is seen.

    Attributes:
        parts: Text, with line ends where blocks begin and end.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        # Elements that are not shown and still open: an unclosed one hides the rest,
        # as it does in browsers.
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hide what is not shown; begin a line at a block."""
        if tag in UNSEEN:
            self._unseen.append(tag)
        elif tag == "body":
            self._unseen.clear()
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that ends where it begins hides nothing."""
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what was not shown."""
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text that is seen."""
        if not self._unseen:
            # Line ends in the source are blanks; a reader sees those of blocks alone.
            self.parts.append(_SPACE.sub(" ", data))


_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
