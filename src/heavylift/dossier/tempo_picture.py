"""The figure of a tempo, in two sizes."""

from __future__ import annotations

from dataclasses import replace

from heavylift.dossier.pictures import Picture
from heavylift.dossier.tempo import Tempo
from heavylift.dossier.tempo_words import UNIT_WORDS
from heavylift.figures.tempo import Row, Span, draw_tempo
from heavylift.figures.timeline import NARROW_CHART, WIDE_CHART, EventMark

#: Control corridors that are drawn: the largest of each rule.
_DRAWN = 3


def tempo_picture(
    tempo: Tempo, event: EventMark | None, stamp: str = ""
) -> Picture | None:
    """Draw counts by day above how much of each day could have been seen.

    Args:
        tempo: What was found.
        event: What to mark.
        stamp: The word that every figure bears; empty for real data.
    """
    daily = tempo.daily
    spans = [
        Span(
            first=(w.start - daily.first).days,
            last=(w.end - daily.first).days,
            label=w.label,
        )
        for w in tempo.windows
    ]
    drawn = [c for c in tempo.controls if c.control.rank == 1][:_DRAWN]
    controls = [
        Row(
            label=f"{c.control.origin} to {c.control.destination} "
            f"({c.control.rule.value})",
            counts=c.counts,
        )
        for c in drawn
    ]
    caption = (
        f"Columns: {UNIT_WORDS[tempo.asked.unit]}, by the day (UTC) on which they "
        "began. The band beneath is how much of each day could have been seen: a rise "
        "of both is a rise of reception. Hatched days have no data and no number."
    )
    if controls:
        caption += " Grey: control corridors, chosen by rule."
    wide, narrow = (
        draw_tempo(
            daily.first,
            Row(label=tempo.asked.unit, counts=daily.counts),
            daily.exposure,
            spans,
            controls,
            event=event,
            desc=caption,
            chart=replace(chart, stamp=stamp),
        )
        for chart in (WIDE_CHART, NARROW_CHART)
    )
    if not wide:
        return None
    return Picture(
        heading="How often, and out of how much",
        caption=caption,
        wide=wide,
        narrow=narrow,
    )
