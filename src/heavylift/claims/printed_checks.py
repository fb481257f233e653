"""Do the figures that stored documents print fit each other?"""

from __future__ import annotations

from collections.abc import Mapping

from heavylift.claims.arithmetic import checks_in
from heavylift.claims.records import Listed
from heavylift.documents.languages import is_english
from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.statements.quantities import quantities_of
from heavylift.statements.times import times_of


def printed_checks(
    texts: Mapping[str, str], documents: Mapping[str, Listed]
) -> tuple[tuple[str, str], ...]:
    """Check the figures of each stored text that is read.

    Args:
        texts: Texts by name of their document.
        documents: What is known of the documents; dates are resolved against theirs.

    Returns:
        Document and what was found in it, in the order of documents and characters.
    """
    return tuple(
        (name, f"{' and '.join(check.inputs)}, {check.printed}: {check.why}")
        for name, text in texts.items()
        if is_english(text)
        for check in checks_in(
            text,
            quantities_of(name, text),
            times_of(name, text, _published(documents.get(name))),
        )
    )


def _published(document: Listed | None) -> PartialDate | None:
    try:
        return parse_partial(document.date) if document and document.date else None
    except ValueError:  # a list may date in words
        return None
