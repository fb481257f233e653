"""What is known of a time that was seen from several days.

Seen from every day that a text may be of, a time is known as far as all agree.
Digits that differ are written ``X``.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Sequence

from heavylift.statements.records import Time
from heavylift.statements.times.anchoring import Anchor
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.tokens import Tokens
from heavylift.statements.times.views import Resolved


def merge(
    doc_id: str,
    tokens: Tokens,
    expression: Expression,
    views: Sequence[Resolved | None],
    by_year: Sequence[Resolved | None],
    anchor: Anchor,
) -> Time:
    """Make the record of an expression that was seen from some days.

    Args:
        doc_id: The document.
        tokens: Its text.
        expression: The expression.
        views: What it means from each day; ``None`` where there is no such day.
        by_year: The same where dates have the year that the text names.
        anchor: The days.
    """
    start, end = tokens.starts[expression.first], tokens.ends[expression.end - 1]
    seen = _known(views, by_year)
    if seen is None:
        return Time(
            doc=doc_id, start=start, end=end, from_=None, to=None, granularity="day",
            anchor=None, rule="there is no such day", value="XXXX-XX-XX",
        )  # fmt: skip
    stretches = [each.stretch for each in seen]
    first = _bound([each.first for each in stretches], min, anchor.bounded)
    last = _bound([each.end for each in stretches], max, anchor.bounded)
    one = seen[0]
    named = expression.month is not None or not anchor.bounded
    value = functools.reduce(
        lambda left, right: agreed(left, right, named_month=named),
        (each.value for each in stretches),
    )
    return Time(
        doc=doc_id,
        start=start,
        end=end,
        from_=_written(first, one.stretch.clock),
        to=_end_written(last, one.stretch.clock),
        granularity=one.stretch.granularity,
        anchor=_anchor_words(one, anchor),
        rule=_rule(seen, anchor),
        value=value,
    )


def _known(
    views: Sequence[Resolved | None], by_year: Sequence[Resolved | None]
) -> list[Resolved] | None:
    """Choose what to go by: the days, or the year of the text where they differ."""
    plain = [each for each in views if each is not None]
    if len(plain) == len(views) and len({each.stretch for each in plain}) == 1:
        return plain[:1]
    hinted = [each for each in by_year if each is not None]
    # Where a day is missing from some years only (29 February), the others tell.
    return hinted or plain or None


def _rule(seen: Sequence[Resolved], anchor: Anchor) -> str:
    rule = ", or ".join(dict.fromkeys(each.rule for each in seen))
    if seen[0].absolute:
        return rule
    if not anchor.words:
        return f"{rule}; the day of writing is not known"
    return rule if anchor.exact else f"{rule}; the day of writing is known in part"


def _anchor_words(one: Resolved, anchor: Anchor) -> str | None:
    if one.absolute:
        return None
    words = ["date named before"] if one.from_named else []
    if anchor.words:
        words.append(anchor.words)
    return "; ".join(words) or None


def agreed(one: str, two: str, *, named_month: bool = True) -> str:
    """Write what two values agree on, with ``X`` for what they do not.

    Args:
        one: A value.
        two: Another one.
        named_month: Whether a month that both have is known though the year is not:
            because the text names it, or because all years agree on it.

    >>> agreed("2023-09-19", "2022-09-19"), agreed("2023-09-29", "2023-10-30")
    ('XXXX-09-19', '2023-XX-XX')
    >>> agreed("2023-03/2023-10-01", "2023-03/2023-10-31")
    '2023-03/2023-10-XX'
    >>> agreed("2022-12-31", "2023-12-30", named_month=False)
    'XXXX-XX-XX'
    """
    if one == two:
        return one
    sides = one.split("/"), two.split("/")
    if len(sides[0]) != len(sides[1]):
        return "XXXX"
    return "/".join(_side(*pair, named_month) for pair in zip(*sides, strict=True))


def _side(one: str, two: str, named_month: bool) -> str:
    if one == two:
        return one
    if ".." in (one, two):
        return ".."
    parts, others = one.split("-"), two.split("-")
    if len(parts) != len(others):
        return "XXXX"
    written: list[str] = []
    for at, (part, other) in enumerate(zip(parts, others, strict=True)):
        same = parts[:at] == others[:at] or (
            named_month and parts[1:at] == others[1:at]
        )
        written.append(part if same and part == other else _masked(part))
    return "-".join(written)


def _masked(part: str) -> str:
    return "".join("X" if letter.isdigit() else letter for letter in part)


def _bound(
    days: Sequence[dt.date | None],
    choose: Callable[[Iterable[dt.date]], dt.date],
    bounded: bool,
) -> dt.date | None:
    """Give a bound that all allow; without one where any lacks it."""
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return None
    return choose(known) if bounded or len(set(known)) == 1 else None


def _written(day: dt.date | None, clock: str) -> str | None:
    if day is None:
        return None
    return f"{day}T{clock}" if clock else day.isoformat()


def _end_written(end: dt.date | None, clock: str) -> str | None:
    """Write the end: of a moment it is the minute after."""
    if end is None or not clock:
        return None if end is None else end.isoformat()
    hour, minute = int(clock[:2]), int(clock[3:])
    moment = dt.datetime.combine(
        end - dt.timedelta(days=1), dt.time(hour, minute), dt.UTC
    ) + dt.timedelta(minutes=1)
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")
