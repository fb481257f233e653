"""Positions become flights, and each end gets a class of evidence."""
