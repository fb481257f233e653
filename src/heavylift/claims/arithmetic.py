"""Do the figures of a text fit each other?

Candidates are found by how they stand together: a figure with a conversion in
brackets, parts joined by plus signs, a part "of" a whole with a share, a change from
one number to another, two dates with a number of days. A check never says that a
source is wrong about the world, only whether its own figures fit.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from heavylift.claims.arithmetic_checks import Check, CheckKind, Verdict
from heavylift.claims.conversions import can_convert, check_conversion
from heavylift.claims.day_counts import check_days
from heavylift.claims.printed_figures import Figure, figure_in, figure_of
from heavylift.claims.shares_and_totals import (
    check_difference,
    check_share,
    check_total,
)
from heavylift.statements.records import Quantity, Time

__all__ = [
    "Check",
    "CheckKind",
    "Figure",
    "Verdict",
    "check_conversion",
    "check_days",
    "check_difference",
    "check_share",
    "check_total",
    "checks_in",
    "figure_of",
]

#: Figures further apart than this, in characters, are not looked at together. Half of
#: it loses "100,417 of an estimated 120,000 residents of the enclave (83.7 %)".
_FAR: Final = 80

#: A new sentence or paragraph between two figures parts them.
_PARTED: Final = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"])|\n\s*\n")

_CONVERTS: Final = re.compile(
    r"\s*(?:[(\[/]|,?\s*or(?: about)?\b|,?\s*i\.e\.,?|,?\s*that is,?|=)\s*",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"[^.;:()]{0,30}?\bof\s+(?:the|its|their|a|some|all)?\s*(?:total of\s*)?"
)
_SHARE: Final = re.compile(
    r"[^.;]{0,50}(?:[(,—–:-]|\bor|\bis|\bare|\bmeans|\bmakes)\s*(?:or\s+)?",
    re.IGNORECASE,
)
_APPOSED: Final = re.compile(
    r"[^.;,()—–]{0,30}(?:\s*[(,—–]|\s-)\s*(?:or\s+)?", re.IGNORECASE
)
_PLUS: Final = re.compile(r"[^.;=()]{0,40}(?:\+|\bplus\b)\s*", re.IGNORECASE)
_EQUALS: Final = re.compile(
    r"[^.;()]{0,40}(?:=|\bequals\b|\bmakes?\b|\badds? up to\b)\s*(?:a total of\s*)?",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(r"[^.;()=]{0,40}(?:\(|=|:)\s*")
_TO: Final = re.compile(r"[^.;()]{0,20}\bto\s+")
_FROM: Final = re.compile(r"\bfrom\s+(?:about\s+)?$", re.IGNORECASE)
_CHANGE: Final = re.compile(
    r"[^.;]{0,40}(?:\b(?:increase|rise|growth|gain|jump|drop|fall|decline|decrease"
    r"|difference|change) of|\b(?:up|down)(?: by)?|\bby)\s*",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(
    r"\s*(?:,?\s*\b(?:or|is)\b|[(,—–:]|\bfrom\b|\bbetween\b)?\s*(?:a total of\s*)?",
    re.IGNORECASE,
)

#: "17 days after 1 September" is no number of days from one date to another.
_AFTERWARDS: Final = re.compile(
    r"[\s-]*(?:after|before|later|earlier|ago|into|old|since|from now)\b", re.IGNORECASE
)


def checks_in(
    text: str, quantities: Sequence[Quantity], times: Sequence[Time] = ()
) -> list[Check]:
    """Find figures that stand together in a text, and check them.

    Args:
        text: The text as stored.
        quantities: Its quantities, in their order.
        times: Its times; without them no number of days is checked.

    Returns:
        Checks in the order of their last figure.
    """
    figures = [f for q in quantities if (f := figure_in(text, q)) is not None]
    found = [
        *_conversions(text, figures),
        *_sums(text, figures),
        *_shares(text, figures),
        *_differences(text, figures),
        *_days(text, figures, times),
    ]
    return sorted(found, key=lambda check: (check.spans[-1:], check.kind))


def _gap(text: str, one: Figure, other: Figure) -> str | None:
    """The text between two figures; ``None`` when they do not stand together."""
    if one.span is None or other.span is None:
        return None
    start, end = one.span[1], other.span[0]
    if not 0 <= end - start <= _FAR:
        return None
    between = text[start:end]
    return None if _PARTED.search(between) else between


def _is(pattern: re.Pattern[str], gap: str | None) -> bool:
    return gap is not None and pattern.fullmatch(gap) is not None


def _pairs(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    return itertools.pairwise(figures)


def _conversions(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    for one, other in _pairs(figures):
        if can_convert(one.unit, other.unit) and _is(_CONVERTS, _gap(text, one, other)):
            yield check_conversion(one, other)


def _sums(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """Parts joined by plus signs, with the whole after or before them."""
    i = 0
    while i < len(figures):
        ends = i
        while ends + 1 < len(figures) and _is(
            _PLUS, _gap(text, figures[ends], figures[ends + 1])
        ):
            ends += 1
        parts = figures[i : ends + 1]
        if len(parts) > 1 and _are_alike(parts):
            after = figures[ends + 1] if ends + 1 < len(figures) else None
            if after and _is(_EQUALS, _gap(text, parts[-1], after)):
                yield check_total(parts, after)
            else:
                # "103 flights in seven years (92 + 11)": the whole may be further back.
                for before in reversed(figures[max(i - 2, 0) : i]):
                    opens = _is(_OPENS, _gap(text, before, parts[0]))
                    if opens and _are_alike([before, *parts]):
                        yield check_total(parts, before)
                        break
        i = ends + 1


def _are_alike(figures: Sequence[Figure]) -> bool:
    """Whether figures can be added: counted, or measured in one unit."""
    units = {figure.unit for figure in figures if not figure.is_count}
    return not units or (len(units) == 1 and not any(f.is_count for f in figures))


def _shares(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    told: set[int] = set()
    for i, (part, whole) in enumerate(_pairs(figures)):
        if "percent" in {part.unit, whole.unit} or not _is(
            _OF, _gap(text, part, whole)
        ):
            continue
        around = [(i + 2, whole, True), (i - 1, part, False)]
        for k, beside, is_after in around:
            if not 0 <= k < len(figures) or figures[k].unit != "percent":
                continue
            pair = (beside, figures[k]) if is_after else (figures[k], beside)
            if _is(_SHARE, _gap(text, *pair)):
                yield check_share(part, figures[k], whole)
                told.add(k)
                break
    for i, (part, share) in enumerate(_pairs(figures)):
        is_share = share.unit == "percent" and bool(share.quantity.share_of)
        if i + 1 in told or not is_share or not part.is_count:
            continue
        if _is(_APPOSED, _gap(text, part, share)):
            yield check_share(part, share)


def _differences(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    for one, other, off in zip(figures, figures[1:], figures[2:], strict=False):
        start = one.span[0] if one.span else 0
        if not _FROM.search(text[max(start - 20, 0) : start]):
            continue
        fits = off.unit == "percent" or _are_alike([one, other, off])
        is_change = _is(_TO, _gap(text, one, other)) and _is(
            _CHANGE, _gap(text, other, off)
        )
        if fits and is_change:
            yield check_difference(one, other, off)


def _days(
    text: str, figures: Sequence[Figure], times: Sequence[Time]
) -> Iterator[Check]:
    spans = [time for time in times if _ends(time) is not None]
    days = [f for f in figures if f.unit in {"day", "week"} and f.span is not None]
    k = 0
    for figure in days:
        start, end = figure.span or (0, 0)
        while k < len(spans) and spans[k].end < start - _FAR:
            k += 1
        for time in spans[k:]:
            if time.start > end + _FAR:
                break
            apart = (time.end, start) if time.end <= start else (end, time.start)
            ends = _ends(time)
            is_beside = apart[0] <= apart[1] and _SPAN.fullmatch(text[slice(*apart)])
            if not is_beside or ends is None or _AFTERWARDS.match(text, end):
                continue
            check = check_days(*ends, figure)
            yield msgspec.structs.replace(
                check,
                inputs=(text[time.start : time.end],),
                spans=((time.start, time.end), (start, end)),
            )
            break


def _ends(time: Time) -> tuple[dt.date, dt.date] | None:
    """First and last day of a time that has both."""
    if time.granularity not in {"range", "days"} or not time.from_ or not time.to:
        return None
    try:
        first = dt.date.fromisoformat(time.from_[:10])
        past = dt.date.fromisoformat(time.to[:10])
    except ValueError:
        return None
    return (first, past - dt.timedelta(days=1)) if past > first else None
