"""What ``heavylift fetch`` leaves beside the files it brings; none of it is data.

These are told by their names, which the program gave them itself: an unfinished
download looks from within exactly like the file that it will be, and to read it would
be to read a part for the whole.
"""

from __future__ import annotations

from typing import Final

from heavylift.sources import refusals

#: The record of what was fetched into a folder: one JSON object a line.
RECORD: Final = "heavylift-fetch.jsonl"

#: Ending of a download that is not finished.
PART: Final = ".heavylift-part"

#: Ending of the note beside it that says of what it is a part.
NOTE: Final = ".heavylift-part.json"

#: Ending of a download that came whole and was not what was listed.
REFUSED: Final = ".heavylift-refused"


def why_no_data(name: str) -> str:
    """Give the reason for which a file found in a folder is not read; empty if none.

    >>> why_no_data("day.tar.aa.heavylift-part")
    'unfinished or refused download'
    >>> why_no_data("day.tar.aa")
    ''
    """
    if name == RECORD:
        return refusals.FETCH_RECORD
    if name.endswith((PART, NOTE, REFUSED)):
        return refusals.UNFINISHED_DOWNLOAD
    return ""
