"""How fast heavylift is, measured against what nobody can beat and what others do."""
