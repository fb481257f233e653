"""A document as it was found in a file, and what of the file is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from heavylift.documents.records import Container, Extract


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document in a file.

    Attributes:
        where: What it is called in messages.
        file: Name of the file.
        name: What it calls itself; empty as a rule.
        original: Its bytes as they came.
        ending: Ending for a file with them.
        media_type: What they are.
        extract: Its text and what it says of itself.
        retrieved_from: Where the moment is from at which it was taken.
        container: The file with others in which it came.
    """

    where: str
    file: str
    name: str = ""
    original: bytes = field(repr=False)
    ending: str
    media_type: str
    extract: Extract = field(repr=False)
    retrieved_from: str = ""
    container: Container | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Part of a file that is no document, or none that can be read.

    Attributes:
        where: Which part.
        reason: Why it was passed over.
        help: What to do; empty where nothing is wrong.
        usual: Whether files of this kind are full of such parts.
    """

    where: str
    reason: str
    help: str = ""
    usual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person says of a file before it is read.

    Attributes:
        encoding: Encoding of its characters; empty to go by what it says.
        address: Of an archive, the one address to be read; empty for all.
    """

    encoding: str = ""
    address: str = ""
