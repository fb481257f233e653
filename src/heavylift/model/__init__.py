"""The records and columns that pass between stages."""
