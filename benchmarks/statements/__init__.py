"""How well statements, times, quantities and places are read."""
