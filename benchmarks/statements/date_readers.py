"""Find and resolve times with ``dateparser`` and with ``recognizers-text``.

``python -I date_readers.py READER TEXTS ANSWERS`` runs in an environment of its own
that has both and not heavylift. TEXTS has one JSON object a line with ``text`` and
``published``; ANSWERS gets one list a line of
``[start, end, first day, one past the last, value, kind]``. How long it took is printed
as JSON.

Both are asked as their users ask them, and what they leave open is read in their
favour: ``dateparser`` gives a moment for "last month", so its own word for the period
is asked as well; of several readings that ``recognizers-text`` gives, all are kept.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateparser.date import DateDataParser
from dateparser.search import search_dates
from recognizers_date_time import recognize_datetime

Answer = tuple[int, int, str | None, str | None, str, str]


def by_dateparser(text: str, published: dt.datetime) -> Iterator[Answer]:
    """Search a text with ``dateparser``."""
    settings = {"RELATIVE_BASE": published}
    parser = DateDataParser(languages=["en"], settings=settings)
    at = 0
    for words, moment in search_dates(text, languages=["en"], settings=settings) or ():
        start = text.find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        data = parser.get_date_data(words)
        day = (data.date_obj or moment).date()
        first, end = period(day, data.period or "day")
        yield start, at, str(first), str(end), str(first), data.period or "day"


def period(day: dt.date, name: str) -> tuple[dt.date, dt.date]:
    """Give the period about a day: its first day and one past its last."""
    if name == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year + 1, 1, 1)
    if name == "month":
        first = day.replace(day=1)
        return first, (first + dt.timedelta(days=32)).replace(day=1)
    if name == "week":
        first = day - dt.timedelta(days=day.weekday())
        return first, first + dt.timedelta(days=7)
    return day, day + dt.timedelta(days=1)


def by_recognizers(text: str, published: dt.datetime) -> Iterator[Answer]:
    """Recognise the times of a text with ``recognizers-text``."""
    for found in recognize_datetime(text, "en-us", reference=published):
        for value in (found.resolution or {}).get("values", ()):
            yield (found.start, found.end + 1, *days(value))


def days(value: dict[str, str]) -> tuple[str | None, str | None, str, str]:
    """Give the days of a value, whose ranges are half-open as ours are."""
    kind, timex = value.get("type", ""), value.get("timex", "")
    if kind == "date" and "value" in value:
        day = dt.date.fromisoformat(value["value"])
        return str(day), str(day + dt.timedelta(days=1)), timex, kind
    if kind == "datetime" and "value" in value:
        return value["value"][:16].replace(" ", "T"), None, timex, kind
    if kind in ("daterange", "datetimerange"):
        first, end = value.get("start"), value.get("end")
        return first and first[:10], end and end[:10], timex, kind
    return None, None, timex, kind


def by_dateparser_alone(text: str, published: dt.datetime) -> Iterator[Answer]:
    """Search a text with ``dateparser`` and take the day that it gives, no period."""
    for start, end, _, _, day, _ in by_dateparser(text, published):
        after = dt.date.fromisoformat(day) + dt.timedelta(days=1)
        yield start, end, day, str(after), day, "day"


READERS: dict[str, Any] = {
    "dateparser": by_dateparser,
    "dateparser-days": by_dateparser_alone,
    "recognizers-text": by_recognizers,
}


def main() -> None:
    name, texts, answers = sys.argv[1:]
    read = READERS[name]
    taken_s = 0.0
    failed = 0
    with (
        Path(texts).open(encoding="utf-8", newline="\n") as lines,
        Path(answers).open("w", encoding="utf-8") as out,
    ):
        for line in lines:
            row = json.loads(line)
            published = dt.datetime.fromisoformat(row["published"])
            started_s = time.process_time()
            try:
                found = list(read(row["text"], published))
            except Exception:  # whatever it raises, it read nothing
                found, failed = [], failed + 1
            taken_s += time.process_time() - started_s
            out.write(json.dumps(found) + "\n")
    print(json.dumps({"taken_s": taken_s, "failed": failed}))


if __name__ == "__main__":
    main()
