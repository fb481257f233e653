"""Names of places in a text, with all that each may mean."""

from heavylift.statements.places.known_places import CasePlace, Gazetteer, gazetteer
from heavylift.statements.places.reading import places_of

__all__ = ["CasePlace", "Gazetteer", "gazetteer", "places_of"]
