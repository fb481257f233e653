"""Landings at an airfield, made to order, and how far each was followed."""

from __future__ import annotations

from builders.flights import flight_values, flights_table, followed_to, toward
from heavylift.exposure import ends_at
from heavylift.reference.airfields import load_airfields

FEET = 0.3048


def landings(*made, code="UMKK", **options):
    """The ends at an airfield of flights with such destinations."""
    table = flights_table(
        [
            flight_values(number, None, destination, **changes)
            for number, (destination, changes) in enumerate(made)
        ]
    )
    return ends_at(table, load_airfields(), [code], "destination", **options)


def at_height(feet, km_north=2.0, destination=None):
    """A destination and how far down it was followed, above the airfield."""
    return destination or toward(UMKK=0.9), followed_to("UMKK", feet * FEET, km_north)
