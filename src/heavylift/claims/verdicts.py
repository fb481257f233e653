"""What can flights that were seen say to a count that somebody gave?

Flights that were seen are some of those that flew. How many flew lies between those
established and an upper bound that the exposure leaves: when each flight is seen with
probability e, independently, and n were seen, the bound is the largest N for which
seeing n or fewer is not less likely than 2.5 in 100. That inverts the exact binomial
test, as Clopper and Pearson (Biometrika 26, 1934) do for the share. A claim is
*consistent with* the flights when its range and that of N have a number in common.

*Consistent with* is weak on purpose: little exposure is consistent with nearly
everything, and the reason says how much could have flown unseen. Evidence that is taken
away never makes an answer stronger:

- *more seen* rests on established flights alone; without one of them, or without a day,
  nothing becomes it;
- *fewer seen than claimed* rests on exposure; with less of it nothing becomes it, and
  with a day missing the answer is *partly outside the data*;
- what a claim says of cargo, of why and of whom, no flight ever changes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scipy.stats import binom

from heavylift.claims.counts import Count, number
from heavylift.claims.records import Assertion
from heavylift.claims.seen import Counted, Seen
from heavylift.claims.topics import why_not_testable
from heavylift.claims.units import FLOWN, Unit, readings

#: Probability that N is beyond its bound. Halved or doubled, bounds of small counts
#: move by about one flight.
BEYOND: Final = 0.025

#: Words that say "more than once" without a number.
_SEVERAL: Final = re.compile(
    r"repeated|several|frequent|many|numerous|multiple|often|regular|dozens|series of",
    re.IGNORECASE,
)

#: Words that compare times or places instead of counting: rates answer those.
_COMPARES: Final = re.compile(
    r"peak|highest|lowest|more than (?:before|usual)|threshold|increase|rise|rising"
    r"|rank|surge|doubled|grew|fewer than before",
    re.IGNORECASE,
)

#: Days in what a rate is given for.
_DAYS_PER: Final = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}

#: Share of what flew that could have been seen below which a count says nothing: the
#: bound is of thousands.
_LEAST_EXPOSURE: Final = 0.001


#: Larger bounds are not printed as numbers: nobody should quote that a thousand may
#: have flown because nearly nothing could be seen.
_MOST_TOLD: Final = 100


class Verdict(StrEnum):
    """What flights say to a claim, in fixed words."""

    CONSISTENT = "consistent with"
    FEWER = "fewer seen than claimed"
    MORE = "more seen"
    PARTLY = "partly outside the data"
    UNTESTABLE = "not testable with flight data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An assertion beside the flights.

    Attributes:
        assertion: Its name.
        verdict: In fixed words.
        reason: Why, in a sentence or two, with the numbers.
        conditions: What was taken for granted to compare them.
        unit: Unit in which they were compared; ``None`` when they were not.
        seen: Established and possible flights; ``None`` when not compared.
        exposure: Share of what flew that could have been seen, at most; ``None`` when
            not known.
        most: How many may have flown at most; ``None`` for no bound.
        covered: Share of the days of the period that lie within the data.
    """

    assertion: str
    verdict: Verdict
    reason: str
    conditions: tuple[str, ...] = ()
    unit: Unit | None = None
    seen: tuple[int, int] | None = None
    exposure: float | None = None
    most: int | None = None
    covered: float | None = None

    @property
    def words(self) -> str:
        """The verdict as it is printed; of fewer, with the exposure."""
        if self.verdict is Verdict.FEWER and self.exposure is not None:
            return f"{self.verdict} (exposure {self.exposure:.2f})"
        if self.verdict is Verdict.PARTLY and self.covered is not None:
            return (
                f"{self.verdict} ({100 * self.covered:.0f} % of its days are in them)"
            )
        return str(self.verdict)


