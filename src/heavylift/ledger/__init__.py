"""What was entered, in the order in which it was: appended, chained, never changed."""

from heavylift.ledger.chain import Chain, read_chain
from heavylift.ledger.entries import FIRST, Entry
from heavylift.ledger.ledger import Ledger

__all__ = ["FIRST", "Chain", "Entry", "Ledger", "read_chain"]
