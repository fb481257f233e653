"""Write a Parquet file of columns that were put together elsewhere.

Format: "File Format" and ``parquet.thrift`` of Apache Parquet: ``PAR1``, the column
chunks of one row group after the other, the ``FileMetaData`` that says where each is,
its length, and ``PAR1``.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from heavylift.lake import thrift
from heavylift.lake.column_chunks import ColumnChunk, Physical

_MAGIC: Final = b"PAR1"

#: ``version`` of the file: it has ``LogicalType`` and ``DELTA_BINARY_PACKED``.
_VERSION: Final = 2

_REQUIRED: Final = 0
_OPTIONAL: Final = 1

#: Where a file keeps the Arrow schema that readers of Arrow give its columns; as
#: Arrow's own writer does it.
_ARROW_SCHEMA: Final = b"ARROW:schema"

_CREATED_BY: Final = b"heavylift"

_NOTHING: Final = thrift.struct({})

#: ``ConvertedType`` of whole numbers by bits and sign; 32 and 64 bits with a sign need
#: none.
_CONVERTED: Final = {
    (8, False): 11,
    (16, False): 12,
    (32, False): 13,
    (64, False): 14,
    (8, True): 15,
    (16, True): 16,
}
_UTF8: Final = 0
_TIMESTAMP_MILLIS: Final = 9


class ParquetWriter:
    """A file being written, row group by row group; whole once it is finished."""

    def __init__(self, file: pa.NativeFile, schema: pa.Schema) -> None:
        """Begin.

        Args:
            file: Open for writing; not closed here.
            schema: What the columns are.
        """
        self._file = file
        self._schema = schema
        self._groups: list[thrift.Value] = []
        self._rows = 0
        self._at = len(_MAGIC)
        file.write(_MAGIC)

    def write(self, chunks: Sequence[ColumnChunk]) -> None:
        """Write a row group.

        Args:
            chunks: Its columns, in the order of the schema, all of as many rows.
        """
        rows = chunks[0].rows
        begun = self._at
        records = []
        for name, chunk in zip(self._schema.names, chunks, strict=True):
            records.append(chunk.record(name, self._at))
            self._at += len(chunk.data)
        self._file.write(b"".join(chunk.data for chunk in chunks))
        self._groups.append(
            thrift.struct(
                {
                    1: thrift.listed(records),
                    2: thrift.i64(sum(chunk.unpacked_bytes for chunk in chunks)),
                    3: thrift.i64(rows),
                    5: thrift.i64(begun),
                    6: thrift.i64(self._at - begun),
                    7: thrift.i16(len(self._groups)),
                }
            )
        )
        self._rows += rows

    def finish(self) -> None:
        """Write where everything is."""
        schema = self._schema
        root = thrift.struct(
            {4: thrift.binary(b"schema"), 5: thrift.i32(len(schema.names))}
        )
        said = base64.b64encode(schema.serialize().to_pybytes())
        fields = {
            1: thrift.i32(_VERSION),
            2: thrift.listed([root, *(_element(field) for field in schema)]),
            3: thrift.i64(self._rows),
            4: thrift.listed(self._groups),
            5: thrift.listed(
                [
                    thrift.struct(
                        {1: thrift.binary(_ARROW_SCHEMA), 2: thrift.binary(said)}
                    )
                ]
            ),
            6: thrift.binary(_CREATED_BY),
            # Lowest and highest are those in the order of the type.
            7: thrift.listed([thrift.struct({1: _NOTHING})] * len(schema.names)),
        }
        footer = thrift.struct(fields)[1]
        self._file.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)


def physical_of(kind: pa.DataType) -> Physical:
    """How values of a type lie in pages."""
    if pa.types.is_dictionary(kind):
        return Physical.BYTE_ARRAY
    if pa.types.is_floating(kind):
        return Physical.DOUBLE if kind.bit_width == 64 else Physical.FLOAT
    return Physical.INT64 if kind.bit_width == 64 else Physical.INT32


def _element(field: pa.Field) -> thrift.Value:
    """The ``SchemaElement`` of a column."""
    fields = {
        1: thrift.i32(physical_of(field.type)),
        3: thrift.i32(_OPTIONAL if field.nullable else _REQUIRED),
        4: thrift.binary(field.name.encode()),
    }
    kind = field.type
    if pa.types.is_dictionary(kind):
        fields[6] = thrift.i32(_UTF8)
        fields[10] = thrift.struct({1: _NOTHING})
    elif pa.types.is_timestamp(kind):
        millis = thrift.struct({1: _NOTHING})
        moment = thrift.struct({1: thrift.truth(True), 2: millis})
        fields[6] = thrift.i32(_TIMESTAMP_MILLIS)
        fields[10] = thrift.struct({8: moment})
    elif pa.types.is_integer(kind):
        signed = pa.types.is_signed_integer(kind)
        converted = _CONVERTED.get((kind.bit_width, signed))
        if converted is not None:
            fields[6] = thrift.i32(converted)
            said = {1: thrift.byte(kind.bit_width), 2: thrift.truth(signed)}
            fields[10] = thrift.struct({10: thrift.struct(said)})
    return thrift.struct(fields)
