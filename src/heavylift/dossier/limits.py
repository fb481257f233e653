"""Say what the data cannot tell, before anything is told.

Each limit stands with its number for this case, so that it is a fact about these
flights and not a phrase. Why an aircraft was not received is never said: the data
do not hold it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heavylift.dossier.beside import beside_in_words
from heavylift.dossier.contents import ReportData
from heavylift.dossier.words import count, day, duration, listed, number
from heavylift.exposure.said import kept_said
from heavylift.model.ends import EndClass

#: A silence of this length is named here. Ten minutes is less than any transport
#: needs to land, turn and leave, so no shorter one can hold a stop.
LONG_SILENCE_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One thing the data cannot tell.

    Attributes:
        heading: In a few words.
        text: One or two sentences.
    """

    heading: str
    text: str


def limits(data: ReportData) -> list[Limit]:
    """List what the data of a case cannot tell, the most important first."""
    found = [
        *_made_up(data),
        Limit(
            heading="What was aboard, and why",
            text="Flight data show where an aircraft was and when. Cargo is never "
            "observed. Who ordered a flight, and for what, is not in these data, and "
            "nothing here supports a statement about it.",
        ),
        _ends(data),
        _reception(data),
        *_part_kept(data),
        _days(data),
        _silences(data),
        _who(data),
        _not_used(data),
        *_beside(data),
    ]
    found += [Limit(heading="This case", text=text) for text in data.remarks]
    return found


def _made_up(data: ReportData) -> list[Limit]:
    if not data.reconstruction:
        return []
    text = (
        "The positions of this case were made up after published reports; nobody "
        "observed them. They show how such a case is run, and what could be seen of "
        "such flights. Nothing here is evidence that a flight took place."
    )
    return [Limit(heading="A reconstruction", text=text)]


def _who(data: ReportData) -> Limit:
    text = (
        "Callsigns are printed as broadcast; registration, type and operator as "
        "written in the source on the day of the flight, or as databases say"
    )
    text += f" ({'; '.join(data.registry)})." if data.registry else "."
    text += (
        " Databases are pictures of their own days and contradict each other; where "
        "they do, all of them are printed."
    )
    unknown = sum(
        not (a.identity["registration"].values or a.identity["type"].values)
        for a in data.aircraft
    )
    if unknown:
        text += f" Of {count(unknown, 'aircraft', 'aircraft')} nothing is said at all."
    if data.public_interest:
        text += (
            " Flights of privacy addresses are told, for this reason: "
            f"{data.public_interest.rstrip('.')}."
        )
    elif data.private:
        text += (
            f" {count(data.private, 'flight')} of privacy addresses (PIA) "
            f"{'was' if data.private == 1 else 'were'} left out: this case names no "
            "reason of public interest to follow them."
        )
    return Limit(heading="Who flew", text=text)


def _ends(data: ReportData) -> Limit:
    ends = [e for r in data.flights for e in (r.origin, r.destination)]
    open_ends = [e for e in ends if not e.end_class.is_sure]
    text = (
        f"{number(len(open_ends))} of the {count(len(ends), 'end')} listed here were "
        "not seen."
        if ends
        else "No flight is listed here, so no end is."
    )
    if any(e.end_class is EndClass.TOWARD for e in open_ends):
        text += (
            " Where a track stops in the air, candidates are ranked; the "
            "probabilities of the candidates and of elsewhere add up to one. "
            "A ranking is not a landing."
        )
    return Limit(heading="Ends that were not seen", text=text)


def _reception(data: ReportData) -> Limit:
    one_end = data.seen.one_end_only
    text = (
        "These are flights that were received, not flights that were flown: an "
        "aircraft that no receiver heard leaves no row. Silence has many causes – "
        "distance, terrain, height, a missing receiver, nothing sent – and the data "
        "do not tell them apart."
    )
    if one_end:
        text += (
            f" {count(one_end, 'further flight')} of the period had one end "
            "established at a place of this case and the other not at all; such "
            "flights are in neither list."
        )
    return Limit(heading="What was not received", text=text)


def _part_kept(data: ReportData) -> list[Limit]:
    """A lake that holds some aircraft only shows others that were chosen by that."""
    if data.context is None:
        return []
    said = kept_said(data.context.part_kept, data.context.days)
    return [
        Limit(
            heading="Only part of the traffic",
            text=f"{line[0].upper()}{line[1:]}.",
        )
        for line in said
    ]


def _days(data: ReportData) -> Limit:
    missing = sorted(data.no_data_days)
    if not missing:
        text = (
            f"The inputs hold positions on each of the {count(len(data.days), 'day')}. "
            "How complete a day is was not measured."
        )
    else:
        named = listed([day(d) for d in missing[:10]])
        more = f" and {number(len(missing) - 10)} more" if len(missing) > 10 else ""
        text = (
            f"No input holds any position on {named}{more}. A day without data has "
            "no number, not a zero. How complete the other days are was not measured."
        )
    return Limit(heading="Days", text=text)


def _silences(data: ReportData) -> Limit:
    gaps = [r.longest_gap_s for r in data.flights if r.longest_gap_s is not None]
    long = [g for g in gaps if g >= LONG_SILENCE_S]
    if not gaps:
        text = "No silence was measured."
    elif not long:
        text = (
            f"Between two positions of one flight the longest silence is "
            f"{duration(max(gaps))}."
        )
    else:
        text = (
            f"In {number(len(long))} of {count(len(data.flights), 'flight')} there is "
            f"a silence of {duration(LONG_SILENCE_S)} or more; the longest is "
            f"{duration(max(gaps))}. Where the aircraft was meanwhile is not known; "
            "maps draw it dashed and straight."
        )
    return Limit(heading="Silences within a flight", text=text)


def _not_used(data: ReportData) -> Limit:
    rows = _total(i.refused_rows for i in data.inputs)
    files = _total(i.refused_files for i in data.inputs)
    quarantined = sum(data.quarantined.values())
    in_flights = sum(r.quarantined for r in data.flights)
    read = count(data.seen.rows_read, "position")
    text = (
        f"Of the inputs, {read} were read; {_with_reasons(rows, 'row')} and "
        f"{_with_reasons(files, 'file')} were refused. "
        f"{_with_reasons(data.quarantined, 'position')} "
        f"{'was' if quarantined == 1 else 'were'} kept but not trusted, "
        f"{number(in_flights)} of them within the flights listed here; no "
        "established end rests on one."
    )
    return Limit(heading="What was not used", text=text)


def _beside(data: ReportData) -> list[Limit]:
    text = beside_in_words(data.beside)
    return [Limit(heading="Places beside those asked", text=text)] if text else []


def _total(counters: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _with_reasons(counts: Mapping[str, int], noun: str) -> str:
    total = count(sum(counts.values()), noun)
    reasons = [f"{reason}: {number(n)}" for reason, n in sorted(counts.items()) if n]
    return f"{total} ({'; '.join(reasons)})" if reasons else total
