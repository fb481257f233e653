"""Which assertions does a denial deny, and which do lists call disputed?

A person says so, a list does, or both stand in one claim. Where none of these holds, a
denial is linked to what shares its words, as a proposal that says which words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from heavylift.claims.grouping import Claim
from heavylift.claims.link_records import Link
from heavylift.claims.records import Assertion, Judgement, said_by

#: A proposal needs so many words that both have. With two, everything about one country
#: and one war is linked.
LEAST_SHARED: Final = 3

#: Shorter words are mostly grammar.
_LONG_WORD: Final = re.compile(r"\w{5,}")

#: Long words that say nothing of the subject.
_GRAMMAR: Final = frozenset(
    word
    for line in (
        "about above after again against among because before being between could",
        "during every first other people since their there these those through under",
        "until which while would without where whose still might",
    )
    for word in line.split()
)


def find_denials(
    by_id: Mapping[str, Assertion],
    claims: Sequence[Claim],
    decided: Sequence[Judgement] = (),
) -> list[Link]:
    """Link denials and disputes.

    Args:
        by_id: Assertions by name.
        claims: Claims, in which denials may stand beside what they deny.
        decided: What persons judged.

    Returns:
        Links, each pair once: by judgement, else by list, else by shared words.
    """
    judged = list(_judged(by_id, decided))
    seen = {frozenset((k.of, name)) for k in judged for name in k.to}
    listed = [k for k in _listed(by_id) if frozenset((k.of, k.to[0])) not in seen]
    linked = {k.of for k in (*judged, *listed)}
    linked |= {r.a for c in claims for r in c.relations if r.kind == "denies"}
    return [*judged, *listed, *_by_words(by_id, linked)]


def _judged(
    by_id: Mapping[str, Assertion], decided: Sequence[Judgement]
) -> Iterator[Link]:
    for judgement in decided:
        denial, *denied = judgement.of
        if judgement.decision != "denies" or denial not in by_id:
            continue
        for name in denied:
            if name in by_id:
                yield Link(
                    of=denial,
                    to=(name,),
                    kind="denies",
                    reason=f"judged by {judgement.by}: {judgement.reason}",
                )


def _listed(by_id: Mapping[str, Assertion]) -> Iterator[Link]:
    """Denials and disputes that a list names, each pair once."""
    seen: set[frozenset[str]] = set()
    for own in by_id.values():
        for name in own.disputes:
            other = by_id.get(name)
            pair = frozenset((own.id, name))
            if other is None or name == own.id or pair in seen:
                continue
            if "no_comment" in (own.polarity, other.polarity):
                continue
            seen.add(pair)
            yield _link(own, other)


def _link(own: Assertion, other: Assertion) -> Link:
    denial, denied = (
        (other, own)
        if other.polarity == "denies" and own.polarity != "denies"
        else (own, other)
    )
    denies = denial.polarity == "denies" and denied.polarity != "denies"
    who = said_by(denial) or denial.outlet or "its source"
    return Link(
        of=denial.id,
        to=(denied.id,),
        kind="denies" if denies else "disputes",
        reason=f"{who}: {denial.text}"
        if denies
        else f"{own.id} in the list: {own.disputed}",
    )


def _by_words(by_id: Mapping[str, Assertion], linked: set[str]) -> Iterator[Link]:
    words = {name: _words(own.text) for name, own in by_id.items()}
    for name, own in by_id.items():
        if own.polarity != "denies" or name in linked:
            continue
        for other in by_id.values():
            shared = words[name] & words[other.id]
            if (
                other.polarity == "asserts"
                and other.topic == own.topic
                and other.speaker != own.speaker
                and len(shared) >= LEAST_SHARED
            ):
                yield Link(
                    of=name,
                    to=(other.id,),
                    kind="denies",
                    reason=f"a proposal: both speak of {', '.join(sorted(shared))}",
                )


def _words(text: str) -> frozenset[str]:
    return frozenset(_LONG_WORD.findall(text.casefold())) - _GRAMMAR
