"""Claims: what statements assert or deny, and what flights can say to it."""
