"""Positions of one aircraft: merged, ordered, the impossible set apart."""
