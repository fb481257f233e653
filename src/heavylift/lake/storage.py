"""Open a lake, in a folder or in object storage, and write into it whole or not at all.

Every file goes through an Arrow file system. In a folder it is written beside its name
with a leading ``_`` and renamed; in object storage an object appears when its upload
is complete. Either way a name that is there is a file that is whole.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar

import msgspec
import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from heavylift.errors import LakeError
from heavylift.lake.layout import BUCKETS, FORMAT, MARKER, UNFINISHED
from heavylift.lake.records import Marker
from heavylift.reference.airfields import Airfields
from heavylift.reference.strips import StripsFile, airfields_with, strips_of

_T = TypeVar("_T")

#: What a URL has and a path has not.
_SCHEME: Final = "://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lake:
    """An open lake.

    Attributes:
        where: Its folder or URL, as the user named it.
        address: What ``open_lake`` takes in another process or on another machine.
        files: File system whose root is the lake.
        folder: Its folder; ``None`` in object storage.
        buckets: How many buckets aircraft are spread over.
        drawn: Files of airfields that the user drew, for all its flights.
    """

    where: str
    address: str
    files: pafs.FileSystem
    folder: Path | None
    buckets: int
    drawn: tuple[StripsFile, ...] = ()

    @property
    def airfields(self) -> Airfields:
        """The airfields that its flights are found with."""
        return airfields_with(self.drawn)

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return bool(self.files.get_file_info(name).type == pafs.FileType.File)

    def names(self, folder: str) -> list[str]:
        """Files below a folder, in order; none when it is not there."""
        selector = pafs.FileSelector(folder, recursive=True, allow_not_found=True)
        with reading(self, folder):
            found = self.files.get_file_info(selector)
        return sorted(i.path for i in found if i.type == pafs.FileType.File)

    def read(self, name: str) -> bytes:
        """Give the bytes of a file.

        Raises:
            LakeError: It is not there or cannot be read.
        """
        with reading(self, name), self.files.open_input_stream(name) as file:
            return bytes(file.read())

    def read_record(self, name: str, kind: type[_T]) -> _T:
        """Read a JSON file into a record.

        Raises:
            LakeError: It is not there, or is no such record.
        """
        try:
            return msgspec.json.decode(self.read(name), type=kind)
        except msgspec.MsgspecError as error:
            raise LakeError(
                f"{self.where}/{name}: not a record of a lake ({error})",
                help="put the file back from a copy, or remove it and ingest that "
                "day's inputs again",
            ) from error

    def read_table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """Read a Parquet file.

        Raises:
            LakeError: It is not there or broken.
        """
        with reading(self, name), self.files.open_input_file(name) as file:
            return pq.ParquetFile(file).read(columns=columns)

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all."""
        with self.writing(name) as file:
            file.write(data)

    def write_record(self, name: str, record: object) -> None:
        """Write a record as JSON; the same record always gives the same bytes."""
        text = msgspec.json.format(msgspec.json.encode(record))
        self.write(name, text + b"\n")

    def write_table(self, name: str, table: pa.Table, **options: object) -> None:
        """Write a Parquet file, whole or not at all; options are pyarrow's."""
        with self.writing(name) as file:
            pq.write_table(table, file, **{"compression": "zstd", **options})

    def write_passing(self, name: str, table: pa.Table) -> None:
        """Write a file that is read once and removed: Arrow's own format, unpacked."""
        with self.writing(name) as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)

    def read_passing(self, name: str) -> pa.Table:
        """Read what ``write_passing`` wrote.

        Raises:
            LakeError: It is not there or broken.
        """
        with reading(self, name), self.files.open_input_file(name) as file:
            return pa.ipc.open_file(file).read_all()

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[pa.NativeFile]:
        """Give an open file that has its name once all was well.

        Raises:
            LakeError: The disk is full, or the place is not to be written to.
        """
        path = PurePosixPath(name)
        beside = name
        if self.folder is not None:
            # Two may write one name at once: a worker that was taken for lost goes on.
            beside = f"{path.parent}/{UNFINISHED}{uuid.uuid4().hex}-{path.name}"
        with changing(self, name):
            if self.folder is not None:
                self.files.create_dir(str(path.parent), recursive=True)
            file = self.files.open_output_stream(beside)
            try:
                yield file
            except BaseException:
                # Closing makes a file or an object that is not whole; gone at once.
                with contextlib.suppress(OSError):
                    file.close()
                with contextlib.suppress(OSError):
                    self.files.delete_file(beside)
                raise
            file.close()
            if beside != name:
                self.files.move(beside, name)

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone already is no error."""
        with changing(self, name):
            if self.has(name):
                self.files.delete_file(name)


@contextlib.contextmanager
def reading(lake: Lake, name: str) -> Iterator[None]:
    """Turn what goes wrong while reading into an error that helps."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise LakeError(
            f"{lake.where}/{name}: cannot be read ({_why(error)})",
            help="see whether the lake is whole with: heavylift lake status "
            f"{lake.where}; what is missing comes back when its input is ingested "
            "again",
        ) from error


