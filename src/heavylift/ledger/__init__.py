"""What was entered, in the order in which it was: appended, chained, never changed."""
