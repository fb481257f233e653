"""Flights from one place to another, counted by class."""
