"""Evidence of airlifts from open flight-tracking archives."""

__version__ = "0.1.0"
