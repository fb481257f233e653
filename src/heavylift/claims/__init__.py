"""Claims: what statements assert or deny, and what flights can say to it."""

from heavylift.claims.book import Book, read_book
from heavylift.claims.claimed import Claimed, Side, work_out
from heavylift.claims.from_statements import assertions_of
from heavylift.claims.lists import read_list
from heavylift.claims.records import Assertion, Judgement, Listed, Withdrawal
from heavylift.claims.seen import Data, Seen, look
from heavylift.claims.verdicts import Beside, Verdict, judge

__all__ = [
    "Assertion",
    "Beside",
    "Book",
    "Claimed",
    "Data",
    "Judgement",
    "Listed",
    "Seen",
    "Side",
    "Verdict",
    "Withdrawal",
    "assertions_of",
    "judge",
    "look",
    "read_book",
    "read_list",
    "work_out",
]
