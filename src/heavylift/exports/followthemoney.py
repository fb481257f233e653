"""Claims in the data model of FollowTheMoney, one entity a line of JSON.

Documents become ``Article``, assertions ``Note``: that somebody said a thing is the
fact, not the thing, so no ``Event`` and no ``Trip`` is made of a claim. Each note names
its document in ``proof``. People are not made entities of their own: who spoke stands
in the words of the note. Schemata and properties are those of followthemoney 3 and 4
(``schema/Article.yaml``, ``Document.yaml``, ``Note.yaml``, ``Thing.yaml``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Final

from heavylift.claims.claimed import Claimed
from heavylift.claims.records import Assertion, said_by
from heavylift.claims.relations import told

#: Dates as that model takes them: a year, a month or a day.
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")

Entity = dict[str, object]


def follow_the_money(claimed: Claimed) -> str:
    """Write all documents and assertions as lines of JSON."""
    entities = [*_articles(claimed), *_notes(claimed)]
    return "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entities)


def _articles(claimed: Claimed) -> Iterator[Entity]:
    for name, own in claimed.book.documents.items():
        yield _entity(
            "Article",
            _key(claimed, "document", name),
            title=own.title or own.url or name,
            publisher=own.outlet,
            publishedAt=_date(own.date),
            sourceUrl=own.url,
            notes=claimed.lineage.why(name),
        )


def _notes(claimed: Claimed) -> Iterator[Entity]:
    for claim in claimed.claims:
        for own in claim.assertions:
            beside = claimed.beside.get(own.id)
            proof = (
                _key(claimed, "document", own.doc)
                if own.doc in claimed.book.documents
                else ""
            )
            yield _entity(
                "Note",
                _key(claimed, "assertion", own.id),
                name=f"{own.id}: {own.text}",
                summary=_summary(claimed, own),
                description=own.quotation,
                publisher=claimed.outlet_of(own),
                sourceUrl=own.url,
                keywords=[own.topic, f"claim {claim.id}"],
                notes=[
                    claimed.lineage.why(own.id),
                    f"{beside.words}: {beside.reason}" if beside else "",
                    *(beside.conditions if beside else ()),
                ],
                proof=proof,
            )


def _summary(claimed: Claimed, own: Assertion) -> str:
    """Who said it, when, of when, and how many."""
    speaker = ", ".join(part for part in (said_by(own), own.role) if part)
    said = [
        speaker or claimed.outlet_of(own),
        own.polarity,
        told(own) if own.count is not None else "",
        str(own.period),
        claimed.date_of(own) and f"said {claimed.date_of(own)}",
    ]
    return "; ".join(part for part in said if part)


def _entity(schema: str, key: str, **values: str | list[str]) -> Entity:
    properties = {
        name: kept
        for name, value in values.items()
        if (kept := [v for v in ([value] if isinstance(value, str) else value) if v])
    }
    return {"id": key, "schema": schema, "properties": properties}


def _key(claimed: Claimed, kind: str, name: str) -> str:
    """A name that is the same each time for one ledger, and no other's."""
    first = f"{claimed.ledger}\n{kind}\n{name}"
    return f"heavylift-{hashlib.sha256(first.encode()).hexdigest()[:24]}"


def _date(text: str) -> str:
    found = _DATE.match(text)
    return found[0] if found else ""
