"""Read statements of a short text, and show them by their words."""

from heavylift.statements.attribution import statements_of
from heavylift.statements.parsing import parse


def statements(text, doc="doc"):
    """Read a text."""
    [(parsed, _)] = parse([(text, None)])
    return statements_of(doc, text, parsed)


def shown(text, spans):
    """Give the words of spans."""
    return [text[start:end] for start, end in spans]


def told(text):
    """Give source, cue and content of each statement, as words."""
    return [
        tuple(" … ".join(shown(text, part)) for part in (s.source, s.cue, s.content))
        for s in statements(text)
    ]
