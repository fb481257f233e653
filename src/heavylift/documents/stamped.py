"""Timestamps in the folder of a case's evidence: which files they cover, and whether.

They lie in ``CASE.evidence/timestamps``, three files each with the time as their name:
``.txt`` is the list that was stamped, ``.tsq`` the request, ``.tsr`` the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from heavylift.documents.hashes import sha256_of
from heavylift.documents.timestamps import Timestamp, check_timestamp, read_hash_list
from heavylift.errors import DocumentError, MissingInput

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: Folder of timestamps below that of the evidence.
TIMESTAMPS: Final = "timestamps"

_DOCUMENTS: Final = "documents"

#: Folder of a document: the first 16 digits of its SHA-256, or more where two documents
#: begin alike. What is being added has another name until it is whole.
_FOLDER: Final = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of one timestamp of a folder.

    Attributes:
        name: Its name, without ending.
        timestamp: What it says; ``None`` when it does not hold.
        trouble: Why it does not hold; empty when it does.
        missing: Hashes that it covers and that no file here has any more.
        later: Hashes of documents here that it does not cover: they came later.
    """

    name: str
    timestamp: Timestamp | None = None
    trouble: str = ""
    missing: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


def hashes_of(evidence: Path, also: Iterable[Path] = ()) -> dict[str, str]:
    """Hash the documents of a case as they came, and other files.

    Args:
        evidence: The folder of the case's evidence.
        also: Files, and folders of which every file is meant, such as a dossier.

    Returns:
        Name by SHA-256.

    Raises:
        DocumentError: A document is not the one that its folder is named after.
        MissingInput: Another file is not there.
    """
    found = dict[str, str]()
    for original in sorted((evidence / _DOCUMENTS).glob("*/original.*")):
        folder = original.parent.name
        if not _FOLDER.fullmatch(folder):
            continue
        digest = _sha256(original)
        if not digest.startswith(folder):
            raise DocumentError(
                f"{original}: not the document that its folder is named after (its "
                f"SHA-256 begins with {digest[:16]})",
                help="it was changed after it came; `heavylift documents` tells what "
                "else was",
            )
        found[digest] = str(original.relative_to(evidence))
    for path in also:
        if not path.exists():
            raise MissingInput(path)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        found |= {_sha256(file): str(file) for file in files if file.is_file()}
    return found


def verify_timestamps(
    evidence: Path, roots: Sequence[Certificate] = (), also: Iterable[Path] = ()
) -> list[Checked]:
    """Check every timestamp of a case.

    Args:
        evidence: The folder of the case's evidence.
        roots: Certificates that the user trusts. Without any it is told which list a
            timestamp is over, and nobody vouches for its time.
        also: Files that were stamped besides the documents.

    Returns:
        One entry a timestamp, in the order of their names, which is that of time.
        A list that lacks its reply or request, or the other way round, has one too.

    Raises:
        DocumentError: A document was changed.
    """
    folder = evidence / TIMESTAMPS
    endings = (".txt", ".tsq", ".tsr")
    names = sorted({p.stem for p in folder.glob("*") if p.suffix in endings})
    if not names:
        return []
    here = set(hashes_of(evidence)), set(hashes_of(evidence, also))
    return [_check(folder, name, roots, *here) for name in names]


def _check(
    folder: Path,
    name: str,
    roots: Sequence[Certificate],
    documents: set[str],
    files: set[str],
) -> Checked:
    try:
        listed = (folder / f"{name}.txt").read_bytes()
        timestamp = check_timestamp(
            (folder / f"{name}.tsr").read_bytes(),
            listed,
            request=(folder / f"{name}.tsq").read_bytes(),
            roots=roots,
        )
        covered = set(read_hash_list(listed))
    except DocumentError as error:
        return Checked(name=name, trouble=error.message)
    except OSError as error:
        return Checked(name=name, trouble=f"{error.filename}: {error.strerror}")
    return Checked(
        name=name,
        timestamp=timestamp,
        missing=tuple(sorted(covered - files)),
        later=tuple(sorted(documents - covered)),
    )


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read ({error.strerror})",
            help="look at the permissions of the file",
        ) from None
