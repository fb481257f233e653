"""Statements, times, quantities and places in a text, each tied to its characters."""