@contextlib.contextmanager
def changing(lake: Lake, name: str) -> Iterator[None]:
    """Turn what goes wrong while writing into an error that helps."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise LakeError(
            f"{lake.where}/{name}: cannot be written ({_why(error)})",
            help="nothing that was in the lake is lost; make room or get permission, "
            "then give the same command again",
        ) from error


def _why(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return str(said).splitlines()[0]


def is_lake(where: str | Path) -> bool:
    """Tell a lake by its marker; a URL can be nothing else."""
    return is_url(where) or Path(where, MARKER).is_file()


def is_url(where: str | Path) -> bool:
    """Tell a URL from a path."""
    return _SCHEME in str(where)


def open_lake(where: str | Path) -> Lake:
    """Open a lake that is there.

    Raises:
        LakeError: It is not there, or was made by another version.
    """
    lake = _at(where)
    if not lake.has(MARKER):
        raise LakeError(
            f"{where}: not a lake",
            help="name the folder or URL that was given to: heavylift ingest INPUT… "
            "--lake DIR",
        )
    marker = lake.read_record(MARKER, Marker)
    if marker.format != FORMAT:
        raise LakeError(
            f"{where}: a lake of format {marker.format}; this is heavylift for "
            f"format {FORMAT}",
            help="use the version that made it, or ingest its inputs into a new lake",
        )
    return replace(lake, buckets=marker.buckets, drawn=marker.drawn)


def make_lake(
    where: str | Path, *, buckets: int = BUCKETS, drawn: Sequence[StripsFile] = ()
) -> Lake:
    """Open a lake; make it when there is none.

    Args:
        where: Its folder or URL.
        buckets: How many buckets aircraft are spread over, if it is made.
        drawn: Files of airfields that the user drew.

    Raises:
        LakeError: The folder holds something else, cannot be written to, or is a lake
            with other airfields than those.
    """
    marker = Marker(format=FORMAT, buckets=buckets, drawn=tuple(drawn))
    if is_url(where):
        lake = _at(where)
        if not lake.has(MARKER):
            lake.write_record(MARKER, marker)
        return check_drawn(open_lake(where), drawn)
    folder = Path(where)
    if not is_lake(folder):
        with changing(_named(where), "."):
            folder.mkdir(parents=True, exist_ok=True)
            others = [p.name for p in folder.iterdir() if p.name[0] != UNFINISHED]
        if others:
            raise LakeError(
                f"{where}: holds other files ({sorted(others)[0]}) and is no lake",
                help="name a folder that is empty or not there yet",
            )
        _at(where).write_record(MARKER, marker)
    return check_drawn(open_lake(where), drawn)


def check_drawn(lake: Lake, drawn: Sequence[StripsFile]) -> Lake:
    """Refuse other airfields that a user drew than those of a lake.

    Args:
        lake: The lake; given back.
        drawn: What was asked for; nothing stands for what the lake has.

    Raises:
        LakeError: They differ.
    """
    if not drawn or strips_of(drawn) == strips_of(lake.drawn):
        return lake
    files = ", ".join(file.name for file in lake.drawn)
    has = f"with those of {files} as they were then" if files else "without any"
    raise LakeError(
        f"{lake.where}: its flights were found with other airfields of your own, {has}",
        help="leave out --airfields (and airfields in the case file) to use the lake "
        "as it is, or bring its inputs into a new lake with: heavylift ingest INPUT… "
        "--lake DIR --airfields FILE",
    )


def _named(where: str | Path) -> Lake:
    return Lake(
        where=str(where),
        address=str(where),
        files=pafs.LocalFileSystem(),
        folder=Path(where),
        buckets=BUCKETS,
    )


def _at(where: str | Path) -> Lake:
    if not is_url(where):
        address = str(Path(where).absolute())
        return Lake(
            where=str(where),
            address=address,
            files=pafs.SubTreeFileSystem(address, pafs.LocalFileSystem()),
            folder=Path(where),
            buckets=BUCKETS,
        )
    with reading(_named(where), ""):
        try:
            remote, path = pafs.FileSystem.from_uri(str(where))
        except (ValueError, pa.ArrowInvalid) as error:
            raise LakeError(
                f"{where}: no address of a lake ({error})",
                help="write s3://BUCKET/FOLDER, for another server than Amazon's "
                "s3://BUCKET/FOLDER?endpoint_override=HOST:PORT&scheme=http",
            ) from error
    return Lake(
        where=str(where).split("?")[0],
        address=str(where),
        files=pafs.SubTreeFileSystem(path, remote),
        folder=None,
        buckets=BUCKETS,
    )
