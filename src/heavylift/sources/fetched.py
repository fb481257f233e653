"""What ``heavylift fetch`` leaves beside the files it brings; none of it is data.

These are told by their names, which the program gave them itself: an unfinished
download looks from within exactly like the file that it will be, and to read it would
be to read a part for the whole.
"""

from __future__ import annotations

from typing import Final

from heavylift.sources import refusals
from heavylift.sources.refusals import Findings

#: The record of what was fetched into a folder: one JSON object a line.
RECORD: Final = "heavylift-fetch.jsonl"

#: Ending of a download that is not finished.
PART: Final = ".heavylift-part"

#: Ending of the note beside it that says of what it is a part.
NOTE: Final = ".heavylift-part.json"

#: Ending of a download that came whole and was not what was listed.
REFUSED: Final = ".heavylift-refused"


def left_by_fetch(name: str) -> Findings | None:
    """Say what a file found in a folder is, if fetching left it; ``None`` if not.

    An unfinished file lacks something that was wanted, so it counts as refused; the
    record lacks nothing and is remarked.

    >>> left_by_fetch("day.tar.aa.heavylift-part").refused
    'unfinished or refused download'
    >>> left_by_fetch("day.tar.aa") is None
    True
    """
    findings = Findings()
    if name == RECORD:
        findings.remark(refusals.FETCH_RECORD)
    elif name.endswith((PART, NOTE, REFUSED)):
        findings.refused = refusals.UNFINISHED_DOWNLOAD
    else:
        return None
    return findings