def judge(assertion: Assertion, seen: Seen | None) -> Beside:
    """Put an assertion beside the flights.

    Args:
        assertion: The assertion.
        seen: What was seen on its way in its period; ``None`` when nothing was looked
            for.

    Returns:
        The verdict; that of an assertion about anything but flights does not depend on
        ``seen``.
    """
    why = why_not_testable(assertion) or _why_not_countable(assertion)
    if not why and seen is None:
        why = "no flights were looked at"
    if not why and seen is not None:
        why = seen.problem
    if why or seen is None:
        return _untestable(assertion, why)
    if not seen.days_read:
        return _untestable(
            assertion, f"none of the {seen.days} days of its period is in the data"
        )
    claimed, taken = _claimed(assertion, seen)
    unit = assertion.unit if assertion.unit in FLOWN else "flight"
    answers = [
        _answer(assertion, claimed, seen, one)
        for one in readings(unit or "flight")
        if one in seen.counted
    ]
    if not answers:
        return _untestable(assertion, "its unit cannot be counted on this way")
    return _combined(answers, taken, unit == "flight")


def most_that_flew(seen: int, exposure: float | None) -> int | None:
    """How many may have flown when so many were seen; ``None`` for no bound.

    Args:
        seen: How many were seen.
        exposure: Probability with which each was.

    >>> most_that_flew(3, 1.0), most_that_flew(0, 0.5), most_that_flew(3, None)
    (3, 5, None)
    """
    if exposure is None or exposure < _LEAST_EXPOSURE:
        return None
    if exposure >= 1:
        return seen
    low, high = seen, max(2 * seen, 8)
    while binom.cdf(seen, high, exposure) > BEYOND:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if binom.cdf(seen, middle, exposure) > BEYOND:
            low = middle
        else:
            high = middle
    return low


def _untestable(assertion: Assertion, why: str) -> Beside:
    return Beside(
        assertion=assertion.id, verdict=Verdict.UNTESTABLE, reason=_sentence(why)
    )


def _why_not_countable(assertion: Assertion) -> str:
    """Why there is nothing to count; empty when there is."""
    words = assertion.count.words if assertion.count else ""
    open_ = assertion.count is None or assertion.count.is_open
    unit = assertion.unit
    reasons = (
        ("nothing is claimed", assertion.polarity == "no_comment"),
        (
            "a denied number is not another number",
            assertion.polarity == "denies" and assertion.count is not None,
        ),
        (
            "aircraft are counted, and one aircraft makes several flights",
            unit == "aircraft",
        ),
        ("what is counted are no flights", unit is not None and unit not in FLOWN),
        (
            "it compares times instead of counting; rates answer that (tempo)",
            open_ and bool(_COMPARES.search(f"{words} {assertion.text}")),
        ),
        ("it does not say when", assertion.period.widest is None),
    )
    return next((why for why, holds in reasons if holds), "")


def _claimed(assertion: Assertion, seen: Seen) -> tuple[Count, list[str]]:
    """The range that is claimed for the period, and what was taken for it."""
    count, taken = assertion.count, []
    if assertion.polarity == "denies":
        return Count(low=0, high=0, value=0), ["the denial is taken to mean none"]
    if count is None:
        count = Count(low=1)
        taken.append("without a number, at least one is taken")
    elif count.is_open:
        least = 2 if _SEVERAL.search(count.words) else 1
        taken.append(f'"{count.words}" is taken as at least {least}')
        count = Count(low=least)
    if assertion.rate_per:
        times = seen.days / _DAYS_PER[assertion.rate_per]
        taken.append(
            f"{number(count.value or count.low or 0)} a {assertion.rate_per} is taken "
            f"for all of the {seen.days} days"
        )
        low = None if count.low is None else math.floor(count.low * times)
        high = None if count.high is None else math.ceil(count.high * times)
        count = Count(low=low, high=high)
    if not assertion.period.is_exact:
        taken.append(f"the period is vague: {assertion.period}")
    if seen.unchecked:
        taken.append(
            f"aircraft of any operator are counted; that they are {assertion.subject} "
            "was not asked"
        )
    return count, [*taken, *seen.remarks]


