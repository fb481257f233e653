"""What is written down of a document: what a person gave, and what it says of itself.

Where the two differ both are kept. What a person gave is used, because somebody answers
for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container as Names
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from heavylift.documents.found import Found
from heavylift.documents.hashes import sha256
from heavylift.documents.languages import UNDETERMINED, language_of
from heavylift.documents.naming import name_document
from heavylift.documents.page_dates import agree, differing, published_of
from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.documents.records import GIVEN, DateSaid, Document
from heavylift.errors import DocumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person says of a document.

    Attributes:
        published: Date of publication as far as it is known.
        not_before: First day that it can be of.
        not_after: Last day that it can be of.
        title: Its title.
        outlet: Who published it.
        author: Who wrote it.
        address: Where it was published.
        language: Its language, BCP 47.
        derived_from: Document of this case that it retells or translates.
        retrieved: When it was taken.
        by: Who adds it.
    """

    published: PartialDate | None = None
    not_before: dt.date | None = None
    not_after: dt.date | None = None
    title: str = ""
    outlet: str = ""
    author: str = ""
    address: str = ""
    language: str = ""
    derived_from: str = ""
    retrieved: PartialDate | None = None
    by: str = ""


_EXAMPLE: Final = (
    "give it as far as it is known: --published 2023-10-05, or 2023-10, or XXXX-09-19 "
    "where the year is not known (then --not-before and --not-after bound it)"
)


def describe(
    found: Found, given: Given, taken: Names[str], copies: Sequence[str]
) -> Document:
    """Write down what is known of a document.

    Args:
        found: The document.
        given: What a person says of it.
        taken: Names that other documents have.
        copies: Documents with the same text.

    Raises:
        DocumentError: No date of publication is known, or what was given is impossible.
    """
    read, facts = found.extract, found.extract.facts
    flags, remarks = list(read.flags), list(read.remarks)
    published, where = _published(found, given)
    _check_bounds(found.where, given, published)
    for flag, remark in _date_remarks(facts.dates, published, where):
        flags.append(flag)
        remarks.append(remark)
    language, said = _language(found, given)
    if said:
        flags.append("language_differs")
        remarks.append(f"it says that its language is {said}; it reads as {language}")
    if copies:
        flags.append("same_text")
        remarks.append(
            f"its text is that of {', '.join(copies)}: a copy, unless told otherwise"
        )
    retrieved = str(given.retrieved) if given.retrieved else facts.retrieved
    if retrieved and _is_before(parse_partial(retrieved), published):
        flags.append("retrieved_before_published")
        remarks.append(f"it was taken on {retrieved[:10]}, before it was published")
    digest = sha256(found.original)
    return Document(
        id=name_document(
            digest,
            own=found.name,
            outlet=given.outlet or facts.outlet,
            date=published,
            title=given.title or facts.title,
            taken=taken,
        ),
        sha256=digest,
        text_sha256=sha256(read.text.encode("utf-8")),
        size=len(found.original),
        characters=len(read.text),
        media_type=found.media_type,
        original=f"original.{found.ending}",
        file=found.file,
        title=given.title or facts.title,
        outlet=given.outlet or facts.outlet,
        author=given.author or facts.author,
        published=str(published),
        published_from=where,
        not_before=str(given.not_before or ""),
        not_after=str(given.not_after or ""),
        dates=facts.dates,
        retrieved=retrieved,
        retrieved_from=GIVEN if given.retrieved else found.retrieved_from,
        address=given.address or facts.address,
        language=language,
        derived_from=given.derived_from,
        encoding=read.encoding,
        tool=read.tool,
        pages=read.pages,
        container=found.container,
        flags=tuple(dict.fromkeys(flags)),
        remarks=tuple(remarks),
    )


def _published(found: Found, given: Given) -> tuple[PartialDate, str]:
    """The date of publication that is used, and where it is from."""
    if given.published is not None:
        return given.published, GIVEN
    said = published_of(found.extract.facts.dates)
    if said is not None:
        return parse_partial(said.value), said.where
    if given.not_before or given.not_after:
        return PartialDate(None), GIVEN
    raise DocumentError(
        f"{found.where}: it does not say when it was published"
        + _others(found.extract.facts.dates),
        help=_EXAMPLE,
    )


def _others(dates: Sequence[DateSaid]) -> str:
    """What it says that is no date of publication, or cannot be read."""
    said = [
        f"{d.where}: {d.value}" if d.value else f"{d.where}: {d.said!r}, not understood"
        for d in dates
    ]
    return f" ({'; '.join(said[:_TOLD])})" if said else ""


#: So many dates are listed in a message.
_TOLD: Final = 4


def _date_remarks(
    dates: Sequence[DateSaid], published: PartialDate, where: str
) -> list[tuple[str, str]]:
    """What a person should know of its dates, as flags and sentences."""
    remarks = []
    others = differing(dates)
    if others:
        first = published_of(dates)
        listed = "; ".join(f"{d.value} ({d.where})" for d in others[:_TOLD])
        remarks.append(
            (
                "dates_differ",
                f"it says {first.value if first else ''} "
                f"({first.where if first else ''}) and also {listed}",
            )
        )
    own = published_of(dates)
    if own and where == GIVEN and not agree(published, parse_partial(own.value)):
        told = f"{own.value} ({own.where}); given, and used, is {published}"
        remarks.append(("date_given_differs", f"it says {told}"))
    if published.moment is not None and published.moment.tzinfo is None:
        remarks.append(
            ("time_without_zone", f"the zone of {published} is not said; its day may "
             "be another in UTC")
        )  # fmt: skip
    unread = [d for d in dates if d.kind == "published" and not d.value]
    if unread:
        listed = "; ".join(f"{d.said!r} ({d.where})" for d in unread[:_TOLD])
        remarks.append(("date_not_read", f"it bears what is not understood: {listed}"))
    return remarks


def _check_bounds(where: str, given: Given, published: PartialDate) -> None:
    """Check what bounds the date.

    Raises:
        DocumentError: No day is left.
    """
    first, last = given.not_before, given.not_after
    span = published.span
    is_empty = first is not None and last is not None and last < first
    if span is not None:
        is_empty = is_empty or (first is not None and span[1] <= first)
        is_empty = is_empty or (last is not None and span[0] > last)
    if is_empty:
        raise DocumentError(
            f"{where}: no day is {published} and also not before {first or '…'} and "
            f"not after {last or '…'}",
            help="give bounds within which the document was published",
        )


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    """Say whether all of a date lies before another; not where years are not known."""
    if one.span is None or other.span is None:
        return False
    # A day of grace: both can be of the same moment in other zones.
    return one.span[1] < other.span[0]


def _language(found: Found, given: Given) -> tuple[str, str]:
    """The language, and what the document says of it where it reads as another."""
    if given.language:
        return given.language, ""
    said, read = found.extract.facts.language, language_of(found.extract.text)
    if read == UNDETERMINED:
        return said or UNDETERMINED, ""
    if said and said.split("-")[0].lower() != read:
        return read, said
    return said or read, ""
