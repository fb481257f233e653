"""Documents in a WACZ: a zip with web archives, a list of pages, and hashes.

Web Archive Collection Zipped 1.1.1 (Webrecorder): ``archive/*.warc.gz``,
``pages/pages.jsonl``, and ``datapackage.json`` with the hash of each file.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from typing import Final

import msgspec

from heavylift.documents.packing import TooLarge, is_bomb
from heavylift.documents.warc import Response, Skipped, responses
from heavylift.errors import DocumentError

#: A collection has some archives and indexes; more entries are made to keep us busy.
_MOST_MEMBERS: Final = 10_000

#: Lists of pages and hashes have a megabyte at most.
_MOST_LIST: Final = 50_000_000

_PIECE: Final = 1 << 20

#: A record that is none of the pages that a person chose to keep.
NOT_LISTED: Final = "not among the pages that the collection lists"

#: What a broken zip raises.
_BROKEN: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


class _Resource(msgspec.Struct):
    path: str
    hash: str = ""


class _Package(msgspec.Struct):
    resources: list[_Resource] = []


class _Line(msgspec.Struct):
    url: str = ""


def is_wacz(archive: zipfile.ZipFile) -> bool:
    """Say whether a zip is a collection of web archives."""
    return any(_is_archive(name) for name in archive.namelist())


def responses_of_collection(
    archive: zipfile.ZipFile, where: str
) -> Iterator[tuple[str, Response | Skipped]]:
    """Go through a collection; give each record with the member it stands in.

    Raises:
        DocumentError: The zip is broken, or a file in it is not the one that its hash
            names.
        TooLarge: It unpacks to many times its size.
    """
    members = archive.infolist()
    packed = sum(info.compress_size for info in members)
    # Members of a zip can overlap, so that the sum of what is packed says too much.
    packed = min(packed, archive.start_dir)
    unpacked = sum(info.file_size for info in members)
    if len(members) > _MOST_MEMBERS or is_bomb(unpacked, packed):
        raise TooLarge
    try:
        _check_hashes(archive, where)
        listed = _listed(archive)
        for info in archive.infolist():
            if _is_archive(info.filename):
                with archive.open(info) as file:
                    for one in responses(file):
                        yield info.filename, _as_listed(one, listed)
    except _BROKEN as error:
        raise DocumentError(
            f"{where}: a zip that is broken ({error})",
            help="get it again; what was read of it before is kept",
        ) from None


def _is_archive(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


def _as_listed(one: Response | Skipped, listed: set[str]) -> Response | Skipped:
    if isinstance(one, Skipped) or not listed or one.address in listed:
        return one
    return Skipped(number=one.number, address=one.address, reason=NOT_LISTED)


def _listed(archive: zipfile.ZipFile) -> set[str]:
    """Addresses of the pages that it lists; none when it has no such list."""
    found = set()
    for name in archive.namelist():
        if name.startswith("pages/") and name.endswith(".jsonl"):
            for line in _small(archive, name).splitlines():
                try:
                    found.add(msgspec.json.decode(line, type=_Line).url)
                except (msgspec.DecodeError, RecursionError):
                    continue
    return found - {""}


def _check_hashes(archive: zipfile.ZipFile, where: str) -> None:
    names = set(archive.namelist())
    if "datapackage.json" not in names:
        return
    try:
        package = msgspec.json.decode(
            _small(archive, "datapackage.json"), type=_Package
        )
    except (msgspec.DecodeError, RecursionError):
        return
    for resource in package.resources[:_MOST_MEMBERS]:
        kind, _, digest = resource.hash.partition(":")
        if kind not in ("sha256", "md5") or resource.path not in names:
            continue
        if _digest(archive, resource.path, kind) != digest.lower():
            raise DocumentError(
                f"{where}: {resource.path} in it is not the file that its list of "
                "hashes names",
                help="the collection was changed or damaged; get it again, or take the "
                "web archives out of it and add these, if you trust them",
            )


def _digest(archive: zipfile.ZipFile, name: str, kind: str) -> str:
    digest = hashlib.new(kind, usedforsecurity=False)
    with archive.open(name) as file:
        while part := file.read(_PIECE):
            digest.update(part)
    return digest.hexdigest()


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        raw = file.read(_MOST_LIST + 1)
    if len(raw) > _MOST_LIST:
        raise TooLarge
    return raw