def _answer(assertion: Assertion, claimed: Count, seen: Seen, unit: Unit) -> Beside:
    """Compare in one unit."""
    own = seen.counted[unit]
    # Flights of aircraft that nobody checked establish none of the claim's.
    least = 0 if seen.unchecked or own.in_narrowest is None else own.in_narrowest
    most = most_that_flew(own.possible + own.open_ended, own.exposure_low)
    low, high = claimed.low or 0.0, math.inf if claimed.high is None else claimed.high
    partly = seen.outside > 0
    reached = least >= low and math.isinf(high)
    if least > high:
        verdict = Verdict.MORE
    elif reached:
        verdict = Verdict.CONSISTENT
    elif partly:
        verdict = Verdict.PARTLY
    elif own.possible >= low:
        # Whatever the exposure is: what was seen may be all that flew.
        verdict = Verdict.CONSISTENT
    elif (own.exposure or 0.0) < _LEAST_EXPOSURE:
        verdict = Verdict.UNTESTABLE
    elif most is not None and most < low:
        verdict = Verdict.FEWER
    else:
        verdict = Verdict.CONSISTENT
    return Beside(
        assertion=assertion.id,
        verdict=verdict,
        reason=_reason(claimed, own, unit, (verdict, most)),
        unit=unit,
        seen=(own.sure, own.possible),
        exposure=own.exposure,
        most=most,
        covered=1 - seen.outside / seen.days,
    )


def _reason(
    claimed: Count, own: Counted, unit: Unit, found: tuple[Verdict, int | None]
) -> str:
    verdict, most = found
    what = unit if own.sure == own.possible == 1 else f"{unit}s"
    what += " (either way)" if unit == "leg" and own.both_ways else ""
    said = f"{_range(own.sure, own.possible)} {what} seen, {claimed} claimed"
    if own.open_ended:
        said += f"; of {own.open_ended} more one end was not heard"
    if own.exposure is None:
        said += "; how much could have been seen is not known"
    elif own.exposure < _LEAST_EXPOSURE:
        said += "; next to nothing that flew could have been seen"
    elif most is None:
        said += (
            f"; an exposure of {own.exposure:.2f} at most leaves room for any number"
        )
    else:
        room = f"up to {most}" if most <= _MOST_TOLD else f"more than {_MOST_TOLD}"
        said += f"; an exposure of {own.exposure:.2f} at most leaves room for {room}"
    if verdict is Verdict.UNTESTABLE and own.sure < (claimed.low or 0):
        said += ", so that fewer seen says nothing"
    return _sentence(said)


def _combined(answers: Sequence[Beside], taken: list[str], read: bool) -> Beside:
    """One answer of those in each reading of the unit."""
    verdicts = {a.verdict for a in answers}
    for verdict in (Verdict.CONSISTENT, Verdict.PARTLY, Verdict.UNTESTABLE):
        own = [a for a in answers if a.verdict is verdict]
        if own:
            break
    else:
        own = list(answers)
        if len(verdicts) > 1:
            # Too few in one reading and too many in the other: which is not known.
            return Beside(
                assertion=answers[0].assertion,
                verdict=Verdict.UNTESTABLE,
                reason="The readings of its unit give contrary answers.",
                conditions=tuple(taken),
            )
    chosen = own[0]
    conditions = list(taken)
    if read and len(own) < len(answers):
        conditions.append(f"if the flights claimed are {chosen.unit}s")
    elif read:
        conditions.append(
            f"whichever of {' or '.join(f'{a.unit}s' for a in answers)} is meant"
        )
    return Beside(
        assertion=chosen.assertion,
        verdict=chosen.verdict,
        reason=chosen.reason,
        conditions=tuple(conditions),
        unit=chosen.unit,
        seen=chosen.seen,
        exposure=chosen.exposure,
        most=chosen.most,
        covered=chosen.covered,
    )


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
