"""Numbers in a text, with their bounds and what they count."""

from heavylift.statements.quantities.printed import (
    Printed,
    printed_interval,
    read_printed,
)
from heavylift.statements.quantities.reading import quantities_of

__all__ = ["Printed", "printed_interval", "quantities_of", "read_printed"]
