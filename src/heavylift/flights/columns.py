"""Put new values into columns of the flights table.

What only all flights together can say of an end is written over what its batch said;
order and types of the columns stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa


def with_columns(table: pa.Table, values: Mapping[str, Sequence[object]]) -> pa.Table:
    """Give a table with other values in some of its columns.

    Args:
        table: Flights, columns as in ``model.flights``.
        values: New values by the name of the column, one a flight, ``None`` unknown.

    Returns:
        The same columns in the same order and of the same types.
    """
    for name, column in values.items():
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        table = table.set_column(at, field, pa.array(column, field.type))
    return table
