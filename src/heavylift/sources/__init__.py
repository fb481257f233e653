"""Readers of foreign formats; their quirks end here."""
